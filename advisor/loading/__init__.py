"""Rule files into a rule base: one reader for each sort of file, and every mistake as a finding."""
