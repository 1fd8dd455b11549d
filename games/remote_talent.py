"""Remote talent: people who live in the hub and work for a small city, or come to live there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import within
from games.errors import InvalidInput, all_of_kind
from games.exact import exact
from games.players import validated_players

__all__ = ["RemoteTalent", "Talent"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, init=False, slots=True)
class Talent:
    """A kind of people whom a small city would have work for it.

    ``number``: so many. ``wage``: what the hub pays them. ``in_hub``, ``remote``, ``at_home``: what
    each makes, for firms of the hub, for firms of the small city from the hub, and living there.
    ``trips``: what it takes to make good the way between the two; ``amenity``: what it takes to
    live in the small city instead of the hub. ``newcomers``: the part of them who would otherwise
    be in neither city.

    Errors: ``InvalidInput`` names the number that cannot be right.

    See ``RemoteTalent`` for the concept, an example and its source.
    """

    name: str
    number: Fraction
    wage: Fraction
    in_hub: Fraction
    remote: Fraction
    at_home: Fraction
    trips: Fraction
    amenity: Fraction
    newcomers: Fraction

    def __init__(
        self,
        name: str,
        *,
        wage: Any,
        in_hub: Any,
        remote: Any,
        at_home: Any = 0,
        number: Any = 1,
        trips: Any = 0,
        amenity: Any = 0,
        newcomers: Any = 0,
    ) -> None:
        validated_players([name], "kind")
        for field, found in {
            "name": name,
            "number": within(number, f"number of {name}", "more than 0"),
            "wage": within(wage, f"wage of {name}", "0 or more"),
            "in_hub": within(in_hub, f"what {name} make in the hub", "0 or more"),
            "remote": within(remote, f"what {name} make from afar", "0 or more"),
            "at_home": within(at_home, f"what {name} make at home", "0 or more"),
            "trips": within(trips, f"trips of {name}", "0 or more"),
            "amenity": exact(amenity, f"amenity to {name}"),
            "newcomers": within(newcomers, f"newcomers among {name}", "between 0 and 1"),
        }.items():
            object.__setattr__(self, field, found)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class RemoteTalent:
    """Remote talent: people who live in the hub and work for a small city, or come to live there.

    Value of two kinds is made: that of *production*, what they make less what they are paid, goes
    to the city whose firms they work for; that of *residence* (homes, shops, taxes on income) to
    the city where they live. For each of a kind, against the small city doing nothing,

        remote    home  remote - (wage + trips) - desk
                  hub   desk + newcomers residence_hub - (1 - newcomers) (in_hub - wage)
        at home   home  at_home - (wage + amenity) + residence_home
                  hub   - (1 - newcomers) (in_hub - wage + residence_hub)

    They are paid what makes either as good for them as to live and work in the hub.

    A small city, a hub, and kinds of people.

    ``residence``: what a resident is worth to each city a year, by name, 0 or more. ``desk``: what
    the small city pays the hub for each one's room in the enclave.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> engineers = Talent("engineers", wage=5, in_hub=7, remote=9, at_home=8, trips=1, amenity=3)
    >>> region = RemoteTalent("Quzhou", "Hangzhou", [engineers], desk=1,
    ...                       residence={"Quzhou": 2, "Hangzhou": 3})
    >>> region.gains(engineers, "remote"), region.gains(engineers, "at home")
    ... # doctest: +NORMALIZE_WHITESPACE
    ({'Quzhou': Fraction(2, 1), 'Hangzhou': Fraction(-1, 1)},
     {'Quzhou': Fraction(2, 1), 'Hangzhou': Fraction(-5, 1)})

    Source: Braid (1996), Symmetric tax competition with multiple jurisdictions in each metropolitan
    area, and Wildasin (1986), Urban Public Finance, for taxes where people live or work; that "work
    and life are carried out in Hangzhou" is Hu and Zhang's (2024).
    """

    home: str
    hub: str
    kinds: tuple[Talent, ...]
    residence: tuple[Fraction, Fraction]
    desk: Fraction

    def __init__(
        self,
        home: str,
        hub: str,
        kinds: Iterable[Talent],
        *,
        residence: Mapping[str, Any],
        desk: Any = 0,
    ) -> None:
        names = validated_players([home, hub], "city")
        found = all_of_kind(kinds, Talent, place="the kinds of people")
        validated_players([kind.name for kind in found], "kind")
        if not isinstance(residence, Mapping) or set(residence) != set(names):
            raise InvalidInput(
                "the worth of residents", residence, f"a number for {home} and {hub}"
            )
        for field, value in {
            "home": home,
            "hub": hub,
            "kinds": found,
            "residence": tuple(
                within(residence[city], f"worth of a resident to {city}", "0 or more")
                for city in names
            ),
            "desk": within(desk, "the price of a desk", "0 or more"),
        }.items():
            object.__setattr__(self, field, value)

    def split(self, kind: Talent, way: str) -> dict[str, dict[str, Fraction]]:
        """Who has the value of production, of residence and of desks, all of the kind together.

        ``way``: "hub" (they live and work there), "remote" or "at home". Newcomers are in neither
        city with "hub".
        """
        production = dict.fromkeys((self.home, self.hub), ZERO)
        residence, desks = dict(production), dict(production)
        n, there = kind.number, ONE - kind.newcomers
        if way == "hub":
            production[self.hub] = n * there * (kind.in_hub - kind.wage)
            residence[self.hub] = n * there * self.residence[1]
        elif way == "remote":
            production[self.home] = n * (kind.remote - kind.wage - kind.trips)
            residence[self.hub] = n * self.residence[1]
            desks = {self.home: -n * self.desk, self.hub: n * self.desk}
        elif way == "at home":
            production[self.home] = n * (kind.at_home - kind.wage - kind.amenity)
            residence[self.home] = n * self.residence[0]
        else:
            raise InvalidInput("the way to work", way, ("hub", "remote", "at home"))
        return {"production": production, "residence": residence, "desks": desks}

    def gains(self, kind: Talent, way: str) -> dict[str, Fraction]:
        """What each city has more than if all of the kind were left to the hub."""
        now, before = self.split(kind, way), self.split(kind, "hub")
        return {
            city: sum((now[value][city] - before[value][city] for value in now), ZERO)
            for city in (self.home, self.hub)
        }

    def __repr__(self) -> str:
        return f"RemoteTalent({self.home}, {self.hub}; {len(self.kinds)} kinds)"
