"""Weekend engineers: two small cities offer a wage for the hours of one engineer from the hub.

An hour costs 5 on the way and brings the city v, and its neighbour 4 by what is learned. Together
it is worth it from v = 1 on; neither pays for it alone up to v = 5 (Bernheim and Whinston 1986).
All numbers are assumed.
"""

import intercity as ic

for v in (4, 5, 7):
    value = [[v, 4], [4, v]]
    game = ic.CommonAgency(["Quzhou", "Lishui"], value, burden=[1, 1], time=16, travel=[5, 5])
    found = ic.common_agency(game)
    hours, lost = found.hours["Quzhou"], found.best_surplus - found.surplus
    print(f"v = {v}: {hours} hours in each, wage {found.offers['Quzhou']}, lost {lost}")
