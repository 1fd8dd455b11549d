"""Holmström and Milgrom (1991): paying for quantity draws effort away from quality.

The index sees quantity alone, s = 1/2, r c sigma^2 = 1: slope (1 - v/2)/(1 + 3/4), 0 from v = 2 on.
"""

import intercity as ic

for v in (0, 1, 1.5, 2, 3):
    park = ic.MultitaskAgency(
        value=(1, v), substitution=0.5, risk_aversion=1, noise=1, basic=(1, 4)
    )
    found = ic.index_contract(park)
    print(f"quality worth {v}: slope {found.slope}, quality {found.quality} instead of 4")
