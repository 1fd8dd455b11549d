"""Kalai and Smorodinsky (1975): one's room ends early, x <= 1, y <= 1, x + 2y <= 2."""

import intercity as ic

rows = [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)]
problem = ic.BargainingProblem.from_inequalities(["x", "y"], rows, disagreement=(0, 0))
for solution in (ic.nash_bargaining, ic.kalai_smorodinsky, ic.egalitarian):
    payoffs = solution(problem)
    print(f"{solution.__name__}: {payoffs['x']}, {payoffs['y']}")
