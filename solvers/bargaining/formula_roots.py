"""Roots of a balance along a frontier, as formulas of parameters, and which of them is on it.

The balance becomes a polynomial in x, factor by factor; factors of first and second degree and pure
powers have roots that are worth reading. At most one of them lies between the disagreement point
and the end of the frontier, where the balance falls: trial numbers rule out the others, and signs
of its two gains prove that it is there, where they can.

>>> import sympy
>>> x, a = sympy.Symbol("x", real=True), sympy.Symbol("a", positive=True)
>>> along = FormulaRoots("Nash bargaining solution", x, a - x**2, (0, 0), [a])
>>> along.on_frontier(along.roots(a - 3 * x**2))[0]
sqrt(3)*sqrt(a)/3

Source: Meurer, Smith, Paprocki and others (2017), SymPy: symbolic computing in Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from games.errors import InvalidInput, Undefined
from solvers.bargaining.comparative_statics import proven_sign, trials
from solvers.bargaining.factored import factored, polynomial_factors

__all__ = ["FormulaRoots", "surplus_facts"]

LONGEST = 200  # operations in a formula that is still worth reading
PROVEN = "proven to be on the frontier wherever that falls and both cities can gain"
BY_TRIAL = "on the branch that trial numbers leave; at() checks it anew at each point"


class FormulaRoots:
    """The frontier y = f(x) from the disagreement payoffs d, and trial numbers for its parameters.

    Errors: ``Undefined`` where no numbers let both cities gain; ``InvalidInput`` where the frontier
    rises at the disagreement point whatever they are.
    """

    def __init__(
        self, concept: str, x: Any, f: Any, d: tuple[Any, Any], parameters: Sequence[Any]
    ) -> None:
        import sympy

        self.concept, self.x, self.f = concept, x, f
        self.d = d = sympy.sympify(d[0]), sympy.sympify(d[1])
        rest, slope = (f - d[1]).subs(x, d[0]), f.diff(x).subs(x, d[0])
        self.facts = surplus_facts((rest,), parameters)
        gaining = list(trials(parameters, frozenset(), (rest,)))
        if not gaining:
            raise Undefined(concept, "no numbers were found at which both cities can gain")
        self.points = [point for point in gaining if not _rises(slope, point)]
        if not self.points:
            place = f"the frontier {f} at x = {d[0]}, the first city's payoff without an agreement"
            raise InvalidInput(place, "rising", "falling and bending inwards from there on")

    def end(self) -> Any:
        """Where the second city has no more than its disagreement payoff."""
        return self.on_frontier(self.roots(self.f - self.d[1]))[0]

    def roots(self, equation: Any) -> list[Any]:
        """All roots by formulas of first and second degree, and pure powers."""
        import sympy

        # Roots of parameters get names, so that coefficients are polynomials.
        powers = [p for p in equation.atoms(sympy.Pow) if p.exp.is_Rational and p.exp.q > 1]
        named = {
            p.base ** sympy.Rational(1, p.exp.q): sympy.Dummy(positive=True)
            for p in powers
            if p.base.free_symbols and self.x not in p.base.free_symbols
        }
        short = {
            p: named[p.base ** sympy.Rational(1, p.exp.q)] ** p.exp.p
            for p in powers
            if p.base ** sympy.Rational(1, p.exp.q) in named
        }
        polynomial = _without_roots(equation.xreplace(short), self.x)
        if polynomial is None or polynomial.degree() < 1:
            return []
        roots = [
            root
            for factor, _ in polynomial_factors(polynomial)[1]
            for root in sympy.roots(factor, self.x, cubics=False, quartics=False)
        ]
        full = {dummy: root for root, dummy in named.items()}
        restored = [root.xreplace(full) for root in roots]
        return [root for root in restored if sympy.count_ops(root) <= LONGEST]

    def root_product(self, end: Any, weights: Sequence[Any]) -> tuple[Any, Any]:
        """Perles and Maschler's equation and root, where the slope is a straight line."""
        import sympy

        if weights[0] != weights[1]:
            raise InvalidInput("bargaining power", str(weights), "equal for Perles-Maschler")
        slope = self.f.diff(self.x)
        if not slope.is_polynomial(self.x) or sympy.degree(slope, self.x) > 1:
            raise self._none()
        if self.x not in slope.free_symbols:
            return self.d[0] + end - 2 * self.x, (self.d[0] + end) / 2
        power = (-slope) ** sympy.Rational(3, 2)
        ends = power.subs(self.x, self.d[0]) + power.subs(self.x, end)
        level = (ends / 2) ** sympy.Rational(2, 3)
        root = sympy.solve(slope + level, self.x)[0]
        return ends - 2 * power, root

    def on_frontier(self, candidates: Sequence[Any], *, always: bool = True) -> tuple[Any, str]:
        """The candidate between the disagreement point and the end, and how that is known.

        ``always``: there is one whatever the parameters; else the solution may be an end.
        """
        where = all if always else any
        gains = {c: (c - self.d[0], self.f.subs(self.x, c) - self.d[1]) for c in candidates}
        left = [c for c in gains if where(_not_negative(gains[c], point) for point in self.points)]
        if len(left) != 1:
            raise self._none()
        if all(proven_sign(gain, self.facts) in {"+", "0"} for gain in gains[left[0]]):
            return left[0], PROVEN
        return left[0], BY_TRIAL if always else "where it is on the frontier, which at() checks"

    def _none(self) -> Undefined:
        return Undefined(
            f"closed form of the {self.concept}",
            f"its equation on {self.f} has no root by square roots and powers on the frontier; "
            "the numeric solver encloses it, on_frontier(BargainingProblem.from_frontier(...))",
        )


def _not_negative(gains: Sequence[Any], point: Mapping[Any, Any]) -> bool:
    # Evaluated, not substituted: SymPy would first make the roots of each number canonical.
    found = [gain.evalf(30, subs=point) for gain in gains]
    if not all(gain.is_finite for gain in found):
        return False
    return all(abs(g.imag) < 1e-20 and g.real > -1e-20 for g in map(complex, found))


def _rises(slope: Any, point: Mapping[Any, Any]) -> bool:
    import sympy

    height = sympy.sympify(slope).subs(point)
    return bool(height.is_real and height.evalf(30) > 0)


def _without_roots(equation: Any, x: Any) -> Any:
    """A polynomial in x that is 0 where the equation is, or ``None``."""
    import sympy

    above, _ = sympy.fraction(sympy.together(equation))
    halves = [p for p in above.atoms(sympy.Pow) if p.exp.is_Rational and p.exp.q == 2]
    inside = {p.base for p in halves if x in p.base.free_symbols}
    if len(inside) > 1:
        return None
    if inside:
        (base,) = inside
        root = sympy.Dummy("root")
        named = {p: root ** int(2 * p.exp) for p in halves if p.base == base}
        above, _ = sympy.fraction(sympy.together(above.xreplace(named)))
        if not above.is_polynomial(x, root):
            return None
        above = sympy.resultant(sympy.expand(above), root**2 - base, root)
    above = sympy.expand(above)
    return sympy.Poly(above, x) if above.is_polynomial(x) else None


def surplus_facts(conditions: Sequence[Any], parameters: Sequence[Any]) -> list[dict[Any, Any]]:
    """Each parameter that a positive surplus and the others give, so written."""
    import sympy

    surplus = sympy.Symbol("surplus", positive=True)
    facts = []
    for condition in conditions:
        above, below = sympy.fraction(sympy.together(condition - surplus))
        for symbol in parameters:
            if above.is_polynomial(symbol) and sympy.degree(above, symbol) == 1:
                slope, rest = sympy.Poly(above, symbol).all_coeffs()
                if not below.has(symbol):
                    facts.append({symbol: factored(-rest / slope)})
    return facts
