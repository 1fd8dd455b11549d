"""Best responses: what a city should do, given what the others do."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from games.errors import of_kind
from games.strategic import StrategicGame, Strategies

__all__ = ["Deviation", "best_responses", "profitable_deviation", "regrets"]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A city that gains by playing another action while the others keep to theirs, and how much.

    See ``best_responses`` for the concept, an example and its source.
    """

    city: str
    action: str
    gain: Fraction


def regrets(game: StrategicGame, strategies: Strategies) -> dict[str, Fraction]:
    """What each city could gain by changing its own strategy alone, exact; 0 if nothing.

    Errors: ``InvalidInput`` where the strategies are none of the game's.

    See ``best_responses`` for the concept and its source.

    >>> from games import StrategicGame
    >>> race = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]],
    ...                                   actions=["hold", "bid"])
    >>> regrets(race, ["hold", "bid"])
    {'Quzhou': Fraction(1, 1), 'Lishui': Fraction(0, 1)}
    """
    of_kind(game, StrategicGame, place="subject of regrets")
    expected = game.expected(strategies)
    return {
        city: max(payoffs.values()) - expected[city]
        for city, payoffs in game.action_payoffs(strategies).items()
    }


def best_responses(game: StrategicGame, strategies: Strategies) -> dict[str, tuple[str, ...]]:
    """Best responses: what a city should do, given what the others do.

    City i's regret at a profile x of mixed strategies is what it could gain by changing its own
    alone,

        regret_i(x)  =  max over a of u_i(a, x_-i)  -  u_i(x)   >= 0,

    and x is a Nash equilibrium if no city has any.

    Each city's actions that bring it most against what the others play, all of them.

    Errors: ``InvalidInput`` names a city without a strategy, and an action that a city has not.

    >>> from games import StrategicGame
    >>> race = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]],
    ...                                   actions=["hold", "bid"])
    >>> regrets(race, ["hold", "bid"])
    {'Quzhou': Fraction(1, 1), 'Lishui': Fraction(0, 1)}
    >>> best_responses(race, ["hold", "bid"])
    {'Quzhou': ('bid',), 'Lishui': ('bid',)}
    >>> profitable_deviation(race, ["hold", "bid"])
    Deviation(city='Quzhou', action='bid', gain=Fraction(1, 1))

    Source: Nash (1950), Equilibrium points in n-person games.
    """
    of_kind(game, StrategicGame, place="subject of best_responses")
    return {
        city: tuple(action for action, u in payoffs.items() if u == max(payoffs.values()))
        for city, payoffs in game.action_payoffs(strategies).items()
    }


def profitable_deviation(game: StrategicGame, strategies: Strategies) -> Deviation | None:
    """The city that could gain most by changing alone; in an equilibrium there is None.

    Errors: ``InvalidInput`` names an action that a city has not.

    See ``best_responses`` for the concept and its source.

    >>> from games import StrategicGame
    >>> race = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]],
    ...                                   actions=["hold", "bid"])
    >>> profitable_deviation(race, ["hold", "bid"])
    Deviation(city='Quzhou', action='bid', gain=Fraction(1, 1))
    """
    of_kind(game, StrategicGame, place="subject of profitable_deviation")
    found = regrets(game, strategies)
    city = max(found, key=lambda name: found[name])
    if not found[city]:
        return None
    return Deviation(city, best_responses(game, strategies)[city][0], found[city])
