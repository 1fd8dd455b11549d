"""TOGETHER: how far all assumed numbers may be off at once before a verdict turns."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from intercity.english import inside
from intercity.findings.checks import CHECKS
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

    Of how many checks nothing is said, and why; ``with_left_out``: of which.
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
    if found.left_out:
        silent = told.not_said if with_left_out else told.not_said_of
        parts.append(silent(*_left_out(found), others=bool(parts)))
    return "; ".join(parts)


def _left_out(found: Robustness) -> tuple[list[str], list[str], list[str]]:
    """The checks of which nothing is said, by why.

    No such proof is made of them; of two numbers alone; or none was found.
    """
    topics = [CHECKS[name] for name in found.left_out]
    unmade = [one for one in topics if one.on_box is None]
    of_two = [one for one in topics if one.on_box is not None and not one.on_many]
    rest = [one for one in topics if one not in unmade and one not in of_two]
    unmade_names, of_two_names, rest_names = (
        [words().term(one.name) for one in each] for each in (unmade, of_two, rest)
    )
    return unmade_names, of_two_names, rest_names


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
    value, own = Fraction(told.removeprefix("about ").replace(",", "")), number.value
    end = number.high if value > own else number.low
    assert end is not None  # noqa: S101 - it is assumed
    return abs((value - own) / (end - own))


def _percent(part: Fraction) -> str:
    return f"{approximately(100 * part, '.3g')}%"
