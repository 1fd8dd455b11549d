"""Uniform-price clearing of quota, with a reserve price and a cap on what each city may buy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import in_order, within
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.exchange_market import ExchangeMarket
from mechanisms.exchange.clearing import ZERO, Clearing, OrderBook, PriceCertificate
from solvers.answer import EXACT, Proof

__all__ = ["UniformPrice", "UniformPriceCertificate", "UniformPriceRule", "uniform_price"]


@dataclass(frozen=True, slots=True)
class UniformPriceRule:
    """An exchange, its reserve price, and the most lots that a city may buy.

    ``caps``: by buyer; none where not named. Errors: ``InvalidInput`` names what cannot be right.

    See ``uniform_price`` for the concept and its source.

    >>> from games import ExchangeMarket
    >>> quota = ExchangeMarket({"Hangzhou": [9, 8, 7], "Ningbo": 5}, {"Quzhou": [1, 2, 3, 4]})
    >>> UniformPriceRule(quota, reserve=5, caps={"Hangzhou": 1}).reserve
    Fraction(5, 1)
    """

    market: ExchangeMarket
    reserve: Any = 0
    caps: Any = None

    def __post_init__(self) -> None:
        of_kind(self.market, ExchangeMarket, place="the market of a uniform price")
        buyers = self.market.buyers
        given = zip(buyers, in_order(self.caps, buyers, "cap", "buyer"), strict=True)
        caps = {city: _whole_cap(cap, city) for city, cap in given if cap is not None}
        object.__setattr__(self, "reserve", within(self.reserve, "reserve", "0 or more"))
        object.__setattr__(self, "caps", caps)

    @property
    def capped(self) -> ExchangeMarket:
        """The exchange without the bids beyond the caps."""
        bids = {city: bids[: self.caps.get(city)] for city, bids in self.market.bids.items()}
        return ExchangeMarket(bids, self.market.asks)


@dataclass(frozen=True, slots=True, repr=False)
class UniformPrice(Clearing):
    """The clearing, and what the two limits cost: ``lost = cap_loss + reserve_loss``.

    See ``uniform_price`` for the concept, an example and its source.
    """

    cap_loss: Fraction = ZERO
    reserve_loss: Fraction = ZERO
    proof: Proof = EXACT


@dataclass(frozen=True, slots=True)
class UniformPriceCertificate(PriceCertificate, kind="exchange: uniform price"):
    """What clears under the caps, what trades at the reserve; ``free``: a price without caps."""

    free: Fraction

    def violations(self, subject: UniformPriceRule) -> Iterator[str]:
        book, whole = OrderBook(subject.capped), OrderBook(subject.market)
        yield from self.book_violations(book)
        if self.free != whole.low or whole.bound(self.free) != whole.gain(whole.efficient):
            yield f"The price {self.free} does not show what would be best without caps."
        if self.support != book.low:
            yield "The price that shows what is best under the caps is not the lowest."
        if self.buyer_price != self.seller_price:
            yield "Buyers and sellers do not trade at one price."
        price = max(self.support, subject.reserve)
        if self.lots and self.buyer_price != price:
            yield f"The price is not {price}, the lowest that clears from the reserve on."
        served = sum(bid >= price for bid, _ in book.bids[: self.efficient])
        if self.lots != served:
            yield f"{served} of the lots that are worth trading meet the price, not {self.lots}."

    def answer(self, subject: UniformPriceRule) -> UniformPrice:
        capped, whole = OrderBook(subject.capped), OrderBook(subject.market)
        if self.lots:
            status = f"{self.lots} lots at {approximately(self.buyer_price or ZERO)}."
        else:
            why = "the reserve is above every bid" if self.efficient else "no bid is above an ask"
            status = f"Nobody trades: {why}."
        found = self.trade(subject.capped, status, "uniform price")
        cap_loss = whole.gain(whole.efficient) - capped.gain(capped.efficient)
        fields = {name: getattr(found, name) for name in Clearing.__slots__}
        fields["lost"] = found.lost + cap_loss
        return UniformPrice(**fields, cap_loss=cap_loss, reserve_loss=found.lost)


def uniform_price(
    market: ExchangeMarket, reserve: Any = 0, caps: Mapping[str, int] | None = None
) -> UniformPrice:
    """Uniform-price clearing of quota, with a reserve price and a cap on what each city may buy.

    All who trade do so at one price: the lowest that clears the exchange, but no less than the
    reserve,

        p = max(low, reserve),

    where bids beyond a city's cap do not count. A reserve above what the last bidder would pay
    leaves lots unsold: those with the lowest asks are sold. Reserve and cap keep out hoarders and
    protect sellers, and both have a price, which is shown. Who wants several lots gains by bidding
    for fewer (*demand reduction*): ``exchange_misreport`` finds how.

    Clear at one price, at least ``reserve``, with at most ``caps[city]`` lots to each buyer.

    Errors: as of ``UniformPriceRule``.

    >>> from games import ExchangeMarket
    >>> quota = ExchangeMarket({"Hangzhou": [9, 8, 7], "Ningbo": 5}, {"Quzhou": [1, 2, 3, 4]})
    >>> free = uniform_price(quota)
    >>> free.buyer_price, free.gains["Hangzhou"], free.lost
    (Fraction(4, 1), Fraction(12, 1), Fraction(0, 1))
    >>> capped = uniform_price(quota, caps={"Hangzhou": 1}, reserve=5)
    >>> capped.buyer_price, capped.lots["Hangzhou"], capped.cap_loss, capped.reserve_loss
    (Fraction(5, 1), Fraction(1, 1), Fraction(8, 1), Fraction(0, 1))

    Source: Friedman (1960); Ausubel, Cramton, Pycia, Rostek and Weretka (2014), Demand reduction
    and inefficiency in multi-unit auctions.
    """
    rule = UniformPriceRule(market, reserve, caps)
    book = OrderBook(rule.capped)
    price = max(book.low, rule.reserve)
    lots = sum(bid >= price for bid, _ in book.bids[: book.efficient])
    paid = price if lots else None
    return UniformPriceCertificate(
        book.low, book.efficient, lots, paid, paid, OrderBook(market).low
    ).answer(rule)


def _whole_cap(cap: Any, city: str) -> int:
    number = exact(cap, f"cap of {city}")
    if number < 0 or number.denominator > 1:
        raise InvalidInput(f"cap of {city}", cap, "a whole number of lots, 0 or more")
    return int(number)
