"""What is said of a corridor."""

from __future__ import annotations

from fractions import Fraction

from intercity.english import fitting, gains_told, listed, shown, told_apart
from intercity.topics.corridor.check import CorridorOutcome, LinkGrants
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
        f"{shown(found.most)} a year"
    )


def line(found: CorridorOutcome) -> str:
    """An end that adds no more than it costs."""
    if not found.dead_ends:
        return "both ends add more than their links cost"
    worst = max(found.dead_ends, key=lambda city: found.costs[city] - found.adds[city])
    adds, costs = told_apart(found.adds[worst], found.costs[worst])
    return fitting(LINE, _end(found, worst), f"an end adds {adds}, and its link costs {costs}")


def repair(found: Outcome) -> str:
    """Grants for links."""
    return "".join(
        "a grant of more than "
        + listed(f"{shown(x)} a year for the link of {ends}" for ends, x in _links(found, one))
        for one in found.clauses(LinkGrants)
    )


def remedy(found: Outcome) -> str:
    """The same, in one line."""
    told = repair(found)
    return fitting(REMEDY, told, "grants for links (see the full report)") if told else ""


def _links(found: Outcome, grants: LinkGrants) -> list[tuple[str, Fraction]]:
    """What each link takes; two cities that are the whole corridor have one link."""
    if isinstance(found, CorridorOutcome) and len(found.values) == 2:
        return [(listed(found.values), max(grants.above.values()))]
    return list(grants.above.items())


def _end(found: CorridorOutcome, city: str) -> str:
    adds, costs = told_apart(found.adds[city], found.costs[city])
    return f"{city} adds {adds} a year, and its link costs {costs}"


TURNED = {
    "stands": "both ends add more than their links cost",
    "fails": "an end adds no more than its link costs",
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
