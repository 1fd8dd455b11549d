"""The corridor: a line built from its head as far as all together gain most by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import solvers.families.airport  # noqa: F401 - teaches shapley_value() airport games
from games.airport import AirportGame
from games.coalitional import CoalitionalGame
from intercity.topics.paths.facts import PathFacts
from intercity.topics.paths.province import Province
from mechanisms.compact.run_solver import RunSolver
from solvers.coalitional.core import core_violation
from solvers.coalitional.shapley import shapley_value

__all__ = ["benefits", "corridor", "corridor_game", "extent"]

ZERO = Fraction(0)


def corridor(
    province: Province, flow: PathFacts, run_solver: RunSolver, *, leaving: bool = True
) -> PathFacts:
    """Projects stay where free flow has them; each stretch is paid by those who need it.

    A city of the line has, for each hub on it, ``spillover`` times its projects, times ``decay``
    for each link between the two. The line ends where all but the head gain most, as early as that
    is so; cities beyond have nothing of it. The head pays nothing; the others share costs by the
    Shapley value of the airport game. Who would leave is the group that gains most by a line of its
    own.
    """
    line = province.line
    assert line is not None  # noqa: S101 - the caller looked
    end = extent(province, flow)
    reached = benefits(province, flow, end)
    has = dict(flow.has)
    head, *others = line.cities[: end + 1]
    shares = {head: ZERO}
    if others:
        costs = {city: sum(line.links[: k + 1], ZERO) for k, city in enumerate(others)}
        shares |= dict(run_solver(shapley_value, AirportGame(costs)))
    for city in (head, *others):
        has[city] += reached[city] - shares[city]
    built = replace(
        flow,
        name="corridor",
        has=has,
        before=flow.has,
        groups=(line.cities[: end + 1],) if others else (),
    )
    if not leaving:
        return built
    split = {city: has[city] - flow.has[city] for city in line.cities[1:]}
    left = core_violation(corridor_game(province, flow), split)
    return replace(
        built, leavers=() if left is None else tuple(left.coalition), stable=left is None
    )


def benefits(province: Province, flow: PathFacts, end: int) -> dict[str, Fraction]:
    """What each city of a line that is built to its ``end`` has of the hubs on it."""
    line = province.line
    assert line is not None  # noqa: S101 - the caller looked
    built = list(enumerate(line.cities[: end + 1]))
    return {
        city: sum(
            (
                line.spillover * flow.projects[hub] * line.decay ** abs(k - at)
                for k, hub in built
                if hub in province.room and k != at
            ),
            ZERO,
        )
        for at, city in built
    }


def extent(province: Province, flow: PathFacts) -> int:
    """How many links all but the head together would have built, the fewest of equals."""
    line = province.line
    assert line is not None  # noqa: S101 - the caller looked
    group = line.cities[1:]
    gains = []
    for end in range(len(line.cities)):
        reached = benefits(province, flow, end)
        gains.append(
            sum((reached.get(city, ZERO) for city in group), ZERO) - sum(line.links[:end], ZERO)
        )
    return gains.index(max(gains))


def corridor_game(province: Province, flow: PathFacts) -> CoalitionalGame:
    """What groups of cities, the head not among them, gain by the line that is best for them."""
    line = province.line
    assert line is not None  # noqa: S101 - the caller looked
    ends = [benefits(province, flow, end) for end in range(len(line.cities))]
    costs = [sum(line.links[:end], ZERO) for end in range(len(line.cities))]

    def worth(group: Iterable[str]) -> Fraction:
        named = tuple(group)
        return max(
            sum((reached.get(city, ZERO) for city in named), ZERO) - cost
            for reached, cost in zip(ends, costs, strict=True)
        )

    return CoalitionalGame.from_function(line.cities[1:], worth)
