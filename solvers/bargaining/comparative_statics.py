"""The sign of a formula's derivative in each parameter,
proven from what is assumed of parameters.
"""

from __future__ import annotations

import html
import itertools
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import entry_of
from solvers.bargaining.factored import factored

__all__ = [
    "MANY",
    "ComparativeStatics",
    "comparative_statics",
    "proven_sign",
    "shorter",
    "trials",
]

Substitution = Mapping[Any, Any]
OPPOSITE = {"+": "-", "-": "+", "0": "0"}
LONG = 120  # operations
FEW, MANY = 24, 120  # trial numbers
CLEAR = 1e-9
DIGITS, NOTHING = 40, Fraction(1, 10**20)
"""The digits of trial numbers, and the size, beside the largest of them, that counts as 0."""

WORDS = {"+": "more", "-": "less", "0": "the same"}


@dataclass(frozen=True, slots=True)
class ComparativeStatics:
    """The sign of a formula's derivative in each parameter,
    proven from what is assumed of parameters.

    Assumptions are SymPy's (a positive symbol), and further facts as substitutions that cover all
    that is allowed: a discount factor in (0, 1) is 1/(1 + z) with a positive z; that both can gain
    is one parameter written by the others and a positive surplus. A sign is proven where, after one
    of them, each factor is a sum of terms of one sign, or a difference of two positive sums, one of
    which has the greater square. Trial numbers never prove a sign; they only show that there is
    none.

    What a larger parameter does to each city's payoff.

    ``signs[parameter][city]``: "+", "-" or "0" where that is proven; "depends" where trial numbers
    show either sign; "unproven" where they show one sign, and nothing proves it. ``derivatives``:
    the formulas, likewise. Reading by name, ``statics["d1"]``, gives the signs.

    >>> import sympy
    >>> d1, d2 = sympy.symbols("d1 d2", positive=True)
    >>> proven_sign(sympy.sqrt(d1**2 + d2) - d1)
    '+'
    >>> proven_sign(d1 - d2) is None
    True

    Source: Samuelson (1947), Foundations of economic analysis.
    """

    signs: Mapping[str, Mapping[str, str]]
    derivatives: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, parameter: str) -> Mapping[str, str]:
        return entry_of(self.signs, parameter)

    @property
    def sentences(self) -> tuple[str, ...]:
        """One plain sentence for each parameter."""
        return tuple(self._sentence(parameter) for parameter in self.signs)

    def _sentence(self, parameter: str) -> str:
        parts, open_ends = [], []
        for city, sign in self.signs[parameter].items():
            if sign in WORDS:
                parts.append(f"{city} {WORDS[sign]}")
            else:
                word = "depends on the numbers" if sign == "depends" else "is not proven"
                open_ends.append(
                    f"whether {city} gets more {word}: the derivative is "
                    f"{self.derivatives[parameter][city]}"
                )
        sentence = f"a larger {parameter} gives " + " and ".join(parts) if parts else ""
        joined = "; ".join([*([sentence] if sentence else []), *open_ends])
        if not sentence:
            joined = f"with a larger {parameter}, {joined}"
        return joined[0].upper() + joined[1:] + "."

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        return "".join(f"<p>{html.escape(sentence)}</p>" for sentence in self.sentences)


def comparative_statics(
    formulas: Mapping[str, Any],
    parameters: Sequence[Any],
    facts: Sequence[Substitution],
    points: Iterable[Mapping[Any, Any]],
    known: Mapping[str, Mapping[str, str | None]] | None = None,
) -> ComparativeStatics:
    """Signs of the derivatives; ``points`` are numbers that satisfy all that is assumed.

    A few are tried first, the others where these have one sign and nothing proves it.
    ``known``: signs that are proven already, by parameter and city.
    """
    import sympy

    waiting = iter(points)
    tried = list(itertools.islice(waiting, FEW))
    signs: dict[str, dict[str, str]] = {}
    derivatives: dict[str, dict[str, Any]] = {}
    for parameter in parameters:
        name = str(parameter)
        signs[name], derivatives[name] = {}, {}
        for city, formula in formulas.items():
            slope = shorter(sympy.diff(formula, parameter))
            derivatives[name][city] = slope
            proven = (known or {}).get(name, {}).get(city)
            if proven is None and _tried(slope, tried) == "unproven":
                proven = proven_sign(slope, facts)
                tried += waiting if proven is None else ()
            signs[name][city] = proven or _tried(slope, tried)
    return ComparativeStatics(signs, derivatives)


def shorter(expression: Any) -> Any:
    """Simplified and factored, unless that would take longer than it is worth."""
    import sympy

    if sympy.count_ops(expression) > LONG:
        return expression
    return factored(sympy.simplify(expression))


def _tried(slope: Any, points: Sequence[Mapping[Any, Any]]) -> str:
    import mpmath  # type: ignore[import-untyped] # SymPy's own
    import sympy

    height = sympy.lambdify(list(points[0]), slope, "mpmath")
    with mpmath.workdps(DIGITS):
        values = [mpmath.re(height(*(sympy.N(x, DIGITS) for x in p.values()))) for p in points]
    most = NOTHING * max(map(abs, values))
    return "depends" if min(values) < -most < most < max(values) else "unproven"


def proven_sign(expression: Any, facts: Sequence[Substitution] = ()) -> str | None:
    """The sign, "+", "-" or "0", if the symbols' assumptions and the facts prove it."""
    import sympy

    for fact in ({}, *facts):
        one = sympy.together(_with_whole_powers(expression.subs(fact)))
        parts = sympy.fraction(one)
        found = tuple(_coefficients(part) for part in parts)
        if None in found:
            if sympy.count_ops(one) > 2 * LONG:
                continue
            found = tuple(_product(factored(part)) for part in parts)
        if found[0] == "0":
            return "0"
        if None not in found:
            return "+" if found[0] == found[1] else "-"
    return None


def _coefficients(expression: Any) -> str | None:
    """The sign of a polynomial of positive symbols whose coefficients agree."""
    import sympy

    symbols = sorted(expression.free_symbols, key=str)
    if not all(symbol.is_positive for symbol in symbols) or not expression.is_polynomial(*symbols):
        return None
    coefficients = sympy.Poly(expression, *symbols).coeffs() if symbols else [expression]
    for sign, agrees in (("0", "is_zero"), ("+", "is_positive"), ("-", "is_negative")):
        if all(getattr(each, agrees) for each in coefficients):
            return sign
    return None


def _with_whole_powers(expression: Any) -> Any:
    """Roots of positive parameters as parameters, so that factors are found by polynomials."""
    import sympy

    powers: dict[Any, int] = {}
    for power in expression.atoms(sympy.Pow):
        if power.base.is_Symbol and power.base.is_positive and power.exp.is_Rational:
            powers[power.base] = math.lcm(powers.get(power.base, 1), int(power.exp.q))
    return expression.subs(
        {base: sympy.Dummy(str(base), positive=True) ** q for base, q in powers.items() if q > 1}
    )


def _product(expression: Any) -> str | None:
    import sympy

    sign = "+"
    for factor in sympy.Mul.make_args(expression):
        one = _single(factor)
        if one is None or one == "0":
            return one
        sign = sign if one == "+" else OPPOSITE[sign]
    return sign


def _single(factor: Any) -> str | None:
    """The sign of a sum: of its terms if they agree, else of a difference of squares."""
    import sympy

    plain = sympy.expand(factor)
    for form in (factor, plain):
        if form.is_zero:
            return "0"
        if form.is_positive or form.is_negative:
            return "+" if form.is_positive else "-"
    terms = sympy.Add.make_args(plain)
    plus = sum(term for term in terms if term.is_nonnegative)
    minus = sum(-term for term in terms if term.is_nonpositive)
    if sympy.expand(plain - plus + minus) != 0 or not plain.has(sympy.Pow):
        return None
    if not any(power.exp.is_Rational and power.exp.q > 1 for power in plain.atoms(sympy.Pow)):
        return None
    squares = factored(sympy.expand(plus**2 - minus**2))
    if sympy.count_ops(squares) >= 4 * sympy.count_ops(plain) + 40:
        return None
    return _squares(squares)


def _squares(expression: Any) -> str | None:
    import sympy

    found = []
    for factor in sympy.Mul.make_args(expression):
        plain = sympy.expand(factor)
        found.append(
            "0"
            if plain == 0
            else "+"
            if factor.is_positive or plain.is_positive
            else "-"
            if factor.is_negative or plain.is_negative
            else None
        )
    if "0" in found or None in found:
        return "0" if "0" in found else None
    return "-" if found.count("-") % 2 else "+"


def trials(
    parameters: Sequence[Any], unit: frozenset[Any], conditions: Sequence[Any], count: int = FEW
) -> Iterator[dict[Any, Any]]:
    """Numbers for the parameters that satisfy their assumptions and make the conditions positive.

    ``unit``: parameters between 0 and 1. The same numbers each time.
    """
    import sympy

    quick = [sympy.lambdify(list(parameters), condition, "mpmath") for condition in conditions]
    draw = random.Random(1950)
    found = 0
    for k in range(200 * count):
        point = {}
        for symbol in parameters:
            size = Fraction(draw.randint(1, 40), draw.choice((1, 2, 5, 8, 40)))
            number = size / (size + draw.randint(1, 9)) if symbol in unit else size
            if symbol.is_negative or (symbol.is_positive is None and k % 2):
                number = -number
            point[symbol] = sympy.Rational(number.numerator, number.denominator)
        numbers = [sympy.N(value) for value in point.values()]
        if all(
            _positive(height, numbers, condition.subs, point)
            for height, condition in zip(quick, conditions, strict=True)
        ):
            found += 1
            yield point
            if found == count:
                return


def _positive(height: Any, numbers: Sequence[Any], exactly: Any, point: Mapping[Any, Any]) -> bool:
    """Whether a condition is positive: at once where it is clear, else as exactly as it takes."""
    try:
        value = complex(height(*numbers))
    except ZeroDivisionError:
        value = complex("nan")
    if math.isfinite(abs(value)) and abs(value.real) > CLEAR * (1 + abs(value)) + abs(value.imag):
        return value.real > 0 and not value.imag
    number = exactly(point)
    return bool(number.is_real and number.evalf(30) > 0)
