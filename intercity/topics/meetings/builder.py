"""From [meetings], and [subsidies] where there is one, to a meeting and the truce it watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.arms_race.builder import competition
from intercity.topics.arms_race.section import Subsidies
from intercity.topics.meetings.section import Meetings

if TYPE_CHECKING:
    from games.joint_meeting import JointMeeting
    from intercity.region.context import Context
    from mechanisms.joint_meeting.meeting_watch import WatchedMeeting

__all__ = ["joint_meeting", "watched_meeting"]


def joint_meeting(context: Context) -> JointMeeting | None:
    """The meeting of all cities that are named; ``None`` without the section."""
    given, race = context.scenario.section(Meetings), context.scenario.section(Subsidies)
    if given is None:
        return None
    from games.joint_meeting import JointMeeting

    accord = None if race is None else race.accord
    lag = given.every if race is None else race.truce_lag
    if accord is not None and accord.monitoring_lag is not None:
        lag = accord.monitoring_lag
    return JointMeeting(dict(given.votes), given.quota, every=min(given.every, lag), lag=lag)


def watched_meeting(context: Context) -> WatchedMeeting | None:
    """The meeting with its race; ``None`` unless all bidders meet and have discount factors.

    Where a court enforces an accord on bids no truce is left to watch.
    """
    meeting, race = context.once(joint_meeting), context.once(competition)
    patience = context.region.discounts
    given = context.scenario.section(Subsidies)
    if meeting is None or race is None or given is None:
        return None
    if given.accord is not None and given.accord.enforceable:
        return None
    if not set(race.cities) <= set(meeting.votes) & set(patience):
        return None
    from mechanisms.joint_meeting.meeting_watch import WatchedMeeting

    return WatchedMeeting(meeting, race, {city: patience[city] for city in race.cities})
