"""Richardson (1960), Arms and Insecurity: x' = k y - a x + g, y' = l x - b y + h.

The race settles if a b > k l, at x = (b g + k h)/(a b - k l). If not, a budget ends it: from
nothing, with x' = 2 y - x + 1 for both, 5 is reached at ln 6.
"""

import intercity as ic

for reaction, fatigue in ((1, 2), (2, 3), (2, 1)):
    rows = [[0, reaction], [reaction, 0]]
    race = ic.RichardsonRace(["A", "B"], rows, [fatigue] * 2, [1, 1], budgets=[5, 5])
    path = ic.escalation(race)
    end = f"settles at {path.rest['A']}" if path.settles else f"budget at {float(path.time):.5f}"
    print(f"reaction {reaction}, fatigue {fatigue}: {end}")
