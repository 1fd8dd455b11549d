"""The complement-reduced game: who stays works with all who have left, and pays them by a split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from games.coalitional import CoalitionalGame
from games.errors import MISSING, InvalidInput
from solvers.coalitional.excess import read_split
from solvers.coalitional.gains import refuse_untabulated

__all__ = ["complement_reduced_game"]


def complement_reduced_game(
    game: CoalitionalGame, split: Mapping[str, Any], coalition: Iterable[str]
) -> CoalitionalGame:
    """The complement-reduced game: who stays works with all who have left,
    and pays them by a split.

        v_x(T) = v(T u R) - x(R),      R = N - S,  T inside S, not empty

    Of the three reduced games it is the plainest: T cannot choose whom it hires (``reduced_game``),
    and those who left are paid the same whoever stays (``hart_mas_colell_reduced_game`` asks a rule
    anew). A split in the core stays in the core of it, and the egalitarian nonseparable rule gives
    those who stay the same again.

    Moulin's reduced game among a coalition, at a split of any sum, of gains or costs; exact.

    Errors: ``InvalidInput`` for a coalition of nobody.

    >>> from games import CoalitionalGame
    >>> from solvers.coalitional.separable_costs import egalitarian_nonseparable
    >>> game = CoalitionalGame.from_array(["A", "B", "C"], [0, 0, 0, 20, 0, 30, 40, 42])
    >>> split = egalitarian_nonseparable(game)
    >>> rest = complement_reduced_game(game, split, ["A", "B"])
    >>> egalitarian_nonseparable(rest)["A"] == split["A"]
    True

    Source: Moulin (1985), The separability axiom and equal-sharing methods; Tadenuma (1992) for the
    core.
    """
    refuse_untabulated(game)
    payoffs = dict(zip(game.players, read_split(game, split)[0], strict=True))
    members = game.members(game.mask(coalition))
    if not members:
        raise InvalidInput("the coalition", MISSING, "at least one city")
    left = [city for city in game.players if city not in members]
    paid = sum((payoffs[city] for city in left), Fraction(0))
    return CoalitionalGame.from_function(
        members, lambda group: game.worth([*group, *left]) - paid, game.sense
    )
