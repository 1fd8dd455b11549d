"""What is said of an accord that bidders could sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.english import listed
from intercity.topics.arms_race.accord import RuleKind
from intercity.topics.arms_race.proposals import AccordOnBids
from intercity.topics.arms_race.section import Subsidies
from intercity.topics.words import number

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["clause", "signed"]


def clause(one: AccordOnBids) -> str:
    """Its rule, who enforces it, and what members pay each other, as a sentence."""
    kept = "a court enforces it" if one.enforceable else "a promise"
    gets = [f"{city} {number(x)}" for city, x in one.transfers.items() if x > 0]
    pays = [f"{city} {number(-x)}" for city, x in one.transfers.items() if x < 0]
    money = f"; {listed(gets)} a year from {listed(pays)}" if gets else ""
    return f"{listed(one.members)} sign {_rule(one)} ({kept}){money}"


def signed(scenario: Scenario) -> str:
    """The accord that the file has, as a sentence; "" where it has none."""
    given = scenario.section(Subsidies)
    accord = None if given is None else given.accord
    if given is None or accord is None:
        return ""
    rule, level = RuleKind(accord.rules[0]), None
    if rule is RuleKind.TRUCE and accord.truce == "joint":
        rule = RuleKind.JOINT
    elif rule is not RuleKind.LEVY:
        level = getattr(accord, rule.value).value
    told = AccordOnBids(
        rule=rule,
        members=accord.members or given.bidders,
        level=level,
        rates={city: rate.value for city, rate in accord.levy.items()},
        enforceable=accord.enforceable,
        transfers=accord.transfers,
        change={},
    )
    until = "" if accord.sunset is None else f"; it ends with year {accord.sunset}"
    return f"Beside the deal, {clause(told)}{until}."


def _rule(one: AccordOnBids) -> str:
    if one.rule is RuleKind.LEVY:
        told = ", ".join(
            f"{city} {'is granted' if rate < 0 else 'pays'} {number(100 * abs(rate))}%"
            for city, rate in one.rates.items()
        )
        return f"a levy on what each pays firms, shared equally: {told}"
    if one.rule is RuleKind.JOINT or one.level is None:
        return "to bid what is best for them together"
    if not one.level and one.rule is not RuleKind.FLOOR:
        return "to bid nothing"
    end = "less" if one.rule is RuleKind.FLOOR else "more"
    return f"to pay firms no {end} than {number(one.level)} each"
