"""How an answer is found and proven: one concept a file, each answer with its certificate."""
