"""The nucleolus: of the splits that leave no city worse off than alone, the most even-handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.level_search import lexicographic
from solvers.coalitional.weighted_nucleolus import (
    WeightedNucleolusCertificate,
    refuse_without_imputation,
)
from solvers.single_dispatch import single_dispatch

__all__ = ["NucleolusCertificate", "nucleolus"]


@single_dispatch
def nucleolus(game: CoalitionalGame | Any) -> Allocation:
    """The nucleolus: of the splits that leave no city worse off than alone, the most even-handed.

    Order the excesses v(S) - x(S) of all coalitions from the greatest down; the nucleolus is the
    one *imputation* (x(N) = v(N), x_i >= v(i)) whose list is lexicographically smallest. It lies in
    the core whenever that is not empty, and is the prenucleolus then.

    For games of gains or costs, exact, with Kohlberg's proof.

    Games with a structure of their own (``AssignmentGame``) have their own fast way to it.

    Errors: ``Undefined`` when there is no imputation, that is, when the cities do better each on
    its own than all together; its witness is by how much. ``prenucleolus`` is defined even then.

    >>> from games import CoalitionalGame
    >>> duo = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 10, 0, 0, 0, 2])
    >>> split = nucleolus(duo)
    >>> split, split.certificate.verify(duo)
    (Allocation(1=1, 2=1, 3=0), True)

    Source: Schmeidler (1969); the proof: Kohlberg (1971); the example: Peleg and Sudhölter (2007),
    5.5.12.
    """
    refuse_untabulated(game)
    refuse_without_imputation(game, "nucleolus", "prenucleolus() allows less")
    return NucleolusCertificate(*lexicographic(game, floors=True)).answer(game)


@dataclass(frozen=True, slots=True)
class NucleolusCertificate(WeightedNucleolusCertificate, kind="nucleolus", of="nucleolus"):
    """The imputation and, level by level, what settles it; see ``kohlberg``.

    A level may lean on cities that stand at their floor x_i = v(i): they cannot go lower.
    """

    status: ClassVar[str] = (
        "The one imputation whose excesses, from the greatest down, are smallest."
    )

    def weights(self, subject: CoalitionalGame) -> None:
        return None
