"""A cheap split that is stable even if cities may join a coalition in part, in floats.

    minimise x(N)  over  x.y >= v(y)  for all y in [0, 1]^n,

where v(y) is the optimum of the program if each city i joins to the degree y_i, with openings whole
numbers all the same. Such a split is stable, since coalitions are the y of zeros and ones. It is
found soon, as branch and bound cuts at openings alone; but it may cost more than stability does.

>>> from games import Activity, LinearProductionGame, Platform, Resource, Use, Value
>>> from solvers.families.program_game import program_game
>>> batches = Resource("batches", "tradable", {"A": 1, "B": 1})
>>> work = Activity("work", ("A",), (Use("batches", 1), Use("room", 1)), (Value("A", "cash", 80),))
>>> park = Platform("park", "A", 100, provides=(Use("room", 2),))
>>> game = LinearProductionGame(("A", "B"), (batches, Resource("room", "tradable", {})),
...                             (work,), (park,))
>>> round(sum(stable_in_part(program_game(game))), 3)
60.0

Source: Aubin (1981), Cooperative fuzzy games, Mathematics of Operations Research 6, 1-13; Kelley
(1960).
"""

from __future__ import annotations

import math
import time

import numpy as np

from solvers.families.case_tree import CaseTree, Relaxation
from solvers.families.floating_program import Floats
from solvers.families.master_program import MasterProgram
from solvers.families.program_game import ProgramGame
from solvers.highs import run_highs

__all__ = ["stable_in_part"]

_NEAR = 1e-7  # of the size of the payoffs: the tolerance of floats
_ROUNDS = 300
_ENOUGH = 60  # cases of a tree in which a violated row was found


def stable_in_part(game: ProgramGame, until: float = math.inf) -> list[float] | None:
    """The split in gains, city by city; ``None`` where a fixed number of rounds is not enough.

    ``until``: no further round is begun after this time of ``time.monotonic``.

    Each city has a little more than it needs, so that rounding does not matter.
    """
    degrees = _Degrees(game)
    for _ in range(_ROUNDS):
        if time.monotonic() > until:
            return None
        payoffs = degrees.lowest()
        near = _NEAR * (1 + float(np.abs(payoffs).max()))
        violated = degrees.violated(payoffs, near)
        if violated is None:
            return None
        if not violated:
            return [float(x) + 2 * near for x in payoffs]
        for point in violated:
            degrees.add(point)
    return None


class _Degrees:
    """The master program of the cheapest split, with a row for each vector of degrees known."""

    def __init__(self, game: ProgramGame) -> None:
        n = len(game.players)
        program = game.search({}, grand=True)
        self.relaxation = Relaxation(program.lp, game.integers)
        place = self.relaxation.place
        self.members = np.array([place[name] for name in game.players], dtype=np.int32)
        free = np.full(n, math.inf)
        self.master = MasterProgram(np.ones(n), -free, free)
        together = Relaxation(game.gains, game.integers).solver(game.integers)
        for joined in (np.ones(n), *np.eye(n)):
            together.changeColsBounds(n, self.members, joined, joined)
            run_highs(together)
            self.add(np.array(together.getSolution().col_value))

    def add(self, point: Floats) -> None:
        """Add the row of a point's degrees."""
        degrees = point[self.members]
        used = np.flatnonzero(degrees > 1e-9)
        worth = float(self.relaxation.cost @ point)
        self.master.add(used, worth, entries=degrees[used])

    def lowest(self) -> Floats:
        """The cheapest split of the degrees known so far."""
        self.master.solve()
        return self.master.point()

    def violated(self, payoffs: Floats, target: float) -> list[Floats] | None:
        """Points whose rows miss by more than the target; ``None`` where cases are left open."""
        cost = self.relaxation.cost.copy()
        cost[self.members] = -payoffs
        tree = CaseTree(self.relaxation, target, cost)
        points = []
        for point in tree.grow():
            points.append(point)
            tree.limit = _ENOUGH
        return points if points or not tree.open_ else None
