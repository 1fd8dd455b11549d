"""What is said of whether the park pays."""

from __future__ import annotations

from intercity.english import listed, shown, told_apart
from intercity.topics.outcome import NoRepair, Repair, Undecided
from intercity.topics.park.check import BonusLeftOut, ParkOutcome
from intercity.topics.words import Words

__all__ = ["WORDS"]


def says(found: ParkOutcome | Undecided) -> str:
    """What the park adds to what members make, or costs them."""
    if isinstance(found, Undecided):
        return "its members lack what it would occupy"
    if found.adds > 0:
        return f"it adds {shown(found.adds)} a year to what the members make without it"
    if found.adds < 0:
        return f"it costs {shown(-found.adds)} a year more than it brings to the members"
    return "it costs as much as it brings: the members do as well without it"


def line(found: ParkOutcome | Undecided) -> str:
    """The same in a line."""
    if isinstance(found, Undecided):
        return "the members lack what the park would occupy"
    if found.adds > 0:
        return f"the park adds {shown(found.adds)} a year to what members make"
    if found.adds < 0:
        return f"the park costs members {shown(-found.adds)} a year more than it brings"
    return "the park costs members as much as it brings"


def repair(found: ParkOutcome | Undecided) -> str:
    """What to leave out, or why nothing."""
    if isinstance(found, Undecided) or found.repair is None:
        return ""
    if not isinstance(found.repair, NoRepair):
        bonuses = [
            f"the bonus of {shown(bonus.amount)} a year by {bonus.payer}"
            for bonus in _needless(found)
        ]
        if bonuses:
            text = f"leave out {listed(bonuses)}: as many projects return without"
            return text if found.repair.mends == 1 else f"{text}; {falls(found)}"
        return "leave it out"
    if found.without is None and found.as_signed is None:
        return "none: the deal cannot be carried out without it either"
    if found.without is None or found.as_signed is None:
        return "none: without it the deal cannot be carried out"
    less = shown(found.as_signed - found.without)
    return f"none: without it the deal would bring its members {less} a year less in all"


def remedy(found: ParkOutcome | Undecided) -> str:
    """What to leave out."""
    if found.repair is None or isinstance(found.repair, NoRepair):
        return ""
    bonuses = _needless(found)
    if len(bonuses) > 1:
        return f"leave out the {len(bonuses)} bonuses that move no firm"
    if bonuses:
        return f"leave out the bonus of {shown(bonuses[0].amount)} a year that moves no firm"
    return "leave the park out"


def falls(found: ParkOutcome | Undecided) -> str:
    """What a bonus that is left out leaves of the loss."""
    if isinstance(found, Undecided) or not isinstance(found.repair, Repair):
        return ""
    before, after = told_apart(-found.adds, -found.adds * (1 - found.repair.mends))
    return f"the loss falls from {before} to {after} a year"


def _needless(found: ParkOutcome | Undecided) -> tuple[BonusLeftOut, ...]:
    return found.clauses(BonusLeftOut)


TURNED = {"stands": "the park pays", "fails": "the park loses money"}

WORDS = Words(
    asks="Is each park worth its cost?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    falls=falls,
    turned=TURNED,
)
