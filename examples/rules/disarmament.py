"""Nash (1953): who pays whom for the end of a subsidy race, if talks fail the race goes on?

A firm is worth 3 to Quzhou and 2 to Lishui (assumed). Quzhou wins most firms in the race, so it has
less to gain by the truce, and is paid to sign.
"""

import intercity as ic

race = ic.SubsidyCompetition(["Quzhou", "Lishui"], value=[3, 2], mu=0.5)
deal = ic.disarmament(ic.arms_race(race), ic.nash_bargaining)
for city in race.cities:
    print(f"{city} is paid {float(deal.paid[city]):.3f} and gains {float(deal.gains[city]):.3f}")
