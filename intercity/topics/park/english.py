"""What is said of whether the park pays."""

from __future__ import annotations

from fractions import Fraction

from intercity.english import amount, as_words, counted, fitting, inside, listed, shown, told_apart
from intercity.topics.outcome import NoRepair, Repair, Undecided
from intercity.topics.park.check import BonusLeftOut, ParkLeftOut, ParkOutcome
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]

ELSE = "all else put to its best use"
LACKING = "the members lack what a park would occupy"


def says(found: ParkOutcome | Undecided) -> str:
    """What the park adds to what members make, or costs them."""
    if isinstance(found, Undecided):
        return LACKING
    who = _who(found)
    if found.best_without:
        pays = "each park pays: " if found.adds > 0 else ""
        return f"{ELSE}, {pays}{_several(found, ' a year')}"
    if found.parks > 1:
        adds = f"parks add {shown(found.adds)} a year to what {who} make without any"
        nothing = f"parks {_no_gain(found)}: {who} do as well without any"
        return f"{ELSE}, {adds if found.adds else nothing}"
    if found.adds > 0:
        return f"{ELSE}, it adds {shown(found.adds)} a year to what {who} make without it"
    if found.adds < 0:
        return f"{ELSE}, it costs {shown(-found.adds)} a year more than it brings to {who}"
    return f"{ELSE}, it {_no_gain(found)}: {who} do as well without it"


def line(found: ParkOutcome | Undecided) -> str:
    """What the park adds or costs, in a line."""
    if isinstance(found, Undecided):
        return LACKING
    full, short = _line(found, " a year"), _line(found, "")
    best = "all else at its best use"
    told = [f"{ELSE}, {full}", f"{best}, {full}", f"{best}, {short}"]
    if found.best_without:
        pays = "each park pays" if found.adds > 0 else "not every park pays"
        told.append(f"{best}, {pays}")
    return fitting(LINE, *told)


def _line(found: ParkOutcome, a_year: str) -> str:
    size = f"{shown(abs(found.adds))}{a_year}"
    if found.best_without:
        return _several(found, a_year)
    if found.parks > 1:
        return f"parks {f'add {size}' if found.adds else _no_gain(found)}"
    if found.adds > 0:
        return f"the park adds {size}"
    if found.adds < 0:
        return f"the park costs {size} more than it brings"
    return f"the park {_no_gain(found)}"


def _no_gain(found: ParkOutcome) -> str:
    """Without a deal nobody has to open one, so that it may cost more than it would bring."""
    if found.parks > 1:
        return "bring no more than they cost"
    return "brings no more than it costs" if found.without_deal else "costs as much as it brings"


def _several(found: ParkOutcome, a_year: str) -> str:
    """What members would lack, or have, without those parks without which they do best."""
    size, without = f"{shown(abs(found.adds))}{a_year}", f"without {_those(found)}"
    if found.adds > 0:
        return f"{without} members would make {size} less"
    if found.adds < 0:
        return f"{without} members would make {size} more"
    return f"members do as well {without}"


def _those(found: ParkOutcome) -> str:
    """The parks without which members do best."""
    return listed(map(as_words, found.best_without))


def _who(found: ParkOutcome) -> str:
    return "all" if found.without_deal else "the members"


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
        if not found.best_without:
            return "leave them out" if found.parks > 1 else "leave it out"
        return f"leave out {_those(found)}{_fewer(found)}"
    it = _those(found) or "it"
    if found.without is None and found.as_signed is None:
        return f"none: the deal cannot be carried out without {it} either"
    if found.without is None or found.as_signed is None:
        return f"none: without {it} the deal cannot be carried out"
    less = shown(found.as_signed - found.without)
    return f"none: without {it} the deal would bring its members {less} a year less in all"


def remedy(found: ParkOutcome | Undecided) -> str:
    """What to leave out."""
    if isinstance(found, Undecided) or not isinstance(found.repair, Repair):
        return ""
    bonuses = _needless(found)
    if len(bonuses) > 1:
        return f"leave out the {len(bonuses)} bonuses that move no firm"
    if bonuses:
        return f"leave out the bonus of {shown(bonuses[0].amount)} a year that moves no firm"
    if not found.best_without:
        return f"leave the park{'s' if found.parks > 1 else ''} out"
    bare = f"leave out {_those(found)}"
    several = f"leave out {counted(len(found.best_without), 'park')}"
    return fitting(REMEDY, f"{bare}{_fewer(found)}", bare, several)


def _fewer(found: ParkOutcome) -> str:
    """How many projects fewer the other parks have floor for, rounded up; empty if for all."""
    few = sum((clause.fewer_projects for clause in found.clauses(ParkLeftOut)), Fraction(0))
    if not few:
        return ""
    projects = "project" if few == 1 else "projects"
    return f", and admit {inside(few, few, None, amount)} {projects} fewer"


def falls(found: ParkOutcome | Undecided) -> str:
    """What a bonus that is left out leaves of the loss."""
    if isinstance(found, Undecided) or not isinstance(found.repair, Repair):
        return ""
    before, after = told_apart(-found.adds, -found.adds * (1 - found.repair.mends))
    return f"the loss falls from {before} to {after} a year"


def _needless(found: ParkOutcome | Undecided) -> tuple[BonusLeftOut, ...]:
    return found.clauses(BonusLeftOut)


TURNED = {"stands": "parks pay", "fails": "a park does not pay"}

WORDS = Words(
    asks="Is each park worth its cost?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    falls=falls,
    turned=TURNED,
)
