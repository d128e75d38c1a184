"""Rule bases with one small mistake each, and which of them the cases notice."""
