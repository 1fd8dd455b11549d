"""Games with a structure of their own, far beyond what can be tabulated: found and proven by it."""

# Their import teaches nucleolus() and the other verbs the fast way with each family.
from solvers.families import (
    assignment_nucleolus,
    large_cost_of_stability,
    large_least_core,
    oracle_least_core,
)

__all__ = [
    "assignment_nucleolus",
    "large_cost_of_stability",
    "large_least_core",
    "oracle_least_core",
]
