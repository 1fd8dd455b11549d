"""Gambit's files of strategic games (``.nfg``): to be read, and written for other programs.

A file names the players and their actions, then lists payoffs, the first player's action changing
fastest: as numbers, or as numbered outcomes, each with its payoffs.

Source: Savani and Turocy (2025), Gambit: the package for computation in game theory.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import NoReturn

import numpy as np

from games.errors import InvalidInput, Told, of_kind
from games.strategic import StrategicGame

__all__ = ["read_nfg", "write_nfg"]

TOKEN = re.compile(r'\s*(?:("(?:\\.|[^"\\])*")|([{}])|([^\s{}",]+)|(,)|(\S))')
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?(/\d+)?", re.ASCII)
LONGEST = 1000
"""Letters of a number."""
PLAYERS = 32
MOST = 10**6
"""Of payoffs in a file: more is a slip, or too much to compare."""


class _Text:
    """The words of a file, one after the other, each with its line."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    @property
    def line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1

    def peek(self) -> str:
        found = TOKEN.match(self.text, self.at)
        while found and found[4]:  # a comma between numbers may be left out
            self.at = found.end()
            found = TOKEN.match(self.text, self.at)
        return found[0].strip() if found else ""

    def next(self) -> str:
        token = self.peek()
        found = TOKEN.match(self.text, self.at)
        if found:
            self.at = found.end()
        return token

    def refuse(self, token: str, expected: str) -> NoReturn:
        given = Told(token or "the end of the file")
        raise InvalidInput(f"line {self.line} of the game's file", given, expected)

    def take(self, token: str) -> None:
        found = self.next()
        if found != token:
            self.refuse(found, token)

    def name(self) -> str:
        found = self.next()
        if not found.startswith('"') or len(found) < 2:
            self.refuse(found, "a name in quotation marks")
        return re.sub(r"\\(.)", r"\1", found[1:-1])

    def number(self) -> Fraction:
        found = self.next()
        if len(found) > LONGEST or not NUMBER.fullmatch(found):
            self.refuse(found[:LONGEST], "a number")
        top, _, bottom = found.partition("/")
        if bottom and not int(bottom):
            self.refuse(found, "a number, not divided by 0")
        return Fraction(top) / int(bottom or 1)

    def whole(self) -> int:
        number = self.number()
        if number.denominator != 1 or number < 0:
            self.refuse(str(number), "a whole number from 0")
        return int(number)


def read_nfg(text: str) -> StrategicGame:
    """A strategic game from the text of a ``.nfg`` file, in payoffs or in outcomes.

    Numbers are read as they are written: decimals and fractions are exact.

    Errors: ``InvalidInput`` names the line that cannot be read, and what would be right.

    >>> game = read_nfg(
    ...     'NFG 1 R "prisoners" { "A" "B" } { { "keep" "cheat" } { "keep" "cheat" } }'
    ...     ' 3 3  5 0  0 5  1 1')
    >>> game.payoff(("cheat", "keep"))
    {'A': Fraction(5, 1), 'B': Fraction(0, 1)}

    Source: Savani and Turocy (2025).
    """
    of_kind(text, str, place="the game's file")
    words = _Text(text)
    words.take("NFG")
    words.take("1")
    if (kind := words.next()) not in ("R", "D"):
        words.refuse(kind, "R, as in: NFG 1 R")
    words.name()
    players = tuple(_names(words))
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


def _names(words: _Text) -> Iterator[str]:
    words.take("{")
    while words.peek() != "}":
        yield words.name()
    words.take("}")


def _actions(words: _Text, players: int) -> list[tuple[str, ...]]:
    """The actions by player: their names, or how many there are."""
    words.take("{")
    found = []
    for _ in range(players):
        if words.peek() == "{":
            found.append(tuple(_names(words)))
        else:
            several = words.whole()
            if several > MOST:
                words.refuse(str(several), f"a number of actions, at most {MOST:,}")
            found.append(tuple(str(k) for k in range(1, several + 1)))
        if math.prod(map(len, found)) > MOST:
            raise InvalidInput("the number of profiles", Told("too large"), f"at most {MOST:,}")
    words.take("}")
    return found


def _outcomes(words: _Text, players: int) -> list[list[Fraction]]:
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
    sets = " ".join(f"{{ {_quoted(actions)} }}" for actions in game.actions)
    lines = [f"NFG 1 R {_quoted([title])}", f"{{ {_quoted(game.players)} }}", f"{{ {sets} }}", ""]
    for reverse in product(*reversed(game.actions)):
        payoffs = game.payoff(reverse[::-1])
        lines.append(" ".join(str(payoffs[player]) for player in game.players))
    return "\n".join([*lines, ""])


def _quoted(names: tuple[str, ...] | list[str]) -> str:
    escaped = (re.sub(r'(["\\])', r"\\\1", name) for name in names)
    return " ".join(f'"{name}"' for name in escaped)
