"""Which question comes next, and answers that were checked."""
