"""What a rule that is signed brings a buyer and a seller, each of whom alone knows its figure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, overload

__all__ = [
    "Even",
    "Figure",
    "Lie",
    "Listed",
    "Refusal",
    "SignedTrade",
    "deal_chance",
    "double_auction_trade",
    "posted_price_trade",
    "sealed_trade",
    "table_trade",
    "turned",
    "worth_beyond",
]

ZERO, ONE = Fraction(0), Fraction(1)
Side = Literal["buyer", "seller"]


@dataclass(frozen=True, slots=True)
class Even:
    """A figure that may be anything between two numbers, all equally likely."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Listed:
    """A figure that is one of a list, from the lowest up, with the chance of each."""

    types: tuple[tuple[Fraction, Fraction], ...]


Figure = Even | Listed
Table = Sequence[Sequence[Fraction]]
"""By value, from the lowest up, a number for each cost, from the lowest up."""


@dataclass(frozen=True, slots=True)
class Lie:
    """Who gains how much, on average, by reporting another figure than its true one."""

    side: Side
    true: Fraction
    report: Fraction
    gain: Fraction


@dataclass(frozen=True, slots=True)
class Refusal:
    """Who would lose how much, on average, by taking part."""

    side: Side
    true: Fraction
    loss: Fraction


@dataclass(frozen=True, slots=True)
class SignedTrade:
    """What a rule brings if reports are true, per unit and on average, and what speaks against it.

    ``gain``: of both and the fund together. ``fund``: what is left over, below 0 what is lacking.
    ``lie``: the one that gains most; ``refusal``: the one that loses most; ``None``: there is none.
    """

    gain: Fraction
    fund: Fraction = ZERO
    lie: Lie | None = None
    refusal: Refusal | None = None


def posted_price_trade(value: Figure, cost: Figure, price: Fraction) -> SignedTrade:
    """Trade at a price, if both like it: nobody can move the price, and nobody has to take part.

    >>> unit = Even(Fraction(0), Fraction(1))
    >>> posted_price_trade(unit, unit, Fraction(1, 2)).gain
    Fraction(1, 8)
    """
    buys, for_buyer = worth_beyond(value, price)
    sells, for_seller = worth_beyond(turned(cost), -price)
    return SignedTrade(sells * for_buyer + buys * for_seller)


def sealed_trade(value: Figure, cost: Figure, least: Fraction) -> SignedTrade:
    """Sealed reports: trade iff the value exceeds the cost by ``least`` or more, and at all.

    Each pays by its report, on average what makes honesty best and leaves its worst type with
    nothing; what is left over is shared. Of a deal the fund then gets the difference of virtual
    values, as in Myerson and Satterthwaite (1983).

    >>> unit = Even(Fraction(0), Fraction(1))
    >>> sealed_trade(unit, unit, Fraction(1, 4))
    SignedTrade(gain=Fraction(9, 64), fund=Fraction(0, 1), lie=None, refusal=None)
    >>> sealed_trade(unit, unit, Fraction(0)).fund
    Fraction(-1, 6)
    """
    if isinstance(value, Even):
        return (
            _even_trade(value, cost, least)
            if isinstance(cost, Even)
            else _even_against_list(value, cost, least)
        )
    if isinstance(cost, Even):  # the same with the sides turned round
        return _even_against_list(turned(cost), turned(value), least)
    gain = fund = ZERO
    virtual_costs = _virtual_needs(cost)
    # values as negated costs, from the highest value down
    virtual_values = [-phi for phi in reversed(_virtual_needs(turned(value)))]
    for ((v, f), psi), ((c, g), phi) in itertools.product(
        zip(value.types, virtual_values, strict=True), zip(cost.types, virtual_costs, strict=True)
    ):
        if v > c and v - c >= least:
            gain += f * g * (v - c)
            fund += f * g * (psi - phi)
    return SignedTrade(gain, fund)


def deal_chance(value: Figure, cost: Figure, least: Fraction) -> Fraction:
    """How likely the value exceeds the cost by ``least`` or more, and at all.

    >>> unit = Even(Fraction(0), Fraction(1))
    >>> deal_chance(unit, unit, Fraction(1, 4))
    Fraction(9, 32)
    """
    start = max(least, ZERO)
    if isinstance(cost, Listed):
        return sum(
            (
                p * (worth_beyond(value, c + start)[0] if start else _above(value, c))
                for c, p in cost.types
            ),
            ZERO,
        )
    if isinstance(value, Listed):
        return sum((p * worth_beyond(turned(cost), start - v)[0] for v, p in value.types), ZERO)
    from mechanisms.direct.myerson_satterthwaite import UniformTrade

    trade = UniformTrade("buyer", "seller", (value.low, value.high), (cost.low, cost.high))
    return trade.above(start, ONE, ZERO)


def _above(figure: Figure, price: Fraction) -> Fraction:
    """How likely a figure is above a price."""
    if isinstance(figure, Even):
        return worth_beyond(figure, price)[0]
    return sum((p for x, p in figure.types if x > price), ZERO)


def double_auction_trade(value: Figure, cost: Figure, k: Fraction) -> SignedTrade:
    """Sealed offers: trade iff the bid is at least the ask, k of the way from the ask to the bid.

    Whoever moves the price gains by a misreport, unless k is 0 or 1: then one side alone.

    >>> unit = Even(Fraction(0), Fraction(1))
    >>> double_auction_trade(unit, unit, Fraction(1, 2)).lie
    Lie(side='buyer', true=Fraction(1, 1), report=Fraction(2, 3), gain=Fraction(1, 12))

    Source: Chatterjee and Samuelson (1983), Bargaining under incomplete information.
    """
    lies = [_best_bid("buyer", value, cost, k)]
    ask = _best_bid("buyer", turned(cost), turned(value), 1 - k)
    if ask is not None:
        lies.append(Lie("seller", -ask.true, -ask.report, ask.gain))
    found = [one for one in lies if one is not None]
    lie = max(found, key=lambda one: one.gain, default=None)
    return SignedTrade(sealed_trade(value, cost, ZERO).gain, lie=lie)


def table_trade(
    value: Listed, cost: Listed, chances: Table, prices: Table | None = None
) -> SignedTrade:
    """Sealed reports: for each pair of them how likely there is a deal, and at which price.

    Without ``prices`` each pays by its report what makes honesty best, if anything does; what is
    left over is shared.

    >>> value = Listed(((Fraction(1), Fraction(1, 2)), (Fraction(4), Fraction(1, 2))))
    >>> cost = Listed(((Fraction(0), Fraction(1, 2)), (Fraction(3), Fraction(1, 2))))
    >>> all_deals = ((1, 0), (1, 1))
    >>> table_trade(value, cost, all_deals)
    SignedTrade(gain=Fraction(3, 2), fund=Fraction(0, 1), lie=None, refusal=None)
    >>> split = ((Fraction(1, 2), 0), (2, Fraction(7, 2)))
    >>> table_trade(value, cost, all_deals, split).lie
    Lie(side='buyer', true=Fraction(4, 1), report=Fraction(1, 1), gain=Fraction(1, 2))
    """
    f, g = ([p for _, p in one.types] for one in (value, cost))
    v, c = ([x for x, _ in one.types] for one in (value, cost))
    rows = [[Fraction(x) for x in row] for row in chances]
    gain = sum(
        (
            f[i] * g[j] * rows[i][j] * (v[i] - c[j])
            for i, j in itertools.product(range(len(v)), range(len(c)))
        ),
        ZERO,
    )
    buys = [sum((p * q for p, q in zip(row, g, strict=True)), ZERO) for row in rows]
    sells = [sum((row[j] * q for row, q in zip(rows, f, strict=True)), ZERO) for j in range(len(c))]
    if prices is None:
        pays, gets = _envelope(v, buys), [-x for x in _envelope_down(c, sells)]
    else:
        paid = [
            [chance * x for chance, x in zip(row, at, strict=True)]
            for row, at in zip(rows, prices, strict=True)
        ]
        pays = [sum((p * q for p, q in zip(row, g, strict=True)), ZERO) for row in paid]
        gets = [
            sum((row[j] * q for row, q in zip(paid, f, strict=True)), ZERO) for j in range(len(c))
        ]
    fund = sum((p * x for p, x in zip(f, pays, strict=True)), ZERO) - sum(
        (q * x for q, x in zip(g, gets, strict=True)), ZERO
    )
    lies = [
        *_lies("buyer", v, buys, pays),
        *_lies("seller", c, [-x for x in sells], [-x for x in gets]),
    ]
    refusals = [
        *_refusals("buyer", v, buys, pays),
        *_refusals("seller", c, [-x for x in sells], [-x for x in gets]),
    ]
    return SignedTrade(
        gain,
        fund,
        max(lies, key=lambda one: one.gain, default=None),
        max(refusals, key=lambda one: one.loss, default=None),
    )


def worth_beyond(figure: Figure, price: Fraction) -> tuple[Fraction, Fraction]:
    """How likely a figure is at least a price, and by how much it exceeds it, on average.

    >>> worth_beyond(Even(Fraction(0), Fraction(2)), Fraction(1))
    (Fraction(1, 2), Fraction(1, 4))
    """
    if isinstance(figure, Listed):
        likes = [(x, p) for x, p in figure.types if x >= price]
        return sum((p for _, p in likes), ZERO), sum(((x - price) * p for x, p in likes), ZERO)
    low, high = figure.low, figure.high
    start = min(max(price, low), high)
    chance = (high - start) / (high - low)
    return chance, chance * ((start + high) / 2 - price)


@overload
def turned(figure: Even) -> Even: ...
@overload
def turned(figure: Listed) -> Listed: ...
@overload
def turned(figure: Figure) -> Figure: ...
def turned(figure: Figure) -> Figure:
    """Of a seller's cost the worth, minus the cost; of a buyer's value the need.

    >>> turned(Even(Fraction(1), Fraction(2)))
    Even(low=Fraction(-2, 1), high=Fraction(-1, 1))
    """
    if isinstance(figure, Even):
        return Even(-figure.high, -figure.low)
    return Listed(tuple((-x, p) for x, p in reversed(figure.types)))


def _even_trade(value: Even, cost: Even, least: Fraction) -> SignedTrade:
    from mechanisms.direct.myerson_satterthwaite import UniformTrade

    ends = (value.low, value.high), (cost.low, cost.high)
    trade, start = UniformTrade("buyer", "seller", *ends), max(least, ZERO)
    return SignedTrade(trade.gains(start), trade.funds(start))


def _even_against_list(value: Even, cost: Listed, least: Fraction) -> SignedTrade:
    """A value even on [a, b] against listed costs c of virtual cost phi: a deal from x = c + least.

    The gain is the integral of v - c, the fund's part that of 2 v - b - phi, over v from x to b.
    """
    low, high = value.low, value.high
    gain = fund = ZERO
    for (c, chance), phi in zip(cost.types, _virtual_needs(cost), strict=True):
        x = max(c + max(least, ZERO), low)
        if x < high:
            part = chance * (high - x) / (high - low)
            gain += part * ((x + high) / 2 - c)
            fund += part * (x - phi)
    return SignedTrade(gain, fund)


def _virtual_needs(figure: Listed) -> list[Fraction]:
    """C + (c - the next below) P(below) / P(c), by cost from the lowest up."""
    found, below, last = [], ZERO, ZERO
    for c, chance in figure.types:
        found.append(c + (c - last) * below / chance if below else c)
        below, last = below + chance, c
    return found


def _best_bid(side: Side, value: Figure, cost: Figure, k: Fraction) -> Lie | None:
    """The bid that gains most beyond an honest one, of the value that has most of it."""
    best: Lie | None = None
    for true in _looked_at(value, cost):
        honest = _by_bid(cost, k, true, true)
        for bid in _bids(cost, k, true):
            gain = _by_bid(cost, k, true, bid) - honest
            if gain > (ZERO if best is None else best.gain):
                best = Lie(side, true, bid, gain)
    return best


def _looked_at(value: Figure, cost: Figure) -> Iterable[Fraction]:
    """The values at which a misreport may gain most: between two of them what it gains bends up."""
    if isinstance(value, Listed):
        return [x for x, _ in value.types]
    ends = [value.low, value.high]
    inside = [cost.low, cost.high] if isinstance(cost, Even) else [x for x, _ in cost.types]
    return [*ends, *(x for x in inside if value.low < x < value.high)]


def _bids(cost: Figure, k: Fraction, true: Fraction) -> Iterator[Fraction]:
    """The bids of which one is best: at a cost of a list, or where the slope of the gain is 0."""
    if isinstance(cost, Listed):
        yield from (c for c, _ in cost.types if c < true)
    elif true > cost.low:
        yield min((true + k * cost.low) / (1 + k), cost.high)


def _by_bid(cost: Figure, k: Fraction, true: Fraction, bid: Fraction) -> Fraction:
    """What a bid leaves of a true value, if the other side asks what it needs."""
    if isinstance(cost, Listed):
        return sum((p * (true - k * bid - (1 - k) * c) for c, p in cost.types if c <= bid), ZERO)
    top = min(max(bid, cost.low), cost.high)
    chance = (top - cost.low) / (cost.high - cost.low)
    return chance * (true - k * bid - (1 - k) * (cost.low + top) / 2)


def _envelope(types: Sequence[Fraction], chances: Sequence[Fraction]) -> list[Fraction]:
    """What each type pays if none gains by posing as the next one down, and the last has nothing.

    T_0 = v_0 X_0,  T_i = T_(i-1) + v_i (X_i - X_(i-1)).
    """
    paid, due, had = [], ZERO, ZERO
    for kind, chance in zip(types, chances, strict=True):
        due += kind * (chance - had)
        paid.append(due)
        had = chance
    return paid


def _envelope_down(costs: Sequence[Fraction], chances: Sequence[Fraction]) -> list[Fraction]:
    """Payments of a seller by cost, from the lowest up: what it pays, below 0 what it gets."""
    worths = [-c for c in reversed(costs)]
    return _envelope(worths, list(reversed(chances)))[::-1]


def _lies(
    side: Side, types: Sequence[Fraction], chances: Sequence[Fraction], pays: Sequence[Fraction]
) -> Iterator[Lie]:
    """Every type that gains by reporting another one."""
    for (i, true), r in itertools.product(enumerate(types), range(len(types))):
        gain = true * (chances[r] - chances[i]) - (pays[r] - pays[i])
        if gain > 0:
            yield Lie(side, true, types[r], gain)


def _refusals(
    side: Side, types: Sequence[Fraction], chances: Sequence[Fraction], pays: Sequence[Fraction]
) -> Iterator[Refusal]:
    for true, chance, due in zip(types, chances, pays, strict=True):
        if true * chance < due:
            yield Refusal(side, true, due - true * chance)
