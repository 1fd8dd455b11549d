"""An exchange of which a city alone knows what a lot is worth to it.

Each buyer would buy one lot, worth v to it, each seller has one, worth c to it if it keeps it; what
the others hold possible is a prior, and cities are independent of each other. If all were known,

    E max over m of  (v_1 + ... + v_m) - (c_1 + ... + c_m),    best values and lowest costs first,

would be gained on average.

>>> quota = PrivateExchange({"Harbour": [5, 9], "Port": {4: 0.25, 8: 0.75}}, {"Uplands": [2, 6]})
>>> quota.cities, quota.profiles, quota.buyers["Port"][4]
(('Harbour', 'Port', 'Uplands'), 8, Fraction(1, 4))
>>> quota.market([9, 4, 2]).bids["Harbour"]
(Fraction(9, 1),)

Here is data only: the rules that clear it are in ``mechanisms``.

Source: Gresik and Satterthwaite (1989), The rate at which a simple market converges to efficiency
as the number of traders increases.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from games.bayesian_problem import Prior, number_prior
from games.coalitional import validated_players
from games.errors import InvalidInput, of_kind
from games.exchange_market import ExchangeMarket

__all__ = ["PrivateExchange"]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class PrivateExchange:
    """Buyers and sellers of one lot each, and what the others believe about what it is worth.

    ``buyers``, ``sellers``: by city its types, which are numbers from 0 on, alike likely or with
    probabilities. Kept as a probability by type, from the least type up. At least one of each.

    Errors: ``InvalidInput`` names the city, and the type or probability that cannot be right.
    """

    buyers: Mapping[str, Prior]
    sellers: Mapping[str, Prior]

    def __init__(self, buyers: Mapping[str, Any], sellers: Mapping[str, Any]) -> None:
        for side, given in (("buyers", buyers), ("sellers", sellers)):
            of_kind(given, Mapping, place=f"table of the {side}", hint="the types of each, by name")
            if not given:
                raise InvalidInput(f"the list of {side}", "missing: there is none", "one or more")
            validated_players(given)
        for name in sellers:
            if name in buyers:
                raise InvalidInput("a seller", name, "a city that is no buyer")
        for side, given in (("buyers", buyers), ("sellers", sellers)):
            read = {city: number_prior(types, city) for city, types in given.items()}
            for city, prior in read.items():
                if min(prior) < 0:
                    raise InvalidInput(f"a type of {city}", str(min(prior)), "0 or more")
            object.__setattr__(self, side, MappingProxyType(read))

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

    def market(self, types: Sequence[Any]) -> ExchangeMarket:
        """The exchange if the cities, in their order, are of these types, and say so."""
        told = dict(zip(self.cities, types, strict=True))
        return ExchangeMarket(
            {city: told[city] for city in self.buyers}, {city: told[city] for city in self.sellers}
        )

    def __hash__(self) -> int:
        return hash((self.cities, tuple(tuple(prior.items()) for prior in self.priors)))

    def __reduce__(self) -> tuple[Any, ...]:
        sides = (self.buyers, self.sellers)
        return PrivateExchange, tuple({c: dict(p) for c, p in side.items()} for side in sides)

    def __repr__(self) -> str:
        return (
            f"PrivateExchange({len(self.buyers)} buyers, {len(self.sellers)} sellers, "
            f"{self.profiles} profiles of types)"
        )
