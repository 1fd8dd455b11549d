"""What a city does best on its own with what it then owns: its linear program, and its game."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from games.by_city import one_of
from games.errors import of_kind
from games.exact import exact
from games.production import Exchange, LinearProductionGame
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.run_solver import RunSolver, call
from solvers.enclosure.active_box import moving
from solvers.linear_program import LinearProgram, Row
from solvers.once_per_object import once_per_object
from solvers.optimum import LinearProgramAnswer, solve
from solvers.production.coalition_program import coalition_program
from solvers.production.coalitional_form import CoalitionalForm, coalitional_form

__all__ = [
    "OwnBest",
    "best_by_itself",
    "fall_back_game",
    "own_game",
    "own_program",
    "own_row",
    "solve_once",
    "status_quo_opening_cost",
]

ZERO = Fraction(0)


def own_program(
    compact: EnclaveCompact, city: str, changes: Mapping[str, Fraction] | None = None
) -> LinearProgram:
    """What a city does best on its own, its endowment as changed (by default: by the deal).

    It has a row for each resource that the city could own, named by ``own_row``.
    """
    moved = compact.endowment_changes(city) if changes is None else changes
    kept = compact.kept.get(city, {})
    if moving():  # a box recalls what is made in it, and what was compared for that
        return _program(compact, city, kept, moved)
    known = _programs(compact.region)
    key = city, tuple(sorted(kept.items())), tuple(sorted(moved.items()))
    if key not in known:
        known[key] = _program(compact, city, kept, moved)
    return known[key]


@once_per_object(most=64)
def _programs(_: LinearProductionGame) -> dict[Any, LinearProgram]:
    """A region's programs of one city: a check-up asks for most of them many times."""
    return {}


@once_per_object(most=256)
@wraps(solve)
def solve_once(program: LinearProgram) -> LinearProgramAnswer:
    """``solve``, which finds the answer of the very same program once, whoever asks for it."""
    return solve(program)


def _program(
    compact: EnclaveCompact, city: str, kept: Mapping[str, int], moved: Mapping[str, Fraction]
) -> LinearProgram:
    base = coalition_program(compact.region, (city,), kept)
    change = {own_row(compact, name, city): amount for name, amount in moved.items()}
    used = {row.name for row in base.rows}
    # Rows for resources that it does not use: it can hand over at most what it owns.
    unused = [
        Row(own_row(compact, resource.name, city), {}, "<=", resource.owned.get(city, ZERO))
        for resource in compact.region.resources
        if own_row(compact, resource.name, city) not in used
    ]
    return replace(
        base,
        rows=tuple(
            Row(row.name, row.coefficients, row.relation, row.bound + change.get(row.name, ZERO))
            for row in (*base.rows, *unused)
        ),
    )


def own_game(region: LinearProductionGame, city: str) -> LinearProductionGame:
    """The production game of one city alone, without the others and what they own."""
    alone = _games_alone(region)
    if city not in alone:
        alone[city] = region.subgame((city,))
    return alone[city]


@once_per_object(most=64)
def _games_alone(_: LinearProductionGame) -> dict[str, LinearProductionGame]:
    """A region's games of one city alone, by city: a check-up asks for each many times."""
    return {}


def own_row(compact: EnclaveCompact, resource: str, city: str) -> str:
    """The row of a city's own program that limits a resource: the city's site if it is bound."""
    bound = compact.region.resource(resource).kind == "bound"
    return f"{resource} at {city}" if bound else resource


def fall_back_game(
    compact: EnclaveCompact,
    city: str,
    changes: Mapping[str, Fraction],
    beside: LinearProductionGame | None = None,
) -> tuple[LinearProductionGame, Fraction] | None:
    """What a city does best on its own with what it then owns: its linear program, and its game.

        w(e) = max value of its own activities,  use of each resource <= its part of the endowment e

    The game of a member alone with what it has left, and the cost of what it must buy for it.

    The deal's parks are not its own to open. What it has promised for good beyond what it has left
    is bought on the exchange; ``None`` where it cannot be. ``beside``: a game of this city and
    others to be changed so, in place of that of the city alone.

    >>> from games.annuity import Annuity
    >>> from games.production import Resource
    >>> land = Resource("quota", "tradable", {"Uplands": 100}, Exchange(buy=2, sell=1, cap=30))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities)
    >>> _, cost = fall_back_game(deal, "Uplands", {"quota": -110})    # 10 to be bought, at 2
    >>> str(cost), fall_back_game(deal, "Uplands", {"quota": -131})
    ('20', None)

    Errors: ``InvalidInput`` for a city that is not of the region.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> from solvers.optimum import solve
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> sale = Transfer("quota", "Uplands", "Harbour", 60)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(sale,))
    >>> [str(solve(own_program(deal, "Harbour", left)).value) for left in (None, {})]
    ['60', '0']

    Source: Owen (1975), for a single owner.
    """
    of_kind(compact, EnclaveCompact, place="deal")
    one_of(city, compact.region.cities, "a city")
    of_kind(changes, Mapping, place="changes of what is owned", hint="units by resource")
    game = own_game(compact.region, city) if beside is None else beside
    parks = [e.name for e in compact.enclaves]
    resources, cost = [], ZERO
    changes = {name: exact(x, f"change of {name}") for name, x in changes.items()}
    for resource in game.resources:
        if resource.name not in changes:
            resources.append(resource)
            continue
        owned = resource.owned.get(city, ZERO) + changes[resource.name]
        exchange = resource.exchange
        if owned < 0:
            if exchange is None or exchange.cap_of(city) < -owned:
                return None
            cost -= owned * exchange.buy
            left = {one: exchange.cap_of(one) for one in game.cities}
            left[city] += owned
            # It buys what it lacks, so less of its right is left; it would not sell any.
            exchange, owned = Exchange(exchange.buy, exchange.sell, left), ZERO
        others = {one: x for one, x in resource.owned.items() if one != city}
        has = {**others, city: owned} if owned else others
        resources.append(replace(resource, owned=has, exchange=exchange))
    platforms = tuple(
        platform if limit == platform.limit else replace(platform, limit=limit)
        for platform in game.platforms
        if (limit := platform.limit - parks.count(platform.name)) > 0
    )
    return replace(game, resources=tuple(resources), platforms=platforms), cost


@dataclass(frozen=True, slots=True)
class OwnBest:
    """What a member makes a year by itself, less costs, ``opening_cost`` among them.

    This is the annual equivalent of what its own platforms cost once.
    """

    worth: Fraction
    opening_cost: Fraction


def best_by_itself(
    compact: EnclaveCompact, city: str, changes: dict[str, Fraction], run_solver: RunSolver = call
) -> OwnBest | None:
    """The most a year that a member makes by itself, with what platforms of its own it likes.

    ``None`` where it cannot do what it promised. A check-up asks for it at many dates and under
    many clauses that leave a member the same: each is put to ``run_solver`` once.
    """
    parks = tuple(e.name for e in compact.enclaves)
    key = id(compact.region), city, parks, tuple(sorted(changes.items()))

    def found() -> tuple[LinearProductionGame, OwnBest | None]:
        left = fall_back_game(compact, city, changes)
        if left is None:
            return compact.region, None
        game, bought = left
        form = run_solver(coalitional_form, game)
        best = OwnBest(form.game.worth((city,)) - bought, _opening_cost(form, city))
        return compact.region, best

    return _once_for(run_solver)(key, found)[1]


_Answer = tuple[LinearProductionGame, OwnBest | None]
_ANSWERS: WeakKeyDictionary[RunSolver, dict[Any, _Answer]] = WeakKeyDictionary()


def _once_for(run_solver: RunSolver) -> Callable[[Any, Callable[[], _Answer]], _Answer]:
    """What is asked of ``run_solver``, kept as long as it is there; of the plain call nothing.

    One may say how it keeps what is worked out from its answers: ``once(key, work)``.
    """
    once = getattr(run_solver, "once", None)
    if once is not None:
        return once  # type: ignore[no-any-return]
    known: dict[Any, _Answer]
    try:
        known = {} if run_solver is call else _ANSWERS.setdefault(run_solver, {})
    except TypeError:  # nothing can be kept for it
        known = {}

    def kept(key: Any, work: Callable[[], _Answer]) -> _Answer:
        if key not in known:
            known[key] = work()
        return known[key]

    return kept


def status_quo_opening_cost(compact: EnclaveCompact, city: str, run_solver: RunSolver) -> Fraction:
    """The annual equivalent of what the platforms cost once that a city opens without the deal."""
    game = own_game(compact.region, city)
    if not any(platform.opening_cost for platform in game.platforms):
        return ZERO
    return _opening_cost(run_solver(coalitional_form, game), city)


def _opening_cost(form: CoalitionalForm, city: str) -> Fraction:
    platforms = form.production.platforms
    if not any(platform.opening_cost for platform in platforms):
        return ZERO
    opened = form.plan((city,)).openings
    return sum((opened[platform.name] * platform.opening_cost for platform in platforms), ZERO)
