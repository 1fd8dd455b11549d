"""One Nash equilibrium, also of a game too large to list them all."""

from __future__ import annotations

from games.errors import NotFound
from games.strategic import StrategicGame
from solvers.strategic.bimatrix import Bimatrix
from solvers.strategic.equilibrium import Equilibrium, proven_equilibrium
from solvers.strategic.equilibrium_search import mixed_candidates
from solvers.strategic.lemke_howson import lemke_howson
from solvers.strategic.nash_equilibria import SEARCH, about_games
from solvers.strategic.pure_equilibria import pure_equilibria

__all__ = ["nash_equilibrium"]


@about_games
def nash_equilibrium(game: StrategicGame) -> Equilibrium:
    """One Nash equilibrium, also of a game too large to list them all.

    A pure one where there is one. Else, if two cities have a choice, the end of Lemke and Howson's
    path, in whole numbers; if more have, the best that a search in floating point finds, refined to
    fractions that are an equilibrium, or an epsilon-equilibrium next to one.

    One equilibrium, proven; exact where at most two cities have more than one action.

    With three or more that have a choice and no pure equilibrium, ``regret`` says how much a city
    could still gain: nothing where probabilities are fractions, and a trace where they are roots,
    beside which fractions are given. Ties and equal payoffs are no obstacle.
    Errors: ``NotFound`` where that search comes upon none.

    >>> from games import StrategicGame
    >>> chase = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[2, 0], [0, 1]], [[0, 1], [3, 0]])
    >>> found = nash_equilibrium(chase)
    >>> found
    Equilibrium(Quzhou: 1 (3/4), 2 (1/4); Lishui: 1 (1/3), 2 (2/3))
    >>> found.payoffs["Quzhou"], found.certificate.verify(chase)
    (Fraction(2, 3), True)

    Source: Nash (1950), Equilibrium points in n-person games; Lemke and Howson (1964).
    """
    pure = pure_equilibria(game).profiles
    if pure:
        return proven_equilibrium(game, pure[0])
    pair = Bimatrix.of(game)
    if pair is not None:
        strategies = lemke_howson(pair.first, pair.second)
        return proven_equilibrium(game, pair.strategies(*strategies))
    found = mixed_candidates(game)
    if not found:
        raise NotFound("Nash equilibrium", SEARCH, game)
    return min(
        (proven_equilibrium(game, candidate) for candidate in found), key=lambda one: one.regret
    )
