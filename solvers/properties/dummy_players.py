"""Null players, dummy players and veto players."""

from __future__ import annotations

from games.coalitional import CoalitionalGame
from solvers.coalitional.gains import refuse_untabulated

__all__ = ["dummy_players", "null_players", "veto_players"]


def null_players(game: CoalitionalGame) -> tuple[str, ...]:
    """Null players: the cities that add nothing to any coalition.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    See ``dummy_players`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["Hub", "A", "B"], {"Hub": 0, "A": 0, "B": 1, ("Hub", "A"): 5,
    ...                       ("Hub", "B"): 1, ("A", "B"): 1, ("Hub", "A", "B"): 6})
    >>> null_players(hub), dummy_players(hub)
    ((), ('B',))
    """
    refuse_untabulated(game)
    return tuple(city for city in dummy_players(game) if not game.worth([city]))


def dummy_players(game: CoalitionalGame) -> tuple[str, ...]:
    """Dummy players: cities that add to every coalition what they make alone, null players too.

        v(S + i) = v(S)              for all S     (null player)
        v(S + i) = v(S) + v(i)       for all S     (dummy player)
        v(S) = 0                     for all S without i     (veto player)

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["Hub", "A", "B"], {"Hub": 0, "A": 0, "B": 1, ("Hub", "A"): 5,
    ...                       ("Hub", "B"): 1, ("A", "B"): 1, ("Hub", "A", "B"): 6})
    >>> null_players(hub), dummy_players(hub)
    ((), ('B',))
    >>> from solvers.properties.zero_normalised import zero_normalised
    >>> veto_players(zero_normalised(hub))
    ('Hub', 'A')

    Source: Shapley (1953); Peleg and Sudhölter (2007), 2.1; Arin and Feltkamp (1997) for veto
    players beyond votes.
    """
    refuse_untabulated(game)
    worths, _ = game.integers()

    def adds_its_own(i: int) -> bool:
        joins = worths.reshape(-1, 2, 1 << i)
        return bool((joins[:, 1] - joins[:, 0] == worths[1 << i]).all())

    return tuple(city for i, city in enumerate(game.players) if adds_its_own(i))


def veto_players(game: CoalitionalGame) -> tuple[str, ...]:
    """The cities without which every coalition is worth 0; all, if nobody makes anything.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    See ``dummy_players`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["Hub", "A", "B"], {"Hub": 0, "A": 0, "B": 1, ("Hub", "A"): 5,
    ...                       ("Hub", "B"): 1, ("A", "B"): 1, ("Hub", "A", "B"): 6})
    >>> from solvers.properties.zero_normalised import zero_normalised
    >>> veto_players(zero_normalised(hub))
    ('Hub', 'A')
    """
    refuse_untabulated(game)
    worths, _ = game.integers()
    return tuple(
        city for i, city in enumerate(game.players) if not worths.reshape(-1, 2, 1 << i)[:, 0].any()
    )
