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
from typing import Any, ClassVar, Literal, get_args

import numpy as np
import numpy.typing as npt

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, Undefined
from games.players import Coalition, coalition_name
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.kohlberg import Level, kohlberg_violations
from solvers.coalitional.level_search import how, lexicographic
from solvers.coalitional.levels_of_some import levels_of_some

__all__ = [
    "SkippingCertificate",
    "WeightedNucleolusCertificate",
    "Weights",
    "ZeroWeight",
    "refuse_without_imputation",
    "skipping_split",
    "skips_zero_weight",
    "zero_weight_coalitions",
]

MANY = 12
"""The most skipped coalitions that are named."""

Weights = npt.NDArray[Any]
"""A positive number for each proper coalition, by bitmask: floats or whole numbers, exact."""


ZeroWeight = Literal["refuse", "skip"]
"""What is done where a coalition has the weight 0: no answer, or one in which it does not count."""


def skips_zero_weight(zero_weight: str) -> bool:
    """Whether coalitions of weight 0 are to be skipped."""
    if not isinstance(zero_weight, str) or zero_weight not in get_args(ZeroWeight):
        raise InvalidInput("zero_weight", zero_weight, '"refuse" or "skip"')
    return zero_weight == "skip"


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


def skipping_split(
    game: CoalitionalGame, weights: Weights, concept: str
) -> tuple[dict[str, Fraction], tuple[Level, ...], bool]:
    """The split, its levels, and whether coalitions of weight 0 are skipped: there are some.

    Errors: ``Undefined`` where there is no imputation, or those that count leave the split open.
    """
    refuse_without_imputation(game, concept, "prenucleolus() allows less")
    skipped = zero_weight_coalitions(game, weights)
    if not skipped:
        return *lexicographic(game, floors=True, weights=weights, long_weights=True), False
    split, levels, left_open = levels_of_some(game, weights)
    if left_open:
        raise Undefined(
            concept,
            "the coalitions that count leave the split open; nucleolus() counts all",
            skipped,
        )
    return split, levels, True


def zero_weight_coalitions(game: CoalitionalGame, weights: Weights) -> tuple[Coalition, ...]:
    """The proper coalitions of weight 0."""
    masks = np.flatnonzero(np.asarray(weights == 0)).tolist()
    return tuple(game.members(mask) for mask in masks if 0 < mask < game.grand)


@dataclass(frozen=True, slots=True)
class SkippingCertificate(Certificate):
    """Of a nucleolus that can skip coalitions of weight 0; ``skips``: it does, there are some."""

    status: ClassVar[str]
    without: ClassVar[str]

    split: Mapping[str, Fraction]
    levels: tuple[Level, ...]
    skips: bool

    @abstractmethod
    def weights(self, subject: CoalitionalGame, *, skip: bool) -> Weights:
        """What the excess of each coalition is divided by; 0: it does not count."""

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        weights = self.weights(subject, skip=self.skips)
        if self.skips and not zero_weight_coalitions(subject, weights):
            yield "No coalition is skipped: all count."
        yield from kohlberg_violations(
            subject, self.split, self.levels, floors=True, weights=weights
        )

    def answer(self, subject: CoalitionalGame) -> Allocation:
        method, status = how(subject, long_weights=True), self.status
        if self.skips:
            skipped = zero_weight_coalitions(subject, self.weights(subject, skip=True))
            names = ", ".join(map(coalition_name, skipped[:MANY]))
            more = f" and {len(skipped) - MANY} more" if len(skipped) > MANY else ""
            verb = "is" if len(skipped) == 1 else "are"
            status = f"{status} {names}{more} {verb} skipped: {self.without}."
            method = "all levels by exact linear programs, without the coalitions that are skipped"
        return Allocation(self.split, method=method, status=status, certificate=self)


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

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        yield from kohlberg_violations(
            subject, self.split, self.levels, floors=self.floors, weights=self.weights(subject)
        )

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method=how(subject, long_weights=self.long_weights),
            status=self.status,
            certificate=self,
        )
