"""Harker (1991), Generalized Nash games: two players share a limit of 15.

Each may take at most 10. Equilibria are (5, 9), and all (x, 15 - x) with x from 9 to 10.
"""

import intercity as ic

COSTS = {"x": "x**2 + 8*x*y/3 - 34*x", "y": "y**2 + 5*x*y/4 - 24.25*y"}
gains = {name: f"-({cost})" for name, cost in COSTS.items()}
game = ic.QuadraticGame.from_formulas(gains, upper=10, shared=[({"x": 1, "y": 1}, 15)])
for part in ic.generalised_equilibrium(game).segments:
    print(*part.start.values(), "to", *part.end.values())
