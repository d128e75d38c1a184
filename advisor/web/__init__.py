"""The advisor as a local web page."""
