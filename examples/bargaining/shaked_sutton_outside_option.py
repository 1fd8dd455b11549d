"""Shaked and Sutton (1984); Binmore, Shaked and Sutton (1989): the outside option principle.

A union and a firm share 1, both with patience 0.9. What the union could have elsewhere is no part
of the deal until it is more than the deal; then it gets just that.
"""

import intercity as ic

pie = ic.BargainingProblem.from_inequalities(["firm", "union"], [((1, 1), 1)], (0, 0))
for elsewhere in (0, 0.4, 0.6):
    talks = ic.AlternatingOffers(pie, {"firm": 0.9, "union": 0.9}, outside={"union": elsewhere})
    print(f"elsewhere {elsewhere}: the union gets {ic.alternating_offers(talks)['union']}")
