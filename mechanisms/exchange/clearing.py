"""The clearing of an exchange: who trades how much, at what price, and what the rule gives away.

Whatever the rule, the greatest gain that trade could bring is proven by one price p: for any trades

    gain  <=  sum of max(0, bid - p) over all bids  +  sum of max(0, p - ask) over all asks,

and trades that reach this bound are efficient. Prices from ``low`` to ``high`` do that.

>>> from games import ExchangeMarket
>>> book = OrderBook(ExchangeMarket({"A": 9, "B": 8, "C": 4}, {"D": 2, "E": 5}))
>>> book.efficient, book.low, book.high, book.gain(book.efficient)
(2, Fraction(5, 1), Fraction(8, 1), Fraction(10, 1))

Source: Shapley and Shubik (1971); McAfee (1992).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import InvalidInput
from games.exchange_market import ExchangeMarket
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["Clearing", "OrderBook", "PriceCertificate", "cleared", "one_lot_each"]

ZERO = Fraction(0)


class OrderBook:
    """All bids from the highest and all asks from the lowest, each with its city.

    ``bid(k)`` and ``ask(k)`` are the k-th, from 1 on; ``None`` where there is none. ``efficient``:
    the number of lots whose bid is above their ask. ``low`` and ``high``: the prices between which
    just these trades are what everybody wants; ``high`` is ``None`` without asks.
    """

    def __init__(self, market: ExchangeMarket) -> None:
        self.market = market
        bids = [(bid, city) for city, schedule in market.bids.items() for bid in schedule]
        asks = [(ask, city) for city, schedule in market.asks.items() for ask in schedule]
        self.bids = sorted(bids, key=lambda one: -one[0])
        self.asks = sorted(asks, key=lambda one: one[0])
        pairs = zip(self.bids, self.asks, strict=False)
        self.efficient = sum(bid > ask for (bid, _), (ask, _) in pairs)

    def bid(self, k: int) -> Fraction | None:
        return self.bids[k - 1][0] if 0 < k <= len(self.bids) else None

    def ask(self, k: int) -> Fraction | None:
        return self.asks[k - 1][0] if 0 < k <= len(self.asks) else None

    @property
    def low(self) -> Fraction:
        at_least = (self.ask(self.efficient), self.bid(self.efficient + 1))
        return max((one for one in at_least if one is not None), default=ZERO)

    @property
    def high(self) -> Fraction | None:
        at_most = (self.bid(self.efficient), self.ask(self.efficient + 1))
        return min((one for one in at_most if one is not None), default=None)

    def gain(self, lots: int) -> Fraction:
        """What the cities gain if the best ``lots`` bids and asks trade."""
        return sum((bid for bid, _ in self.bids[:lots]), ZERO) - sum(
            (ask for ask, _ in self.asks[:lots]), ZERO
        )

    def bound(self, price: Fraction) -> Fraction:
        """What no trades can exceed, by the price that is named."""
        buyers = sum((max(ZERO, bid - price) for bid, _ in self.bids), ZERO)
        return buyers + sum((max(ZERO, price - ask) for ask, _ in self.asks), ZERO)

    def trades(self, lots: int) -> dict[str, Fraction]:
        """How many lots each city buys or sells if the best ``lots`` of each side trade."""
        found = dict.fromkeys(self.market.cities, ZERO)
        for _, city in (*self.bids[:lots], *self.asks[:lots]):
            found[city] += 1
        return found


@dataclass(frozen=True, slots=True, repr=False)
class Clearing(Answer):
    """Who trades, who pays, and what is lost. Gains are at the bids and asks as reported.

    ``lots``: by city, bought or sold; expected ones where the rule draws lots. ``payments``: what
    each city pays, negative where it is paid. ``gains``: by city. ``buyer_price`` and
    ``seller_price``: per lot; ``None`` where nobody trades or prices differ by city. ``surplus``:
    what is left with the exchange, negative where somebody (the province) has to pay in.
    ``gain``: of the cities and the exchange together; ``lost``: how much more trade could bring.
    """

    lots: Mapping[str, Fraction]
    payments: Mapping[str, Fraction]
    gains: Mapping[str, Fraction]
    buyer_price: Fraction | None
    seller_price: Fraction | None
    surplus: Fraction
    gain: Fraction
    lost: Fraction
    status: str
    method: str
    certificate: Certificate
    proof: Proof = EXACT


def cleared(  # noqa: PLR0917 - what a rule says, in the order of the fields
    book: OrderBook,
    worth: Mapping[str, Fraction],
    lots: Mapping[str, Fraction],
    payments: Mapping[str, Fraction],
    prices: tuple[Fraction | None, Fraction | None],
    status: str,
    certificate: Certificate,
    method: str,
) -> Clearing:
    """The clearing with its sums; ``worth`` is what the lots are worth, or minus what they cost."""
    surplus = sum(payments.values(), ZERO)
    gain = sum(worth.values(), ZERO)
    return Clearing(
        lots=lots,
        payments=payments,
        gains={city: worth[city] - paid for city, paid in payments.items()},
        buyer_price=prices[0],
        seller_price=prices[1],
        surplus=surplus,
        gain=gain,
        lost=book.gain(book.efficient) - gain,
        status=status + _money(surplus),
        method=method,
        certificate=certificate,
    )


def _money(surplus: Fraction) -> str:
    if surplus > 0:
        return f" The exchange is left with {approximately(surplus)}."
    return f" Somebody has to pay in {approximately(-surplus)}." if surplus < 0 else ""


def worth_of(market: ExchangeMarket, lots: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What whole numbers of lots are worth to buyers, and minus what they cost sellers."""
    return {
        city: market.value(city, int(one)) * (1 if city in market.bids else -1)
        for city, one in lots.items()
    }


@dataclass(frozen=True, slots=True)
class PriceCertificate(Certificate):
    """One price for all buyers and one for all sellers, at which the best ``lots`` of each trade.

    ``support``: a price at which ``efficient`` lots are best, which proves what is lost.
    """

    support: Fraction
    efficient: int
    lots: int
    buyer_price: Fraction | None
    seller_price: Fraction | None

    def book_violations(self, book: OrderBook) -> Iterator[str]:
        """Why the benchmark, or trade at these prices, does not fit the bids and asks."""
        most = min(len(book.bids), len(book.asks))
        if not 0 <= self.lots <= self.efficient <= most:
            yield f"{self.lots} of {self.efficient} lots cannot be traded where {most} can at most."
            return
        if book.bound(self.support) != book.gain(self.efficient):
            yield f"The price {self.support} does not show that {self.efficient} lots are best."
        marginal = (book.bid(self.efficient), book.ask(self.efficient))
        if self.efficient and not marginal[0] > marginal[1]:  # type: ignore[operator]
            yield "The last of the efficient lots brings nothing."
        if (self.lots == 0) != (self.buyer_price is None) or (self.lots == 0) != (
            self.seller_price is None
        ):
            yield "Prices are named for just the lots that are traded."

    def trade(self, market: ExchangeMarket, status: str, method: str) -> Clearing:
        """The clearing at these prices."""
        book = OrderBook(market)
        lots = book.trades(self.lots)
        buyer, seller = self.buyer_price or ZERO, self.seller_price or ZERO
        payments = {
            city: one * (buyer if city in market.bids else -seller) for city, one in lots.items()
        }
        prices = (self.buyer_price, self.seller_price)
        worth = worth_of(market, lots)
        return cleared(book, worth, lots, payments, prices, status, self, method)


def one_lot_each(market: ExchangeMarket, rule: str) -> None:
    """``InvalidInput`` where a city trades several lots, under a rule that is for one lot each."""
    for city in market.cities:
        if market.lots(city) > 1:
            raise InvalidInput(
                f"the number of lots of {city}", market.lots(city), f"1: {rule} is for one lot each"
            )
