"""Who would not sign a ban on subsidies? Of cities alike, that firms choose among, all gain by it.

The smallest race of two that one of them would rather go on with.
"""

from hypothesis import find

import intercity as ic
from intercity import testing


def better_off_racing(race):
    bids = ic.subsidy_equilibrium(race).subsidies
    racing, banned = race.payoffs(bids.values()), race.payoffs([0] * len(bids))
    return [race.value[i] for i, city in enumerate(race.cities) if racing[city] > banned[city]]


two = testing.subsidy_competitions(min_cities=2, max_cities=2, allow_spillovers=False)
race = find(two, better_off_racing)
most = max(better_off_racing(race)) == max(race.value)
print("a city to which a firm is worth", "more" if most else "less", "than to the other")
