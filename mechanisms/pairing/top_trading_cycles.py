"""Top trading cycles: cities swap what they own in rings, each pointing at what it likes best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from games.by_city import one_of
from games.errors import InvalidInput, all_of_kind, of_kind
from games.housing_market import HousingMarket
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = [
    "HousingAssignment",
    "SerialCertificate",
    "TradingCyclesCertificate",
    "serial_dictatorship",
    "top_trading_cycles",
]


@dataclass(frozen=True, slots=True, repr=False)
class HousingAssignment(Answer):
    """``things``: by city what it ends with; ``rounds``: the cities served together, in order.

    See ``top_trading_cycles`` for the concept, an example and its source.
    """

    things: Mapping[str, str]
    rounds: tuple[tuple[str, ...], ...]
    certificate: Certificate = field(compare=False)
    status: str
    method: str
    proof: Proof = EXACT

    def __getitem__(self, city: str) -> str:
        return self.things[one_of(city, tuple(self.things), "a city")]


def top_trading_cycles(market: HousingMarket) -> HousingAssignment:
    """Top trading cycles: cities swap what they own in rings, each pointing at what it likes best.

    Each city points at the owner of the thing that it likes best of what is left. Somewhere they
    point in a ring: its cities swap, and go. With strict rankings the result is the only point of
    the core: no group could do better by swapping among itself what it owns; and nobody gains by a
    false ranking.

    Errors: ``InvalidInput`` for what is not a ``HousingMarket``.

    >>> market = HousingMarket({"A": "a", "B": "b", "C": "c"},
    ...                        {"A": ["b", "c"], "B": ["a", "c"], "C": ["a", "b"]})
    >>> swap = top_trading_cycles(market)
    >>> swap.things, swap.rounds, swap.certificate.verify(market)
    ({'A': 'b', 'B': 'a', 'C': 'c'}, (('A', 'B'), ('C',)), True)

    Source: Shapley and Scarf (1974), On cores and indivisibility, with Gale's algorithm; Roth and
    Postlewaite (1977) for the one point; Roth (1982) for honesty.
    """
    of_kind(market, HousingMarket, place="subject of top_trading_cycles")
    owner = {thing: city for city, thing in market.owned.items()}
    left, rounds = dict.fromkeys(market.cities), []
    while left:
        path = [next(iter(left))]
        while (following := owner[_favourite(market, path[-1], left)]) not in path:
            path.append(following)
        ring = path[path.index(following) :]
        start = min(range(len(ring)), key=lambda k: market.cities.index(ring[k]))
        rounds.append((*ring[start:], *ring[:start]))
        for city in ring:
            del left[city]
    return TradingCyclesCertificate(tuple(rounds)).answer(market)


def _favourite(market: HousingMarket, city: str, left: Mapping[str, None]) -> str:
    there = {market.owned[other] for other in left}
    return next(thing for thing in market.acceptable(city) if thing in there)


@dataclass(frozen=True, slots=True)
class TradingCyclesCertificate(Certificate, kind="top trading cycles", of="top_trading_cycles"):
    """The rings in order: each of its cities gets the best of what those before have left."""

    rounds: tuple[tuple[str, ...], ...]

    def violations(self, subject: HousingMarket) -> Iterator[str]:
        if sorted(city for ring in self.rounds for city in ring) != sorted(subject.cities):
            yield "The rings are not a partition of the cities."
        gone: set[str] = set()
        for ring in self.rounds:
            if ring[0] != min(ring, key=subject.cities.index):
                yield f"A ring begins with {ring[0]}, not with the first of its cities."
            for city, thing in _swapped(subject, ring).items():
                better = [x for x in subject.acceptable(city) if x not in gone]
                if thing != better[0]:
                    yield f"{city} gets {thing}, while {better[0]} is left, which it likes better."
            gone |= {subject.owned[city] for city in ring}

    def answer(self, subject: HousingMarket) -> HousingAssignment:
        things: dict[str, str] = {}
        for ring in self.rounds:
            things |= _swapped(subject, ring)
        return HousingAssignment(
            {city: things[city] for city in subject.cities},
            self.rounds,
            self,
            "No group could do better by swapping among itself what it owns.",
            "rings of cities that point at what they like best",
        )


def _swapped(market: HousingMarket, ring: tuple[str, ...]) -> dict[str, str]:
    return {city: market.owned[ring[(k + 1) % len(ring)]] for k, city in enumerate(ring)}


def serial_dictatorship(
    market: HousingMarket, order: Iterable[str] | None = None
) -> HousingAssignment:
    """Serial dictatorship: one city after the other takes what it likes best of what is left.

    Each city chooses from its whole ranking, whoever owns the things: its own can be taken by one
    that chooses before it. A city that finds nothing left that it ranks takes nothing, and
    ``things`` does not name it. No other assignment is better for some city and worse for none, and
    nobody gains by a false ranking.

    ``order``: who chooses when; the order of the cities where not given.

    Errors: ``InvalidInput`` for an order that is none.

    >>> market = HousingMarket({"A": "a", "B": "b"}, {"A": ["a", "b"], "B": ["a"]})
    >>> serial_dictatorship(market, ["B", "A"]).things
    {'A': 'b', 'B': 'a'}

    Source: Satterthwaite and Sonnenschein (1981); Svensson (1999), Strategy-proof allocation of
    indivisible goods.
    """
    of_kind(market, HousingMarket, place="subject of serial_dictatorship")
    named = market.cities if order is None else order
    chosen = all_of_kind(named, str, place="the order")
    if sorted(chosen) != sorted(market.cities):
        raise InvalidInput("the order", list(chosen), "all cities, each once")
    return SerialCertificate(chosen, _taken(market, chosen)).answer(market)


def _taken(market: HousingMarket, order: tuple[str, ...]) -> dict[str, str]:
    left, found = set(market.owned.values()), {}
    for city in order:
        thing = next((x for x in market.rankings[city] if x in left), None)
        if thing is not None:
            found[city] = thing
            left.discard(thing)
    return found


@dataclass(frozen=True, slots=True)
class SerialCertificate(Certificate, kind="serial dictatorship", of="serial_dictatorship"):
    """The order and what each took: nobody likes better what those before it have left."""

    order: tuple[str, ...]
    things: Mapping[str, str]

    def violations(self, subject: HousingMarket) -> Iterator[str]:
        if sorted(self.order) != sorted(subject.cities):
            yield "The order is not one of all cities."
        if not set(self.things) <= set(self.order):
            yield "Somebody who is not there gets something."
        for k, city in enumerate(self.order):
            before = {self.things.get(other) for other in self.order[:k]}
            left = [thing for thing in subject.rankings[city] if thing not in before]
            if self.things.get(city) != (left[0] if left else None):
                yield f"{city} does not get the best of what is left."

    def answer(self, subject: HousingMarket) -> HousingAssignment:
        return HousingAssignment(
            {city: self.things[city] for city in subject.cities if city in self.things},
            tuple((city,) for city in self.order),
            self,
            "No other assignment is better for some city and worse for none.",
            "one city after the other",
        )
