"""Check 9: if a city alone knows what the deal is worth to it, how much of the gain is lost?"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from games.bayesian_problem import BayesianProblem, midpoint_types
from intercity.checkup.context import Context
from intercity.checkup.finding import Finding, percent, shown
from mechanisms.design.second_best_trade import TradeQuestion

if TYPE_CHECKING:
    from intercity.sections import Information, Reservation
    from mechanisms.design.second_best_trade import SecondBestTrade

__all__ = ["amount_of", "check", "headline", "overlap", "question"]

NUMBER, NAME = 9, "private values"

_THEOREM = "where ranges overlap no rule can have all (Myerson and Satterthwaite)"


def check(context: Context) -> Finding:
    """What the best honest and voluntary rule loses, against a posted price."""
    from mechanisms.design.second_best_trade import second_best_trade

    told = context.scenario.information
    if told is None:
        return Finding(NUMBER, NAME, "not asked", "add [information]")
    found: SecondBestTrade = context.ask(second_best_trade, question(told))
    units = amount_of(context)
    figures = dict(_figures(found, units))
    margin = found.spare * units
    if not found.first_best:
        says = f"a deal is never worth making: no value of {told.buyer} exceeds a cost"
        return Finding(NUMBER, NAME, "stands", says, "", margin, figures)
    posted = found.posted
    price, lost = shown(posted.price), percent(1 - posted.gains / found.first_best)
    brings = f"{shown(found.first_best * units)} a year on average if values were known"
    if found.gains == found.first_best:
        rule = f"would lose {lost}" if posted.gains < found.gains else "does it"
        says = f"private values cost nothing of the {brings} (a posted price of {price} {rule})"
        if overlap(told):
            says += f"; between the {told.value.steps} and {told.cost.steps} values, {_THEOREM}"
        return Finding(NUMBER, NAME, "stands", says, "", margin, figures)
    says = (
        f"{told.good} would bring {brings}; the best rule that is honest, voluntary and pays for "
        f"itself loses {percent(found.lost_share)} of it, and a posted price ({price}) {lost}: "
        f"{_why(told, found, units)}"
    )
    return Finding(NUMBER, NAME, "fails", says, _repair(found), margin, figures)


def headline(finding: Finding) -> str:
    """The check in one sentence."""
    gain = shown(finding.figures["gain if values were known"])
    if finding.verdict == "stands":
        return f"Private values cost nothing of a gain of {gain} a year."
    lost = percent(finding.figures["share lost by the best rule"])
    return f"Private values cost {lost} of a gain of {gain} a year, by the best rule there is."


def question(told: Information) -> TradeQuestion:
    """The trade of one unit, as the others see it."""
    return TradeQuestion(
        BayesianProblem.bilateral_trade(
            {told.buyer: _types(told.value)}, {told.seller: _types(told.cost)}
        )
    )


def amount_of(context: Context) -> Fraction:
    """How many units change hands."""
    told = context.scenario.information
    if told is None:
        return Fraction(0)
    if told.amount is not None:
        return told.amount.value
    compact = context.scenario.compact
    handed = [
        transfer.amount.value
        for transfer in (compact.transfer if compact is not None else ())
        if (transfer.resource, transfer.giver, transfer.receiver)
        == (told.good, told.seller, told.buyer)
    ]
    return sum(handed, Fraction(0)) or Fraction(1)


def overlap(told: Information) -> bool:
    """Whether both values lie in ranges that overlap: then no rule at all is efficient on them."""
    ends = [
        (given.lowest.value, given.highest.value)
        for given in (told.value, told.cost)
        if given.lowest is not None and given.highest is not None
    ]
    if len(ends) < 2:
        return False
    (low, high), (least, most) = ends
    return low < most and least < high


def _types(given: Reservation) -> dict[Fraction, Fraction]:
    """The prior; ``InvalidInput`` where moved numbers make it none."""
    if given.known is not None:
        return {given.known.value: Fraction(1)}
    if given.lowest is not None and given.highest is not None:
        kinds = midpoint_types(given.lowest.value, given.highest.value, given.steps)
        return dict.fromkeys(kinds, Fraction(1, given.steps))
    whole = sum((kind.weight.value for kind in given.types), Fraction(0))
    prior: dict[Fraction, Fraction] = {}
    for kind in given.types:
        chance = kind.weight.value / whole
        prior[kind.value.value] = prior.get(kind.value.value, Fraction(0)) + chance
    return prior


def _why(told: Information, found: SecondBestTrade, units: Fraction) -> str:
    rest = shown((found.first_best - found.gains) * units)
    money = (
        f"it would take {shown(found.subsidy * units)} a year from outside to have the other {rest}"
    )
    if overlap(told):
        return (
            f"where ranges overlap none can be efficient (Myerson and Satterthwaite), and {money}"
        )
    return f"no rule does better, and {money}"


def _repair(found: SecondBestTrade) -> str:
    """The second-best rule in a sentence."""
    if found.posted.gains == found.gains:
        return f"a posted price of {shown(found.posted.price)}: no rule gains more"
    least = min(value - cost for value, cost, chance in _cells(found) if chance)
    missed = sum(
        (
            weight * (1 - chance)
            for (value, cost, chance), weight in zip(_cells(found), _weights(found), strict=True)
            if value > cost
        ),
        Fraction(0),
    )
    return (
        f"that rule: sealed reports, and no deal unless the value exceeds the cost by "
        f"{shown(least)} or more ({percent(missed)} of all meetings end without a deal that would "
        "gain)"
    )


def _cells(found: SecondBestTrade) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """Each pair of types with its chance to trade."""
    problem, mechanism = found.question.problem, found.mechanism
    for i, row in enumerate(problem.values[0]):
        for j, column in enumerate(problem.values[1]):
            chance = Fraction(int(mechanism.chances[i, j, 1]), mechanism.certainty)
            yield row[1], -column[1], chance


def _weights(found: SecondBestTrade) -> Iterator[Fraction]:
    buyers, sellers = found.question.problem.priors
    return (f * g for f in buyers for g in sellers)


def _figures(found: SecondBestTrade, units: Fraction) -> Iterator[tuple[str, Fraction]]:
    yield "gain if values were known", found.first_best * units
    yield "gain by the best rule", found.gains * units
    yield "gain at the best posted price", found.posted.gains * units
    yield "best posted price", found.posted.price
    yield "share lost by the best rule", found.lost_share
    if found.first_best:
        yield "share lost by a posted price", 1 - found.posted.gains / found.first_best
    yield "money that efficiency would need from outside", found.subsidy * units
    yield "gain from the first unit of such money", found.multiplier
