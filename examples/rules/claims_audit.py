"""Thomson (2003): what a rule of your own does, put to the test by small problems.

The rule: first come, first served, in the order of the list.
"""

import intercity as ic


def first_come(problem):
    awards, left = {}, problem.estate
    for city, claim in problem.claims.items():
        awards[city] = min(claim, left)
        left -= awards[city]
    return awards


for name, verdict in ic.claims_audit(first_come, ["anonymity", "composition up"]).items():
    print(f"{name}: {verdict}")
