"""Moulin (1999): a metro line to towns at 1, 2 and 3 km; only they know what it is worth to them.

Shares that never rise when others join leave nothing to lie about. Equal shares do.
"""

import intercity as ic

line = ic.CoalitionalGame.from_array(["A", "B", "C"], [0, 1, 2, 2, 3, 3, 3, 3], "cost")
by_stretch = ic.MoulinMechanism(line)
equal = ic.MoulinMechanism(line, lambda g: dict.fromkeys(g.players, g.grand_worth / len(g.players)))
for name, metro in (("by stretch", by_stretch), ("equal shares", equal)):
    print(f"{name}: {metro.outcome([1.2, 1.5, 1.2])}")
    print(f"  group strategy-proofness {metro.group_strategyproof()}")
