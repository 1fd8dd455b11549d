"""A province pays part of what the first best lacks: the first yuan brings most, the last least.

Ten midpoints of [0, 1] for the value of quota to a hub and to a small city: cities and types are
assumed.
"""

import intercity as ic

types = ic.midpoint_types(0, 1, 10)
swap = ic.BayesianProblem.bilateral_trade({"Hangzhou": types}, {"Quzhou": types})
lacking = ic.second_best_trade(swap).subsidy
for part in range(5):
    best = ic.second_best_trade(swap, lacking * part / 4)
    print(f"{float(lacking * part / 4):.5f} from outside: gains {float(best.gains):.5f},", end=" ")
    print(f"a yuan more brings {float(best.multiplier):.3f}")
