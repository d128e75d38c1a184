"""Drawings as SVG: pictures of kinds and treatments, and the map of plans."""
