"""Every check run over a rule base, the findings that an author keeps, and the explanation of each code."""
