"""Myerson (1981): what a licence earns at best, and why the weaker bidder is given a head start."""

import intercity as ic

for n in (1, 2, 3):
    sale = ic.optimal_auction({f"city {i}": (0, 1) for i in range(n)})
    print(f"{n} alike: reserve 1/2, {sale.revenue}; second price {sale.second_price_revenue}")
sale = ic.optimal_auction({"weak": (0, 1), "strong": (0, 2)})
print(f"weak and strong: {sale.revenue}; reserves {', '.join(map(str, sale.reserves.values()))}")
print("weak 0.9, strong 1.3:", *map(str, sale.outcome({"weak": 0.9, "strong": 1.3})))
