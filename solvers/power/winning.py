"""Winning coalitions of a vote, and those that need every one of their members."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, Told
from games.players import Coalition
from solvers.coalitional.gains import refuse_untabulated
from solvers.properties.simple import simple_violation

__all__ = [
    "critical",
    "memberships",
    "memberships_listed",
    "minimal",
    "minimal_winning_coalitions",
    "winning",
]

Chosen = npt.NDArray[np.bool_]


def minimal_winning_coalitions(game: CoalitionalGame) -> tuple[Coalition, ...]:
    """Winning coalitions of a vote, and those that need every one of their members.

        W = { S : v(S) = 1 },      M = { S in W : S - i loses for every i in S }

    The minimal winning coalitions M say everything about a vote: S wins if it holds one of them.

    The winning coalitions that lose if any member leaves, by bitmask.

    Errors: ``InvalidInput`` for a game that is no vote, with a sentence on what breaks it.

    >>> from games import CoalitionalGame
    >>> votes = {"Hangzhou": 3, "Quzhou": 2, "Lishui": 2, "Jinhua": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 5))
    >>> minimal_winning_coalitions(council)
    (('Hangzhou', 'Quzhou'), ('Hangzhou', 'Lishui'), ('Quzhou', 'Lishui', 'Jinhua'))

    Source: von Neumann and Morgenstern (1944); Shapley (1962).
    """
    return tuple(game.members(int(mask)) for mask in np.flatnonzero(minimal(winning(game))))


def winning(game: CoalitionalGame) -> Chosen:
    """Which coalitions win, by bitmask; ``InvalidInput`` for a game that is no vote."""
    refuse_untabulated(game)
    breach = simple_violation(game)
    if breach is not None or game.sense != "gain":
        seen = breach.sentence.rstrip(".") if breach is not None else ""
        found = Told(f"one in which {seen}" if seen else "one of costs")
        expected = "a vote: a simple game of gains, in which each coalition wins 1 or loses 0"
        raise InvalidInput("the game", found, expected)
    wins: Chosen = game.integers()[0] != 0
    return wins


def critical(wins: Chosen, i: int) -> Chosen:
    """Which winning coalitions lose without player i, by bitmask."""
    found = np.zeros_like(wins)
    with_i, without = found.reshape(-1, 2, 1 << i), wins.reshape(-1, 2, 1 << i)
    with_i[:, 1] = without[:, 1] & ~without[:, 0]
    return found


def memberships(wins: Chosen) -> list[int]:
    """In how many winning coalitions each player is: (|W| + those that need the player) / 2.

    A coalition with the player that does not need it wins without it, too.

    >>> memberships(np.array([False, False, False, True]))
    [1, 1]
    """
    won, n = int(wins.sum()), len(wins).bit_length() - 1
    return [(won + int(critical(wins, i).sum())) // 2 for i in range(n)]


def memberships_listed(wins: Chosen) -> list[int]:
    """The number of winning coalitions of which each city is a member, by a list of them all."""
    won = np.flatnonzero(wins).tolist()
    return [sum(mask >> i & 1 for mask in won) for i in range(len(wins).bit_length() - 1)]


def minimal(wins: Chosen) -> Chosen:
    """Which winning coalitions lose without any one of their members, by bitmask."""
    found = wins.copy()
    for i in range(len(wins).bit_length() - 1):
        found.reshape(-1, 2, 1 << i)[:, 1] &= ~wins.reshape(-1, 2, 1 << i)[:, 0]
    return found
