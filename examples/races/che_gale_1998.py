"""Che and Gale (1998), Caps on political lobbying: a cap on bids can raise what is spent.

All bids are paid, the firm is worth 4 and 2. Below a cap of 1 both bid it; above, the cap does not
change what is spent.
"""

import intercity as ic

for cap in (None, 1.5, 0.9, 0.5):
    values = {"value": [4, 2], "budgets": [cap, cap], "technology": "all-pay"}
    race = ic.contest_equilibrium(ic.Contest(["strong", "weak"], **values))
    print(f"cap {cap}: spent {race.outlay}, the strong city keeps {race.payoffs['strong']}")
