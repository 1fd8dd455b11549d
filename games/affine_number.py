"""Numbers that are not known yet: a rule is run on them once, instead of on every number.

An affine number is a constant and a multiple of each city's report, c + s_1 r_1 + ... + s_n r_n,
exact. It can be added, subtracted, and multiplied or divided by a number. Where it is compared, an
oracle decides: it may choose a side and remember what it chose. What would not be affine, such as
a product of two reports, is refused; an oracle may let powers of one report pass, whose slopes then
move (``games/moving_slope.py``), but nothing compares them.

>>> value, cost = affine_reports(["Hangzhou", "Quzhou"], Oracle())
>>> (value + cost) / 3 + 0.5, value - value
(1/3 Hangzhou + 1/3 Quzhou + 1/2, Fraction(0, 1))
>>> value * cost
Traceback (most recent call last):
    ...
games.errors.InvalidInput: a step with what is reported is 'a product of two reports'; it should be
a sum, a difference, a multiple by a number, or a comparison (max, min and sorted are made of them).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NoReturn, Self

from games.errors import InvalidInput
from games.exact import exact
from games.known_number import KnownNumber
from games.moving_slope import MovingSlope, moves, powers_of
from games.symbolic_number import SymbolicNumber, refused

__all__ = [
    "AffineNumber",
    "Form",
    "Oracle",
    "affine_reports",
    "form_name",
    "minus",
    "plus",
    "times",
]

ZERO, ONE = Fraction(0), Fraction(1)
HIGHEST_POWER = 12
"""Of a report, where powers may be taken at all."""

Form = tuple[Fraction, ...]
"""An affine function of the reports: the constant, then the slope in each city's report."""


class Oracle:
    """What decides comparisons; this one refuses, where one formula is to hold throughout.

    ``refusal``: the first step that was refused, as a rule may swallow the error; ``allowed``: what
    may be done instead; ``powers``: whether powers of one report are.
    """

    powers = False

    allowed = (
        "a sum, a difference, a multiple by a number, or a comparison (max, min and sorted are "
        "made of them)"
    )
    refusal: InvalidInput | None = None

    def holds(self, form: Form, relation: str) -> bool:
        """Whether ``form relation 0`` is to hold; the relation is ``<``, ``<=`` or ``==``."""
        self.refuse("a comparison", "a sum, a difference or a multiple by a number")

    def refuse(
        self, step: str, expected: str = "", place: str = "a step with what is reported"
    ) -> NoReturn:
        """Stop at a step that cannot be taken with what is not known yet."""
        error = InvalidInput(place, step, expected or self.allowed)
        self.refusal = self.refusal or error
        raise error


def affine_reports(cities: Sequence[str], oracle: Oracle) -> list[AffineNumber]:
    """One unknown number for each city."""
    names, n = tuple(cities), len(cities)
    return [
        AffineNumber((ZERO, *(Fraction(k == i) for k in range(n))), names, oracle) for i in range(n)
    ]


def plus(one: Form, two: Form) -> Form:
    """The sum of two affine functions."""
    return tuple(a + b if b else a for a, b in zip(one, two, strict=True))


def minus(one: Form, two: Form) -> Form:
    """Their difference."""
    return tuple(a - b if b else a for a, b in zip(one, two, strict=True))


def times(factor: Fraction, form: Form) -> Form:
    """A multiple."""
    return tuple(factor * a if a else a for a in form)


def form_name(form: Form, names: Sequence[str]) -> str:
    """An affine function as text.

    >>> form_name((Fraction(-1, 4), Fraction(1), Fraction(-2)), ["Hangzhou", "Quzhou"])
    'Hangzhou - 2 Quzhou - 1/4'
    """
    terms = [
        (factor, name if power == 1 else f"{name}^{power}")
        for slope, name in zip(form[1:], names, strict=True)
        for power, factor in enumerate(powers_of(slope), start=1)
        if factor
    ]
    if form[0] or not terms:
        terms.append((form[0], ""))
    words = ""
    for k, (number, name) in enumerate(terms):
        sign = "-" if number < 0 else "+" if k else ""
        size = f"{abs(number)}" if abs(number) != 1 or not name else ""
        words += f" {sign} " if k else sign
        words += " ".join(part for part in (size, name) if part)
    return words


_IN_PIECES = "a report taken to pieces (a Decimal to its left does so: write a plain number there)"


class AffineNumber(SymbolicNumber):
    """A constant and a multiple of each report; not to be built by hand.

    ``form``: the affine function; ``names``: whose reports; ``oracle``: decides comparisons. A
    result that no longer depends on a report is a ``KnownNumber``.
    """

    __slots__ = ("form", "names", "oracle")

    form: Form
    names: tuple[str, ...]
    oracle: Oracle

    def __new__(cls, form: Form, names: tuple[str, ...], oracle: Oracle) -> Self:
        self = object.__new__(cls)
        self.form, self.names, self.oracle = form, names, oracle
        return self

    def refuse(self, step: str) -> NoReturn:
        self.oracle.refuse(step)

    def _made(self, form: Form) -> Fraction:
        moves = any(form[1:])
        return AffineNumber(form, self.names, self.oracle) if moves else KnownNumber(form[0])

    def _form_of(self, other: object) -> Form | None:
        """An operand as an affine function; None where it is no finite number."""
        if isinstance(other, AffineNumber):
            return other.form
        if isinstance(other, bool):
            other = int(other)
        try:
            return (exact(other), *(ZERO,) * len(self.names))
        except InvalidInput:
            return None

    def __add__(self, other: Any) -> Any:
        form = self._form_of(other)
        if form is None:
            return NotImplemented
        return self._made(tuple(a + b for a, b in zip(self.form, form, strict=True)))

    __radd__ = __add__

    def __neg__(self) -> Any:
        return self._made(tuple(-a for a in self.form))

    def __sub__(self, other: Any) -> Any:
        form = self._form_of(other)
        if form is None:
            return NotImplemented
        return self._made(tuple(a - b for a, b in zip(self.form, form, strict=True)))

    def __mul__(self, other: Any) -> Any:
        form = self._form_of(other)
        if form is None:
            return NotImplemented
        if any(form[1:]):
            return self._product(form)
        return self._made(tuple(a * form[0] for a in self.form))

    __rmul__ = __mul__

    def _product(self, form: Form) -> Any:
        """A product of two functions of one report, where powers may be taken."""
        used = {k for one in (self.form, form) for k, slope in enumerate(one) if k and slope}
        if not self.oracle.powers or len(used) > 1:
            self.oracle.refuse("a product of two reports")
        (k,) = used
        one, two = ((each[0], *powers_of(each[k])) for each in (self.form, form))
        product = [ZERO] * (len(one) + len(two) - 1)
        for i, a in enumerate(one):
            for j, b in enumerate(two):
                product[i + j] += a * b
        if len(product) - 1 > HIGHEST_POWER:
            self.oracle.refuse(f"a power above {HIGHEST_POWER}")
        slopes = [ZERO] * (len(form) - 1)
        slopes[k - 1] = MovingSlope.of(product[1:])
        return self._made((product[0], *slopes))

    def __pow__(self, power: Any, modulo: Any = None) -> Any:
        if not self.oracle.powers or type(power) is not int or not 0 <= power <= HIGHEST_POWER:
            self.oracle.refuse("a power")
        found: Any = KnownNumber(1)
        for _ in range(power):
            found = self * found
        return found

    def __truediv__(self, other: Any) -> Any:
        form = self._form_of(other)
        if form is None:
            return NotImplemented
        if any(form[1:]):
            self.oracle.refuse("a division by a report")
        if not form[0]:
            self.oracle.refuse("a division by 0", "a division by another number")
        return self._made(tuple(a / form[0] for a in self.form))

    def compared(self, other: Any, relation: str, *, turned: bool = False) -> Any:
        if isinstance(other, float) and not math.isfinite(other):
            return not math.isnan(other) and relation != "==" and (other > 0) != turned
        form = self._form_of(other)
        if form is None:
            return NotImplemented
        one, two = (form, self.form) if turned else (self.form, form)
        difference = tuple(a - b for a, b in zip(one, two, strict=True))
        if moves(difference):
            self.oracle.refuse("a comparison of powers of a report")
        if any(difference[1:]):
            return self.oracle.holds(difference, relation)
        level = difference[0]
        return level < 0 or (level == 0 and relation != "<") if relation != "==" else level == 0

    def __repr__(self) -> str:
        return form_name(self.form, self.names)

    __rtruediv__ = refused("a division by a report")
    __rpow__ = refused("a power")
    __float__ = __complex__ = refused("a report made a float")
    __hash__ = refused("a report as a key of a table or a member of a set")
    limit_denominator = as_integer_ratio = is_integer = refused(_IN_PIECES)
    __reduce__ = refused("a report that is pickled")
    numerator = denominator = _numerator = _denominator = property(refused(_IN_PIECES))
