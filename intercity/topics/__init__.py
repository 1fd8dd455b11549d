"""The questions that are asked of a region, one folder each."""
