"""D'Aspremont and Gerard-Varet (1979): one plot, two cities, values evenly spread on [0, 1].

City i pays (v_i^2 - v_j^2)/2, so 0.24 at 0.8 and 0.4. The budget always balances, and the lowest
value gets 1/6 on average; but who loses narrowly and knows the other's value would rather win.
"""

import intercity as ic

plot = ic.ContinuousProblem.auction({"A": (0, 1), "B": (0, 1)})
rule = ic.expected_externality(plot)
print("pays:", rule.outcome({"A": 0.8, "B": 0.4}).payments["A"])
print("the lowest gets", rule.interim("B", 0).payoff)
asked = ["BIC", "DSIC", "exact budget balance", "ex post IR"]
for name, verdict in ic.audit(rule, asked).items():
    print(f"{name} {verdict}")
