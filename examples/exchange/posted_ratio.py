"""Quota for floor space at a posted ratio, take it or leave it (numbers assumed).

Hagerty and Rogerson (1987): what is honest and voluntary whatever the other thinks posts a price.
"""

import intercity as ic

swap = ic.QuotaSwap("small", "large", quota=300, floor=50, quota_worth=[1, 3], floor_worth=[8, 6])
print(f"both gain from {swap.lowest} to {swap.highest} mu a unit, alike at {ic.fair_ratio(swap)}")
for ratio in (4, 8, 9):
    print(f"at {ratio}: {ic.posted_ratio(swap, ratio).status}")
