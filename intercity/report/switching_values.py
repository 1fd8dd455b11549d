"""HINGES ON, FLIPS and FIND OUT: which assumed numbers would turn a verdict, and where."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from intercity.english import amount
from intercity.report.basis import assumed_numbers
from intercity.report.labels import as_given, label
from intercity.topics.registry import TOPICS
from intercity.words import chosen, words

if TYPE_CHECKING:
    from intercity.findings.finding import Finding
    from intercity.findings.switching_value import SwitchingValue
    from intercity.scenario.scenario import Scenario

__all__ = ["find_out", "hinge", "switching_value_lines"]

SHOWN = 8
_TOPICS = {topic.name: topic for topic in TOPICS}


def hinge(
    scenario: Scenario,
    findings: Sequence[Finding],
    switching_values: tuple[SwitchingValue, ...] | None,
) -> str:
    """The number that turns a verdict about the deal soonest, if it is near.

    Without a deal: a verdict on what the scenario asks. Empty where nothing was looked for.
    """
    judged = [finding for finding in findings if finding.verdict in ("stands", "fails")]
    if switching_values is None or not judged or not scenario.quantities():
        return ""
    if not _movable(scenario):
        return words().nothing_hinges
    deal = scenario.compact is not None
    about = [
        switching_value
        for switching_value in switching_values
        if not deal or _TOPICS[switching_value.check].of_the_deal
    ]
    near = next((switching_value for switching_value in about if switching_value.near), None)
    if near is not None:
        return words().hinges_on(*_told(scenario, near), _becomes(near), above=_above(near))
    nearest, share = "", ""
    if about:
        nearest, share = label(scenario, about[0].key), _share(about[0])
    by_clause = any(f.mended for f in judged if not deal or f.topic.of_the_deal)
    return words().hinges_on_none(nearest, share, of_the_deal=deal, by_clause=by_clause)


def _movable(scenario: Scenario) -> bool:
    """Whether there is an assumed number whose range is more than a point."""
    return any(number.low != number.high for number in assumed_numbers(scenario))


def switching_value_lines(
    scenario: Scenario, switching_values: tuple[SwitchingValue, ...]
) -> Iterator[str]:
    """A line for each number that turns verdicts, with its break-even."""
    if not _movable(scenario):
        yield words().nothing_moves
    elif not switching_values:
        yield words().nothing_turns
    by_place: dict[tuple[str, bool, str], list[SwitchingValue]] = {}
    for one in switching_values:
        by_place.setdefault((one.key, _above(one), _edge(one)), []).append(one)
    groups = list(by_place.values())
    for group in groups[:SHOWN]:
        turned = [_becomes(one) for one in group]
        yield words().flips(*_told(scenario, group[0]), turned, above=_above(group[0]))
    if len(groups) > SHOWN:
        yield words().and_more(len(groups) - SHOWN, "--json")


def find_out(scenario: Scenario, switching_values: tuple[SwitchingValue, ...]) -> str:
    """The numbers to look for first, with their break-even; empty where none turns a verdict."""
    near = list(
        {
            switching_value.key: switching_value
            for switching_value in reversed(switching_values)
            if switching_value.near
        }.values()
    )[::-1][:3]
    if near:
        return words().find_out([_turning(scenario, one) for one in near])
    if not switching_values:
        return ""
    first = switching_values[0]
    return words().find_out_far(_turning(scenario, first), _at_least(first))


def _turning(scenario: Scenario, one: SwitchingValue) -> str:
    """A number, and what it turns where."""
    return words().turning(*_told(scenario, one), _becomes(one), above=_above(one))


def _told(scenario: Scenario, one: SwitchingValue) -> tuple[str, str, str]:
    """What the number is called, its value, and its break-even."""
    return label(scenario, one.key), as_given(one.value), _edge(one)


def _share(switching_value: SwitchingValue) -> str:
    """How far off it is, so that what is not near is not told as a quarter."""
    return f"{approximately(100 * switching_value.distance, '.3g')}%"


def _at_least(one: SwitchingValue) -> str:
    """How far off it is, rounded down from the side where the verdict is known to hold.

    Where it is turned at a place only, as at a whole number, from there.
    """
    apart = one.gap is not None or _neighbours(one)
    share = abs((one.after if apart else one.before) - one.value) / one.span
    return f"{approximately(Fraction(math.floor(1000 * share), 10), '.3g')}%"


def _neighbours(one: SwitchingValue) -> bool:
    """Whether the verdict holds at one whole number, and at the next no longer."""
    return abs(one.after - one.before) == one.before.denominator == 1


def _above(switching_value: SwitchingValue) -> bool:
    return switching_value.after > switching_value.value


def _edge(switching_value: SwitchingValue) -> str:
    """The break-even, to as few digits (two to four) as lie between its two proven sides.

    And as tell it from the number given, unless that is one of the sides: then it is that number.
    Of two sides that are neighbouring whole numbers it is the one at which the verdict still holds.
    Where they are apart, it is the one at which it is turned.
    """
    if switching_value.gap is not None:
        return as_given(switching_value.after)
    low, high = sorted((switching_value.before, switching_value.after))
    if _neighbours(switching_value):
        return amount(switching_value.before)
    if switching_value.before == switching_value.value:
        return as_given(switching_value.value)
    middle = (low + high) / 2
    for digits in range(2, 10):
        rounded = Fraction(approximately(middle, f".{digits}g"))
        if Fraction(approximately(switching_value.after, f".{digits}g")) == switching_value.after:
            rounded = (
                switching_value.after
            )  # as short, and most often it is where the verdict turns
        apart = as_given(rounded) != as_given(switching_value.value)
        if (low <= rounded <= high or digits > 3) and (apart or digits > 5):
            break
    return amount(rounded) if rounded.denominator == 1 else approximately(rounded, ",g")


def _becomes(switching_value: SwitchingValue) -> str:
    """What the verdict is called into which a number turns it."""
    topic = _TOPICS[switching_value.check]
    turned = chosen(topic.contents.words).turned
    if switching_value.becomes in turned:
        return turned[switching_value.becomes]
    name, verdict = words().term(topic.name), words().term(switching_value.becomes)
    return words().becomes(name, verdict)
