"""The nucleolus: of the splits that leave no city worse off than alone, the most even-handed.

Order the excesses v(S) - x(S) of all coalitions from the greatest down; the nucleolus is the one
*imputation* (x(N) = v(N), x_i >= v(i)) whose list is lexicographically smallest. It lies in the
core whenever that is not empty, and is the prenucleolus then.

>>> from games import CoalitionalGame
>>> duo = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 10, 0, 0, 0, 2])
>>> split = nucleolus(duo)
>>> split, split.certificate.verify(duo)
(Allocation(1=1, 2=1, 3=0), True)

Source: Schmeidler (1969); the proof: Kohlberg (1971); the example: Peleg and Sudhölter (2007),
5.5.12.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch
from typing import Any

from games.coalitional import CoalitionalGame
from games.errors import Undefined
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.excess import refuse_untabulated
from solvers.coalitional.kohlberg import Level, kohlberg_faults
from solvers.coalitional.level_search import lexicographic

__all__ = ["NucleolusCertificate", "nucleolus"]


@singledispatch
def nucleolus(game: CoalitionalGame | Any) -> Allocation:
    """The nucleolus of a game of gains or costs, exact, with Kohlberg's proof.

    Games with a structure of their own (``AssignmentGame``) have their own fast way to it.

    Errors: ``Undefined`` when there is no imputation, that is, when the cities do better each on
    its own than all together; its witness is by how much. ``prenucleolus`` is defined even then.
    """
    refuse_untabulated(game)
    own = game.as_gains()
    shortfall = sum(own.worth(city) for city in game.players) - own.grand_worth
    if shortfall > 0:
        raise Undefined(
            "nucleolus",
            "no split leaves every city as well off as alone: alone they do better by "
            f"{float(shortfall):.6g} in all; prenucleolus() allows less",
            shortfall,
        )
    return NucleolusCertificate(*lexicographic(game, floors=True)).answer(game)


@dataclass(frozen=True, slots=True)
class NucleolusCertificate(Certificate, kind="nucleolus"):
    """The imputation and, level by level, what settles it; see ``kohlberg``.

    A level may lean on cities that stand at their floor x_i = v(i): they cannot go lower.
    """

    split: Mapping[str, Fraction]
    levels: tuple[Level, ...]

    def faults(self, subject: CoalitionalGame) -> Iterator[str]:
        yield from kohlberg_faults(subject, self.split, self.levels, floors=True)

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method="all levels on a growing pool of coalitions, proven in rational arithmetic",
            status="The one imputation whose excesses, from the greatest down, are smallest.",
            certificate=self,
        )
