"""Votes of cities, a quota that they can reach, and meetings that come before word gets round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation
from intercity.scenario.names import unknown_cities
from intercity.scenario.quantity import toml_text
from intercity.topics.arms_race.section import Subsidies
from intercity.topics.meetings.section import Meetings

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["meeting_violations"]

MOST_VOTES = 100_000
"""Of all cities: each quota up to their number is looked at."""


def meeting_violations(s: Scenario) -> Iterator[Violation]:
    """Somebody votes, all votes reach the quota; meetings are no rarer than a breach is noticed."""
    given, race = s.section(Meetings), s.section(Subsidies)
    if given is None:
        return
    yield from unknown_cities(s, ("meetings", "votes"), given.votes)
    total = sum(given.votes.values())
    if not total:
        yield Violation(("meetings", "votes"), "0 for all", "above 0 for at least one city")
    elif total > MOST_VOTES:
        right = f"at most {MOST_VOTES:,} in all: counted in thousands, say"
        yield Violation(("meetings", "votes"), f"{toml_text(total)} in all", right)
    elif given.quota is not None and given.quota > total:
        yield Violation(("meetings", "quota"), str(given.quota), f"at most all {total} votes")
    if race is not None and given.every > race.truce_lag:
        most = f"at most {race.truce_lag}, as subsidies.truce_lag: later, meetings bring no news"
        yield Violation(("meetings", "every"), str(given.every), most)
