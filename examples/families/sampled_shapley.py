"""A council of twenty by sampling, against the exact count: does the interval hold the truth?"""

import intercity as ic

votes = {f"city {k}": 1 + k % 7 for k in range(20)}
council = ic.WeightedVoting(votes, quota=40)
truth = ic.shapley_value(council)
guess = ic.shapley_estimate(council, orders=800, seed=1)
held = sum(low <= truth[c] <= high for c in votes for low, high in [guess.interval(c)])
print(f"{held} of 20 intervals hold the true power at {guess.confidence:.0%} each")
