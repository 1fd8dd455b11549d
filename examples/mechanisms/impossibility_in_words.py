"""Why there is no such rule: sentences about types which add up to a contradiction.

Six midpoints of [0, 1] for each: the coarsest such grid on which the first best is out of
reach. Cities and types are assumed.
"""

import intercity as ic

types = ic.midpoint_types(0, 1, 6)
swap = ic.BayesianProblem.bilateral_trade({"Hangzhou": types}, {"Quzhou": types})
wishes = ["BIC", "interim IR", "budget balance", "efficiency"]
print(ic.design(swap, "welfare", wishes))
print(ic.design(swap, "welfare", wishes[:3]).status)
print(ic.design(swap, "subsidy", ["BIC", "interim IR", "efficiency"]).status)
