"""Lehrer and Pauzner (1999): who is impatient is paid early, and both have more by it.

A deal brings Hangzhou 4 a year for four years, Quzhou nothing; a law caps what may be paid at 3 a
year. Equal gains in present value; flat is the same payment every year. All numbers are assumed.
"""

import intercity as ic

streams = {"Hangzhou": [4] * 4, "Quzhou": [0] * 4}
for quzhou in (0.9, 0.7, 0.5):
    patience, limits = {"Hangzhou": 0.9, "Quzhou": quzhou}, {"Quzhou": (0, 3)}
    found = ic.payment_schedule(streams, patience, limits, ic.egalitarian)
    paid = " ".join(f"{float(one):.2f}" for one in found.payments["Quzhou"])
    gain, flat = float(found.gains["Quzhou"]), float(found.flat["Quzhou"])
    print(f"Quzhou at {quzhou}: paid {paid}; each gains {gain:.3f}, by a flat payment {flat:.3f}")
