"""TOGETHER: how far all assumed numbers may be off at once before a verdict turns."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from intercity.english import inside
from intercity.report.basis import assumed_numbers
from intercity.report.labels import as_given, label
from intercity.words import words

if TYPE_CHECKING:
    from intercity.findings.robustness import Robustness, TurningMoves
    from intercity.scenario.quantity import Quantity
    from intercity.scenario.scenario import Scenario

__all__ = ["together"]

NAMED = 3
"""So many numbers of an example are named."""


def together(scenario: Scenario, found: Robustness | None, *, with_left_out: bool = False) -> str:
    """What is proven of all numbers together, and an example above it; empty if not asked.

    ``with_left_out``: also which checks nothing is said of.
    """
    if found is None or not found.numbers:
        return ""
    told = words()
    checks = [told.term(name) for name in found.told]
    parts = []
    if found.proven and checks:
        down = Fraction(int(found.proven * 1000), 1000)  # never more than is proven
        within = _percent(down) if found.proven < 1 else ""
        assumed = len(assumed_numbers(scenario))
        parts.append(told.stands_together(found.numbers, assumed, within, checks))
    elif checks:
        parts.append(told.not_together(checks))
    if found.turned is not None:
        numbers, named, part = _moves(scenario, found.turned)
        check, becomes = told.term(found.turned.check), told.term(found.turned.becomes)
        parts.append(told.turned_together(numbers, named, part, check, becomes))
    edges = []
    for check, one in found.edges.items():
        numbers, named, _ = _moves(scenario, one)
        edges.append(told.edge(told.term(check), numbers, named, told.term(one.becomes)))
    if edges:
        parts.append(told.on_a_knife_edge(edges))
    if found.left_out and with_left_out:
        parts.append(told.not_said([told.term(name) for name in found.left_out]))
    elif found.left_out and parts:
        parts.append(told.not_said_of(len(found.left_out)))
    return "; ".join(parts)


def _moves(scenario: Scenario, turned: TurningMoves) -> tuple[int, str, str]:
    """How many numbers an example moves, which, if they are few, and how far in per cent."""
    named, part = "", turned.part
    if len(turned.moves) <= NAMED:
        numbers = {key: scenario.quantity(key) for key in turned.moves}
        there = {key: _far_enough(turned.moves[key], numbers[key]) for key in numbers}
        named = words().listed(f"{label(scenario, key)} {x}" for key, x in there.items())
        part = max(_part(x, numbers[key]) for key, x in there.items())  # of what is told
    return len(turned.moves), named, _percent(Fraction(-int(-part * 1000 // 1), 1000))


def _far_enough(value: Fraction, number: Quantity) -> str:
    """A value that turns a verdict, in as few digits as tell it from a number's own.

    It is rounded away from that, within the number's range.
    """
    own = number.value
    low, high = (value, number.high) if value > own else (number.low, value)
    return inside(value, low, high, as_given, apart_from=own)


def _part(told: str, number: Quantity) -> Fraction:
    """How far a value as it is told is on the way to the end of a number's range."""
    value, own = Fraction(told.replace(",", "")), number.value
    end = number.high if value > own else number.low
    assert end is not None  # noqa: S101 - it is assumed
    return abs((value - own) / (end - own))


def _percent(part: Fraction) -> str:
    return f"{approximately(100 * part, '.3g')}%"
