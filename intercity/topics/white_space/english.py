"""What is said of land that is planned now, or left white."""

from __future__ import annotations

from intercity.english import amount, fitting, inside, listed, shown
from intercity.topics.outcome import Outcome
from intercity.topics.white_space.check import WhiteLand, WhiteSpaceOutcome
from intercity.topics.words import REMEDY, Words

__all__ = ["WORDS"]


def says(found: WhiteSpaceOutcome) -> str:
    """What the fixed plan makes and foresight would add; what white land avoids, and costs."""
    regrets = ", ".join(f"{shown(x)} in {name}" for name, x in found.regrets.items())
    text = (
        f"the best fixed plan makes {shown(found.fixed_value)} a year on average, "
        f"{shown(found.regret)} less than with foresight ({regrets})"
    )
    if not found.white:
        return f"{text}; no white land avoids more of it than waiting costs"
    until = ""
    if found.break_even is not None:
        most = inside(found.break_even, None, found.break_even)
        until = f"; some white land pays until a unit of it costs {most} more"
    return (
        f"{text}; white land avoids {shown(found.avoided)} of it and costs "
        f"{shown(found.option_cost)}, so that the plan makes {shown(found.value)}{until}"
    )


def line(found: WhiteSpaceOutcome) -> str:
    """What white land brings, its cost paid."""
    if not found.white:
        return f"the best fixed plan makes {shown(found.fixed_value)} a year; waiting makes no more"
    more = shown(found.value - found.fixed_value)
    return f"white land would bring {more} a year more than a fixed plan"


def repair(found: Outcome) -> str:
    """How much to leave white, by city."""
    return f"leave land white: {_white(found)}" if _white(found) else ""


def remedy(found: Outcome) -> str:
    """The same, in one line."""
    told = repair(found)
    return fitting(REMEDY, told, "leave some land white") if told else ""


def _white(found: Outcome) -> str:
    return "; ".join(
        listed(f"{amount(land)} in {city}" for city, land in clause.amounts.items())
        for clause in found.clauses(WhiteLand)
    )


TURNED = {
    "stands": "no land is worth leaving white",
    "fails": "some land is better left white",
}

WORDS = Words(
    asks="Does a fixed plan of land lose nothing that flexible land would bring?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    turned=TURNED,
)
