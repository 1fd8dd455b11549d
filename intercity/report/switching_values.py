"""HINGES ON, FLIPS and FIND OUT: which assumed numbers would turn a verdict, and where."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from intercity.english import inside
from intercity.report.basis import assumed_numbers
from intercity.report.labels import as_given, is_rounded, label
from intercity.topics.registry import TOPICS
from intercity.words import chosen, words

if TYPE_CHECKING:
    from intercity.findings.finding import Finding
    from intercity.findings.switching_value import SwitchingValue
    from intercity.scenario.scenario import Scenario

__all__ = ["find_out", "hinge", "movable", "switching_value_lines"]

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
    if not movable(scenario):
        return words().nothing_hinges
    deal = scenario.compact is not None
    about = [
        switching_value
        for switching_value in switching_values
        if not deal or _TOPICS[switching_value.check].of_the_deal
    ]
    near = next((switching_value for switching_value in about if switching_value.near), None)
    if near is not None:
        return words().hinges_on(
            *_words_of(scenario, near), _new_verdict(near), above=_upwards(scenario, near)
        )
    nearest, share = "", ""
    if about:
        nearest, share = label(scenario, about[0].key), _distance_told(scenario, about[0])
    by_clause = any(f.mended for f in judged if not deal or f.topic.of_the_deal)
    return words().hinges_on_none(nearest, share, of_the_deal=deal, by_clause=by_clause)


def movable(scenario: Scenario) -> bool:
    """Whether there is an assumed number whose range is more than a point."""
    return any(number.low != number.high for number in assumed_numbers(scenario))


def switching_value_lines(
    scenario: Scenario, switching_values: tuple[SwitchingValue, ...]
) -> Iterator[str]:
    """A line for each number that turns verdicts, with its break-even."""
    if not movable(scenario):
        yield words().nothing_moves
    elif not switching_values:
        yield words().nothing_turns
    by_place: dict[tuple[str, bool, bool, str], list[SwitchingValue]] = {}
    for one in switching_values:
        by_place.setdefault(
            (one.key, one.point, one.after > one.value, _break_even(scenario, one)), []
        ).append(one)
    groups = list(by_place.values())
    for group in groups[:SHOWN]:
        turned = [_new_verdict(one) for one in group]
        above = _upwards(scenario, group[0])
        yield words().flips(*_words_of(scenario, group[0]), turned, above=above)
    if len(groups) > SHOWN:
        yield words().and_more(len(groups) - SHOWN, "--json")


def find_out(scenario: Scenario, switching_values: tuple[SwitchingValue, ...]) -> str:
    """The numbers to look for first, with their break-even; empty where none turns a verdict."""
    near: dict[str, SwitchingValue] = {}
    for one in switching_values:
        if one.near:
            near.setdefault(one.key, one)
    if near:
        return words().find_out([_turning(scenario, one) for one in [*near.values()][:3]])
    if not switching_values:
        return ""
    first = switching_values[0]
    return words().find_out_far(_turning(scenario, first), _distance_told(scenario, first))


def _turning(scenario: Scenario, one: SwitchingValue) -> str:
    """A number, where it turns a verdict, and into which."""
    return words().turning(
        *_words_of(scenario, one), _new_verdict(one), above=_upwards(scenario, one)
    )


def _words_of(scenario: Scenario, one: SwitchingValue) -> tuple[str, str, str]:
    """What the number is called, its value, and its break-even."""
    return label(scenario, one.key), as_given(one.value), _break_even(scenario, one)


def _distance_told(scenario: Scenario, one: SwitchingValue) -> str:
    """How far off the break-even is that is printed, or that at which the verdict is turned.

    The latter of a whole number, and where it is turned at a place only. More than a quarter is not
    told as a quarter.
    """
    apart = one.gap is not None or scenario.quantity(one.key).whole
    side = None if apart else _side(scenario, one)
    share = abs((one.after if side is None else side) - one.value) / one.span
    if share < Fraction(2505, 10_000):
        share = Fraction(math.ceil(1000 * one.distance), 1000)
    return f"{approximately(100 * share, '.3g')}%"


def _upwards(scenario: Scenario, one: SwitchingValue) -> bool | None:
    """Whether the verdict is turned above the break-even, not below; ``None``: at it."""
    at_it = _only_at_break_even(scenario, one) and _side(scenario, one) == one.after
    return None if at_it else one.after > one.value


def _only_at_break_even(scenario: Scenario, one: SwitchingValue) -> bool:
    """Whether nothing lies beyond: at an end of the range, or where one point alone turns it."""
    number = scenario.quantity(one.key)
    return one.point or one.after in (number.low, number.high)


def _break_even(scenario: Scenario, one: SwitchingValue) -> str:
    """The break-even as it is printed, beyond which the verdict is turned.

    Where it is neither side, it is the one where it is turned, rounded away from the number given.
    """
    side = _side(scenario, one)
    if side is not None:
        return as_given(side)
    low, high = (one.after, None) if one.after > one.value else (None, one.after)
    return inside(one.after, low, high, as_given, apart_from=one.before)


def _side(scenario: Scenario, one: SwitchingValue) -> Fraction | None:
    """The side of the break-even that is printed, as proven; ``None`` where it is rounded.

    The last number at which the verdict holds, if it is turned just beyond that and this has fewer
    digits. Else the number at which it is turned, if nothing lies beyond.
    """
    if one.point:
        return one.after
    longer = is_rounded(one.after) or _decimals(one.after) > _decimals(one.before)
    shorter = scenario.quantity(one.key).whole or longer
    if _turned_next_to_it(scenario, one) and shorter and not is_rounded(one.before):
        return one.before
    return one.after if _only_at_break_even(scenario, one) else None


def _decimals(number: Fraction) -> int:
    """How many decimals a number has, up to 7."""
    return next((k for k in range(7) if (number * 10**k).denominator == 1), 7)


def _turned_next_to_it(scenario: Scenario, one: SwitchingValue) -> bool:
    """Whether the verdict is turned just beyond ``before``, at which it still holds."""
    if one.gap is not None:
        return False
    return abs(one.after - one.before) <= (1 if scenario.quantity(one.key).whole else one.step)


def _new_verdict(switching_value: SwitchingValue) -> str:
    """The verdict into which a number turns it, in words."""
    topic = _TOPICS[switching_value.check]
    turned = chosen(topic.contents.words).turned
    if switching_value.becomes in turned:
        return turned[switching_value.becomes]
    name, verdict = words().term(topic.name), words().term(switching_value.becomes)
    return words().becomes(name, verdict)
