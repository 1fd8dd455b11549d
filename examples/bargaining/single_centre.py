"""Horn and Wolinsky (1988), many towns: one centre against several that could do almost the same.

Each of three towns makes 10 with Hangzhou, 6 with Ningbo, 9 with Wenzhou (numbers assumed), and
uses the best of its deals; the others are what it could fall back on.
"""

import intercity as ic

TOWNS = ["Quzhou", "Jinhua", "Lishui"]
for rivals in ({}, {"Ningbo": 6}, {"Ningbo": 6, "Wenzhou": 9}):
    surplus = {town: {"Hangzhou": 10, **rivals} for town in TOWNS}
    deal = ic.nash_in_nash(ic.ContractNetwork.from_surplus(surplus))
    print(f"{1 + len(rivals)} centres: Hangzhou {deal['Hangzhou']}, each town {deal['Quzhou']}")
