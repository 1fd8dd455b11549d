"""McAfee's double auction: no city gains by a false bid, and no money has to be paid in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import of_kind
from games.exchange_market import ExchangeMarket
from mechanisms.exchange.clearing import ZERO, Clearing, OrderBook, PriceCertificate, one_lot_each

__all__ = ["McAfeeCertificate", "ReductionCertificate", "mcafee", "trade_reduction"]


@dataclass(frozen=True, slots=True)
class ReductionCertificate(PriceCertificate, kind="exchange: trade reduction"):
    """All efficient lots but the last, at the bid and the ask of the lot that is given up."""

    def violations(self, subject: ExchangeMarket) -> Iterator[str]:
        yield from self.book_violations(OrderBook(subject))
        yield from self.reduction_violations(OrderBook(subject))

    def reduction_violations(self, book: OrderBook) -> Iterator[str]:
        """Why this is not trade in all lots but the last."""
        if self.lots != max(0, self.efficient - 1):
            yield "Not just the last lot is given up."
        elif self.lots and self.buyer_price != book.bid(self.efficient):
            yield "Buyers do not pay the bid of the lot that is given up."
        elif self.lots and self.seller_price != book.ask(self.efficient):
            yield "Sellers do not get the ask of the lot that is given up."
        if self.support != book.low:
            yield "The price that shows what is efficient is not the lowest."

    def answer(self, subject: ExchangeMarket) -> Clearing:
        return self.trade(subject, _reduced(self), "trade reduction")


@dataclass(frozen=True, slots=True)
class McAfeeCertificate(ReductionCertificate, kind="exchange: McAfee"):
    """All efficient lots at the price half-way outside, or all but the last."""

    def violations(self, subject: ExchangeMarket) -> Iterator[str]:
        book = OrderBook(subject)
        yield from self.book_violations(book)
        price = half_way(book)
        if price is None:
            yield from self.reduction_violations(book)
            return
        if self.lots != self.efficient:
            yield "A lot is given up although the price half-way outside suits all who trade."
        if self.lots and not self.buyer_price == self.seller_price == price:
            yield "The price is not half-way between the best bid and ask that do not trade."
        if self.support != book.low:
            yield "The price that shows what is efficient is not the lowest."

    def answer(self, subject: ExchangeMarket) -> Clearing:
        if self.lots and self.lots == self.efficient:
            price = self.buyer_price or ZERO
            status = f"{self.lots} lots at {approximately(price)}: all that is worth trading."
        else:
            status = _reduced(self)
        return self.trade(subject, status, "McAfee's double auction")


def mcafee(market: ExchangeMarket) -> Clearing:
    """McAfee's double auction: no city gains by a false bid, and no money has to be paid in.

    With m efficient lots, let p be half-way between the best bid and the best ask that do not
    trade,

        p = (b_m+1 + a_m+1) / 2.

    If a_m <= p <= b_m, all m lots trade at p. Else the last one is given up: m - 1 lots trade,
    buyers pay b_m, sellers get a_m, and the exchange keeps the difference. The price that a city
    faces never depends on its own bid, so honesty is a dominant strategy; at most the least
    valuable lot is lost.

    For cities with one lot each.

    Where no further bid or no further ask is left to set the price, the last lot is given up too.
    Errors: ``InvalidInput`` where a city trades several lots.

    >>> from games import ExchangeMarket
    >>> bids, asks = {"A": 9, "B": 8, "C": 7, "D": 4}, {"E": 2, "F": 3, "G": 4, "H": 5}
    >>> clearing = mcafee(ExchangeMarket(bids, asks))
    >>> sum(clearing.lots[buyer] for buyer in bids), clearing.buyer_price, clearing.lost
    (Fraction(3, 1), Fraction(9, 2), Fraction(0, 1))

    Source: McAfee (1992), A dominant strategy double auction.
    """
    of_kind(market, ExchangeMarket, place="subject of mcafee")
    one_lot_each(market, "McAfee's rule")
    book = OrderBook(market)
    price, m = half_way(book), book.efficient
    if price is None or not m:
        found = trade_reduction(market).certificate
        assert isinstance(found, ReductionCertificate)  # noqa: S101 - for the type checker
        return McAfeeCertificate(
            found.support, m, found.lots, found.buyer_price, found.seller_price
        ).answer(market)
    return McAfeeCertificate(book.low, m, m, price, price).answer(market)


def trade_reduction(market: ExchangeMarket) -> Clearing:
    """Always give up the last efficient lot: its bid and its ask are the prices of the others.

    No city gains by a false bid, and the exchange is never short of money. One lot each.

    Errors: ``InvalidInput`` for what is not an ``ExchangeMarket``.

    See ``mcafee`` for the concept and its source.

    >>> from games import ExchangeMarket
    >>> clearing = trade_reduction(ExchangeMarket({"A": 9, "B": 8}, {"C": 2, "D": 3}))
    >>> clearing.buyer_price, clearing.seller_price, clearing.surplus, clearing.lost
    (Fraction(8, 1), Fraction(3, 1), Fraction(5, 1), Fraction(5, 1))
    """
    of_kind(market, ExchangeMarket, place="subject of trade_reduction")
    one_lot_each(market, "trade reduction")
    book = OrderBook(market)
    m = book.efficient
    prices = (book.bid(m), book.ask(m)) if m > 1 else (None, None)
    return ReductionCertificate(book.low, m, max(0, m - 1), *prices).answer(market)


def half_way(book: OrderBook) -> Fraction | None:
    """McAfee's price; ``None`` where there is none, or it does not suit all who would trade."""
    m = book.efficient
    outside = (book.bid(m + 1), book.ask(m + 1))
    last = (book.bid(m), book.ask(m))
    if None in (*outside, *last):
        return None
    price = (outside[0] + outside[1]) / 2  # type: ignore[operator]
    return price if last[1] <= price <= last[0] else None  # type: ignore[operator]


def _reduced(found: PriceCertificate) -> str:
    if not found.efficient:
        return "Nobody trades: no bid is above an ask."
    if not found.lots:
        return "Nobody trades: one lot is worth trading, and the rule gives up the last."
    prices = f"buyers pay {approximately(found.buyer_price or ZERO)}, sellers get "
    prices += approximately(found.seller_price or ZERO)
    return f"{found.lots} of {found.efficient} lots that are worth trading: {prices}."
