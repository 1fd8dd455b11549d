"""Signs of derivatives on a frontier y = f(x) without solving for x: from the balance itself.

The balance B(x, e) falls in x, where the frontier's end e, f(e) = d2, moves with the parameters,
too. At the solution therefore

    dx/dp  has the sign of   b  =  B_p - B_e (f - d2)_p(e) / f'(e),
    dy/dp  has the sign of   - (f_p B_x - f_x b).

Both are fractions of polynomials for most frontiers, once what the equations give is put in: a
weight from B = 0, another parameter from f(e) = d2, and gains, and what is left beyond, as positive
numbers of their own. Coefficients of one sign then prove the sign.

>>> import sympy
>>> x, e = sympy.symbols("x e", real=True)
>>> a, d, w = sympy.symbols("a d w", positive=True)
>>> f = a - x**2                                             # Kalai-Smorodinsky from (d, 0)
>>> along = ImplicitStatics(w * (e - d) * f - (a - d**2) * (x - d), e, f, x, (d, sympy.S(0)))
>>> along.signs(a), along.signs(w)
(('+', '+'), ('+', '-'))

Source: Samuelson (1947), Foundations of economic analysis, for the implicit derivative.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from solvers.bargaining.comparative_statics import OPPOSITE, proven_sign
from solvers.bargaining.factored import factored

__all__ = ["ImplicitStatics"]

Way = Callable[[Any], Any]


@dataclass(frozen=True)
class ImplicitStatics:
    """A balance that falls in ``x`` and knows the ``end``; ``floors``: payoffs without a deal."""

    balance: Any
    end: Any
    f: Any
    x: Any
    floors: tuple[Any, Any]

    def signs(self, parameter: Any) -> tuple[str | None, str | None]:
        """Proven signs of dx/dp and dy/dp at the root; ``None``: no proof."""
        more = self.balance.diff(parameter)
        if self.balance.has(self.end):
            rest = self.f.subs(self.x, self.end) - self.floors[1]
            more -= self.balance.diff(self.end) * rest.diff(parameter) / rest.diff(self.end)
        first = self._sign(more)
        if parameter not in self.f.free_symbols:  # along a falling frontier
            return first, first and OPPOSITE[first]
        tilted = self._sign(
            self.f.diff(parameter) * self.balance.diff(self.x) - self.f.diff(self.x) * more
        )
        return first, tilted and OPPOSITE[tilted]

    def _sign(self, expression: Any) -> str | None:
        found = (proven_sign(way(expression)) for way in self._ways)
        return next((sign for sign in found if sign is not None), None)

    @cached_property
    def _ways(self) -> tuple[Way, ...]:
        """How to write an expression at the root in positive numbers, the shorter first."""
        found = (self._by_equations(), self._by_roots(), self._by_payoffs())
        return tuple(way for way in found if way is not None)

    def _by_payoffs(self) -> Way:
        """The payoffs are what they are without an agreement, and gains."""
        gain, beyond, other = _positive("gain", "beyond", "other_gain")
        x, y = self.floors[0] + gain, self.floors[1] + other

        def way(expression: Any) -> Any:
            at_y = expression.subs(self.f, y).subs(1 / self.f, 1 / y)
            return at_y.subs({self.x: x, self.end: x + beyond})

        return way

    def _by_equations(self) -> Way | None:
        """Two parameters are given by what the equations say of the others."""
        gain, beyond = _positive("gain", "beyond")
        x = self.floors[0] + gain
        gaps = {self.x: x, self.end: x + beyond}
        if self.balance.has(self.end):
            on_frontier = self.f.subs(self.x, self.end) - self.floors[1]
        else:
            on_frontier = self.f - self.floors[1] - beyond
        first = _solved(on_frontier.subs(gaps), self.f.free_symbols)
        balance = self.balance.subs(gaps).subs(first)
        second = _solved(balance, balance.free_symbols - {gain, beyond} - self.f.free_symbols)

        def way(expression: Any) -> Any:
            return expression.subs(gaps).subs(first).subs(second)

        return way if first or second else None

    def _by_roots(self) -> Way | None:
        """Of a frontier that is a square root: heights at the start, at the root and at the end."""
        if not (self.f.is_Pow and self.f.exp == _half()):
            return None
        gain, beyond, other, higher = _positive("gain", "beyond", "other_gain", "higher")
        x, y = self.floors[0] + gain, self.floors[1] + other
        places = ((self.x, y), (self.end, self.floors[1]), (self.floors[0], y + higher))
        heights = {self.f.base.subs(self.x, place): height for place, height in places}
        gaps = {self.x: x, self.end: x + beyond}

        def at_heights(expression: Any) -> Any:
            return expression.replace(
                lambda part: part.is_Pow and part.base in heights,
                lambda part: heights[part.base] ** (2 * part.exp),
            ).subs(gaps)

        balance = at_heights(self.balance)
        weight = _solved(balance, balance.free_symbols & self.balance.free_symbols)
        return lambda expression: at_heights(expression).subs(weight)


def _positive(*names: str) -> Any:
    import sympy

    return sympy.symbols(names, positive=True)


def _half() -> Any:
    import sympy

    return sympy.Rational(1, 2)


def _solved(equation: Any, symbols: Any) -> dict[Any, Any]:
    """One symbol by the others, if the equation is linear in it and its factor is never 0."""
    import sympy

    above, _ = sympy.fraction(sympy.together(equation))
    for symbol in sorted(symbols, key=str):
        if above.is_polynomial(symbol) and sympy.degree(above, symbol) == 1:
            factor, rest = sympy.Poly(above, symbol).all_coeffs()
            if proven_sign(factor) in {"+", "-"}:
                return {symbol: factored(-rest / factor)}
    return {}
