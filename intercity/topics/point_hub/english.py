"""What is said of a point hub."""

from __future__ import annotations

from intercity.english import counted, fitting, listed, percent_in_full, shown, told_apart
from intercity.topics.outcome import NoRepair, Outcome
from intercity.topics.point_hub.check import HubOutcome, OpenHubs, WhyNot
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]


_NO_HUB = "no hub in the budget brings more than it costs"


def says(found: HubOutcome) -> str:
    """What hubs bring and cost, whom they serve, and what is amiss."""
    if not found.opened:
        return f"{_NO_HUB}; {percent_in_full(found.needed)} are to be served"
    best = "" if found.planned else "at best "
    served = f", {listed(found.served)}" if found.served else ""
    cost, budget = told_apart(found.cost, found.budget)
    return (
        f"{best}{listed(found.opened)} would bring {shown(found.net)} a year net, cost "
        f"{cost} of a budget of {budget}, and serve {_of(found)}"
        f"{served}; {percent_in_full(found.needed)} are to be served"
    )


def line(found: HubOutcome) -> str:
    """What is amiss."""
    if not found.opened:
        return _NO_HUB
    cost, budget = told_apart(found.cost, found.budget)
    amiss = [
        text
        for text, so in (
            (f"lose {shown(-found.net)} a year", found.lacks_worth),
            (f"serve {_of(found)}", found.lacks_reach),
            (f"cost {cost} of {budget}", found.lacks_money),
        )
        if so
    ]
    if not amiss:
        amiss = [f"bring {shown(found.net)} a year net", f"serve {_of(found)}"]
    who = "the planned hubs" if found.planned else "the best hubs"
    told = listed(amiss)
    return fitting(LINE, f"{listed(found.opened)} would {told}", f"{who} would {told}")


def repair(found: Outcome) -> str:
    """Other hubs, or that there are none."""
    if isinstance(found.repair, NoRepair):
        return f"none: {WhyNot(found.repair.reason)}"
    return "".join(
        f"open {listed(one.hubs)}: {shown(one.net)} a year net, "
        f"{counted(len(one.served), 'city', 'cities')} served"
        for one in found.clauses(OpenHubs)
    )


def remedy(found: Outcome) -> str:
    """The same, in one line."""
    told = "".join(f"open {listed(one.hubs)}" for one in found.clauses(OpenHubs))
    return fitting(REMEDY, told, "other hubs (told with the check)") if told else ""


def _of(found: HubOutcome) -> str:
    return f"{len(found.served)} of {found.cities} cities"


def clause(one: OpenHubs) -> str:
    """What is opened, as a sentence."""
    return f"Of the hubs {listed(one.hubs)} {'are' if one.hubs[1:] else 'is'} opened"


TURNED = {
    "stands": "the hubs pay, and serve enough cities",
    "fails": "the hubs do not pay, serve too few, or cost too much",
}

WORDS = Words(
    asks="Does a point hub pay, and serve enough cities?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    clause=clause,
    turned=TURNED,
)
