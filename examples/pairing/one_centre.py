"""One centre or two for three towns; all numbers assumed.

After Hu and Zhang (2024): a second centre makes more, and the first can no longer take everything.
"""

import intercity as ic

worth = [[6, 5, 4], [5, 4, 4]]
region = ic.PairingGame(["Old", "New"], ["A", "B", "C"], worth, [[2] * 3] * 2, capacity=[3, 3])
for crowding in (0, 1, 2):
    crowded = ic.PairingGame(
        region.hubs, region.cities, worth, [[2] * 3] * 2, capacity=[3, 3], crowding=[crowding] * 2
    )
    print(f"crowding {crowding}: {ic.star_pairing(crowded, 'Old').status}")
