"""Whether a split of an assignment or glove game is stable: pairs and single players tell.

    core = { x >= 0 :  x(N) = v(N),  u_i + v_j >= a_ij for all pairs }

What any group makes, it makes in pairs, so that a group that gains holds a pair, or somebody alone,
who gains. ``core`` is ``assignment_core``.

>>> from games import AssignmentGame, GloveGame
>>> from solvers import core, core_violation
>>> market = AssignmentGame(["s"], ["b", "c"], [[5, 3]])
>>> print(core_violation(market, {"s": 2, "b": 3, "c": 0}))
{s, c} can gain 1
>>> core(market).contains({"s": 4, "b": 1, "c": 0})
True
>>> core_violation(GloveGame(["L"], ["R", "S"]), {"L": 1, "R": 0, "S": 0})

Source: Shapley and Shubik (1971), The assignment game I: the core.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.assignment import AssignmentGame
from games.glove import GloveGame
from solvers.certificate import Certificate
from solvers.coalitional.core import Core, core, core_violation, ranged_core
from solvers.coalitional.excess import Violation, excess, read_division
from solvers.families.assignment import optimal_assignment
from solvers.families.assignment_core import assignment_core
from solvers.families.oracle_core import asked_excess
from solvers.search_limits import check_limits

__all__ = ["GloveCoreCertificate", "glove_core", "market_core", "market_core_violation"]

ZERO = Fraction(0)

excess.register(GloveGame, asked_excess)


@core.register
def market_core(game: AssignmentGame, **limits: Any) -> Any:
    """The core with its two corners: an ``AssignmentCore``."""
    check_limits(**limits)
    return assignment_core(game)


@core.register
def glove_core(game: GloveGame, **limits: Any) -> Core:
    """All to the scarce side; where no side is scarce, one number for each left, the rest right."""
    check_limits(**limits)
    left, right = len(game.left), len(game.right)
    corners = [
        dict.fromkeys(game.left, one) | dict.fromkeys(game.right, 1 - one)
        for one in (Fraction(int(left <= right)), Fraction(int(left < right)))
    ]
    return GloveCoreCertificate(*corners).answer(game)


@core_violation.register(AssignmentGame)
@core_violation.register(GloveGame)
def market_core_violation(
    game: AssignmentGame | GloveGame, split: Mapping[str, Any]
) -> Violation | None:
    """The pair or single player that gains most by leaving; None, proven, if nobody gains.

    A split that does not add up to v(N) is reported first, as for a table of worths.
    """
    market = game.assignment() if isinstance(game, GloveGame) else game
    worth = optimal_assignment(market).value
    paid, radius, uneven = read_division(market.players, split, worth, "gain")
    if uneven is not None:
        return uneven
    found = [Violation((name,), -paid[name]) for name in market.players]
    found += [
        Violation((seller, buyer), a - paid[seller] - paid[buyer])
        for seller, row in zip(market.sellers, market.surplus, strict=True)
        for buyer, a in zip(market.buyers, row, strict=True)
        if len(market.players) > 2  # else the pair is everybody
    ]
    worst = max(found, key=lambda violation: violation.gain)
    return worst if worst.gain > radius else None


@dataclass(frozen=True, slots=True)
class GloveCoreCertificate(Certificate, kind="core of a glove game"):
    """The two corners: best for the owners of left gloves, and best for those of right ones.

    Both are in the core, since every pair gets 1 at least. In each, the side for which it is best
    gets all that it adds to the others, and no core split gives more.
    """

    left_best: Mapping[str, Fraction]
    right_best: Mapping[str, Fraction]

    def violations(self, subject: GloveGame) -> Iterator[str]:
        everybody = set(subject.players)
        worth = subject.worth(everybody)
        for side, split in ((subject.left, self.left_best), (subject.right, self.right_best)):
            if tuple(split) != subject.players:
                yield "The splits do not fit the players."
            least = [
                min(split[name] for name in owners) for owners in (subject.left, subject.right)
            ]
            if sum(split.values()) != worth or min(least) < 0 or sum(least) < 1:
                yield "A split is not in the core."
            for name in side:
                added = worth - subject.worth(everybody - {name})
                if split[name] != added:
                    yield f"{name} gets {added} at most, not {split[name]}."

    def answer(self, subject: GloveGame) -> Core:
        best = {**self.left_best, **{name: self.right_best[name] for name in subject.right}}
        worst = {**self.right_best, **{name: self.left_best[name] for name in subject.right}}
        mean = {name: (self.left_best[name] + self.right_best[name]) / 2 for name in best}
        method = "the scarce side gets all; nothing but the pairs counts where no side is scarce"
        return ranged_core(subject, mean, worst, best, self, method)
