"""Numbers that are known within a box: an affine form encloses what is worked out from them.

A number that may move in a box is a centre and one coefficient for each symbol,

    x  =  c + a_1 e_1 + a_2 e_2 + ... ,     every e_k somewhere from -1 to 1.

The first symbols stand for the numbers that move. Sums, differences and multiples keep them exact;
a product of two forms is no affine form, and the rest of it is a new symbol with a coefficient that
is large enough. So numbers that come from the same source stay together: x - x is 0, which plain
intervals do not know. All is exact, in rational arithmetic.

>>> from solvers.enclosure.box import Box, on_box
>>> with on_box(Box([(Fraction(1), Fraction(3))])) as (x,):
...     print(x, x - x, 2 * x + 1, x * x, 1 / x)
[1, 3] 0 [3, 7] [1, 9] [1/7, 1]

It is a symbolic number, taken for a fraction (``games/symbolic_number.py``). Where it is compared,
the box decides (``box.py``); whatever only a known number can do raises ``Unsettled``.

Source: Comba and Stolfi (1993), Affine arithmetic and its applications to computer graphics;
Stolfi and de Figueiredo (1997), Self-validated numerical methods and applications.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, Self

from games.exact import exact
from games.symbolic_number import SymbolicNumber, refused
from solvers.enclosure.active_box import Unsettled, active
from solvers.rational import Rational, fraction, rational

__all__ = [
    "EnclosedNumber",
    "Unsettled",
    "at_point",
    "bounds_of",
    "centre_of",
    "enclosed",
    "form_of",
    "hull",
    "moving",
    "there",
]

LONG = 320
"""Bits of a denominator beyond which coefficients are rounded; the rest goes into a symbol."""
SHORT = 128
MANY = 40
"""The most symbols beside those of the numbers that move; more are joined to one."""


class _Form:
    """Centre and coefficients, by which two forms are the same.

    Its hash is that of few of its numbers, and kept: rationals are slow to hash.
    """

    __slots__ = ("_hash", "centre", "terms")

    def __init__(self, x: EnclosedNumber) -> None:
        self.centre, self.terms = x.centre, x.terms
        few = x.centre.p, x.centre.q, x.spread.p, x.spread.q
        self._hash = hash((len(x.terms), *map(int, few)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Form):
            return NotImplemented
        same = self._hash == other._hash and self.centre == other.centre
        return bool(same and self.terms == other.terms)

    def __repr__(self) -> str:
        """What it is at points of the box, where hints are looked for: other symbols have numbers
        that hang on what else was worked out.
        """
        size = active().size
        return repr((self.centre, sorted((s, a) for s, a in self.terms.items() if s < size)))


class EnclosedNumber(SymbolicNumber):
    """An affine form over the symbols of a box; not to be built by hand.

    ``centre``: c; ``terms``: the coefficients by symbol, none of them 0; ``limits``: narrower ones
    of a product, where they are known. A result that no longer moves is a plain ``Fraction``.
    """

    __slots__ = ("_key", "_spread", "centre", "limits", "terms")

    centre: Rational
    terms: Mapping[int, Rational]
    limits: tuple[Rational, Rational] | None
    _spread: Rational
    _key: _Form | None

    def __new__(cls, centre: Rational, terms: Mapping[int, Rational]) -> Self:
        self = object.__new__(cls)
        self.centre, self.terms = centre, terms
        self._spread = self._key = self.limits = None
        return self

    @staticmethod
    def of(centre: Rational, terms: Mapping[int, Rational]) -> Fraction:
        """The form; a plain fraction where nothing moves."""
        kept = {symbol: a for symbol, a in terms.items() if a}
        return EnclosedNumber(centre, kept) if kept else fraction(centre)

    def refuse(self, step: str) -> NoReturn:
        raise Unsettled(step)

    @property
    def spread(self) -> Rational:
        """How far it is from its centre at most."""
        if self._spread is None:
            self._spread = sum(map(abs, self.terms.values()), start=rational(0))
        return self._spread

    @property
    def key(self) -> _Form:
        """Centre and coefficients, by which two forms are the same."""
        if self._key is None:
            self._key = _Form(self)
        return self._key

    def _times(self, factor: Rational) -> EnclosedNumber:
        """A multiple."""
        terms = {s: a * factor for s, a in self.terms.items()}
        found = EnclosedNumber(self.centre * factor, terms)
        if self.limits is not None:
            ends = self.limits[0] * factor, self.limits[1] * factor
            found.limits = min(ends), max(ends)
        return found

    def _shifted(self, more: Rational) -> EnclosedNumber:
        """A constant more."""
        found = EnclosedNumber(self.centre + more, self.terms)
        found._spread = self._spread
        if self.limits is not None:
            found.limits = self.limits[0] + more, self.limits[1] + more
        return found

    def __add__(self, other: Any) -> Any:
        read = _read(other)
        if read is None:
            return NotImplemented
        centre, terms = read
        if not terms:
            return self._shifted(centre)
        return _sum(self.centre + centre, self.terms, terms)

    __radd__ = __add__

    def __neg__(self) -> Any:
        return self._times(rational(-1))

    def __sub__(self, other: Any) -> Any:
        read = _read(other)
        if read is None:
            return NotImplemented
        centre, terms = read
        if not terms:
            return self._shifted(-centre)
        return _sum(self.centre - centre, self.terms, terms, less=True)

    def __mul__(self, other: Any) -> Any:
        read = _read(other)
        if read is None:
            return NotImplemented
        centre, terms = read
        if not terms:
            if not centre:
                return Fraction(0)
            return self._times(centre)
        return _product(self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        read = _read(other)
        if read is None:
            return NotImplemented
        centre, terms = read
        if terms:
            return self * _inverse(other)
        if not centre:
            raise ZeroDivisionError("a division by 0")
        return self._times(1 / centre)

    def __rtruediv__(self, other: Any) -> Any:
        return _inverse(self) * other

    def __pow__(self, power: Any, modulo: Any = None) -> Any:
        if isinstance(power, Fraction) and type(power) is Fraction and power.denominator == 1:
            power = power.numerator
        if type(power) is not int:
            raise Unsettled("a power that is no whole number")
        if power == 0:
            return Fraction(1)
        if power == 1:
            return self
        if power == -1:
            return _inverse(self)
        low, high = _ends(self)
        if low > 0:
            return active().once(("**", power, self.key), lambda: _power(self, power, low, high))
        if power < 0:
            return _inverse(self**-power)
        half = self ** (power // 2)
        return half * half * self if power % 2 else half * half

    def compared(self, other: Any, relation: str, *, turned: bool = False) -> Any:
        if isinstance(other, float) and not math.isfinite(other):
            return not math.isnan(other) and relation != "==" and (other > 0) != turned
        if _read(other) is None:
            return NotImplemented
        difference = other - self if turned else self - other
        if not isinstance(difference, EnclosedNumber):
            return (
                difference < 0
                if relation == "<"
                else difference <= 0
                if relation == "<="
                else difference == 0
            )
        return active().holds(difference, relation)

    def __hash__(self) -> int:  # type: ignore[override]
        """By its form: two forms that may be equal are two keys, which costs time and no truth."""
        return hash(self.key)

    def __repr__(self) -> str:
        low, high = bounds_of(self)
        return f"[{low}, {high}]"

    __rpow__ = refused("a power with what moves above")
    __index__ = refused("rounding")
    __float__ = __complex__ = refused("a float of what moves")
    limit_denominator = as_integer_ratio = is_integer = refused("what moves taken to pieces")
    __reduce__ = refused("what moves, pickled")
    numerator = denominator = _numerator = _denominator = property(
        refused("what moves taken to pieces")
    )


def _read(other: Any) -> tuple[Rational, Mapping[int, Rational]] | None:
    """Centre and terms; None where it is no finite number."""
    kind = type(other)  # quicker than isinstance, which asks an abstract class
    if kind is EnclosedNumber:
        return other.centre, other.terms
    if kind is Fraction or kind is int or isinstance(other, Fraction | int):
        return rational(other), {}
    if isinstance(other, float | Decimal):
        return rational(exact(other)), {}
    return (other, {}) if type(other).__name__ == "fmpq" else None


def _sum(
    centre: Rational,
    one: Mapping[int, Rational],
    other: Mapping[int, Rational],
    *,
    less: bool = False,
) -> Fraction:
    """The form with the terms of both, or of one less those of the other."""
    found = dict(one)
    for symbol, a in other.items():
        known = found.get(symbol)
        if known is None:
            found[symbol] = -a if less else a
        elif total := known - a if less else known + a:
            found[symbol] = total
        else:
            del found[symbol]
    return EnclosedNumber(centre, found) if found else fraction(centre)


def _new(
    centre: Rational, terms: dict[int, Rational], error: Rational, key: tuple[Any, ...]
) -> Fraction:
    """The form with an error of at most so much, under the symbol of ``key``.

    Long coefficients are rounded, and many symbols made one.
    """
    box = active()
    longest = max((int(a.q).bit_length() for a in (centre, *terms.values())), default=0)
    if longest > LONG:
        size = sum(map(abs, terms.values()), start=abs(centre)) + error
        unit = rational(Fraction(2) ** (_exponent(size) - SHORT))
        rounded = {symbol: (a / unit).floor() * unit for symbol, a in terms.items()}
        at = (centre / unit).floor() * unit
        error += (len(rounded) + 1) * unit
        centre, terms = at, rounded
    if len(terms) > box.size + MANY:
        beside = {s: a for s, a in terms.items() if s >= box.size}
        error += sum(map(abs, beside.values()), start=rational(0))
        terms = {s: a for s, a in terms.items() if s < box.size}
        key = (*key, "many")
    if error:
        terms[box.symbol(key)] = _up(error)
    return EnclosedNumber.of(centre, terms)


def enclosed(
    centre: Rational,
    terms: Mapping[int, Rational],
    error: Rational,
    key: tuple[Any, ...],
    limits: tuple[Rational, Rational] | None = None,
) -> Fraction:
    """A form with an error of at most so much; ``key``: what it is, and nothing else on the path.

    The symbol of the error says where in this form the number is: in another form of the same
    number it would say something else, and is another. ``limits``: between which it is as well.
    """
    within = EnclosedNumber(centre, dict(terms)).key, int(error.p), int(error.q)
    found = _new(centre, dict(terms), error, ("enclosed", key, within))
    if limits is not None and isinstance(found, EnclosedNumber):
        found.limits = limits
    return found


def _exponent(size: Rational) -> int:
    return int(size.p).bit_length() - int(size.q).bit_length()


def _up(error: Rational) -> Rational:
    """Not less, and short."""
    if int(error.q).bit_length() <= 64:
        return error
    unit = rational(Fraction(2) ** (_exponent(error) - 24))
    return (error / unit).ceil() * unit


def _product(one: EnclosedNumber, other: EnclosedNumber) -> Fraction:
    """(c + A)(d + B) = cd + cB + dA + AB; of e_k e_k it is known that it is not negative."""
    key = ("*", frozenset((one.key, other.key)))
    return active().once(key, lambda: _multiplied(one, other, key))


def _multiplied(one: EnclosedNumber, other: EnclosedNumber, key: tuple[Any, ...]) -> Fraction:
    c, d = one.centre, other.centre
    terms = {symbol: a * d for symbol, a in one.terms.items()}
    centre, error = c * d, one.spread * other.spread
    for symbol, b in other.terms.items():
        a = one.terms.get(symbol)
        if a is None:
            terms[symbol] = c * b
            continue
        terms[symbol] += c * b
        square = a * b
        centre += square / 2
        error -= abs(square) / 2
    found = _new(centre, terms, error, key)
    if isinstance(found, EnclosedNumber):
        ends = [x * y for x in _ends(one) for y in _ends(other)]
        found.limits = min(ends), max(ends)
    return found


def _ends(x: EnclosedNumber) -> tuple[Rational, Rational]:
    """The least and the most of a number, by its form and by its limits."""
    low, high = x.centre - x.spread, x.centre + x.spread
    return (low, high) if x.limits is None else (max(low, x.limits[0]), min(high, x.limits[1]))


def _inverse(x: EnclosedNumber) -> Fraction:
    """1/x, between its chord and the parallel below it."""
    low, high = _ends(x)
    if low <= 0 <= high:
        raise Unsettled("a division by what may be 0")
    return active().once(("1/", x.key), lambda: _inverted(x, low, high))


def _inverted(x: EnclosedNumber, low: Rational, high: Rational) -> Fraction:
    slope = -1 / (low * high)
    # x -> 1/x - slope x is 1/low + 1/high at both ends, and 2/root at its other extreme, with the
    # root of low high. A step of Heron's method finds no less than the root.
    mean = (low + high) / 2
    ends, middle = 1 / low + 1 / high, 2 / ((mean + low * high / mean) / 2)
    offset, error = (ends + middle) / 2, abs(ends - middle) / 2
    terms = {symbol: slope * a for symbol, a in x.terms.items()}
    return _new(slope * x.centre + offset, terms, error, ("1/", x.key))


def _power(x: EnclosedNumber, power: int, low: Rational, high: Rational) -> Fraction:
    """x**n where x > 0, which is convex: between its chord and a line below it."""
    at_low, at_high = low**power, high**power
    slope = (at_high - at_low) / (high - low)
    # x**n - slope x is as large at both ends, and convex between them: no less anywhere than what
    # its tangent at any point says. Where the tangent is all but flat that is close.
    level = float(fraction(slope)) / power
    touch = level ** (1 / (power - 1)) if level > 0 else float(fraction(low))
    at = min(max(rational(Fraction(round(touch * 2**40), 2**40)), low), high)
    tilt = power * at ** (power - 1) - slope
    least = at**power - slope * at + min(tilt * (low - at), tilt * (high - at))
    most = at_low - slope * low
    offset, error = (least + most) / 2, (most - least) / 2
    terms = {symbol: slope * a for symbol, a in x.terms.items()}
    found = _new(slope * x.centre + offset, terms, error, ("**", power, x.key))
    if isinstance(found, EnclosedNumber):
        found.limits = min(at_low, at_high), max(at_low, at_high)
    return found


def bounds_of(x: Fraction) -> tuple[Fraction, Fraction]:
    """The least and the most that a number can be, all symbols free."""
    if not isinstance(x, EnclosedNumber):
        return x, x
    low, high = _ends(x)
    return fraction(low), fraction(high)


def form_of(x: Fraction) -> tuple[Rational, Mapping[int, Rational]]:
    """Centre and coefficients; of what does not move, itself and none."""
    return (x.centre, x.terms) if isinstance(x, EnclosedNumber) else (rational(x), {})


def centre_of(x: Fraction) -> Fraction:
    """The number at the centre of the box, but for what was rounded."""
    return fraction(x.centre) if isinstance(x, EnclosedNumber) else x


def hull(low: Fraction, high: Fraction, key: tuple[Any, ...]) -> Fraction:
    """What is between two numbers, ``low <= x <= high`` at every point of the box.

    ``key``: what it is, and nothing else that is enclosed on the same path: numbers with the same
    bounds need not be the same.
    """
    gap = high - low
    if not isinstance(gap, EnclosedNumber) and not gap:
        return low
    most = fraction(active().extent(gap)[1]) if isinstance(gap, EnclosedNumber) else gap
    if most <= 0:
        return low
    middle = low + gap / 2
    centre, terms = form_of(middle)
    return enclosed(centre, terms, rational(most / 2), key)


def at_point(subject: Any, place: Mapping[int, Fraction | int]) -> Any:
    """A subject with its numbers at a point, given by symbols of the box, all others 0.

    What does not move is itself.
    """
    if isinstance(subject, EnclosedNumber):
        moved = (subject.terms[s] * rational(at) for s, at in place.items() if s in subject.terms)
        return fraction(sum(moved, start=subject.centre))
    if isinstance(subject, tuple | list):
        kept = [at_point(one, place) for one in subject]
        same = all(a is b for a, b in zip(kept, subject, strict=True))
        return subject if same else type(subject)(kept)
    if isinstance(subject, Mapping):
        there = {name: at_point(one, place) for name, one in subject.items()}
        return subject if all(there[name] is one for name, one in subject.items()) else there
    if is_dataclass(subject) and not isinstance(subject, type):
        values = {f.name: getattr(subject, f.name) for f in fields(subject)}
        found = {name: at_point(one, place) for name, one in values.items()}
        if all(found[name] is one for name, one in values.items()):
            return subject
        other = object.__new__(type(subject))
        for name, one in found.items():
            object.__setattr__(other, name, one)
        return other
    return subject


def there(x: Fraction) -> bool:
    """Whether it is not plainly 0: for what nothing but zeros hangs on."""
    return isinstance(x, EnclosedNumber) or bool(x)


def moving(numbers: Iterable[Any]) -> bool:
    """Whether any of the numbers moves."""
    return any(isinstance(x, EnclosedNumber) for x in numbers)
