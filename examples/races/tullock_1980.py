"""Tullock (1980), Efficient rent seeking: n cities alike bid r (n - 1)/n^2 each for a firm worth 1.

Together they spend r (n - 1)/n of it: all of it where the exponent r is n/(n - 1).
"""

import intercity as ic

for n, r in ((2, 1), (3, 1), (10, 1), (3, 1.5)):
    contest = ic.Contest([f"city {k}" for k in range(n)], value=[1] * n, exponent=r)
    race = ic.contest_equilibrium(contest)
    print(f"{n} cities, exponent {r}: each bids {race.subsidies['city 0']}, together {race.outlay}")
