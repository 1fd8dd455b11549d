"""Does every city count in joint meetings, and do they hold the truce?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.meetings.builder import joint_meeting
    from intercity.topics.meetings.check import MeetingsOutcome, check
    from intercity.topics.meetings.english import WORDS
    from intercity.topics.meetings.equations import state
    from intercity.topics.meetings.proposals import proposals
    from intercity.topics.meetings.section import Meetings
    from intercity.topics.meetings.validation import meeting_violations

    return Contents(
        sections={"meetings": Meetings},
        violations=meeting_violations,
        games=(joint_meeting,),
        check=check,
        proposals=proposals,
        outcomes=(MeetingsOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "meetings",
    number=24,
    tables={"meetings": "joint meetings: who votes, and how often"},
    signed=(("meetings", "quota"), ("meetings", "every")),
    load=_contents,
)
