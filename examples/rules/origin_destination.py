"""Taxing where things are used: a race for firms loses its prize.

Two cities alike bid for firms that are worth 1 to them (assumed). If the origin gets a share only,
a firm is worth less to lure, and at half of it the bidding is over.
"""

from fractions import Fraction

import intercity as ic

race = ic.SubsidyCompetition(["A", "B"], value=[1, 1], mu=Fraction(1, 4))
for share in (Fraction(1), Fraction(3, 4), Fraction(5, 8), Fraction(1, 2)):
    rule = ic.OriginDestination(["A", "B"], share)
    bids = ic.subsidy_equilibrium(rule.race(race, [0.5, 0.5])).subsidies
    print(f"origin gets {share}: prize {rule.prize(1)}, bids", *map(str, bids.values()))
