"""The rule author's tools: checks, proofs, cases, mutants, comparisons, editing and reports."""
