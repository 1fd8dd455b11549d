"""Pairing game: what each pair of a hub and a city brings to the one and to the other."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, in_order, numbers, one_of, truth, whole, within
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.matching_market import MatchingMarket
from games.players import validated_players

__all__ = ["MandatedPairing", "PairingGame"]

ZERO = Fraction(0)
Table = Mapping[str, ByCity] | Sequence[ByCity]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class PairingGame:
    """Pairing game: what each pair of a hub and a city brings to the one and to the other.

    If hub h takes the set T of cities, and every city has at most one hub, they make together

        sum over T of (to_hub[h][c] + to_city[h][c]) - gamma_h |T| (|T| - 1) / 2, |T| <= capacity_h,

    since the k-th city at a hub costs it gamma_h (k - 1) in crowding. Who is in no pair has 0.

    Hubs, cities, and what a pair brings to each of its two sides, per period.

    ``to_hub``, ``to_city``: a row for each hub, a number for each city, by name or in order; what a
    mapping leaves out is 0, and may be negative. ``capacity``: how many cities a hub can take, a
    whole number from 0; 1 where not given. ``crowding``: gamma_h >= 0; 0 where not given.

    Errors: ``InvalidInput`` names the hub, city or number that cannot be right.

    >>> region = PairingGame(["Hangzhou"], ["Quzhou", "Lishui"], to_hub=[[5, 1]], to_city=[[3, 4]],
    ...                      capacity={"Hangzhou": 2}, crowding={"Hangzhou": 2})
    >>> both = {"Quzhou": "Hangzhou", "Lishui": "Hangzhou"}
    >>> region.surplus("Hangzhou", "Quzhou"), region.value(both)
    (Fraction(8, 1), Fraction(11, 1))

    ``market`` is what remains if pairs may not pay each other: each side's list by what it gets
    itself.

    Source: Shapley and Shubik (1971) with one place each; Crawford and Knoer (1981) and Kelso and
    Crawford (1982) with several. Hubs and cities are the "mountains" and "sea" of Hu and Zhang
    (2024).
    """

    hubs: tuple[str, ...]
    cities: tuple[str, ...]
    to_hub: tuple[tuple[Fraction, ...], ...]
    to_city: tuple[tuple[Fraction, ...], ...]
    capacity: tuple[int, ...]
    crowding: tuple[Fraction, ...]

    def __init__(
        self,
        hubs: Iterable[str],
        cities: Iterable[str],
        to_hub: Table,
        to_city: Table,
        *,
        capacity: Mapping[str, int] | Sequence[int] | None = None,
        crowding: ByCity | None = None,
    ) -> None:
        centres, names = validated_players(hubs, "hub"), validated_players(cities, "city")
        for name in names:
            if name in centres:
                raise InvalidInput("a city", name, "none of the hubs")
        places = in_order(capacity, centres, "capacity", "hub")
        slopes = numbers(crowding, centres, "crowding", ZERO, "hub")
        for part, found in {
            "hubs": centres,
            "cities": names,
            "to_hub": _table(to_hub, centres, names, "what {} gets"),
            "to_city": _table(to_city, centres, names, "what a city gets with {}"),
            "capacity": tuple(
                1 if given is None else whole(given, f"capacity of {hub}", 0)
                for hub, given in zip(centres, places, strict=True)
            ),
            "crowding": tuple(
                within(slope, f"crowding of {hub}", "0 or more")
                for hub, slope in zip(centres, slopes, strict=True)
            ),
        }.items():
            object.__setattr__(self, part, found)

    def surplus(self, hub: str, city: str) -> Fraction:
        """What a pair makes together, before crowding."""
        h, c = self.place(hub, city)
        return self.to_hub[h][c] + self.to_city[h][c]

    def place(self, hub: str, city: str) -> tuple[int, int]:
        """Where a pair stands in the tables; ``InvalidInput`` for an unknown name."""
        for name, side, what in ((hub, self.hubs, "a hub"), (city, self.cities, "a city")):
            one_of(name, side, what)
        return self.hubs.index(hub), self.cities.index(city)

    def crowd(self, hub: str, n: int) -> Fraction:
        """What n cities at a hub cost it in crowding."""
        n = whole(n, "the number of cities", 0)
        return self.crowding[self.hubs.index(one_of(hub, self.hubs, "a hub"))] * (n * (n - 1) // 2)

    def partners(self, pairs: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """The cities of each hub; ``InvalidInput`` where it has no room for them.

        ``pairs``: the hub of each city that has one.
        """
        of_kind(pairs, Mapping, place="the pairs", hint="the hub of each city")
        found: dict[str, list[str]] = {hub: [] for hub in self.hubs}
        known = set(self.cities)
        for city, hub in pairs.items():
            if not isinstance(hub, str) or hub not in found or city not in known:
                self.place(hub, city)  # says which of the two is unknown
            found[hub].append(city)
        for (hub, taken), places in zip(found.items(), self.capacity, strict=True):
            if len(taken) > places:
                raise InvalidInput(
                    f"the list of cities of {hub}", ", ".join(taken), f"at most {places} of them"
                )
        return {hub: tuple(taken) for hub, taken in found.items()}

    def value(self, pairs: Mapping[str, str]) -> Fraction:
        """The joint payoff of all cities and hubs in a pairing."""
        crowds = (self.crowd(hub, len(taken)) for hub, taken in self.partners(pairs).items())
        made = (self.surplus(hub, city) for city, hub in pairs.items())
        return sum(made, ZERO) - sum(crowds, ZERO)

    def only(self, *hubs: str) -> PairingGame:
        """The same cities with these hubs alone."""
        rows = [self.place(hub, self.cities[0])[0] for hub in hubs]
        return PairingGame(
            hubs,
            self.cities,
            [self.to_hub[h] for h in rows],
            [self.to_city[h] for h in rows],
            capacity=[self.capacity[h] for h in rows],
            crowding=[self.crowding[h] for h in rows],
        )

    @property
    def market(self) -> MatchingMarket:
        """Lists by what each would get itself, nobody paying anybody: only what is above 0.

        Where two bring the same, who is named first stands first: other pairings may then be
        stable, too, and better for all (``stable_pairings``). ``InvalidInput`` with crowding, under
        which what a city brings depends on who else is there.
        """
        for hub, slope in zip(self.hubs, self.crowding, strict=True):
            if slope:
                raise InvalidInput(f"crowding of {hub}", slope, "0 where hubs have lists")
        columns = list(zip(*self.to_city, strict=True))
        return MatchingMarket(
            {city: _ranking(self.hubs, columns[c]) for c, city in enumerate(self.cities)},
            {hub: _ranking(self.cities, self.to_hub[h]) for h, hub in enumerate(self.hubs)},
            dict(zip(self.hubs, self.capacity, strict=True)),
        )

    @property
    def ties(self) -> bool:
        """Whether somebody is indifferent between two partners, or one and nobody, if none pays.

        Only pairs count in which neither would rather have nobody. Without ties ``market`` says all
        about who would leave whom.

        >>> PairingGame(["H", "K"], ["a"], [[1], [1]], [[3], [2]]).ties
        False
        """
        rows = range(len(self.hubs)), range(len(self.cities))
        both = {
            (h, c)
            for h in rows[0]
            for c in rows[1]
            if self.capacity[h] and min(self.to_hub[h][c], self.to_city[h][c]) >= 0
        }
        own = [[self.to_hub[h][c] for c in rows[1] if (h, c) in both] for h in rows[0]]
        own += [[self.to_city[h][c] for h in rows[0] if (h, c) in both] for c in rows[1]]
        return any(ZERO in worths or len(set(worths)) < len(worths) for worths in own)

    def __repr__(self) -> str:
        places = sum(self.capacity)
        return f"PairingGame({len(self.hubs)} hubs with {places} places, {len(self.cities)} cities)"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(city)}</th>" for city in self.cities[:16])
        rows = "".join(
            f"<tr><td>{html.escape(hub)}</td>"
            + "".join(
                f"<td>{approximately(mine)} + {approximately(theirs)}</td>"
                for mine, theirs in list(zip(self.to_hub[h], self.to_city[h], strict=True))[:16]
            )
            + "</tr>"
            for h, hub in enumerate(self.hubs[:16])
        )
        return f"<table><tr><th>to hub + to city</th>{head}</tr>{rows}</table>"


@dataclass(frozen=True, slots=True)
class MandatedPairing:
    """A pairing that somebody above the cities has ordered, with the payments that go with it.

    ``pairs``: the hub of each city that was given one. ``paid``: what a city pays its hub per
    period, negative if the hub pays; 0 where not given. ``consent``: whether a change of a mandated
    pair needs the consent of who ordered it. ``credit``: by name, what it is worth to a hub or city
    that it keeps all of its mandated pairs (money or favour from above); 0 where not given.

    Errors: ``InvalidInput`` where a hub has no room, where a city pays without a hub, and for a
    credit to somebody without a mandated pair.

    See ``PairingGame`` for the concept and its source.

    >>> region = PairingGame(["Hangzhou"], ["Quzhou", "Lishui"], to_hub=[[5, 1]], to_city=[[3, 4]])
    >>> order = MandatedPairing(region, {"Quzhou": "Hangzhou"}, paid={"Quzhou": 1})
    >>> order.pairs, order.paid["Quzhou"]
    ({'Quzhou': 'Hangzhou'}, Fraction(1, 1))
    """

    game: PairingGame
    pairs: Mapping[str, str] = field(hash=False)
    paid: Mapping[str, Any] | None = field(default=None, hash=False)
    consent: bool = False
    credit: Mapping[str, Any] | None = field(default=None, hash=False)

    def __post_init__(self) -> None:
        of_kind(self.game, PairingGame, place="the game of a mandate")
        game, given = self.game, self.pairs
        if not isinstance(given, Mapping):
            raise InvalidInput("the mandated pairs", given, "the hub of each city")
        game.partners(given)
        truth(self.consent, "consent")
        object.__setattr__(self, "pairs", {c: given[c] for c in game.cities if c in given})
        paid = {} if self.paid is None else self.paid
        favours = {} if self.credit is None else self.credit
        of_kind(paid, Mapping, place="what cities pay their hubs", hint="a number by city")
        of_kind(favours, Mapping, place="the credit", hint="a number by hub or city")
        for city in paid:
            if city not in given:
                raise InvalidInput("a city that pays its hub", city, "one with a mandated hub")
        sums = {city: exact(paid.get(city, 0), f"what {city} pays") for city in self.pairs}
        object.__setattr__(self, "paid", sums)
        named = [*dict.fromkeys(self.pairs.values()), *self.pairs]
        for name in favours:
            if name not in named:
                raise InvalidInput("who has a credit", name, "one with a mandated pair")
        credit = {
            name: within(worth, f"credit of {name}", "0 or more") for name, worth in favours.items()
        }
        object.__setattr__(self, "credit", credit)

    def credit_of(self, name: str) -> Fraction:
        """What keeping its mandated pairs is worth to a hub or city."""
        one_of(name, (*self.game.hubs, *self.game.cities), "a hub or city")
        found: Fraction = (self.credit or {}).get(name, ZERO)
        return found

    @property
    def payoffs(self) -> dict[str, Fraction]:
        """What each hub and city has under the mandate."""
        game, paid = self.game, self.paid or {}
        found = {
            hub: -game.crowd(hub, len(taken))
            + sum((game.to_hub[game.hubs.index(hub)][game.cities.index(c)] for c in taken), ZERO)
            + sum((paid[c] for c in taken), self.credit_of(hub))
            for hub, taken in game.partners(self.pairs).items()
        }
        for c, city in enumerate(game.cities):
            hub = self.pairs.get(city)
            found[city] = (
                ZERO
                if hub is None
                else game.to_city[game.hubs.index(hub)][c] - paid[city] + self.credit_of(city)
            )
        return found


def _table(
    given: Table, hubs: tuple[str, ...], cities: tuple[str, ...], what: str
) -> tuple[tuple[Fraction, ...], ...]:
    rows: Any = given
    return tuple(
        numbers({} if row is None else row, cities, what.format(hub), ZERO)
        for hub, row in zip(hubs, in_order(rows, hubs, "row of values", "hub"), strict=True)
    )


def _ranking(names: tuple[str, ...], worths: Sequence[Fraction]) -> list[str]:
    order = sorted(range(len(names)), key=lambda k: -worths[k])
    return [names[k] for k in order if worths[k] > 0]
