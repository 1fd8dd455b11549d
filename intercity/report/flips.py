"""HINGES ON, FLIPS and FIND OUT: which assumed numbers would turn a verdict, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from intercity.checks.finding import amount, listed
from intercity.report.labels import as_given, label

if TYPE_CHECKING:
    from intercity.checks.finding import Finding
    from intercity.ranges import Flip
    from intercity.scenario import Scenario

__all__ = ["SHOWN_FLIPS", "find_out", "flip_lines", "hinge"]

SHOWN_FLIPS = 8


def hinge(scenario: Scenario, findings: Sequence[Finding], flips: tuple[Flip, ...] | None) -> str:
    """The assumption that the headline hinges on: the nearest flip of what the headline says."""
    order = ["firms' choice", "terms", "all together", "arms race", "surplus", "the park"]
    order += ["private values", "pairing", "operator"]
    decided = any(finding.verdict in ("stands", "fails") for finding in findings)
    if flips is None or not decided or not scenario.quantities():
        return ""
    for name in order:
        nearest = [flip for flip in flips if flip.check == name]
        if nearest:
            flip = nearest[0]
            return (
                f"{label(flip.key)}, assumed to be {as_given(flip.value)}: "
                f"break-even {_edge(flip)}, "
                f"{_side(flip)} it {_becomes(flip)}"
            )
    return "no single assumed number: none, moved alone inside its range, turns the verdict above"


def flip_lines(flips: tuple[Flip, ...]) -> Iterator[str]:
    """A line for each number that turns verdicts, with its break-even."""
    if not flips:
        yield "no verdict: no assumed number, moved alone inside its range, changes one"
    by_key: dict[tuple[str, str], list[Flip]] = {}
    for flip in flips:
        by_key.setdefault((flip.key, _edge(flip)), []).append(flip)
    groups = list(by_key.values())
    for group in groups[:SHOWN_FLIPS]:
        first = group[0]
        yield (
            f"{label(first.key)} {_side(first)} {_edge(first)} (yours {as_given(first.value)}): "
            + ", ".join(_becomes(flip) for flip in group)
        )
    if len(groups) > SHOWN_FLIPS:
        yield f"and {len(groups) - SHOWN_FLIPS} more, in --json"


def find_out(flips: tuple[Flip, ...]) -> str:
    """The numbers to look for first; empty where none turns a verdict."""
    keys = list(dict.fromkeys(flip.key for flip in flips))[:3]
    if not keys:
        return ""
    which = "Each" if len(keys) > 1 else "It"
    return f"first: {listed(label(key) for key in keys)}. {which} is assumed, and close to a flip"


def _side(flip: Flip) -> str:
    return "above" if flip.after > flip.value else "below"


def _edge(flip: Flip) -> str:
    """The break-even, to as few digits (two to four) as lie between its two proven sides.

    And as tell it from the number given, unless that is one of the sides. Of two sides that are
    neighbouring whole numbers it is the one at which the verdict still holds.
    """
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


_OUTCOMES = {
    "surplus": ("there is something to share", "there is nothing to share"),
    "the park": ("the park pays", "the park loses money"),
    "all together": ("a split of all is stable", "no split of all is stable"),
    "terms": ("no member loses", "a member loses"),
    "outside offers": ("no group may break the deal", "a group may break the deal"),
    "firms' choice": ("firms return as planned", "firms stay in the hub"),
    "walk-away": ("nobody walks away", "a member walks away"),
    "hold-up": ("nobody is held up", "a member is held up"),
    "truce clubs": ("all keep the truce", "a city would leave a truce of all"),
    "private values": ("private values cost nothing", "private values cost part of the gain"),
    "pairing": ("nobody would leave the pairing", "a pair would leave it freely"),
    "operator": ("the way the park is run stands", "the way the park is run fails"),
    "statistics": ("no double counting is needed", "the deal lives on double counting"),
    "consistency": ("all that is promised can be had", "more is promised than can be had"),
}


_RACES = {
    "race": "a race even with firms' profit in full",
    "race for the treasuries, transfer for the region": "a race for the treasuries alone",
    "race for the treasuries, too little for the region": (
        "a race for the treasuries, bids too low for the region"
    ),
    "race for the treasuries, mixed for the region": (
        "a race for the treasuries, some bids too low for the region"
    ),
    "mixed": "some bids too high and some too low for the treasuries",
    "bids too low": "bids too low for the treasuries",
    "no race": "no race",
}


def _becomes(flip: Flip) -> str:
    if flip.check == "arms race":
        return _RACES[flip.becomes]
    if flip.becomes == "held by consent":
        return "only consent holds the pairing"
    stands, fails = _OUTCOMES[flip.check]
    return stands if flip.becomes == "stands" else fails
