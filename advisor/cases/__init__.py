"""Example people: their answers, what each case expects, and what their advice holds."""
