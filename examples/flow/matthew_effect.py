"""Arthur (1989): a small lead grows where returns rise, and a subsidy must come early or last long.

At the even spread of M = 10 a unit more changes returns by (1/2) 5^(-1/2) - gamma: 0 at 0.2236.
"""

import intercity as ic

for lead in (6, 7, 8, 9):
    start = [lead, 10 - lead]
    flow = ic.FactorFlow(["A", "B"], 1, 1.5, 10, congestion=0.05, start=start, horizon=60)
    broken, policy = ic.symmetry_breaking(flow), ic.least_policy(ic.FlowPolicy(flow, "B", 2))
    at, end = float(broken.congestion), "for good" if policy.lasting else "not for good"
    print(f"lead of {lead}: grows below {at:.4f}: {broken.breaks}; {policy.periods} periods, {end}")
