r"""Names in formulas: what a user writes, which symbol it is, and how it looks on a blackboard.

A name stands for one positive number wherever it is written; a SymPy symbol with assumptions of its
own keeps them. ``x`` is the first city's payoff and any real number.

>>> read = reader("a - b*x", "d_H")
>>> read("a - b*x").free_symbols >= {read("a")}, read("d_H").is_positive
(True, True)
>>> latex_name("delta_Quzhou"), symbol_names("delta", ("Quzhou", "Lishui"))
('\\delta_{\\text{Quzhou}}', ['delta_Quzhou', 'delta_Lishui'])

Source: Meurer, Smith, Paprocki and others (2017), SymPy: symbolic computing in Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from games.exact import exact
from games.frontier import read_formula

__all__ = ["latex_name", "reader", "symbol_names"]


def reader(*given: object) -> Any:
    """Reads texts, expressions and numbers; a name is one symbol in all, positive by default."""
    import sympy

    x = sympy.Symbol("x", real=True)
    symbols = {"x": x}
    for part in given:
        if callable(part) and not isinstance(part, sympy.Basic):
            part = read_formula(part)
        if isinstance(part, sympy.Basic):
            for symbol in part.free_symbols:
                assumed = symbol.assumptions0.keys() - {"commutative"}
                if assumed and str(symbol) != "x":
                    symbols[str(symbol)] = symbol

    def named(name: str) -> Any:
        return symbols.setdefault(name, sympy.Symbol(name, positive=True))

    def read(part: object) -> Any:
        if isinstance(part, int | float | Fraction):
            return sympy.Rational(str(exact(part)))
        formula = read_formula(part)
        return formula.subs({symbol: named(str(symbol)) for symbol in formula.free_symbols})

    return read


def symbol_names(stem: str, cities: Sequence[str]) -> list[str]:
    """A symbol for each city by its name; by number where two names would be the same symbol.

    >>> symbol_names("delta", ("A B", "A_B"))
    ['delta_1', 'delta_2']
    """
    named = ["".join(c if c.isalnum() else "_" for c in city) for city in cities]
    if len(set(named)) < len(named):
        named = [str(k) for k in range(1, len(cities) + 1)]
    return [f"{stem}_{name}" for name in named]


def latex_name(name: str) -> str:
    """Greek letters as letters, long subscripts upright: delta_Quzhou, w_H, d1."""
    import sympy

    stem, _, below = name.partition("_")
    if not below:
        plain: str = sympy.latex(sympy.Symbol(name))
        return plain
    body: str = sympy.latex(sympy.Symbol(stem))
    return f"{body}_{{\\text{{{below}}}}}" if len(below) > 1 else f"{body}_{{{below}}}"
