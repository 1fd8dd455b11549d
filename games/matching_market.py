"""Matching market: cities and hubs that rank each other, and how many cities each hub can take."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from games.by_city import one_of, whole
from games.errors import InvalidInput, of_kind
from games.players import validated_players

__all__ = ["MatchingMarket"]

Ranks = npt.NDArray[np.int64]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class MatchingMarket:
    """Matching market: cities and hubs that rank each other, and how many cities each hub can take.

    Every city has a list of the hubs that it would go to, every hub a list of the cities that it
    would take, best first; who is not on a list is worse than nobody. A hub h takes up to q_h
    cities, and prefers sets as its list says one by one (its preferences are *responsive*).

    Two sides with their lists, best first, and the hubs' quotas.

    ``cities``: for each city its list of hubs. ``hubs``: for each hub its list of cities. An empty
    list: it takes part in no pair. ``quotas``: places of each hub, by name, a whole number from 0;
    1 where not given. A pair can form only if each is on the other's list.

    ``city_lists`` and ``hub_lists`` hold the lists as places in ``hubs`` and ``cities``.
    ``city_ranks[c, h]``: the place of hub h on the list of city c, the number of hubs if it is not
    on it; ``hub_ranks[h, c]`` likewise. Both are read-only.

    Errors: ``InvalidInput`` names who lists whom.

    >>> market = MatchingMarket(
    ...     cities={"Quzhou": ["Hangzhou", "Ningbo"], "Lishui": ["Hangzhou"]},
    ...     hubs={"Hangzhou": ["Lishui", "Quzhou"], "Ningbo": ["Quzhou"]})
    >>> market
    MatchingMarket(2 cities, 2 hubs with 2 places)
    >>> market.prefers_hub("Quzhou", "Hangzhou", "Ningbo"), market.quota("Ningbo")
    (True, 1)

    Source: Gale and Shapley (1962), College admissions and the stability of marriage, American
    Mathematical Monthly 69, 9-15; Roth (1985) for responsive preferences.
    """

    cities: tuple[str, ...]
    hubs: tuple[str, ...]
    quotas: tuple[int, ...]
    city_lists: tuple[tuple[int, ...], ...]
    hub_lists: tuple[tuple[int, ...], ...]
    city_ranks: Ranks = field(compare=False)
    hub_ranks: Ranks = field(compare=False)

    def __init__(
        self,
        cities: Mapping[str, Sequence[str]],
        hubs: Mapping[str, Sequence[str]],
        quotas: Mapping[str, int] | None = None,
    ) -> None:
        for side, given in (("cities", cities), ("hubs", hubs)):
            if not isinstance(given, Mapping):
                raise InvalidInput(side, given, "a list of the other side for each name")
        names, centres = validated_players(cities, "city"), validated_players(hubs, "hub")
        for name in names:
            if name in hubs:
                raise InvalidInput("a hub", name, "none of the cities")
        places = {} if quotas is None else quotas
        of_kind(places, Mapping, place="the quotas", hint="how many cities each hub can take")
        for hub in places:
            if hub not in hubs:
                raise InvalidInput("a hub with a quota", hub, centres)
        for part, found in {
            "cities": names,
            "hubs": centres,
            "quotas": tuple(whole(places.get(hub, 1), f"quota of {hub}", 0) for hub in centres),
            "city_lists": _lists(cities, centres),
            "hub_lists": _lists(hubs, names),
        }.items():
            object.__setattr__(self, part, found)
        object.__setattr__(self, "city_ranks", _ranks(self.city_lists, len(centres)))
        object.__setattr__(self, "hub_ranks", _ranks(self.hub_lists, len(names)))

    def quota(self, hub: str) -> int:
        """How many cities a hub can take."""
        if hub not in self.hubs:
            raise InvalidInput("a hub", hub, self.hubs)
        return self.quotas[self.hubs.index(hub)]

    def wishes(self, name: str) -> tuple[str, ...]:
        """The list of a city or a hub, by name, best first."""
        if name in self.cities:
            return tuple(self.hubs[h] for h in self.city_lists[self.cities.index(name)])
        if name not in self.hubs:
            raise InvalidInput("a city or hub", name, (*self.cities, *self.hubs))
        at = self.hubs.index(name)
        return tuple(self.cities[c] for c in self.hub_lists[at])

    def prefers_hub(self, city: str, one: str, other: str | None) -> bool:
        """Whether a city would rather have the first hub than the other (``None``: than no hub)."""
        one_of(city, self.cities, "a city")
        for hub in (one, other):
            if hub is not None:
                one_of(hub, self.hubs, "a hub")
        wishes = self.wishes(city)
        return one in wishes and (other not in wishes or wishes.index(one) < wishes.index(other))

    def reported(self, name: str, wishes: Iterable[str]) -> MatchingMarket:
        """The market in which one city or hub hands in another list."""
        self.wishes(name)  # or says that there is no such name
        lists = {who: self.wishes(who) for who in (*self.cities, *self.hubs)}
        lists[name] = tuple(wishes)
        return MatchingMarket(
            {city: lists[city] for city in self.cities},
            {hub: lists[hub] for hub in self.hubs},
            dict(zip(self.hubs, self.quotas, strict=True)),
        )

    def __repr__(self) -> str:
        return (
            f"MatchingMarket({len(self.cities)} cities, {len(self.hubs)} hubs with "
            f"{sum(self.quotas)} places)"
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(', '.join(self.wishes(name)))}</td>"
            "</tr>"
            for name in (*self.cities[:16], *self.hubs[:16])
        )
        return f"<table><tr><th>name</th><th>would have</th></tr>{rows}</table>"


def _lists(
    given: Mapping[str, Sequence[str]], others: tuple[str, ...]
) -> tuple[tuple[int, ...], ...]:
    places = {name: k for k, name in enumerate(others)}
    found = []
    for name, wishes in given.items():
        if isinstance(wishes, str) or not isinstance(wishes, Iterable):
            raise InvalidInput(f"the list of {name}", wishes, "a list of names, best first")
        try:
            listed = tuple([places[other] for other in wishes])
        except (KeyError, TypeError):
            bad = next(o for o in wishes if not isinstance(o, str) or o not in places)
            raise InvalidInput(f"an entry on the list of {name}", bad, others) from None
        if len(set(listed)) < len(listed):
            twice = next(others[k] for k in listed if listed.count(k) > 1)
            raise InvalidInput(
                f"an entry on the list of {name}", twice, "on it once: lists are strict"
            )
        found.append(listed)
    return tuple(found)


def _ranks(lists: tuple[tuple[int, ...], ...], others: int) -> Ranks:
    found = np.full((len(lists), others), others, dtype=np.int64)
    places = np.arange(others)
    for row, listed in zip(found, lists, strict=True):
        row[np.array(listed, dtype=np.int64)] = places[: len(listed)]
    found.setflags(write=False)
    return found
