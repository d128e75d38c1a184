"""Mistakes people can make, each with its place: source texts, findings, and the exceptions that carry them."""
