"""Renderers: each shows an ``Advice`` in one format and changes nothing."""
