"""The words of a topic: the only place in which sentences are made of its facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from intercity.scenario.quantity import toml_text
from intercity.topics.english import NO_PAYOFFS
from intercity.topics.outcome import NotAsked, Undecided
from intercity.words import words

__all__ = [
    "LINE",
    "NO_PAYOFFS",
    "REMEDY",
    "Row",
    "RuleRow",
    "ShareRow",
    "Words",
    "in_each",
    "not_asked",
    "number",
    "undecided",
]


LINE, REMEDY = 75, 60
"""So many characters has a line at most, and so many the clause that repairs what it tells."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as one row of a table: its name, what it loses, and what it asks for or leaves."""

    rule: str
    loses: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A way to share a cost as one row of a table: what each pays, and whether it holds."""

    way: str
    shares: str
    holds: str


Row = RuleRow | ShareRow


def _nothing(_: Any) -> str:
    return ""


def _no_rows(_: Any) -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said in one language of the outcome of a topic's check. No full stop at the end.

    ``asks``: the check as a question, answered yes where it stands and no where it fails.
    ``says``: what was found. ``repair``: what would repair it, or "none" and why; empty where
    nothing fails. ``line``: what was found in one short line, with its most telling number.
    ``remedy``: the clause in one short line, to be read after "REPAIR"; where there is none, the
    money that would do instead, else empty. ``falls``: of a repair that mends a part, what falls by
    it from what to what. ``proviso``: of a check that stands, what its first screen must not leave
    out: on what it rests alone, or who has less; else empty.
    ``headline``: what the first lines of a report say of it where there is no deal; empty where
    they say nothing.
    ``tables``: rows of what was compared, told below what was found.
    ``reasons``: what is said of why it is undecided, in full and in short.
    ``clause``: of a topic with proposals, a clause of these as it is written, as a sentence.
    ``signed``: what the file of a scenario has of such clauses, as a sentence; else empty.
    ``turned``: what a verdict is called into which a number turns it, by its finest value.
    """

    asks: str
    says: Callable[[Any], str]
    line: Callable[[Any], str]
    repair: Callable[[Any], str] = _nothing
    remedy: Callable[[Any], str] = _nothing
    falls: Callable[[Any], str] = _nothing
    proviso: Callable[[Any], str] = _nothing
    headline: Callable[[Any], str] = _nothing
    tables: Callable[[Any], tuple[Row, ...]] = _no_rows
    clause: Callable[[Any], str] = _nothing
    signed: Callable[[Any], str] = _nothing
    reasons: Mapping[StrEnum, str] = field(default_factory=lambda: NO_PAYOFFS)
    turned: Mapping[str, str] = field(default_factory=dict)


def number(value: Fraction) -> str:
    """A number of a clause as it is written into a file.

    >>> number(Fraction(57, 500)), number(Fraction(12))
    ('0.114', '12')
    """
    return toml_text(value)


def not_asked(found: NotAsked) -> str:
    """What would have to be added for the check to be asked.

    >>> not_asked(NotAsked(needs=("resources", "game")))
    'add [resources] or [game]'
    >>> from intercity.topics.surplus.check import Need
    >>> not_asked(NotAsked(needs=(Need.SECOND_CITY,)))
    'add a city to share with'
    """
    return words().add(
        [words().term(need) if isinstance(need, StrEnum) else f"[{need}]" for need in found.needs]
    )


def in_each(told: Mapping[tuple[str, ...], str]) -> str:
    """What is told of each component of a region, by its cities.

    >>> in_each({("A", "B"): "a split", ("C", "D"): "none", ("E", "F"): ""})
    'in A and B: a split; in C and D: none'
    """
    return "; ".join(words().in_part(cities, text) for cities, text in told.items() if text)


def undecided(found: Undecided, reasons: Mapping[StrEnum, str] = NO_PAYOFFS) -> str:
    """What stood in the way of an answer; ``reasons``: what is said of each.

    >>> from intercity.topics.outcome import NoPayoffs
    >>> undecided(Undecided(reason=NoPayoffs.PROMISES_TOO_MUCH))
    'the deal promises more than its members have'
    """
    if found.error is not None:
        return str(found.error)
    assert found.reason is not None  # noqa: S101 - there is an error or a reason
    return reasons[found.reason]
