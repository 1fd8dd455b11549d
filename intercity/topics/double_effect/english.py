"""What is said of the double effect: projects gather in the hub, and reach the small city."""

from __future__ import annotations

from fractions import Fraction

from intercity.english import (
    amount,
    counted,
    fitting,
    listed,
    percent,
    sentences,
    shown,
    told_apart,
)
from intercity.topics.clauses.clause import ReturnBonus
from intercity.topics.clauses.english import bonus_words
from intercity.topics.double_effect.check import DoubleEffectOutcome, Home, Hub, WhyNot
from intercity.topics.outcome import NoRepair, Repair
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]

TURNED = {"stands": "projects gather in the hub and return", "fails": "an effect is missing"}
_REASONS = {
    WhyNot.NOTHING_NEW: (
        "its parks bring no project from outside the region, and no member has any to hand over"
    ),
    WhyNot.NONE_SUITED: "no project is suited to return",
    WhyNot.NO_BONUS: "no bonus makes firms return without turning a member's gain into a loss",
}


def says(found: DoubleEffectOutcome) -> str:
    """What gathers in each hub, and what reaches each home."""
    told = [_gather(city, hub) for city, hub in found.hubs.items()]
    return sentences([*told, *(_reach(city, home) for city, home in found.homes.items())])


def _gather(city: str, hub: Hub) -> str:
    if hub.gathers <= 0:
        after, before = told_apart(hub.after, hub.before, told=amount)
        now = f"{before}, as" if not hub.gathers else f"{after} of {before}"
        return f"no more projects gather in {city}: {now} without the deal"
    after, before = told_apart(hub.after, hub.before, told=amount)
    start = "starts" if hub.after == 1 else "start"
    shares = f"{percent(hub.share_after)} of the region's, {percent(hub.share_before)}"
    return (
        f"projects gather in {city}: {after} {start} there, {before} "
        f"without the deal ({shares} without it)"
    )


def _reach(city: str, home: Home) -> str:
    shared = ""
    if home.shared_tax:
        shared = f"; of shared tax it gets {shown(home.shared_tax)} a year"
    if not home.returning:
        return f"none reaches {city}, since none returns{shared}"
    plants = counted(home.returning, "plant")
    does = "returns to {} and brings" if home.returning == 1 else "return to {} and bring"
    return f"{plants} {does.format(city)} {shown(home.plant_tax)} a year in tax{shared}"


def line(found: DoubleEffectOutcome) -> str:
    """Which effect is missing, or both in short."""
    nowhere = f"none reaches {listed(found.reached_by_none)}"
    if found.gather_nothing:
        hubs = [f"{amount(found.hubs[city].after)} in {city}" for city in found.gather_nothing]
        nothing = f"no more projects gather than without the deal: {listed(hubs)}"
        also = f"no more projects gather ({listed(hubs)}), and {nowhere}"
        return fitting(LINE, *([also] if found.reached_by_none else []), nothing)
    hubs = [_more(city, hub.gathers) for city, hub in found.hubs.items()]
    if found.reached_by_none:
        return fitting(LINE, f"{listed(hubs)}, but {nowhere}", f"{hubs[0]}, but {nowhere}")
    told = [_returns(city, home.returning) for city, home in found.homes.items()]
    return fitting(LINE, f"{listed(hubs)}, {listed(told)}", listed(told), told[0])


def _more(city: str, number: Fraction) -> str:
    gather = "more project gathers" if number == 1 else "more projects gather"
    return f"{amount(number)} {gather} in {city}"


def _returns(city: str, number: Fraction) -> str:
    return f"{amount(number)} {'returns' if number == 1 else 'return'} to {city}"


def repair(found: DoubleEffectOutcome) -> str:
    """The bonus, or why there is none."""
    if isinstance(found.repair, NoRepair):
        if found.repair.reason is WhyNot.NOT_TRIED:
            return (
                "none was found: its parks bring no project from outside the region, and whether "
                f"{listed(found.could_hand_over)} should hand over projects was not tried"
            )
        return f"none: {_REASONS[WhyNot(found.repair.reason)]}"
    return remedy(found)


def remedy(found: DoubleEffectOutcome) -> str:
    """The bonus that makes firms return."""
    if found.could_hand_over:
        return "none was found: handing over projects was not tried"
    if not isinstance(found.repair, Repair):
        return ""
    told = [
        bonus_words(clause) for clause in found.repair.clauses if isinstance(clause, ReturnBonus)
    ]
    return fitting(REMEDY, " and ".join(told), told[0])


WORDS = Words(
    asks="Do projects gather in the hub, and does what they bring reach the small city?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    turned=TURNED,
)
