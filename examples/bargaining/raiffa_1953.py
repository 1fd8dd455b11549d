"""Raiffa (1953), Luce and Raiffa (1957): agree half-way, and again from there, to the frontier."""

import intercity as ic

rows = [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)]
problem = ic.BargainingProblem.from_inequalities(["x", "y"], rows, disagreement=(0, 0))
end = ic.raiffa(problem)
print(" -> ".join(f"({step['x']}, {step['y']})" for step in end.steps))
