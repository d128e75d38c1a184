"""Runs every check, leaves out findings an author chose to keep, and explains each code."""
