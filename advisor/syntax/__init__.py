"""Bytes into a tree in which every word knows its line and column. Knows YAML, and no rules."""
