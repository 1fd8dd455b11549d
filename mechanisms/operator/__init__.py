"""Who runs the park: contracts with an operator whose effort nobody sees, and other ways."""
