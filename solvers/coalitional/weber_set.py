"""The Weber set: the averages of what cities add,
over orders of joining as likely as you please.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from games.coalitional import CoalitionalGame
from games.players import Coalition
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.excess import read_split
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.marginal_vector import added_in
from solvers.coalitional.subset_sums import sizes
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = [
    "InWeberSetCertificate",
    "OutsideWeberSetCertificate",
    "WeberSetMembership",
    "WeightedOrder",
    "weber_set_membership",
]

ONE, ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class WeightedOrder:
    """An order of joining, and how likely it is.

    See ``weber_set_membership`` for the concept, an example and its source.
    """

    order: Coalition
    weight: Fraction

    def __str__(self) -> str:
        return f"{self.weight} ({', '.join(self.order)})"


@dataclass(frozen=True, slots=True, repr=False)
class WeberSetMembership(Answer):
    """``inside``, and ``orders`` that give the split; or ``prices`` at which none is worth it.

    ``gap``: by how much, at these prices.

    See ``weber_set_membership`` for the concept, an example and its source.
    """

    inside: bool
    orders: tuple[WeightedOrder, ...]
    prices: Mapping[str, Fraction]
    gap: Fraction
    certificate: Certificate = field(compare=False)
    method: str = "a linear program, and the best order at its prices, in turns"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if self.inside:
            return "Some chances of orders of joining give each city this on average."
        return "No chances of orders of joining give each city this on average."


def weber_set_membership(game: CoalitionalGame, split: Mapping[str, Any]) -> WeberSetMembership:
    """The Weber set: the averages of what cities add,
    over orders of joining as likely as you please.

        W(v) = { sum over orders o of w_o m^o :  w_o >= 0,  sum of w_o = 1 },     m^o what each adds

    The core lies in it, and is all of it just where the game is convex; the Shapley value is the
    point at which all orders are as likely. So it says of a split outside the core if any story of
    who joins whom would justify it.

    That a split is inside is proven by orders and their chances; that it is not, by prices of
    cities at which it is worth more than what they add in any order. The best order at given prices
    is found coalition by coalition, so that the n! orders are never listed.

    Whether a split is in the Weber set of a game of gains or costs, exact.

    A float in the split is the decimal that it prints as. A tenth of a second at 12 cities.

    Errors: ``InvalidInput`` names a city without a payoff in the split.

    >>> from games import CoalitionalGame
    >>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 1,
    ...                                           ("L", "S"): 1, ("R", "S"): 0, ("L", "R", "S"): 1})
    >>> half = weber_set_membership(glove, {"L": 0.5, "R": 0.5, "S": 0})
    >>> half.inside, half.certificate.verify(glove)
    (True, True)
    >>> print(*half.orders, sep="; ")
    1/2 (L, R, S); 1/2 (S, R, L)
    >>> weber_set_membership(glove, {"L": 2, "R": -1, "S": 0}).gap  # L adds 1 at most, R 0 at least
    Fraction(2, 1)

    Source: Weber (1988); Derks (1992) for the core; Ichiishi (1981) for convex games.
    """
    refuse_untabulated(game)
    payoffs = dict(zip(game.players, read_split(game, split)[0], strict=True))
    orders = [game.players]
    while True:
        program = _program(game, payoffs, orders)
        best = solve(program)
        prices = {city: best[f"price of {city}"] for city in game.players}
        worth = sum(prices[city] * x for city, x in payoffs.items())
        most, order = _best_order(game, prices)
        if worth > most:
            return OutsideWeberSetCertificate(payoffs, prices, worth - most).answer(game)
        if not best.optimum:
            chances = [best.prices[f"order {k}"] for k in range(len(orders))]
            found = [WeightedOrder(o, w) for o, w in zip(orders, chances, strict=True) if w]
            return InWeberSetCertificate(payoffs, tuple(found)).answer(game)
        orders.append(order)


def _program(
    game: CoalitionalGame, payoffs: Mapping[str, Fraction], orders: Sequence[Coalition]
) -> LinearProgram:
    """Prices between -1 and 1 at which the split is worth most beyond the best of some orders."""

    def priced(amounts: Mapping[str, Fraction]) -> dict[str, Fraction]:
        return {f"price of {city}": x for city, x in amounts.items() if x}

    rows = [
        Row(f"order {k}", priced(added_in(game, order)) | {"best": -ONE}, "<=", ZERO)
        for k, order in enumerate(orders)
    ]
    bounds = {f"price of {city}": (-ONE, ONE) for city in game.players}
    return LinearProgram(
        "max", priced(payoffs) | {"best": -ONE}, tuple(rows), bounds | {"best": (None, None)}
    )


def _best_order(
    game: CoalitionalGame, prices: Mapping[str, Fraction]
) -> tuple[Fraction, Coalition]:
    """The most that what cities add is worth at these prices, in any order, and such an order."""
    worths, unit = game.integers()
    n, whole = len(game.players), lcm(*(price.denominator for price in prices.values()))
    factors = [int(price * whole) for price in prices.values()]
    most = np.zeros(len(worths), dtype=object)
    last = np.zeros(len(worths), dtype=np.int64)
    size_of = sizes(n)
    for size in range(1, n + 1):
        masks = np.flatnonzero(size_of == size)
        for i, factor in enumerate(factors):
            joined = masks[masks >> i & 1 == 1]
            before = joined ^ 1 << i
            added = worths[joined].astype(object) - worths[before].astype(object)
            here = most[before] + factor * added
            better = np.array(here > most[joined], dtype=bool) | (last[joined] == 0)
            most[joined[better]], last[joined[better]] = here[better], 1 << i
    order, mask = [], game.grand
    while mask:
        order.append(game.players[int(last[mask]).bit_length() - 1])
        mask ^= int(last[mask])
    return int(most[-1]) * unit / whole, tuple(reversed(order))


@dataclass(frozen=True, slots=True)
class InWeberSetCertificate(Certificate, kind="Weber set: inside"):
    """The split, and orders with chances that give it on average."""

    split: Mapping[str, Fraction]
    orders: tuple[WeightedOrder, ...]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        mean = dict.fromkeys(subject.players, ZERO)
        for entry in self.orders:
            if len(entry.order) != len(mean) or set(entry.order) != set(mean):
                yield f"{', '.join(entry.order)} is no order of the players."
            if entry.weight <= 0:
                yield f"{', '.join(entry.order)} has the chance {entry.weight}."
            for city, added in added_in(subject, entry.order).items():
                mean[city] += entry.weight * added
        if sum(entry.weight for entry in self.orders) != 1:
            yield "The chances do not add up to 1."
        for city, payoff in self.split.items():
            if mean[city] != payoff:
                yield f"On average {city} adds {mean[city]}, not {payoff}."

    def answer(self, subject: CoalitionalGame) -> WeberSetMembership:
        return WeberSetMembership(
            inside=True, orders=self.orders, prices={}, gap=ZERO, certificate=self
        )


@dataclass(frozen=True, slots=True)
class OutsideWeberSetCertificate(Certificate, kind="Weber set: outside"):
    """The split, and prices at which it is worth more, by ``gap``, than what any order adds."""

    split: Mapping[str, Fraction]
    prices: Mapping[str, Fraction]
    gap: Fraction

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players or tuple(self.prices) != subject.players:
            yield "The split or the prices do not fit the players."
        worth = sum(self.prices[city] * payoff for city, payoff in self.split.items())
        most, order = _best_order(subject, self.prices)
        if worth - most != self.gap or self.gap <= 0:
            joined = ", ".join(order)
            yield f"At these prices the split is worth {worth}, and joining as {joined} {most}."

    def answer(self, subject: CoalitionalGame) -> WeberSetMembership:
        return WeberSetMembership(
            inside=False, orders=(), prices=self.prices, gap=self.gap, certificate=self
        )
