"""Compares two states of the rules: which outcomes differ, for which profiles, and which changes cause it."""
