"""Aumann and Maschler (1985): the marriage contracts of the Talmud, by seven rules.

Three claim 100, 200 and 300. The Talmud divides 100 equally, 300 in proportion, and 200 in a way
that puzzled commentators for centuries; one rule gives all three.
"""

import intercity as ic

rules = [ic.proportional_rule, ic.constrained_equal_awards, ic.constrained_equal_losses]
rules += [ic.talmud_rule, ic.adjusted_proportional, ic.random_arrival, ic.minimal_overlap]
for rule in rules:
    for estate in (100, 200, 300):
        awards = rule(ic.BankruptcyProblem({"A": 100, "B": 200, "C": 300}, estate)).values()
        print(f"{rule.__name__} {estate}:", *(f"{float(award):.4g}" for award in awards))
