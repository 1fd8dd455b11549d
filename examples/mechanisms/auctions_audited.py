"""Two cities bid 0, 1 or 2 for a licence: what a first and a second price keep, and what not.

Vickrey (1961): by the second price it is best to bid what the licence is worth. Neither is proof
against two bidders who agree beforehand. Cities and bids are assumed.
"""

import intercity as ic

cities, bids = ["Quzhou", "Lishui"], [0, 1, 2]
sale = ic.BayesianProblem(cities, dict.fromkeys(cities, bids), cities, lambda c, a, v: v * (c == a))
for price in (max, min):
    winners = {(a, b): cities[b > a] for a in bids for b in bids}
    fees = {at: {winner: price(at)} for at, winner in winners.items()}
    report = ic.audit(ic.DirectMechanism(sale, winners, fees))
    for name in ("DSIC", "efficiency", "no collusion by a pair"):
        print(f"{price.__name__} of the bids, {name}: {report[name]}")
