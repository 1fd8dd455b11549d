"""Ransmeier (1942): who pays for the ten dams of the Tennessee Valley Authority?

Navigation, flood control and power, in 1,000 dollars (figures as recalled). Each pays what it adds
to the cost of the other two; three ways to share the rest, and the Shapley value.
"""

import intercity as ic

uses = ["navigation", "flood control", "power"]
costs = [0, 163520, 140826, 301607, 250096, 378821, 367370, 412584]
dams = ic.CoalitionalGame.from_array(uses, costs, "cost")
rules = [ic.egalitarian_nonseparable, ic.alternative_costs_avoided, ic.shapley_value]
for rule in rules:
    paid = rule(dams)
    print(rule.__name__, *(f"{float(x):.0f}" for x in paid.values()), ic.core_violation(dams, paid))
