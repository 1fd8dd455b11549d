"""The words of Gambit's files, one after the other, each with its line.

>>> words = GambitText('EFG 2 R "race"')
>>> words.take("EFG"), words.whole(), words.next(), words.name()
(None, 2, 'R', 'race')

Source: Savani and Turocy (2025), Gambit: the package for computation in game theory.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NoReturn

from games.errors import InvalidInput, Told

__all__ = ["GambitText", "quoted"]

TOKEN = re.compile(r'\s*(?:("(?:\\.|[^"\\])*")|([{}])|([^\s{}",]+)|(,)|(\S))')
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?(/\d+)?", re.ASCII)
LONGEST = 1000
"""Letters of a number."""


class GambitText:
    """The words of a file, one after the other, each with its line."""

    def __init__(self, text: str) -> None:
        if text.endswith((".efg", ".nfg")) and "\n" not in text:
            raise InvalidInput("the game's file", text, "its text: Path(...).read_text() reads it")
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

    def names(self, unnamed: str) -> tuple[str, ...]:
        """A list of different names; one that is empty is its number in ``unnamed``.

        >>> GambitText('{ "Hub" "" }').names("player {}")
        ('Hub', 'player 2')
        """
        self.take("{")
        found: dict[str, None] = {}
        while self.peek() != "}":
            name = self.name() or unnamed.format(len(found) + 1)
            if name in found:
                self.refuse(f"{name!r} once more", "a name that stands once in its list")
            found[name] = None
        self.take("}")
        return tuple(found)

    def players(self, kind: str, version: str) -> tuple[str, ...]:
        """The players, after the head of a file: its kind, version, number format and title.

        >>> GambitText('NFG 1 R "race" { "A" "B" }').players("NFG", "1")
        ('A', 'B')
        """
        self.take(kind)
        self.take(version)
        if (numbers := self.next()) not in ("R", "D"):
            self.refuse(numbers, f"R, as in: {kind} {version} R")
        self.name()
        return self.names("player {}")

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


def quoted(names: tuple[str, ...] | list[str]) -> str:
    """Names in quotation marks, with blanks between."""
    escaped = (re.sub(r'(["\\])', r"\\\1", name) for name in names)
    return " ".join(f'"{name}"' for name in escaped)
