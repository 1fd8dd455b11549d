"""Formulas for the blackboard: chains of sums with their relations, in text and in LaTeX."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.latex import escaped, fraction
from games.players import coalition_name

__all__ = ["Formula", "Symbol", "bracketed", "group", "sum_of", "symbol", "told"]

RELATIONS = {"=": "=", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">"}
LONG = 70
"""A formula of more letters is set in several rows."""
OPERATORS = {"+": "+", "-": "-", "*": r"\cdot", "(": "(", ")": ")"}


@dataclass(frozen=True, slots=True)
class Symbol:
    """What stands for a number: as text, in LaTeX, and the number (None: it is not known)."""

    text: str
    latex: str
    value: Fraction | None = None


Part = Symbol | Fraction | str
"""A symbol, a number, or a sign: one of + - * ( ) and the relations."""


@dataclass(frozen=True, slots=True)
class Formula:
    r"""Sums with relations between them, such as ``v({A, B}) = 60 <= 40 + 30``.

    >>> half = Formula((symbol("x", "A", Fraction(3, 2)), ">=", Fraction(1, 2)))
    >>> print(half)
    x(A) >= 1/2
    >>> half.latex, half.holds
    ('x_{\\text{A}} \\ge \\tfrac{1}{2}', True)
    """

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return " ".join(self.rows(None))

    def rows(self, width: int | None) -> list[str]:
        """The text; where it is wider than that, in rows that begin with a relation."""
        rows = [""]
        for relation, side in self._sides():
            text = " ".join(map(_text, side)).replace("( ", "(").replace(" )", ")")
            more = f"{relation} {text}" if relation else text
            if rows[-1] and width and len(rows[-1]) + 1 + len(more) > width:
                rows.append(f"  {more}")
            else:
                rows[-1] = f"{rows[-1]} {more}" if rows[-1] else more
        return rows

    @property
    def latex(self) -> str:
        """The formula in LaTeX, to be set in mathematics; a long one in rows under each other."""
        (_, first), *others = [(r, " ".join(map(_latex, side))) for r, side in self._sides()]
        if len(str(self)) <= LONG or len(others) < 2:
            return " ".join([first, *(f"{RELATIONS[r]} {side}" for r, side in others)])
        rows = " \\\\ ".join(f"&{RELATIONS[r]} {side}" for r, side in others)
        return rf"\begin{{aligned}} {first} {rows} \end{{aligned}}"

    def _repr_latex_(self) -> str:
        return f"${self.latex}$"

    def _sides(self) -> list[tuple[str, list[Part]]]:
        """The sums, each with the relation before it; the first has none."""
        sides: list[tuple[str, list[Part]]] = [("", [])]
        for part in self.parts:
            if isinstance(part, str) and part in RELATIONS:
                sides.append((part, []))
            else:
                sides[-1][1].append(part)
        return sides

    @property
    def holds(self) -> bool | None:
        """Whether its relations hold; None where each has a symbol for what is not known."""
        values = [_Sum(side).value() if _is_known(side) else None for _, side in self._sides()]
        relations = [relation for relation, _ in self._sides()[1:]]
        pairs = [
            _COMPARE[relation](left, right)
            for left, relation, right in zip(values, relations, values[1:], strict=False)
            if left is not None and right is not None
        ]
        return all(pairs) if pairs else None


def _is_known(side: Iterable[Part]) -> bool:
    return not any(isinstance(part, Symbol) and part.value is None for part in side)


_COMPARE = {
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


class _Sum:
    """What a sum of products comes to."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = list(parts)

    def value(self) -> Fraction:
        total = self._product()
        while self.parts and self.parts[0] in ("+", "-"):
            sign = self.parts.pop(0)
            total += self._product() * (1 if sign == "+" else -1)
        return total

    def _product(self) -> Fraction:
        product = self._factor()
        while self.parts and self.parts[0] == "*":
            self.parts.pop(0)
            product *= self._factor()
        return product

    def _factor(self) -> Fraction:
        part = self.parts.pop(0)
        if part == "-":
            return -self._factor()
        if part == "(":
            inside = self.value()
            self.parts.pop(0)
            return inside
        if isinstance(part, Symbol):
            assert part.value is not None  # noqa: S101 - the caller looked
            return part.value
        assert isinstance(part, Fraction)  # noqa: S101 - a sign stands between two numbers
        return part


def symbol(letter: str, name: str | Iterable[str], value: Fraction | None = None) -> Symbol:
    """A letter with a city, or a group of cities.

    >>> symbol("v", ("A", "B")).text, symbol("x", "A").text
    ('v({A, B})', 'x(A)')
    """
    if isinstance(name, str):
        return Symbol(f"{letter}({name})", f"{letter}_{{{_name(name)}}}", value)
    names = tuple(name)
    inside = ", ".join(map(_name, names))
    return Symbol(f"{letter}({coalition_name(names)})", rf"{letter}(\{{{inside}\}})", value)


def group(letter: str, names: Iterable[str], values: Mapping[str, Fraction]) -> tuple[Part, ...]:
    """What a group has in all: its cities' symbols, added up."""
    return sum_of((Fraction(1), symbol(letter, name, values[name])) for name in names)


def sum_of(terms: Iterable[tuple[Fraction, Symbol]]) -> tuple[Part, ...]:
    """Symbols with their weights, added up, those that are taken off last.

    >>> x, y = symbol("x", "A", Fraction(2)), symbol("x", "B", Fraction(4))
    >>> print(Formula((*sum_of([(Fraction(1), x), (Fraction(-1, 2), y)]), "=", Fraction(0))))
    x(A) - 1/2 * x(B) = 0
    """
    in_order = sorted(terms, key=lambda term: term[0] < 0)

    def parts() -> Iterator[Part]:
        first = True
        for weight, one in in_order:
            if not weight:
                continue
            if weight < 0 or not first:
                yield "-" if weight < 0 else "+"
            if abs(weight) != 1:
                yield from (abs(weight), "*")
            yield one
            first = False

    return tuple(parts()) or (Fraction(0),)


def told(terms: Iterable[tuple[Fraction, Symbol]]) -> tuple[Part, ...]:
    """The same, and then with the numbers in place of the symbols.

    >>> x, y = symbol("x", "A", Fraction(2)), symbol("x", "B", Fraction(-4))
    >>> print(Formula((*told([(Fraction(1), x), (Fraction(1, 2), y)]), "=", Fraction(0))))
    x(A) + 1/2 * x(B) = 2 + 1/2 * (-4) = 0
    """
    listed = [(weight, one) for weight, one in terms if weight]
    if len(listed) < 2:
        return sum_of(listed)
    symbols = sum_of(listed)
    numbers: list[Part] = []
    for k, part in enumerate(symbols):
        if isinstance(part, Symbol):
            assert part.value is not None  # noqa: S101 - only what is known is told
            numbers += bracketed(part.value) if k else (part.value,)
        else:
            numbers.append(part)
    return (*symbols, "=", *numbers)


def bracketed(number: Fraction) -> tuple[Part, ...]:
    """A number that stands after a sign: in brackets where it is below 0."""
    return ("(", number, ")") if number < 0 else (number,)


def _text(part: Part) -> str:
    if isinstance(part, Symbol):
        return part.text
    return str(part)


def _latex(part: Part) -> str:
    if isinstance(part, Symbol):
        return part.latex
    if isinstance(part, str):
        return RELATIONS.get(part) or OPERATORS[part]
    return fraction(part)


def _name(name: str) -> str:
    """A name as LaTeX sets it upright."""
    return rf"\text{{{escaped(name)}}}"
