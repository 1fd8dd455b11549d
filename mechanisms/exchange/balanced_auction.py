"""A double auction that is honest and keeps no money: a seller may be left out by lot.

With m efficient lots the one price is

    p = min(b_m, a_m+1).

If p = a_m+1, all m buyers and m sellers trade at p. Else p = b_m: buyer m is left out, and of the m
sellers one, drawn by lot. Nobody can move the price it faces, and every yuan that buyers pay goes
to sellers. At most one lot is lost; as any of the m sellers may be drawn, it can be worth more than
the last deal, b_m - a_m. With a single seller there is no next ask, and nobody ever trades.

>>> from games import ExchangeMarket
>>> clearing = balanced_auction(ExchangeMarket({"A": 9, "B": 8}, {"C": 2, "D": 3}))
>>> clearing.buyer_price, dict(clearing.lots)["C"], clearing.surplus
(Fraction(8, 1), Fraction(1, 2), Fraction(0, 1))

Source: Segal-Halevi, Hassidim and Aumann (2016), SBBA: a strongly-budget-balanced double-auction
mechanism.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import of_kind
from games.exchange_market import ExchangeMarket
from mechanisms.exchange.clearing import (
    ZERO,
    Clearing,
    OrderBook,
    PriceCertificate,
    cleared,
    one_lot_each,
)

__all__ = ["BalancedAuctionCertificate", "balanced_auction"]


@dataclass(frozen=True, slots=True)
class BalancedAuctionCertificate(PriceCertificate, kind="exchange: balanced double auction"):
    """The price min(b_m, a_m+1), and how many lots trade at it."""

    def violations(self, subject: ExchangeMarket) -> Iterator[str]:
        book = OrderBook(subject)
        yield from self.book_violations(book)
        if self.buyer_price != self.seller_price:
            yield "Buyers and sellers do not trade at one price."
        bid, ask = book.bid(self.efficient), book.ask(self.efficient + 1)
        if self.lots and self.buyer_price not in (bid, ask):
            yield "The price is neither the last bid that is worth trading nor the next ask."
        elif self.lots and not all(self.support <= one for one in (bid, ask) if one is not None):
            yield "The price is not the lower of the two."
        if self.lots != _lots(book, self.efficient):
            yield "The number of lots is not that of the rule."
        if self.support != (book.low if self.buyer_price is None else self.buyer_price):
            yield "The price that shows what is efficient is not the one of the rule."

    def answer(self, subject: ExchangeMarket) -> Clearing:
        book, m = OrderBook(subject), self.efficient
        price = self.buyer_price or ZERO
        share = Fraction(self.lots, m) if m else ZERO  # of the m sellers
        lots = dict.fromkeys(subject.cities, ZERO)
        worth = dict.fromkeys(subject.cities, ZERO)
        payments = dict.fromkeys(subject.cities, ZERO)
        for bid, city in book.bids[: self.lots]:
            lots[city], worth[city], payments[city] = Fraction(1), bid, price
        for ask, city in book.asks[:m]:
            lots[city], worth[city], payments[city] = share, -ask * share, -price * share
        if not m:
            status = "Nobody trades: no bid is above an ask."
        elif self.lots == m:
            status = f"{m} lots at {approximately(price)}: all that is worth trading."
        elif self.lots:
            status = (
                f"{self.lots} of {m} lots that are worth trading, at {approximately(price)}: "
                f"of the {m} sellers {self.lots} are drawn by lot."
            )
        else:
            status = "Nobody trades: one lot is worth trading, and the rule gives up the last."
        prices = (self.buyer_price, self.seller_price)
        method = "strongly budget-balanced double auction"
        return cleared(book, worth, lots, payments, prices, status, self, method)


def balanced_auction(market: ExchangeMarket) -> Clearing:
    """One price for all, no money left over; lots and gains are expected ones.

    Errors: ``InvalidInput`` where a city trades several lots.
    """
    of_kind(market, ExchangeMarket, place="subject of balanced_auction")
    one_lot_each(market, "the balanced double auction")
    book = OrderBook(market)
    m = book.efficient
    lots, next_ask, last_bid = _lots(book, m), book.ask(m + 1), book.bid(m)
    price = next_ask if lots == m else last_bid
    price = price if lots else None
    support = book.low if price is None else price
    return BalancedAuctionCertificate(support, m, lots, price, price).answer(market)


def _lots(book: OrderBook, m: int) -> int:
    next_ask, last_bid = book.ask(m + 1), book.bid(m)
    full = m == 0 or (next_ask is not None and last_bid is not None and next_ask <= last_bid)
    return m if full else m - 1
