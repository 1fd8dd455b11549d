"""Housing markets: cities that each own one thing, and rank all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from games.errors import InvalidInput, Told, of_kind
from games.players import validated_players

__all__ = ["HousingMarket"]


@dataclass(frozen=True, init=False, slots=True)
class HousingMarket:
    """Housing markets: cities that each own one thing, and rank all of them.

    Sites in each other's parks, or places in programmes, that are swapped without money.

    ``owned``: what each city owns. ``rankings``: for each city the things that it would have, best
    first; what it does not name it would not have. ``acceptable``: what a city would give its own
    for, and last its own.

    Errors: ``InvalidInput`` names the city or thing that cannot be right.

    >>> swap = HousingMarket({"A": "quay", "B": "lab"}, {"A": ["lab", "quay"], "B": ["quay"]})
    >>> swap.cities, swap.rankings["B"], swap.acceptable("B")
    (('A', 'B'), ('quay',), ('quay', 'lab'))

    Source: Shapley and Scarf (1974), On cores and indivisibility.
    """

    owned: Mapping[str, str]
    rankings: Mapping[str, tuple[str, ...]]

    def __init__(self, owned: Mapping[str, str], rankings: Mapping[str, Sequence[str]]) -> None:
        of_kind(owned, Mapping, place="what is owned", hint="one thing by city")
        of_kind(rankings, Mapping, place="the rankings", hint="things by city, best first")
        names = validated_players(owned, "city")
        things = validated_players(list(owned.values()), "thing")
        found = {}
        for city in rankings:
            if city not in owned:
                raise InvalidInput("a city with a ranking", city, names)
        for city in names:
            ranked = rankings.get(city, ())
            if isinstance(ranked, str) or not isinstance(ranked, Sequence):
                raise InvalidInput(f"ranking of {city}", ranked, "a list of things")
            for thing in ranked:
                if thing not in things:
                    raise InvalidInput(f"a thing in the ranking of {city}", thing, things)
            if len(set(ranked)) < len(ranked):
                raise InvalidInput(f"ranking of {city}", Told("one thing twice"), "each once")
            found[city] = tuple(ranked)
        object.__setattr__(self, "owned", dict(owned))
        object.__setattr__(self, "rankings", found)

    @property
    def cities(self) -> tuple[str, ...]:
        """Who owns something."""
        return tuple(self.owned)

    def acceptable(self, city: str) -> tuple[str, ...]:
        """The things that a city ranks above its own, best first, and last its own."""
        ranked, own = self.rankings[city], self.owned[city]
        cut = ranked.index(own) if own in ranked else len(ranked)
        return (*ranked[:cut], own)

    def __hash__(self) -> int:
        return hash((tuple(self.owned.items()), tuple(self.rankings.items())))
