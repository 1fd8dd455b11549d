"""The k-double auction: everybody trades at one price, k of the way between the two that clear.

With m efficient lots, any price from max(a_m, b_m+1) = low to min(b_m, a_m+1) = high clears, and

    p  =  low + k (high - low),        0 <= k <= 1.

k = 1/2 splits the difference; k = 0 is best for buyers, k = 1 for sellers. Payments balance and, if
bids are honest, nothing is lost. But bids are not: who may set the price bids too little or asks
too much (``exchange_misreport`` finds by how much).

>>> from games import ExchangeMarket
>>> clearing = k_double_auction(ExchangeMarket({"A": 9, "B": 8, "C": 4}, {"D": 2, "E": 3, "F": 6}))
>>> clearing.buyer_price, clearing.gains["B"], clearing.surplus, clearing.lost
(Fraction(5, 1), Fraction(3, 1), Fraction(0, 1), Fraction(0, 1))

Source: Chatterjee and Samuelson (1983); Rustichini, Satterthwaite and Williams (1994).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import within
from games.errors import of_kind
from games.exchange_market import ExchangeMarket
from mechanisms.exchange.clearing import Clearing, OrderBook, PriceCertificate

__all__ = ["KDoubleAuctionCertificate", "k_double_auction"]


@dataclass(frozen=True, slots=True)
class KDoubleAuctionCertificate(PriceCertificate, kind="exchange: k-double auction"):
    """The price that clears, and its place ``k`` between the lowest and the highest that do."""

    k: Fraction

    def violations(self, subject: ExchangeMarket) -> Iterator[str]:
        book = OrderBook(subject)
        yield from self.book_violations(book)
        if self.lots != self.efficient:
            yield "Not all efficient lots are traded."
        if not 0 <= self.k <= 1:
            yield f"k is {self.k}, not between 0 and 1."
        for price in (self.buyer_price, self.seller_price):
            if price is not None and price != _price(book, self.k):
                yield f"The price is not {self.k} of the way between the prices that clear."
        if self.support != _price(book, self.k):
            yield "What clears is not the price itself."

    def answer(self, subject: ExchangeMarket) -> Clearing:
        if not self.lots:
            status = "Nobody trades: no bid is above an ask."
        else:
            status = (
                f"{self.lots} lots at {approximately(self.support)}: all that is worth trading."
            )
        return self.trade(subject, status, f"k-double auction with k = {self.k}")


def k_double_auction(market: ExchangeMarket, k: Any = Fraction(1, 2)) -> Clearing:
    """All efficient lots at one price, ``k`` of the way from the lowest that clears to the highest.

    Cities may bid for several lots. Without efficient lots nobody trades. Errors: ``InvalidInput``
    where k is not between 0 and 1.
    """
    of_kind(market, ExchangeMarket, place="subject of k_double_auction")
    book, share = OrderBook(market), within(k, "k", "between 0 and 1")
    price = _price(book, share)
    paid = price if book.efficient else None
    return KDoubleAuctionCertificate(
        price, book.efficient, book.efficient, paid, paid, share
    ).answer(market)


def _price(book: OrderBook, k: Fraction) -> Fraction:
    high = book.low if book.high is None else book.high
    return book.low + k * (high - book.low)
