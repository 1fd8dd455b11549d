"""Holmström (1982), Moral hazard in teams: cities that share a result equally do 1/n of their best.

Welfare is 1 - 1/(2n) against n/2.
"""

import intercity as ic

for n in (1, 2, 5, 10):
    team = ic.Team([f"city {k}" for k in range(n)])
    found = ic.best_shares(team)
    print(f"{n} cities: each does {found.efforts['city 0']}, {found.welfare} of {found.first_best}")
