"""Hu and Zhang (2024): a small city pays for a start-up in its park in the hub; does it come back?

Backward from the firm's choice: without a bonus the hub keeps it. A bonus that nobody can enforce
works from some patience on. All numbers are assumed: 1 paid, one firm in two matures, it earns 4 in
the hub and 3 at home, where it brings 6 (2 from afar, 5 to the hub that keeps it).
"""

import intercity as ic

at = {"home": {"return": 6, "stay": 2}, "hub": {"stay": 5}}
for bonus, patience in ((0, 0), (1, 0.3), (1, 0.75)):
    paid = ic.ReturnContract(
        *("Quzhou", "Hangzhou"), **at, support=1, chance=0.5, stay=4, back=3,
        bonus=bonus, promised=True, patience=patience,
    )  # fmt: skip
    found = ic.return_or_stay(paid)
    print(f"bonus {bonus}, patience {patience}: {found.payoffs['Quzhou']} a firm.", found.status)
