"""Nucleoli that weigh coalitions: a large excess counts less where there are many to bear it.

    e(S, x) = (v(S) - x(S)) / w(S)   for gains,      (x(S) - c(S)) / w(S)   for costs.

Order these from the greatest down; of the splits of v(N), the one whose list is lexicographically
smallest is the nucleolus with the weights w. What is weighed by says who bears a shortfall: heads
(per capita), worth (proportional), or what is lost when a coalition leaves (disruption). Kohlberg's
proof is the same for all of them.

Source: Derks and Haller (1999), Weighted nucleoli; Kohlberg (1971).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy.typing as npt

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.errors import Undefined
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.kohlberg import Level, kohlberg_faults
from solvers.coalitional.level_search import how

__all__ = ["WeightedNucleolusCertificate", "Weights", "refuse_without_imputation"]

Weights = npt.NDArray[Any]
"""A positive number for each proper coalition, by bitmask: floats or whole numbers, exact."""


def refuse_without_imputation(game: CoalitionalGame, concept: str, otherwise: str) -> None:
    """``Undefined`` where the cities do better each alone; ``otherwise``: what there is then."""
    own = game.as_gains()
    shortfall = sum(own.worth(city) for city in game.players) - own.grand_worth
    if shortfall > 0:
        raise Undefined(
            concept,
            "no split leaves every city as well off as alone: alone they do better by "
            f"{approximately(shortfall)} in all; {otherwise}",
            shortfall,
        )


@dataclass(frozen=True, slots=True)
class WeightedNucleolusCertificate(Certificate):
    """The split and, level by level, what settles it; see ``kohlberg``. Concepts say the rest."""

    floors: ClassVar[bool] = True
    long_weights: ClassVar[bool] = False
    status: ClassVar[str]

    split: Mapping[str, Fraction]
    levels: tuple[Level, ...]

    @abstractmethod
    def weights(self, subject: CoalitionalGame) -> Weights | None:
        """What the excess of each coalition is divided by; None: by 1."""

    def faults(self, subject: CoalitionalGame) -> Iterator[str]:
        yield from kohlberg_faults(
            subject, self.split, self.levels, floors=self.floors, weights=self.weights(subject)
        )

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method=how(subject, long_weights=self.long_weights),
            status=self.status,
            certificate=self,
        )
