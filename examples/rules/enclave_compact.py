"""Quota for money between two cities: how much of it, by three solutions, at the price as signed?

Harbour builds on up to 50 mu of Uplands' quota, worth 1 each a year; Uplands has 100 mu and room of
its own for 80, worth 1/2 each, so that 20 cost it nothing. Signed: 40 mu at 3/4 each. Nash stops
where Harbour's use ends; in proportion to hopes Harbour buys some that it cannot use. All numbers
are assumed.
"""

import intercity as ic

quota, each = ic.Resource("quota", "tradable", {"Uplands": 100}), (ic.Use("quota", 1),)
plants = [("Harbour", 1, 50), ("Uplands", 0.5, 80)]
use = [ic.Activity(who, (who,), each, (ic.Value(who, "cash", x),), n) for who, x, n in plants]
region = ic.LinearProductionGame(("Harbour", "Uplands"), (quota,), tuple(use))
sale = (ic.Transfer("quota", "Uplands", "Harbour", amount=40, price=0.75),)
deal = ic.EnclaveCompact(region, ic.Annuity(20, 0), region.cities, transfers=sale)
for solution in ic.egalitarian, ic.kalai_smorodinsky, ic.nash_bargaining:
    found = ic.negotiated_terms(deal, ic.stand_alone(region), solution, ic.amount_of(deal))
    print(solution.__name__, *found.terms.values(), *map(str, found.gains.values()), found.status)
