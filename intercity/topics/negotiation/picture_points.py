"""What a bargaining picture shows: the frontier, and where each solution lies on it.

>>> from solvers import egalitarian, nash_bargaining
>>> pie = BargainingProblem.from_vertices(["Hangzhou", "Quzhou"], [(2, 0), (0, 2)], (0, 0))
>>> by_place(computed(pie, [nash_bargaining, egalitarian], {}))[0][0]
['Nash', 'egalitarian']

Source: the drawing is that of every textbook since Nash (1950).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, called, of_kind
from games.exact import Number, exact

__all__ = ["Drawn", "Payoffs", "Solution", "by_place", "chosen", "computed"]

Payoffs = Mapping[str, Fraction]
Solution = Callable[[BargainingProblem], Mapping[str, Number]]
ZERO = Fraction(0)
FARTHEST = 10**250
"""What is larger, or smaller than its inverse, is beyond floating point's means of drawing."""

SMOOTH = 200
"""How many straight pieces stand for a smooth frontier."""

NAMES = {
    "nash_bargaining": "Nash",
    "kalai_smorodinsky": "Kalai–Smorodinsky",
    "egalitarian": "egalitarian",
    "lexicographic_egalitarian": "lexicographic egalitarian",
    "utilitarian": "utilitarian",
    "raiffa": "Raiffa",
    "perles_maschler": "Perles–Maschler",
    "equal_loss": "equal loss",
}
"""How the solutions of the library are called in pictures, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is to be drawn: the problem, its frontier from left to right, and who stands where."""

    problem: BargainingProblem
    frontier: Sequence[Payoffs]
    ideal: Payoffs
    solutions: Mapping[str, Payoffs]
    marks: Mapping[str, Payoffs]
    origin: Payoffs

    def at(self, payoffs: Payoffs) -> tuple[float, float]:
        """Where payoffs are on the axes."""
        x, y = (payoffs[name] - self.origin[name] for name in self.problem.players)
        for number in (x, y):
            if number and not 1 < abs(number) * FARTHEST < FARTHEST**2:
                place = "a payoff of the picture"
                raise InvalidInput(place, number, "in units that can be drawn")
        return float(x), float(y)

    @property
    def ideal_point(self) -> tuple[Fraction, Fraction]:
        """The most that each could gain."""
        d = self.problem.disagreement
        x, y = (self.ideal[name] - d[name] for name in self.problem.players)
        return x, y


def computed(
    problem: BargainingProblem,
    solutions: Iterable[Solution],
    marks: Mapping[str, Mapping[str, Number]],
) -> Drawn:
    """The frontier, and the payoffs of each solution and mark, exactly.

    Errors: ``InvalidInput`` for a solution or mark without a payoff for each of the two.
    """
    corners = _frontier(problem)
    first, second = problem.players
    ideal = {first: corners[-1][first], second: corners[0][second]}
    d = problem.disagreement
    ideal_point = {name: ideal[name] - d[name] for name in problem.players}
    scale = {name: ideal or max(ideal_point.values()) for name, ideal in ideal_point.items()}
    origin = {name: d[name] if 0 < 10**6 * scale[name] < abs(d[name]) else ZERO for name in d}
    points: dict[str, Payoffs] = {}
    alike: Counter[str] = Counter()
    for one in solutions:
        name = _name(one)
        alike[name] += 1
        name += f" ({alike[name]})" if alike[name] > 1 else ""
        found = called(name, "a payoff for each of the two, by name", one, problem)
        points[name] = _exact(problem, name, found)
    marked = {name: _exact(problem, name, point) for name, point in marks.items()}
    return Drawn(problem, corners, ideal, points, marked, origin)


def _exact(problem: BargainingProblem, what: str, given: Mapping[str, Number]) -> Payoffs:
    of_kind(given, Mapping, place=what, hint="a payoff for each of the two, by name")
    for name in problem.players:
        if name not in given:
            raise InvalidInput(f"{what}, {name}", "missing", "a payoff for each of the two")
    return {name: exact(given[name], f"{what}, {name}") for name in problem.players}


def chosen(problem: BargainingProblem, given: Any) -> list[Solution]:
    """One function, a list of functions, or by default all that the problem has."""
    import solvers

    if callable(given):
        return [given]
    if given is not None:
        of_kind(given, Iterable, place="list of solutions", hint="such as [nash_bargaining]")
        listed = list(given)
        for one in listed:
            if not callable(one):
                raise InvalidInput("a solution", one, "a function, such as nash_bargaining")
        return listed
    unlike = len(set(problem.weights.values())) > 1
    return [getattr(solvers, name) for name in NAMES if not (unlike and name == "perles_maschler")]


def _name(solution: Solution) -> str:
    own: str = getattr(solution, "__name__", type(solution).__name__)
    return NAMES.get(own, "your solution" if own == "<lambda>" else own.replace("_", " "))


def by_place(found: Drawn) -> list[tuple[list[str], Payoffs]]:
    """The solutions by where they are: two that a billionth of the hopes parts are one."""
    groups: list[tuple[list[str], Payoffs]] = []
    for name, point in found.solutions.items():
        for names, other in groups:
            if all(
                abs(point[city] - other[city]) * 10**9 <= ideal
                for city, ideal in zip(found.problem.players, found.ideal_point, strict=True)
            ):
                names.append(name)
                break
        else:
            groups.append(([name], point))
    return groups


def _frontier(problem: BargainingProblem) -> list[Payoffs]:
    """The ends and corners of the Pareto frontier, or many points of it, from left to right."""
    if problem.frontier is None:
        from solvers.bargaining.pareto_frontier import pareto_frontier

        vertices = reversed(pareto_frontier(problem).vertices)
    else:
        from solvers.bargaining.frontier_shape import last_point, start

        low, high = start(problem), last_point(problem)
        steps = [low + (high - low) * Fraction(k, SMOOTH) for k in range(SMOOTH + 1)]
        heights = [problem.frontier.at(float(x)) for x in steps]
        floor = problem.disagreement[problem.players[1]]
        vertices = (
            (x, max(Fraction(y), floor))
            for x, y in zip(steps, heights, strict=True)
            if math.isfinite(y)
        )
    return [dict(zip(problem.players, vertex, strict=True)) for vertex in vertices]
