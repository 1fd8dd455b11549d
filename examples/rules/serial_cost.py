"""Moulin and Shenker (1992): who pays for congestion that the large cause?

A network for the quantity Q costs Q^2. By average cost everybody's bill rises when C wants more; by
the serial rule only C's.
"""

import intercity as ic

for largest in (3, 6):
    network = ic.CostSharingProblem({"A": 1, "B": 2, "C": largest}, lambda q: q**2)
    for rule in (ic.average_cost_sharing, ic.serial_cost_sharing):
        print(f"C wants {largest}, {rule.__name__}:", *map(str, rule(network).values()))
