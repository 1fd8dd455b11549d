"""Bathelt, Malmberg and Maskell (2004): what spills over reaches only who is in the same place.

Two labs are in the hub, two teams there or at home, where their room is cheaper. A lab or a team is
worth b to a team, b to a lab is a lab, and a team half; the hub is crowded (all assumed).
"""

import intercity as ic

teams, hub = ["T1", "T2"], ["hub"] * 4
own = {"L1": {"hub": 5}, "L2": {"hub": 5}} | {t: {"hub": 4, "home": 6} for t in teams}
for b in (1, 2, 3, 5):
    worth = {x: {y: b for y in own if y != x} for x in own}
    worth |= {x: worth[x] | dict.fromkeys(teams, b / 2) for x in ("L1", "L2")}
    found = ic.colocation(ic.LocalBuzz(own, ["hub", "home"], own, worth, crowding={"hub": 1}))
    gain = found.game.payoff("L1", hub) - found.game.payoff("L1", ["hub", "hub", "home", "home"])
    print(f"{b}: {found.status} A lab gains {gain} by the teams")
