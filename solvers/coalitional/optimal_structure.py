"""The optimal coalition structure: the partition of all cities that makes most in all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalition_structure import CoalitionStructure
from games.coalitional import CoalitionalGame
from games.players import Coalition
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.coalitional.subset_sums import subset_sums
from solvers.coalitional.superadditive_cover import cover

__all__ = ["OptimalStructure", "OptimalStructureCertificate", "optimal_coalition_structure"]


@dataclass(frozen=True, slots=True, repr=False)
class OptimalStructure(Answer):
    """``structure``, a best partition, one of possibly many; ``value``, what it makes in all.

    See ``optimal_coalition_structure`` for the concept, an example and its source.
    """

    structure: CoalitionStructure
    value: Fraction
    certificate: Certificate = field(compare=False)
    method: str = "the best part with the last city, and the best of the rest; all 3^n pairs"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if len(self.structure.unions) == 1:
            return "No partition does better than all together."
        return "The groups do better than all together, and no others do better than they."


def optimal_coalition_structure(game: CoalitionalGame) -> OptimalStructure:
    """The optimal coalition structure: the partition of all cities that makes most in all.

        max over partitions of N of the sum of v(T) over its parts T         (costs: min)

    Where cooperating costs something, all together may do worse than in groups; this says which.

    Of costs: the one that costs least. Exact; of two as good, the coarser one.

    It goes through all 3^n pairs of disjoint coalitions: half a second at 18 cities, five at 20;
    the proof takes as long again.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> crowded = CoalitionalGame.from_function(["A", "B", "C", "D"],
    ...                                         lambda s: [0, 2, 6, 7, 7][len(s)])
    >>> best = optimal_coalition_structure(crowded)
    >>> best.value, best.structure.unions, best.certificate.verify(crowded)
    (Fraction(12, 1), (('A', 'B'), ('C', 'D')), True)

    Source: Aumann and Drèze (1974); Yun Yeh (1986) for the recursion.
    """
    refuse_untabulated(game)
    worths, _ = game.as_gains().integers()
    best = cover(worths)
    left, parts = game.grand, []
    while left:
        last = 1 << left.bit_length() - 1
        masks = np.arange(last, left + 1)
        masks = masks[masks & ~left == 0]
        part = int(masks[np.flatnonzero(worths[masks] + best[left ^ masks] == best[left])[-1]])
        parts.append(part)
        left ^= part
    structure = CoalitionStructure(game.players, [game.members(part) for part in parts])
    value = sum((game.worth(part) for part in parts), Fraction(0))
    return OptimalStructureCertificate(structure.unions, value).answer(game)


@dataclass(frozen=True, slots=True)
class OptimalStructureCertificate(
    Certificate, kind="optimal coalition structure", of="optimal_coalition_structure"
):
    """The unions and their worth in all; that none do better is gone through once more.

    The table of what each coalition makes in its best parts is built up again, the cities taken in
    the opposite order: sums and comparisons alone, but 3^n of them. There is no shorter proof for
    games in general.
    """

    unions: tuple[Coalition, ...]
    value: Fraction

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        structure = CoalitionStructure(subject.players, self.unions)
        if structure.unions != self.unions:
            yield "The unions are not in the order of the players, each named."
        if sum(map(subject.worth, self.unions)) != self.value:
            yield f"The unions do not make {self.value}."
        worths, unit = subject.as_gains().integers()
        (most,) = gains(subject, [int(cover(_reversed(worths))[-1]) * unit])
        if most != self.value:
            yield f"Others make {most}, not {self.value}."

    def answer(self, subject: CoalitionalGame) -> OptimalStructure:
        structure = CoalitionStructure(subject.players, self.unions)
        return OptimalStructure(structure, self.value, self)


def _reversed(worths: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The worths with the cities in the opposite order."""
    cities = range(len(worths).bit_length() - 1)
    masks: npt.NDArray[np.int64] = subset_sums(np.array([1 << i for i in reversed(cities)]))
    return worths[masks]
