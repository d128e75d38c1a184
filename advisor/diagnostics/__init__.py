"""Positions in source texts, findings about mistakes people can make, and every exception the advisor raises."""
