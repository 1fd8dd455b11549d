"""Mailath and Postlewaite (1990): with many cities that must consent, less of a project is had.

Each values it at 0 or 3, equally likely; it costs 1 a city (numbers assumed). Consent, honesty, a
balanced fund.
"""

import intercity as ic

for n in range(2, 7):
    types = {f"city {i}": [0, 3] for i in range(n)}
    project = ic.BayesianProblem(
        types, types, ["leave", "build"], lambda _, a, v: v * (a == "build"), costs={"build": n}
    )
    first = ic.design(project).value
    best = ic.design(project, "welfare", ["BIC", "interim IR", "budget balance"]).value
    print(f"{n} cities: {best} of {first}, {float(best / first):.0%}")
