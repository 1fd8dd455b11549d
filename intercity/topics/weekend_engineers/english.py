"""What is said of an engineer's spare hours."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from intercity.english import amount, enough, fitting, inside, listed, sentences, shown
from intercity.topics.outcome import Clause, NoRepair, Outcome, Repair
from intercity.topics.weekend_engineers.check import (
    Amiss,
    EngineerOutcome,
    HourGrant,
    Permit,
    WhyNot,
)
from intercity.topics.weekend_engineers.repair import HoursForPay
from intercity.topics.words import LINE, REMEDY, Words, number

__all__ = ["WORDS"]


def says(found: EngineerOutcome) -> str:
    """Wages and hours, and what would be best for all together."""
    if found.amiss is None:
        more = "no others would be worth more for all together"
        if found.surplus < found.best_surplus:
            more = "others would be worth more for all together, by a millionth at most"
        return sentences([_bought(found), more])
    best = listed(f"{amount(h)} in {city}" for city, h in found.best_hours.items() if h)
    lost = shown(found.best_surplus - found.surplus)
    most = f"best for all together would be {best or 'no hours'}, worth {lost} more"
    return sentences([_bought(found), _has(found), most])


def line(found: EngineerOutcome) -> str:
    """Why no hours are bought, or how many are, and what is lost by it."""
    hours = amount(sum(found.hours.values(), start=found.allowed * 0))
    lost = shown(found.best_surplus - found.surplus)
    if not any(found.hours.values()):
        if found.amiss is None:
            return "no hours are bought, and none would be worth it"
        told = "no hours are bought"
        why = (
            "to no city is one there worth the way" if found.allowed else "the employer allows none"
        )
        return fitting(LINE, f"{told}, as {why}; {lost} is lost", told)
    buyers = [city for city, h in found.hours.items() if h]
    told = f"{'cities buy' if buyers[1:] else f'{buyers[0]} buys'} {hours} of the engineer's hours"
    if found.amiss is None:
        return fitting(LINE, told, "hours are bought")
    which = "in other places than is best" if found.amiss is Amiss.ELSEWHERE else found.amiss
    return fitting(LINE, f"{told}, {which}; {lost} is lost", f"hours are bought: {which}")


def repair(found: Outcome) -> str:
    """The permit and the payments, or why there are none."""
    if isinstance(found.repair, NoRepair):
        return f"none: {WhyNot(found.repair.reason)}"
    return listed(_clause(clause) for clause in found.clauses(Clause))


def remedy(found: Outcome) -> str:
    """The same in one line."""
    if not isinstance(found.repair, Repair):
        return ""
    kinds = {type(clause) for clause in found.repair.clauses}
    short = listed(
        told
        for kind, told in ((Permit, "a permit"), (HourGrant, "a payment for each hour"))
        if kind in kinds
    )
    return fitting(REMEDY, repair(found), short)


def _clause(clause: Clause) -> str:
    if isinstance(clause, Permit):
        if not clause.hours:
            return "the employer at home allows no hours"
        paid = f" for {enough(clause.paid)}" if clause.paid else ""
        return f"the employer at home allows {_as_it_is(clause.hours, amount)} hours{paid}"
    assert isinstance(clause, HourGrant)  # noqa: S101 - the other clause is above
    each = _as_it_is(abs(clause.paid))
    if clause.paid > 0:
        return f"others pay {clause.city} {each} for each hour there"
    if clause.paid:
        return f"{clause.city} pays others {each} for each hour there"
    return f"others pay {clause.city} nothing for hours there"


def _as_it_is(number: Fraction, told: Callable[[Fraction], str] = shown) -> str:
    """In all digits: at rounded sums a city may buy hours that it should not."""
    return inside(number, number, number, told)


def _bought(found: EngineerOutcome) -> str:
    bought = [
        f"{city} {amount(h)} at a wage of {shown(found.wages[city])}"
        for city, h in found.hours.items()
        if h
    ]
    if bought:
        which = (
            f"{found.amiss} hours" if found.amiss in (Amiss.TOO_FEW, Amiss.TOO_MANY) else "hours"
        )
        return f"{which} bought: {'; '.join(bought)}{_other_splits(found)}"
    if not found.allowed:
        return "no hours are bought, as the employer at home allows none"
    return "no hours are bought: to no city is an hour there worth more than the way costs"


def _other_splits(found: EngineerOutcome) -> str:
    """Where the hours run out, wages a little higher move none: many are an equilibrium."""
    buyers = sum(hours > 0 for hours in found.hours.values())
    if buyers < 2 or sum(found.hours.values()) < found.allowed:
        return ""
    return " (all that are allowed; other splits of them may be equilibria, too)"


def _has(found: EngineerOutcome) -> str:
    """What each has by the hours that are bought."""
    if not any(found.hours.values()):
        return ""
    has = {**found.payoffs, "the engineer": found.engineer, "the employer": found.employer}
    return listed(f"{who} has {shown(x)}" for who, x in has.items())


def clause(one: HoursForPay) -> str:
    """The permit, and what is paid for each hour, as a sentence."""
    told = []
    if one.hours is not None:
        told.append(f"the employer at home allows {number(one.hours)} hours")
    for city, paid in one.paid.items():
        pays = f"others pay {city}" if paid >= 0 else f"{city} pays others"
        told.append(f"{pays} {number(abs(paid))} for each hour there")
    text = "; ".join(told)
    return text[:1].upper() + text[1:]


TURNED = {
    "stands": "the hours that are bought are best for all together",
    "fails": "other hours than those that are bought would be better for all together",
}

WORDS = Words(
    asks="Do cities buy an engineer's spare hours where all together would gain by it?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    clause=clause,
    turned=TURNED,
)
