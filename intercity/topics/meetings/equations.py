"""Check 24 in the model text: when a city is a dummy, and how late a truce may be watched."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import check
from intercity.region.context import Context
from intercity.topics.meetings.builder import joint_meeting, watched_meeting

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Votes, decisive cities, and the discount factors that a truce needs."""
    meeting = context.once(joint_meeting)
    if meeting is None:
        return
    yield from check(24, "meetings", "does every city count, and do meetings hold the truce?")
    yield f"A proposal passes with q = {meeting.quota} votes:"
    yield ""
    for city, votes in meeting.votes.items():
        yield f"    {city}: w = {votes}"
    yield ""
    yield (
        "City i decides for a set S of others if  q - w_i <= sum over j in S of w_j < q.  It fails "
        "if some city decides for none."
    )
    if context.once(watched_meeting) is not None:
        yield ""
        yield (
            "Let x_i be the discount factor from which city i would keep the truce if a breach "
            "were noticed after a year. It is noticed after L years, and i keeps the truce if"
        )
        yield ""
        yield f"    delta_i >= x_i^(1/L),  L = {meeting.every} with meetings, {meeting.lag} without"
        yield ""
        yield (
            "It fails if somebody would not, with meetings, and all have more by the truce than in "
            "the race."
        )
