"""Bhagwati and Hamada (1974): a flow by which each who moves gains, and residents lose.

Each of n earns A - n/20, A of 2 in the hub and 1 at the edge; residents have half of A n.
"""

import intercity as ic

for nuisance in (0, 0.5, 2):
    flow = ic.FactorFlow(
        ["Hub", "Edge"], [2, 1], 1, 10, congestion=0.05, stakes=[0.5, 0.5], speed=1, horizon=99,
        nuisance={"Hub": nuisance})  # fmt: skip
    found = ic.flow_losers(flow)
    lost = [f"{region} {float(loss):.1f}" for region, loss in found.losses.items()]
    print(f"nuisance {nuisance}: Pareto {found.pareto}; lost: {', '.join(lost)};", end=" ")
    print(f"all together {float(found.total):.1f}")
