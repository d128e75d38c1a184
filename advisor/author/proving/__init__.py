"""Proofs over every answer combination: properties, rules that do nothing, what a single rule decides."""
