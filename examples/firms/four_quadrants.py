"""Hu and Zhang (2024): research in the hub and production at home, or one of three other ways?

A kind of firm for each of the four quadrants (numbers assumed): who comes by itself, and what
would bring the others.
"""

import intercity as ic

kinds = [ic.Firm("software", [5, 2], [3, 1], 1), ic.Firm("devices", [5, 2], [3, 1], 3),
         ic.Firm("crafts", [2, 2], [3, 1], 1), ic.Firm("chips", [1, 4], [1, 3], 0)]  # fmt: skip
found = ic.quadrant_choice(ic.Quadrants("Hangzhou", "Quzhou", kinds))
for name, firm in found.firms.items():
    (research, production) = firm.best[0]
    print(f"{name}: {research}, {production}; comes {firm.comes}, for {firm.bonus} more")
print("stay away:", ", ".join(found.stay_away), "- a bonus for half of all:", found.bonus)
