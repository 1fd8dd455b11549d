"""Joint meetings as monitors: how patient must cities be if a breach of a truce is noticed late?

With a lag of L years the smallest discount factor is the L-th root of that with a lag of one. Two
cities alike; all numbers are assumed.
"""

import intercity as ic

race = ic.SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=0.25)
for lag, patience in ic.detection_lags(race, lags=4).critical.items():
    print(f"noticed after {lag}: {float(patience):.3f}")
found = ic.detection_lags(race, discount=0.6)
print("at 0.6 they must meet at least every", found.longest_lag, "years")
