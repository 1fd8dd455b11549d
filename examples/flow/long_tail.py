"""Convergence with a long tail: the gap widens for as long as the spillover is late, then closes.

How late it closes is another matter: three periods late it is sooner than at once, six much later.

Returns rise in the hub (n^(1/2) - n/10) and fall at the edge (n^(-1/2), and 3/10 of the hub's mass
as it was some periods ago). Cities should be level within 20 periods.
"""

import intercity as ic

for delay in (0, 3, 6):
    flow = ic.FactorFlow(
        ["Hub", "Edge"], 1, [1.5, 0.5], mass=10, congestion=[0.1, 0], spillovers={"Edge": 0.3},
        delay=delay, speed=0.2, start=[3, 7], horizon=20, tolerance=0.05)  # fmt: skip
    path = ic.flow_path(flow)
    print(f"delay {delay}: widest in {path.widest}, level in {path.closed}, {path.outcome}")
