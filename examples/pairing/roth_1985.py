"""Roth (1985), The college admissions problem is not equivalent to the marriage problem.

A hub with two places gains by hiding that it would take s2 and s3, even though hubs propose.
"""

import intercity as ic

cities = {"s1": "C3 C1 C2", "s2": "C2 C1 C3", "s3": "C1 C3 C2", "s4": "C1 C2 C3"}
hubs = {"C1": "s1 s2 s3 s4", "C2": "s1 s2 s3 s4", "C3": "s3 s1 s2 s4"}
lists = [{name: text.split() for name, text in side.items()} for side in (cities, hubs)]
market = ic.MatchingMarket(*lists, quotas={"C1": 2})
print(ic.profitable_misreport(market, "C1", proposing="hubs"))
liars = [city for city in market.cities if ic.profitable_misreport(market, city)]
print("Cities that gain by another list if they propose:", *(liars or ["none"]))
