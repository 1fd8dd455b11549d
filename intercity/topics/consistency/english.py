"""What is said of promises beyond what a member owns."""

from __future__ import annotations

from intercity.english import (
    amount,
    as_words,
    fitting,
    inside,
    listed,
    measured,
    sentences,
    shown,
    told_apart,
)
from intercity.topics.consistency.check import (
    AdmitFewer,
    ConsistencyOutcome,
    Promised,
    PromiseLess,
)
from intercity.topics.outcome import Clause, Repair
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]


def says(found: ConsistencyOutcome) -> str:
    """Each promise beyond what is owned, and what cannot be had or must be bought of it."""
    told = sentences(map(_told, found.beyond))
    return told or "the deal promises nothing that a member does not own"


def repair(found: ConsistencyOutcome) -> str:
    """What to promise less of, and who outside could hand it over instead."""
    if not isinstance(found.repair, Repair):
        return ""
    several = len(found.repair.clauses) > 1
    return sentences(_less(clause, named=several) for clause in found.repair.clauses)


def line(found: ConsistencyOutcome) -> str:
    """The promise of which most is lacking, or that costs."""
    if not found.beyond:
        return "all that is promised is owned"
    worst = found.beyond[0]
    if worst.lacking:
        much = measured(worst.lacking, worst.unit, worst.resource)
        lacking = f"{much} {'is' if worst.lacking == 1 else 'are'} lacking"
        return fitting(LINE, f"{worst.city} lacks {much} that it promises", lacking)
    much = measured(worst.beyond_owned, worst.unit, worst.resource)
    return fitting(LINE, f"{worst.city} must buy {much} to keep its word", f"buys {much}")


def remedy(found: ConsistencyOutcome) -> str:
    """How much less is to be promised."""
    if not isinstance(found.repair, Repair):
        return ""
    told, in_time = [], []
    for clause in found.repair.clauses:
        if isinstance(clause, AdmitFewer):
            told.append(f"admit {_projects(clause)} fewer")
            in_time.append(told[-1])
        elif isinstance(clause, PromiseLess):
            told.append(f"promise {_much(clause)} less")
            in_time.append(f"{told[-1]}{_in_time(clause)}")
    first, *others = told
    cuts = "cuts" if others[1:] else "cut"
    some = f"{first}, and {len(others)} more {cuts}"
    return fitting(REMEDY, listed(in_time), listed(told), some, first)


def _told(one: Promised) -> str:
    promised, owned = told_apart(one.promised, one.owned, told=amount)
    text = f"{one.city} promises {measured(one.promised, one.unit, one.resource, promised)}"
    if one.year is not None:
        text += f" {_by_then(one.year)}, before more comes to it,"
    text += f" and owns {owned}"
    if one.bought_for is None:
        return f"{text}: {amount(one.lacking)} cannot be had"
    must = f"it must buy {amount(one.beyond_owned)} on the exchange"
    return f"{text}: {must}, {shown(one.bought_for)} a year"


def _by_then(year: int) -> str:
    return f"by year {year}" if year else "at signing"


def _in_time(clause: PromiseLess) -> str:
    """By when so much less is to be promised, where that is not all the same."""
    text = "" if clause.year is None else f" {_by_then(clause.year)}"
    if not clause.sooner:
        return text
    parts = [
        f"{inside(least, least, clause.sooner_at_most.get(year), amount)} of it {_by_then(year)}"
        for year, least in clause.sooner.items()
    ]
    return f"{text}, at least {listed(parts)}"


def _projects(clause: AdmitFewer) -> str:
    told = inside(clause.projects, clause.projects, None, amount)
    return f"{told} {'project' if clause.projects == 1 else 'projects'}"


def _much(clause: PromiseLess) -> str:
    """How much less, rounded up: with a little more than that something would still be lacking."""
    least = inside(clause.amount, clause.amount, clause.at_most, amount)
    return measured(clause.amount, clause.unit, clause.resource, least)


def _less(clause: Clause, *, named: bool) -> str:
    """``named``: by which city, or in which park."""
    if isinstance(clause, AdmitFewer):
        return f"admit {_projects(clause)} fewer{f' to {clause.park}' if named else ''}"
    if not isinstance(clause, PromiseLess):
        return ""
    text = f"{clause.city} promises" if named else "promise"
    text += f" {_much(clause)} less{_in_time(clause)}"
    if clause.shares:
        shared = (f"{amount(share)} for {who}" for who, share in clause.shares.items())
        text += f": in proportion {', '.join(shared)}"
    outside = clause.outside
    if outside is None:
        return text
    if outside.price is None or outside.cost is None:
        there = amount(outside.available)
        return f"{text}; cities outside the deal could hand over {there} of it at most"
    sellers = listed(f"{city} {amount(units)}" for city, units in outside.sellers.items())
    terms = (
        f"at a uniform price of {shown(outside.price)} a year for each unit of "
        f"{as_words(clause.resource)}, {shown(outside.cost)} a year in all, {sellers} would be "
        "handed over"
        if outside.price
        else f"{sellers} could be handed over, and nobody there would lose by it"
    )
    consent = ", and the province has to consent" if outside.consent else ""
    lots = f"(in lots of up to {amount(outside.lot)}{consent})"
    return f"{text}; or have it from outside the deal: {terms} {lots}"


TURNED = {
    "stands": "all that is promised can be had",
    "fails": "more is promised than can be had",
}

WORDS = Words(
    asks="Does the deal promise no more than its members have?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    turned=TURNED,
)
