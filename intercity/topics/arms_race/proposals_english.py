"""What is said of an accord that bidders could sign."""

from __future__ import annotations

from intercity.english import listed
from intercity.topics.arms_race.accord import RuleKind
from intercity.topics.arms_race.proposals import AccordOnBids
from intercity.topics.words import number

__all__ = ["clause"]


def clause(one: AccordOnBids) -> str:
    """Its rule, who enforces it, and what members pay each other, as a sentence."""
    kept = "a court enforces it" if one.enforceable else "a promise"
    gets = [f"{city} {number(x)}" for city, x in one.transfers.items() if x > 0]
    pays = [f"{city} {number(-x)}" for city, x in one.transfers.items() if x < 0]
    money = f"; {listed(gets)} a year from {listed(pays)}" if gets else ""
    return f"{listed(one.members)} sign {_rule(one)} ({kept}){money}"


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
