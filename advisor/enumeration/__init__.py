"""Every combination of answers at once: the answer space, and a bit mask for each outcome over it."""
