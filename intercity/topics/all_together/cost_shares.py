"""Check 2, where worths are costs to be shared: which of the usual ways to share them would hold?

Beside the Shapley value: separable costs with the rest in proportion to what each saves, shares in
proportion to what each would pay alone, and equal ones. And whether cities may just be asked if
they will pay their Shapley share, so that no lie about what it is worth to them pays (Moulin).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.players import Coalition
from intercity.region.context import Context

__all__ = ["Breach", "SharedCost", "Way", "WayToShare", "asked_freely", "breach", "cost_shares"]

MOST_ASKED = 8
"""So many cities, at most, are gone through with every coalition's own Shapley shares."""


class Way(StrEnum):
    """A rule by which cities may share a gain or a cost."""

    NUCLEOLUS = "nucleolus"
    SHAPLEY = "Shapley value"
    BY_SAVINGS = "separable costs with the rest by savings"
    BY_COST_ALONE = "in proportion to costs alone"
    SERIAL = "serial, by use"
    BY_USE = "in proportion to use"
    BY_BENEFIT = "in proportion to benefit"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A group that would leave, and what it would gain or save by that."""

    group: Coalition
    gain: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class WayToShare:
    """What each city gets or pays by one rule, and who would leave, if anybody."""

    way: Way
    shares: Mapping[str, Fraction]
    breach: Breach | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCost:
    """A ``cost`` that is shared, of ``platforms`` (none: of a table), and ways to share it.

    ``honest_if_asked``: whether nobody gains by a lie if each is asked whether it joins at its
    Shapley share of the cost.
    """

    platforms: tuple[str, ...]
    cost: Fraction
    ways: tuple[WayToShare, ...]
    honest_if_asked: bool


def breach(game: CoalitionalGame, split: Mapping[str, Fraction]) -> Breach | None:
    """The group that gains most by leaving a split, if any does."""
    from solvers.coalitional.core import core_violation

    found = core_violation(game, split)
    return None if found is None else Breach(group=found.coalition, gain=found.gain)


def cost_shares(context: Context, game: CoalitionalGame) -> SharedCost:
    """Each city's share of a table's cost, by each way."""
    split = context.to_split
    ways = dict(_defined_shares(context, split if isinstance(split, CoalitionalGame) else game))
    return SharedCost(
        platforms=(),
        cost=game.grand_worth,
        ways=tuple(
            WayToShare(way=way, shares=dict(split), breach=breach(game, split))
            for way, split in ways.items()
        ),
        honest_if_asked=asked_freely(game),
    )


def _defined_shares(
    context: Context, game: CoalitionalGame
) -> Iterator[tuple[Way, Mapping[str, Fraction]]]:
    """The ways that are defined for these costs, each proven."""
    from solvers.coalitional.proportional_division import proportional_division
    from solvers.coalitional.separable_costs import alternative_costs_avoided, separable
    from solvers.coalitional.shapley import shapley_value

    yield Way.SHAPLEY, context.run_solver(shapley_value, game)
    alone = sum((game.worth((city,)) for city in game.players), Fraction(0))
    own = sum(separable(game), Fraction(0))
    if alone != own or game.grand_worth == own:  # there are savings, or no rest
        yield Way.BY_SAVINGS, context.run_solver(alternative_costs_avoided, game)
    if alone:
        yield Way.BY_COST_ALONE, context.run_solver(proportional_division, game)
    yield Way.EQUAL, dict.fromkeys(game.players, game.grand_worth / len(game.players))


def asked_freely(game: CoalitionalGame) -> bool:
    """Whether no Shapley share rises when another city joins.

    >>> asked_freely(CoalitionalGame.from_array(["A", "B"], [0, 1, 2, 2], "cost"))
    True
    """
    from mechanisms.cost_sharing.moulin import MoulinMechanism

    if not 1 < len(game.players) <= MOST_ASKED:
        return False
    return bool(MoulinMechanism(game).group_strategyproof())
