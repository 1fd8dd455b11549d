"""What groups of cities make: by a table of all of them, or each when it is asked for.

Up to ``effort.MOST`` cities every group has its worth in a table. Beyond, an integer program stands
for all groups: it tells what one makes, and which of them gains most by leaving a split, so that no
check has to look at 2^n. Checks ask either in the same words and do not know which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from games.coalitional import CoalitionalGame
from games.errors import IntercityError, InvalidInput, Told
from games.players import Coalition, members_named
from games.production import Activity, LinearProductionGame, Value
from intercity.region.effort import MOST
from mechanisms.compact.run_solver import answered, call
from solvers.answer import Allocation

if TYPE_CHECKING:
    from mechanisms.compact.run_solver import RunSolver
    from solvers.coalitional.core import Core
    from solvers.families.worth_of_all import WorthOfAll
    from solvers.production.owen import OwenPrices

__all__ = [
    "AskedForm",
    "AskedGame",
    "GroupPlan",
    "Worths",
    "asked_form",
    "with_credits",
    "with_limited_work",
    "with_ranges",
]

ZERO, ONE = Fraction(0), Fraction(1)
MOST_RANGES = 40
"""Of so many cities at most each is asked what it has in stable splits: two programs of its own."""


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """What a group ``bought`` and its ``openings``, in its best plan."""

    bought: dict[str, Fraction]
    openings: dict[str, int]


@dataclass(frozen=True, eq=False)
class AskedGame:
    """The worths of a ``production`` game, each proven when it is asked for, through a solver.

    Any group that splits does no better apart, so that v* is v: what parts can do, all can.
    """

    production: LinearProductionGame
    run_solver: RunSolver = field(repr=False)
    found: dict[Coalition, WorthOfAll] = field(default_factory=dict, repr=False)
    sense: Literal["gain"] = "gain"

    @property
    def players(self) -> tuple[str, ...]:
        return self.production.cities

    @property
    def grand_worth(self) -> Fraction:
        return self.worth(self.players)

    def worth(self, group: Iterable[str]) -> Fraction:
        """The worth of a group; 0 for the empty one."""
        inside = members_named(group, self.players)
        named = tuple(city for city in self.players if city in inside)
        return self.of(named).worth if named else ZERO

    def of(self, group: Coalition) -> WorthOfAll:
        """The worth of a group with its plan and its proof."""
        from solvers.families.worth_of_all import worth_of_all

        if group not in self.found:
            self.found[group] = self.run_solver(worth_of_all, self.production.subgame(group))
        return self.found[group]

    @cached_property
    def prices(self) -> OwenPrices:
        """Owen's prices of all resources, at the platforms that are best."""
        from solvers.production.owen import owen_prices

        return self.run_solver(owen_prices, self.production)

    def as_gains(self) -> AskedGame:
        return self


Worths = CoalitionalGame | AskedGame


@dataclass(frozen=True, slots=True)
class AskedForm:
    """A ``game`` whose worths are asked for, and the ``production`` game that it is of."""

    game: AskedGame
    production: LinearProductionGame

    def plan(self, group: Iterable[str]) -> GroupPlan:
        """The plan that proves what a group makes."""
        inside = members_named(group, self.game.players)
        plan = self.game.of(tuple(city for city in self.game.players if city in inside)).plan
        traded = [r.name for r in self.production.resources if r.exchange is not None]
        return GroupPlan(
            {name: plan.get(f"buy {name}", ZERO) for name in traded},
            {p.name: int(plan.get(p.name, ZERO)) for p in self.production.platforms},
        )


def with_limited_work(run_solver: RunSolver) -> RunSolver:
    """``run_solver`` with limited work in each search: answers do not depend on the machine."""

    def run(solver: Callable[..., Any], subject: Any) -> Any:
        from solvers.limited_work import limited_work

        with limited_work():
            return run_solver(solver, subject)

    return run


def asked_form(production: LinearProductionGame, run_solver: RunSolver) -> AskedForm:
    """The form of a region whose cities are too many for a table.

    Errors: ``InvalidInput`` where parts could do what all together cannot, as worths of all parts
    would then be needed.
    """
    many = len(production.cities)
    for pool in production.common_pools:
        raise InvalidInput(
            f"{pool.name}",
            Told(f"a common pool of {many} cities"),
            f"tradable, owned by city (up to {MOST} cities it needs no owner)",
        )
    homeless = next((p for p in production.platforms if p.site is None), None)
    if homeless is not None:
        raise InvalidInput(
            f"the platform {homeless.name}",
            Told(f"without a site, among {many} cities"),
            f"at a site (up to {MOST} cities it needs none)",
        )
    return AskedForm(AskedGame(production, run_solver), production)


def with_credits(
    production: LinearProductionGame, credits_: Iterable[tuple[str, Coalition, Fraction]]
) -> LinearProductionGame:
    """The game in which a city has an amount in each group with certain cities in it.

    ``credits_``: the city, these cities, and the amount; done once, as an activity at all of them.
    """
    given = tuple(
        Activity(f"credit of {city} with {', '.join(group)}", group, (),
                 (Value(city, "cash", amount),), ONE)
        for city, group, amount in credits_
        if amount
    )  # fmt: skip
    return replace(production, activities=(*production.activities, *given))


def with_ranges(found: Core, game: AskedGame) -> Core:
    """A core that is not empty, with what each city gets at least and at most in it.

    A city of which limited work does not find both is left out; so are all where there are more
    cities than ``MOST_RANGES``, or where it is not proven what they make together.
    """
    if len(game.players) > MOST_RANGES:
        return found
    whole = answered(call, game.worth, game.players)
    if isinstance(whole, IntercityError):  # the core's own search may have found more
        return found
    from solvers.families.large_core import LargeCoreCertificate
    from solvers.families.stable_optimum import StableProgram, StableSplits, stable_optimum

    proof = found.certificate
    known = proof.stability if isinstance(proof, LargeCoreCertificate) else None
    splits = StableSplits(game.production, game.players, whole, known, sparing=known is not None)
    ends: list[dict[str, Fraction]] = [{}, {}]
    for city in game.players:
        least = game.run_solver(stable_optimum, StableProgram(splits, {city: ONE}))
        if not least.attained:
            continue
        most = game.run_solver(stable_optimum, StableProgram(splits, {city: -ONE}))
        if most.attained:
            ends[0][city], ends[1][city] = least.lowest, -most.lowest
    lowest, highest = (Allocation(end, method=found.method) if end else None for end in ends)
    return replace(found, lowest=lowest, highest=highest)
