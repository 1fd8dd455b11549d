"""The parts in which cities make what they can: who has to act together for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from games.coalitional import CoalitionalGame
from games.players import Coalition
from intercity.region.context import Context

__all__ = ["BestParts", "best_parts", "parts_of_all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BestParts:
    """The smallest groups in which cities make their most, without those of one city.

    ``unique``: whether no other groups, as many and as small, make as much.
    """

    groups: tuple[Coalition, ...]
    unique: bool = True


def best_parts(context: Context, cities: tuple[str, ...]) -> BestParts | None:
    """Who has to act together; ``None`` where groups are too many to be looked at.

    With a common pool all are one group, as what parts leave each other depends on a conjecture.
    Of all best partitions it is one in most parts: each part counts a little more, so little that
    no other partition becomes a best one. It is the only one if it still is where each of its parts
    counts a little less.
    """
    game, production = context.game, context.region.production
    if not isinstance(game, CoalitionalGame):
        return None
    if production is not None and production.common_pools:
        return BestParts(groups=(cities,))
    among = game.subgame(cities)  # in the order of the game, whatever that of the cities
    numbers, unit = among.as_gains().integers()
    finer = numbers.astype(object) * (len(cities) + 1) + 1
    finer[0] = 0
    finest = CoalitionalGame.from_integers(among.players, finer, unit)
    found = _structure(context, finest)
    other = finer * (len(cities) + 1)
    other[[finest.mask(one) for one in found]] -= 1
    coarser = CoalitionalGame.from_integers(among.players, other, unit)
    again = _structure(context, coarser)
    groups = tuple(one for one in found if len(one) > 1)
    return BestParts(groups=groups, unique=set(again) == set(found))


def parts_of_all(context: Context) -> BestParts | None:
    """The best parts of all cities of the region, once for all checks that tell of it."""
    assert context.game is not None  # noqa: S101 - the caller looked
    return best_parts(context, context.game.players)


def _structure(context: Context, game: CoalitionalGame) -> Collection[Coalition]:
    from solvers.coalitional.optimal_structure import optimal_coalition_structure

    return context.run_solver(optimal_coalition_structure, game).structure.unions
