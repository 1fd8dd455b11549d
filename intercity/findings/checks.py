"""The checks by name, and how one of them is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.errors import IntercityError, InvalidInput, Told
from intercity.findings.finding import Finding
from intercity.proofs import Unverified
from intercity.region.context import Context
from intercity.topics.outcome import NotAsked, Outcome, Undecided, in_components
from intercity.topics.registry import TOPICS, topics_of

if TYPE_CHECKING:
    from intercity.topics.topic import Topic

__all__ = ["CHECKS", "evaluate", "objection"]

CHECKS = {topic.name: topic for topic in TOPICS if topic.number}
"""The topics with a check, by name, in the order of the report."""


def evaluate(context: Context, name: str) -> Finding:
    """One check; where its numbers do not fit together it is undecided, and says why."""
    topic = CHECKS[name]
    try:
        found = _outcome(topic, context)
        if not isinstance(found, NotAsked):
            if topic.of_groups:
                found = objection(context) or found
            elif topic.in_doubt(context):
                found = _several_rates(context) or found
        return Finding(topic, found)
    except Unverified:
        raise
    except IntercityError as error:
        return Finding(topic, Undecided(error=error))


def objection(context: Context) -> Undecided | None:
    """Why nothing can be said of what groups could make, where a topic says that it cannot."""
    found = (context.once(one.contents.guard) for one in topics_of(context.scenario))
    return next((one for one in found if one is not None), _several_rates(context))


def _several_rates(context: Context) -> Undecided | None:
    """Why nothing can be said of other plans, where a city keeps another share of its tax then."""
    if not context.several_rates:
        return None
    city = context.several_rates[0]
    told = Told("taken from its grants at several rates, which depend on the plan")
    right = "within one step of the formula, for other plans than this deal to be compared"
    return Undecided(error=InvalidInput(f"the own tax of {city}", told, right))


def _outcome(topic: Topic, context: Context) -> Outcome:
    """The outcome of a check; where it examines components apart, that of all of them."""
    if not topic.concerns(context.scenario):
        return topic.not_asked()
    check = topic.contents.check
    assert check is not None  # noqa: S101 - it has a number
    if not topic.by_component or len(context.parts) < 2:
        return check(context)
    return in_components({part.cities: check(part) for part in context.parts})
