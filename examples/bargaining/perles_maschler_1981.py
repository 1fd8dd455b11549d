"""Perles and Maschler (1981): added up, two problems give nobody less than the two apart."""

import intercity as ic

LAND, TAX = [(0, 0), (8, 0), (6, 4), (0, 6)], [(0, 0), (2, 0), (0, 8)]
both = [(a + c, b + d) for a, b in LAND for c, d in TAX]
for name, points in (("land", LAND), ("tax", TAX), ("both at once", both)):
    problem = ic.BargainingProblem.from_vertices(["A", "B"], points, disagreement=(0, 0))
    split = ic.perles_maschler(problem)
    print(f"{name}: {float(split['A']):.4f}, {float(split['B']):.4f}")
