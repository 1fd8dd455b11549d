"""Numbers as one would sign them: few digits, and no wish broken by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor

from intercity.amendment.linear_deal import LinearDeal
from intercity.amendment.open_clause import OpenClause
from intercity.topics.condition import Condition

__all__ = ["rounded", "rounded_up"]

ZERO = Fraction(0)
DIGITS = range(3, 13)
"""So many digits are tried: as few as break no wish."""


def rounded_up(number: Fraction) -> Fraction:
    """The next number of three digits, or the number itself if it has no more than six.

    >>> rounded_up(Fraction(1, 8)), rounded_up(Fraction(1, 3))
    (Fraction(1, 8), Fraction(167, 500))
    """
    exact = _neighbours(number, 6)
    return number if number in exact else max(_neighbours(number, 3))


def _neighbours(number: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """The numbers of so many digits just below and above."""
    unit = Fraction(1)
    while abs(number) >= unit * 10**digits:
        unit *= 10
    while number and abs(number) < unit * 10 ** (digits - 1):
        unit /= 10
    return floor(number / unit) * unit, ceil(number / unit) * unit


def rounded(
    deal: LinearDeal, values: Mapping[str, Fraction], wishes: Sequence[Condition]
) -> Iterator[dict[str, Fraction]]:
    """Values with few digits at which the lines of all wishes hold, the fewest digits first.

    At last the values themselves.
    """
    open_ones = [one for one in deal.clauses if values[one.name] != one.signed]
    for digits in DIGITS:
        choices = [_allowed(one, values[one.name], digits) for one in open_ones]
        tried = (
            dict(values) | dict(zip((one.name for one in open_ones), chosen, strict=True))
            for chosen in product(*choices)
        )
        good = [one for one in tried if _holds(deal, one, wishes)]
        yield from sorted(good, key=lambda one: _moved(deal, one))
    yield dict(values)


def _allowed(one: OpenClause, value: Fraction, digits: int) -> list[Fraction]:
    """Both neighbours that its limits allow; clauses that are alike are rounded together."""
    near = {n / one.parts for n in _neighbours(value * one.parts, digits)}
    most = one.highest
    return sorted(n for n in near if n >= one.lowest and (most is None or n <= most))


def _holds(deal: LinearDeal, values: Mapping[str, Fraction], wishes: Sequence[Condition]) -> bool:
    change = {one.name: values[one.name] - one.signed for one in deal.clauses}
    return all(
        deal.now[wish] + sum((s * change[k] for k, s in deal.slopes[wish].items()), ZERO) >= 0
        for wish in wishes
    )


def _moved(deal: LinearDeal, values: Mapping[str, Fraction]) -> Fraction:
    changes = (abs(values[one.name] - one.signed) * (one.per_unit or 1) for one in deal.clauses)
    return sum(changes, ZERO)
