"""Hu and Zhang (2024): Jiaxing rises beside Shanghai. By cooperation, or since Shanghai is dear?

Shanghai becomes better by 2, a deal makes Jiaxing better by 1, and so many firms come from
elsewhere (all assumed; arrivals between 0 and 4). Better alone, Shanghai draws Jiaxing's firms
away; with 2 arrivals Jiaxing stays as it was, and only what lies beyond the deal is rent.
"""

import intercity as ic

for arrivals in (0, 2, 3, 4):
    delta = ic.NeighbourGrowth(["Shanghai", "Jiaxing"], [10, 4], rent=[1, 1], firms=8,
                               growth=[2, 0], arrivals=arrivals, deal=[0, 1])  # fmt: skip
    found = ic.growth_split(delta)
    parts = f"{found.without_deal['Jiaxing']} without the deal, {found.by_deal['Jiaxing']} by it"
    print(f"{arrivals} arrive: {parts}; by rent: {'Jiaxing' in found.by_rent}")
print("arrivals from which it grows without a deal:", found.arrivals_needed["Jiaxing"])
