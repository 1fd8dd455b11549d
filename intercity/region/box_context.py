"""What checks look at when numbers move in a box: the same world, in affine forms.

All of the scenario is expanded as ever, with numbers that move in place of fractions. What solvers
are asked for is enclosed: worths of groups, and what members make by themselves. What is not raises
``Unsettled``, so that nothing is taken for proven that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from games.production import LinearProductionGame
from intercity.region.context import Context
from intercity.region.deal.builder import public_money
from intercity.region.effort import tabled
from mechanisms.compact.offers_on_box import OffersOnBox
from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.program_on_box import optimum_on_box
from solvers.enclosure.worth_on_box import BoxedGame, form_on_box, in_best_parts

if TYPE_CHECKING:
    from games.players import Coalition
    from intercity.scenario.scenario import Scenario
    from mechanisms.compact.continuation import Outside
    from mechanisms.compact.member_floors import FreeOutsiders

__all__ = ["BoxContext"]

T = TypeVar("T")


class _Unknown(Mapping[str, Fraction]):
    """A plan of which only the value is enclosed."""

    def __getitem__(self, name: str) -> Fraction:
        raise Unsettled("a plan, of which only the value is enclosed")

    def __iter__(self) -> Iterator[str]:
        raise Unsettled("a plan, of which only the value is enclosed")

    def __len__(self) -> int:
        raise Unsettled("a plan, of which only the value is enclosed")


@dataclass(frozen=True, slots=True)
class _Optimum:
    """The answer to a linear program: its value."""

    value: Fraction
    outcome: Literal["optimal"] = "optimal"
    point: Mapping[str, Fraction] = field(default_factory=_Unknown)

    @property
    def optimum(self) -> Fraction:
        return self.value


class EnclosedAnswers:
    """A ``run_solver`` whose answers are enclosed on the box; ``Unsettled`` if it has none."""

    __slots__ = ()  # so that nobody keeps for it what holds on one path alone

    def __call__(self, solver: Callable[..., Any], subject: Any) -> Any:
        if solver.__name__ == "coalitional_form":
            return form_on_box(subject)
        if solver.__name__ == "solve":
            return _Optimum(optimum_on_box(subject))
        raise Unsettled(f"{solver.__name__}, which is not enclosed")

    @staticmethod
    def once(key: Any, work: Callable[[], T]) -> T:
        """The result of ``work`` on enclosed answers, computed once per key."""
        return active().recall(("answer", key), work)


class BoxContext(Context):
    """A context whose numbers move in the box that is worked on; only verdicts are wanted of it.

    It serves all paths and all checks: the box recalls what its facts hang on.
    """

    def __init__(self, scenario: Scenario, cities: Coalition | None = None) -> None:
        super().__init__(scenario, EnclosedAnswers(), brief=True, cities=cities)

    def once(self, build: Callable[[Context], T]) -> T:
        return active().recall((self, build), lambda: build(self), alone=True)

    def _component(self, cities: Coalition) -> BoxContext:
        return BoxContext(self.scenario, cities)

    def _form(self, production: LinearProductionGame) -> Any:
        if not tabled(production):
            raise Unsettled("a region of too many cities")
        return form_on_box(production)

    def _with_money(self, game: Any) -> Any:
        province = self.scenario.province
        if province is None or not (province.grant or province.credit):
            return game

        def money(group: Coalition) -> Fraction:
            return public_money(self.scenario, group).total

        def bounds(group: Coalition) -> tuple[Fraction, list[Fraction]]:
            low, highs = game.bounds(group)
            return low + money(group), [high + money(group) for high in highs]

        return BoxedGame(
            game.players,
            lambda group: game.worth(group) + money(group),
            None if game.bounds is None else bounds,
        )

    @property
    def _outside(self) -> Outside | None:
        found = self._free_outsiders
        return None if found is None else partial(_outsiders_add, found)

    def _in_parts(self, game: Any) -> Any:
        if not isinstance(game, BoxedGame):
            return super()._in_parts(game)
        production = self.region.production
        pooled = production is not None and production.common_pools
        return game if pooled else in_best_parts(game)


def _outsiders_add(outside: FreeOutsiders, city: str, changes: Mapping[str, Fraction]) -> Fraction:
    """What outsiders add to who leaves: as in ``FreeOutsiders``, the path deciding whom it asks."""
    game, most = outside.game(city, changes), Fraction(0)
    if game is None:
        return most
    best = in_best_parts(form_on_box(game).game)
    offers = OffersOnBox(best.worth, game.cities, (city,), {city: best.worth((city,))})
    for beside, kept in offers.own.items():
        asked = offers.asked((city,), beside)
        if active().surely(asked - kept, "<="):
            continue
        if offers.stable and beside != offers.outsiders and len(offers.outsiders) > 2:
            least = offers.least(beside)
            active().demand(least.slacks, "a split that is not stable everywhere")
            kept = max(kept, least.value)
        most = max(most, asked - kept)
    return most


def _recalled(fact: cached_property[Any]) -> property:
    # A continuation has a cache of its own.
    name, alone = fact.attrname, fact.attrname == "continuation"

    def recalled(context: Context) -> Any:
        return active().recall((context, name), lambda: fact.func(context), alone=alone)

    return property(recalled)


def _not_enclosed(name: str) -> property:
    def unsettled(_: Context) -> Any:
        raise Unsettled(f"{name}, which is not enclosed")

    return property(unsettled)


NOT_ENCLOSED = (
    *("core", "least_core", "cost_of_stability", "to_split", "among_many"),
    *("outside", "outside_with_consent", "floors", "outsiders_split", "talk_floors", "floor_above"),
    *("contribution_caps", "bonus_deal", "with_bonus", "own_with_bonus"),
)
for name, fact in vars(Context).items():
    if name in NOT_ENCLOSED:
        setattr(BoxContext, name, _not_enclosed(name))
    elif isinstance(fact, cached_property):
        setattr(BoxContext, name, _recalled(fact))
