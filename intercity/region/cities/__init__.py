"""Cities and time."""
