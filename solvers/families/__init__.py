"""Games with a structure of their own, far beyond what can be tabulated: found and proven by it."""

# Their import teaches nucleolus() and the other verbs the fast way with each family.
from solvers.families import (
    airport,
    assignment_nucleolus,
    dividend_game,
    glove,
    large_core,
    large_cost_of_stability,
    large_least_core,
    large_shapley,
    market_core,
    oracle_core,
    oracle_least_core,
    tree_core,
    voting_core,
    weighted_voting,
)

__all__ = [
    "airport",
    "assignment_nucleolus",
    "dividend_game",
    "glove",
    "large_core",
    "large_cost_of_stability",
    "large_least_core",
    "large_shapley",
    "market_core",
    "oracle_core",
    "oracle_least_core",
    "tree_core",
    "voting_core",
    "weighted_voting",
]
