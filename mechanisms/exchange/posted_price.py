"""Posted price: who likes it trades at it, and on the longer side lots are drawn."""

from __future__ import annotations

from fractions import Fraction

from games.exact import Number, exact
from games.private_exchange import PrivateExchange
from games.uniform_values import UniformExchange
from mechanisms.direct.trade_rule import Even, Figure, Listed, turned, worth_beyond
from mechanisms.exchange.expected_exchange import drawn_payoffs

__all__ = ["at_posted_price"]


def at_posted_price(
    exchange: PrivateExchange | UniformExchange, price: Number
) -> dict[str, Fraction]:
    """What each city expects at a price per unit, by city, for lots of one unit.

    No city can move the price, and none has to trade at it.

    >>> duo = UniformExchange({"B": (0, 1)}, {"S": (0, 1)})
    >>> at_posted_price(duo, Fraction(1, 2))
    {'B': Fraction(1, 16), 'S': Fraction(1, 16)}
    """
    at = exact(price, "the price")
    sides = [
        [worth_beyond(_figure(one), at) for one in exchange.buyers.values()],
        [worth_beyond(turned(_figure(one)), -at) for one in exchange.sellers.values()],
    ]
    lots = [[exchange.lots[city] for city in side] for side in (exchange.buyers, exchange.sellers)]
    return dict(zip(exchange.cities, drawn_payoffs(sides, lots), strict=True))


def _figure(given: object) -> Figure:
    if isinstance(given, tuple):
        low, high = given
        return Even(low, high) if low < high else Listed(((low, Fraction(1)),))
    return Listed(tuple(given.items()))  # type: ignore[attr-defined]
