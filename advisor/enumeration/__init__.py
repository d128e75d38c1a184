"""Every answer combination at once: the numbered answer space, and bit masks over it for every outcome."""
