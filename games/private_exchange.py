"""An exchange of which a city alone knows what a lot is worth to it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from games.by_city import ByCity, in_order, one_of, whole
from games.errors import InvalidInput, Told, of_kind
from games.exchange_market import ExchangeMarket
from games.players import validated_players
from games.private_types import Prior, number_prior

__all__ = ["PrivateExchange", "both_sides", "lots_by_city"]

MOST_LOTS = 100


@dataclass(frozen=True, init=False, slots=True, repr=False)
class PrivateExchange:
    """An exchange of which a city alone knows what a lot is worth to it.

    Each buyer would buy a lot, or several, worth v each to it; each seller has some, worth c each
    to it if it keeps them. What the others hold possible is a prior; cities are independent of each
    other. If all were known,

        E max over m of  (v_1 + ... + v_m) - (c_1 + ... + c_m),  lot by lot, the best of them first,

    would be gained on average.

    Buyers and sellers of lots, and what the others believe about what a lot is worth to each.

    ``buyers``, ``sellers``: by city its types, which are numbers from 0 on, alike likely or with
    probabilities. Kept as a probability by type, from the least type up. At least one of each.
    ``lots``: by city how many it would buy or sell, all worth the same to it; 1 where not given.

    Errors: ``InvalidInput`` names the city, and the type or probability that cannot be right.

    >>> quota = PrivateExchange({"Harbour": [5, 9], "Port": {4: 0.25, 8: 0.75}},
    ...                         {"Uplands": [2, 6]})
    >>> quota.cities, quota.profiles, quota.buyers["Port"][4]
    (('Harbour', 'Port', 'Uplands'), 8, Fraction(1, 4))
    >>> quota.market([9, 4, 2]).bids["Harbour"]
    (Fraction(9, 1),)

    Here is data only: the rules that clear it are in ``mechanisms``.

    Source: Gresik and Satterthwaite (1989), The rate at which a simple market converges to
    efficiency as the number of traders increases.
    """

    buyers: Mapping[str, Prior]
    sellers: Mapping[str, Prior]
    lots: Mapping[str, int]

    def __init__(
        self,
        buyers: Mapping[str, Any],
        sellers: Mapping[str, Any],
        lots: Mapping[str, int] | None = None,
    ) -> None:
        both_sides(buyers, sellers, "the types of each, by name")
        for side, given in (("buyers", buyers), ("sellers", sellers)):
            read = {city: number_prior(types, city) for city, types in given.items()}
            for city, prior in read.items():
                if min(prior) < 0:
                    raise InvalidInput(f"a type of {city}", min(prior), "0 or more")
            object.__setattr__(self, side, MappingProxyType(read))
        object.__setattr__(self, "lots", lots_by_city(lots, self.cities))

    @property
    def cities(self) -> tuple[str, ...]:
        """Buyers, then sellers."""
        return (*self.buyers, *self.sellers)

    @property
    def priors(self) -> tuple[Prior, ...]:
        """The priors in the order of the cities."""
        return (*self.buyers.values(), *self.sellers.values())

    @property
    def profiles(self) -> int:
        """How many profiles of types there are."""
        return math.prod(map(len, self.priors))

    def market(self, types: ByCity) -> ExchangeMarket:
        """The exchange if the cities are of these types, and say so."""
        reported = dict(zip(self.cities, in_order(types, self.cities, "type"), strict=True))
        return ExchangeMarket(
            {city: (reported[city],) * self.lots[city] for city in self.buyers},
            {city: (reported[city],) * self.lots[city] for city in self.sellers},
        )

    def __hash__(self) -> int:
        priors = tuple(tuple(prior.items()) for prior in self.priors)
        return hash((self.cities, priors, tuple(self.lots.values())))

    def __reduce__(self) -> tuple[Any, ...]:
        sides = (self.buyers, self.sellers)
        plain = tuple({c: dict(p) for c, p in side.items()} for side in sides)
        return PrivateExchange, (*plain, dict(self.lots))

    def __repr__(self) -> str:
        return (
            f"PrivateExchange({len(self.buyers)} buyers, {len(self.sellers)} sellers, "
            f"{self.profiles} profiles of types)"
        )


def both_sides(buyers: Mapping[str, Any], sellers: Mapping[str, Any], hint: str) -> None:
    """``InvalidInput`` where an exchange has no buyer or no seller, or one that is both.

    ``hint``: what each table maps its names to.
    """
    for side, given in (("buyers", buyers), ("sellers", sellers)):
        of_kind(given, Mapping, place=f"table of the {side}", hint=hint)
        if not given:
            raise InvalidInput(f"the list of {side}", Told("missing: there is none"), "one or more")
        validated_players(given)
    for name in sellers:
        if name in buyers:
            raise InvalidInput("a seller", name, "a city that is no buyer")


def lots_by_city(given: Mapping[str, int] | None, cities: tuple[str, ...]) -> Mapping[str, int]:
    """How many lots each city trades, 1 where not given; ``InvalidInput`` for what is no number."""
    given = {} if given is None else given
    of_kind(given, Mapping, place="table of lots", hint="a number for each, by name")
    for name in given:
        one_of(name, cities, "a city with lots")
    found = {city: whole(given.get(city, 1), f"lots of {city}", 1) for city in cities}
    if sum(found.values()) > MOST_LOTS:
        raise InvalidInput("the number of lots of all", sum(found.values()), f"at most {MOST_LOTS}")
    return MappingProxyType(found)
