"""HINGES ON, FLIPS and FIND OUT: which assumed numbers would turn a verdict, and where."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from games.approximately import approximately
from intercity.english import rounded_inside
from intercity.report.basis import assumed_numbers
from intercity.report.labels import as_given, is_rounded, label
from intercity.topics.registry import TOPICS
from intercity.words import chosen, words

if TYPE_CHECKING:
    from intercity.findings.finding import Finding
    from intercity.findings.switching_value import SwitchingValue
    from intercity.scenario.scenario import Scenario

__all__ = ["IntervalEnd", "find_out", "hinge", "interval_ends", "movable", "switching_value_lines"]

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
        return words().hinges_on(*_words_of(scenario, near), _new_verdict(near))
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
    """A line for each interval of a number that turns verdicts."""
    if not movable(scenario):
        yield words().nothing_moves
    elif not switching_values:
        yield words().nothing_turns
    by_interval: dict[tuple[str, str, str], list[str]] = {}
    for one in switching_values:
        by_interval.setdefault(_words_of(scenario, one), []).append(_new_verdict(one))
    for told, turned in [*by_interval.items()][:SHOWN]:
        yield words().flips(*told, turned)
    if len(by_interval) > SHOWN:
        yield words().and_more(len(by_interval) - SHOWN, "--json")


def find_out(
    scenario: Scenario, findings: Sequence[Finding], switching_values: tuple[SwitchingValue, ...]
) -> str:
    """The numbers to look for first, and where they turn verdicts; empty where none does.

    Two of those that would end what fails, in the order of the checks, however far off; then those
    that are near. Of each, first what nobody can know: how patient a city is.
    """
    fails = [finding.name for finding in findings if finding.verdict == "fails"]
    ends = [one for one in switching_values if one.check in fails and not one.in_kind]
    ends.sort(key=lambda one: (fails.index(one.check), not one.near, not _of_patience(one)))
    near = [one for one in switching_values if one.near]
    near.sort(key=lambda one: (one.in_kind, not _of_patience(one)))
    ends = _one_of_each_number(ends)
    ranked = [*ends[:2], *near, *ends[2:]] or switching_values[:1]
    shown = _one_of_each_number(ranked)[:3]
    told = [_turning(scenario, one) for one in shown]
    return words().find_out(told, near=all(one.near for one in shown)) if told else ""


def _one_of_each_number(switching_values: Iterable[SwitchingValue]) -> list[SwitchingValue]:
    """The first of each number."""
    first: dict[str, SwitchingValue] = {}
    for one in switching_values:
        first.setdefault(one.key, one)
    return [*first.values()]


def _of_patience(one: SwitchingValue) -> bool:
    """Whether the number says how much a city cares for later years."""
    return one.key.startswith("cities.") and one.key.endswith((".discount", ".tenure"))


def _turning(scenario: Scenario, one: SwitchingValue) -> str:
    """A number, where it turns a verdict, and into which."""
    share = "" if one.near else _distance_told(scenario, one)
    return words().turning(*_words_of(scenario, one), _new_verdict(one), share)


def _words_of(scenario: Scenario, one: SwitchingValue) -> tuple[str, str, str]:
    """What the number is called, its value, and the interval in which it turns a verdict."""
    near, far = interval_ends(scenario, one)
    up, to_the_end = one.until > one.value, one.beyond is None
    if near.text == far.text:
        interval = words().at_one_number(near.text)
    else:
        interval = words().interval(
            near.text, far.text, up=up, apart=(near.apart, far.apart), to_the_end=to_the_end
        )
    return label(scenario, one.key), as_given(one.value), interval


def _distance_told(scenario: Scenario, one: SwitchingValue) -> str:
    """How far off the interval is that is printed; of a whole number, that in which it is turned.

    More than a quarter is not told as a quarter.
    """
    near, _ = interval_ends(scenario, one)
    share = abs((near.number if near.apart else one.after) - one.value) / one.span
    if share < Fraction(2505, 10_000):
        share = Fraction(math.ceil(1000 * one.distance), 1000)
    return f"{approximately(100 * share, '.3g')}%"


class IntervalEnd(NamedTuple):
    """An end of an interval as it is printed; ``apart``: the number is not in the interval."""

    number: Fraction
    text: str
    apart: bool = False


def interval_ends(scenario: Scenario, one: SwitchingValue) -> tuple[IntervalEnd, IntervalEnd]:
    """The ends of the interval in which a number turns a verdict: the one that is met first."""
    near = _end(scenario, one, one.after, one.before)
    if one.beyond is None:
        return near, IntervalEnd(one.until, as_given(one.until))
    return near, _end(scenario, one, one.until, one.beyond)


def _end(scenario: Scenario, one: SwitchingValue, inner: Fraction, outer: Fraction) -> IntervalEnd:
    """The first number outside, if it is next to the interval and has fewer digits.

    Else the last one inside, rounded so that it stays in the interval.
    """
    beside = not scenario.quantity(one.key).whole and abs(outer - inner) <= one.step
    longer = is_rounded(inner) or _decimals(inner) > _decimals(outer)
    if one.low != one.high and beside and longer and not is_rounded(outer):
        return IntervalEnd(outer, as_given(outer), apart=True)
    number, text = rounded_inside(inner, one.low, one.high, as_given, apart_from=outer)
    return IntervalEnd(number, text)


def _decimals(number: Fraction) -> int:
    """How many decimals a number has, up to 7."""
    return next((k for k in range(7) if (number * 10**k).denominator == 1), 7)


def _new_verdict(switching_value: SwitchingValue) -> str:
    """The verdict into which a number turns it, in words."""
    topic = _TOPICS[switching_value.check]
    turned = chosen(topic.contents.words).turned
    if switching_value.becomes in turned:
        return turned[switching_value.becomes]
    name, verdict = words().term(topic.name), words().term(switching_value.becomes)
    return words().becomes(name, verdict)
