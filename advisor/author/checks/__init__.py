"""Checks of a whole rule base: one in each file, with its code, its title and its page of explanation."""
