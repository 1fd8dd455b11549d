"""Bagnoli and Lipman (1989): a park for 4, worth 3 to each of two cities, built if 4 come together.

Any division that costs neither more than 3 is an equilibrium; and so is giving nothing. With a
refund several low gifts are, too: they cost nothing.
"""

import intercity as ic

for refund in (True, False):
    park = ic.ProvisionPoint(["A", "B"], cost=4, refund=refund)
    found = ic.pure_equilibria(park.game([3, 3], range(5)))
    print(f"refund {refund}:", *("+".join(profile.values()) for profile in found))
print(park.deviation([3, 3], [3, 0]))
