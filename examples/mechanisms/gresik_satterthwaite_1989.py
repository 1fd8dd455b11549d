"""Gresik and Satterthwaite (1989): with more buyers and sellers, private values soon cost little.

Each trades one lot; values and costs are even on [0, 1], and the rule must be honest, voluntary and
pay for itself.
"""

import intercity as ic

for n in range(1, 5):
    buyers, sellers = ({f"{side} {i}": (0, 1) for i in range(n)} for side in ("buyer", "seller"))
    best = ic.uniform_voluntary_rule(ic.UniformExchange(buyers, sellers))
    lost = f"{float(best.lost_share):.1%} of {best.first_best}"
    print(f"{n} and {n}: {lost} is lost, {best.subsidy} would buy it back")
