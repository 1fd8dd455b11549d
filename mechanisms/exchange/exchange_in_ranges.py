"""A posted price and VCG in an exchange in which every value in a city's range is
equally likely.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import InvalidInput, of_kind
from games.private_types import shown
from games.uniform_values import UniformExchange
from mechanisms.direct.compared_rules import ComparedRules
from mechanisms.direct.range_sums import MOST_CITIES, RangeSums, exchange_sums, gain_by_ends
from mechanisms.exchange.expected_exchange import POSTED, VCG, ExpectedRule, drawn_payoffs
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate

__all__ = ["ExchangeInRanges", "ExchangeInRangesCertificate", "exchange_in_ranges"]

ZERO, ONE = Fraction(0), Fraction(1)
FINE = 24
GIVEN_UP = 1 / 2000
"""What rounding the price may cost of its gain."""
Range = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, repr=False)
class ExchangeInRanges(ComparedRules):
    """Both rules side by side, in money per lot and on average over all values.

    ``first_best``: the gain if values were known; ``rules``: by name; ``price``: the posted one
    that a search found. Others may gain a little more.

    See ``exchange_in_ranges`` for the concept, an example and its source.
    """

    first_best: Fraction
    rules: Mapping[str, ExpectedRule]
    price: Fraction
    certificate: ExchangeInRangesCertificate
    method: str = "exact integrals, at a price that a search found"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if not self.first_best:
            return "There is nothing to gain at any values."
        lost = 100 * self.lost(POSTED) / self.first_best
        return (
            f"A posted price of {shown(self.price)} loses {shown(lost)} per cent of the gain of "
            f"{shown(self.first_best)}; VCG lacks {shown(-self.rules[VCG].kept)}."
        )


def exchange_in_ranges(exchange: UniformExchange) -> ExchangeInRanges:
    """A posted price and VCG in an exchange in which every value in a city's range is
    equally likely.

    At a price p, buyer i of the range [l, h] is willing with chance a = (h - p) / (h - l), and then
    expects (h - p) / 2; sellers likewise. Who is willing is independent, so that all follows from
    how many are, without any cut:

        E[gain; p] = sum over i of  a_i (h_i - p) / 2  P(drawn, if willing),

    and VCG leaves each city what all gain with it less what they gain without it. The price is
    *found*, by a search, and rounded where that costs next to nothing; what it brings is exact.

    For up to 12 cities.

    A price at which nothing is lost is found where there is one. With nothing to gain, any price
    does. Errors: ``InvalidInput`` for more cities.

    >>> duo = UniformExchange({"B": (0, 1)}, {"S": (0, 1)})
    >>> found = exchange_in_ranges(duo)
    >>> found.price, found.rules["posted price"].gain, found.rules["VCG"].kept
    (Fraction(1, 2), Fraction(1, 8), Fraction(-1, 6))
    >>> print(found.status)
    A posted price of 0.5 loses 25 per cent of the gain of 0.166667; VCG lacks 0.166667.

    Source: Hagerty and Rogerson (1987) for the posted price; Myerson and Satterthwaite (1983) and
    Williams (1999) for what VCG lacks.
    """
    of_kind(exchange, UniformExchange, place="subject of exchange_in_ranges")
    if len(exchange.cities) > MOST_CITIES:
        raise InvalidInput("the number of cities", len(exchange.cities), f"at most {MOST_CITIES}")
    first_best = _all(exchange).gain
    price = _search(exchange, first_best)
    left = [first_best - (_all(others).gain if others else 0) for others in _without_each(exchange)]
    rules = {
        POSTED: _rule(exchange, _at_price(exchange, price)),
        VCG: _rule(exchange, left, first_best),
    }
    return ExchangeInRangesCertificate(first_best, rules, price).answer(exchange)


def _rule(
    exchange: UniformExchange, payoffs: list[Fraction], gain: Fraction | None = None
) -> ExpectedRule:
    left = sum(payoffs, ZERO)
    whole = left if gain is None else gain
    return ExpectedRule(whole, whole - left, dict(zip(exchange.cities, payoffs, strict=True)))


def _all(exchange: UniformExchange) -> RangeSums:
    sides = (list(exchange.buyers.values()), list(exchange.sellers.values()))
    return exchange_sums(*sides, ONE, tuple(exchange.lots.values()))


def _without_each(exchange: UniformExchange) -> Iterator[UniformExchange | None]:
    """By city the exchange of the others; ``None`` where a side is left empty."""
    for city in exchange.cities:
        buyers, sellers = (
            {name: ends for name, ends in side.items() if name != city}
            for side in (exchange.buyers, exchange.sellers)
        )
        lots = {name: exchange.lots[name] for name in (*buyers, *sellers)}
        yield UniformExchange(buyers, sellers, lots) if buyers and sellers else None


def _willing(ends: tuple[Any, Any], price: Any) -> tuple[Any, Any]:
    """How likely a buyer likes a price, and what it expects of it if it gets its lot, or 0."""
    low, high = ends
    if price <= low:
        return 1, (low + high) / 2 - price
    if price > high or low == high:
        return 0, 0 * price
    return (high - price) / (high - low), (high - price) ** 2 / (high - low) / 2


def _sides(exchange: UniformExchange) -> list[list[Range]]:
    """The ranges of buyers, and of sellers turned round: buyers of minus a price."""
    turned = [(-high, -low) for low, high in exchange.sellers.values()]
    return [list(exchange.buyers.values()), turned]


def _at_price(exchange: UniformExchange, price: Fraction) -> list[Fraction]:
    """By city what it expects at a posted price."""
    buyers, sellers = _sides(exchange)
    sides = [
        [_willing(ends, price) for ends in buyers],
        [_willing(ends, -price) for ends in sellers],
    ]
    lots = [[exchange.lots[city] for city in side] for side in (exchange.buyers, exchange.sellers)]
    return drawn_payoffs(sides, lots)


def _one_by_one(exchange: UniformExchange, price: Fraction) -> list[Fraction]:
    """What each expects at a posted price, by who is willing: each group, and how likely it is."""
    buyers, sellers = _sides(exchange)
    sides = [_willing(ends, price) for ends in buyers] + [
        _willing(ends, -price) for ends in sellers
    ]
    lots, n = list(exchange.lots.values()), len(buyers)
    payoffs = [ZERO] * len(sides)
    open_to = [(True, False) if 0 < p < 1 else (bool(p),) for p, _ in sides]
    for group in itertools.product(*open_to):
        wanted, offered = (
            sum(size for size, here in zip(lots[part], group[part], strict=True) if here)
            for part in (slice(n), slice(n, None))
        )
        deals = min(wanted, offered)
        if not deals:
            continue
        chance = ONE
        for (p, _), here in zip(sides, group, strict=True):
            chance *= p if here else 1 - p
        for i, ((p, surplus), here) in enumerate(zip(sides, group, strict=True)):
            if here:
                drawn = Fraction(deals * lots[i], wanted if i < n else offered)
                payoffs[i] += chance * drawn * surplus / p
    return payoffs


def _search(exchange: UniformExchange, first_best: Fraction) -> Fraction:
    """A price that gains most of many, refined, and rounded to what a person would write."""
    gain = _Gain(exchange)
    ends = sorted(
        {
            end
            for side in (exchange.buyers, exchange.sellers)
            for one in side.values()
            for end in one
        }
    )
    tried = list(ends)
    for a, b in itertools.pairwise(ends):
        tried += [a + (b - a) * Fraction(k, FINE) for k in range(1, FINE)]
    tried.sort()
    gains = [gain(float(price), exact=price) for price in tried]
    best = max(gains)
    first = next(k for k, one in enumerate(gains) if one >= best * (1 - 1e-12))
    last = first
    while last + 1 < len(gains) and gains[last + 1] >= best * (1 - 1e-12):
        last += 1
    price = (tried[first] + tried[last]) / 2
    if first == last and tried[first] not in ends:
        price = _refined(gain, tried[first - 1], tried[first + 1])
    if sum(_at_price(exchange, price), ZERO) == first_best:
        return _rounded(price, ends, lambda p: sum(_at_price(exchange, p), ZERO) == first_best)
    least = gain(float(price), exact=price) * (1 - GIVEN_UP)
    return _rounded(price, ends, lambda p: gain(float(p), exact=p) >= least)


def _refined(gain: _Gain, low: Fraction, high: Fraction) -> Fraction:
    """Where the gain is greatest between two prices, to a few digits: it bends down there."""
    for _ in range(24):
        a, b = low + (high - low) * Fraction(3, 8), low + (high - low) * Fraction(5, 8)
        low, high = (low, b) if gain(float(a)) >= gain(float(b)) else (a, high)
        low, high = low.limit_denominator(10**15), high.limit_denominator(10**15)
    return (low + high) / 2


def _rounded(price: Fraction, ends: list[Fraction], good: Any) -> Fraction:
    """The nearest price of fewest digits that is as good."""
    if ends[0] == ends[-1]:
        return price
    step = ONE
    while step < ends[-1] - ends[0]:
        step *= 10
    while step > ends[-1] - ends[0]:
        step /= 10
    if (100 * price / step).denominator == 1:
        return price
    for _ in range(7):
        near = round(price / step) * step
        if good(near):
            return near
        half = round(2 * price / step) * step / 2
        if good(half):
            return half
        step /= 10
    return price


class _Gain:
    """The gain at a posted price in floating point, for the search alone."""

    def __init__(self, exchange: UniformExchange) -> None:
        import numpy as np

        self.exact = _sides(exchange)
        self.sides = [[(float(a), float(b)) for a, b in side] for side in self.exact]
        sides = (exchange.buyers, exchange.sellers)
        self.lots = [[exchange.lots[city] for city in side] for side in sides]
        most = [np.arange(sum(own) + 1) for own in self.lots]
        deals = np.minimum(most[0][:, None], most[1][None, :])
        self.drawn = [
            deals / np.maximum(most[0], 1)[:, None],
            (deals / np.maximum(most[1], 1)[None, :]).T,
        ]

    def __call__(self, price: float, exact: Fraction | None = None) -> float:
        import numpy as np

        # At the ends of its range a city may be just willing: decide that exactly, not in floats.
        sides = [
            [
                _willing(ends, sign * price if exact is None else sign * exact)
                for ends in (side if exact is None else whole)
            ]
            for side, whole, sign in zip(self.sides, self.exact, (1, -1), strict=True)
        ]
        gain = 0.0
        for side, other, lots, beyond, drawn in zip(
            sides, sides[::-1], self.lots, self.lots[::-1], self.drawn, strict=True
        ):
            across = _lot_distribution(other, beyond)
            by_count = drawn @ across
            for i, (_, surplus) in enumerate(side):
                if surplus:
                    kept = [k for k in range(len(side)) if k != i]
                    others = _lot_distribution([side[k] for k in kept], [lots[k] for k in kept])
                    beside = by_count[lots[i] : lots[i] + len(others)]
                    gain += float(surplus) * lots[i] * float(np.dot(others, beside))
        return gain


def _lot_distribution(side: list[tuple[Any, Any]], lots: list[int]) -> Any:
    """How likely so many lots are."""
    import numpy as np

    found = np.ones(1)
    for (chance, _), size in zip(side, lots, strict=True):
        own = np.zeros(size + 1)
        own[0], own[size] = 1 - float(chance), float(chance)
        found = np.convolve(found, own)
    return found


@dataclass(frozen=True, slots=True)
class ExchangeInRangesCertificate(Certificate, kind="exchange in ranges", of="exchange_in_ranges"):
    """The price and what both rules come to, each by a second formula.

    The posted price is gone through by which cities are willing; what all gain, and all but one, is
    what those who trade have at their most eager end less how far they are from there.
    """

    first_best: Fraction
    rules: Mapping[str, ExpectedRule]
    price: Fraction

    def violations(self, subject: UniformExchange) -> Iterator[str]:
        if tuple(self.rules) != (POSTED, VCG):
            yield "The rules are not those asked for, in their order."
            return
        if self.rules[POSTED] != _rule(subject, _one_by_one(subject, self.price)):
            yield "By who is willing the posted price brings something else."
        whole = _by_ends(subject)
        if whole != self.first_best:
            yield f"By who trades the first best is {whole}, not {self.first_best}."
        left = [whole - (_by_ends(others) if others else 0) for others in _without_each(subject)]
        if self.rules[VCG] != _rule(subject, left, whole):
            yield "With each city and without it VCG leaves something else."

    def answer(self, subject: UniformExchange) -> ExchangeInRanges:
        del subject
        return ExchangeInRanges(self.first_best, self.rules, self.price, self)


def _by_ends(exchange: UniformExchange) -> Fraction:
    """What all gain, by how often each trades, and how far from its most eager end."""
    sides = (list(exchange.buyers.values()), list(exchange.sellers.values()))
    return gain_by_ends(_all(exchange), *sides, ONE)
