"""Clarke (1971): a road for 30, worth 20 to A and 6 each to B and C; each may be worth less.

Whoever tips the decision pays for what it costs the others. Truth is best for all, but the fund
keeps money, and who does not need the road pays for it.
"""

import intercity as ic

worth = {"A": [8, 20], "B": [2, 6], "C": [2, 6]}
table = {c: {"road": {v: v for v in vs}, "none": dict.fromkeys(vs, 0)} for c, vs in worth.items()}
road = ic.BayesianProblem(list(worth), worth, ["none", "road"], table, costs={"road": 30})
rule = ic.clarke_pivot(road)
print("payments:", *map(str, rule.outcome([20, 6, 6]).payments.values()))
print("expected surplus:", ic.fund_balance(rule).expected)
for name, verdict in ic.audit(rule, ["DSIC", "efficiency", "no deficit", "ex post IR"]).items():
    print(f"{name} {verdict}")
