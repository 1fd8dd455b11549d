"""The VCG exchange: all that is worth trading is traded, honestly, and somebody pays for that.

Each city pays what its trade costs the others:

    t_i  =  G(without i)  -  (G - what i gains from the trade before payments),

negative for sellers. Taken lot by lot, a buyer pays for each lot the cheapest way in which the
others can do without it: the next ask that does not trade without it, or the least bid that does.
Honesty is a dominant strategy and nothing is lost, but buyers pay less than sellers get.

>>> from games import ExchangeMarket
>>> clearing = vcg_exchange(ExchangeMarket({"A": 9}, {"C": 2}))
>>> clearing.payments, clearing.surplus
({'A': Fraction(2, 1), 'C': Fraction(-9, 1)}, Fraction(-7, 1))

With values and costs uniform on [0, 1] the expected deficit of two is 1/6.

Source: Vickrey (1961); Clarke (1971); Groves (1973); Krishna (2010), chapter 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.errors import of_kind
from games.exchange_market import ExchangeMarket
from mechanisms.exchange.clearing import ZERO, Clearing, OrderBook, cleared, worth_of
from solvers.certificate import Certificate

__all__ = ["VcgExchangeCertificate", "vcg_exchange"]


@dataclass(frozen=True, slots=True)
class VcgExchangeCertificate(Certificate, kind="exchange: VCG"):
    """A price at which ``efficient`` lots are best, and each city's payment.

    Payments are found lot by lot, and checked as what the others lose together.
    """

    support: Fraction
    efficient: int
    payments: Mapping[str, Fraction]

    def violations(self, subject: ExchangeMarket) -> Iterator[str]:
        book = OrderBook(subject)
        if tuple(self.payments) != subject.cities:
            yield "The payments do not fit the cities."
        if not 0 <= self.efficient <= min(len(book.bids), len(book.asks)):
            yield f"There are no {self.efficient} lots to trade."
        if self.support != book.low or book.bound(book.low) != book.gain(self.efficient):
            yield f"The price {self.support} does not show that {self.efficient} lots are best."
        worth = worth_of(subject, book.trades(self.efficient))
        total = book.gain(self.efficient)
        for city, paid in self.payments.items():
            others = OrderBook(subject.without(city)) if len(subject.cities) > 1 else None
            alone = others.gain(others.efficient) if others else ZERO
            if paid != alone - (total - worth[city]):
                yield f"{city} does not pay what its trade costs the others."

    def answer(self, subject: ExchangeMarket) -> Clearing:
        book = OrderBook(subject)
        lots = book.trades(self.efficient)
        return cleared(
            book,
            worth_of(subject, lots),
            lots,
            self.payments,
            (None, None),
            f"{self.efficient} lots: all that is worth trading."
            if self.efficient
            else "Nobody trades: no bid is above an ask.",
            self,
            "Vickrey, Clarke and Groves",
        )


def vcg_exchange(market: ExchangeMarket) -> Clearing:
    """All efficient lots, each city paying what its trade costs the others; several lots each."""
    of_kind(market, ExchangeMarket, place="subject of vcg_exchange")
    book = OrderBook(market)
    lots = book.trades(book.efficient)
    payments = {city: _payment(book, city, int(lots[city])) for city in market.cities}
    return VcgExchangeCertificate(book.low, book.efficient, payments).answer(market)


def _payment(book: OrderBook, city: str, lots: int) -> Fraction:
    """What the others lose by giving a buyer its lots, or gain by taking a seller's, lot by lot."""
    if not lots:
        return ZERO
    bids = [bid for bid, owner in book.bids if owner != city]
    asks = [ask for ask, owner in book.asks if owner != city]
    m = sum(bid > ask for bid, ask in zip(bids, asks, strict=False))
    if city in book.market.bids:
        return sum(sorted(bids[:m] + asks[m:])[:lots], ZERO)
    return -sum(sorted(asks[:m] + bids[m:], reverse=True)[:lots], ZERO)
