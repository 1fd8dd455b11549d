"""Brander and Spencer (1985): two governments subsidise the exports of their Cournot duopolist.

Demand less cost is 10. Alone a government pays 10/4 a piece; both pay 10/5, and each is left with
2 * 100/25, less than the 100/9 without subsidies; together they would tax by 10/4.
"""

import intercity as ic

own = "(10 + 2*{0} - {1})**2/9 - {0}*(10 + 2*{0} - {1})/3".format
CASES = {"alone": {"s": own("s", 0)}, "together": {"s": own("s", "s")}}
CASES["race"] = {"s": own("s", "z"), "z": own("z", "s")}
for name, welfare in CASES.items():
    race = ic.generalised_equilibrium(ic.QuadraticGame.from_formulas(welfare, lower=None))
    print(f"{name}: subsidy {race.point['s']}, welfare {race.payoffs['s']}")
