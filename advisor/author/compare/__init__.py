"""Two states of the rules: which outcomes differ, for whom, and which change is behind it."""
