"""The newsvendor, after Arrow, Harris and Marschak (1951): land kept for a use that may not come.

A plot brings 10 if it is asked for; kept for that, it costs what it would bring at once.
"""

import intercity as ic

for cost in (8, 4, 2):
    found = ic.newsvendor(
        ic.Newsvendor({"slump": 0, "normal": 20, "boom": 50}, worth=10, cost=cost)
    )
    print(f"cost {cost}: fractile {found.fractile}, keep {found.amount}, worth {found.expected}")
