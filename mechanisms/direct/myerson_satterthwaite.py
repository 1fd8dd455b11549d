"""The theorem of Myerson and Satterthwaite, for values and costs that are even on ranges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.players import validated_players
from games.private_types import shown
from mechanisms.direct.efficiency_loss import EfficiencyLoss
from mechanisms.direct.second_best_trade import PostedPrice
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate
from solvers.polynomial import Polynomial

__all__ = [
    "MyersonSatterthwaite",
    "MyersonSatterthwaiteCertificate",
    "UniformTrade",
    "myerson_satterthwaite",
]

ZERO = Fraction(0)
FINE = Fraction(1, 2**60)
"""How closely a cut that is no simple fraction is enclosed, as a part of b - l."""


@dataclass(frozen=True, init=False)
class UniformTrade:
    """A buyer and a seller whose value and cost are even on ranges, and known to each alone.

    Errors: ``InvalidInput`` where a range is empty or both are the same city.

    See ``myerson_satterthwaite`` for the concept, an example and its source.
    """

    buyer: str
    seller: str
    values: tuple[Fraction, Fraction]
    costs: tuple[Fraction, Fraction]

    def __init__(
        self, buyer: str, seller: str, values: Sequence[Any], costs: Sequence[Any]
    ) -> None:
        validated_players([buyer, seller])
        for field, entry in (("buyer", buyer), ("seller", seller)):
            object.__setattr__(self, field, entry)
        for field, who, ends in (("values", buyer, values), ("costs", seller, costs)):
            place = f"the range of {who}"
            if isinstance(ends, str) or not isinstance(ends, Sequence) or len(ends) != 2:
                raise InvalidInput(place, ends, "its lowest and its highest figure")
            low, high = (exact(end, f"an end of {place}") for end in ends)
            if not low < high:
                raise InvalidInput(place, f"{low} to {high}", "from one figure to a higher one")
            object.__setattr__(self, field, (low, high))

    @property
    def widest(self) -> Fraction:
        """B - l, the greatest gain."""
        return self.values[1] - self.costs[0]

    @property
    def least(self) -> Fraction:
        """The least gain that is worth a deal: 0, or a - h if that is more."""
        return max(ZERO, self.values[0] - self.costs[1])

    @property
    def overlap(self) -> bool:
        """Whether some values are below some costs, and some above."""
        return self.values[0] < self.costs[1] and self.widest > 0

    def above(self, cut: Fraction, level: Fraction, slope: Fraction) -> Fraction:
        """E[level + slope w; w >= cut], where w has the trapezoid density of a difference."""
        cut = exact(cut, "the least gain of a trade")
        long = self.values[1] - self.values[0]
        short = self.costs[1] - self.costs[0]
        short, long = sorted((short, long))
        area, top = short * long, self.widest
        bottom = top - short - long
        # On each piece the density is x + y w.
        pieces = (
            (bottom, top - long, -bottom / area, 1 / area),
            (top - long, top - short, short / area, ZERO),
            (top - short, top, top / area, -1 / area),
        )
        total = ZERO
        for start, end, x, y in pieces:
            start = max(start, cut)
            if start < end:
                density = Polynomial.of(x, y)
                total += (Polynomial.of(level, slope) * density).integral(start, end)
        return total

    def gains(self, cut: Fraction) -> Fraction:
        """What trades with a gain of at least ``cut`` are worth, expected."""
        return self.above(cut, ZERO, Fraction(1))

    def funds(self, cut: Fraction) -> Fraction:
        """What they can bring the fund at most, expected."""
        return self.above(cut, -self.widest, Fraction(2))


@dataclass(frozen=True, slots=True, repr=False)
class MyersonSatterthwaite(EfficiencyLoss):
    """The best honest and voluntary rule that pays for itself.

    ``cut``: it trades iff the value exceeds the cost by so much; ``gains``: expected, as are
    ``first_best`` and ``spare``: what the fund would keep of the first best (below 0: lacks).
    ``missed``: how likely a deal worth making is not made. ``multiplier``: what gains rise with the
    first yuan from outside. ``posted``: the best posted price.

    See ``myerson_satterthwaite`` for the concept, an example and its source.
    """

    trade: UniformTrade
    cut: Fraction
    gains: Fraction
    first_best: Fraction
    spare: Fraction
    missed: Fraction
    multiplier: Fraction
    posted: PostedPrice
    proof: Proof
    certificate: MyersonSatterthwaiteCertificate
    method: str = "virtual values; integrals of polynomials, piece by piece"

    @property
    def status(self) -> str:
        if not self.first_best:
            return "There is nothing to gain: no value exceeds a cost."
        if not self.trade.overlap:
            return (
                f"The first best can be had, by a price of {shown(self.posted.price)}: no value is "
                "below a cost."
            )
        return (
            "The ranges overlap, so no honest and voluntary rule that pays for itself reaches the "
            f"first best, if types are independent: {self._loss}"
        )


def myerson_satterthwaite(trade: UniformTrade) -> MyersonSatterthwaite:
    """The theorem of Myerson and Satterthwaite, for values and costs that are even on ranges.

    A buyer's value v is even on [a, b], a seller's cost c on [l, h]. An honest and voluntary rule
    that trades where w = v - c is at least t brings the fund

        S(t) = E[2 w - (b - l); w >= t]

    at most if nobody expects to lose and v and c are independent. If the ranges overlap, S(0) < 0:
    no such rule has all gains and pays for itself. The best one then trades iff w >= t with S(t) =
    0, which is (b - l)/4 where each range is longer than 3/4 of b - l. If no value is below any
    cost, a price between them does it.

    The best rule for a buyer and a seller whose types are even on ranges.

    Exact where the ranges do not overlap, or the cut is (b - l)/4; else the cut is enclosed.

    Errors: ``InvalidInput`` for what is not a ``UniformTrade``.

    >>> narrow = UniformTrade("Hangzhou", "Quzhou", (2, 3), (0, Fraction(5, 2)))
    >>> best = myerson_satterthwaite(narrow)
    >>> print(best.proof, f"{float(best.cut):.6f}", f"{float(best.lost_share):.6f}")
    enclosed within 4.6e-19 0.458309 0.026893

    >>> best = myerson_satterthwaite(UniformTrade("Hangzhou", "Quzhou", (0, 1), (0, 1)))
    >>> best.cut, best.gains, best.first_best, best.subsidy
    (Fraction(1, 4), Fraction(9, 64), Fraction(1, 6), Fraction(1, 6))
    >>> print(best.status)
    The ranges overlap, so no honest and voluntary rule that pays for itself reaches the first best,
    if
    types are independent: 15.625 per cent of the gain of 0.166667 is lost. To pay for all of it,
    0.166667 on average would have to come from outside.

    Source: Myerson and Satterthwaite (1983), Efficient mechanisms for bilateral trading.
    """
    of_kind(trade, UniformTrade, place="trade")
    low = high = trade.least
    if trade.overlap:
        quarter = trade.widest / 4
        low, high = ZERO, trade.widest / 2
        if trade.funds(quarter) == 0:
            low = high = quarter
        while high - low > FINE * trade.widest:
            middle = (low + high) / 2
            low, high = (low, middle) if trade.funds(middle) >= 0 else (middle, high)
    return MyersonSatterthwaiteCertificate(low, high).answer(trade)


@dataclass(frozen=True, slots=True)
class MyersonSatterthwaiteCertificate(
    Certificate, kind="uniform bilateral trade", of="myerson_satterthwaite"
):
    """The cut: at ``high`` the fund is not short, at ``low`` it is (or they are one, and it is 0).

    With L = t/((b - l) - 2 t) the rule of cut t makes gains plus L times funds as great as can be
    at every pair of types, so no rule gains more than the one at ``low``.
    """

    low: Fraction
    high: Fraction

    def violations(self, subject: UniformTrade) -> Iterator[str]:
        if not subject.overlap:
            if not self.low == self.high == subject.least:
                yield "Every deal worth making can be made."
            return
        if not ZERO <= self.low <= self.high < subject.widest / 2:
            yield "The cut is out of range."
        short, spare = subject.funds(self.low), subject.funds(self.high)
        if not short <= 0 <= spare or (short == 0) != (self.low == self.high):
            yield "The fund does not break even at this cut."
        if self.high - self.low > FINE * subject.widest:
            yield "The cut is not enclosed closely."

    def answer(self, subject: UniformTrade) -> MyersonSatterthwaite:
        gains, most = subject.gains(self.high), subject.gains(self.low)
        least, top = subject.least, subject.widest
        return MyersonSatterthwaite(
            trade=subject,
            cut=self.high,
            gains=gains,
            first_best=subject.gains(least),
            spare=subject.funds(least),
            missed=subject.above(least, Fraction(1), ZERO)
            - subject.above(self.high, Fraction(1), ZERO),
            multiplier=self.high / (top - 2 * self.high) if subject.overlap else ZERO,
            posted=_posted(subject),
            proof=EXACT if self.low == self.high else Proof("enclosed", most - gains),
            certificate=self,
        )


def _posted(trade: UniformTrade) -> PostedPrice:
    """The best posted price: half-way between b and l, but within [a, h].

    Between a and h gains are (b - p)(p - l)(b - l)/2 over the area; below both they rise with p,
    above both they fall. Where a > h every price between them is as good.
    """
    (low, high), (least, most) = trade.values, trade.costs
    price = (low + most) / 2 if low > most else min(max((high + least) / 2, low), most)
    start, end = max(price, low), min(price, most)
    chance = max(ZERO, high - start) * max(ZERO, end - least)
    chance /= (high - low) * (most - least)
    return PostedPrice(price, chance * (high + start - least - end) / 2)
