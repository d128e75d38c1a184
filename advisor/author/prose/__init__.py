"""The texts of a rule base that people read: all of them, what they promise, how hard they are to read."""
