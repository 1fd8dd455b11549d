"""What was found: each check's outcome, who gets what, and which numbers turn a verdict."""
