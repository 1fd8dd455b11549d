"""TOGETHER: how far all assumed numbers may be off at once before a verdict turns."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from games.approximately import approximately
from intercity.english import inside
from intercity.report.labels import as_given, label
from intercity.words import words

if TYPE_CHECKING:
    from intercity.findings.robustness import Robustness
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
    checks = [told.term(name) for name in found.verdicts]
    parts = []
    if found.proven and checks:
        down = Fraction(int(found.proven * 1000), 1000)  # never more than is proven
        within = _percent(down) if found.proven < 1 else ""
        parts.append(told.stands_together(found.numbers, within, checks))
    elif checks:
        parts.append(told.not_together(checks))
    turned = found.turned
    if turned is not None:
        named = ""
        if len(turned.moves) <= NAMED:
            named = told.listed(
                f"{label(scenario, key)} {_far_enough(value, scenario.quantity(key).value)}"
                for key, value in turned.moves.items()
            )
        up = Fraction(-int(-turned.part * 1000 // 1), 1000)
        parts.append(
            told.turned_together(
                len(turned.moves),
                named,
                _percent(up),
                told.term(turned.check),
                told.term(turned.becomes),
            )
        )
    if found.left_out and with_left_out:
        parts.append(told.not_said([told.term(name) for name in found.left_out]))
    elif found.left_out and parts:
        parts.append(told.not_said_of(len(found.left_out)))
    return "; ".join(parts)


def _far_enough(value: Fraction, own: Fraction) -> str:
    """A value in as few digits as tell it from a number's own, rounded away from that.

    >>> _far_enough(Fraction("1.249987"), Fraction("1.25"))
    '1.249987'
    >>> _far_enough(Fraction("0.9554"), Fraction(1)), _far_enough(Fraction("1.0446"), Fraction(1))
    ('0.955', '1.045')
    """
    low, high = (value, None) if value > own else (None, value)
    text = inside(value, low, high, as_given)
    for digits in range(4, 12):
        if abs(Fraction(text.replace(",", "")) - value) <= abs(value - own) / 10:
            break
        text = inside(value, low, high, partial(_in_digits, digits))
    return text


def _in_digits(digits: int, number: Fraction) -> str:
    return approximately(number, f",.{digits}g")


def _percent(part: Fraction) -> str:
    return f"{approximately(100 * part, '.3g')}%"
