"""What is said of a corridor."""

from __future__ import annotations

from fractions import Fraction

from intercity.english import enough, fitting, gains_told, listed, shown, told_apart
from intercity.topics.corridor.check import CorridorGrant, CorridorOutcome, LinkGrants
from intercity.topics.outcome import Outcome
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]


def says(found: CorridorOutcome) -> str:
    """What ends add and cost, what each city gets, and what all together would build."""
    built = [part for part in found.stretches if len(part) > 1]
    best = listed(f"{part[0]} - {part[-1]}" for part in built) if built else "no link"
    return (
        f"{'; '.join(_end(found, city) for city in found.adds)}; links paid, cities get of the "
        f"whole corridor {gains_told(found.values)}; all together would build {best}, for "
        f"{shown(found.most)} a year{_whole(found)}"
    )


def line(found: CorridorOutcome) -> str:
    """An end that adds no more than it costs."""
    if not found.dead_ends:
        if found.whole < 0:
            return f"the corridor brings {shown(-found.whole)} a year less than all its links cost"
        return "both ends add more than their links cost"
    worst = max(found.dead_ends, key=lambda city: found.costs[city] - found.adds[city])
    adds, costs = told_apart(found.adds[worst], found.costs[worst])
    return fitting(LINE, _end(found, worst), f"an end adds {adds}, and its link costs {costs}")


def repair(found: Outcome) -> str:
    """Grants for links, and for the corridor as a whole."""
    told = [
        "a grant of more than "
        + listed(f"{enough(x)} a year for the link of {ends}" for ends, x in _links(found, one))
        for one in found.clauses(LinkGrants)
    ]
    told += [
        f"a grant of at least {enough(one.least)} a year for all links"
        for one in found.clauses(CorridorGrant)
    ]
    return listed(told)


def remedy(found: Outcome) -> str:
    """The same, in one line."""
    told = repair(found)
    return fitting(REMEDY, told, "grants for links (told with the check)") if told else ""


def _links(found: Outcome, grants: LinkGrants) -> list[tuple[str, Fraction]]:
    """What each link takes; two cities that are the whole corridor have one link."""
    if isinstance(found, CorridorOutcome) and len(found.values) == 2:
        return [(listed(found.values), max(grants.above.values()))]
    return list(grants.above.items())


def _whole(found: CorridorOutcome) -> str:
    if found.whole >= 0:
        return ""
    return f"; the whole corridor brings {shown(-found.whole)} a year less than its links cost"


def _end(found: CorridorOutcome, city: str) -> str:
    adds, costs = told_apart(found.adds[city], found.costs[city])
    return f"{city} adds {adds} a year, and its link costs {costs}"


TURNED = {
    "stands": "the corridor pays, and so does each end",
    "fails": "the corridor, or an end of it, does not pay",
}

WORDS = Words(
    asks="Does a corridor reach its ends?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    turned=TURNED,
)
