"""Check 24: does every city count in joint meetings, and do these hold a truce?

A city whose votes never decide is a dummy: it may as well stay at home. A truce without bids holds
if a breach is noticed early enough for all to think it not worth while, as the race for ever would
follow; at the next meeting it is. Harsher punishments are looked at with the arms race.

Sources: Shapley and Shubik (1954); Penrose (1946) and Banzhaf (1965) for power; Tirole (1988), The
theory of industrial organization, on detection lags.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from intercity.region.context import Context
from intercity.topics.meetings.builder import joint_meeting, watched_meeting
from intercity.topics.outcome import Clause, NoRepair, NotAsked, Outcome, Repair, Verdict
from solvers.answer import EXACT

if TYPE_CHECKING:
    from mechanisms.joint_meeting.meeting_power import MeetingPower
    from mechanisms.joint_meeting.meeting_watch import MeetingWatch

__all__ = ["JointMeeting", "MeetEvery", "MeetingsOutcome", "Quota", "Watch", "WhyNot", "check"]


class WhyNot(StrEnum):
    """Why nothing mends it."""

    NO_QUOTA = "at every quota somebody never decides"
    NO_MEETINGS = "a breach pays somebody, though the race follows, even if noticed within a year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota(Clause):
    """So many votes pass a proposal."""

    kind: ClassVar[str] = "quota of votes"
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetEvery(Clause):
    """Meet at least once in so many years."""

    kind: ClassVar[str] = "meetings"
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JointMeeting(Clause):
    """How many votes pass a proposal, and in how many years they meet once; what is changed."""

    kind: ClassVar[str] = "joint meeting"
    votes: int | None
    years: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Whether a truce holds: a breach is noticed when they meet, or after ``lag`` years.

    ``longest``: how many years between meetings it bears; 0: not one, ``None``: any.
    ``worthwhile``: whether it brings all bidders together more than the race.
    """

    worthwhile: bool
    lag: int
    holds_with: bool
    holds_without: bool
    longest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsOutcome(Outcome):
    """Who decides, and whether the truce holds.

    ``power``: each city's share of the cases in which one decides (Banzhaf). ``dummies``: who never
    does. ``vetoers``: without whom nothing passes. ``votes``: all of them. ``watch``: ``None``
    where no race is given, or not all bidders meet and have discount factors.
    """

    votes: int
    quota: int
    every: int
    power: Mapping[str, Fraction]
    dummies: tuple[str, ...]
    vetoers: tuple[str, ...]
    watch: Watch | None


def check(context: Context) -> Outcome:
    """Dummies, and the truce; another quota, or meetings more often."""
    from mechanisms.joint_meeting.meeting_power import meeting_power
    from mechanisms.joint_meeting.meeting_watch import meeting_watch

    meeting = context.once(joint_meeting)
    if meeting is None:
        return NotAsked(needs=("meetings",))
    found = context.run_solver(meeting_power, meeting)
    watched, watch, proof = context.once(watched_meeting), None, EXACT
    if watched is not None:
        seen = context.run_solver(meeting_watch, watched)
        watch, proof = _watch(seen), seen.proof
    wanted = watch if watch is not None and watch.worthwhile else None
    broken = wanted if wanted is not None and not wanted.holds_with else None
    margin = None
    if wanted is not None and wanted.longest is not None and not found.dummies:
        margin = Fraction(wanted.longest - meeting.every)
    return MeetingsOutcome(
        verdict=Verdict.FAILS if found.dummies or broken else Verdict.STANDS,
        margin=margin,
        repair=_repair(found, broken),
        proof=proof,
        votes=sum(meeting.votes.values()),
        quota=meeting.quota,
        every=meeting.every,
        power=dict(found.banzhaf),
        dummies=found.dummies,
        vetoers=found.vetoers,
        watch=watch,
    )


def _watch(found: MeetingWatch) -> Watch:
    terms, doubt = found.lags.terms, found.proof.radius or Fraction(0)
    brings = [kept - terms.punishment[city] for city, kept in terms.reward.items()]
    return Watch(
        worthwhile=sum(brings) > 2 * len(brings) * doubt,
        lag=found.watched.meeting.lag,
        holds_with=found.holds_with,
        holds_without=found.holds_without,
        longest=found.longest,
    )


def _repair(found: MeetingPower, broken: Watch | None) -> Repair | NoRepair | None:
    """The nearest quota without dummies, and the rarest meetings that hold the truce."""
    clauses: list[Clause] = []
    if found.dummies:
        quotas = [quota for low, high in found.good_quotas for quota in range(low, high + 1)]
        if not quotas or not all(found.meeting.votes.values()):
            return NoRepair(reason=WhyNot.NO_QUOTA)
        now = found.meeting.quota
        clauses.append(Quota(votes=min(quotas, key=lambda quota: (abs(quota - now), quota))))
    if broken is not None:
        if not broken.longest:
            return NoRepair(reason=WhyNot.NO_MEETINGS)
        clauses.append(MeetEvery(years=broken.longest))
    return Repair(clauses=tuple(clauses), unique=False) if clauses else None
