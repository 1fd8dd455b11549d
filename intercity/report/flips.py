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
    from intercity.checkup.finding import Finding
    from intercity.checkup.sensitivity import Flip
    from intercity.region.scenario import Scenario

__all__ = ["SHOWN_FLIPS", "find_out", "flip_lines", "hinge"]

SHOWN_FLIPS = 8
_TOPICS = {topic.name: topic for topic in TOPICS}


def hinge(scenario: Scenario, findings: Sequence[Finding], flips: tuple[Flip, ...] | None) -> str:
    """The number that turns a verdict about the deal soonest, if it is near.

    Without a deal: a verdict on what the scenario asks. Empty where nothing was looked for.
    """
    judged = [finding for finding in findings if finding.verdict in ("stands", "fails")]
    if flips is None or not judged or not scenario.quantities():
        return ""
    if not _movable(scenario):
        return "no assumed number: none has a range to move in"
    deal = scenario.compact is not None
    about = [flip for flip in flips if not deal or _TOPICS[flip.check].of_the_deal]
    near = next((flip for flip in about if flip.near), None)
    if near is not None:
        return (
            f"{label(near.key)}, assumed to be {as_given(near.value)}: "
            f"break-even {_edge(near)}, {_side(near)} it {_becomes(near)}"
        )
    what = "a verdict on the deal" if deal else "a verdict above"
    text = (
        f"no single assumed number: none was found that turns {what} within a quarter of its range"
    )
    if about:
        first = about[0]
        text += f"; the nearest is {label(first.key)}, at {_share(first)} of its range"
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


def flip_lines(scenario: Scenario, flips: tuple[Flip, ...]) -> Iterator[str]:
    """A line for each number that turns verdicts, with its break-even."""
    if not _movable(scenario):
        yield "none: no assumed number has a range to move in"
    elif not flips:
        yield "none was found: each assumed number was moved alone inside its range"
    by_place: dict[tuple[str, str, str], list[Flip]] = {}
    for flip in flips:
        by_place.setdefault((flip.key, _side(flip), _edge(flip)), []).append(flip)
    groups = list(by_place.values())
    for group in groups[:SHOWN_FLIPS]:
        first = group[0]
        yield (
            f"{label(first.key)} {_side(first)} {_edge(first)} (yours {as_given(first.value)}): "
            + ", ".join(_becomes(flip) for flip in group)
        )
    if len(groups) > SHOWN_FLIPS:
        yield f"and {len(groups) - SHOWN_FLIPS} more, in --json"


def find_out(flips: tuple[Flip, ...]) -> str:
    """The numbers to look for first, with their break-even; empty where none turns a verdict."""
    near = list({flip.key: flip for flip in reversed(flips) if flip.near}.values())[::-1][:3]
    if near:
        which = "Each" if len(near) > 1 else "It"
        return f"first: {listed(map(_turning, near))}. {which} is assumed, and near its break-even"
    if not flips:
        return ""
    first = flips[0]
    return (
        f"first: {_turning(first)}. It is assumed, and turns a verdict, though not before it has "
        f"moved by {_share(first)} of its range"
    )


def _turning(flip: Flip) -> str:
    """A number, and what it turns where."""
    given, turns = as_given(flip.value), f"{_side(flip)} {_edge(flip)}: {_becomes(flip)}"
    return f"{label(flip.key)} (yours {given}; {turns})"


def _share(flip: Flip) -> str:
    """How far off a flip is, so that what is not near is not told as a quarter."""
    return f"{approximately(100 * flip.distance, '.3g')}%"


def _side(flip: Flip) -> str:
    return "above" if flip.after > flip.value else "below"


def _edge(flip: Flip) -> str:
    """The break-even, to as few digits (two to four) as lie between its two proven sides.

    And as tell it from the number given, unless that is one of the sides. Of two sides that are
    neighbouring whole numbers it is the one at which the verdict still holds. Where they are apart,
    it is the one at which it is turned.
    """
    if flip.gap is not None:
        return as_given(flip.after)
    low, high = sorted((flip.before, flip.after))
    if high - low == low.denominator == 1:
        return amount(flip.before)
    middle = (low + high) / 2
    for digits in range(2, 10):
        rounded = Fraction(approximately(middle, f".{digits}g"))
        if Fraction(approximately(flip.after, f".{digits}g")) == flip.after:
            rounded = flip.after  # as short, and most often it is where the verdict turns
        apart = as_given(rounded) != as_given(flip.value) or flip.before == flip.value
        if (low <= rounded <= high or digits > 3) and (apart or digits > 5):
            break
    return amount(rounded) if rounded.denominator == 1 else approximately(rounded, ",g")


def _becomes(flip: Flip) -> str:
    """What the verdict is called into which a number turns it."""
    topic = _TOPICS[flip.check]
    turned = topic.words[LANGUAGE].turned
    return turned.get(flip.becomes, f"{topic.name} {flip.becomes}")
