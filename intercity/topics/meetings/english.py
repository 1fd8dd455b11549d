"""What is said of joint meetings."""

from __future__ import annotations

from intercity.english import counted, fitting, listed, percent
from intercity.topics.meetings.check import (
    JointMeeting,
    MeetEvery,
    MeetingsOutcome,
    Quota,
    Watch,
    WhyNot,
)
from intercity.topics.outcome import NoRepair, Outcome
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]


def says(found: MeetingsOutcome) -> str:
    """Who decides how often, who never does, and whether the truce holds."""
    power = ", ".join(f"{city} {percent(x)}" for city, x in found.power.items())
    told = [f"{_passes(found.quota, f' of {found.votes}')}; who decides how often: {power}"]
    told.append(_dummies(found) if found.dummies else "every city does for some set of others")
    if found.vetoers:
        told.append(f"nothing passes without {listed(found.vetoers)}")
    if found.watch is not None:
        told.append(_truce(found.watch, found.every))
    return "; ".join(told)


def _passes(votes: int, of_all: str = "") -> str:
    """So many votes, ``of_all``, pass a proposal.

    >>> _passes(1), _passes(3, " of 5")
    ('1 vote passes a proposal', '3 of 5 votes pass a proposal')
    """
    one = votes == 1 and not of_all
    verb = "passes" if votes == 1 else "pass"
    return f"{votes}{of_all} vote{'' if one else 's'} {verb} a proposal"


def line(found: MeetingsOutcome) -> str:
    """Who never decides, and whether the truce holds."""
    short = f"{len(found.dummies)} of {len(found.power)} cities {_never(found)}"
    told = [fitting(LINE, f"{_dummies(found)} at {found.quota} of {found.votes} votes", short)]
    if not found.dummies:
        told = ["every city that meets decides at times"] if found.watch is None else []
    if found.watch is not None:
        told.append(_truce_in_short(found.watch, found.every))
    return fitting(LINE, "; ".join(told), told[0])


def repair(found: Outcome) -> str:
    """Another quota, meetings more often, or why neither helps."""
    if isinstance(found.repair, NoRepair):
        return f"none: {WhyNot(found.repair.reason)}"
    return _clauses(found)


def remedy(found: Outcome) -> str:
    """The same, in one line."""
    told = _clauses(found)
    return fitting(REMEDY, told, "other votes, and meetings more often") if told else ""


def _clauses(found: Outcome) -> str:
    told = [f"let {counted(one.votes, 'vote')} pass a proposal" for one in found.clauses(Quota)]
    told += [f"meet {_years(one.years)}" for one in found.clauses(MeetEvery)]
    return "; ".join(told)


def _dummies(found: MeetingsOutcome) -> str:
    return f"{listed(found.dummies)} {_never(found)}"


def _never(found: MeetingsOutcome) -> str:
    return f"never {'decides' if len(found.dummies) == 1 else 'decide'}"


def _years(every: int) -> str:
    return "every year" if every == 1 else f"every {every} years"


THREAT = "the threat of the race for ever"
"""What keeps a truce here; harsher punishments are looked at with the arms race."""


NOTHING_TO_HOLD = "a truce without bids brings the treasuries nothing"


def _truce(watch: Watch, every: int) -> str:
    if not watch.worthwhile:
        return NOTHING_TO_HOLD
    if watch.holds_without:
        return f"{THREAT} keeps a truce without bids, without meetings, too"
    if watch.holds_with:
        held = f"by meetings {_years(every)}, not without them"
        return f"{THREAT} keeps a truce without bids {held}"
    after = counted(every, "year")
    return f"a breach of a truce without bids, noticed after {after}, pays though the race follows"


def _truce_in_short(watch: Watch, every: int) -> str:
    if not watch.worthwhile:
        return NOTHING_TO_HOLD
    if watch.holds_without:
        return "the threat of the race keeps a truce, without meetings, too"
    if watch.holds_with:
        return f"the threat of the race keeps a truce only by meetings, {_years(every)}"
    after = counted(every, "year")
    return f"a breach of a truce, noticed after {after}, pays though the race follows"


def clause(one: JointMeeting) -> str:
    """The quota and the meetings, where they change, as a sentence."""
    quota = "" if one.votes is None else _passes(one.votes)
    meet = "" if one.years is None else f"the cities meet {_years(one.years)}"
    told = "; ".join(filter(None, (quota, meet)))
    return told[:1].upper() + told[1:]


TURNED = {
    "stands": "every city that meets decides at times, and no breach of a worthwhile truce pays",
    "fails": "somebody never decides, or a breach of a worthwhile truce pays",
}

WORDS = Words(
    asks="Does every city count in joint meetings, and do they hold the truce?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    clause=clause,
    turned=TURNED,
)
