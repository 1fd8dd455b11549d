"""An exchange: cities that would buy lots of quota, and cities that would sell some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from games.by_city import one_of, whole
from games.errors import InvalidInput
from games.exact import exact
from games.players import validated_players

__all__ = ["ExchangeMarket"]

Schedule = Mapping[str, tuple[Fraction, ...]]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class ExchangeMarket:
    """An exchange: cities that would buy lots of quota, and cities that would sell some.

    A buyer's bids say what its first, second, ... lot is worth to it, and do not rise; a seller's
    asks say what giving up its first, second, ... lot costs it, and do not fall. If the m best bids
    meet the m best asks, the cities together gain

        G(m)  =  b_1 + ... + b_m  -  (a_1 + ... + a_m),    greatest where  b_m > a_m  last holds.

    A bid that is only as high as its ask brings nothing, and the rules leave that lot alone. Lots
    may as well be licences, or floor space of a park.

    Bids by buyer and asks by seller, one number for each lot.

    ``bids``: what each lot is worth to the buyer, the first lot first, never rising. ``asks``: what
    each lot costs the seller, never falling. One number stands for one lot; numbers are in money
    per lot and not negative. Where bids or asks are equal, who is named first goes first.

    Errors: ``InvalidInput`` names the city and the lot; a city stands on one side only.

    >>> quota = ExchangeMarket(bids={"Hangzhou": [9, 7], "Ningbo": 8}, asks={"Quzhou": [2, 4]})
    >>> quota.buyers, quota.bids["Hangzhou"], quota.lots("Quzhou")
    (('Hangzhou', 'Ningbo'), (Fraction(9, 1), Fraction(7, 1)), 2)

    Here is data only: the rules that clear it are in ``mechanisms``.

    Source: McAfee (1992), A dominant strategy double auction; Krishna (2010), chapter 13.
    """

    bids: Schedule
    asks: Schedule

    def __init__(self, bids: Mapping[str, Any], asks: Mapping[str, Any]) -> None:
        for what, side in (("bids", bids), ("asks", asks)):
            if not isinstance(side, Mapping):
                raise InvalidInput(what, side, "numbers for each city, by name")
        validated_players([*bids, *(name for name in asks if name not in bids)])
        for name in asks:
            if name in bids:
                raise InvalidInput("a seller", name, "a city that is no buyer")
        for field, side, word in (("bids", bids, "bid"), ("asks", asks, "ask")):
            read = {city: _schedule(given, city, word) for city, given in side.items()}
            object.__setattr__(self, field, MappingProxyType(read))

    @property
    def buyers(self) -> tuple[str, ...]:
        """The cities with bids, in their order."""
        return tuple(self.bids)

    @property
    def sellers(self) -> tuple[str, ...]:
        """The cities with asks, in their order."""
        return tuple(self.asks)

    @property
    def cities(self) -> tuple[str, ...]:
        """Buyers, then sellers."""
        return self.buyers + self.sellers

    def lots(self, city: str) -> int:
        """How many lots a city bids or asks for; ``InvalidInput`` for a city that is not there."""
        return len(self._values_of(city))

    def value(self, city: str, lots: int) -> Fraction:
        """What ``lots`` lots are worth to a buyer, or cost a seller."""
        return sum(self._values_of(city)[: whole(lots, "the number of lots", 0)], Fraction(0))

    def without(self, city: str) -> ExchangeMarket:
        """The exchange without a city."""
        self._values_of(city)
        return ExchangeMarket(
            {name: one for name, one in self.bids.items() if name != city},
            {name: one for name, one in self.asks.items() if name != city},
        )

    def reporting(self, city: str, report: Any) -> ExchangeMarket:
        """The exchange if a city reports other bids or asks.

        >>> ExchangeMarket({"A": 5}, {"B": 1}).reporting("A", 2).bids["A"]
        (Fraction(2, 1),)
        """
        self._values_of(city)
        return ExchangeMarket(
            {name: report if name == city else one for name, one in self.bids.items()},
            {name: report if name == city else one for name, one in self.asks.items()},
        )

    def _values_of(self, city: str) -> tuple[Fraction, ...]:
        one_of(city, self.cities, "a city")
        return self.bids[city] if city in self.bids else self.asks[city]

    def __hash__(self) -> int:
        return hash((tuple(self.bids.items()), tuple(self.asks.items())))

    def __reduce__(self) -> tuple[Any, ...]:
        return ExchangeMarket, (dict(self.bids), dict(self.asks))

    def __repr__(self) -> str:
        return f"ExchangeMarket({len(self.bids)} buyers, {len(self.asks)} sellers)"


def _schedule(given: Any, city: str, word: str) -> tuple[Fraction, ...]:
    several = isinstance(given, Iterable) and not isinstance(given, str | bytes)
    entries: Sequence[Any] = list(given) if several else [given]
    places = [
        f"{word} of {city}" + (f" for lot {k + 1}" if several else "") for k in range(len(entries))
    ]
    numbers = [exact(entry, place) for entry, place in zip(entries, places, strict=True)]
    for number, place in zip(numbers, places, strict=True):
        if number < 0:
            raise InvalidInput(place, number, "0 or more")
    for k in range(1, len(numbers)):
        falls = numbers[k] < numbers[k - 1]
        if numbers[k] != numbers[k - 1] and falls != (word == "bid"):
            limit = (
                f"at {'most' if word == 'bid' else 'least'} {numbers[k - 1]}, as for the lot before"
            )
            raise InvalidInput(places[k], numbers[k], limit)
    return tuple(numbers)
