"""Abreu (1986): a short and harsh punishment keeps a truce that a race for ever would not.

The stick: after a breach all bid high for one round, then the truce again. Two cities alike; mu,
how little firms mind where they are, is assumed.
"""

import intercity as ic

for mu in (0.1, 0.2, 0.3):
    found = ic.stick_and_carrot(ic.SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=mu))
    needed = found.grim, found.critical_discount, found.at_least
    race, stick, nothing = (f"{float(patience):.3f}" for patience in needed)
    print(f"mu {mu}: a race for ever {race}, a stick {stick}, no punishment below {nothing}")
