"""Check 9: if a city alone knows what the deal is worth to it, how much of the gain is lost?

Here for one buyer and one seller; for more, and for a shared project, in the files of these names.
Where both figures lie in ranges, Myerson and Satterthwaite's theorem answers for the whole of them;
where one is known or comes from a list, the best rule for the list is found, and a range beside it
is cut finely; whether all can be had is then still settled for the whole range.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from games.bayesian_problem import BayesianProblem
from games.errors import InvalidInput
from intercity.english import shown
from intercity.region.context import Context
from intercity.topics.finding import Finding
from intercity.topics.private_values import exchange as private_exchange
from intercity.topics.private_values import project as private_project
from intercity.topics.private_values.loss import FEW, INDEPENDENT, part
from intercity.topics.private_values.section import Information
from intercity.topics.private_values.types import (
    NAME,
    NUMBER,
    ends_of,
    none_of,
    price_told,
    types_of,
)
from mechanisms.direct.myerson_satterthwaite import UniformTrade
from mechanisms.direct.second_best_trade import TradeQuestion

if TYPE_CHECKING:
    from intercity.topics.private_values.section import Information, Reservation
    from mechanisms.direct.myerson_satterthwaite import MyersonSatterthwaite
    from mechanisms.direct.second_best_trade import SecondBestTrade

    BestRule = MyersonSatterthwaite | SecondBestTrade

__all__ = [
    "NAME",
    "NUMBER",
    "amount_of",
    "best_rule",
    "check",
    "cut_of",
    "headline",
    "question",
    "spare_of",
]

FINE = 400
"""Into so many values a range is cut beside what is known or listed, if the file does not say."""


def check(context: Context) -> Finding:
    """What the best honest and voluntary rule loses, against a posted price."""
    told = context.scenario.section(Information)
    if told is None:
        return Finding(NUMBER, NAME, "not asked", "add [information]")
    _in_order(told)
    if told.project is not None:
        return private_project.check(context, told)
    if told.buyers:
        return private_exchange.check(context, told)
    found, units = best_rule(context, told), amount_of(context, told)
    figures, proof = dict(_figures(told, found, units)), str(found.proof)
    spare = spare_of(told, found)
    margin = spare * units
    if not units:
        says = f"{none_of(told.good)} changes hands"
        return Finding(NUMBER, NAME, "stands", says, "", margin, figures, proof=proof)
    if not found.first_best:
        says = f"a deal is never worth making: no value of {told.buyer} exceeds a cost"
        return Finding(NUMBER, NAME, "stands", says, "", margin, figures, proof=proof)
    price, posted = _price(found), _posted_loss(found)
    brings = f"{shown(found.first_best * units)} a year on average if values were known"
    if spare >= 0:
        rule = (
            f"would lose {part(posted)}; sealed reports, with payments by report, have it all"
            if posted
            else "does it"
        )
        says = (
            f"private values cost nothing of the {brings} (a posted price of {price} a unit {rule})"
        )
        says += _cut_told(told)
        return Finding(NUMBER, NAME, "stands", says, "", margin, figures, proof=proof)
    rest = shown((found.first_best - found.gains) * units)
    why = (
        "where ranges overlap no such rule has all (Myerson and Satterthwaite)"
        if isinstance(question(told), UniformTrade)
        else "no such rule does better"
    )
    says = (
        f"{told.good} would bring {brings}; the best rule that is honest, voluntary and pays for "
        f"itself loses {_least(found.lost_share)} of it, and a posted price ({price} a unit) "
        f"{_least(posted)}: {why}, {INDEPENDENT}, and it would take {shown(-margin)} a year from "
        f"outside to have the other {rest}{_cut_told(told)}"
    )
    mends = 1 - found.lost_share
    return Finding(
        NUMBER, NAME, "fails", says, _repair(found), margin, figures, proof=proof, mends=mends
    )


def headline(finding: Finding) -> str:
    """The check in one sentence."""
    gain = shown(finding.figures["gain if values were known"])
    if finding.verdict == "stands":
        return f"Private values cost nothing of a gain of {gain} a year."
    lost = _least(finding.figures["share lost by the best rule"])
    cause = "As each city alone knows, independently of the others, what the deal is worth to it"
    return f"{cause}, even the best voluntary rule loses {lost} of a gain of {gain} a year."


def question(told: Information) -> UniformTrade | TradeQuestion:
    """The trade of one unit, as the others see it."""
    assert told.buyer is not None and told.seller is not None  # noqa: S101, PT018
    assert told.value is not None and told.cost is not None  # noqa: S101, PT018 - of this form
    value, cost = ends_of(told.value), ends_of(told.cost)
    if value is not None and cost is not None:
        return UniformTrade(told.buyer, told.seller, value, cost)
    return TradeQuestion(
        BayesianProblem.bilateral_trade(
            {told.buyer: types_of(told.value, FINE)}, {told.seller: types_of(told.cost, FINE)}
        )
    )


def cut_of(told: Information) -> int | None:
    """Into how many values a range is cut; ``None`` where there is none, or a theorem for both."""
    found = [one for one in (told.value, told.cost) if one is not None and ends_of(one) is not None]
    return (found[0].steps or FINE) if len(found) == 1 else None


def best_rule(context: Context, told: Information) -> BestRule:
    """The best rule for it, with its certificate."""
    from mechanisms.direct.myerson_satterthwaite import myerson_satterthwaite
    from mechanisms.direct.second_best_trade import second_best_trade

    asked = question(told)
    solver = myerson_satterthwaite if isinstance(asked, UniformTrade) else second_best_trade
    found: BestRule = context.ask(solver, asked)
    return found


def amount_of(context: Context, told: Information) -> Fraction:
    """How many units change hands."""
    if told.amount is not None:
        return told.amount.value
    compact = context.scenario.compact
    handed = [
        transfer.amount.value
        for transfer in (compact.transfer if compact is not None else ())
        if (transfer.resource, transfer.giver, transfer.receiver)
        == (told.good, told.seller, told.buyer)
    ]
    return sum(handed, Fraction(0)) if handed else Fraction(1)


def spare_of(told: Information, found: BestRule) -> Fraction:
    """What the fund would be left with if all gains were had; over the whole of an uncut range.

    With worths r even on [a, b] on one side, and needs n_j of virtual need phi_j on the list of the
    other, it is the mean of the integral of 2 r - b - phi_j over r from x = n_j (a or more) on:
    (b - x) (x - phi_j) / (b - a). A seller's worth is minus its cost, a buyer's need minus its
    value.
    """
    if cut_of(told) is None:
        return found.spare
    assert told.value is not None and told.cost is not None  # noqa: S101, PT018 - of this form
    values = ends_of(told.value)
    ends, other = (values, told.cost) if values is not None else (ends_of(told.cost), told.value)
    if ends is None or (told.value.steps or told.cost.steps):
        return found.spare
    sign = 1 if values is not None else -1
    low, high = sorted(sign * end for end in ends)
    needs = sorted((sign * need, chance) for need, chance in types_of(other).items())
    spare = below = Fraction(0)
    before = needs[0][0]
    for need, chance in needs:
        virtual = need + (need - before) * below / chance
        start = min(max(need, low), high)
        spare += chance * (high - start) * (start - virtual) / (high - low)
        before, below = need, below + chance
    return spare


def _least(share: Fraction) -> str:
    """A share of what cannot all be had: where a cut sees nothing of it, it is small."""
    return part(share) if share else "less than 1%"


def _in_order(told: Information) -> None:
    """A range that moved numbers turn round, or make a point, is none: a file is refused for it."""
    given: dict[str, Reservation | None] = {"value": told.value, "cost": told.cost}
    given |= {**told.buyers, **told.sellers, **(told.project.members if told.project else {})}
    for place, one in given.items():
        ends = None if one is None else ends_of(one)
        if ends is not None and ends[0] >= ends[1]:
            raise InvalidInput(f"the highest value of {place}", ends[1], f"more than {ends[0]}")


def _cut_told(told: Information) -> str:
    """What a range stands for where it is cut, in brackets; else empty."""
    steps = cut_of(told)
    return "" if steps is None else f" (a range stands for {steps} equally likely values)"


def _price(found: BestRule) -> str:
    """The posted price, so that the same types like it."""
    from mechanisms.direct.myerson_satterthwaite import MyersonSatterthwaite

    if isinstance(found, MyersonSatterthwaite):
        return shown(found.posted.price)
    return price_told(found.posted.price, *found.types)


def _posted_loss(found: BestRule) -> Fraction:
    return 1 - found.posted.gains / found.first_best if found.first_best else Fraction(0)


def _repair(found: BestRule) -> str:
    """The second-best rule in a sentence."""
    if found.posted.gains == found.gains:
        return (
            f"a posted price of {_price(found)} a unit: no honest and voluntary rule that pays for "
            "itself gains more"
        )
    ends = f"{_least(found.missed)} of all meetings end without a deal that would gain"
    if found.cut is not None:
        return (
            f"that rule: sealed reports, and no deal unless the value exceeds the cost by "
            f"{shown(found.cut)} a unit or more ({ends})"
        )
    return f"that rule: sealed reports, and a deal {_deals(found)} ({ends})"


def _deals(found: BestRule) -> str:
    """When the best rule for lists trades, which need not look at the difference alone."""
    from mechanisms.direct.second_best_trade import SecondBestTrade

    assert isinstance(found, SecondBestTrade)  # noqa: S101 - in ranges there is a cut
    values, costs = found.types
    by_cost = len(costs) <= len(values)
    own, other = ("cost", "value") if by_cost else ("value", "cost")
    few, many = (costs, sorted(values)) if by_cost else (values, sorted(costs, reverse=True))
    if len(few) > FEW:
        return "with the chance that the rule's table has for each pair of reports"
    told = []
    for kind in sorted(few):
        chances = {x: found.chance(x, kind) if by_cost else found.chance(kind, x) for x in many}
        sure = next((x for x, p in chances.items() if p == 1), None)
        onward = "on" if by_cost else "down"
        each = [] if sure is None else [f"from a {other} of {approximately(sure)} {onward}"]
        each += [
            f"at a {other} of {approximately(x)} in {part(p)} of cases"
            for x, p in chances.items()
            if 0 < p < 1
        ]
        told.append(f"at a {own} of {approximately(kind)} {' and '.join(each) or 'never'}")
    return "; ".join(told)


def _figures(told: Information, found: BestRule, units: Fraction) -> Iterator[tuple[str, Fraction]]:
    yield "gain if values were known", found.first_best * units
    yield "gain by the best rule", found.gains * units
    yield "gain at the best posted price", found.posted.gains * units
    yield "best posted price", found.posted.price
    yield "share lost by the best rule", found.lost_share
    yield "share lost by a posted price", _posted_loss(found)
    yield (
        "money that efficiency would need from outside",
        max(Fraction(0), -spare_of(told, found)) * units,
    )
    yield "gain from the first unit of such money", found.multiplier
