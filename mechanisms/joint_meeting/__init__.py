"""Joint meetings: who decides in them, and what they let the cities see."""
