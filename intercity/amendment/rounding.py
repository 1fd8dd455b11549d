"""Numbers as one would sign them: few digits, and no wish broken by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import product
from math import ceil, floor

from intercity.amendment.aim import Aim
from intercity.amendment.amendable_clause import AmendableClause
from intercity.amendment.linear_deal import LinearDeal
from intercity.topics.condition import Condition

__all__ = ["as_written", "decimal", "neighbours", "rounded", "rounded_down", "rounded_up"]

ZERO = Fraction(0)
DIGITS = range(3, 13)
"""So many digits are tried: as few as break no wish."""
MANY = 8
"""Of so many numbers at most all ways to round them are tried: each one more doubles them."""
MORE = 3
"""So many more where help from outside leaves room."""
WRITTEN, READ, SIGNED = 15, 6, 30
"""The most that a new number has, and how many one has that would need more: it breaks a wish with
any number of digits, so it had better be read. One that is signed may have more."""


def rounded_up(number: Fraction) -> Fraction:
    """The next number of three digits, or the number itself if it has no more than six.

    >>> rounded_up(Fraction(1, 8)), rounded_up(Fraction(1, 3))
    (Fraction(1, 8), Fraction(167, 500))
    """
    exact = neighbours(number, 6)
    return number if number in exact else max(neighbours(number, 3))


def decimal(number: Fraction) -> Fraction:
    """The number itself if it has no more digits than are written, else the nearest of few.

    >>> decimal(Fraction(1, 8)), decimal(Fraction("0.12345678")), str(decimal(Fraction(1, 3)))
    (Fraction(1, 8), Fraction(6172839, 50000000), '333333/1000000')
    """
    if number in neighbours(number, WRITTEN):
        return number
    return min(neighbours(number, READ), key=lambda near: abs(near - number))


def rounded_down(number: Fraction) -> Fraction:
    """The same, but the number of three digits below.

    >>> rounded_down(Fraction(1, 3))
    Fraction(333, 1000)
    """
    return number if number in neighbours(number, 6) else min(neighbours(number, 3))


def as_written(number: Fraction) -> Decimal:
    """A number with the digits that it has in a file.

    >>> str(as_written(Fraction(19, 20))), str(as_written(Fraction(500)))
    ('0.95', '500')
    """
    with localcontext() as context:
        context.prec = SIGNED
        found = Decimal(number.numerator) / Decimal(number.denominator)
        return Decimal(f"{found.normalize():f}")


def neighbours(number: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """The numbers of so many digits just below and above."""
    unit = Fraction(1)
    while abs(number) >= unit * 10**digits:
        unit *= 10
    while number and abs(number) < unit * 10 ** (digits - 1):
        unit /= 10
    return floor(number / unit) * unit, ceil(number / unit) * unit


def rounded(
    deal: LinearDeal,
    values: Mapping[str, Fraction],
    wishes: Sequence[Condition],
    close: Sequence[Condition] = (),
    aim: Aim = "least change",
) -> Iterator[dict[str, Fraction]]:
    """Values with few digits at which the lines of all wishes hold, the fewest digits first.

    And at which those in ``close`` move by no more than a hundredth of what they are in all, or, of
    nothing, of what they are as signed. Where rounding breaks a wish with any number of digits,
    since one number has to make up for another, the best numbers are looked for again that leave
    it room. At last the values themselves, as a file can say them.
    """
    exact = dict(deal.worths(close, values))
    whole = sum(map(abs, exact.values()), ZERO) or sum((abs(deal.now[w]) for w in close), ZERO)

    def good(near: Mapping[str, Fraction], digits: int) -> list[dict[str, Fraction]]:
        found = [
            one
            for one in _with_digits(deal, near, digits)
            if _holds(deal, one, wishes)
            and all(abs(x - exact[wish]) <= whole / 100 for wish, x in deal.worths(close, one))
        ]
        return sorted(found, key=lambda one: _moved(deal, one))

    tight = True
    for digits in DIGITS:
        if found := good(values, digits):
            tight = False
            yield from found
    for digits in DIGITS[::3] if tight else ():
        roomy = _with_room(deal, values, digits, wishes)
        if roomy.can_keep(wishes):
            yield from good(roomy.best(wishes, aim), digits)
    signed = {one.name: one.signed for one in deal.clauses}
    yield {n: value if value == signed[n] else decimal(value) for n, value in values.items()}


def _with_digits(
    deal: LinearDeal, values: Mapping[str, Fraction], digits: int
) -> Iterator[dict[str, Fraction]]:
    """All ways to round the numbers that are changed up or down; of many, each to the nearest.

    Help from outside has the fewest digits, as the others have what room it leaves.
    """
    open_ones = [one for one in deal.clauses if values[one.name] != one.signed]
    helped = any(one.outside for one in open_ones)
    choices = [
        _allowed(one, values[one.name], digits + MORE * (helped and not one.outside))
        for one in open_ones
    ]
    if len(open_ones) > MANY:
        wanted = [values[one.name] for one in open_ones]
        pairs = zip(choices, wanted, strict=True)
        choices = [[min((abs(n - at), n) for n in near)[1]] for near, at in pairs]
    for chosen in product(*choices):
        yield dict(values) | dict(zip((one.name for one in open_ones), chosen, strict=True))


def _with_room(
    deal: LinearDeal,
    values: Mapping[str, Fraction],
    digits: int,
    wishes: Sequence[Condition],
) -> LinearDeal:
    """The deal, its wishes met only by as much as rounding these numbers may take from them."""
    units = {}
    for one in deal.clauses:
        if values[one.name] != one.signed:
            low, high = neighbours(values[one.name] * one.parts, digits)
            units[one.name] = (high - low) / one.parts
    now = dict(deal.now)
    for wish in {*wishes, *deal.most_lacking}:
        slopes = deal.slopes[wish]
        now[wish] -= sum((abs(slopes.get(name, ZERO)) * x for name, x in units.items()), ZERO)
    return replace(deal, now=now)


def _allowed(one: AmendableClause, value: Fraction, digits: int) -> list[Fraction]:
    """Both neighbours that its limits allow; clauses that are alike are rounded together."""
    near = {n / one.parts for n in neighbours(value * one.parts, digits)}
    most = one.highest
    return sorted(n for n in near if n >= one.lowest and (most is None or n <= most))


def _holds(deal: LinearDeal, values: Mapping[str, Fraction], wishes: Sequence[Condition]) -> bool:
    change = deal.changes(values)
    lawful = all(one.holds(change) for one in deal.together)
    if not (lawful and all(worth >= 0 for _, worth in deal.worths(wishes, values))):
        return False
    return not deal.loses_more(dict(deal.worths(deal.most_lacking, values)))


def _moved(deal: LinearDeal, values: Mapping[str, Fraction]) -> Fraction:
    changes = (abs(values[one.name] - one.signed) * (one.per_unit or 1) for one in deal.clauses)
    return sum(changes, ZERO)
