"""Gambit's files of strategic games (``.nfg``): to be read, and written for other programs.

A file names the players and their actions, then lists payoffs, the first player's action changing
fastest: as numbers, or as numbered outcomes, each with its payoffs.

Source: Savani and Turocy (2025), Gambit: the package for computation in game theory.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np

from games.errors import InvalidInput, Told, of_kind
from games.gambit_text import GambitText, quoted
from games.strategic import StrategicGame

__all__ = ["read_nfg", "write_nfg"]

PLAYERS = 32
MOST = 10**6
"""Of payoffs in a file: more is a slip, or too much to compare."""


def read_nfg(text: str) -> StrategicGame:
    """A strategic game from the text of a ``.nfg`` file, in payoffs or in outcomes.

    Numbers are read as they are written: decimals and fractions are exact. Players and actions
    without a name get their number for one.

    Errors: ``InvalidInput`` names the line that cannot be read, and what would be right.

    >>> game = read_nfg(
    ...     'NFG 1 R "prisoners" { "A" "B" } { { "keep" "cheat" } { "keep" "cheat" } }'
    ...     ' 3 3  5 0  0 5  1 1')
    >>> game.payoff(("cheat", "keep"))
    {'A': Fraction(5, 1), 'B': Fraction(0, 1)}

    Source: Savani and Turocy (2025).
    """
    of_kind(text, str, place="the game's file")
    words = GambitText(text)
    players = words.players("NFG", "1")
    if len(players) > PLAYERS:
        raise InvalidInput("the number of players", len(players), f"at most {PLAYERS}")
    actions = _actions(words, len(players))
    if words.peek().startswith('"'):
        words.name()
    shape = tuple(map(len, actions))
    count = math.prod(shape) * len(players)
    if count > MOST:
        raise InvalidInput("the number of payoffs in the game's file", count, f"at most {MOST:,}")
    rows = _outcomes(words, len(players)) if words.peek() == "{" else None
    tables = [np.empty(shape, dtype=object) for _ in players]
    for reverse in product(*(range(k) for k in reversed(shape))):
        if rows is None:
            row = [words.number() for _ in players]
        else:
            outcome = words.whole()
            if outcome >= len(rows):
                words.refuse(str(outcome), f"the number of an outcome, 0 to {len(rows) - 1}")
            row = rows[outcome]
        for table, payoff in zip(tables, row, strict=True):
            table[reverse[::-1]] = payoff
    if rest := words.peek():
        words.refuse(rest, f"the end of the file, after {math.prod(shape)} profiles")
    return StrategicGame(players, actions, tables)


def _actions(words: GambitText, players: int) -> list[tuple[str, ...]]:
    """The actions by player: their names, or how many there are."""
    words.take("{")
    found = []
    for _ in range(players):
        if words.peek() == "{":
            found.append(words.names("{}"))
        else:
            several = words.whole()
            if several > MOST:
                words.refuse(str(several), f"a number of actions, at most {MOST:,}")
            found.append(tuple(str(k) for k in range(1, several + 1)))
        if math.prod(map(len, found)) > MOST:
            raise InvalidInput("the number of profiles", Told("too large"), f"at most {MOST:,}")
    words.take("}")
    return found


def _outcomes(words: GambitText, players: int) -> list[list[Fraction]]:
    """The payoffs of each outcome; outcome 0 pays nothing."""
    rows = [[Fraction(0)] * players]
    words.take("{")
    while words.peek() != "}":
        words.take("{")
        words.name()
        rows.append([words.number() for _ in range(players)])
        words.take("}")
    words.take("}")
    return rows


def write_nfg(game: StrategicGame, title: str = "") -> str:
    """The text of a ``.nfg`` file, in payoffs, which Gambit reads without loss.

    Gambit 16.7 takes printable ASCII letters alone in names.

    ``title``: of the game, in the file.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``.

    >>> race = StrategicGame.from_payoffs(["A", "B"], [[3, 0], [5, 1]], [[3, 5], [0, 0.5]],
    ...                                   actions=["hold", "bid"])
    >>> print(write_nfg(race, "race"))
    NFG 1 R "race"
    { "A" "B" }
    { { "hold" "bid" } { "hold" "bid" } }
    <BLANKLINE>
    3 3
    5 0
    0 5
    1 1/2
    <BLANKLINE>

    Source: Savani and Turocy (2025).
    """
    of_kind(game, StrategicGame, place="subject of write_nfg")
    of_kind(title, str, place="the title")
    sets = " ".join(f"{{ {quoted(actions)} }}" for actions in game.actions)
    lines = [f"NFG 1 R {quoted([title])}", f"{{ {quoted(game.players)} }}", f"{{ {sets} }}", ""]
    for reverse in product(*reversed(game.actions)):
        payoffs = game.payoff(reverse[::-1])
        lines.append(" ".join(str(payoffs[player]) for player in game.players))
    return "\n".join([*lines, ""])
