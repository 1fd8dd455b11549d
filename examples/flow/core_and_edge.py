"""Krugman (1991): where returns rise, all may go to one region though a planner would split.

Each of n in a region earns n^(1/5) - gamma n, M = 10. At a small congestion one region empties.
"""

import intercity as ic

for congestion in (0.05, 0.1, 0.2):
    flow = ic.FactorFlow(["Core", "Edge"], 1, 1.2, mass=10, congestion=congestion)
    found = ic.flow_anarchy(flow)
    ends = [f"{float(one.masses['Core']):.0f}" for one in found.equilibria.stable]
    plan, price = float(found.optimum.masses["Core"]), float(found.price_of_anarchy)
    emptied = "concentration" if found.concentrations else "none emptied"
    print(f"gamma {congestion}: ends {' '.join(ends)}, plan {plan:.0f}, {price:.4f}, {emptied}")
