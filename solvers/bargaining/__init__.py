"""What cities agree on: bargaining solutions, offers in turn, and talks in networks."""
