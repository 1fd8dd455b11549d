"""Quasi-balanced games: what cities can claim does not exceed what there is to claim.

    m_i <= M_i  for all i,      m(N) <= v(N)          (of costs: of the negated game)

with M_i = v(N) - v(N - i), what i adds to all others, and m_i the most that i can make by paying
the others of a coalition so much. Then the core cover, the splits between m and M, is not empty;
the core lies in it, and the tau-value is the point of it on the way from m to M.

>>> from games import CoalitionalGame
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 5, 6][len(s)])
>>> print(quasi_balanced_violation(pairs))
A can claim 4 and adds 1 to the others.

Source: Tijs (1981); Tijs and Lipperts (1982) for the core cover.
"""

from __future__ import annotations

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from solvers.coalitional.gains import gains
from solvers.coalitional.tau_value import minimal_rights, utopia_payoffs
from solvers.properties.violation import PropertyViolation

__all__ = ["quasi_balanced_violation"]


def quasi_balanced_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The city that claims most beyond what it adds; else all, if they claim more than there is."""
    rights, utopia = minimal_rights(game), utopia_payoffs(game)
    (excess,) = gains(game, [rights.total() - game.grand_worth])
    beyond = gains(game, [rights[city] - utopia[city] for city in game.players])
    worst = max(range(len(beyond)), key=beyond.__getitem__)
    told = approximately
    if beyond[worst] > 0:
        city = game.players[worst]
        right, most = told(rights[city]), told(utopia[city])
        return PropertyViolation(
            "quasi-balanced",
            ((city,),),
            beyond[worst],
            f"{city} can claim {right} and adds {most} to the others."
            if game.sense == "gain"
            else f"{city} need not pay more than {right} and adds {most} to what the others pay.",
        )
    if excess > 0:
        claimed, due = told(rights.total()), told(game.grand_worth)
        return PropertyViolation(
            "quasi-balanced",
            (game.players,),
            excess,
            f"The cities can claim {claimed} in all and make {due}."
            if game.sense == "gain"
            else f"The cities need not pay more than {claimed} in all, and {due} is due.",
        )
    return None
