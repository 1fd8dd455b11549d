"""Rubinstein (1982): who proposes first gets (1 - d2) / (1 - d1 d2) of a pie of 1."""

import intercity as ic

pie = ic.BargainingProblem.from_inequalities(["first", "second"], [((1, 1), 1)], (0, 0))
for d1, d2 in ((0.9, 0.9), (0.9, 0.8), (0.5, 0.8)):
    talks = ic.AlternatingOffers(pie, {"first": d1, "second": d2})
    deal = ic.alternating_offers(talks)
    print(f"patience {d1}, {d2}: {deal['first']} and {deal['second']}")
