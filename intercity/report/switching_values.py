"""HINGES ON, FLIPS and FIND OUT: which assumed numbers would turn a verdict, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from intercity.english import amount, listed
from intercity.report.labels import as_given, label
from intercity.topics.registry import TOPICS
from intercity.topics.words import LANGUAGE

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
        return "no assumed number: none has a range to move in"
    deal = scenario.compact is not None
    about = [
        switching_value
        for switching_value in switching_values
        if not deal or _TOPICS[switching_value.check].of_the_deal
    ]
    near = next((switching_value for switching_value in about if switching_value.near), None)
    if near is not None:
        return (
            f"{label(scenario, near.key)}, assumed to be {as_given(near.value)}: "
            f"break-even {_edge(near)}, {_side(near)} it {_becomes(near)}"
        )
    what = "a verdict on the deal" if deal else "a verdict above"
    text = (
        f"no single assumed number: none was found that turns {what} within a quarter of its range"
    )
    if about:
        first = about[0]
        text += f"; the nearest is {label(scenario, first.key)}, at {_share(first)} of its range"
    elif any(f.mended for f in judged if not deal or f.topic.of_the_deal):
        text += "; a changed clause does (REPAIR)"
    return text


def _movable(scenario: Scenario) -> bool:
    """Whether there is an assumed number whose range is more than a point."""
    return any(
        not quantity.sourced and quantity.low != quantity.high
        for key, quantity in scenario.quantities()
        if not key.startswith("benchmarks.")
    )


def switching_value_lines(
    scenario: Scenario, switching_values: tuple[SwitchingValue, ...]
) -> Iterator[str]:
    """A line for each number that turns verdicts, with its break-even."""
    if not _movable(scenario):
        yield "none: no assumed number has a range to move in"
    elif not switching_values:
        yield "none was found: each assumed number was moved alone inside its range"
    by_place: dict[tuple[str, str, str], list[SwitchingValue]] = {}
    for switching_value in switching_values:
        by_place.setdefault(
            (switching_value.key, _side(switching_value), _edge(switching_value)), []
        ).append(switching_value)
    groups = list(by_place.values())
    for group in groups[:SHOWN]:
        first = group[0]
        yield (
            f"{label(scenario, first.key)} {_side(first)} {_edge(first)} "
            f"(yours {as_given(first.value)}): "
            + ", ".join(_becomes(switching_value) for switching_value in group)
        )
    if len(groups) > SHOWN:
        yield f"and {len(groups) - SHOWN} more, in --json"


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
        which = "Each" if len(near) > 1 else "It"
        told = listed(_turning(scenario, switching_value) for switching_value in near)
        return f"first: {told}. {which} is assumed, and near its break-even"
    if not switching_values:
        return ""
    first = switching_values[0]
    return (
        f"first: {_turning(scenario, first)}. It is assumed, and turns a verdict, though not "
        f"before it has moved by {_share(first)} of its range"
    )


def _turning(scenario: Scenario, switching_value: SwitchingValue) -> str:
    """A number, and what it turns where."""
    given, turns = (
        as_given(switching_value.value),
        f"{_side(switching_value)} {_edge(switching_value)}: {_becomes(switching_value)}",
    )
    return f"{label(scenario, switching_value.key)} (yours {given}; {turns})"


def _share(switching_value: SwitchingValue) -> str:
    """How far off it is, so that what is not near is not told as a quarter."""
    return f"{approximately(100 * switching_value.distance, '.3g')}%"


def _side(switching_value: SwitchingValue) -> str:
    return "above" if switching_value.after > switching_value.value else "below"


def _edge(switching_value: SwitchingValue) -> str:
    """The break-even, to as few digits (two to four) as lie between its two proven sides.

    And as tell it from the number given, unless that is one of the sides. Of two sides that are
    neighbouring whole numbers it is the one at which the verdict still holds. Where they are apart,
    it is the one at which it is turned.
    """
    if switching_value.gap is not None:
        return as_given(switching_value.after)
    low, high = sorted((switching_value.before, switching_value.after))
    if high - low == low.denominator == 1:
        return amount(switching_value.before)
    middle = (low + high) / 2
    for digits in range(2, 10):
        rounded = Fraction(approximately(middle, f".{digits}g"))
        if Fraction(approximately(switching_value.after, f".{digits}g")) == switching_value.after:
            rounded = (
                switching_value.after
            )  # as short, and most often it is where the verdict turns
        apart = (
            as_given(rounded) != as_given(switching_value.value)
            or switching_value.before == switching_value.value
        )
        if (low <= rounded <= high or digits > 3) and (apart or digits > 5):
            break
    return amount(rounded) if rounded.denominator == 1 else approximately(rounded, ",g")


def _becomes(switching_value: SwitchingValue) -> str:
    """What the verdict is called into which a number turns it."""
    topic = _TOPICS[switching_value.check]
    turned = topic.words[LANGUAGE].turned
    return turned.get(switching_value.becomes, f"{topic.name} {switching_value.becomes}")
