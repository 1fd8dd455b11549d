"""Laffont and Martimort (2002), section 4.3: an operator that cannot pay keeps a rent.

Effort costs 1 and raises the chance of a full park from low to 7/10: bonus c/dp, rent low c/dp.
"""

import intercity as ic

for low in (0, 0.2, 0.4, 0.5):
    chances = {"none": {"empty": 1 - low, "full": low}, "care": {"empty": 0.3, "full": 0.7}}
    park = ic.Agency({"empty": 0, "full": 10}, {"none": 0, "care": 1}, chances)
    found = ic.best_contract(park)
    print(f"chance {low} anyway: bonus {found.pay['full']}, rent {found.rent}, {found.effort}")
