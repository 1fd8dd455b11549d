"""A formula's value as a ball that contains the true one, and its sign, proven.

The formula is a SymPy expression of + * ** exp log and exact numbers; its symbols stand for numbers
or intervals. A sign is first read off a ball, with more and more digits; where the ball keeps
containing 0, SymPy's exact arithmetic is asked whether the value is 0.

>>> import sympy
>>> x = sympy.Symbol("x", real=True)
>>> sign(sympy.sqrt(2 - x**2) - x, {x: (Fraction(1), Fraction(1))})
0

Source: Johansson (2017), Arb: efficient arbitrary-precision midpoint-radius interval arithmetic.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from solvers.competition.logit_choice import ball, between
from solvers.precision import precision
from solvers.rational import fraction

__all__ = [
    "OutsideDomain",
    "Undecided",
    "enclosed",
    "ends",
    "exact_value",
    "sign",
    "symbolic",
    "value_between",
]

Interval = tuple[Fraction, Fraction]
BITS = (400, 1600, 6400)
LONG = 10**20


class OutsideDomain(ArithmeticError):
    """The formula has no real value there: a division by 0, a root or logarithm of less than 0."""


class Undecided(ArithmeticError):
    """Neither balls nor exact arithmetic could tell whether a number is 0."""


def enclosed(formula: Any, at: Mapping[Any, Any], *, analytic: bool = False) -> Any:
    """The ball of the formula's values where its symbols are in the balls ``at``.

    Not a number where the balls do not tell whether the formula has a value; ``OutsideDomain``
    where it has none. ``analytic``: complex balls, not a number where the formula is not analytic.
    """
    return _compiled(formula)(at, analytic)


def sign(formula: Any, at: Mapping[Any, Interval]) -> int:
    """The sign of the formula at a point, or throughout small intervals.

    Errors: ``OutsideDomain`` where it has no value, ``Undecided`` where nothing proves a sign.
    """
    for bits in BITS:
        with precision(bits):
            ball = enclosed(formula, {symbol: between(*ends) for symbol, ends in at.items()})
        if ball > 0 or ball < 0:
            return 1 if ball > 0 else -1
        if ball == 0:
            return 0
    if all(low == high for low, high in at.values()):
        number = exact_value(formula, {symbol: low for symbol, (low, _) in at.items()})
        if number.is_Rational:
            return bool(number.p > 0) - bool(number.p < 0)
        if at:
            return sign(number, {})
        if _is_zero(number):
            return 0
    raise Undecided(f"the sign of {formula} could not be decided at {dict(at)}")


def ends(ball: Any) -> Interval:
    """The ends of a real ball, as the fractions that they are."""
    low, high = (
        Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
        for mantissa, exponent in (ball.lower().man_exp(), ball.upper().man_exp())
    )
    return low, high


def value_between(formula: Any, at: Mapping[Any, Interval], bits: int) -> Interval:
    """Where the formula's value lies: exactly where it is a fraction, else within a ball.

    >>> import sympy
    >>> x = sympy.Symbol("x", real=True)
    >>> value_between(4 - x**2, {x: (Fraction(1), Fraction(1))}, 600)
    (Fraction(3, 1), Fraction(3, 1))
    """
    used = {symbol: at[symbol] for symbol in formula.free_symbols}
    if all(low == high for low, high in used.values()):
        try:
            number = exact_value(formula, {symbol: low for symbol, (low, _) in used.items()})
        except Undecided:
            number = formula
        if number.is_Rational:
            exactly = fraction(number)
            return exactly, exactly
    with precision(bits):
        balls = {
            symbol: ball(low) if low == high else between(low, high)
            for symbol, (low, high) in used.items()
        }
        return ends(enclosed(formula, balls))


def symbolic(number: Fraction) -> Any:
    """A fraction as a number of SymPy."""
    import sympy

    return sympy.Rational(number.numerator, number.denominator)


def exact_value(formula: Any, at: Mapping[Any, Any]) -> Any:
    """The formula's value in SymPy, at fractions or at SymPy's numbers.

    Errors: ``OutsideDomain`` where it has none, ``Undecided`` for powers and logarithms of
    long fractions, which could be too much to compute.
    """
    import sympy

    fractions = [x for x in at.values() if isinstance(x, Fraction)]
    long = any(_is_long(x.numerator, x.denominator) for x in fractions)
    if long and not formula.is_rational_function(*at):
        raise Undecided(f"{formula} is not computed exactly at fractions this long")
    place = {symbol: symbolic(x) if isinstance(x, Fraction) else x for symbol, x in at.items()}
    number = formula.subs(place)
    if number.has(sympy.zoo, sympy.nan, sympy.oo) or number.is_real is False:
        raise OutsideDomain(f"{formula} has no value there")
    return number if number.is_Rational or not _is_short(number) else _plain(number)


def _is_short(number: Any) -> bool:
    """Whether exact arithmetic on it will be quick: long fractions come from enclosures."""
    import sympy

    return not any(_is_long(part.p, part.q) for part in number.atoms(sympy.Rational))


def _is_long(numerator: int, denominator: int) -> bool:
    return max(abs(numerator), denominator) >= LONG


def _plain(number: Any) -> Any:
    import sympy

    plain = sympy.radsimp(sympy.expand(sympy.expand_log(sympy.expand(number))))
    try:
        return sympy.sqrtdenest(plain)
    except IndexError:  # a slip of SymPy's on some roots of sums of roots: they stay as they are
        return plain


def _is_zero(number: Any) -> bool:
    import sympy

    if not _is_short(number):
        return False
    if number == 0 or _plain(number) == 0:
        return True
    z = sympy.Dummy()
    return bool(number.is_algebraic and sympy.minimal_polynomial(number, z) == z)


Evaluator = Callable[[Mapping[Any, Any], bool], Any]


@functools.lru_cache(maxsize=1024)
def _compiled(formula: Any) -> Evaluator:
    import sympy
    from flint import arb, fmpq

    if formula.is_Symbol:
        return lambda at, _: at[formula]
    if formula.is_Rational:
        constant = fmpq(int(formula.p), int(formula.q))
        return lambda *_: arb(constant)
    if formula in (sympy.pi, sympy.E):
        return (lambda *_: arb.pi()) if formula == sympy.pi else (lambda *_: arb(1).exp())
    parts = [_compiled(part) for part in formula.args]
    if formula.is_Add:
        return lambda at, analytic: sum((part(at, analytic) for part in parts), arb(0))
    if formula.is_Mul:
        return lambda at, analytic: functools.reduce(
            lambda a, b: a * b, (part(at, analytic) for part in parts)
        )
    if isinstance(formula, sympy.exp):
        return lambda at, analytic: parts[0](at, analytic).exp()
    if isinstance(formula, sympy.log):
        return lambda at, analytic: _log(parts[0](at, analytic), analytic=analytic)
    if formula.is_Pow and formula.exp.is_Rational:
        p, q = int(formula.exp.p), int(formula.exp.q)
        return lambda at, analytic: _power(parts[0](at, analytic), p, q, analytic=analytic)
    if formula.is_Pow:
        base, exponent = parts
        return lambda at, analytic: (
            exponent(at, analytic) * _log(base(at, analytic), analytic=analytic)
        ).exp()
    raise TypeError(f"{formula} cannot be enclosed")


def _log(ball: Any, *, analytic: bool) -> Any:
    from flint import acb

    if isinstance(ball, acb):
        return ball.log(analytic=analytic)
    if ball <= 0:
        raise OutsideDomain("the logarithm of a number that is not positive")
    return ball.log()


def _power(ball: Any, p: int, q: int, *, analytic: bool) -> Any:
    from flint import acb, arb, fmpq

    if q == 1:
        power = ball ** abs(p)
        if p < 0 and power == 0:
            raise OutsideDomain("a division by 0")
        return power if p > 0 else 1 / power
    if isinstance(ball, acb):
        root = ball.sqrt(analytic=analytic)
        if q != 2:
            root = (ball.log(analytic=analytic) / q).exp()
        return root**p
    if ball < 0:
        raise OutsideDomain("a root of a number below 0")
    if max(abs(p), q) > 1000 and ball != 0:
        return (arb(fmpq(p, q)) * ball.log()).exp()
    return _power(ball.root(q), p, 1, analytic=analytic)
