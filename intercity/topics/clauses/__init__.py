"""The nearest clauses at which everybody has enough."""
