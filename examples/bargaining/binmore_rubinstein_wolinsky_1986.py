"""Binmore, Rubinstein and Wolinsky (1986): as rounds get short, alternating offers come to Nash.

The one discounts a year by 0.81, the other by 0.9, so that the other is twice as patient.
"""

import intercity as ic

pie = ic.BargainingProblem.from_inequalities(["one", "other"], [((1, 1), 1)], (0, 0))
for rounds in (1, 10, 100, 1000):
    talks = ic.AlternatingOffers(pie, {"one": 0.81 ** (1 / rounds), "other": 0.9 ** (1 / rounds)})
    print(f"{rounds} rounds a year: {float(ic.alternating_offers(talks)['one']):.4f}")
limit = ic.nash_limit(ic.AlternatingOffers(pie, {"one": 0.81, "other": 0.9}))
print(f"Nash, weights 1 : {limit.weights['other']}: {ic.nash_bargaining(limit)['one']}")
