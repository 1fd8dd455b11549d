"""Mussa and Rosen (1978): a city subsidises firms by name, and lean ones pose as dear ones.

An investment of 2 is worth 11, of 4 it is worth 16; a unit costs lean firms 1 and dear ones 3. Lean
ones are offered 8 for an investment of 4, dear ones a subsidy for one of 2 (all assumed).
"""

import intercity as ic

for subsidy in (12, 8, 6):
    offers = {"lean": (4, 8), "dear": (2, subsidy)}
    found = ic.profit_taking(ic.FirmMenu({"lean": 1, "dear": 3}, {2: 11, 4: 16}, offers=offers))
    at, told = found.offered, "profit taken" if found.takes_profit else "none taken"
    posing = [f"{kind} as {one}" for kind, one in at.envy.items()] or ["nobody"]
    print(f"subsidy {subsidy}: create {at.value}, have {at.rent}; {told};", end=" ")
    print(f"{found.lost} lost; who poses:", *posing)
