"""What members add to a deal, and the caps that follow: nobody asks for more than it adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.errors import of_kind
from games.oracle_game import OracleGame
from games.players import Coalition, members_named
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from mechanisms.compact.terms import group_floors
from mechanisms.compact.unmet_floors import FloorAbove, floors_above
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["contribution_caps"]

ZERO, ONE = Fraction(0), Fraction(1)


def contribution_caps(
    game: CoalitionalGame | OracleGame,
    members: Iterable[str],
    floors: Mapping[Coalition, Fraction],
    run_solver: RunSolver = call,
    *,
    floor_above: FloorAbove | None = None,
) -> dict[str, Fraction]:
    """What members add to a deal, and the caps that follow: nobody asks for more than it adds.

    A member adds  v*(M) - v*(M without i).  Of three or more members, each asks for at most that,
    if all that they make can then still be shared out with each group's floor met. If it cannot,
    only a member that adds nothing beyond what it makes alone has a cap, v*({i}), unless its own
    floor is higher.

    By member, the most that it asks for; a member that is left out has no cap.

    ``game``: what each group makes in its best parts. ``floors``: what groups of members could have
    without the others. Two members have no caps: what both gain, each of them adds.
    ``floor_above``: where ``floors`` are those of each member by itself, tells of payoffs some of
    groups that they do not reach, if there are any: see ``unmet_floors``.
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for a member that is not of the game, and a floor of no members.

    >>> table = CoalitionalGame.from_function(
    ...     ["Hub", "Home", "Idle"], lambda s: 10 if {"Hub", "Home"} <= set(s) else 0)
    >>> {city: str(cap) for city, cap in contribution_caps(table, table.players, {}).items()}
    {'Hub': '10', 'Home': '10', 'Idle': '0'}

    Source: Milnor (1952), Reasonable outcomes for n-person games, for the upper bound; the null
    player is Shapley's (1953).
    """
    check_run_solver(run_solver)
    of_kind(game, CoalitionalGame, OracleGame, place="what groups make")
    inside = members_named(members, game.players, "deal")
    cities = tuple(city for city in game.players if city in inside)
    floors = group_floors(floors, cities)
    if len(cities) < 3:
        return {}
    whole = game.worth(cities)
    adds = {city: whole - game.worth(tuple(c for c in cities if c != city)) for city in cities}
    alone = {city: game.worth((city,)) for city in cities}
    whole_row = Row("all that they make", dict.fromkeys(cities, ONE), "==", whole)
    bounds = {city: (alone[city], adds[city]) for city in cities}
    known = dict(floors)
    while True:
        rows = [
            Row(f"floor of {', '.join(group)}", dict.fromkeys(group, ONE), ">=", floor)
            for group, floor in known.items()
        ]
        split = run_solver(solve, LinearProgram("min", {}, (whole_row, *rows), bounds))
        if split.outcome != "optimal":
            break
        more = floors_above(floor_above, [{city: split[city] for city in cities}])
        if not more:
            return adds
        known |= more
    least = {city: max(alone[city], floors.get((city,), alone[city])) for city in cities}
    return {city: adds[city] for city in cities if adds[city] == alone[city] == least[city]}
