"""Quota for money between two cities: three solutions agree on the price, and not on the amount.

Harbour builds on up to 50 mu of Uplands' quota, worth 1 each a year; Uplands has 100 mu and room of
its own for 80, worth 1/2 each, so that 20 cost it nothing. Signed: 40 mu at 3/4. At that price Nash
stops where Harbour's use ends; in proportion to hopes Harbour buys some that it cannot use. All
numbers are assumed.
"""

import intercity as ic

quota, each = ic.Resource("quota", "tradable", {"Uplands": 100}), (ic.Use("quota", 1),)
plants = [("Harbour", 1, 50), ("Uplands", 0.5, 80)]
use = [ic.Activity(who, (who,), each, (ic.Value(who, "cash", x),), n) for who, x, n in plants]
region = ic.LinearProductionGame(("Harbour", "Uplands"), (quota,), tuple(use))
sale = (ic.Transfer("quota", "Uplands", "Harbour", amount=40, price=0.75),)
deal = ic.EnclaveCompact(region, ic.Annuity(20, 0), region.cities, transfers=sale)
for clause in ic.price_of(deal), ic.amount_of(deal):
    for solution in ic.egalitarian, ic.kalai_smorodinsky, ic.nash_bargaining:
        terms = ic.negotiated_terms(deal, ic.stand_alone(region), solution, clause)
        print(clause.name, terms.terms[clause.name], *map(str, terms.gains.values()), terms.status)
