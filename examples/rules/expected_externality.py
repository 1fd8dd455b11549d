"""D'Aspremont and Gerard-Varet (1979): one plot, two cities, values evenly spread on [0, 1].

City i pays (v_i^2 - v_j^2)/2, so 0.24 at 0.8 and 0.4 (here on a grid of 200 values). The budget
always balances, and the lowest value gets 1/6 on average.
"""

import intercity as ic

grid = {city: ic.midpoint_types(0, 1, 200) for city in ("A", "B")}
plot = ic.BayesianProblem(["A", "B"], grid, ["A", "B"], lambda city, a, v: v if a == city else 0)
rule = ic.expected_externality(plot)
print(f"pays: {float(rule.outcome([grid['A'][159], grid['B'][80]]).payments['A']):.2f}")
print(f"the lowest gets {float(rule.interim('B')[grid['B'][0]].payoff):.3f}")
for name, verdict in ic.audit(rule, ["BIC", "exact budget balance", "interim IR"]).items():
    print(f"{name} {verdict}")
