"""The Pareto frontier of two cities:
what they can agree on without leaving anything on the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, of_kind
from solvers.answer import EXACT, Answer, Proof
from solvers.bargaining.feasible_payoffs import (
    agreement_program,
    best_basis,
    greatest_payoff,
    ideal_payoffs,
    payoff_program,
)
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram
from solvers.optimum import Basis, proven_optimum

__all__ = ["ParetoFrontier", "ParetoFrontierCertificate", "pareto_frontier"]

CONCEPT = "Pareto frontier"
Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, repr=False)
class ParetoFrontier(Answer):
    """``vertices``: the corners of the frontier, payoffs in the order of ``players``.

    They run from the first city's best to the second's; where both have their best at once, that
    is the only one.

    See ``pareto_frontier`` for the concept, an example and its source.
    """

    players: tuple[str, str]
    vertices: tuple[Point, ...]
    certificate: ParetoFrontierCertificate
    method: str = "one linear program for each edge and each corner, all exact"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if len(self.vertices) == 1:
            return "One agreement is the best for both."
        count = len(self.vertices)
        return f"A chain of {count} corners, along which more for one is less for the other."


@dataclass(frozen=True, slots=True)
class ParetoFrontierCertificate(
    Certificate, kind="bargaining: Pareto frontier", of="pareto_frontier"
):
    """The corners; bases that each can be agreed on, and that nothing lies beyond.

    ``best`` holds a basis for the greatest payoff of each city, ``corners`` one for each vertex
    that some agreement gives both as much, ``edges`` one for each edge's line.
    """

    vertices: tuple[tuple[Fraction, ...], ...]
    best: Mapping[str, Basis]
    corners: tuple[Basis, ...]
    edges: tuple[Basis, ...]

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
        first, second = subject.players
        if tuple(self.best) != subject.players:
            yield "The greatest payoffs do not fit the players."
        ideal = ideal_payoffs(subject, self.best)
        if (self.vertices[0][0], self.vertices[-1][1]) != (ideal[first], ideal[second]):
            yield "The ends of the frontier are not the best for one of the two."
        for vertex, basis in zip(self.vertices, self.corners, strict=True):
            proven_optimum(_agreed(subject, vertex), basis)
        steps = []
        for (a, b), basis in zip(pairwise(self.vertices), self.edges, strict=True):
            steps.append((a[0] - b[0], b[1] - a[1]))
            if min(steps[-1]) <= 0:
                yield "The vertices do not run from the first city's best to the second's."
            height, _ = proven_optimum(_line(subject, a, b), basis)
            if height != steps[-1][1] * a[0] + steps[-1][0] * a[1]:
                yield "Some agreement lies above an edge."
        if any(y * u == x * v for (x, y), (u, v) in pairwise(steps)):
            yield "Two edges are parts of one."

    def answer(self, subject: BargainingProblem) -> ParetoFrontier:
        first, second = subject.players
        return ParetoFrontier((first, second), tuple((x, y) for x, y in self.vertices), self)


def _agreed(problem: BargainingProblem, vertex: Sequence[Fraction]) -> LinearProgram:
    return agreement_program(problem, dict(zip(problem.players, vertex, strict=True)), {})


def _line(
    problem: BargainingProblem, a: Sequence[Fraction], b: Sequence[Fraction]
) -> LinearProgram:
    """Maximise across the edge from a to b."""
    first, second = problem.players
    return payoff_program(problem, {first: b[1] - a[1], second: a[0] - b[0]})


def pareto_frontier(problem: BargainingProblem) -> ParetoFrontier:
    """The Pareto frontier of two cities:
    what they can agree on without leaving anything on the table.

    Where payoffs are a polyhedron, the frontier is a chain of straight edges, from the agreement
    that is best for the first city down to the one that is best for the second, nobody below
    disagreement. Each edge lies on a line that no agreement exceeds, and its ends are agreements:
    the line's linear program proves the one, a feasible point the other.

    The efficient agreements of two cities, nobody below disagreement, exact.

    Works as well where the inequalities name other variables, as quotas: the frontier is that of
    the payoffs. Where one agreement is the best for both, it is the whole frontier.

    Errors: ``InvalidInput`` where the players are not two, the payoffs are given by a formula or
    disagreement is out of reach, ``Undefined`` where nothing is feasible or payoffs grow without
    end.

    >>> from games.bargaining import BargainingProblem
    >>> problem = BargainingProblem.from_inequalities(
    ...     ["Hangzhou", "Quzhou"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
    >>> [(float(x), float(y)) for x, y in pareto_frontier(problem).vertices]
    [(1.0, 0.5), (0.0, 1.0)]

    Source: Pareto (1906); Nash (1950), The bargaining problem, Econometrica 18, 155-162.
    """
    of_kind(problem, BargainingProblem, place="subject of pareto_frontier")
    if len(problem.players) != 2:
        raise InvalidInput("the frontier's players", len(problem.players), "two")
    if problem.frontier is not None:
        raise InvalidInput("the payoffs", problem.frontier, "points or inequalities, not a formula")
    first, second = problem.players
    best = {name: greatest_payoff(problem, name, CONCEPT) for name in problem.players}
    ideal = ideal_payoffs(problem, best)
    right = _best_beside(problem, first, ideal[first], second)
    left = _best_beside(problem, second, ideal[second], first)
    vertices = [(ideal[first], right)]
    edges: list[Basis] = []
    ahead = [(left, ideal[second])] if left < ideal[first] else []
    while ahead:
        a, b = vertices[-1], ahead[-1]
        lp = _line(problem, a, b)
        basis = best_basis(problem, lp, CONCEPT)
        height, point = proven_optimum(lp, basis)
        if height > (b[1] - a[1]) * a[0] + (a[0] - b[0]) * a[1]:
            ahead.append((point[first], point[second]))
            continue
        if edges and _collinear(vertices[-2], a, b):
            vertices.pop()
            edges.pop()
            basis = best_basis(problem, _line(problem, vertices[-1], b), CONCEPT)
        vertices.append(b)
        edges.append(basis)
        ahead.pop()
    corners = tuple(best_basis(problem, _agreed(problem, vertex), CONCEPT) for vertex in vertices)
    return ParetoFrontierCertificate(tuple(vertices), best, corners, tuple(edges)).answer(problem)


def _best_beside(problem: BargainingProblem, player: str, payoff: Fraction, other: str) -> Fraction:
    """The most that the other can have where the player has its greatest payoff."""
    lp = agreement_program(problem, {**problem.disagreement, player: payoff}, {other: Fraction(1)})
    return proven_optimum(lp, best_basis(problem, lp, CONCEPT))[0]


def _collinear(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])
