"""Check 9: if a city alone knows what the deal is worth to it, how much of the gain is lost?

Here for one buyer and one seller; for more, and for a shared project, in the files of these names.
Where both figures lie in ranges, Myerson and Satterthwaite's theorem answers for the whole of them;
where one is known or comes from a list, the best rule for the list is found, and a range beside it
is cut finely; whether all can be had is then still settled for the whole range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from games.bayesian_problem import BayesianProblem
from games.errors import InvalidInput
from intercity.region.context import Context
from intercity.topics.clauses.in_few_digits import in_few_digits
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict
from intercity.topics.private_values import exchange, project
from intercity.topics.private_values.best_rule import (
    PostedPrice,
    PostPrice,
    PrivateValuesOutcome,
    best_figures,
    posted_price,
)
from intercity.topics.private_values.priors import ends_of, types_of
from intercity.topics.private_values.section import Information
from intercity.topics.private_values.signed import Judged, Lied, Refused, figure_of, judged
from mechanisms.direct.myerson_satterthwaite import UniformTrade
from mechanisms.direct.second_best_trade import TradeQuestion
from mechanisms.direct.trade_rule import (
    Figure,
    Listed,
    SignedTrade,
    deal_chance,
    double_auction_trade,
    posted_price_trade,
    sealed_trade,
    table_trade,
)

if TYPE_CHECKING:
    from intercity.topics.private_values.best_rule import BestTrade
    from intercity.topics.private_values.section import Reservation, Row, SignedRule
    from mechanisms.direct.second_best_trade import SecondBestTrade

__all__ = [
    "AtTimes",
    "DealsAt",
    "SealedReports",
    "TradeOutcome",
    "amount_of",
    "best_trade",
    "check",
    "cut_of",
    "question",
    "spare_of",
]

FINE = 400
"""Into so many values a range is cut beside what is known or listed, if the file does not say."""
FEW = 4
"""So many types of a city are looked at one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTimes:
    """That lots are drawn on whether there is a deal, at one report of the other."""

    report: Fraction
    chance: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class DealsAt:
    """When there is a deal at one ``report``: from which report of the other on surely, if any."""

    report: Fraction
    surely_from: Fraction | None
    at_times: tuple[AtTimes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedReports(Clause):
    """The best rule: both report in secret, and the reports say whether there is a deal.

    ``least_gain``: from which gain a unit on there is one, where nothing else counts, and
    ``rounded_gain``: the same in few digits, so that the rule still pays for itself; else
    ``deals`` by each cost (``by_cost``) or value, empty where these are many. ``missed``: how often
    a deal that would gain is not made, by what is to be signed.
    """

    kind: ClassVar[str] = "sealed reports"
    missed: Fraction
    least_gain: Fraction | None
    rounded_gain: Fraction | None = None
    by_cost: bool = True
    deals: tuple[DealsAt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeOutcome(PrivateValuesOutcome):
    """What one buyer and one seller lose, by the best rule and by a posted price."""

    buyer: str
    seller: str
    good: str
    units: Fraction
    posted: PostedPrice
    posted_gain: Fraction
    posted_share_lost: Fraction


def check(context: Context) -> Outcome:
    """What the best honest and voluntary rule loses, and what simple ones do."""
    given = context.scenario.section(Information)
    if given is None:
        return NotAsked(needs=("information",))
    _in_order(given)
    if given.project is not None:
        return project.check(context, given.project, given.rule)
    if given.buyers:
        return exchange.check(context, given)
    return _check_trade(context, given)


def _check_trade(context: Context, given: Information) -> TradeOutcome:
    assert given.buyer is not None  # noqa: S101 - of this form
    assert given.seller is not None  # noqa: S101 - of this form
    best, units = best_trade(context, given), amount_of(context, given)
    spare, steps = spare_of(given, best), cut_of(given)
    posted = best.posted
    verdict = Verdict.STANDS
    if units and best.first_best:
        verdict = Verdict.FAILS if spare < 0 else verdict
    elif units and steps is not None and _may_gain(given):
        verdict = Verdict.UNDECIDED
    figures = best_figures(best, units, spare)
    signed = None
    if given.rule is not None and units and best.first_best:
        signed = _signed(given, given.rule, best, units)
        verdict = Verdict.FAILS if signed.flaws else Verdict.STANDS
        figures["margin"] = signed.margin
    repair = None
    if verdict is Verdict.FAILS and not context.brief:
        repair = Repair(clauses=(_clause(given, best),), mends=1 - best.lost_share)
    return TradeOutcome(
        verdict=verdict,
        repair=repair,
        **figures,
        signed=signed,
        by_theorem=isinstance(question(given), UniformTrade),
        midpoints=() if steps is None else (steps,),
        buyer=given.buyer,
        seller=given.seller,
        good=given.good,
        units=units,
        posted=posted_price(posted.price, *_types(best)),
        posted_gain=posted.gains * units,
        posted_share_lost=1 - posted.gains / best.first_best if best.first_best else Fraction(0),
    )


def _signed(given: Information, rule: SignedRule, best: BestTrade, units: Fraction) -> Judged:
    """The rule of the file, at the same figures as the best."""
    assert given.buyer is not None  # noqa: S101 - of this form
    assert given.seller is not None  # noqa: S101 - of this form
    found = SignedTrade(best.gains) if rule.by is not None else _brought(given, rule)
    city = {"buyer": given.buyer, "seller": given.seller}
    lie, refusal = found.lie, found.refusal
    return judged(
        rule,
        first_best=best.first_best,
        could_be_left=best.gains / best.first_best,
        gain=found.gain,
        kept=min(found.fund, Fraction(0)),  # what is over is shared
        lie=None
        if lie is None
        else Lied(city=city[lie.side], true=lie.true, report=lie.report, gain=lie.gain * units),
        refusal=None
        if refusal is None
        else Refused(city=city[refusal.side], value=refusal.true, loss=refusal.loss * units),
        scale=units,
    )


def _brought(given: Information, rule: SignedRule) -> SignedTrade:
    """What the rule brings, per unit."""
    assert given.value is not None  # noqa: S101 - of this form
    assert given.cost is not None  # noqa: S101 - of this form
    if rule.deals:
        return _by_table(given.value, given.cost, rule.deals)
    value, cost = _figures(given)
    if rule.price is not None:
        return posted_price_trade(value, cost, rule.price.value)
    if rule.k is not None:
        return double_auction_trade(value, cost, rule.k.value)
    assert rule.least_gain is not None  # noqa: S101 - one rule is given
    return sealed_trade(value, cost, rule.least_gain.value)


def _figures(given: Information) -> tuple[Figure, Figure]:
    """What the others hold possible of each side."""
    assert given.value is not None  # noqa: S101 - of this form
    assert given.cost is not None  # noqa: S101 - of this form
    whole = isinstance(question(given), UniformTrade)
    return figure_of(given.value, whole=whole), figure_of(given.cost, whole=whole)


def _by_table(value: Reservation, cost: Reservation, deals: tuple[Row, ...]) -> SignedTrade:
    """The k-th lowest type of a side, wherever it is moved, gives the k-th lowest report."""
    rows, columns = ({getattr(row, side) for row in deals} for side in ("value", "cost"))
    by_pair = {(row.value, row.cost): row for row in deals}
    pairs = [[by_pair.get((v, c)) for c in sorted(columns)] for v in sorted(rows)]
    chances = [[Fraction(0) if row is None else row.chance for row in line] for line in pairs]
    prices = None
    if any(row.price is not None for row in deals):
        prices = [
            [Fraction(0) if row is None or row.price is None else row.price for row in line]
            for line in pairs
        ]
    return table_trade(_one_by_one(value), _one_by_one(cost), chances, prices)


def _one_by_one(given: Reservation) -> Listed:
    """Each type of the list by itself, though moved numbers may have made two alike."""
    if given.known is not None:
        return Listed(((given.known.value, Fraction(1)),))
    whole = sum((kind.weight.value for kind in given.types), Fraction(0))
    types = [(kind.value.value, kind.weight.value / whole) for kind in given.types]
    return Listed(tuple(sorted(types)))


def question(given: Information) -> UniformTrade | TradeQuestion:
    """The trade of one unit, as the others see it."""
    assert given.buyer is not None  # noqa: S101
    assert given.seller is not None  # noqa: S101
    assert given.value is not None  # noqa: S101 - of this form
    assert given.cost is not None  # noqa: S101 - of this form
    value, cost = ends_of(given.value), ends_of(given.cost)
    if value is not None and cost is not None:
        return UniformTrade(given.buyer, given.seller, value, cost)
    return TradeQuestion(
        BayesianProblem.bilateral_trade(
            {given.buyer: types_of(given.value, FINE)}, {given.seller: types_of(given.cost, FINE)}
        )
    )


def cut_of(given: Information) -> int | None:
    """Into how many values a range is cut; ``None`` where there is none, or a theorem for both."""
    found = [
        one for one in (given.value, given.cost) if one is not None and ends_of(one) is not None
    ]
    return (found[0].steps or FINE) if len(found) == 1 else None


def best_trade(context: Context, given: Information) -> BestTrade:
    """The best rule for it, with its certificate."""
    from mechanisms.direct.myerson_satterthwaite import myerson_satterthwaite
    from mechanisms.direct.second_best_trade import second_best_trade

    asked = question(given)
    if isinstance(asked, UniformTrade):
        return context.run_solver(myerson_satterthwaite, asked)
    return context.run_solver(second_best_trade, asked)


def amount_of(context: Context, given: Information) -> Fraction:
    """How many units change hands."""
    if given.amount is not None:
        return given.amount.value
    compact = context.scenario.compact
    handed = [
        transfer.amount.value
        for transfer in (compact.transfer if compact is not None else ())
        if (transfer.resource, transfer.giver, transfer.receiver)
        == (given.good, given.seller, given.buyer)
    ]
    return sum(handed, Fraction(0)) if handed else Fraction(1)


def spare_of(given: Information, found: BestTrade) -> Fraction:
    """What the fund would be left with if all gains were had; over the whole of an uncut range.

    With worths r even on [a, b] on one side, and needs n_j of virtual need phi_j on the list of the
    other, it is the mean of the integral of 2 r - b - phi_j over r from x = n_j (a or more) on:
    (b - x) (x - phi_j) / (b - a). A seller's worth is minus its cost, a buyer's need minus its
    value.
    """
    if cut_of(given) is None:
        return found.spare
    assert given.value is not None  # noqa: S101 - of this form
    assert given.cost is not None  # noqa: S101 - of this form
    values = ends_of(given.value)
    ends, other = (values, given.cost) if values is not None else (ends_of(given.cost), given.value)
    assert ends is not None  # noqa: S101 - one of the two is a range
    if given.value.steps or given.cost.steps:
        return found.spare
    sign = 1 if values is not None else -1
    low, high = sorted(sign * end for end in ends)
    needs = sorted((sign * need, chance) for need, chance in types_of(other).items())
    spare = below = before = Fraction(0)
    for need, chance in needs:
        virtual = need + (need - before) * below / chance
        start = min(max(need, low), high)
        spare += chance * (high - start) * (start - virtual) / (high - low)
        before, below = need, below + chance
    return spare


def _in_order(given: Information) -> None:
    """A range that moved numbers turn round, or make a point, is none: a file is refused for it."""
    sides: dict[str, Reservation | None] = {"value": given.value, "cost": given.cost}
    sides |= {**given.buyers, **given.sellers, **(given.project.members if given.project else {})}
    for place, one in sides.items():
        ends = None if one is None else ends_of(one)
        if ends is not None and ends[0] >= ends[1]:
            raise InvalidInput(f"the highest value of {place}", ends[1], f"more than {ends[0]}")


def _may_gain(given: Information) -> bool:
    """Whether some value exceeds some cost, of a whole range if the file does not cut it."""
    assert given.value is not None  # noqa: S101 - of this form
    assert given.cost is not None  # noqa: S101 - of this form

    def possible(one: Reservation) -> Iterable[Fraction]:
        return (None if one.steps else ends_of(one)) or types_of(one)

    return max(possible(given.value)) > min(possible(given.cost))


def _types(best: BestTrade) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """The values and the costs, as far as they are listed."""
    from mechanisms.direct.second_best_trade import SecondBestTrade

    return best.types if isinstance(best, SecondBestTrade) else ((), ())


def _clause(given: Information, best: BestTrade) -> Clause:
    """The second-best rule, or a posted price that does as well."""
    from mechanisms.direct.second_best_trade import SecondBestTrade

    if best.posted.gains == best.gains:
        return PostPrice(price=best.posted.price)
    if best.cut is not None:
        value, cost = _figures(given)
        enough = best.gains - best.first_best / 200
        rounded = in_few_digits(
            best.cut, lambda least: sealed_trade(value, cost, least).gain >= enough
        )
        missed = deal_chance(value, cost, Fraction(0)) - deal_chance(value, cost, rounded)
        return SealedReports(missed=missed, least_gain=best.cut, rounded_gain=rounded)
    assert isinstance(best, SecondBestTrade)  # noqa: S101 - in ranges there is a cut
    values, costs = best.types
    by_cost = len(costs) <= len(values)
    few = costs if by_cost else values
    deals = tuple(_deals(best, by_cost=by_cost)) if len(few) <= FEW else ()
    return SealedReports(missed=best.missed, least_gain=None, by_cost=by_cost, deals=deals)


def _deals(best: SecondBestTrade, *, by_cost: bool) -> Iterator[DealsAt]:
    """When the best rule for lists trades, which need not look at the difference alone."""
    values, costs = best.types
    few, many = (costs, sorted(values)) if by_cost else (values, sorted(costs, reverse=True))
    for report in sorted(few):
        chances = {
            other: best.chance(other, report) if by_cost else best.chance(report, other)
            for other in many
        }
        yield DealsAt(
            report=report,
            surely_from=next((other for other, p in chances.items() if p == 1), None),
            at_times=tuple(
                AtTimes(report=other, chance=p) for other, p in chances.items() if 0 < p < 1
            ),
        )
