"""The simplified modiclus, or SM-nucleolus: what a group makes and can deny the others,
on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.dual_game import dual_game
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.kohlberg import Level, kohlberg_violations
from solvers.coalitional.level_search import how, lexicographic

__all__ = ["SimplifiedModiclusCertificate", "simplified_modiclus"]


def simplified_modiclus(game: CoalitionalGame) -> Allocation:
    """The simplified modiclus, or SM-nucleolus: what a group makes and can deny the others, on
    average.

        w(S) = (v(S) + v*(S)) / 2,      v*(S) = v(N) - v(N - S)

    It is the prenucleolus of w, a game in which two parts always make v(N) between them. Like the
    modiclus it is the same for a game and its dual, but looks at one coalition at a time, as the
    nucleolus does, and takes no larger table.

    For games of gains or costs, exact, with Kohlberg's proof.

    It can lie outside the core even of a convex game, as the modiclus cannot.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["A", "B", "C"], {"A": 0, "B": 0, "C": 0, ("A", "B"): 6,
    ...                                         ("A", "C"): 3, ("B", "C"): 0, ("A", "B", "C"): 12})
    >>> split = simplified_modiclus(hub)
    >>> split, split.certificate.verify(hub)
    (Allocation(A=5.5, B=4, C=2.5), True)

    Source: Tarashnina (2011), The simplified modified nucleolus of a cooperative TU-game.
    """
    refuse_untabulated(game)
    split, levels = lexicographic(_averaged(game), floors=False)
    collections = tuple(level.collection for level in levels)
    return SimplifiedModiclusCertificate(split, collections).answer(game)


def _averaged(game: CoalitionalGame) -> CoalitionalGame:
    """The mean of a game and its dual: what a group makes, and what it can deny the others."""
    worths, unit = game.integers()
    duals, _ = dual_game(game).integers()
    both = worths.astype(object) + duals.astype(object)
    return CoalitionalGame.from_integers(game.players, both, unit / 2, game.sense)


@dataclass(frozen=True, slots=True)
class SimplifiedModiclusCertificate(Certificate, kind="simplified modiclus"):
    """The split and, level by level, balanced collections of the average; see ``kohlberg``."""

    split: Mapping[str, Fraction]
    collections: tuple[tuple[WeightedCoalition, ...], ...]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        levels = [Level(collection, {}) for collection in self.collections]
        yield from kohlberg_violations(_averaged(subject), self.split, levels, floors=False)

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method=how(subject),
            status="The prenucleolus of what groups make and can deny the others, on average.",
            certificate=self,
        )
