"""Hu and Zhang (2024): does a small city that takes mature projects save the tries?

A try works 1 time in 10 in Quzhou and 1 in 4 in Hangzhou; a project that works is worth 40 (all
assumed; the share that returns between 0.2 and 0.5). Where Quzhou pays for the park it pays for
tries too, also for those that stay: then it saves only if more than 4 in 15 return. And where a
project is worth less than the tries, Quzhou would not have made any: it gains, and saves nothing.
"""

import intercity as ic

for value, returns, paid in ((40, 0.5, 0), (40, 0.5, 1), (40, 0.2, 1), (25, 0.5, 1)):
    plan = ic.TrialAndError(["Quzhou"], [value], cost=[3], chance=[0.1], hub_cost=2,
                            hub_chance=0.25, returns=[returns], paid=[paid])  # fmt: skip
    found = ic.saved_trials(plan)
    print(f"worth {value}, {returns} return, pays {paid}: {found.status}", end=" ")
    print("From", found.returns_needed["Quzhou"])
