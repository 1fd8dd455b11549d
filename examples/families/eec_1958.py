"""The European Economic Community's council of 1958: Luxembourg has a vote, and no power."""

import intercity as ic

votes = {"Germany": 4, "France": 4, "Italy": 4, "Belgium": 2, "Netherlands": 2, "Luxembourg": 1}
council = ic.WeightedVoting(votes, quota=12)
orders, swings = ic.shapley_value(council), ic.normalised_banzhaf_value(council)
for country in council.players:
    print(f"{country}: {votes[country]} votes, {orders[country]} and {swings[country]} of power")
