"""The Hart-Mas-Colell reduced game:
who stays shares what is left when the others are paid by rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from games.coalitional import CoalitionalGame
from games.errors import MISSING, InvalidInput, called
from games.players import Coalition, coalition_name
from solvers.coalitional.excess import read_payoffs
from solvers.coalitional.gains import refuse_untabulated

__all__ = ["hart_mas_colell_reduced_game"]


def hart_mas_colell_reduced_game(
    game: CoalitionalGame,
    value: Callable[[CoalitionalGame], Mapping[str, Any]],
    coalition: Iterable[str],
) -> CoalitionalGame:
    """The Hart-Mas-Colell reduced game: who stays shares what is left when the others are paid by
    rule.

        v_T(S) = v(S u R) - sum over i in R of phi_i(S u R),     R = N - T,  S inside T, not empty

    If S of those who stay cooperate, they do so with all who have left, R, and these get what the
    rule phi gives them among S and R alone. A rule is consistent if all who stay get the same by it
    in the reduced game as before. The Shapley value is; with equal gains for two it is the only
    such rule. (In the reduced game of Davis and Maschler, ``reduced_game``, S picks whom it hires,
    at a fixed price; there the prenucleolus is consistent.)

    The reduced game among a coalition, of gains or costs, exact.

    ``value``: a rule, such as ``shapley_value`` or one of your own, that gives each player of a
    game a number; it is asked once for each group of those who stay.
    Errors: ``InvalidInput`` for a coalition of nobody, and for a rule that does not.

    >>> from games import CoalitionalGame
    >>> from solvers.coalitional.shapley import shapley_value
    >>> game = CoalitionalGame.from_array(["A", "B", "C"], [0, 0, 0, 20, 0, 30, 40, 42])
    >>> rest = hart_mas_colell_reduced_game(game, shapley_value, ["A", "B"])
    >>> shapley_value(game)["A"], shapley_value(rest)["A"]
    (Fraction(9, 1), Fraction(9, 1))

    Source: Hart and Mas-Colell (1989), Potential, value, and consistency.
    """
    refuse_untabulated(game)
    members = game.members(game.mask(coalition))
    if not members:
        raise InvalidInput("the coalition", MISSING, "at least one city")
    if not callable(value):
        raise InvalidInput("the value", value, "a function of a game, such as shapley_value")
    left = [city for city in game.players if city not in members]

    def worth(group: Coalition) -> Fraction:
        part = game.subgame([*group, *left])
        place = f"the value of the game among {coalition_name(part.players)}"
        told = called(place, "a number for each player", value, part)
        payoffs, _ = read_payoffs(part.players, told, place)
        paid = dict(zip(part.players, payoffs, strict=True))
        return part.grand_worth - sum((paid[city] for city in left), Fraction(0))

    return CoalitionalGame.from_function(members, worth, game.sense)
