"""Kanbur and Keen (1993), Jeux sans frontieres: shoppers cross the border to the lower tax.

Countries of sizes s < 1 and 1, with crossing cost 1. The small one sets t = (1 + 2 s)/3, the large
one T = (2 + s)/3: the small undercuts, and both tax less than if they were alike.
"""

import intercity as ic

for size in (1, 0.5, 0.2):
    revenue = {"t": f"t * ({size} + T - t)", "T": "T * (1 - T + t)"}
    race = ic.generalised_equilibrium(ic.QuadraticGame.from_formulas(revenue))
    print(f"size {size}: t = {race.point['t']}, T = {race.point['T']}")
