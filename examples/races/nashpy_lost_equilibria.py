"""Two games of which Nashpy 0.0.43 finds no equilibrium, though every game has one (Nash 1950).

Nothing is tied in the first. In the second B does not mind if A plays the second action.
"""

import warnings

import nashpy

import intercity as ic

ONE = [[1, 4, 5], [4, 0, 4], [0, 6, 3]], [[1, 6, 4], [0, 3, 5], [0, 2, 4]]
TIED = [[0, 0], [0, 1]], [[0, 1], [0, 0]]
warnings.simplefilter("ignore")
for (a, b), search in ((ONE, "support_enumeration"), (TIED, "vertex_enumeration")):
    lost = list(getattr(nashpy.Game(a, b), search)())
    found = ic.nash_equilibria(ic.StrategicGame.from_payoffs(["A", "B"], a, b))
    print(f"Nashpy: {len(lost)}. Here: {found.status}\n  {list(found)}")
