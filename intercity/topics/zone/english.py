"""What is said of zones that cities would form."""

from __future__ import annotations

from games.players import coalition_name
from intercity.english import counted, fitting, listed, shown
from intercity.topics.outcome import NoRepair, Outcome
from intercity.topics.words import LINE, REMEDY, Words
from intercity.topics.zone.check import OtherZones, WhyNot, ZoneOutcome

__all__ = ["WORDS"]


def says(found: ZoneOutcome) -> str:
    """Who would leave what is planned; what is stable, and whom it leaves out."""
    has = ", ".join(f"{city} {shown(x)}" for city, x in found.payoffs.items())
    told = []
    if found.planned:
        told.append(_leave(found) if found.leavers else "nobody would leave the planned zones")
        told += [_reach(found.left_out, "in the planned zones"), f"payoffs as planned: {has}"]
    if found.number:
        more = f" (and {found.number - 1} more)" if found.number > 1 else ""
        sort = found.assortative and len(found.stable) > 1
        apart = ", sorted by how advanced cities are" if sort else ""
        told.append(f"zones that nobody would leave: {_zones(found.stable)}{more}{apart}")
        told.append(_reach(found.stable_left_out, "there"))
    else:
        told.append("no zones are stable: some group would leave any of them")
    if has and not found.planned:
        told.append(f"payoffs there: {has}")
    if found.best:
        told.append(f"all together would have most in {_zones(found.best)}")
    return "; ".join(told)


def line(found: ZoneOutcome) -> str:
    """Who leaves, or who is left out."""
    if found.leavers:
        return fitting(LINE, _leave(found), "a group would rather be a zone of its own")
    if found.left_out and not found.planned and found.number > 1:
        return f"each of the {found.number} ways to form zones that hold leaves somebody out"
    if found.left_out:
        out, few = listed(found.left_out), counted(len(found.left_out), "city", "cities")
        told = f"the zones that {'are planned' if found.planned else 'cities form'} leave out {out}"
        return fitting(LINE, told, f"zones leave out {few}")
    if not found.number and not found.planned:
        return "no zones are stable: some group would leave any of them"
    return "there are zones that nobody would leave, and that leave nobody out"


def repair(found: Outcome) -> str:
    """Other zones, or why there are none."""
    if isinstance(found.repair, NoRepair):
        return f"none: {WhyNot(found.repair.reason)}"
    return f"zones {_other(found)}" if _other(found) else ""


def remedy(found: Outcome) -> str:
    """The same in one line."""
    told = _other(found)
    return fitting(REMEDY, f"zones {told}", "other zones (told with the check)") if told else ""


def _other(found: Outcome) -> str:
    return "".join(_zones(one.zones) for one in found.clauses(OtherZones))


def _zones(zones: tuple[tuple[str, ...], ...]) -> str:
    return ", ".join(map(coalition_name, zones))


def _leave(found: ZoneOutcome) -> str:
    """Which group would leave the planned zones."""
    every = len(found.leavers) == len(found.payoffs)
    alone = "alone" if len(found.leavers) == 1 else "a zone of their own"
    return f"{'all cities' if every else listed(found.leavers)} would rather be {alone}"


def _reach(left_out: tuple[str, ...], where: str) -> str:
    """Whom zones leave out."""
    if left_out:
        return f"{where} {listed(left_out)} would be with nobody more advanced"
    return f"{where} everybody is with somebody more advanced, or is most advanced"


def clause(one: OtherZones) -> str:
    """Who is in a zone with whom, as a sentence."""
    return f"The zones are {_zones(one.zones)}"


TURNED = {
    "stands": "zones reach everybody",
    "fails": "zones do not hold, or leave somebody out",
}

WORDS = Words(
    asks="Do zones of cities hold, and reach everybody?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    clause=clause,
    turned=TURNED,
)
