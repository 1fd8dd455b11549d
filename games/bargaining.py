"""Bargaining problems: payoffs that cities can agree on, and what each has if they do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.by_city import by_index, figures, one_of, powers
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import exact
from games.frontier import Frontier
from games.players import validated_players

__all__ = ["BargainingProblem", "Inequality"]

Payoffs = Mapping[str, object] | Sequence[object]


@dataclass(frozen=True, slots=True)
class Inequality:
    """``coefficients . x <= bound``.

    Errors: ``InvalidInput`` names what is no number, or no name.
    """

    coefficients: Mapping[str, Fraction] = field(hash=False)
    bound: Fraction

    def __post_init__(self) -> None:
        of_kind(self.coefficients, Mapping, place="left side of an inequality")
        for name in self.coefficients:
            of_kind(name, str, place=f"name {name!r} in an inequality")
        read = {name: exact(a, f"coefficient of {name}") for name, a in self.coefficients.items()}
        object.__setattr__(self, "coefficients", read)
        object.__setattr__(self, "bound", exact(self.bound, "bound of an inequality"))


@dataclass(frozen=True, slots=True, repr=False)
class BargainingProblem:
    """Bargaining problems: payoffs that cities can agree on, and what each has if they do not.

    A problem is a set of feasible payoff vectors, here a polyhedron, and the disagreement point d.
    The set is given by its vertices (every lottery over them is feasible) or by inequalities a.x <=
    b, in which further names may stand for quantities that are nobody's payoff (the set is then
    projected).

    Players, the feasible payoffs and the disagreement point.

    The payoffs are those of ``points``, ``inequalities`` or ``frontier``: build it with
    ``from_vertices``, ``from_inequalities`` or ``from_frontier``. ``weights``: bargaining power, 1
    for who is not named. With another disagreement point, or other weights, it is another problem:
    ``replace(problem, disagreement=..., weights=...)``.

    Errors: ``InvalidInput`` names a payoff that is missing or no number, a weight that is not
    positive, or a city that is no player.

    >>> split = BargainingProblem.from_inequalities(
    ...     ("Hangzhou", "Quzhou"),
    ...     [({"Hangzhou": 1, "Quzhou": 2}, 2), ({"Hangzhou": 1}, 1), ({"Quzhou": 1}, 1)],
    ...     disagreement=(0, 0))
    >>> split
    BargainingProblem(3 inequalities; disagreement Hangzhou=0, Quzhou=0)
    >>> split.disagreement
    {'Hangzhou': Fraction(0, 1), 'Quzhou': Fraction(0, 1)}
    >>> BargainingProblem.from_frontier(("Hangzhou", "Quzhou"), "4 - x**2", (0, 0)).frontier
    Frontier('4 - x**2')

    Source: Nash (1950), The bargaining problem, Econometrica 18, 155-162.
    """

    players: tuple[str, ...]
    disagreement: Mapping[str, Fraction] = field(hash=False)
    points: tuple[tuple[Fraction, ...], ...] | None = None
    inequalities: tuple[Inequality, ...] = ()
    weights: Mapping[str, Fraction] = field(default_factory=dict, hash=False)
    frontier: Frontier | None = None

    def __post_init__(self) -> None:
        names = _at_least_two(self.players)
        points = self.points
        if points is not None:
            points = tuple(
                tuple(_payoffs(names, point, f"point {k}").values())
                for k, point in enumerate(_listed(points, "list of feasible points"), 1)
            )
            if not points:
                raise InvalidInput("the list of feasible points", MISSING, "at least one")
        rows = tuple(
            row if isinstance(row, Inequality) else _inequality(names, row, f"row {k}")
            for k, row in enumerate(_listed(self.inequalities, "list of inequalities"), 1)
        )
        of_kind(self.frontier, Frontier, type(None), place="frontier of a bargaining problem")
        if self.frontier is not None and (points is not None or rows):
            expected = "alone: without points and inequalities"
            raise InvalidInput("the frontier", self.frontier, expected)
        for place, found in (
            ("players", names),
            ("disagreement", _payoffs(names, self.disagreement, "the disagreement point")),
            ("points", points),
            ("inequalities", rows),
            ("weights", powers(self.weights, names)),
        ):
            object.__setattr__(self, place, found)

    def __repr__(self) -> str:
        if self.frontier is not None:
            reach = f"below {self.frontier.formula}"
        elif self.points is None:
            rows = len(self.inequalities)
            reach = f"{rows} inequalit{'y' if rows == 1 else 'ies'}"
        else:
            reach = f"{len(self.points)} point{'' if len(self.points) == 1 else 's'}"
            reach += f", {len(self.inequalities)} inequalities" if self.inequalities else ""
        even = all(weight == 1 for weight in self.weights.values())
        power = "" if even else f"; weights {figures(self.weights)}"
        return f"BargainingProblem({reach}; disagreement {figures(self.disagreement)}{power})"

    @classmethod
    def from_vertices(
        cls, players: Iterable[str], points: Iterable[Payoffs], disagreement: Payoffs
    ) -> BargainingProblem:
        """All lotteries over the points; each is a mapping, or a sequence in the players' order.

        A pandas DataFrame has a point in each row. Errors: ``InvalidInput`` names a payoff that is
        missing or not a number, or an empty list.
        """
        table = by_index(points, "a row of the table of points")
        rows = table.values() if table is not points and isinstance(table, Mapping) else table
        return cls(players, disagreement, points=_listed(rows, "list of feasible points"))  # type: ignore[arg-type]

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
        return cls(players, disagreement, inequalities=rows)  # type: ignore[arg-type]

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
        return cls(names, disagreement, frontier=Frontier.read(frontier, between))  # type: ignore[arg-type]


def _at_least_two(players: Iterable[str]) -> tuple[str, ...]:
    of_kind(players, Iterable, place="list of players")
    names = validated_players(players)
    if len(names) < 2:
        raise InvalidInput("players", names[0], "two or more: alone, nobody bargains")
    return names


def _listed(given: Any, what: str) -> tuple[Any, ...]:
    of_kind(given, Iterable, place=what)
    return tuple(given)


def _payoffs(players: tuple[str, ...], given: Any, place: str) -> dict[str, Fraction]:
    given = by_index(given, f"a player of {place}")
    if not isinstance(given, Mapping):
        if not isinstance(given, Collection) or len(given) != len(players):
            raise InvalidInput(place, given, f"{len(players)} numbers, one for each player")
        given = dict(zip(players, given, strict=True))
    for name in given:
        one_of(name, players, f"a player of {place}")
    for name in players:
        if name not in given:
            raise InvalidInput(f"{place}, {name}", MISSING, "a number")
    return {name: exact(given[name], f"{place}, {name}") for name in players}


def _inequality(players: tuple[str, ...], row: Any, place: str) -> Inequality:
    if not isinstance(row, Sequence) or len(row) != 2:
        raise InvalidInput(
            place, row, "a pair: the coefficients, and the bound, as ((1, 2), 3) for x + 2 y <= 3"
        )
    coefficients, bound = row
    if not isinstance(coefficients, Mapping):
        coefficients = _payoffs(players, coefficients, place)
    return Inequality(
        {name: exact(a, f"{place}, coefficient of {name}") for name, a in coefficients.items()},
        exact(bound, f"bound of {place}"),
    )
