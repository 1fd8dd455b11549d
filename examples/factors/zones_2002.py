"""Zones that no group would leave, after Bogomolnaia and Jackson (2002): complements sort.

Four cities of levels 5, 4, 2 and 1; a partner is worth the product of levels, less its cost.
All numbers are assumed.
"""

import intercity as ic

for cost in (6, 4, 1):
    level = {"Hangzhou": 5, "Ningbo": 4, "Jinhua": 2, "Quzhou": 1}
    found = ic.core_partitions(ic.HedonicGame.from_levels(level, complementarity=1, cost=cost))
    print(f"cost {cost}: {found.status}")
