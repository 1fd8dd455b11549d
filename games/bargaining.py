"""Bargaining problems: payoffs that cities can agree on, and what each has if they do not.

A problem is a set of feasible payoff vectors, here a polyhedron, and the disagreement point d. The
set is given by its vertices (every lottery over them is feasible) or by inequalities a.x <= b, in
which further names may stand for quantities that are nobody's payoff (the set is then projected).

>>> split = BargainingProblem.from_inequalities(
...     ("Hangzhou", "Quzhou"),
...     [({"Hangzhou": 1, "Quzhou": 2}, 2), ({"Hangzhou": 1}, 1), ({"Quzhou": 1}, 1)],
...     disagreement=(0, 0))
>>> split.disagreement
{'Hangzhou': Fraction(0, 1), 'Quzhou': Fraction(0, 1)}
>>> BargainingProblem.from_frontier(("Hangzhou", "Quzhou"), "4 - x**2", (0, 0)).frontier
Frontier('4 - x**2')

Source: Nash (1950), The bargaining problem, Econometrica 18, 155-162.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from games.coalitional import validated_players
from games.errors import InvalidInput
from games.exact import exact
from games.frontier import Frontier

__all__ = ["BargainingProblem", "Inequality"]

Payoffs = Mapping[str, object] | Sequence[object]


@dataclass(frozen=True, slots=True)
class Inequality:
    """``coefficients . x <= bound``."""

    coefficients: Mapping[str, Fraction]
    bound: Fraction


@dataclass(frozen=True, slots=True)
class BargainingProblem:
    """Players, the feasible payoffs and the disagreement point.

    The payoffs are those of ``points``, ``inequalities`` or ``frontier``: build it with
    ``from_vertices``, ``from_inequalities`` or ``from_frontier``. ``weights``: bargaining power, 1
    for who is not named; with other weights it is another problem,
    ``replace(problem, weights=...)``.
    Errors: ``InvalidInput`` names a weight that is not positive, or of no player.
    """

    players: tuple[str, ...]
    disagreement: Mapping[str, Fraction]
    points: tuple[tuple[Fraction, ...], ...] | None = None
    inequalities: tuple[Inequality, ...] = ()
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    frontier: Frontier | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.weights, Mapping):
            raise InvalidInput("the weights", self.weights, "a number for each city, by name")
        weights = dict.fromkeys(self.players, Fraction(1))
        for name, value in self.weights.items():
            if name not in weights:
                raise InvalidInput("a weight's player", name, "one of " + ", ".join(weights))
            weights[name] = exact(value, f"weight of {name}")
            if weights[name] <= 0:
                raise InvalidInput(f"weight of {name}", str(weights[name]), "greater than 0")
        object.__setattr__(self, "weights", weights)

    @classmethod
    def from_vertices(
        cls, players: Iterable[str], points: Iterable[Payoffs], disagreement: Payoffs
    ) -> BargainingProblem:
        """All lotteries over the points; each is a mapping, or a sequence in the players' order.

        Errors: ``InvalidInput`` names a payoff that is missing or not a number, or an empty list.
        """
        names = _at_least_two(players)
        listed = [_payoffs(names, point, f"point {k}") for k, point in enumerate(points, 1)]
        if not listed:
            raise InvalidInput("the feasible points", "missing", "at least one")
        return cls(
            names,
            _payoffs(names, disagreement, "the disagreement point"),
            tuple(tuple(point.values()) for point in listed),
        )

    @classmethod
    def from_inequalities(
        cls,
        players: Iterable[str],
        rows: Iterable[tuple[Mapping[str, object] | Sequence[object], object]],
        disagreement: Payoffs,
    ) -> BargainingProblem:
        """All payoffs with ``coefficients . x <= bound`` in each of the rows.

        A row's coefficients are a mapping (a name that is no player is a free variable of its own)
        or a sequence in the players' order.
        """
        names = _at_least_two(players)
        inequalities = []
        for k, row in enumerate(rows, 1):
            if not isinstance(row, Sequence) or len(row) != 2:
                raise InvalidInput(f"row {k}", row, "a pair: the coefficients, and the bound")
            coefficients, bound = row
            if not isinstance(coefficients, Mapping):
                coefficients = _payoffs(names, coefficients, f"row {k}")
            inequalities.append(
                Inequality(
                    {
                        name: exact(a, f"row {k}, coefficient of {name}")
                        for name, a in coefficients.items()
                    },
                    exact(bound, f"bound of row {k}"),
                )
            )
        return cls(
            names,
            _payoffs(names, disagreement, "the disagreement point"),
            inequalities=tuple(inequalities),
        )

    @classmethod
    def from_frontier(
        cls,
        players: Iterable[str],
        frontier: object,
        disagreement: Payoffs,
        *,
        between: tuple[object, object] | None = None,
    ) -> BargainingProblem:
        """All payoffs of two cities below y = f(x): x the first city's, y the second's.

        ``frontier``: a text, a SymPy expression in one symbol, or a function that can be called
        with a SymPy symbol. It falls and bends inwards (is concave) where both cities gain.
        ``between``: the lowest and the highest x at which it runs; by default from the first city's
        disagreement payoff to where the second has no more than its own.

        Errors: ``InvalidInput`` for a formula that cannot be read, or for other than two players;
        solvers refuse a frontier that rises or bends outwards, and name the place.
        """
        names = _at_least_two(players)
        if len(names) > 2:
            raise InvalidInput("players", ", ".join(names), "two: a frontier y = f(x) is for two")
        return cls(
            names,
            _payoffs(names, disagreement, "the disagreement point"),
            frontier=Frontier.read(frontier, between),
        )


def _at_least_two(players: Iterable[str]) -> tuple[str, ...]:
    names = validated_players(players)
    if len(names) < 2:
        raise InvalidInput("players", names[0], "two or more: alone, nobody bargains")
    return names


def _payoffs(players: tuple[str, ...], given: Payoffs, place: str) -> dict[str, Fraction]:
    if not isinstance(given, Mapping):
        if not isinstance(given, Collection) or len(given) != len(players):
            raise InvalidInput(place, given, f"{len(players)} numbers, one for each player")
        given = dict(zip(players, given, strict=True))
    for name in given:
        if name not in players:
            raise InvalidInput(f"a player of {place}", name, "one of " + ", ".join(players))
    for name in players:
        if name not in given:
            raise InvalidInput(f"{place}, {name}", "missing", "a number")
    return {name: exact(given[name], f"{place}, {name}") for name in players}
