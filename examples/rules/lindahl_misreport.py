"""Samuelson (1954): clean water for two cities, at 8 a unit, by Lindahl prices and by gifts.

Lindahl prices are best for all and leave no group a reason to leave. But the price follows what a
city says about itself.
"""

import intercity as ic

river = ic.PublicGood(["Up", "Down"], first=[6, 10], falls=[1, 1], cost=8)
best, gifts = ic.lindahl(river), ic.voluntary_contributions(river)
print(f"Lindahl: level {best.level}, payments", *map(str, best.payments.values()))
print(f"gifts: level {gifts.level}. {gifts.status} Lost: {gifts.lost}")
print("blocked by:", ic.core_violation(ic.public_good_game(river), best.payoffs))
for city in river.cities:
    print(ic.understatement(river, city))
