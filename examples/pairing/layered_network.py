"""Jackson and Wolinsky (1996): small with medium, strong with strong, or each with the hub?

Hub 4, Port 2 and Hill 1 are worth to each other what their levels multiply to, three quarters of it
over another city; a link costs each end so much per level that is between them (all assumed).
"""

import intercity as ic

levels = {"Hub": 4, "Port": 2, "Hill": 1}
for gap in (0.2, 1.5, 3, 3.75):
    game = ic.LinkFormation.from_levels(levels, complementarity=1, gap_cost=gap, kept=0.75)
    found = ic.stable_networks(game)
    paid = "" if not found.conflict else f" Payments for links mend it: {found.mended}."
    print(f"{gap}: {found.status} Should be layered: {found.should_be_layered}.{paid}")
