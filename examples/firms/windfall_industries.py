"""Hu and Zhang (2024): five cities court chips, as everybody says that chips are the future.

Said to be worth 20, chips are worth 12, and each further city takes 3 from each (all assumed).
Tea is worth 4 to each. Where they do not crowd each other, nothing is lost.
"""

import intercity as ic

cities = ["Quzhou", "Lishui", "Jinhua", "Taizhou", "Huzhou"]
for said, crowding in ((20, 3), (12, 3), (20, 0)):
    rush = ic.IndustryChoice(cities, ["chips", "tea"], signal=[said, 4], truth=[12, 4],
                             crowding=[crowding, 0])  # fmt: skip
    found = ic.windfall_industries(rush)
    courted, best = found.worst.counts["chips"], found.optimum.counts["chips"]
    print(f"said {said}, crowding {crowding}: {courted} court chips, best {best};", end=" ")
    print(f"herding {found.herding}, {found.loss} lost")
