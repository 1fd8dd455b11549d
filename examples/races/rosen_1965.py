"""Rosen (1965): a quota of 2 shared by two cities that would use 1 and 2.

Of the many equilibria (x, 2 - x), x from 0 to 1, one price of the quota for both picks (1/2, 3/2).
"""

import intercity as ic

gains = {"x": "x - x**2/2", "y": "2*y - y**2/2"}
quota = ic.QuadraticGame.from_formulas(gains, shared=[({"x": 1, "y": 1}, 2)])
found = ic.generalised_equilibrium(quota)
print("one price:", *found.point.values(), "price", found.prices[0])
for part in found.segments:
    print("all:", *part.start.values(), "to", *part.end.values())
