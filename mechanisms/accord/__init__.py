"""Accords that end a race: truces, caps, levies, funds and clawbacks."""
