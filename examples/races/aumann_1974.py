"""Aumann (1974): in chicken a mediator's lottery gives the two more than any equilibrium does."""

import intercity as ic

ROW, COLUMN = [[6, 2], [7, 0]], [[6, 7], [2, 0]]
chicken = ic.StrategicGame.from_payoffs(["A", "B"], ROW, COLUMN, actions=["yield", "go"])
for equilibrium in ic.nash_equilibria(chicken):
    print(f"equilibrium: {sum(equilibrium.payoffs.values())} together")
best = ic.correlated_equilibrium(chicken)
print(f"mediator: {best.value} together")
for profile, chance in best.distribution.items():
    print(*profile, chance)
