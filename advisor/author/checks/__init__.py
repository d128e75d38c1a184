"""Checks of a whole rule base: one in each file, which holds its code and `find`."""
