"""Second-best trade: the most that a buyer and a seller can gain if nobody can be made to take
part, to tell the truth, or to bring money from outside.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from games.bayesian_problem import BayesianProblem
from games.errors import InvalidInput, of_kind
from games.exact import Number, exact
from mechanisms.direct.direct_mechanism import DirectMechanism, packed
from mechanisms.direct.efficiency_loss import EfficiencyLoss
from mechanisms.direct.virtual_values import Cuts, TradeMarket
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate

__all__ = [
    "PostedPrice",
    "SecondBestTrade",
    "SecondBestTradeCertificate",
    "TradeQuestion",
    "second_best_trade",
]

ZERO = Fraction(0)


@dataclass(frozen=True)
class TradeQuestion:
    """A buyer, a seller, and the money that may come from outside, on average.

    ``problem``: as ``BayesianProblem.bilateral_trade`` makes it, with outside options of 0.
    Errors: ``InvalidInput`` where the problem is of another shape (``design`` then answers), or the
    subsidy is negative.
    """

    problem: BayesianProblem
    subsidy: Fraction = ZERO

    def __post_init__(self) -> None:
        of_kind(self.problem, BayesianProblem, place="trade")
        problem = self.problem
        if (
            len(problem.cities) != 2
            or problem.alternatives != ("no trade", "trade")
            or any(problem.costs)
            or any(option for options in problem.outside for option in options)
            or not all(
                isinstance(kind, Fraction) and row == (ZERO, -kind if i else kind)
                for i, city in enumerate(problem.values)
                for kind, row in zip(problem.types[i], city, strict=True)
            )
        ):
            raise InvalidInput(
                "the problem", repr(problem), "one of bilateral trade; for others there is design()"
            )
        subsidy = exact(self.subsidy, "the subsidy")
        if subsidy < 0:
            raise InvalidInput("the subsidy", subsidy, "0 or more")
        object.__setattr__(self, "subsidy", subsidy)


@dataclass(frozen=True, slots=True)
class PostedPrice:
    """The best single price at which both may trade or not: no misreport pays, no money is needed.

    See ``second_best_trade`` for the concept and its source.

    >>> from games import BayesianProblem
    >>> best = second_best_trade(BayesianProblem.bilateral_trade({"B": [1, 3]}, {"S": [0, 2]}))
    >>> best.posted.gains, best.first_best
    (Fraction(1, 1), Fraction(5, 4))
    """

    price: Fraction
    gains: Fraction


@dataclass(frozen=True, repr=False)
class SecondBestTrade(EfficiencyLoss):
    """The best rule for a buyer and a seller who must agree to it.

    ``gains``: expected gains from trade; ``first_best``: if types were known; ``spare``: what the
    fund would be left with, on average, if all these were had (below 0: what it lacks).
    ``multiplier``: what gains rise with the first yuan of such money. ``posted``: the best posted
    price. ``mechanism``: the rule with payments that balance at every profile. ``cut``: from which
    gain on it trades, where that is all that it looks at; ``missed``: how often a gain is let go.

    See ``second_best_trade`` for the concept, an example and its source.
    """

    question: TradeQuestion
    gains: Fraction
    first_best: Fraction
    spare: Fraction
    multiplier: Fraction
    posted: PostedPrice
    certificate: SecondBestTradeCertificate
    method: str = "virtual values, ironed, and one multiplier of the budget; whole numbers"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        money = " with this subsidy" if self.question.subsidy else ""
        return self._reached(": no buyer's value exceeds a seller's cost", money)

    def chance(self, value: Number, cost: Number) -> Fraction:
        """How likely these types trade."""
        return self.mechanism.outcome([value, cost]).lottery.get("trade", ZERO)

    @cached_property
    def cut(self) -> Fraction | None:
        """The least gain at which it trades, if it makes each deal that gains so much and no other.

        ``None`` where there is no deal, or the rule is another: one that leaves some deals to
        chance, or looks at more than the difference.
        """
        deals = list(self._deals())
        least = min((gain for gain, _, chance in deals if chance), default=None)
        if least is None or any(chance != (gain >= least) for gain, _, chance in deals):
            return None
        return least

    @cached_property
    def missed(self) -> Fraction:
        """How likely a meeting ends without a deal that would gain."""
        return sum((p * (1 - chance) for gain, p, chance in self._deals() if gain > 0), ZERO)

    def _deals(self) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
        """By pair of types the gain, how likely they meet, and how likely they then trade."""
        (f, g), (values, costs) = self.question.problem.priors, self.types
        for (i, value), (j, cost) in itertools.product(enumerate(values), enumerate(costs)):
            chance = Fraction(int(self.mechanism.chances[i, j, 1]), self.mechanism.certainty)
            yield value - cost, f[i] * g[j], chance

    @property
    def types(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """The values and the costs, in the order of the problem."""
        values, costs = self.question.problem.values
        return tuple(row[1] for row in values), tuple(-row[1] for row in costs)

    @cached_property
    def mechanism(self) -> DirectMechanism:
        """The rule, with payments that no type lies about, and that balance at every profile.

        What the fund would keep is given to both in equal parts; a subsidy goes to the seller.
        """
        return _mechanism(self.question, self.certificate)


def second_best_trade(
    problem: BayesianProblem | TradeQuestion, subsidy: Number = ZERO
) -> SecondBestTrade:
    """Second-best trade: the most that a buyer and a seller can gain if nobody can be made to take
    part, to tell the truth, or to bring money from outside.

    A type's information rent grows with every better type that could pretend to be it. What a trade
    brings the fund is therefore not v - c but the difference of the *virtual* values

        psi(v_i) = v_i - (v_(i+1) - v_i) (1 - F_i) / f_i,
        phi(c_j) = c_j + (c_j - c_(j-1)) G_(j-1) / g_j,

    and a rule p (with trade no less likely for a better type) can be paid for iff the expectation
    of (psi - phi) p is at least 0. With one multiplier L of that budget the best rule trades where

        (v + L psi) >= (c + L phi),    both ironed, so that they rise with the type,

    and mixes two such rules so that the fund just breaks even. No linear program is needed: the
    dual function of L falls along straight lines, and the lowest point is found by cutting from two
    sides.

    Exact; 200 types of each take a fraction of a second.

    It is Bayesian incentive compatible, interim individually rational, and exactly budget balanced
    but for the ``subsidy``, and no such rule gains more. Among several it trades least.

    Errors: as ``TradeQuestion``, which may stand for both arguments.

    >>> from games import BayesianProblem, midpoint_types
    >>> def swap(k):
    ...     types = midpoint_types(0, 1, k)
    ...     return BayesianProblem.bilateral_trade({"Hangzhou": types}, {"Quzhou": types})
    >>> best = second_best_trade(swap(6))
    >>> best.gains, best.first_best, best.subsidy, best.certificate.verify(best.question)
    (Fraction(25, 162), Fraction(35, 216), Fraction(5, 216), True)
    >>> print(best.status)
    No honest and voluntary rule that pays for itself reaches the first best, if types are
    independent:
    4.7619 per cent of the gain of 0.162037 is lost. To pay for all of it, 0.0231481 on average
    would
    have to come from outside.

    Source: Myerson and Satterthwaite (1983), Efficient mechanisms for bilateral trading; Myerson
    (1981) for ironing; Hagerty and Rogerson (1987) for the posted price.
    """
    question = (
        problem
        if isinstance(problem, TradeQuestion)
        else TradeQuestion(problem, exact(subsidy, "the subsidy"))
    )
    market = _market(question)
    over = market.best(ZERO)
    if market.worth(over)[1] >= -market.subsidy:
        return SecondBestTradeCertificate(over, over).answer(question)
    under: Cuts = (0,) * len(market.v)
    while True:
        multiplier = market.multiplier(over, under)
        gains, funds = market.worth(over)
        found = market.best(multiplier)
        more, left = market.worth(found)
        if more + multiplier * left <= gains + multiplier * funds:
            return SecondBestTradeCertificate(over, under).answer(question)
        if left < -market.subsidy:
            over = found
        else:
            under = found


@dataclass(frozen=True, slots=True)
class SecondBestTradeCertificate(Certificate, kind="second-best trade", of="second_best_trade"):
    """Two rules, as the number of sellers with whom each buyer's type trades, types in order.

    ``over`` spends more than there is, ``under`` less (the same rule where the first best can be
    paid for). They lie on one line of gains and funds, and no rule lies above that line: that is
    checked by ironing once more at the line's slope.
    """

    over: Cuts
    under: Cuts

    def violations(self, subject: TradeQuestion) -> Iterator[str]:
        market = _market(subject)
        for cuts in (self.over, self.under):
            if len(cuts) != len(market.v) or not 0 <= cuts[0] <= cuts[-1] <= len(market.c):
                yield "A rule does not fit the types."
            if any(a > b for a, b in itertools.pairwise(cuts)):
                yield "A rule trades less with a better buyer."
        if not 0 <= market.mixture(self.over, self.under) <= 1:
            yield "No mixture of the rules balances the budget."
        multiplier = market.multiplier(self.over, self.under)
        if multiplier < 0:
            yield "Money would be worth less than nothing."
        gains, funds = market.worth(self.over)
        if self.over == self.under and funds < -market.subsidy:
            yield "The rule cannot be paid for."
        if not market.supports(multiplier, gains + multiplier * funds):
            yield "Another rule gains more."

    def answer(self, subject: TradeQuestion) -> SecondBestTrade:
        market = _market(subject)
        chance = market.mixture(self.over, self.under)
        one, two = market.worth(self.over)[0], market.worth(self.under)[0]
        first, funds = market.worth(market.best(ZERO))
        return SecondBestTrade(
            subject,
            (chance * one + (1 - chance) * two) * market.total,
            first * market.total,
            funds * market.total,
            market.multiplier(self.over, self.under),
            _posted(market),
            self,
        )


def _market(question: TradeQuestion) -> TradeMarket:
    return TradeMarket(question.problem, question.subsidy)


def _posted(market: TradeMarket) -> PostedPrice:
    """The best posted price, the lowest of several; prices between types change nothing."""
    weight_above = [market.buyers - w for w in [0, *itertools.accumulate(market.f)]]
    value_above = [sum(market.fv) - w for w in [0, *itertools.accumulate(market.fv)]]
    best = (-1, 0)
    for price in sorted({*market.v, *market.c}):
        buyers = bisect.bisect_left(market.v, price)
        sellers = bisect.bisect_right(market.c, price)
        gains = (
            value_above[buyers] * market.weight_below[sellers]
            - weight_above[buyers] * market.cost_below[sellers]
        )
        if gains > best[0]:
            best = (gains, price)
    return PostedPrice(best[1] * market.unit, best[0] * market.total)


def _mechanism(question: TradeQuestion, certificate: SecondBestTradeCertificate) -> DirectMechanism:
    market, problem = _market(question), question.problem
    mix = market.mixture(certificate.over, certificate.under)
    certainty, first = mix.denominator, mix.numerator
    rows, columns = len(market.v), len(market.c)
    trades = np.zeros((rows, columns), dtype=np.int64 if certainty < 2**62 else object)
    for cuts, times in ((certificate.over, first), (certificate.under, certainty - first)):
        for i, cut in enumerate(cuts):
            trades[i, :cut] += times
    # In units of unit / (certainty * weights): expected chances, then payments by the envelope.
    x = [sum(int(t) * g for t, g in zip(row, market.g, strict=True)) for row in trades]
    y = [sum(int(t) * f for t, f in zip(column, market.f, strict=True)) for column in trades.T]
    pays = list(
        itertools.accumulate(v * (a - b) for v, a, b in zip(market.v, x, [0, *x[:-1]], strict=True))
    )
    gets = list(
        itertools.accumulate(
            c * (a - b)
            for c, a, b in zip(reversed(market.c), reversed(y), [0, *reversed(y[1:])], strict=True)
        )
    )[::-1]
    scale = market.unit / certainty
    paid = [p * scale / market.sellers for p in pays]
    got = [r * scale / market.buyers for r in gets]
    mean_paid = sum((w * p for w, p in zip(market.f, paid, strict=True)), ZERO) / market.buyers
    mean_got = sum((w * r for w, r in zip(market.g, got, strict=True)), ZERO) / market.sellers
    spare = max(ZERO, mean_paid - mean_got)
    to_buyer = [p - spare / 2 for p in paid]
    to_seller = [r - mean_got for r in got]
    numbers, unit = packed([*to_buyer, *to_seller, max(ZERO, mean_got - mean_paid)])
    if numbers.dtype != object and int(abs(numbers).max()) >= 2**60:
        numbers = numbers.astype(object)  # three are added below
    buyer, seller = numbers[:rows, None], numbers[None, rows:-1]
    flow = buyer + seller
    fees = np.stack([flow, -(flow + numbers[-1])])
    chances = np.stack([certainty - trades, trades], axis=-1)
    back = [np.argsort(order) for order in market.orders]
    return DirectMechanism.from_arrays(
        problem,
        chances[np.ix_(*back)],
        certainty,
        fees[:, back[0]][:, :, back[1]],
        unit,
    )
