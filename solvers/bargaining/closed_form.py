"""Bargaining solutions as formulas of their parameters, from the balances of the numeric solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.bargaining import BargainingProblem
from games.by_city import ByCity, entry_of, in_order
from games.errors import MISSING, InvalidInput, Undefined, of_kind
from games.exact import exact
from games.players import validated_players
from solvers.answer import Allocation, Proof
from solvers.bargaining.balance import Terms, balance_of
from solvers.bargaining.comparative_statics import (
    MANY,
    ComparativeStatics,
    comparative_statics,
    proven_sign,
    shorter,
    trials,
)
from solvers.bargaining.formula_balls import enclosed, ends, exact_value, sign, symbolic
from solvers.bargaining.formula_names import latex_name, reader
from solvers.bargaining.formula_roots import FormulaRoots, surplus_facts
from solvers.bargaining.frontier_shape import last_point, shape_violation
from solvers.bargaining.implicit_statics import ImplicitStatics
from solvers.precision import precision
from solvers.rational import fraction

__all__ = ["ClosedForm", "closed_form"]

NEED_END = {"kalai_smorodinsky", "equal_loss", "perles_maschler"}
"""Solutions whose equation has the end of the frontier, where the second city gains nothing."""
STRAIGHT = (
    "proven: all along a straight frontier the weighted sum rises, or falls, or is the same, so "
    "that an end is best, or all is, and then the lexicographic egalitarian point is given"
)


@dataclass(frozen=True)
class ClosedForm(Mapping[str, Any]):
    """A formula for each city, read by name: SymPy expressions in the ``parameters``.

    ``equation``: what the formulas solve, a difference that is 0. ``conditions``: expressions that
    have to be positive. ``proof``: what is proven of them, in words. ``unit``: the parameters that
    are between 0 and 1. ``bargain``: frontier, disagreement and weights, where there is a frontier.

    See ``closed_form`` for the concept, an example and its source.
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
        return entry_of(self.formulas, city)

    def __iter__(self) -> Iterator[str]:
        return iter(self.formulas)

    def __len__(self) -> int:
        return len(self.formulas)

    def comparative_statics(self) -> ComparativeStatics:
        """What a larger parameter does to each city's payoff, with proven signs.

        Errors: ``Undefined`` for a formula by cases, which jumps from one to the other.
        """
        import sympy

        if any(formula.has(sympy.Piecewise) for formula in self.formulas.values()):
            reason = f"it jumps between the ends of the frontier where {self.equation} is 0"
            raise Undefined(f"derivative of the {self.concept}", reason, self.equation)
        facts = [_between_0_and_1(self.unit), *surplus_facts(self.conditions, self.parameters)]
        points = trials(self.parameters, self.unit, self.conditions, MANY)
        known = {}
        if self.bargain is not None and self.equation.has(self.bargain.x):
            statics = self.bargain.statics
            for symbol in self.parameters:
                known[str(symbol)] = dict(zip(self.players, statics.signs(symbol), strict=True))
        return comparative_statics(self.formulas, self.parameters, facts, points, known)

    def latex(self) -> str:
        """Aligned equations with the cities' names, for a blackboard."""
        import sympy

        names = {symbol: latex_name(str(symbol)) for symbol in self.parameters}
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
        payoffs, radii = {}, {}
        for city, formula in self.formulas.items():
            low, high = _interval(formula.subs(point))
            payoffs[city], radii[city] = (low + high) / 2, (high - low) / 2
        return Allocation(
            payoffs,
            method=f"the formula of the {self.concept}, with numbers for its parameters",
            status="The formula's value.",
            proof=Proof.enclosed(radii),
        )

    def problem(self, numbers: Mapping[str, object]) -> BargainingProblem:
        """The bargaining problem at these numbers, for the numeric solvers."""
        if self.bargain is None:
            raise InvalidInput("the closed form", self.concept, "one of a frontier")
        return self.bargain.problem(self.players, self._point(numbers))

    def _point(self, numbers: Mapping[str, object]) -> dict[Any, Any]:

        of_kind(numbers, Mapping, place="list of parameters", hint="a number for each, by name")
        known = {str(symbol): symbol for symbol in self.parameters}
        for name in numbers:
            if name not in known:
                raise InvalidInput("a parameter", name, known or ["none"])
        point = {}
        for name, symbol in known.items():
            if name not in numbers:
                raise InvalidInput(f"parameter {name}", MISSING, "a number")
            value = exact(numbers[name], f"parameter {name}")
            if symbol.is_positive and value <= 0:
                raise InvalidInput(f"parameter {name}", value, "greater than 0")
            if symbol in self.unit and value >= 1:
                raise InvalidInput(f"parameter {name}", value, "less than 1")
            point[symbol] = symbolic(value)
        return point


@dataclass(frozen=True)
class Bargain:
    """A frontier with parameters: y = f(x), disagreement payoffs and weights.

    ``statics``: the balance, not solved for x.
    """

    x: Any
    f: Any
    disagreement: tuple[Any, Any]
    weights: tuple[Any, Any]
    statics: ImplicitStatics

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
        import sympy

        problem = self.problem(form.players, point)
        violation = shape_violation(problem, last_point(problem))
        if violation is not None:
            raise violation
        for city, floor in zip(form.players, self.disagreement, strict=True):
            gain = form.formulas[city].subs(point) - floor.subs(point)
            if gain.has(sympy.nan, sympy.zoo):
                raise Undefined(
                    form.concept,
                    "its formula divides by 0 at these numbers; ask the numeric solver, "
                    "on_frontier(form.problem(numbers), solution)",
                )
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
    disagreement: ByCity = (0, 0),
    weights: ByCity = (1, 1),
) -> ClosedForm:
    """Bargaining solutions as formulas of their parameters,
    from the balances of the numeric solver.

    The frontier is a formula of x and of parameters; disagreement payoffs and weights may be
    parameters too. Names stand for positive numbers; a SymPy symbol with assumptions of its own
    keeps them. The balance (``balance.py``) is solved for x, and the root on the frontier between
    d1 and the end is chosen: there is one, since the balance falls along a frontier that falls and
    bends inwards.

    The solution as a formula: ``closed_form("nash", "a - b*x", disagreement=("d1", "d2"))``.

    ``solution``: a name, or the solution's function. ``frontier``: the second city's payoff as a
    formula of the first's, ``x``, and of parameters; a text, a SymPy expression or a function.
    ``players``: the names of the two.
    ``disagreement`` and ``weights``: two each, by city or in order, numbers or names. Where the
    weighted sum has no inner maximum, as on straight frontiers, the utilitarian formula is an end,
    which one by cases.

    Errors: ``Undefined`` where there is no formula by roots of first or second degree (ask the
    numeric solver then); ``InvalidInput`` for a frontier that rises or bends outwards whatever the
    parameters, or a weight that is not positive.

    >>> deal = closed_form("nash", "a - b*x", players=("Hangzhou", "Quzhou"),
    ...                    disagreement=("d_H", "d_Q"), weights=("w_H", "w_Q"))
    >>> deal["Hangzhou"]
    d_H + w_H*(a - b*d_H - d_Q)/(b*(w_H + w_Q))
    >>> deal.at({"a": 10, "b": 2, "d_H": 1, "d_Q": 2, "w_H": 1, "w_Q": 3})
    Allocation(Hangzhou=1.75, Quzhou=6.5)
    >>> deal.comparative_statics().sentences[-1]
    'A larger w_Q gives Hangzhou less and Quzhou more.'

    Source: Nash (1950); Harsanyi and Selten (1972) for the weights; Meurer, Smith, Paprocki and
    others (2017), SymPy: symbolic computing in Python.
    """
    import sympy

    name, balance = balance_of(solution)
    cities = validated_players(players)
    if len(cities) != 2:
        raise InvalidInput("players", ", ".join(cities), "two: a frontier y = f(x) is for two")
    kept = in_order(disagreement, cities, "disagreement payoff")
    power = in_order(weights, cities, "weight")
    read, x = reader(frontier, *kept, *power), sympy.Symbol("x", real=True)
    f, d, w = read(frontier), [read(one) for one in kept], [read(one) for one in power]
    if x not in f.free_symbols:
        raise InvalidInput("the frontier", str(f), "a formula of x, the first city's payoff")
    _refuse_wrong(cities, x, d, w)
    parameters = sorted(set().union(*(e.free_symbols for e in (f, *d, *w))) - {x}, key=str)
    slope, surplus = f.diff(x), f.subs(x, d[0]) - d[1]
    for wrong, expression in (("rising", slope), ("bending outwards", slope.diff(x))):
        if proven_sign(expression.subs(x, sympy.Symbol("x", positive=True))) == "+":
            raise InvalidInput(f"the frontier {f}", wrong, "falling and bending inwards")
    search = FormulaRoots(balance.concept, x, f, (d[0], d[1]), parameters)
    end = sympy.Symbol("end", real=True)
    found_end = search.end() if name in NEED_END else end
    if balance.difference is None:
        equation, payoff = search.root_product(found_end, w)
        candidates, at_end = [payoff], equation
    else:
        at_end = balance.difference(
            Terms(x, f, slope, d[0], d[1], end, f.subs(x, d[0]), w[0], w[1])
        )
        equation = at_end.subs(end, found_end)
        candidates = search.roots(equation)
    conditions = [surplus]
    if x in equation.free_symbols:
        found, proof = search.on_frontier(candidates, always=name != "utilitarian")
        if not _is_zero(equation.subs(x, found)):
            proof += "; it solves an equation without roots that its own implies"
        gains = [shorter(g) for g in (found - d[0], f.subs(x, found) - d[1])]
        formulas = {city: d[i] + gains[i] for i, city in enumerate(cities)}
        conditions += gains if name == "utilitarian" else []
    else:  # the utilitarian sum on a straight frontier
        equal = w[0] * (f - d[1]) - w[1] * (x - d[0])
        middle, _ = search.on_frontier(search.roots(equal))
        payoffs = _corner(equation, f, x, (d[0], search.end(), middle))
        formulas = dict(zip(cities, payoffs, strict=True))
        proof = STRAIGHT
    return ClosedForm(
        balance.concept,
        cities,
        formulas,
        tuple(parameters),
        equation,
        proof,
        tuple(condition for condition in conditions if condition.free_symbols),
        bargain=Bargain(
            x, f, (d[0], d[1]), (w[0], w[1]), ImplicitStatics(at_end, end, f, x, (d[0], d[1]))
        ),
    )


def _refuse_wrong(
    cities: Sequence[str], x: Any, disagreement: Sequence[Any], weights: Sequence[Any]
) -> None:
    for city, payoff, weight in zip(cities, disagreement, weights, strict=True):
        if x in payoff.free_symbols or x in weight.free_symbols:
            place = f"disagreement payoff or weight of {city}"
            raise InvalidInput(place, "x", "a number or another name: x is the first city's payoff")
        if weight.is_positive is False:
            raise InvalidInput(f"weight of {city}", weight, "more than 0")


def _corner(rise: Any, f: Any, x: Any, places: tuple[Any, Any, Any]) -> tuple[Any, Any]:
    """What both get where the sum of payoffs rises, falls or stays the same all along.

    ``places``: where the frontier starts, where it ends, and which point stands for all of it.
    """
    import sympy

    start, end, middle = (shorter(place) for place in places)
    x_y = [(place, shorter(f.subs(x, place))) for place in (end, start, middle)]
    known = proven_sign(rise)
    if known is not None:
        return x_y["+-0".index(known)]
    first, second = (
        sympy.Piecewise((end, rise > 0), (start, rise < 0), (middle, True))
        for end, start, middle in zip(*x_y, strict=True)
    )
    return first, second


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

    number = exact_value(number, {})
    if number.is_Rational:
        exactly = _fraction(number)
        return exactly, exactly
    with precision(300):
        return ends(enclosed(number, {}))


def _fraction(number: Any) -> Fraction:
    if not number.is_Rational:
        raise InvalidInput("a disagreement payoff or weight", number, "a fraction")
    return fraction(number)
