"""Another quota, or meetings more often."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.region.context import Context
from intercity.topics.meetings.check import JointMeeting, MeetEvery, Quota
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.proposal import Entry, Path, Proposal

__all__ = ["proposals"]


def proposals(_: Context, found: Outcome) -> Iterator[Proposal]:
    """All of it at once: each mends another flaw."""
    entries: list[tuple[Path, Entry]] = []
    votes = years = None
    for one in found.repair.clauses if isinstance(found.repair, Repair) else ():
        if isinstance(one, Quota):
            votes = one.votes
            entries.append((("meetings", "quota"), votes))
        elif isinstance(one, MeetEvery):
            years = one.years
            entries.append((("meetings", "every"), years))
    if entries:
        yield Proposal("meetings", JointMeeting(votes=votes, years=years), tuple(entries))
