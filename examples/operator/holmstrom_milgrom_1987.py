"""Holmström and Milgrom (1987): the noisier the index, the less an operator is paid by it.

The best slope is 1/(1 + r c sigma^2).
"""

import intercity as ic

for noise in (0, 1, 2, 4):
    park = ic.MultitaskAgency(value=(1, 0), cost=1, risk_aversion=1, noise=noise)
    found = ic.index_contract(park)
    print(f"noise {noise}: slope {found.slope}, worth {found.surplus} of {found.first_best}")
