"""Shapley and Shubik (1971): who pairs with whom if pairs may pay each other, and the two corners.

Rows are sellers (hubs), columns buyers (cities), numbers what a pair makes.
"""

import intercity as ic

surplus = [[5, 8, 2], [7, 9, 6], [2, 3, 0]]
market = ic.PairingGame(["s1", "s2", "s3"], ["b1", "b2", "b3"], surplus, [[0] * 3] * 3)
found = ic.pairing_with_transfers(market)
print("together", found.value, dict(found.pairs))
for corner in (found.hub_best, found.city_best):
    print("sellers, then buyers:", *corner.values())
