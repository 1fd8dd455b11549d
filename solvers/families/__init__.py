"""Games with a structure of their own, far beyond what can be tabulated: found and proven by it."""

# Their import teaches nucleolus() and the other verbs the fast way with each family.
from solvers.families import assignment_nucleolus

__all__ = ["assignment_nucleolus"]
