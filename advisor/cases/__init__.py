"""Example people: their answers, what each case expects, and what they are told."""
