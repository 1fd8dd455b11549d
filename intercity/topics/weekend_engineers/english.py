"""What is said of an engineer's spare hours."""

from __future__ import annotations

from intercity.english import amount, fitting, listed, sentences, shown
from intercity.topics.outcome import Outcome, Repair, Undecided
from intercity.topics.weekend_engineers.check import EngineerOutcome, HourGrant, Permit
from intercity.topics.words import LINE, REMEDY, Words, undecided

__all__ = ["WORDS"]


def says(found: Outcome) -> str:
    """Wages and hours, and what would be best for all together."""
    if isinstance(found, Undecided):
        return undecided(found)
    assert isinstance(found, EngineerOutcome)  # noqa: S101 - the other outcomes are above
    best = listed(f"{amount(h)} in {city}" for city, h in found.best_hours.items() if h)
    if found.best_surplus > found.surplus:
        more = shown(found.best_surplus - found.surplus)
        most = f"best for all together are {best}, worth {more} more"
    else:
        most = "no others would be worth more for all together"
    return sentences([_bought(found), most])


def line(found: Outcome) -> str:
    """Why no hours are bought, or how many are."""
    if isinstance(found, Undecided):
        return undecided(found)
    assert isinstance(found, EngineerOutcome)  # noqa: S101 - the other outcomes are above
    if found.verdict == "fails":
        why = "the employer allows none" if not found.allowed else "each city waits for the others"
        lost = shown(found.best_surplus)
        told = "no hours are bought"
        return fitting(LINE, f"{told}, as {why}; {lost} is lost", told)
    hours = sum(found.hours.values(), start=found.allowed * 0)
    if not hours:
        return "no hours are bought, and none would be worth it"
    return fitting(LINE, f"cities buy {amount(hours)} of the engineer's hours", "hours are bought")


def repair(found: Outcome) -> str:
    """The permit and the grant."""
    clauses = found.repair.clauses if isinstance(found.repair, Repair) else ()
    told = []
    for clause in clauses:
        if isinstance(clause, Permit):
            paid = f" for {shown(clause.paid)}" if clause.paid else ""
            told.append(f"the employer at home allows {amount(clause.hours)} hours{paid}")
        elif isinstance(clause, HourGrant):
            told.append(f"a grant above {shown(clause.above)} for each hour in {clause.city}")
    return " and ".join(told)


def remedy(found: Outcome) -> str:
    """The same in one line."""
    told = repair(found)
    return fitting(REMEDY, told, "a permit, or a grant for each hour") if told else ""


def _bought(found: EngineerOutcome) -> str:
    bought = [
        f"{city} {amount(h)} at a wage of {shown(found.wages[city])}"
        for city, h in found.hours.items()
        if h
    ]
    if bought:
        return f"hours bought: {'; '.join(bought)}"
    if not found.allowed:
        return "no hours are bought, as the employer at home allows none"
    return "no hours are bought: no city alone gains by paying for one"


TURNED = {
    "stands": "hours of the engineer are bought, or none are worth it",
    "fails": "no hours are bought though all together would gain",
}

WORDS = Words(says=says, line=line, repair=repair, remedy=remedy, headline=says, turned=TURNED)
