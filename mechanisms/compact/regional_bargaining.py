"""Regional bargaining: all that cities can reach together by producing, pooling and paying."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from games.bargaining import BargainingProblem
from games.by_city import within
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import Number, exact
from games.production import LinearProductionGame
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from mechanisms.compact.threat_point import stand_alone
from solvers.production.coalition_program import coalition_program
from solvers.production.production_program import coalition_members, open_to

__all__ = ["regional_bargaining"]

ZERO, ONE = Fraction(0), Fraction(1)
Terms = dict[str, Fraction]


def regional_bargaining(
    game: LinearProductionGame,
    *,
    side_payments: str | Number = "none",
    members: Iterable[str] | None = None,
    openings: Mapping[str, int] | None = None,
    paid_by: Mapping[str, str] | None = None,
    disagreement: Mapping[str, Number] | None = None,
    weights: Mapping[str, Fraction] | None = None,
    run_solver: RunSolver = call,
) -> BargainingProblem:
    """Regional bargaining: all that cities can reach together by producing, pooling and paying.

    Together the members choose activities and trade, x, with what all of them own; city i draws

        value_i(x) + paid to i - paid by i,      sum of paid to = sum of paid by,

    where value_i is what the activities at its sites bring *it*, its own trade on the exchanges and
    the platforms it pays for. How far money can move is the law's: freely (payoffs are
    transferable, only the sum matters), up to a limit, only out of cash that the plan brings, or
    not at all (then land is all that cities can pay with). Each is a bargaining problem; without a
    deal each city has what it makes alone.

    The bargaining problem of some cities (all, by default) over what they can produce together.

    ``side_payments``: "free"; "cash", each pays at most the cash values and sales that the plan
    brings it; a number, the most that each may pay a year; or "none". ``openings``: how often each
    platform is open. ``paid_by``: who bears a platform's cost, by default its site.
    ``disagreement``: by default each city's worth alone. On an exchange each city trades up to its
    own cap, on its own account. Free variables: "plan: activity", "plan: buy r by i", "paid by i",
    "paid to i".
    ``weights``: bargaining power by city, 1 where it is not given.
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` where there are platforms and ``openings`` are not given, or nobody is
    said to bear one that has no site.

    >>> from games.production import *
    >>> from solvers.bargaining.nash_bargaining import nash_bargaining
    >>> land = Resource("land", "tradable", {"Hangzhou": 2, "Quzhou": 10})
    >>> build = [Activity(f"build in {city}", (city,), (Use("land", 1),), (Value(city, "cash", v),),
    ...                   limit=8) for city, v in (("Hangzhou", 3), ("Quzhou", 1))]
    >>> game = LinearProductionGame(("Hangzhou", "Quzhou"), (land,), build)
    >>> nash_bargaining(regional_bargaining(game, side_payments="free"))
    Allocation(Hangzhou=13, Quzhou=15)
    >>> nash_bargaining(regional_bargaining(game, side_payments="none"))
    Allocation(Hangzhou=12, Quzhou=8)

    Source: Owen (1975) for the programs; Luce and Raiffa (1957), chapter 6, on bargaining with and
    without side payments.
    """
    check_run_solver(run_solver)
    of_kind(game, LinearProductionGame, place="subject of regional_bargaining")
    side_payments = _limit(side_payments)
    for what, given, hint in (
        ("openings", openings, "how often each platform is open, by name"),
        ("who bears the cost", paid_by, "a city for each platform, by name"),
        ("bargaining power", weights, "a weight for each city, by name"),
    ):
        if given is not None:
            of_kind(given, Mapping, place=what, hint=hint)
    cities = coalition_members(game, game.cities if members is None else members)
    if openings is None and open_to(game, cities):
        raise InvalidInput(
            "openings",
            MISSING,
            "how often each platform is open (the best: coalitional_form(game).plan(...).openings)",
        )
    values, cash, fixed = _drawn(game, cities)
    for platform in open_to(game, cities):
        cost = platform.cost * (openings or {}).get(platform.name, 0)
        if cost:
            fixed[_bearer(platform.name, platform.site, cities, paid_by or {})] -= cost
    program = coalition_program(game, cities, openings)
    rows: list[tuple[Terms, Fraction]] = [
        ({_plan(name): a for name, a in row.coefficients.items()}, row.bound)
        for row in program.rows
    ]
    for name, (low, high) in program.bounds.items():
        rows += _within(_plan(name), low, high)
    for resource in game.resources:
        for verb in ("buy", "sell") if resource.exchange is not None else ():
            parts = [_trade(verb, resource.name, city) for city in cities]
            whole = dict.fromkeys(parts, ONE) | {_plan(f"{verb} {resource.name}"): -ONE}
            rows += [(whole, ZERO), ({name: -a for name, a in whole.items()}, ZERO)]
            for city, name in zip(cities, parts, strict=True):
                rows += _within(name, ZERO, resource.exchange.cap_of(city))  # type: ignore[union-attr]
    for city in cities:
        payoff = {city: ONE, **{name: -a for name, a in values[city].items()}}
        if side_payments != "none":
            payoff |= {f"paid by {city}": ONE, f"paid to {city}": -ONE}
        rows.append((payoff, fixed[city]))
    if side_payments != "none":
        rows += _payments(cities, cash, side_payments)
    if disagreement is None:
        alone: Mapping[str, Fraction] = stand_alone(game, run_solver)
    elif not isinstance(disagreement, Mapping):
        raise InvalidInput("the disagreement", disagreement, "a number for each city, by name")
    else:
        alone = {city: exact(x, f"disagreement of {city}") for city, x in disagreement.items()}
    problem = BargainingProblem.from_inequalities(
        cities, rows, {city: alone[city] for city in cities if city in alone}
    )
    return replace(problem, weights=weights) if weights else problem


def _drawn(
    game: LinearProductionGame, cities: tuple[str, ...]
) -> tuple[dict[str, Terms], dict[str, Terms], dict[str, Fraction]]:
    """By city, what it draws from activities and its trade, how much of it in cash, and besides."""
    values: dict[str, Terms] = {city: {} for city in cities}
    cash: dict[str, Terms] = {city: {} for city in cities}
    for activity in game.activities:
        if not set(cities).issuperset(activity.sites):
            continue
        name = _plan(activity.name)
        for value in activity.values:
            mine = values[value.city]
            mine[name] = mine.get(name, ZERO) + value.amount
            if value.kind == "cash":
                own = cash[value.city]
                own[name] = own.get(name, ZERO) + value.amount
    for resource in game.resources:
        exchange = resource.exchange
        for city in cities if exchange is not None else ():
            values[city][_trade("buy", resource.name, city)] = -exchange.buy  # type: ignore[union-attr]
            sold = _trade("sell", resource.name, city)
            values[city][sold] = cash[city][sold] = exchange.sell  # type: ignore[union-attr]
    return values, cash, dict.fromkeys(cities, ZERO)


def _limit(side_payments: str | Number) -> str | Number:
    """How money may flow, or the most that a city may pay."""
    if not isinstance(side_payments, str):
        return within(side_payments, "the most that may be paid", "0 or more")
    if side_payments not in ("free", "cash", "none"):
        raise InvalidInput("side payments", side_payments, '"free", "cash", "none", or most')
    return side_payments


def _payments(
    cities: tuple[str, ...], cash: Mapping[str, Terms], side_payments: str | Number
) -> list[tuple[Terms, Fraction]]:
    balance = {f"paid by {city}": ONE for city in cities}
    balance |= {f"paid to {city}": -ONE for city in cities}
    rows = [(balance, ZERO), ({name: -a for name, a in balance.items()}, ZERO)]
    for city in cities:
        rows += _within(f"paid by {city}", ZERO, None) + _within(f"paid to {city}", ZERO, None)
        limited = {f"paid by {city}": ONE}
        if side_payments == "cash":
            rows.append((limited | {name: -a for name, a in cash[city].items()}, ZERO))
        elif side_payments != "free":
            rows.append((limited, exact(side_payments)))
    return rows


def _bearer(
    platform: str, site: str | None, cities: tuple[str, ...], paid_by: Mapping[str, str]
) -> str:
    city = paid_by.get(platform, site)
    if city not in cities:
        raise InvalidInput(
            f"who pays for platform {platform}",
            MISSING if city is None else city,
            "one of the cities that bargain: " + ", ".join(cities),
        )
    return city


def _plan(name: str) -> str:
    return f"plan: {name}"


def _trade(verb: str, resource: str, city: str) -> str:
    return _plan(f"{verb} {resource} by {city}")


def _within(name: str, low: Fraction | None, high: Fraction | None) -> list[tuple[Terms, Fraction]]:
    found: list[tuple[Terms, Fraction]] = []
    if low is not None:
        found.append(({name: -ONE}, -low))
    if high is not None:
        found.append(({name: ONE}, high))
    return found
