"""Bargaining solutions of two cities on a smooth frontier: roots of one equation, enclosed."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.bargaining import BargainingProblem
from games.errors import IntercityError, InvalidInput, Undefined, of_kind
from games.frontier import Frontier
from solvers.answer import Allocation, Proof
from solvers.bargaining.balance import BALANCES, NO_GAIN, Balance, Terms, balance_of, told
from solvers.bargaining.formula_balls import (
    OutsideDomain,
    Undecided,
    exact_value,
    sign,
    symbolic,
    value_between,
)
from solvers.bargaining.frontier_shape import (
    centred,
    end_violations,
    ends_at,
    frontier_of,
    grid,
    last_point,
    shape_violation,
    sign_change,
    start,
)
from solvers.bargaining.root_product import halfway, root_product
from solvers.certificate import Certificate
from solvers.precision import precision

__all__ = ["SmoothFrontierCertificate", "on_frontier"]

METHOD = "one balance equation along the frontier, its root enclosed by ball arithmetic"
DIGITS, INTEGRAL_DIGITS = 60, 30
SMALL = 10**12
"""Larger denominators are not tried as exact solutions where the end is no fraction."""
BITS = 600
Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class SmoothFrontierCertificate(Certificate, kind="bargaining: smooth frontier"):
    """Where the solution is on a smooth frontier.

    ``concept``: the solution's function name. ``end``: where the frontier ends, exactly or as the
    multiple of a grid below. ``at``: the first city's payoff at the solution, likewise.
    """

    concept: str
    end: Fraction
    at: Fraction

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
        yield from end_violations(subject, self.end)
        violation = shape_violation(subject, self.end)
        if violation is not None:
            yield str(violation)
        arc = _Arc(subject, self.concept, self.end)
        if not arc.low <= self.at <= self.end:
            yield "The solution is not on the frontier."
        elif arc.place(self.at) is None:
            yield "The balance does not change its sign there."

    def answer(self, subject: BargainingProblem) -> Allocation:
        arc = _Arc(subject, self.concept, self.end)
        place = arc.place(self.at)
        if place is None:
            raise IntercityError("the balance does not change its sign there")
        first, second = subject.players
        intervals = arc.payoffs(self.at, place)
        payoffs, radii = centred(dict(zip(subject.players, intervals, strict=True)))
        status = told(arc.name, subject.weights)
        if self.end == subject.disagreement[first] and ends_at(subject, self.end):
            status = NO_GAIN if _level(subject, self.end) else f"{first} cannot gain."
        elif self.end == arc.low and _level(subject, self.end):
            status = f"{second} cannot gain."
        elif place in {"low", "end"}:
            status += " It is at an end of the frontier."
        elif arc.level:
            status += " It is the same all along; this is its lexicographic egalitarian point."
        return Allocation(
            payoffs,
            method=METHOD,
            status=status,
            proof=Proof.enclosed(radii),
            certificate=self,
        )


def _level(problem: BargainingProblem, x: Fraction) -> bool:
    """Whether the second city has exactly its disagreement payoff at x."""
    f = frontier_of(problem).expression
    rest = f - symbolic(problem.disagreement[problem.players[1]])
    return sign(rest, {next(iter(f.free_symbols)): (x, x)}) == 0


class _Arc:
    """The frontier between start and end, and a balance on it."""

    def __init__(self, problem: BargainingProblem, concept: str, end: Fraction) -> None:
        import sympy

        self.problem, self.end = problem, end
        self.name, self.balance = balance_of(concept)
        if self.name != concept:
            raise IntercityError(f"{concept!r} is not a solution's full name")
        self.low = start(problem)
        self.f = frontier_of(problem).expression
        (self.x,) = self.f.free_symbols
        self.y, self.ideal = sympy.Symbol("y", real=True), sympy.Symbol("a1", real=True)
        self.ends: Interval = (end, end)
        if not ends_at(problem, end):
            self.ends = (end, end + grid(end - self.low))
        self.slope = self.f.diff(self.x)
        one, two = problem.players
        weights = [symbolic(problem.weights[name]) for name in problem.players]
        self.terms = functools.partial(
            Terms,
            d1=symbolic(problem.disagreement[one]),
            d2=symbolic(problem.disagreement[two]),
            a1=symbolic(end) if self.ends == (end, end) else self.ideal,
            a2=self.f.subs(self.x, symbolic(self.low)),
            w1=weights[0],
            w2=weights[1],
        )
        self.difference = self._difference(self.balance, self.f)
        self.level = self.name == "utilitarian" and self.difference == 0
        if self.level:  # the sum is the same all along a straight frontier
            self.difference = self._difference(BALANCES["lexicographic_egalitarian"], self.f)
        digits = DIGITS if self.difference is not None else INTEGRAL_DIGITS
        self.unit = grid(end - self.low, digits)
        # Integrals are never exactly 0 in balls, so that no simple fraction may be on their grid.
        self.shift = self.unit / 3 if self.difference is None else Fraction(0)

    def _difference(self, balance: Balance, y: Any) -> Any:
        """The balance as a formula of x; ``None`` where only balls can integrate."""
        import sympy

        if balance.difference is not None:
            return balance.difference(self.terms(x=self.x, y=y, slope=self.slope))
        if self.low == self.end:
            return symbolic(self.low) - self.x
        rest = sympy.Poly(self.slope, self.x) if self.slope.is_polynomial(self.x) else None
        if rest is None or rest.degree() > 1 or self.ends[0] != self.ends[1]:
            return None
        if rest.degree() < 1:
            return symbolic(self.low + self.end) - 2 * self.x
        power = (-self.slope) ** sympy.Rational(3, 2)
        powers = [power.subs(self.x, symbolic(a)) for a in (self.low, self.end)]
        return sum(powers) - 2 * power

    def sign(self, x: Fraction) -> int:
        """The sign of the balance at x, minus beyond the end."""
        if x >= self.end and x not in self.ends:
            return -1
        if self.difference is None:
            return self._integrals(x)
        at = {self.x: (x, x), self.ideal: self.ends}
        used = {symbol: at[symbol] for symbol in self.difference.free_symbols}
        try:
            return sign(self.difference, used)
        except OutsideDomain:  # the slope is infinite, which it can be at the end only
            return -1
        except Undecided:
            if self._zero(x):
                return 0
            raise

    def _zero(self, x: Fraction) -> bool:
        """Whether the balance is exactly 0 at x, where the end is not a fraction.

        The balance asks for one ideal payoff; it is the true one if the frontier ends there.
        """
        import sympy

        if x.denominator > SMALL or self.ideal not in self.difference.free_symbols:
            return False
        asked = sympy.solve(self.difference.subs(self.x, symbolic(x)), self.ideal)
        if len(asked) != 1:
            return False
        low, high = self.ends
        if sign(asked[0] - symbolic(low), {}) < 0 or sign(asked[0] - symbolic(high), {}) > 0:
            return False
        rest = self.f.subs(self.x, asked[0]) - self.terms.keywords["d2"]
        return sign(exact_value(rest, {}), {}) == 0

    def _integrals(self, x: Fraction) -> int:

        drop = self._greatest_drop()
        with precision(BITS):
            rest = root_product(self.f, x, self.ends, drop)
            rest -= root_product(self.f, self.low, (x, x), drop)
        if rest > 0 or rest < 0:
            return 1 if rest > 0 else -1
        raise Undecided("the two ways along the frontier could not be told apart")

    def _greatest_drop(self) -> Fraction:
        return self._height(self.low)[1] - self.problem.disagreement[self.problem.players[1]]

    def place(self, x: Fraction) -> str | None:
        """How x is proven to be the solution: "low", "end", "root" or "cell"; ``None``: it is not.

        "cell": the root is between x and the next multiple of the grid.
        """
        try:
            here = self.sign(x)
        except Undecided:
            return None
        if here == 0:
            return "root"
        if here < 0:
            return "low" if x == self.low else None
        if x == self.end:
            return "end"
        on_grid = (x - self.shift) % self.unit == 0
        return "cell" if on_grid and self.sign(x + self.unit) < 0 else None

    def find(self) -> Fraction:
        """The place of the solution."""
        for x in (self.low, self.end):
            if self.place(x) in {"low", "end", "root"}:
                return x
        unit = self.unit
        if self.difference is None:
            near = halfway(self.f, self.low, self.ends, self._greatest_drop())
            return (near - self.shift) // unit * unit + self.shift
        return sign_change(self.sign, self.low, self.end, unit)

    def payoffs(self, x: Fraction, place: str) -> tuple[Interval, Interval]:
        """Intervals that contain the two cities' payoffs."""
        if place == "root":
            return (x, x), self._height(x)
        if place == "cell":
            beyond_end = x + self.unit > self.end
            lowest = self.problem.disagreement[self.problem.players[1]]
            return (x, min(x + self.unit, self.ends[1])), (
                lowest if beyond_end else self._height(x + self.unit)[0],
                self._height(x)[1],
            )
        if not self.balance.proportional:
            if place == "end" and self.ends[0] != self.ends[1]:
                raise Undefined(
                    self.balance.concept,
                    "it is where the formula ends, at a number that is no fraction; "
                    "say with between= where the frontier runs",
                )
            return (x, x), self._height(x)
        return self._below_corner(x, place)

    def _below_corner(self, x: Fraction, place: str) -> tuple[Interval, Interval]:
        """The last point of the ray from d that is at or below the corner of the frontier."""
        import sympy

        ray = self._difference(self.balance, self.y)
        if place == "end":
            payoff = sympy.solve(ray, self.y)[0].subs(self.x, self.terms.keywords["a1"])
            return self.ends, value_between(payoff, {self.ideal: self.ends}, BITS)
        payoff = sympy.solve(ray, self.x)[0].subs(self.y, self.terms.keywords["a2"])
        return value_between(payoff, {self.ideal: self.ends}, BITS), self._height(x)

    def _height(self, x: Fraction) -> Interval:
        return value_between(self.f, {self.x: (x, x)}, BITS)


def on_frontier(problem: BargainingProblem, concept: object) -> Allocation:
    """Bargaining solutions of two cities on a smooth frontier: roots of one equation, enclosed.

    The frontier y = f(x) falls and bends inwards, so each solution's balance (``balance.py``)
    changes sign once on it, from plus to minus. A certificate names the place: either the balance
    is 0 there by exact arithmetic, or it is proven by balls to be positive there and negative 1e-60
    of the first city's range further on; or the balance does not change its sign, and the solution
    is an end.

    A bargaining solution on a smooth frontier, exact where it is a fraction, else enclosed.

    ``concept``: the solution's function, or its name (see ``balance.py``). The solutions'
    own functions call this for a problem ``from_frontier``. Each city's payoff is within the
    ``proof``'s radius of the one shown, some 1e-60 of the first city's range (Perles-Maschler:
    1e-30) where the frontier is not steep.

    Where nobody can gain, all keep their disagreement payoffs; where one cannot, the other gets
    what is to be had as the concept says. An end of the frontier is a solution like any other.

    Errors: ``InvalidInput`` where the frontier rises or bends outwards (names the place), or where
    the disagreement payoffs are above it; ``Undefined`` where payoffs grow without end, or where
    neither balls nor exact arithmetic can decide.

    >>> from games.bargaining import BargainingProblem
    >>> arc = BargainingProblem.from_frontier(("Hangzhou", "Quzhou"), "12 - x**2", (0, 0))
    >>> on_frontier(arc, "nash_bargaining"), on_frontier(arc, "nash_bargaining").proof.kind
    (Allocation(Hangzhou=2, Quzhou=8), 'exact')
    >>> print(on_frontier(arc, "egalitarian"), on_frontier(arc, "kalai_smorodinsky").proof)
    Allocation(Hangzhou=3, Quzhou=3) enclosed within 2.1e-60

    Source: Nash (1950); Johansson (2017), Arb: efficient arbitrary-precision midpoint-radius
    interval arithmetic.
    """
    of_kind(problem, BargainingProblem, place="subject of on_frontier")
    of_kind(problem.frontier, Frontier, place="frontier of the problem")
    name, balance = balance_of(concept)
    if balance.difference is None and len(set(problem.weights.values())) > 1:
        raise InvalidInput("bargaining power", _shown(problem.weights), "equal for Perles-Maschler")
    end = last_point(problem)
    violation = shape_violation(problem, end)
    if violation is not None:
        raise violation
    try:
        at = _Arc(problem, name, end).find()
        return SmoothFrontierCertificate(name, end, at).answer(problem)
    except (Undecided, OutsideDomain, ValueError) as reason:
        if isinstance(reason, Undefined):
            raise
        raise Undefined(balance.concept, f"it could not be proven ({reason})") from None


def _shown(numbers: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{name} {value}" for name, value in numbers.items())
