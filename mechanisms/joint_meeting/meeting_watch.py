"""Meeting watch: does a truce hold because cities meet, or would it have held, or broken,
anyway?
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import listed
from games.contest import Contest
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import exact
from games.joint_meeting import JointMeeting
from games.subsidy import SubsidyCompetition
from mechanisms.accord.contest_truce import ContestTruce
from mechanisms.accord.detection_lags import (
    DetectionLags,
    DetectionLagsCertificate,
    WatchedTruce,
    detection_lags,
)
from mechanisms.accord.subsidy_accord import SubsidyTruce
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate

__all__ = ["MeetingWatch", "MeetingWatchCertificate", "WatchedMeeting", "meeting_watch"]


@dataclass(frozen=True, slots=True)
class WatchedMeeting:
    """A meeting, the race that its cities have a truce in, their patience, and the truce's level.

    ``discount``: by city, or one for all. ``level``: the subsidy that the truce allows; 0 in a
    contest. Errors: ``InvalidInput`` where the cities are not those of the meeting.

    See ``meeting_watch`` for the concept, an example and its source.
    """

    meeting: JointMeeting
    race: SubsidyCompetition | Contest
    discount: Any
    level: Any = 0

    def __post_init__(self) -> None:
        of_kind(self.meeting, JointMeeting, place="the meeting")
        of_kind(self.race, SubsidyCompetition, Contest, place="the race")
        object.__setattr__(self, "level", exact(self.level, "the level of the truce"))
        for city in self.race.cities:
            if city not in self.meeting.votes:
                raise InvalidInput("a city of the race", city, "one that meets")
        if self.discount is None:
            raise InvalidInput("the discount factors", MISSING, "one for each city, or for all")
        object.__setattr__(self, "discount", self.truce.discount)

    @property
    def truce(self) -> WatchedTruce:
        """The truce, with a table of as many lags as meetings could save."""
        if isinstance(self.race, Contest):
            return WatchedTruce(ContestTruce(self.race), self.discount, self.meeting.lag)
        truce = SubsidyTruce(self.race, self.level)
        return WatchedTruce(truce, self.discount, self.meeting.lag)


@dataclass(frozen=True, slots=True, repr=False)
class MeetingWatch(Answer):
    """Whether meetings hold the truce.

    ``needed_without``, ``needed_with``: the discount factor that all need, ``None`` where somebody
    would break the truce at any. ``holds_without``, ``holds_with``: at the cities' own.
    ``longest``: the longest lag between meetings that holds it; 0: none, ``None``: any.

    See ``meeting_watch`` for the concept, an example and its source.
    """

    watched: WatchedMeeting
    lags: DetectionLags
    certificate: MeetingWatchCertificate

    @property
    def needed_without(self) -> Fraction | None:
        return self.lags.critical[self.watched.meeting.lag]

    @property
    def needed_with(self) -> Fraction | None:
        return self.lags.critical[self.watched.meeting.every]

    @property
    def longest(self) -> int | None:
        return self.lags.longest_lag

    @property
    def holds_without(self) -> bool:
        return self._holds(self.watched.meeting.lag)

    @property
    def holds_with(self) -> bool:
        return self._holds(self.watched.meeting.every)

    def _holds(self, lag: int) -> bool:
        if self.lags.terms.critical_discount is None:
            return False
        return self.longest is None or lag <= self.longest

    @property
    def method(self) -> str:
        return self.lags.method

    @property
    def proof(self) -> Proof:
        return self.lags.proof

    @property
    def status(self) -> str:
        if self.lags.terms.critical_discount is None or self.longest == 0:
            return f"No meetings help. {self.lags.status}"
        if self.holds_without:
            return "The truce holds without meetings."
        meeting = self.watched.meeting
        late = meeting.lag if self.holds_with else meeting.every
        broken = [city for city, lag in self.lags.longest.items() if lag is not None and lag < late]
        who = listed(broken)
        often = f"every {self.longest} period{'s' if self.longest != 1 else ''}"
        if self.holds_with:
            return f"Meetings hold the truce: without them {who} would break it; {often} would do."
        return f"They meet too rarely: {who} would break the truce; they must meet {often}."


@dataclass(frozen=True, slots=True)
class MeetingWatchCertificate(Certificate, kind="meeting watch", of="meeting_watch"):
    """The truce's lags."""

    lags: DetectionLagsCertificate

    def violations(self, watched: WatchedMeeting) -> Iterator[str]:
        yield from self.lags.violations(watched.truce)

    def answer(self, watched: WatchedMeeting) -> MeetingWatch:
        return MeetingWatch(watched, self.lags.answer(watched.truce), self)


def meeting_watch(watched: WatchedMeeting) -> MeetingWatch:
    """Meeting watch: does a truce hold because cities meet, or would it have held, or broken,
    anyway?

    A breach pays until it is noticed: with x_i the discount factor that city i needs if that is at
    once, it needs x_i^(1/L) at a lag of L. Meetings shorten L. They change nothing where nobody
    would break the truce anyway, and where somebody would break it however soon it is noticed.

    Whether a truce holds with meetings and without them.

    Errors: ``InvalidInput`` for what is not a ``WatchedMeeting``.

    >>> from games import JointMeeting, SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> talks = JointMeeting({"Quzhou": 1, "Lishui": 1}, every=4, lag=12)
    >>> found = meeting_watch(WatchedMeeting(talks, park, discount={"Quzhou": 0.9, "Lishui": 0.8}))
    >>> [round(float(delta), 3) for delta in (found.needed_without, found.needed_with)]
    [0.864, 0.644]
    >>> print(found.status)
    Meetings hold the truce: without them Lishui would break it; every 7 periods would do.

    Source: Tirole (1988), chapter 6, on detection lags; the meetings are those of Hu and Zhang
    (2024).
    """
    of_kind(watched, WatchedMeeting, place="subject of meeting_watch")
    found = detection_lags(
        watched.race, watched.discount, level=watched.level, lags=watched.meeting.lag
    )
    return MeetingWatchCertificate(found.certificate).answer(watched)
