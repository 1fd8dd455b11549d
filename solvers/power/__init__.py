"""Who decides in a vote: indices of power in simple games."""
