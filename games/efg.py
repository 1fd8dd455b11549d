"""Gambit's files of extensive games (``.efg``): to be read, and written for other programs.

A file names the players, then lists the nodes of the tree, each before what follows it: ``c`` is a
move of chance, ``p`` a player's, ``t`` an end. Information sets and outcomes are numbered, and
described where they come first.

Source: Savani and Turocy (2025), Gambit: the package for computation in game theory.
"""

from __future__ import annotations

import re
from fractions import Fraction

from games.errors import InvalidInput, of_kind
from games.extensive import Chance, Decision, ExtensiveGame, Node, Outcome
from games.gambit_text import GambitText, quoted

__all__ = ["read_efg", "write_efg"]

MOST_NODES = 10**5
DEEPEST = 200


class _Reader:
    """Reads the nodes of a file, and remembers sets and outcomes by their numbers."""

    def __init__(self, words: GambitText, players: tuple[str, ...]) -> None:
        self.words, self.players, self.read = words, players, 0
        self.actions: dict[tuple[int, int], tuple[str, ...]] = {}
        self.chances: dict[int, list[tuple[str, Fraction]]] = {}
        self.outcomes: dict[int, tuple[Fraction, ...]] = {0: (Fraction(0),) * len(players)}

    def node(self, before: tuple[Fraction, ...], depth: int = 0) -> Node:
        """A node with its subtree; ``before``: payoffs of outcomes on the way to it."""
        self.read += 1
        if self.read > MOST_NODES or depth > DEEPEST:
            raise InvalidInput("the tree in the game's file", self.read, "smaller, and less deep")
        kind = self.words.next()
        if kind not in ("c", "p", "t"):
            self.words.refuse(kind, "c, p or t")
        self.words.name()
        if kind == "t":
            return Outcome(self._paid(before))
        if kind == "c":
            drawn = self._chances()
            paid = self._paid(before)
            return Chance(tuple((name, p, self.node(paid, depth + 1)) for name, p in drawn))
        number = self.words.whole()
        if not 1 <= number <= len(self.players):
            self.words.refuse(str(number), f"the number of a player, 1 to {len(self.players)}")
        information = self.words.whole()
        actions = self._actions(number, information)
        paid = self._paid(before)
        moves = tuple((name, self.node(paid, depth + 1)) for name in actions)
        return Decision(self.players[number - 1], str(information), moves)

    def _actions(self, player: int, information: int) -> tuple[str, ...]:
        if self.words.peek().startswith('"'):
            self.words.name()
        if self.words.peek() == "{":
            self.actions[player, information] = self.words.names("{}")
        if (player, information) not in self.actions:
            self.words.refuse(self.words.peek(), "the actions of a new information set")
        return self.actions[player, information]

    def _chances(self) -> list[tuple[str, Fraction]]:
        number = self.words.whole()
        if self.words.peek().startswith('"'):
            self.words.name()
        if self.words.peek() == "{":
            self.words.take("{")
            found = []
            while self.words.peek() != "}":
                found.append((self.words.name(), self.words.number()))
            self.words.take("}")
            self.chances[number] = found
        if not self.chances.get(number):
            self.words.refuse(self.words.peek(), "the actions of chance, with probabilities")
        return self.chances[number]

    def _paid(self, before: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        number = self.words.whole()
        if self.words.peek().startswith('"'):
            self.words.name()
        if number and self.words.peek() == "{":
            self.words.take("{")
            self.outcomes[number] = tuple(self.words.number() for _ in self.players)
            self.words.take("}")
        if number not in self.outcomes:
            self.words.refuse(str(number), "an outcome with its payoffs, where it comes first")
        return tuple(a + b for a, b in zip(before, self.outcomes[number], strict=True))


def read_efg(text: str) -> ExtensiveGame:
    """An extensive game from the text of a ``.efg`` file, with perfect or imperfect information.

    Numbers are read as they are written: decimals and fractions are exact. Players and actions
    without a name get their number for one.

    Errors: ``InvalidInput`` names the line that cannot be read, and what would be right.

    >>> game = read_efg('''EFG 2 R "entry" { "entrant" "hub" }
    ... p "" 1 1 "" { "out" "in" } 0
    ... t "" 1 "away" { 0, 9 }
    ... p "" 2 1 "" { "share" "fight" } 0
    ... t "" 2 "both" { 3, 3 }
    ... t "" 3 "war" { -1, 0 }
    ... ''')
    >>> game.strategic_form().actions
    (('out', 'in'), ('share', 'fight'))

    Source: Savani and Turocy (2025).
    """
    of_kind(text, str, place="the game's file")
    words = GambitText(text)
    players = words.players("EFG", "2")
    if words.peek().startswith('"'):
        words.name()
    root = _Reader(words, players).node((Fraction(0),) * len(players))
    if rest := words.peek():
        words.refuse(rest, "the end of the file, after the last node")
    return ExtensiveGame(players, root)


def write_efg(game: ExtensiveGame, title: str = "") -> str:
    """The text of a ``.efg`` file, which Gambit reads without loss.

    Gambit 16.7 takes printable ASCII letters alone in names. Information sets that are called by
    numbers keep them; others are numbered, and named beside it.

    ``title``: of the game, in the file.

    Errors: ``InvalidInput`` for what is not an ``ExtensiveGame``.

    >>> pick = Decision("A", "1", (("left", Outcome((1,))), ("right", Outcome((0.5,)))))
    >>> print(write_efg(ExtensiveGame(("A",), pick), "pick"))
    EFG 2 R "pick" { "A" }
    ""
    <BLANKLINE>
    p "" 1 1 "1" { "left" "right" } 0
    t "" 1 "" { 1 }
    t "" 2 "" { 1/2 }
    <BLANKLINE>

    Source: Savani and Turocy (2025).
    """
    of_kind(game, ExtensiveGame, place="subject of write_efg")
    of_kind(title, str, place="the title")
    lines = [f"EFG 2 R {quoted([title])} {{ {quoted(game.players)} }}", '""', ""]
    sets = {city: _numbered(list(one)) for city, one in game.information_sets().items()}
    outcomes = chances = 0
    for node in game.nodes():
        if isinstance(node, Outcome):
            outcomes += 1
            lines.append(f't "" {outcomes} "" {{ {", ".join(map(str, node.payoffs))} }}')
        elif isinstance(node, Chance):
            chances += 1
            drawn = " ".join(f"{quoted([name])} {p}" for name, p, _ in node.moves)
            lines.append(f'c "" {chances} "" {{ {drawn} }} 0')
        else:
            at = sets[node.player][node.information]
            name, actions = quoted([node.information]), quoted(node.actions)
            player = game.players.index(node.player) + 1
            lines.append(f'p "" {player} {at} {name} {{ {actions} }} 0')
    return "\n".join([*lines, ""])


def _numbered(names: list[str]) -> dict[str, int]:
    """The number of each set of a city: its name, if all names are numbers that a file may have."""
    if all(re.fullmatch("[1-9][0-9]{0,8}", name) for name in names):
        return {name: int(name) for name in names}
    return {name: number for number, name in enumerate(names, start=1)}
