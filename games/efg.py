"""Gambit's files of extensive games (``.efg``): a strategic game as moves in turn, and back.

Source: Savani and Turocy (2025), Gambit: the package for computation in game theory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from games.errors import IntercityError, InvalidInput, Told, of_kind
from games.nfg import read_nfg
from games.strategic import StrategicGame

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["pygambit", "read_efg", "write_efg"]


def read_efg(text: str) -> StrategicGame:
    """The strategic form of an extensive game from the text of a ``.efg`` file; reduced, exact.

    A strategy is a list of what a player does wherever it may have to move; those that differ only
    where its own earlier moves exclude are one. pygambit reads the file and makes this form.

    Errors: ``InvalidInput`` for a text that is no extensive game; ``IntercityError`` without
    pygambit.

    >>> game = StrategicGame.from_payoffs(["A", "B"], [[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> read_efg(write_efg(game)).payoff(("2", "1"))
    {'A': Fraction(5, 1), 'B': Fraction(0, 1)}

    Source: Kuhn (1953), Extensive games and the problem of information; Savani and Turocy (2025).
    """
    of_kind(text, str, place="the game's file")
    gambit = pygambit("to read an extensive game")
    if not text.lstrip().startswith("EFG 2"):
        raise InvalidInput("the game's file", Told(f"begins with {text[:20]!r}"), "EFG 2 R ...")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "game.efg"
        file.write_text(text, encoding="utf-8")
        try:
            read = gambit.read_efg(file)
        except ValueError as error:
            told = Told(f"refused by pygambit ({' '.join(str(error).split())})")
            raise InvalidInput("the game's file", told, "an extensive game") from None
    return read_nfg(read.to_nfg())


def write_efg(game: StrategicGame, title: str = "") -> str:
    """A strategic game as the text of a ``.efg`` file: players move in turn and see no other move.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``.

    >>> dilemma = StrategicGame.from_payoffs(["A", "B"], [[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> print(write_efg(dilemma).splitlines()[4])
    t "" 1 "" { 3, 3 }

    Source: Savani and Turocy (2025).
    """
    of_kind(game, StrategicGame, place="subject of write_efg")
    of_kind(title, str, place="the title of the game")
    outcomes = count(1)

    def below(profile: tuple[str, ...]) -> Iterator[str]:
        depth = len(profile)
        if depth == len(game.players):
            paid = ", ".join(str(x) for x in game.payoff(profile).values())
            yield f't "" {next(outcomes)} "" {{ {paid} }}'
            return
        actions = " ".join(map(_quoted, game.actions[depth]))
        yield f'p "" {depth + 1} 1 "" {{ {actions} }} 0'
        for action in game.actions[depth]:
            yield from below((*profile, action))

    players = " ".join(map(_quoted, game.players))
    return "\n".join([f"EFG 2 R {_quoted(title)} {{ {players} }}", '""', *below(())]) + "\n"


def _quoted(name: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def pygambit(purpose: str) -> ModuleType:
    """pygambit, or ``IntercityError`` with the command that installs it."""
    try:
        import pygambit as found
    except ImportError:
        message = f"pygambit is needed {purpose}: pip install 'intercity[engines]'"
        raise IntercityError(message) from None
    return found  # type: ignore[no-any-return]
