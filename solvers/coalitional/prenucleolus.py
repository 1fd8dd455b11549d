"""The prenucleolus: the split of v(N) that treats the most dissatisfied coalition best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.kohlberg import Level, kohlberg_violations
from solvers.coalitional.level_search import how, lexicographic

__all__ = ["PrenucleolusCertificate", "prenucleolus"]


def prenucleolus(game: CoalitionalGame) -> Allocation:
    """The prenucleolus: the split of v(N) that treats the most dissatisfied coalition best.

    Order the excesses v(S) - x(S) of all coalitions from the greatest down; the prenucleolus is the
    one split of v(N) whose list is lexicographically smallest. It exists in every game. A city may
    get less than it makes alone; the nucleolus rules that out, and differs then.

    For games of gains or costs, exact, with Kohlberg's proof.

    It is in the core whenever that is not empty, and equals the nucleolus then.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> duo = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 10, 0, 0, 0, 2])
    >>> split = prenucleolus(duo)
    >>> split, split.certificate.verify(duo)
    (Allocation(1=3, 2=3, 3=-4), True)

    Source: Schmeidler (1969); Sobolev (1975); the example: Peleg and Sudhölter (2007), 5.5.12.
    """
    split, levels = lexicographic(game, floors=False)
    return PrenucleolusCertificate(split, tuple(level.collection for level in levels)).answer(game)


@dataclass(frozen=True, slots=True)
class PrenucleolusCertificate(Certificate, kind="prenucleolus"):
    """The split and, level by level, balanced collections that settle it; see ``kohlberg``."""

    split: Mapping[str, Fraction]
    collections: tuple[tuple[WeightedCoalition, ...], ...]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        levels = [Level(collection, {}) for collection in self.collections]
        yield from kohlberg_violations(subject, self.split, levels, floors=False)

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method=how(subject),
            status="The one split whose excesses, from the greatest down, are smallest.",
            certificate=self,
        )
