"""Three cities, three hubs that serve two each: a point hub that no split can hold together.

A hub costs 2 and serves its two neighbours free (numbers assumed). Two hubs are needed for all
three; each pair alone needs one. So pairs pay 2, all three 4, and 1 is missing.
"""

import intercity as ic

ring = ic.FacilityLocation(
    ["A", "B", "C"], ["AB", "BC", "CA"], [2, 2, 2], [[0, None, 0], [0, 0, None], [None, 0, 0]]
)
print("core empty:", ic.core(ring).empty)
print("outside money that would hold it together:", ic.cost_of_stability(ring).value)
print("fine for leaving that would:", ic.least_core(ring).epsilon)
