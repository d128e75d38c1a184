"""Example people put to work: run, measured, brought up to date."""
