"""Hillman and Riley (1989), Nti (1999): a firm worth more to one of two cities, won by lot.

City i bids V_i^2 V_j / (V_1 + V_2)^2, and keeps V_i^3 / (V_1 + V_2)^2.
"""

import intercity as ic

for values in ((4, 2), (3, 1)):
    race = ic.contest_equilibrium(ic.Contest(["strong", "weak"], value=values))
    for city, bid in race.subsidies.items():
        chance, kept = race.shares[city], race.payoffs[city]
        print(f"{city}: bids {bid}, wins with chance {chance}, keeps {kept}")
