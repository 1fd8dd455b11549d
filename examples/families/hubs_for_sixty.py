"""Sixty towns on a ring road share hubs: is there a split of the cost that no group would leave?

Distances are those of the ring, what a hub costs is assumed. Hubs at 12 leave no gap, hubs at 20
do: then the core is empty. Exact and proven, for 2^60 groups.
"""

import intercity as ic

towns, hubs = [f"town {k}" for k in range(60)], [f"hub {k}" for k in range(0, 60, 3)]
apart = [[min(abs(i - j), 60 - abs(i - j)) for j in range(0, 60, 3)] for i in range(60)]
for fee in (12, 20):
    answer = ic.cost_of_stability(ic.FacilityLocation(towns, hubs, [fee] * 20, apart))
    print(f"a hub costs {fee}: outside money needed {answer.value} ({answer.proof})")
