"""Shapley and Shubik (1971): three house owners, three buyers, and how far competition decides."""

import intercity as ic

market = ic.AssignmentGame.from_values(
    {"owner 1": 18, "owner 2": 15, "owner 3": 19},
    {
        "buyer 1": {"owner 1": 23, "owner 2": 22, "owner 3": 21},
        "buyer 2": {"owner 1": 26, "owner 2": 24, "owner 3": 22},
        "buyer 3": {"owner 1": 20, "owner 2": 21, "owner 3": 17},
    },
)
stable, even = ic.assignment_core(market), ic.nucleolus(market)
print("together", stable.value, "by", stable.pairs)
for name in market.players:
    print(f"{name}: {stable.lowest[name]} to {stable.highest[name]}, nucleolus {even[name]}")
