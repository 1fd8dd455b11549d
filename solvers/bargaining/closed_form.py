"""Bargaining solutions as formulas of their parameters, from the balances of the numeric solver.

The frontier is a formula of x and of parameters; disagreement payoffs and weights may be parameters
too. Names stand for positive numbers; a SymPy symbol with assumptions of its own keeps them. The
balance (``balance.py``) is solved for x, and the root on the frontier between d1 and the end
is chosen: there is one, since the balance falls along a frontier that falls and bends inwards.

>>> deal = closed_form("nash", "a - b*x", players=("Hangzhou", "Quzhou"),
...                    disagreement=("d_H", "d_Q"), weights=("w_H", "w_Q"))
>>> deal["Hangzhou"]
d_H + w_H*(a - b*d_H - d_Q)/(b*(w_H + w_Q))
>>> deal.at({"a": 10, "b": 2, "d_H": 1, "d_Q": 2, "w_H": 1, "w_Q": 3})
Allocation(Hangzhou=1.75, Quzhou=6.5)
>>> deal.comparative_statics().sentences[-1]
'A larger w_Q gives Hangzhou less and Quzhou more.'

Source: Nash (1950); Harsanyi and Selten (1972) for the weights; Meurer, Smith, Paprocki and others
(2017), SymPy: symbolic computing in Python.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.bargaining import BargainingProblem
from games.coalitional import validated_players
from games.errors import InvalidInput, Undefined
from games.exact import exact
from games.frontier import read_formula
from solvers.answer import EXACT, Allocation, Proof
from solvers.bargaining.balance import Terms, balance_of
from solvers.bargaining.comparative_statics import (
    ComparativeStatics,
    comparative_statics,
    implicit_signs,
    proven_sign,
    shorter,
    trials,
)
from solvers.bargaining.formula_balls import enclosed, exact_value, sign
from solvers.bargaining.frontier_shape import last_point, shape_fault

__all__ = ["ClosedForm", "closed_form", "reader"]

LONGEST = 200  # operations in a formula that is still worth reading
BY_TRIAL = "on the branch that trial numbers leave; at() checks it anew at each point"


@dataclass(frozen=True)
class ClosedForm(Mapping[str, Any]):
    """A formula for each city, read by name: SymPy expressions in the ``parameters``.

    ``equation``: what the formulas solve, a difference that is 0. ``conditions``: expressions that
    have to be positive. ``proof``: what is proven of them, in words. ``unit``: the parameters that
    are between 0 and 1. ``bargain``: frontier, disagreement and weights, where there is a frontier.
    """

    concept: str
    players: tuple[str, ...]
    formulas: Mapping[str, Any]
    parameters: tuple[Any, ...]
    equation: Any
    proof: str
    conditions: tuple[Any, ...] = ()
    unit: frozenset[Any] = frozenset()
    bargain: Bargain | None = field(default=None, repr=False)

    def __getitem__(self, city: str) -> Any:
        return self.formulas[city]

    def __iter__(self) -> Iterator[str]:
        return iter(self.formulas)

    def __len__(self) -> int:
        return len(self.formulas)

    def comparative_statics(self) -> ComparativeStatics:
        """What a larger parameter does to each city's payoff, with proven signs."""
        facts = [_between_0_and_1(self.unit), *_surplus_facts(self.conditions, self.parameters)]
        points = trials(self.parameters, self.unit, self.conditions)
        known = {}
        if self.bargain is not None:
            x, f, floors = self.bargain.x, self.bargain.f, self.bargain.disagreement
            for symbol in self.parameters:
                signs = implicit_signs(self.equation, f, x, floors, symbol)
                known[str(symbol)] = dict(zip(self.players, signs, strict=True))
        return comparative_statics(self.formulas, self.parameters, facts, points, known)

    def latex(self) -> str:
        """Aligned equations with the cities' names, for a blackboard."""
        import sympy

        names = {symbol: _latex_name(str(symbol)) for symbol in self.parameters}
        rows = [
            rf"x_{{\text{{{city}}}}} &= {sympy.latex(formula, symbol_names=names)}"
            for city, formula in self.formulas.items()
        ]
        return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"

    def _repr_latex_(self) -> str:
        return f"$$\n{self.latex()}\n$$"

    def values(self) -> Any:  # a Mapping's own, kept for the type
        """The formulas, in the players' order."""
        return self.formulas.values()

    def at(self, numbers: Mapping[str, object]) -> Allocation:
        """The payoffs at these numbers: exact where they are fractions, else within 1e-50 or so.

        Errors: ``InvalidInput`` for a parameter that is missing, unknown or against its
        assumptions; ``Undefined`` where the formula does not hold there, since nobody can gain or
        since the solution is an end of the frontier: ask ``on_frontier(form.problem(numbers))``.
        """
        point = self._point(numbers)
        if self.bargain is not None:
            self.bargain.check(self, point)
        else:
            for condition in self.conditions:
                if sign(condition.subs(point), {}) <= 0:
                    raise Undefined(self.concept, f"{condition} is not positive there", condition)
        payoffs, radius = {}, Fraction(0)
        for city, formula in self.formulas.items():
            low, high = _interval(formula.subs(point))
            payoffs[city] = (low + high) / 2
            radius = max(radius, (high - low) / 2)
        return Allocation(
            payoffs,
            method=f"the formula of the {self.concept}, with numbers for its parameters",
            status="The formula's value.",
            proof=Proof("enclosed", radius) if radius else EXACT,
        )

    def problem(self, numbers: Mapping[str, object]) -> BargainingProblem:
        """The bargaining problem at these numbers, for the numeric solvers."""
        if self.bargain is None:
            raise InvalidInput("the closed form", self.concept, "one of a frontier")
        return self.bargain.problem(self.players, self._point(numbers))

    def _point(self, numbers: Mapping[str, object]) -> dict[Any, Any]:
        import sympy

        known = {str(symbol): symbol for symbol in self.parameters}
        for name in numbers:
            if name not in known:
                raise InvalidInput("a parameter", name, "one of " + (", ".join(known) or "none"))
        point = {}
        for name, symbol in known.items():
            if name not in numbers:
                raise InvalidInput(f"parameter {name}", "missing", "a number")
            value = exact(numbers[name], f"parameter {name}")
            if symbol.is_positive and value <= 0:
                raise InvalidInput(f"parameter {name}", str(value), "greater than 0")
            if symbol in self.unit and value >= 1:
                raise InvalidInput(f"parameter {name}", str(value), "less than 1")
            point[symbol] = sympy.Rational(value.numerator, value.denominator)
        return point


@dataclass(frozen=True)
class Bargain:
    """A frontier with parameters: y = f(x), disagreement payoffs and weights."""

    x: Any
    f: Any
    disagreement: tuple[Any, Any]
    weights: tuple[Any, Any]

    def problem(self, players: Sequence[str], point: Mapping[Any, Any]) -> BargainingProblem:
        """The problem with numbers for the parameters."""
        numbers = [_fraction(number.subs(point)) for number in (*self.disagreement, *self.weights)]
        problem = BargainingProblem.from_frontier(players, self.f.subs(point), numbers[:2])
        weights = dict(zip(players, numbers[2:], strict=True))
        return BargainingProblem(
            problem.players, problem.disagreement, weights=weights, frontier=problem.frontier
        )

    def check(self, form: ClosedForm, point: Mapping[Any, Any]) -> None:
        """Refuse a frontier that rises or bends outwards, and a formula that is not on it."""
        problem = self.problem(form.players, point)
        fault = shape_fault(problem, last_point(problem))
        if fault is not None:
            raise fault
        for city, floor in zip(form.players, self.disagreement, strict=True):
            gain = form.formulas[city].subs(point) - floor.subs(point)
            if gain.is_real is False or sign(gain, {}) < 0:
                raise Undefined(
                    form.concept,
                    "its formula leaves the frontier at these numbers; ask the numeric solver, "
                    "on_frontier(form.problem(numbers), solution)",
                    city,
                )


def closed_form(
    solution: object,
    frontier: object,
    *,
    players: Sequence[str] = ("A", "B"),
    disagreement: Sequence[object] = (0, 0),
    weights: Sequence[object] = (1, 1),
) -> ClosedForm:
    """The solution as a formula: ``closed_form("nash", "a - b*x", disagreement=("d1", "d2"))``.

    ``solution``: a name, or the solution's function. ``frontier``: the second city's payoff as a
    formula of the first's, ``x``, and of parameters; a text, a SymPy expression or a function.
    ``disagreement`` and ``weights``: two each, numbers or names.

    Errors: ``Undefined`` where there is no formula by roots of first or second degree (ask the
    numeric solver then); ``InvalidInput`` for a frontier that rises or bends outwards whatever the
    parameters.
    """
    import sympy

    name, balance = balance_of(solution)
    cities = validated_players(players)
    if not len(cities) == len(disagreement) == len(weights) == 2:
        raise InvalidInput("players", ", ".join(cities), "two, with two numbers or names for each")
    read = reader(frontier, *disagreement, *weights)
    f, x = read(frontier), sympy.Symbol("x", real=True)
    d, w = [read(number) for number in disagreement], [read(number) for number in weights]
    if x not in f.free_symbols:
        raise InvalidInput("the frontier", str(f), "a formula of x, the first city's payoff")
    parameters = sorted(set().union(*(e.free_symbols for e in (f, *d, *w))) - {x}, key=str)
    slope, surplus = f.diff(x), f.subs(x, d[0]) - d[1]
    for wrong, expression in (("rising", slope), ("bending outwards", slope.diff(x))):
        if proven_sign(expression.subs(x, sympy.Symbol("x", positive=True))) == "+":
            raise InvalidInput(f"the frontier {f}", wrong, "falling and bending inwards")
    search = _Search(balance.concept, x, f, (d[0], d[1]), parameters)
    ends = {"a1": search.end() if _needs_end(name) else None, "a2": f.subs(x, d[0])}
    terms = functools.partial(Terms, d1=d[0], d2=d[1], w1=w[0], w2=w[1], **ends)
    if balance.difference is None:
        equation, payoff = search.root_product(ends["a1"], w)
        candidates = [payoff]
    else:
        equation = balance.difference(terms(x=x, y=f, slope=slope))
        candidates = search.roots(equation)
    found, proof = search.on_frontier(candidates, always=name != "utilitarian")
    if not _is_zero(equation.subs(x, found)):
        proof += "; it solves an equation without roots that its own implies"
    gains = [shorter(g) for g in (found - d[0], f.subs(x, found) - d[1])]
    conditions = (surplus,) if name != "utilitarian" else (surplus, *gains)
    formulas = {city: d[i] + gains[i] for i, city in enumerate(cities)}
    return ClosedForm(
        balance.concept,
        cities,
        formulas,
        tuple(parameters),
        equation,
        proof,
        tuple(condition for condition in conditions if condition.free_symbols),
        bargain=Bargain(x, f, (d[0], d[1]), (w[0], w[1])),
    )


def _needs_end(name: str) -> bool:
    return name in {"kalai_smorodinsky", "equal_loss", "perles_maschler"}


class _Search:
    """Roots of equations in x along a frontier, and which of them is on it."""

    def __init__(
        self, concept: str, x: Any, f: Any, d: tuple[Any, Any], parameters: Sequence[Any]
    ) -> None:
        self.concept, self.x, self.f, self.d = concept, x, f, d
        rest = f.subs(x, d[0]) - d[1]
        self.facts = _surplus_facts((rest,), parameters)
        self.points = list(trials(parameters, frozenset(), (rest,)))
        if not self.points:
            raise Undefined(concept, "no numbers were found at which both cities can gain")

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
            for factor, _ in polynomial.factor_list()[1]
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
        left = [c for c in candidates if where(self._gains(c, point) for point in self.points)]
        if len(left) != 1:
            raise self._none()
        gains = left[0] - self.d[0], self.f.subs(self.x, left[0]) - self.d[1]
        if all(proven_sign(gain, self.facts) in {"+", "0"} for gain in gains):
            return left[0], "proven to be on the frontier wherever both cities can gain"
        return left[0], BY_TRIAL if always else "where it is on the frontier, which at() checks"

    def _gains(self, candidate: Any, point: Mapping[Any, Any]) -> bool:
        payoff = candidate.subs(point)
        if payoff.is_real is False:
            return False
        height = self.f.subs(point).subs(self.x, payoff)
        gains = [
            complex((payoff - self.d[0].subs(point)).evalf(30)),
            complex((height - self.d[1].subs(point)).evalf(30)),
        ]
        return all(abs(g.imag) < 1e-20 and g.real > -1e-20 for g in gains)

    def _none(self) -> Undefined:
        return Undefined(
            f"closed form of the {self.concept}",
            f"its equation on {self.f} has no root by square roots and powers on the frontier; "
            "the numeric solver encloses it, on_frontier(BargainingProblem.from_frontier(...))",
        )


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


def _surplus_facts(conditions: Sequence[Any], parameters: Sequence[Any]) -> list[dict[Any, Any]]:
    """Each parameter that a positive surplus and the others give, so written."""
    import sympy

    surplus = sympy.Symbol("surplus", positive=True)
    facts = []
    for condition in conditions:
        above, below = sympy.fraction(sympy.together(condition - surplus))
        for symbol in parameters:
            if above.is_polynomial(symbol) and sympy.degree(above, symbol) == 1:
                solved = sympy.solve(above, symbol)
                if len(solved) == 1 and not below.has(symbol):
                    facts.append({symbol: solved[0]})
    return facts


def _between_0_and_1(unit: frozenset[Any]) -> dict[Any, Any]:
    import sympy

    return {
        symbol: 1 / (1 + sympy.Symbol(f"impatience_{symbol}", positive=True)) for symbol in unit
    }


def _is_zero(expression: Any) -> bool:
    import sympy

    if sympy.count_ops(expression) > 300:
        return False
    return any(
        simpler(expression) == 0 for simpler in (sympy.expand, sympy.radsimp, sympy.simplify)
    )


def _interval(number: Any) -> tuple[Fraction, Fraction]:
    from flint import ctx

    number = exact_value(number, {})
    if number.is_Rational:
        exactly = _fraction(number)
        return exactly, exactly
    with ctx.workprec(300):
        ball = enclosed(number, {})
        ends = [
            (Fraction(int(m)), int(e)) for m, e in (ball.lower().man_exp(), ball.upper().man_exp())
        ]
    low, high = (mantissa * Fraction(2) ** exponent for mantissa, exponent in ends)
    return low, high


def _fraction(number: Any) -> Fraction:
    if not number.is_Rational:
        raise InvalidInput("a disagreement payoff or weight", str(number), "a fraction")
    return Fraction(int(number.p), int(number.q))


def _latex_name(name: str) -> str:
    """Greek letters as letters, long subscripts upright: delta_Quzhou, w_H, d1."""
    import sympy

    stem, _, below = name.partition("_")
    if not below:
        plain: str = sympy.latex(sympy.Symbol(name))
        return plain
    body: str = sympy.latex(sympy.Symbol(stem))
    return f"{body}_{{\\text{{{below}}}}}" if len(below) > 1 else f"{body}_{{{below}}}"
