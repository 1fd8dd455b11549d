"""Chatterjee and Samuelson (1983), told as types: honest on average, not whatever the other says.

On the types 0 and 1 alone the rule looks honest always, since there is no lie in between. A grid's
yes is about the grid; on all of [0, 1] it takes a proof. Which cities these are is assumed.
"""

import intercity as ic


def rule(told):
    price, gain = (2 * sum(told.values()) + 1) / 6, told["Hangzhou"] - told["Quzhou"]
    return ("trade", [price, -price]) if gain >= 0.25 else ("no trade", None)


swap = ic.ContinuousProblem.bilateral_trade({"Hangzhou": (0, 1)}, {"Quzhou": (0, 1)})
few = swap.on_grid({"Hangzhou": [0, 1], "Quzhou": [0, 1]})
ends = ic.audit(ic.DirectMechanism.from_rule(few, rule))
everywhere = ic.audit(ic.ContinuousMechanism.from_rule(swap, rule))
for name in ("DSIC", "BIC", "exact budget balance"):
    print(f"{name} on 0 and 1: {ends[name]}\n{name} on [0, 1]: {everywhere[name]}")
