"""What coalitions can make of what their members own, and what each resource is worth."""
