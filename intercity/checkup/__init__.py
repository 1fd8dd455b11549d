"""The check-up: all checks, how far they stand when numbers move, and the proof by replay."""
