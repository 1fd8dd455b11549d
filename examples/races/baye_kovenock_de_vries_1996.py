"""Hillman and Riley (1989); Baye, Kovenock and de Vries (1996): all pay, the largest bid wins.

The firm is worth 4, 2 and 1. The strongest city keeps the difference to the second, the others
nothing; spent are on average 2/2 + 2^2/(2 * 4), and the third stays out.
"""

import intercity as ic

contest = ic.Contest(["strong", "second", "third"], value=[4, 2, 1], technology="all-pay")
race = ic.contest_equilibrium(contest)
for city, bid in race.bids.items():
    print(f"{city} bids {bid}; keeps {race.payoffs[city]}")
print(f"spent on average: {race.outlay}")
