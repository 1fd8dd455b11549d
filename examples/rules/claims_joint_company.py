"""De Frutos (1999): who gains by claiming land quota through one company, or under two names?

Equal losses invite mergers, equal awards splits, the Talmud rule here a split (elsewhere mergers
too); only proportion neither. The claims are those of the Talmud, the cities assumed.
"""

import intercity as ic

quota = ic.BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=200)
rules = [ic.constrained_equal_losses, ic.constrained_equal_awards, ic.talmud_rule]
for rule in (*rules, ic.proportional_rule):
    print(f"{rule.__name__}:")
    print("  merging:", ic.merging_gain(quota, rule) or "nobody gains.")
    print("  splitting:", ic.splitting_gain(quota, rule) or "nobody gains, in 18 ways tried.")
