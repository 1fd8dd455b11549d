"""The auction that earns most: the licence goes to the highest virtual value, or to nobody."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import one_of
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import Number, exact
from games.players import validated_players
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.polynomial import Polynomial

__all__ = ["Bidders", "OptimalAuction", "OptimalAuctionCertificate", "optimal_auction"]

ZERO = Fraction(0)
CERTAIN = Polynomial.of(1)


@dataclass(frozen=True)
class Bidders:
    """Bidders whose values are independent, each even on a range."""

    ranges: tuple[tuple[str, Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True, repr=False)
class OptimalAuction(Answer):
    """The best auction for the seller.

    ``reserves``: the value above which each bidder can win, ``None`` where its chance to win is 0;
    ``revenue``: expected;
    ``second_price_revenue``: of a second-price auction without reserve, for comparison (a first
    price brings the same where bidders are alike).

    See ``optimal_auction`` for the concept, an example and its source.
    """

    bidders: Bidders
    reserves: Mapping[str, Fraction | None]
    revenue: Fraction
    second_price_revenue: Fraction
    certificate: OptimalAuctionCertificate
    method: str = "virtual values; integrals of polynomials, piece by piece"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        return (
            f"With reserves the seller expects {approximately(self.revenue)}, against "
            f"{approximately(self.second_price_revenue)} by a second price without."
        )

    def outcome(self, values: Mapping[str, Number]) -> tuple[str | None, Fraction]:
        """Who wins, and what it pays; nobody, and 0, where no virtual value is above 0.

        In a tie the bidder listed first wins. Errors: ``InvalidInput`` for a value out of range.
        """
        of_kind(values, Mapping, place="the values", hint="a number by bidder")
        for name in values:
            one_of(name, [bidder for bidder, _, _ in self.bidders.ranges], "a bidder")
        virtual = {}
        for name, low, high in self.bidders.ranges:
            if name not in values:
                raise InvalidInput(f"value of {name}", MISSING, "a number")
            value = exact(values[name], f"value of {name}")
            if not low <= value <= high:
                raise InvalidInput(f"value of {name}", value, f"{low} to {high}")
            virtual[name] = 2 * value - high
        winner = max(virtual, key=lambda name: virtual[name])
        if virtual[winner] <= 0:
            return None, ZERO
        to_beat = max([ZERO, *(v for name, v in virtual.items() if name != winner)])
        low, high = next((low, high) for name, low, high in self.bidders.ranges if name == winner)
        return winner, max(low, (to_beat + high) / 2)


def optimal_auction(ranges: Mapping[str, tuple[Any, Any]]) -> OptimalAuction:
    """The auction that earns most: the licence goes to the highest virtual value, or to nobody.

    A bidder whose value v is even on [low, high] leaves the seller 2 v - high of it, since every
    better type could pretend to be it. The best rule sells to the bidder for whom that is greatest,
    if it is above 0, at the lowest value with which it would still have won. So nobody wins with
    less than high/2, whoever else bids, and a strong bidder is handicapped against a weak one. A
    bidder must beat what the others' lowest values bring, too:

        revenue = E max(0, 2 v_1 - high_1, ..., 2 v_n - high_n),
        reserve of i = max(low_i, (high_i + max(0, 2 low_j - high_j for all j but i)) / 2),

    and where that is high_i or more, i has no chance.

    The revenue-maximising sale of one thing to bidders with values even on ranges.

    ``ranges``: lowest and highest value of each bidder. For types from a list use ``design``.

    Errors: ``InvalidInput`` where there is no bidder, a range is empty, or begins below 0.

    >>> sale = optimal_auction({"A": (0, 1), "B": (0, 1)})
    >>> sale.reserves, sale.revenue, sale.second_price_revenue
    ({'A': Fraction(1, 2), 'B': Fraction(1, 2)}, Fraction(5, 12), Fraction(1, 3))
    >>> sale.outcome({"A": Fraction(3, 4), "B": Fraction(2, 5)})
    ('A', Fraction(1, 2))
    >>> optimal_auction({"A": (5, 6), "B": (2, 3)}).reserves
    {'A': Fraction(5, 1), 'B': None}

    Source: Myerson (1981), Optimal auction design; Vickrey (1961) for the second price; Krishna
    (2010), chapter 5.
    """
    of_kind(ranges, Mapping, place="table of the bidders' ranges")
    if not ranges:
        raise InvalidInput("the bidders", MISSING, "at least one, with its range of values")
    validated_players(ranges, "bidder")
    kept = []
    for name, ends in ranges.items():
        if isinstance(ends, str) or not isinstance(ends, Sequence) or len(ends) != 2:
            raise InvalidInput(f"the range of {name}", ends, "its lowest and its highest value")
        low, high = (exact(end, f"an end of {name}'s range") for end in ends)
        if not 0 <= low < high:
            raise InvalidInput(
                f"the range of {name}", f"{low} to {high}", "from 0 or more to a higher value"
            )
        kept.append((name, low, high))
    bidders = Bidders(tuple(kept))
    return OptimalAuctionCertificate(_revenue(bidders), _second_price(bidders)).answer(bidders)


def _virtual(bidders: Bidders) -> list[tuple[Fraction, Fraction]]:
    return [(2 * low - high, high) for _, low, high in bidders.ranges]


def _reserves(bidders: Bidders) -> dict[str, Fraction | None]:
    """The value above which each wins where the others' are the lowest; ``None`` if above none."""
    least = [virtual for virtual, _ in _virtual(bidders)]
    found: dict[str, Fraction | None] = {}
    for i, (name, low, high) in enumerate(bidders.ranges):
        reserve = max(low, (high + max([ZERO, *least[:i], *least[i + 1 :]])) / 2)
        found[name] = reserve if reserve < high else None
    return found


def _revenue(bidders: Bidders) -> Fraction:
    """E max(0, virtual values): the chance that the greatest exceeds x, over x from 0."""
    spread = _virtual(bidders)
    return _integral(spread, lambda below: CERTAIN - math.prod(below, start=CERTAIN))


def _second_price(bidders: Bidders) -> Fraction:
    """The chance that the second highest value exceeds x, over x from 0."""
    spread = [(low, high) for _, low, high in bidders.ranges]

    def two_above(below: list[Polynomial]) -> Polynomial:
        chance = CERTAIN - math.prod(below, start=CERTAIN)
        for i, one in enumerate(below):
            others = math.prod(below[:i] + below[i + 1 :], start=CERTAIN)
            chance -= (CERTAIN - one) * others
        return chance

    return _integral(spread, two_above)


def _integral(
    spread: list[tuple[Fraction, Fraction]], chance: Callable[[list[Polynomial]], Polynomial]
) -> Fraction:
    """The integral from 0 of a chance that depends on each one's chance to be below x."""
    ends = sorted({ZERO, *(end for pair in spread for end in pair if end > 0)})
    total = ZERO
    for start, end in itertools.pairwise(ends):
        below = [_below(pair, start, end) for pair in spread]
        total += chance(below).integral(start, end)
    return total


def _below(pair: tuple[Fraction, Fraction], start: Fraction, end: Fraction) -> Polynomial:
    """The chance that a number even on [low, high] is below x, for x between start and end."""
    low, high = pair
    if end <= low:
        return Polynomial(())
    return CERTAIN if start >= high else Polynomial.of(-low / (high - low), 1 / (high - low))


@dataclass(frozen=True, slots=True)
class OptimalAuctionCertificate(Certificate, kind="optimal auction"):
    """Both revenues; they are checked by other sums: what each bidder pays, one by one."""

    revenue: Fraction
    second_price_revenue: Fraction

    def violations(self, subject: Bidders) -> Iterator[str]:
        # E of virtual value times chance to win, over the bidder's own type.
        expected = sum((_paid(subject, i) for i in range(len(subject.ranges))), ZERO)
        if expected != self.revenue:
            yield f"Bidders pay {expected} on average, not {self.revenue}."
        if _second_price(subject) != self.second_price_revenue:
            yield "The revenue of the second price is another."

    def answer(self, subject: Bidders) -> OptimalAuction:
        return OptimalAuction(
            subject,
            _reserves(subject),
            self.revenue,
            self.second_price_revenue,
            self,
        )


def _paid(bidders: Bidders, i: int) -> Fraction:
    """The integral of x times the chance that all others' virtual values are below x."""
    spread = _virtual(bidders)
    low, high = spread[i]
    ends = sorted({e for pair in spread for e in pair if max(ZERO, low) < e < high})
    ends = [max(ZERO, low), *ends, high]
    total = ZERO
    for start, end in itertools.pairwise(ends):
        density = Polynomial.of(ZERO, 1 / (high - low))
        for j, pair in enumerate(spread):
            if j != i:
                density *= _below(pair, start, end)
        total += density.integral(start, end)
    return total
