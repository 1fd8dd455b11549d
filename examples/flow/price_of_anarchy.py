"""Pigou (1920): what free flow loses against the plan, where returns fall, crowd and rise.

By hand, M = 10: 9 - n against 5 - n/2 rests at 6, the plan is 14/3; returns of A n^(-1/2) split as
planned; returns of A n^(1/2) can leave all in the worse region.
"""

import intercity as ic

for beta, congestion, better in ((1, [1, 0.5], [9, 5]), (0.5, 0, [2, 1]), (1.5, 0, [2, 1])):
    flow = ic.FactorFlow(["Better", "Worse"], better, beta, 10, congestion=congestion)
    found = ic.flow_anarchy(flow)
    ends = [f"{float(one.masses['Better']):.4g}" for one in found.equilibria.stable]
    plan, toll = (float(x["Better"]) for x in (found.optimum.masses, found.optimum.charges))
    price = f"price {float(found.price_of_anarchy):.4f}"
    print(f"beta {beta}: ends {' '.join(ends)}, plan {plan:.4g}, {price}, toll {toll:.4g}")
