"""The checks by name, and how one of them is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from intercity.topics.outcome import NotAsked, Outcome, Repair, Undecided
from intercity.topics.registry import TOPICS
from intercity.topics.words import not_asked, undecided

if TYPE_CHECKING:
    from intercity.region.scenario import Scenario
    from intercity.topics.topic import Topic

from dataclasses import replace

from games.errors import IntercityError
from intercity.english import listed
from intercity.proofs import NotProven
from intercity.region.context import Context
from intercity.topics.finding import Finding, RuleRow, ShareRow

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
    assert topic.check is not None  # noqa: S101 - that is what CHECKS are
    try:
        if topic.by_component and len(context.parts) > 1:
            parts = [topic.check(part) for part in context.parts]
            return _joined([one for one in parts if isinstance(one, Finding)], context)
        found = topic.check(context)
        return found if isinstance(found, Finding) else told(topic, found, brief=context.brief)
    except NotProven:
        raise
    except IntercityError as error:
        return Finding(topic.number, name, "undecided", str(error))


def told(topic: Topic, found: Outcome, *, brief: bool, language: str = "en") -> Finding:
    """What a check found, in the words of its topic; ``brief``: without words."""
    says = repair = headline = ""
    rows: tuple[RuleRow | ShareRow, ...] = ()
    if isinstance(found, NotAsked):
        says = not_asked(found)
    elif isinstance(found, Undecided) and found.error is not None:
        says = undecided(found)
    elif not brief:
        words = topic.words[language]
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


def _joined(found: list[Finding], context: Context) -> Finding:
    """What a check found in unrelated components: the worst verdict counts."""
    order = ("fails", "undecided", "stands")
    named = [
        (listed(part.cities), one)
        for part, one in zip(context.parts, found, strict=True)
        if one.verdict != "not asked"
    ]
    if not named:
        return found[0]
    found = [one for _, one in named]
    verdict = min((one.verdict for one in found), key=order.index)
    failing = [one for one in found if one.verdict == "fails"]
    margins = [one.margin for one in found if one.margin is not None]
    return replace(
        found[0],
        verdict=verdict,
        says="; ".join(f"in {cities}: {one.says}" for cities, one in named),
        repair="; ".join(f"in {cities}: {one.repair}" for cities, one in named if one.repair),
        margin=min(margins, default=None),
        figures={
            f"{cities}: {name}": x for cities, one in named for name, x in one.figures.items()
        },
        rules=tuple(row for one in found for row in one.rules),
        shares=tuple(row for one in found for row in one.shares),
        mends=min((one.mends for one in failing if one.mends is not None), default=None)
        if all(one.mends is not None for one in failing)
        else None,
    )
