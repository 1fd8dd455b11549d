"""Swaps: which rights change hands, for gains that are agreed on, or at the greatest product."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.approximately import approximately
from games.barter import AgreedBarter, Barter
from games.by_city import entry_of, figures
from games.errors import InvalidInput, Undefined, of_kind
from games.exact import Number
from solvers.answer import EXACT, Answer, Proof
from solvers.bargaining.feasible_payoffs import agreement_program
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram
from solvers.optimum import Basis, optimal_basis, proven_optimum

__all__ = [
    "BestSwapCertificate",
    "Move",
    "Swap",
    "SwapCertificate",
    "agreed_swap",
    "best_swap",
]

ZERO, ONE = Fraction(0), Fraction(1)
MOST_SWAPS = 1 << 20
INT64_SAFE = 1 << 62


@dataclass(frozen=True, slots=True)
class Move:
    """A right that goes from one city to another: surely, or with a probability below 1."""

    right: str
    giver: str
    taker: str
    probability: Fraction = ONE


@dataclass(frozen=True, slots=True, repr=False)
class Swap(Answer):
    """``moves``, right by right, and what each city gains by them; ``swap["Quzhou"]`` is a gain.

    See ``best_swap`` for the concept, an example and its source.
    """

    moves: tuple[Move, ...]
    gains: Mapping[str, Fraction]
    status: str
    method: str
    certificate: SwapCertificate | BestSwapCertificate
    proof: Proof = EXACT

    def __getitem__(self, city: str) -> Fraction:
        return entry_of(self.gains, city)

    def __repr__(self) -> str:
        moved = ", ".join(
            f"{move.right} to {move.taker}"
            + (f" by {approximately(move.probability, '.3g')}" if move.probability < 1 else "")
            for move in self.moves
        )
        return f"Swap({moved or 'nothing moves'}; gains {figures(self.gains)})"


@dataclass(frozen=True, slots=True)
class SwapCertificate(Certificate, kind="barter: swap"):
    """An optimal basis of the lotteries that bring what is agreed; its subject is that."""

    basis: Basis

    def violations(self, subject: AgreedBarter) -> Iterator[str]:
        self.answer(subject)
        yield from ()

    def answer(self, subject: AgreedBarter) -> Swap:
        barter = subject.barter
        _, point = proven_optimum(_lotteries(subject), self.basis)
        moves = tuple(
            Move(name, barter[name].owner, taker, point[barter.variable(name, taker)])
            for name, taker in barter.moves()
            if point[barter.variable(name, taker)]
        )
        gains = {
            city: sum((m.probability * barter.gain(city, m.right, m.taker) for m in moves), ZERO)
            for city in barter.players
        }
        chance = [move.right for move in moves if move.probability < 1]
        status = "Rights change hands for sure."
        if chance:
            status = f"By lottery, or in part: {', '.join(dict.fromkeys(chance))}."
        if not moves:
            status = "No right changes hands."
        elif gains != subject.gains:
            status += " It brings somebody more than what was agreed."
        return Swap(moves, gains, status, "exact linear program", self)


@dataclass(frozen=True, slots=True)
class BestSwapCertificate(Certificate, kind="barter: best swap"):
    """The rights that move, and to whom: all other swaps are tried again."""

    takers: Mapping[str, str]

    def violations(self, subject: Barter) -> Iterator[str]:
        if dict(self.takers) != _best_takers(subject):
            yield "Another swap comes first."

    def answer(self, subject: Barter) -> Swap:
        gains = subject.gains(self.takers)
        status = "Of all swaps of whole rights, this one has the greatest product of gains."
        idle = [city for city, gain in gains.items() if not gain]
        if not self.takers:
            status = (
                "No swap of whole rights helps anybody without hurting another: all keep theirs."
            )
        elif idle:
            status += f" {', '.join(idle)} cannot gain with so many others; it is their product."
        return Swap(
            tuple(Move(name, subject[name].owner, taker) for name, taker in self.takers.items()),
            gains,
            status,
            "all swaps, in whole numbers",
            self,
        )


def _lotteries(agreed: AgreedBarter) -> LinearProgram:
    problem = agreed.barter.bargaining_problem()
    return agreement_program(problem, agreed.gains, dict.fromkeys(problem.players, ONE))


def agreed_swap(barter: Barter, gains: Mapping[str, Number]) -> Swap:
    """A swap, partly by lottery, that brings the cities the gains that they agreed on, or more.

    Of those the one with the greatest sum of gains; another may do as well. The certificate's
    subject is ``AgreedBarter(barter, gains)``.

    Errors: ``Undefined`` where no lottery brings these gains; ``InvalidInput`` names a city that
    has none.

    See ``best_swap`` for the concept and its source.

    >>> from games.barter import Barter, Right
    >>> from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
    >>> rights = Barter(["Hangzhou", "Quzhou"], [
    ...     Right("land quota", "Quzhou", {"Hangzhou": 9, "Quzhou": 4}),
    ...     Right("enclave site", "Hangzhou", {"Hangzhou": 3, "Quzhou": 6}),
    ...     Right("return clause", "Hangzhou", {"Hangzhou": 2, "Quzhou": 5})])
    >>> lottery = agreed_swap(rights, kalai_smorodinsky(rights.bargaining_problem()))
    >>> [(move.right, round(float(move.probability), 3)) for move in lottery.moves]
    [('land quota', 1.0), ('enclave site', 0.764), ('return clause', 1.0)]
    """
    agreed = AgreedBarter(barter, gains)  # type: ignore[arg-type]
    basis = optimal_basis(_lotteries(agreed))
    if basis is None:
        raise Undefined("swap", "no lottery over swaps brings these gains", dict(agreed.gains))
    return SwapCertificate(basis).answer(agreed)


def best_swap(barter: Barter) -> Swap:
    """The swap of whole rights with the greatest product of gains: no right changes hands by lot.

    Gains that cities agree on in a barter are those of a lottery over swaps; ``agreed_swap`` reads
    off a lottery that brings them, right by right. A vertex of its linear program leaves few rights
    to chance (no more than there are cities). ``best_swap`` leaves none to chance: of all swaps of
    whole rights that leave nobody worse off, it is the one with the greatest product of gains, by
    trying all.

    Where no swap lets all gain, as many cities gain as can (of several such groups the first in the
    order of the players), and the product is theirs. Of equal swaps the one that moves fewest
    rights, then the first in the order of rights and players.

    Errors: ``InvalidInput`` for more than 2^20 swaps (20 rights between two cities).

    >>> from games.barter import Barter, Right
    >>> from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
    >>> rights = Barter(["Hangzhou", "Quzhou"], [
    ...     Right("land quota", "Quzhou", {"Hangzhou": 9, "Quzhou": 4}),
    ...     Right("enclave site", "Hangzhou", {"Hangzhou": 3, "Quzhou": 6}),
    ...     Right("return clause", "Hangzhou", {"Hangzhou": 2, "Quzhou": 5})])
    >>> swap = best_swap(rights)
    >>> [(move.right, move.taker) for move in swap.moves]
    [('land quota', 'Hangzhou'), ('enclave site', 'Quzhou'), ('return clause', 'Quzhou')]
    >>> swap["Hangzhou"], swap["Quzhou"]
    (Fraction(4, 1), Fraction(7, 1))
    >>> lottery = agreed_swap(rights, kalai_smorodinsky(rights.bargaining_problem()))
    >>> [(move.right, round(float(move.probability), 3)) for move in lottery.moves]
    [('land quota', 1.0), ('enclave site', 0.764), ('return clause', 1.0)]

    Source: Nash (1950), The bargaining problem, Econometrica 18, 155-162.
    """
    of_kind(barter, Barter, place="subject of best_swap")
    return BestSwapCertificate(_best_takers(barter)).answer(barter)


def _best_takers(barter: Barter) -> dict[str, str]:
    """The right's index is a digit of a swap's number, the first right's the lowest."""
    takers = [[None, *(p for p in barter.players if p != right.owner)] for right in barter.goods]
    if math.prod(map(len, takers)) > MOST_SWAPS:
        raise InvalidInput(
            "the number of rights",
            len(barter.goods),
            f"so few that at most {MOST_SWAPS} swaps exist",
        )
    gains = [
        _sums(
            [
                [ZERO if taker is None else barter.gain(city, right.name, taker) for taker in each]
                for right, each in zip(barter.goods, takers, strict=True)
            ]
        )
        for city in barter.players
    ]
    moved = _sums([[ZERO, *[ONE] * (len(each) - 1)] for each in takers])
    allowed = np.flatnonzero(np.all([gain >= 0 for gain in gains], axis=0))
    # Products compare only among the same cities: those of others are in other units.
    who = np.array([gain[allowed] > 0 for gain in gains], dtype=np.int64)
    n = len(gains)
    groups = who.sum(axis=0) * 2**n + who.T @ 2 ** np.arange(n)[::-1]
    allowed = allowed[groups == groups.max()]
    product = np.ones(len(allowed), dtype=object)
    if math.prod(max(1, int(gain.max())) for gain in gains) < INT64_SAFE:
        product = np.ones(len(allowed), dtype=np.int64)
    for gain in gains:
        product = product * np.where(gain[allowed] > 0, gain[allowed], 1)
    allowed = allowed[product == product.max()]
    number = int(allowed[np.lexsort((allowed, moved[allowed]))[0]])
    found = {}
    for right, each in zip(barter.goods, takers, strict=True):
        number, digit = divmod(number, len(each))
        taker = each[digit]
        if taker is not None:
            found[right.name] = taker
    return found


def _sums(digits: list[list[Fraction]]) -> npt.NDArray[Any]:
    """The sum of one entry for each right, for all swaps, in the smallest whole unit."""
    entries = [entry for each in digits for entry in each]
    unit = math.lcm(*(entry.denominator for entry in entries))
    whole = [[int(entry * unit) for entry in each] for each in digits]
    common = math.gcd(*(entry for each in whole for entry in each)) or 1
    size = sum(max(map(abs, each)) for each in whole) // common
    total = np.zeros(1, dtype=np.int64 if size < INT64_SAFE else object)
    for each in whole:
        total = np.concatenate([total + entry // common for entry in each])
    return total
