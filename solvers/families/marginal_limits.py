"""The least and the most that a city can add to others of a production game, proven.

*Most.* Take a city away from a group, and what it brought is missing: some of its resources, or the
site of a platform. The others can carry on with the old plan z but for a part d that needed this:

    v(S) >= value of (z - d),    so that    v(S and i) - v(S)  <=  value of d.

What needs a whole platform that is lost is lost altogether; of the rest as much is dropped as uses
up what is missing. The worst case, over all plans of all cities and whatever is dropped, is one
linear program, whose prices prove the limit:

    maximise t  over  S,  z a plan of S and i,  0 <= d <= z,  sum of uses of d <= what i brought,
    t <= value of d,    t <= value of z - sum of least_j over j in S.

The same holds of a group that joins together.

*Least.* Nobody is worth less for a newcomer: 0. Where groups that have nothing to do with each
other can do together what each does, it is what the city makes alone, by a plan of it; then a group
makes what its members make alone, too, which is the last row.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 1})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 2),), (Value("A", "cash", 5),))
>>> limits = marginal_limits(LinearProductionGame(("A", "B"), (lots,), (stall,)))
>>> [str(limits[city].least) for city in "AB"], [str(limits[city].most) for city in "AB"]
(['5', '0'], ['15/2', '5/2'])

Source: Owen (1975) for such games; Neumaier and Shcherbina (2004) for bounds by rounded prices.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.production import LinearProductionGame
from solvers.families.program_game import ProgramGame, place_of, program_game
from solvers.families.program_oracle import ProgramOracle
from solvers.families.proven_plan import plan_violations, plan_worth
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["MarginalLimits", "adds_up", "limit_violations", "marginal_limits", "most_added_program"]

ZERO, ONE = Fraction(0), Fraction(1)
ADDED = "what the city adds"


@dataclass(frozen=True, slots=True)
class MarginalLimits:
    """What a city adds to any group: ``least`` by its ``plan`` alone, ``most`` by ``prices``."""

    least: Fraction
    most: Fraction
    plan: Mapping[str, Fraction]
    prices: Mapping[str, Fraction]


def marginal_limits(game: LinearProductionGame) -> dict[str, MarginalLimits]:
    """For each city the least and the most that it adds to any group of others."""
    model = program_game(game)
    oracle = ProgramOracle(model, grand=True)
    side_by_side = adds_up(model)
    plans = {
        city: oracle.plan(1 << place)[1] if side_by_side else {}
        for place, city in enumerate(model.players)
    }
    least = {city: plan_worth(model, plan) for city, plan in plans.items()}
    limits = {}
    for city, plan in plans.items():
        answer = solve(most_added_program(game, (city,), least, model))
        prices = {row: price for row, price in answer.prices.items() if price}
        limits[city] = MarginalLimits(least[city], answer.optimum, plan, prices)
    return limits


def limit_violations(
    game: LinearProductionGame, limits: Mapping[str, MarginalLimits]
) -> Iterator[str]:
    """Each reason why limits of all cities are not proven."""
    model = program_game(game)
    if tuple(limits) != model.players:
        yield "There are not limits for each city, in the order of the game."
        return
    alone = {city: one.least for city, one in limits.items()}
    if any(alone.values()) and not adds_up(model):
        yield "What cities make alone is no limit: groups may not be able to do so side by side."
    for city, one in limits.items():
        yield from plan_violations(model, (city,), one.plan)
        if plan_worth(model, one.plan) != one.least or one.least < 0:
            yield f"{city} is not proven to add {one.least} at least."
        program = most_added_program(game, (city,), alone, model)
        prices = dict.fromkeys((row.name for row in program.rows), ZERO)
        if not one.prices.keys() <= prices.keys() or not all(one.prices.values()):
            yield f"What {city} adds at most has a price of no row, or one of 0."
        elif program.bound_from(prices | dict(one.prices), program.objective) != one.most:
            yield f"{city} is not proven to add {one.most} at most."


def adds_up(model: ProgramGame) -> bool:
    """Whether plans of groups without common members can be carried out together.

    So it is where rows leave nothing to those who bring nothing, and keep all variables within
    their limits by themselves.
    """
    bounds = model.program.bounds
    safe, rows = set(model.players), model.program.rows
    if any(row.lower is not None or row.upper for row in rows):
        return False
    while True:
        more = {
            name
            for row in rows
            for name, a in row.coefficients.items()
            if a > 0
            and name not in safe
            and (given := {k: -b for k, b in row.coefficients.items() if b < 0}).keys() <= safe
            and sum((b * (bounds[k][1] or ZERO) for k, b in given.items()), ZERO)
            <= a * (bounds[name][1] or ZERO)
        }
        if not more:
            return safe == bounds.keys()
        safe |= more


def most_added_program(
    game: LinearProductionGame,
    group: Collection[str],
    alone: Mapping[str, Fraction],
    model: ProgramGame,
) -> LinearProgram:
    """The program whose optimum a group does not exceed, whichever others it joins.

    ``alone``: what each city makes at least beside any others, if ``adds_up``; ``model``: the
    ``program_game`` of the game. Beside the plan it has what is dropped of each activity, for each
    row that lacks something.
    """
    lp = model.gains
    lost, gone, ended = _without(model, group)
    rows = {row.name: row for row in lp.rows}
    instead = _replacements(game, group, gone, lost.keys() | ended)
    value = {name: c - instead.get(name, ZERO) for name, c in lp.objective.items()}
    bounds = {**lp.bounds, **dict.fromkeys(group, (ONE, ONE))}
    dropped = {name: -value[name] for name in lp.bounds if name in gone and value[name]}
    added: list[Row] = []
    parts: dict[str, dict[str, Fraction]] = {}
    for place, amount in lost.items():
        line = {}
        for name in _users(model, rows[place]):
            if name not in gone and value.get(name, ZERO) > 0:
                part = f"{name} for want of {place}"
                bounds[part] = (ZERO, bounds[name][1])
                line[part] = rows[place].coefficients[name]
                dropped[part] = -value[name]
                parts.setdefault(name, {})[part] = ONE
        if line:
            added.append(Row(f"missing {place}", line, "<=", amount))
    for name, line in parts.items():
        added.append(Row(f"dropped {name}", {**line, name: -ONE}, "<=", ZERO))
    others = {name: x for name, x in alone.items() if x and name not in group}
    made = {name: -c for name, c in lp.objective.items() if c}
    bounds[ADDED] = (None, None)
    added.append(Row("what is dropped", {ADDED: ONE, **dropped}, "<=", ZERO))
    added.append(Row("beyond the others alone", {ADDED: ONE, **made, **others}, "<=", ZERO))
    return LinearProgram("max", {ADDED: ONE}, (*lp.rows, *added), bounds)


def _users(model: ProgramGame, row: Row) -> list[str]:
    joined = {*model.players}
    return [name for name, a in row.coefficients.items() if a > 0 and name not in joined]


def _without(
    model: ProgramGame, group: Collection[str]
) -> tuple[dict[str, Fraction], set[str], set[str]]:
    """What rows lack where a group goes; what has to stop altogether, and the rows that need it."""
    rows = {row.name: row for row in model.gains.rows}
    gives: dict[str, dict[str, Fraction]] = {}
    for row in rows.values():
        for name, a in row.coefficients.items():
            if a < 0:
                gives.setdefault(name, {})[row.name] = -a
    gone: set[str] = set()
    ended: set[str] = set()
    while True:
        lost: dict[str, Fraction] = {}
        missing = [given for city in group for given in gives.get(city, {}).items()]
        while missing:
            place, amount = missing.pop()
            if place in ended:
                continue
            lost[place] = lost.get(place, ZERO) + amount
            for name in _users(model, rows[place]):  # what is bought less is missing in turn
                each = amount / rows[place].coefficients[name]
                missing += [(other, a * each) for other, a in gives.get(name, {}).items()]
        more = {
            place for place in lost if not {*model.integers}.isdisjoint(_users(model, rows[place]))
        }
        more |= {place for name in gone for place in gives.get(name, {})} - ended
        if not more:
            return lost, gone, ended
        ended |= more
        gone |= {name for place in more for name in _users(model, rows[place])}


def _replacements(
    game: LinearProductionGame, group: Collection[str], gone: set[str], without: set[str]
) -> dict[str, Fraction]:
    """What the best other activity brings with what a dropped one sets free, by activity."""
    needs = {}
    for activity in game.activities:
        needs[activity.name] = use = dict[str, Fraction]()
        for one in activity.uses:
            use[place_of(one)] = use.get(place_of(one), ZERO) + one.amount
    free = [
        (activity, needs[activity.name])
        for activity in game.activities
        if activity.limit is None
        and activity.name not in gone
        and not {*group} & {*activity.sites}
        and without.isdisjoint(needs[activity.name])
        and any(needs[activity.name].values())
        and activity.worth > 0
    ]
    return {
        activity.name: max(
            (
                other.worth
                for other, use in free
                if {*other.sites} <= {*activity.sites}
                and all(x <= needs[activity.name].get(place, ZERO) for place, x in use.items())
            ),
            default=ZERO,
        )
        for activity in game.activities
    }
