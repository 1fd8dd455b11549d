"""Roommates: cities that pair up among themselves, each with a ranking of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from games.errors import InvalidInput, of_kind
from games.players import validated_players

__all__ = ["Roommates"]


@dataclass(frozen=True, init=False, slots=True)
class Roommates:
    """Roommates: cities that pair up among themselves, each with a ranking of the others.

    There are no two sides: any city may be the partner of any other, as twin cities are. A pairing
    is stable if no two cities would rather be with each other than as they are; there need be none.

    ``rankings``: for each city the others that it accepts, best first; it would rather be alone
    than with one that it does not name.

    Errors: ``InvalidInput`` names a city that stands twice, ranks itself, or is not there.

    >>> twins = Roommates({"A": ["B", "C"], "B": ["C", "A"], "C": ["A", "B"]})
    >>> twins.cities, twins.prefers("A", "B", "C"), twins.prefers("A", "C", None)
    (('A', 'B', 'C'), True, True)

    Source: Gale and Shapley (1962), College admissions and the stability of marriage.
    """

    rankings: Mapping[str, tuple[str, ...]]

    def __init__(self, rankings: Mapping[str, Sequence[str]]) -> None:
        of_kind(rankings, Mapping, place="the rankings", hint="the others by city, best first")
        names = validated_players(rankings, "city")
        found = {}
        for city, ranked in rankings.items():
            if isinstance(ranked, str) or not isinstance(ranked, Sequence):
                raise InvalidInput(f"ranking of {city}", ranked, "a list of other cities")
            for other in ranked:
                if other not in names or other == city:
                    others = [name for name in names if name != city]
                    raise InvalidInput(f"a city in the ranking of {city}", other, others)
            if len(set(ranked)) < len(ranked):
                raise InvalidInput(f"ranking of {city}", list(ranked), "each city once")
            found[city] = tuple(ranked)
        object.__setattr__(self, "rankings", found)

    @property
    def cities(self) -> tuple[str, ...]:
        """Who pairs up."""
        return tuple(self.rankings)

    def prefers(self, city: str, one: str | None, other: str | None) -> bool:
        """Whether a city would rather be with one than with the other (``None``: alone)."""
        ranked: tuple[str | None, ...] = (*self.rankings[city], None)
        ranks = [ranked.index(x) if x in ranked else len(ranked) for x in (one, other)]
        return ranks[0] < ranks[1]

    def __hash__(self) -> int:
        return hash(tuple(self.rankings.items()))
