"""Hu and Zhang (2024): must a project be counted in two cities' statistics for both to sign?

Fifty projects, each worth 0.1 to whoever may count it; without statistics the hub loses 4 a year
and the home city 2 (all assumed). Their least shares add up to more than 1.
"""

import intercity as ic

for loss in (4, 2):
    gains = {"Hub": -loss, "Home": -2}
    found = ic.least_double_counting(gains, dict.fromkeys(gains, 0.1), {}, projects=50)
    print(f"hub loses {loss}:", found.needed["Hub"], found.needed["Home"], "twice:", found.double)
