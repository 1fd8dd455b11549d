"""Bargaining by sealed bids: buyer and seller each write down a price, and trade if they cross."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from games.approximately import approximately
from games.by_city import within
from games.errors import InvalidInput
from games.exact import Number, exact
from games.players import validated_players
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.polynomial import Polynomial

__all__ = ["SealedBids", "SealedBidsCertificate", "SealedBidsGame", "chatterjee_samuelson"]

HALF, ONE = Fraction(1, 2), Fraction(1)


@dataclass(frozen=True)
class SealedBidsGame:
    """Who buys and sells, the weight k of the bid in the price, and the common range of types."""

    buyer: str
    seller: str
    k: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class _Line:
    """Slope and intercept of a bid, for types even on [0, 1]."""

    slope: Fraction
    intercept: Fraction

    def at(self, kind: Fraction) -> Fraction:
        return self.slope * kind + self.intercept


@dataclass(frozen=True, slots=True)
class SealedBidsCertificate(Certificate, kind="sealed bids: linear equilibrium"):
    """Both lines: each is the best reply to the other, by its first-order condition.

    The two conditions have one solution. In it, as k is from 0 to 1, no bid is above the highest
    ask and no ask below the lowest bid.
    """

    bids: _Line
    asks: _Line

    def violations(self, subject: SealedBidsGame) -> Iterator[str]:
        k, bids, asks = subject.k, self.bids, self.asks
        lowest, top = asks.at(Fraction(0)), bids.at(Fraction(1))
        # v - b - k (b - lowest) = 0 for every v, as an identity of two polynomials.
        if ((1 + k) * bids.slope, (1 + k) * bids.intercept) != (ONE, k * lowest):
            yield "The bids are no best reply to the asks."
        # a - c - (1 - k) (top - a) = 0 for every c.
        if ((2 - k) * asks.slope, (2 - k) * asks.intercept) != (ONE, (1 - k) * top):
            yield "The asks are no best reply to the bids."

    def answer(self, subject: SealedBidsGame) -> SealedBids:
        return SealedBids(subject, self)


@dataclass(frozen=True, repr=False)
class SealedBids(Answer):
    """The linear equilibrium: what each bids, who trades, and what it brings on average.

    ``game``: the question. ``bid``, ``ask``: by type, ``trades``: whether these types trade.

    See ``chatterjee_samuelson`` for the concept, an example and its source.
    """

    game: SealedBidsGame
    certificate: SealedBidsCertificate
    method: str = "first-order conditions of both, as identities in the type"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        share = approximately(100 * self.lost_share)
        return f"Both shade their bids; {share} per cent of the possible gain is lost."

    def _place(self, kind: Number, who: str) -> Fraction:
        number, game = exact(kind, f"type of {who}"), self.game
        if not game.low <= number <= game.high:
            raise InvalidInput(f"type of {who}", number, f"{game.low} to {game.high}")
        return (number - game.low) / (game.high - game.low)

    def _price(self, place: Fraction) -> Fraction:
        return self.game.low + place * (self.game.high - self.game.low)

    def bid(self, value: Number) -> Fraction:
        """What a buyer of this value bids."""
        return self._price(self.certificate.bids.at(self._place(value, self.game.buyer)))

    def ask(self, cost: Number) -> Fraction:
        """What a seller of this cost asks."""
        return self._price(self.certificate.asks.at(self._place(cost, self.game.seller)))

    def trades(self, value: Number, cost: Number) -> bool:
        """Whether the bid covers the ask."""
        return self.bid(value) >= self.ask(cost)

    @cached_property
    def gains(self) -> Fraction:
        """The expected gain: v - c integrated over v >= a c + b, in units of the range."""
        bids, asks = self.certificate.bids, self.certificate.asks
        a, b = asks.slope / bids.slope, (asks.intercept - bids.intercept) / bids.slope
        end = (1 - b) / a  # the dearest cost that trades
        # Over v: (1 - (a c + b)^2)/2 - c (1 - a c - b), a polynomial in c.
        inside = Polynomial.of((1 - b * b) / 2, -a * b - 1 + b, a - a * a / 2)
        return inside.integral(Fraction(0), end) * (self.game.high - self.game.low)

    @property
    def first_best(self) -> Fraction:
        """The expected gain if every value above a cost were traded."""
        return (self.game.high - self.game.low) / 6

    @property
    def lost_share(self) -> Fraction:
        """The part of the possible gain that shading loses."""
        return 1 - self.gains / self.first_best


def chatterjee_samuelson(
    buyer: str, seller: str, *, k: Number = HALF, low: Number = 0, high: Number = 1
) -> SealedBids:
    """Bargaining by sealed bids: buyer and seller each write down a price, and trade if they cross.

    The price is k times the buyer's bid plus 1 - k times the seller's ask. Both shade: with values
    and costs even on [0, 1] there is an equilibrium in which bids are linear,

        buyer of value v bids   v/(1 + k) + k (1 - k)/(2 (1 + k)),
        seller of cost c asks   c/(2 - k) + (1 - k)/2.

    Proof: against asks that are even from (1 - k)/2 =: s, a bid b expects a payoff proportional to
    the integral of v - k b - (1 - k) x over x from s to b. Its slope v - b - k (b - s) falls in b,
    and is 0 at the bid above; where that is below s, nothing is lost by it, and it is never above
    the highest ask. The seller's side is the mirror image.

    The linear equilibrium of sealed bids for types that are even on [low, high].

    ``k`` from 0 (the seller's ask is the price) to 1 (the buyer's bid is).

    Errors: ``InvalidInput`` for another k, one name for both, or an empty range.

    >>> chatterjee_samuelson("Hangzhou", "Quzhou", k=1).bid(1)
    Fraction(1, 2)

    >>> deal = chatterjee_samuelson("Hangzhou", "Quzhou")
    >>> deal.bid(1), deal.ask(0), deal.gains, deal.first_best
    (Fraction(3, 4), Fraction(1, 4), Fraction(9, 64), Fraction(1, 6))
    >>> deal.trades(Fraction(3, 5), Fraction(2, 5)), deal.lost_share
    (False, Fraction(5, 32))

    With k = 1/2 no honest and voluntary rule that pays for itself does better, though there are
    other equilibria that do worse.

    Source: Chatterjee and Samuelson (1983), Bargaining under incomplete information; that none does
    better: Myerson and Satterthwaite (1983).
    """
    validated_players([buyer, seller])
    start, end = exact(low, "the lowest type"), exact(high, "the highest type")
    if not start < end:
        raise InvalidInput("the highest type", end, f"more than the lowest, {start}")
    weight: Any = within(k, "k", "between 0 and 1")
    bids = _Line(1 / (1 + weight), weight * (1 - weight) / (2 * (1 + weight)))
    asks = _Line(1 / (2 - weight), (1 - weight) / 2)
    return SealedBidsCertificate(bids, asks).answer(
        SealedBidsGame(buyer, seller, weight, start, end)
    )
