"""What all coalitions demand together, and the edges of the core, in a table of all coalitions.

    s_S = x(S) - v(S) >= 0  for every coalition S, N too.

The least x(N) is reached by dual steps from the vertex where all single cities are tight. If that
is v(N), the core is not empty, s_N = 0 holds in it, and primal steps lead from one of its vertices
to the least of any payoff.

>>> hub = CoalitionalGame(["Hub", "A", "B"], {"Hub": 0, "A": 0, "B": 0, ("Hub", "A"): 4,
...                       ("Hub", "B"): 3, ("A", "B"): 0, ("Hub", "A", "B"): 6})
>>> table = DemandTable(hub)
>>> sum(table.demands()[0])
Fraction(6, 1)
>>> [table.extreme(i, 1)[0][i] for i in range(3)], [table.extreme(i, -1)[0][i] for i in range(3)]
([Fraction(1, 1), Fraction(0, 1), Fraction(0, 1)], [Fraction(6, 1), Fraction(3, 1), Fraction(2, 1)])

Source: Bondareva (1963); Shapley (1967); Dantzig (1963).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from games.coalitional import CoalitionalGame
from solvers.coalitional.slack_table import SlackTable, coalitions_of_several
from solvers.coalitional.subset_sums import subset_sums

__all__ = ["DemandTable"]


class DemandTable:
    """The table at the least x(N), and where the core is not empty, at a vertex of it."""

    def __init__(self, game: CoalitionalGame) -> None:
        own = game.as_gains()
        n, (numbers, self.unit) = len(own.players), own.integers()
        worths = np.array(numbers.tolist(), dtype=object)
        self.alone: list[int] = [worths[1 << i] for i in range(n)]
        self.grand = own.grand
        several, members = coalitions_of_several(n)
        claims = subset_sums(np.array(self.alone, dtype=object))
        self.table = SlackTable(
            1,
            np.concatenate([members, np.ones((1, n), dtype=np.int64)]),
            np.append((claims - worths)[several], claims[-1]),
            several.tolist(),
            [1 << i for i in range(n)],
        )
        self.table.dual_steps()

    def demands(self) -> tuple[list[Fraction], dict[int, Fraction]]:
        """The cheapest payoffs, as gains, that nobody blocks, and the dual balanced weights."""
        return self._payoffs(), self._weights()

    def extreme(self, city: int, sign: int) -> tuple[list[Fraction], dict[int, Fraction]]:
        """The core split, as gains, with the least of  sign x_i, and the weights that prove it.

        The core must not be empty.
        """
        table = self.table
        self._leave_nothing()
        single = 1 << city
        table.rows[-1], table.right[-1] = 0, 0
        if single in table.beside:
            table.rows[-1, table.beside.index(single)] = sign * table.det
        elif single in table.basic:
            row = table.basic.index(single)
            table.rows[-1], table.right[-1] = sign * table.rows[row], sign * table.right[row]
        table.primal_steps()
        return self._payoffs(), self._weights()

    def _leave_nothing(self) -> None:
        """From now on s_N = 0: it goes beside, and leaves the table."""
        table = self.table
        if self.grand in table.basic:
            row = table.basic.index(self.grand)
            table.pivot(row, int(np.flatnonzero(table.rows[row])[0]))
        if self.grand in table.beside:
            columns = [k for k, mask in enumerate(table.beside) if mask != self.grand]
            table.keep(range(len(table.basic)), columns)

    def _payoffs(self) -> list[Fraction]:
        slacks, det = self.table.slacks(), self.table.det
        unit = self.unit / det
        return [(worth * det + slacks.get(1 << i, 0)) * unit for i, worth in enumerate(self.alone)]

    def _weights(self) -> dict[int, Fraction]:
        return {mask: Fraction(y, self.table.det) for mask, y in self.table.multipliers().items()}
