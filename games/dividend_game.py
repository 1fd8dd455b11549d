"""A game written as a sum of unanimity games:
what each listed group adds once all of it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from games.coalitional import Sense
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.players import Coalition, coalition_name, members_named, validated_players

__all__ = ["DividendGame"]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class DividendGame:
    """A game written as a sum of unanimity games:
    what each listed group adds once all of it is there.

        v(S) = sum of d(T) over the listed groups T inside S

    One group is a *unanimity game*, groups of one city make an *additive game*, groups of two a
    game on a network of pairs. Every game can be written so, with Harsanyi's dividends d; a short
    list of them describes a game of hundreds of cities.

    Players, and a dividend for each listed group of them (a name, or several).

    Errors: ``InvalidInput`` names the group that is empty, stands twice or names a stranger.

    >>> ring = DividendGame(["A", "B", "C"], {("A", "B"): 6, ("B", "C"): 4, "C": -1})
    >>> pair = DividendGame.unanimity(["A", "B", "C"], ["A", "B"])
    >>> ring.worth(["B", "C"]), pair.worth(["A", "C"])
    (Fraction(3, 1), Fraction(0, 1))

    Source: Shapley (1953); Harsanyi (1959); Deng and Papadimitriou (1994) for pairs; Ieong and
    Shoham (2005), Marginal contribution nets.
    """

    players: tuple[str, ...]
    dividends: Mapping[Coalition, Fraction]
    sense: Sense

    def __init__(
        self, players: Iterable[str], dividends: Mapping[Any, Any], sense: Sense = "gain"
    ) -> None:
        names = validated_players(players)
        of_kind(dividends, Mapping, place="list of dividends", hint="a number for each group")
        if not isinstance(sense, str) or sense not in ("gain", "cost"):
            raise InvalidInput("sense", sense, '"gain" or "cost"')
        found: dict[Coalition, Fraction] = {}
        for group, amount in dividends.items():
            named = members_named(group, names, "group")
            members = tuple(name for name in names if name in named)
            place = f"dividend of {coalition_name(members)}"
            if not members or members in found:
                raise InvalidInput(place, amount, "of a group with members, given once")
            found[members] = exact(amount, place)
        object.__setattr__(self, "players", names)
        object.__setattr__(self, "dividends", MappingProxyType(found))
        object.__setattr__(self, "sense", sense)

    @classmethod
    def unanimity(
        cls, players: Iterable[str], carrier: Iterable[str], amount: Any = 1
    ) -> DividendGame:
        """Worth ``amount`` to every coalition that holds all of the carrier, else nothing."""
        names = validated_players(players)
        return cls(names, {tuple(members_named(carrier, names, "carrier")): amount})

    @classmethod
    def additive(cls, worths: Mapping[str, Any], sense: Sense = "gain") -> DividendGame:
        """Every coalition makes what its members make alone."""
        of_kind(worths, Mapping, place="list of worths", hint="a number for each player")
        return cls(worths, worths, sense)

    def worth(self, coalition: Iterable[str]) -> Fraction:
        """v(S); ``InvalidInput`` names who is no player."""
        named = members_named(coalition, self.players)
        inside = (d for group, d in self.dividends.items() if named.issuperset(group))
        return sum(inside, Fraction(0))

    def __hash__(self) -> int:
        return hash((self.players, frozenset(self.dividends.items()), self.sense))

    def __reduce__(self) -> tuple[Any, ...]:
        return DividendGame, (self.players, dict(self.dividends), self.sense)

    def __repr__(self) -> str:
        return f"DividendGame({len(self.players)} players, {len(self.dividends)} groups)"
