"""The page of a report, which carries its own verifier."""
