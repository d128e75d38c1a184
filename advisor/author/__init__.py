"""The rule author's tools: one module for each command."""
