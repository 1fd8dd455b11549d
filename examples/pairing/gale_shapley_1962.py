"""Gale and Shapley (1962), example 1: three of each, and three stable pairings.

Whoever proposes gets its first choice, and leaves the other side with its last.
"""

import intercity as ic

cities = {"alpha": ["A", "B", "C"], "beta": ["B", "C", "A"], "gamma": ["C", "A", "B"]}
hubs = {
    "A": ["beta", "gamma", "alpha"],
    "B": ["gamma", "alpha", "beta"],
    "C": ["alpha", "beta", "gamma"],
}
for side in ("cities", "hubs"):
    found = ic.deferred_acceptance(ic.MatchingMarket(cities, hubs), proposing=side)
    print(f"{side} propose:", *(f"{c}-{h}" for c, h in found.pairs.items()))
