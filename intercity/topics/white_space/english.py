"""What is said of land that is planned now, or left white."""

from __future__ import annotations

from intercity.english import amount, fitting, listed, shown
from intercity.topics.outcome import Outcome, Repair, Undecided
from intercity.topics.white_space.check import WhiteLand, WhiteSpaceOutcome
from intercity.topics.words import LINE, REMEDY, Words, undecided

__all__ = ["WORDS"]


def says(found: Outcome) -> str:
    """What the fixed plan makes and regrets, and what white land avoids at what cost."""
    if isinstance(found, Undecided):
        return undecided(found)
    assert isinstance(found, WhiteSpaceOutcome)  # noqa: S101 - the other outcomes are above
    regrets = ", ".join(f"{shown(x)} in {name}" for name, x in found.regrets.items())
    text = (
        f"the best fixed plan makes {shown(found.fixed_value)} a year on average, and regrets "
        f"{shown(found.regret)} ({regrets})"
    )
    if found.break_even is None:
        return f"{text}; no white land avoids more of it than waiting costs"
    return (
        f"{text}; white land avoids {shown(found.avoided)} of it and costs "
        f"{shown(found.option_cost)}, so that the plan makes {shown(found.value)}; it pays until a "
        f"unit left white costs {shown(found.break_even)} more"
    )


def line(found: Outcome) -> str:
    """The regret that is avoided, and its cost."""
    if isinstance(found, Undecided):
        return undecided(found)
    assert isinstance(found, WhiteSpaceOutcome)  # noqa: S101 - the other outcomes are above
    if found.break_even is None:
        return f"the best fixed plan makes {shown(found.fixed_value)} a year; waiting makes no more"
    avoided, cost = shown(found.avoided), shown(found.option_cost)
    more = shown(found.value - found.fixed_value)
    return fitting(
        LINE,
        f"white land would avoid {avoided} of the fixed plan's regret, and cost {cost}",
        f"white land would bring {more} a year more than a fixed plan",
    )


def repair(found: Outcome) -> str:
    """How much to leave white, by city."""
    return f"leave white {_white(found)}" if _white(found) else ""


def remedy(found: Outcome) -> str:
    """The same, in one line."""
    told = repair(found)
    return fitting(REMEDY, told, "leave some land white") if told else ""


def _white(found: Outcome) -> str:
    clauses = found.repair.clauses if isinstance(found.repair, Repair) else ()
    return "; ".join(
        listed(f"{amount(land)} in {city}" for city, land in clause.amounts.items())
        for clause in clauses
        if isinstance(clause, WhiteLand)
    )


TURNED = {
    "stands": "no land is worth leaving white",
    "fails": "some land is better left white",
}

WORDS = Words(says=says, line=line, repair=repair, remedy=remedy, headline=says, turned=TURNED)
