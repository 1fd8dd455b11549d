"""Zodrow and Mieszkowski (1986), Wilson (1986), in linear form: n cities tax mobile capital.

Output a k - k^2/2 a head, capital 1 a head on average: the more cities, the nearer their tax on
capital comes to 1, from n/(n - 1).
"""

import intercity as ic

for n in (2, 3, 5):
    mean = "(" + " + ".join(f"t{k}" for k in range(n)) + f") / {n}"
    revenue = {f"t{k}": f"t{k} * (1 + {mean} - t{k})" for k in range(n)}
    race = ic.generalised_equilibrium(ic.QuadraticGame.from_formulas(revenue))
    print(f"{n} cities: each taxes {race.point['t0']}")
