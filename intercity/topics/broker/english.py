"""What is said of brokers."""

from __future__ import annotations

from fractions import Fraction

from intercity.english import fitting, inside, listed, shown, told_apart
from intercity.topics.broker.check import BrokerFees, BrokerOutcome
from intercity.topics.outcome import Outcome
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]


def says(found: BrokerOutcome) -> str:
    """What each broker gets and adds, what cities get, and who has less."""
    gets = found.values
    told = []
    for broker, more in found.adds.items():
        has, adds = told_apart(gets[broker], more)
        told.append(f"{broker} gets {has} a year, adds {adds}")
    one_by_one = sum(found.adds.values(), Fraction(0))
    if found.together > one_by_one:
        together, each = told_apart(found.together, one_by_one)
        told.append(
            f"all brokers together add {together}, not {each} as one by one: one can stand in for "
            "another"
        )
    cities = (f"{city} {shown(x)}" for city, x in gets.items() if city not in found.adds)
    told.append(f"cities get {', '.join(cities)}")
    for broker, lost in found.losers.items():
        left = [f"{one} would have {shown(x)} more" for one, x in lost.items()]
        told += [f"without {broker}, {listed(left)}"] if left else []
    return "; ".join(told)


def line(found: BrokerOutcome) -> str:
    """Who gets how much more than it adds."""
    if not found.overpaid:
        return "each broker adds at least what it gets"
    first = max(found.overpaid, key=lambda broker: found.overpaid[broker])
    gets, adds = told_apart(found.values[first], found.adds[first])
    others = len(found.overpaid) - 1
    gets_more = "gets more than it adds" if others == 1 else "get more than they add"
    more = f"; {others} more {gets_more}" if others else ""
    return fitting(
        LINE,
        f"{first} gets {gets} a year and adds {adds}{more}",
        f"a broker gets {gets} a year and adds {adds}{more}",
        f"a broker gets {gets} a year and adds {adds}",
    )


def repair(found: Outcome) -> str:
    """What to pay brokers at most."""
    return "".join(
        listed(
            f"pay {broker} {f'at most {inside(x, None, x)}' if x else 'nothing'}"
            for broker, x in one.most.items()
        )
        for one in found.clauses(BrokerFees)
    )


def remedy(found: Outcome) -> str:
    """The same, in one line."""
    told = repair(found)
    return fitting(REMEDY, told, "lower fees (told with the check)") if told else ""


TURNED = {
    "stands": "each broker adds at least what it gets",
    "fails": "a broker gets more than it adds",
}

WORDS = Words(
    asks="Do brokers get no more than they add?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    turned=TURNED,
)
