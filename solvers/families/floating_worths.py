"""Worths of a production game's coalitions in floats, each found from the one asked before it.

Cities join one after the other in some order. A coalition is worth no less once another city has
joined, so its last worth is a lower bound. Branch and bound looks for plans that are worth more:
the relaxed program is solved from its last basis, and cut in two at a platform that it opens in
part. That takes a millisecond, where a new integer program takes six.

Floats, and no proof: for means of thousands of worths, which are estimates anyway.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 1})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 2),), (Value("A", "cash", 5),))
>>> worths = FloatingWorths(LinearProductionGame(("A", "B"), (lots,), (stall,)))
>>> worths.along([0, 1]), worths.along([1, 0]), worths.worth([0])
([5.0, 7.5], [0.0, 7.5], 5.0)

Source: Land and Doig (1960).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from games.errors import NotFound
from games.production import LinearProductionGame
from solvers.families.floating_program import FloatingProgram, Floats
from solvers.families.program_game import program_game
from solvers.highs import run_highs

__all__ = ["FloatingWorths"]

_WHOLE = 1e-6  # a number this near to a whole one counts as whole
_CLOSE = 1e-9  # of the largest worth: a smaller gain of a plan over another does not count


class FloatingWorths:
    """What coalitions make, in floats; cities by their places in ``players``."""

    def __init__(self, game: LinearProductionGame) -> None:
        model = program_game(game)
        self.players = model.players
        unit = model.unit()
        self.unit = float(unit)
        program = FloatingProgram(model.counted_in(unit).gains)
        self.members = np.array([program.place[name] for name in model.players], dtype=np.int32)
        self.whole = np.array([program.place[name] for name in model.integers], dtype=np.int32)
        self.low, self.high = program.low[self.whole], program.high[self.whole]
        self.solver = program.solver()
        self.solver.setOptionValue("presolve", "off")

    def along(self, order: Sequence[int]) -> list[float]:
        """The worth of the first city, of the first two, and so on."""
        joined = np.zeros(len(self.members))
        known, worths = 0.0, []
        for city in order:
            joined[city] = 1
            known = self._of(joined, known)
            worths.append(known * self.unit)
        return worths

    def worth(self, cities: Iterable[int]) -> float:
        """The worth of a coalition."""
        joined = np.zeros(len(self.members))
        joined[[*cities]] = 1
        return self._of(joined, 0.0) * self.unit

    def _of(self, joined: Floats, known: float) -> float:
        self.solver.changeColsBounds(len(joined), self.members, joined, joined)
        return self._best(known)

    def _best(self, known: float) -> float:
        """The worth of those who have joined, by branch and bound, from a lower bound."""
        open_ = [(self.low, self.high)]
        while open_:
            low, high = open_.pop()
            found = self._relaxed(low, high)
            if found is None or found[0] <= known + _CLOSE * max(1, abs(known)):
                continue
            bound, opened = found
            part = np.abs(opened - np.round(opened))
            cut = int(part.argmax()) if len(part) else 0
            if not len(part) or part[cut] <= _WHOLE:
                known = bound
                continue
            below, above = high.copy(), low.copy()
            below[cut], above[cut] = math.floor(opened[cut]), math.ceil(opened[cut])
            open_ += [(low, below), (above, high)]
        return known

    def _relaxed(self, low: Floats, high: Floats) -> tuple[float, Floats] | None:
        """The optimum of the relaxed program within these openings, and its openings."""
        import highspy

        self.solver.changeColsBounds(len(low), self.whole, low, high)
        status = run_highs(self.solver)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise NotFound("worth of a coalition in floats", "the simplex method", status)
        point = np.array(self.solver.getSolution().col_value)
        return -float(self.solver.getInfo().objective_function_value), point[self.whole]
