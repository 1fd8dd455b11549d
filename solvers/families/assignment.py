"""The optimal assignment: who trades with whom so that all together make most, and what it pays."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.assignment import AssignmentGame
from games.by_city import one_of
from games.errors import of_kind
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.augmenting_paths import assign
from solvers.certificate import Certificate

__all__ = ["AssignmentCertificate", "OptimalAssignment", "optimal_assignment"]

Pairs = Mapping[str, str]
"""The buyer of each seller who trades, in the order of the sellers."""
_METHOD = "shortest augmenting paths in whole numbers"


@dataclass(frozen=True, slots=True, repr=False)
class OptimalAssignment(Answer):
    """``value``, the worth of all; ``pairs``, the buyer by seller, that make it; a core ``split``.

    Pairs that make nothing are left out. Both pairs and split are one of possibly many:
    ``assignment_core`` gives the range of splits.

    See ``optimal_assignment`` for the concept, an example and its source.
    """

    value: Fraction
    pairs: Pairs
    split: Allocation
    certificate: Certificate
    method: str = _METHOD
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if not self.pairs:
            return "No pair makes anything."
        return "The pairs that make most together, and a split that no pair can improve on."

    def partner(self, name: str) -> str | None:
        """Whom a seller or buyer trades with; None: nobody."""
        one_of(name, self.split, "a seller or buyer")
        sellers = {buyer: seller for seller, buyer in self.pairs.items()}
        return self.pairs.get(name) or sellers.get(name)


def optimal_assignment(game: AssignmentGame) -> OptimalAssignment:
    """The optimal assignment: who trades with whom so that all together make most,
    and what it pays.

        v(N) = max  sum of a_ij over disjoint pairs   =   min  sum u_i + sum v_j
                                        subject to  u_i + v_j >= a_ij,  u, v >= 0

    The two sides of this equation prove each other: pairs that make as much as the payoffs pay out
    are optimal, and the payoffs lie in the core, since no pair and nobody alone does better. So the
    core of an assignment game is never empty.

    The pairs are found by shortest augmenting paths (the Hungarian method) in whole numbers.

    The pairs that make most, and a core split that proves it, exact.

    Errors: ``InvalidInput`` for what is not an ``AssignmentGame``.

    >>> from games import AssignmentGame
    >>> houses = AssignmentGame(["s1", "s2", "s3"], ["b1", "b2", "b3"],
    ...                         [[5, 8, 2], [7, 9, 6], [2, 3, 0]])
    >>> best = optimal_assignment(houses)
    >>> best.value, best.pairs, best.certificate.verify(houses)
    (Fraction(16, 1), {'s1': 'b2', 's2': 'b3', 's3': 'b1'}, True)

    Source: Shapley and Shubik (1971), whose example it is; Kuhn (1955); Jonker and Volgenant
    (1987).
    """
    of_kind(game, AssignmentGame, place="subject of optimal_assignment")
    surplus, unit = game.integers()
    partner, sellers, buyers = assign(surplus)
    split = {name: int(x) * unit for name, x in zip(game.players, [*sellers, *buyers], strict=True)}
    return AssignmentCertificate(named_pairs(game, partner), split).answer(game)


def named_pairs(game: AssignmentGame, partner: Sequence[int]) -> Pairs:
    """The pairs by name, from the buyer's number of each seller (-1: none)."""
    return {
        seller: game.buyers[j] for seller, j in zip(game.sellers, partner, strict=True) if j >= 0
    }


@dataclass(frozen=True, slots=True)
class AssignmentCertificate(Certificate, kind="assignment"):
    """Disjoint pairs, and a core split of exactly what they make."""

    pairs: Pairs
    split: Mapping[str, Fraction]

    def violations(self, subject: AssignmentGame) -> Iterator[str]:
        yield from pair_violations(subject, self.pairs)
        yield from split_violations(subject, self.pairs, self.split)

    def answer(self, subject: AssignmentGame) -> OptimalAssignment:
        split = Allocation(
            self.split,
            method=_METHOD,
            status="A split in the core, one of possibly many.",
            certificate=self,
        )
        return OptimalAssignment(split.total(), self.pairs, split, self)


def pair_violations(game: AssignmentGame, pairs: Pairs) -> Iterator[str]:
    """Why these are no disjoint pairs that make something, in the order of the sellers."""
    if list(pairs) != [seller for seller in game.sellers if seller in pairs]:
        yield "The pairs do not stand in the order of the sellers."
    if len(set(pairs.values())) != len(pairs):
        yield "A buyer stands in two pairs."
    for seller, buyer in pairs.items():
        if game.surplus_of(seller, buyer) <= 0:
            yield f"{seller} and {buyer} make nothing together."


def split_violations(
    game: AssignmentGame, pairs: Pairs, split: Mapping[str, Fraction]
) -> Iterator[str]:
    """Why a split of what the pairs make is not in the core."""
    if tuple(split) != game.players:
        yield "The split does not fit the players."
    made = sum((game.surplus_of(seller, buyer) for seller, buyer in pairs.items()), Fraction(0))
    if sum(split.values()) != made:
        yield f"The split does not pay out what the pairs make, {made}."
    for name, payoff in split.items():
        if payoff < 0:
            yield f"{name} would do better alone."
    slack, _ = slacks(game, split)
    for i, j in np.argwhere(slack < 0):
        yield f"{game.sellers[i]} and {game.buyers[j]} would do better as a pair."


def slacks(game: AssignmentGame, split: Mapping[str, Fraction]) -> tuple[npt.NDArray[Any], int]:
    """u_i + v_j - a_ij as whole numbers, a row for each seller, over one denominator."""
    surplus, unit = game.integers()
    scale = math.lcm(unit.denominator, *{payoff.denominator for payoff in split.values()})
    payoffs = [payoff.numerator * (scale // payoff.denominator) for payoff in split.values()]
    factor = scale // unit.denominator
    largest = max(map(abs, payoffs)) + factor * max(int(surplus.max()), -int(surplus.min()))
    kind: Any = np.int64 if largest < 2**61 else object
    sellers = np.array(payoffs[: len(game.sellers)], dtype=kind)
    buyers = np.array(payoffs[len(game.sellers) :], dtype=kind)
    slack: npt.NDArray[Any] = sellers[:, None] + buyers - surplus.astype(kind) * factor
    return slack, scale
