"""The checks by name, and how one of them is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.errors import IntercityError
from intercity.checkup.finding import Finding
from intercity.proofs import NotProven
from intercity.region.context import Context
from intercity.topics.outcome import NotAsked, Outcome, Undecided, in_components
from intercity.topics.registry import TOPICS

if TYPE_CHECKING:
    from intercity.topics.topic import Topic

__all__ = ["CHECKS", "evaluate", "objection"]

CHECKS = {topic.name: topic for topic in TOPICS if topic.check is not None}
"""The topics with a check, by name, in the order of the report."""


def evaluate(context: Context, name: str) -> Finding:
    """One check; where its numbers do not fit together it is undecided, and says why."""
    topic = CHECKS[name]
    try:
        found = _found(topic, context)
        if topic.of_groups and not isinstance(found, NotAsked):
            found = objection(context) or found
        return Finding(topic, found)
    except NotProven:
        raise
    except IntercityError as error:
        return Finding(topic, Undecided(error=error))


def objection(context: Context) -> Undecided | None:
    """Why nothing can be said of what groups could make, where a topic says that it cannot."""
    found = (context.once(topic.guard) for topic in TOPICS)
    return next((one for one in found if one is not None), None)


def _found(topic: Topic, context: Context) -> Outcome:
    """What a check found, in each component of the region where it looks at these apart."""
    assert topic.check is not None  # noqa: S101 - the caller looked
    if not topic.by_component or len(context.parts) < 2:
        return topic.check(context)
    return in_components({part.cities: topic.check(part) for part in context.parts})
