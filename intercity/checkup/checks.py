"""The checks by name, and how one of them is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from intercity.topics.outcome import (
    Components,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    in_components,
)
from intercity.topics.registry import TOPICS
from intercity.topics.words import in_each, not_asked, undecided

if TYPE_CHECKING:
    from intercity.region.scenario import Scenario
    from intercity.topics.topic import Topic

from dataclasses import replace

from games.errors import IntercityError
from intercity.english import listed
from intercity.proofs import NotProven
from intercity.region.context import Context
from intercity.topics.finding import Finding
from intercity.topics.words import RuleRow, ShareRow

__all__ = ["CHECKS", "context_of", "evaluate"]

CHECKS = {topic.name: topic for topic in TOPICS if topic.check is not None}
"""The topics with a check, by name, in the order of the report."""


def context_of(scenario: Scenario, ask: Callable[..., Any], *, brief: bool = False) -> Context:
    """What checks look at, the games of all topics built; ``InvalidInput`` where one cannot be."""
    context = Context(scenario, ask, brief=brief)
    for topic in TOPICS:
        for game in topic.games:
            context.once(game)
    return context


def evaluate(context: Context, name: str) -> Finding:
    """One check; where its numbers do not fit together it is undecided, and says why."""
    topic = CHECKS[name]
    try:
        found = _found(topic, context)
        return found if isinstance(found, Finding) else told(topic, found, brief=context.brief)
    except NotProven:
        raise
    except IntercityError as error:
        return Finding(topic.number, name, "undecided", str(error))


def _found(topic: Topic, context: Context) -> Outcome | Finding:
    """What a check found, in each component of the region where it looks at these apart."""
    assert topic.check is not None  # noqa: S101 - the caller looked
    if not topic.by_component or len(context.parts) < 2:
        return topic.check(context)
    parts = {part.cities: topic.check(part) for part in context.parts}
    findings = {cities: one for cities, one in parts.items() if isinstance(one, Finding)}
    if findings:
        return _joined(findings)
    return in_components({c: one for c, one in parts.items() if isinstance(one, Outcome)})


def told(topic: Topic, found: Outcome, *, brief: bool, language: str = "en") -> Finding:
    """What a check found, in the words of its topic; ``brief``: without words."""
    says = repair = headline = ""
    rows: tuple[RuleRow | ShareRow, ...] = ()
    words = topic.words[language]
    if isinstance(found, NotAsked):
        says = not_asked(found)
    elif isinstance(found, Undecided):
        says = undecided(found) if found.error is not None else words.says(found)
    elif isinstance(found, Components):
        each = {
            cities: told(topic, one, brief=brief, language=language)
            for cities, one in found.parts.items()
        }
        says = in_each({cities: one.says for cities, one in each.items()})
        repair = in_each({cities: one.repair for cities, one in each.items()})
        headlines = {cities: one.headline for cities, one in each.items()}
        alike = len(set(headlines.values())) == 1
        headline = next(iter(headlines.values())) if alike else in_each(headlines)
        for one in each.values():
            rows += one.rules + one.shares
    elif not brief:
        says, repair, headline = words.says(found), words.repair(found), words.headline(found)
        rows = words.tables(found)
    return Finding(
        topic.number,
        topic.name,
        found.verdict.value,
        says,
        repair,
        margin=found.margin,
        finer="" if found.turns_on == found.verdict.value else found.turns_on,
        proof=str(found.proof),
        headline=headline,
        rules=tuple(row for row in rows if isinstance(row, RuleRow)),
        shares=tuple(row for row in rows if isinstance(row, ShareRow)),
        mends=found.repair.mends if isinstance(found.repair, Repair) else None,
        facts=found,
    )


def _joined(parts: Mapping[tuple[str, ...], Finding]) -> Finding:
    """What a check found in unrelated components: the worst verdict counts."""
    order = ("fails", "undecided", "stands")
    asked = {cities: one for cities, one in parts.items() if one.verdict != "not asked"}
    found = list(asked.values())
    if not found:
        return next(iter(parts.values()))
    failing = [one.mends for one in found if one.verdict == "fails"]
    mends = [share for share in failing if share is not None]
    return replace(
        found[0],
        verdict=min((one.verdict for one in found), key=order.index),
        says=in_each({cities: one.says for cities, one in asked.items()}),
        repair=in_each({cities: one.repair for cities, one in asked.items()}),
        margin=min((one.margin for one in found if one.margin is not None), default=None),
        figures={
            f"{listed(cities)}: {name}": x
            for cities, one in asked.items()
            for name, x in one.figures.items()
        },
        mends=min(mends, default=None) if len(mends) == len(failing) else None,
    )
