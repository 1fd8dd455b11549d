"""Myerson and Satterthwaite (1983): no honest, voluntary, balanced rule makes every deal worth it.

Midpoints of k equal parts of [0, 1]: the limit loses 5/32 = 15.6 per cent, and the first best would
need 1/6 from outside. On coarse grids it can be had: a verdict is about a prior, of independent
types. Cities assumed.
"""

import intercity as ic

for k in (4, 5, 6, 20, 200):
    types = ic.midpoint_types(0, 1, k)
    swap = ic.BayesianProblem.bilateral_trade({"Hangzhou": types}, {"Quzhou": types})
    best = ic.second_best_trade(swap)
    posted = float(1 - best.posted.gains / best.first_best)
    lost, lacking = float(best.lost_share), float(best.subsidy)
    print(f"{k} types: lost {lost:.4f}, lacking {lacking:.4f}, lost by a posted price {posted:.4f}")
