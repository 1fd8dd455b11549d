"""A technology broker between two regions: what it brings, and what it gets.

A deal of 6 needs the lab, the plant and the broker; the lab and a second broker's plant make 2 by
themselves (numbers assumed). As dividends: one for three, one for two.
"""

import intercity as ic

deals = ic.DividendGame(
    ["lab", "plant", "broker", "rival"],
    {("lab", "plant", "broker"): 6, ("lab", "rival"): 2},
)
for rule in (ic.shapley_value, ic.banzhaf_value):
    print(rule.__name__, ", ".join(f"{name} {x}" for name, x in rule(deals).items()))
