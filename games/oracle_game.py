"""A game given by oracles: functions that are asked, where a table of 2^n worths would not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.coalitional import Sense
from games.errors import InvalidInput
from games.players import Coalition, members_named, told_worth, validated_players

__all__ = ["OracleGame"]


@dataclass(frozen=True, slots=True)
class OracleGame:
    """A game given by oracles: functions that are asked, where a table of 2^n worths would not fit.

    A *value oracle* says what a coalition is worth. A *separation oracle*, if there is one, says
    which coalition is most unhappy with given payoffs: the one with the greatest v(S) - x(S) (for
    costs: x(S) - c(S)).

    Players, ``value``: a coalition's worth, ``separation``: who is most unhappy with payoffs.

    ``value`` is given a tuple of names in the players' order, never an empty one. ``separation``
    is given a mapping from names to payoffs and answers with names; without it, coalitions are
    looked for by adding and dropping cities.

    >>> ring = OracleGame(["A", "B", "C"], lambda coalition: 60 if len(coalition) >= 2 else 0)
    >>> ring.worth(["C", "A"])
    Fraction(60, 1)

    Where worths come from an integer program, ``solvers.ProgramGame`` proves what an oracle only
    says.

    Source: Grötschel, Lovász and Schrijver (1981) for the oracles; Bachrach and others (2009).
    """

    players: tuple[str, ...]
    value: Callable[[Coalition], Any]
    separation: Callable[[Mapping[str, float]], Iterable[str]] | None = None
    sense: Sense = "gain"

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", validated_players(self.players))
        for name, given in (("value", self.value), ("separation", self.separation)):
            if given is not None and not callable(given):
                raise InvalidInput(f"the {name} oracle", given, "a function")
        if not isinstance(self.sense, str) or self.sense not in ("gain", "cost"):
            raise InvalidInput("sense", self.sense, '"gain" or "cost"')

    def worth(self, coalition: Iterable[str]) -> Fraction:
        """v(S), exact; 0 for the empty coalition. ``InvalidInput`` names what is no player."""
        named = members_named(coalition, self.players)
        members = tuple(name for name in self.players if name in named)
        if not members:
            return Fraction(0)
        return told_worth(self.value, members)

    def __repr__(self) -> str:
        return f"OracleGame({len(self.players)} players)"
