"""The Owen value: unions join in random order, and within each its members do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from games.coalition_structure import CoalitionStructure
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from games.players import Coalition, coalition_name
from solvers.answer import Allocation
from solvers.coalitional.dividends import dividend_table
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.semivalue_sums import semivalue_sums
from solvers.coalitional.shapley import shapley_weights
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.coalitional.subset_sums import subset_sums

__all__ = ["OwenCertificate", "Structure", "owen_value", "structure_of"]

Structure = CoalitionStructure | Iterable[Iterable[str]]


def owen_value(game: CoalitionalGame, structure: Structure) -> Allocation:
    """The Owen value: unions join in random order, and within each its members do.

        x_i = sum over sets H of other unions, S inside the union of i of
              h! (m-h-1)!/m!  s! (b-s-1)!/b!  (v(H u S + i) - v(H u S))

    with m unions, and b cities in that of i. The unions share by their Shapley value, and each
    union by what its members could do if they left it for others: unlike with Aumann and Drèze, all
    cooperate, and the unions only bargain as one.

    For games of gains or costs with unions, exact; it adds up to v(N).

    ``structure``: a ``CoalitionStructure`` of the players, or the list of its unions. If all are
    alone, or all in one union, it is the Shapley value.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``, and names a member of a union
    that is no city of the game.

    >>> from games import CoalitionalGame
    >>> majority = CoalitionalGame.from_function(["A", "B", "C"], lambda s: int(len(s) >= 2))
    >>> split = owen_value(majority, [["A", "B"]])
    >>> split, split.certificate.verify(majority)
    (Allocation(A=0.5, B=0.5, C=0), True)

    Source: Owen (1977), Values of games with a priori unions.
    """
    refuse_untabulated(game)
    unions = structure_of(game, structure).unions
    worths, unit = game.integers()
    m = len(unions)
    orders = [math.factorial(h) * math.factorial(m - h - 1) for h in range(m)]
    split: dict[str, Fraction] = {}
    for union in unions:
        # The mean worth of each group of the union together with those unions that come before.
        others = [game.mask(other) for other in unions if other != union]
        before, sizes = _unions_of(others)
        groups, _ = _unions_of([game.mask([city]) for city in union])
        mean = np.zeros(len(groups), dtype=object)
        for h, weight in enumerate(orders):
            for mask in before[sizes == h]:
                mean += worths[groups | mask].astype(object) * weight
        within = CoalitionalGame.from_integers(
            union, mean - mean[0], unit / math.factorial(m), game.sense
        )
        payoffs = semivalue_sums(within, shapley_weights(len(union)))
        split |= dict(zip(union, payoffs, strict=True))
    return OwenCertificate({city: split[city] for city in game.players}, unions).answer(game)


@dataclass(frozen=True, slots=True)
class OwenCertificate(SplitCertificate, kind="Owen value"):
    """The value and the unions: it is checked against the dividends.

    A dividend is shared equally among the unions that have a part in it, and by each equally among
    its members that do.
    """

    method: ClassVar[str] = "mean worths over the orders of unions, then of the members of each"
    status: ClassVar[str] = "What each adds when unions join in random order, one after the other."
    second: ClassVar[str] = "the dividends, shared among unions and then within"

    unions: tuple[Coalition, ...]

    def chosen(self) -> str:
        return f"Unions: {', '.join(map(coalition_name, self.unions))}."

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        unions = structure_of(subject, self.unions).unions
        if unions != self.unions:
            raise InvalidInput("the unions", self.unions, "in the order of the players, each named")
        dividends, unit = dividend_table(subject)
        masks = np.arange(len(dividends))
        parts = [_sizes(masks & subject.mask(union)) for union in unions]
        taking_part = sum((part > 0).astype(np.int64) for part in parts)
        found = {}
        for union, part in zip(unions, parts, strict=True):
            key = taking_part * (len(union) + 1) + part
            for city in union:
                mine = (masks & subject.mask([city])) > 0
                sums = np.zeros(int(key.max()) + 1, dtype=dividends.dtype)
                np.add.at(sums, key[mine], dividends[mine])
                shares = (
                    Fraction(int(sums[k]), (k // (len(union) + 1)) * (k % (len(union) + 1)))
                    for k in np.flatnonzero(sums).tolist()
                )
                found[city] = sum(shares, Fraction(0)) * unit
        return [found[city] for city in subject.players]


def structure_of(game: CoalitionalGame, structure: Structure) -> CoalitionStructure:
    """The structure, its players in the order of the game's."""
    if not isinstance(structure, CoalitionStructure):
        return CoalitionStructure(game.players, structure)
    if set(structure.players) != set(game.players):
        raise InvalidInput("the players of the structure", structure.players, "those of the game")
    return CoalitionStructure(game.players, structure.unions)


def _unions_of(masks: Sequence[int]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The union of each set of these disjoint coalitions, by bitmask, and how many they are."""
    found = np.array(masks, dtype=np.int64)
    return subset_sums(found), subset_sums(np.ones_like(found))


def _sizes(masks: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    sizes = np.zeros(len(masks), dtype=np.int64)
    for i in range(int(masks.max()).bit_length()):
        sizes += masks >> i & 1
    return sizes
