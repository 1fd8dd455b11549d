"""Deferred acceptance: one side proposes,
the other holds its best offers until nobody is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappush, heapreplace
from typing import Literal

import numpy as np
import numpy.typing as npt

from games.by_city import entry_of
from games.errors import InvalidInput, of_kind
from games.matching_market import MatchingMarket, Ranks
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["Side", "StablePairing", "StablePairingCertificate", "deferred_acceptance"]

Side = Literal["cities", "hubs"]


@dataclass(frozen=True, slots=True, repr=False)
class StablePairing(Answer):
    """A pairing that no city and hub would leave for each other, and for which side it is best.

    ``pairs``: the hub of each city that has one. ``partners``: the cities of each hub.
    ``unpaired``: cities without a hub; they are so in every stable pairing. ``best_for``: the side
    to all of whose members no stable pairing is better. ``unique``: there is no other one.

    See ``deferred_acceptance`` for the concept, an example and its source.
    """

    pairs: Mapping[str, str]
    partners: Mapping[str, tuple[str, ...]]
    unpaired: tuple[str, ...]
    best_for: Side
    unique: bool
    certificate: StablePairingCertificate
    method: str = "deferred acceptance; rings of hubs or cities"
    proof: Proof = EXACT

    def __getitem__(self, city: str) -> str | None:
        if city in self.unpaired:
            return None
        return entry_of(self.pairs, city)

    @property
    def status(self) -> str:
        if self.unique:
            return "Stable, and the only stable pairing: it does not matter who proposes."
        return f"Stable; of all stable pairings the best for all {self.best_for}."


@dataclass(frozen=True, slots=True)
class StablePairingCertificate(Certificate, kind="stable pairing", of="deferred_acceptance"):
    """The pairs, and the side for which they are best."""

    pairs: Mapping[str, str]
    best_for: str

    def violations(self, market: MatchingMarket) -> Iterator[str]:
        hub_of = _places(market, self.pairs)
        load = np.bincount(hub_of[hub_of >= 0], minlength=len(market.hubs))
        for hub, places, used in zip(market.hubs, market.quotas, load.tolist(), strict=True):
            if used > places:
                yield f"{hub} has {used} cities in {places} places."
        city_ranks, hub_ranks = market.city_ranks, market.hub_ranks
        for city, hub in self.pairs.items():
            c, h = market.cities.index(city), market.hubs.index(hub)
            if city_ranks[c, h] == len(market.hubs) or hub_ranks[h, c] == len(market.cities):
                yield f"{city} and {hub} would not both have each other."
        blocking = _blocking(market, hub_of, city_ranks, hub_ranks)
        for c, h in zip(*(place.tolist() for place in np.nonzero(blocking)), strict=True):
            yield f"{market.cities[c]} and {market.hubs[h]} would rather be a pair."
        if self.best_for not in ("cities", "hubs"):
            yield f"{self.best_for} is neither side."
        ring = _ring(_arrows(market, hub_of, city_ranks, hub_ranks, self.best_for))
        if ring:
            yield f"Another stable pairing is better for the {self.best_for}."

    def answer(self, market: MatchingMarket) -> StablePairing:
        hub_of = _places(market, self.pairs)
        side: Side = "cities" if self.best_for == "cities" else "hubs"
        other = "hubs" if side == "cities" else "cities"
        ranks = market.city_ranks, market.hub_ranks
        partners: dict[str, list[str]] = {hub: [] for hub in market.hubs}
        for city in market.cities:
            if city in self.pairs:
                partners[self.pairs[city]].append(city)
        return StablePairing(
            pairs={city: self.pairs[city] for city in market.cities if city in self.pairs},
            partners={hub: tuple(found) for hub, found in partners.items()},
            unpaired=tuple(city for city in market.cities if city not in self.pairs),
            best_for=side,
            unique=not _ring(_arrows(market, hub_of, *ranks, other)),
            certificate=self,
        )


def deferred_acceptance(market: MatchingMarket, *, proposing: Side = "cities") -> StablePairing:
    """Deferred acceptance: one side proposes,
    the other holds its best offers until nobody is refused.

    Each city proposes to the best hub on its list that has not refused it; each hub holds the best
    proposals that it has places for and refuses the rest, until no city has anywhere to go. The
    result is *stable*: no city and hub that are not a pair would both rather be one. It is the best
    stable pairing for every member of the side that proposes, and the worst for every member of the
    other.

    The stable pairing that is best for the side that proposes.

    Lists may be empty and quotas 0; who then has nobody stays unpaired. A hub that proposes holds
    as many cities as it has places for at a time.

    ``proposing``: the side that proposes, "cities" or "hubs".

    Errors: ``InvalidInput`` for a side that is neither.

    >>> from games import MatchingMarket
    >>> market = MatchingMarket(
    ...     cities={"Quzhou": ["Hangzhou", "Ningbo"], "Lishui": ["Ningbo", "Hangzhou"]},
    ...     hubs={"Hangzhou": ["Lishui", "Quzhou"], "Ningbo": ["Quzhou", "Lishui"]})
    >>> deferred_acceptance(market).pairs
    {'Quzhou': 'Hangzhou', 'Lishui': 'Ningbo'}
    >>> deferred_acceptance(market, proposing="hubs").pairs
    {'Quzhou': 'Ningbo', 'Lishui': 'Hangzhou'}

    That no stable pairing is better for the side that proposes needs no second run: if one were,
    the hubs that it changes would hand cities on in a ring. For each full hub h look down its list
    from the worst city it has to the first c that would rather be there; if c has no hub, or h has
    a place left, nothing can move, else c would leave its hub h', and h points to h'. The pairing
    is best for the cities iff these arrows run in no ring; likewise, with the sides exchanged, for
    the hubs.

    Source: Gale and Shapley (1962); Roth (1984, 1985) for quotas; the rings are the rotations of
    Irving and Leather (1986) and Gusfield and Irving (1989).
    """
    of_kind(market, MatchingMarket, place="subject of deferred_acceptance")
    if not isinstance(proposing, str) or proposing not in ("cities", "hubs"):
        raise InvalidInput("the side that proposes", proposing, '"cities" or "hubs"')
    found = _cities_propose(market) if proposing == "cities" else _hubs_propose(market)
    pairs = {market.cities[c]: market.hubs[h] for c, h in sorted(found)}
    return StablePairingCertificate(pairs, proposing).answer(market)


def _cities_propose(market: MatchingMarket) -> list[tuple[int, int]]:
    ranks, quotas = market.hub_ranks.T.tolist(), market.quotas
    # A hub accepts ranks below its bar: those on its list, or, if full, better than its worst.
    bar = [len(market.cities) if places else 0 for places in quotas]
    held: list[list[tuple[int, int]]] = [[] for _ in market.hubs]  # worst first
    following = [iter(wishes) for wishes in market.city_lists]
    waiting = list(range(len(market.cities)))
    while waiting:
        city = waiting.pop()
        rank = ranks[city]
        for hub in following[city]:
            if rank[hub] < bar[hub]:
                if len(held[hub]) < quotas[hub]:
                    heappush(held[hub], (-rank[hub], city))
                else:
                    waiting.append(heapreplace(held[hub], (-rank[hub], city))[1])
                if len(held[hub]) == quotas[hub]:
                    bar[hub] = -held[hub][0][0]
                break
    return [(city, hub) for hub, cities in enumerate(held) for _, city in cities]


def _hubs_propose(market: MatchingMarket) -> list[tuple[int, int]]:
    ranks = market.city_ranks.T.tolist()
    bar = [len(market.hubs)] * len(market.cities)
    held: list[int | None] = [None] * len(market.cities)
    following = [iter(wishes) for wishes in market.hub_lists]
    waiting = [hub for hub, places in enumerate(market.quotas) for _ in range(places)]
    while waiting:
        hub = waiting.pop()
        rank = ranks[hub]
        for city in following[hub]:
            if rank[city] < bar[city]:
                now = held[city]
                if now is not None:
                    waiting.append(now)
                held[city], bar[city] = hub, rank[city]
                break
    return [(city, hub) for city, hub in enumerate(held) if hub is not None]


def _places(market: MatchingMarket, pairs: Mapping[str, str]) -> Ranks:
    """By city the place of its hub, -1 where it has none."""
    city_at = {name: k for k, name in enumerate(market.cities)}
    hub_at = {name: k for k, name in enumerate(market.hubs)}
    found = np.full(len(market.cities), -1, dtype=np.int64)
    for city, hub in pairs.items():
        found[city_at[city]] = hub_at[hub]
    return found


def _standing(hub_of: Ranks, city_ranks: Ranks) -> Ranks:
    """By city the rank of what it has: its hub, or nothing, which is just below its list."""
    n, hubs = city_ranks.shape
    has = city_ranks[np.arange(n), np.maximum(hub_of, 0)]
    return np.where(hub_of >= 0, has, hubs)


def _weakest(market: MatchingMarket, hub_of: Ranks, hub_ranks: Ranks) -> Ranks:
    """By hub the rank of the worst city that it has; below its list where it has a place left."""
    found = np.full(len(market.hubs), -1, dtype=np.int64)
    paired = np.nonzero(hub_of >= 0)[0]
    np.maximum.at(found, hub_of[paired], hub_ranks[hub_of[paired], paired])
    load = np.bincount(hub_of[paired], minlength=len(market.hubs))
    return np.where(load < np.array(market.quotas), len(market.cities), found)


def _blocking(
    market: MatchingMarket, hub_of: Ranks, city_ranks: Ranks, hub_ranks: Ranks
) -> npt.NDArray[np.bool_]:
    """[c, h]: whether city c and hub h would both rather have each other."""
    wants = city_ranks < _standing(hub_of, city_ranks)[:, None]
    takes = (hub_ranks < _weakest(market, hub_of, hub_ranks)[:, None]).T
    return wants & takes


def _arrows(
    market: MatchingMarket, hub_of: Ranks, city_ranks: Ranks, hub_ranks: Ranks, best_for: str
) -> list[int]:
    """Where the arrow of each hub (if best for cities) or city points; -1 where it has none."""
    if best_for == "cities":
        weakest = _weakest(market, hub_of, hub_ranks)
        wants = (city_ranks < _standing(hub_of, city_ranks)[:, None]).T
        n = len(market.cities)
        below = np.where(wants & (hub_ranks > weakest[:, None]) & (hub_ranks < n), hub_ranks, n)
        first = below.argmin(axis=1)
        there = below[np.arange(len(market.hubs)), first] < n
        return np.where(there, hub_of[first], -1).tolist()  # type: ignore[no-any-return]
    standing = _standing(hub_of, city_ranks)
    weakest, n = _weakest(market, hub_of, hub_ranks), len(market.hubs)
    takes = (hub_ranks < weakest[:, None]).T
    below = np.where(takes & (city_ranks > standing[:, None]) & (city_ranks < n), city_ranks, n)
    first = below.argmin(axis=1)
    there = below[np.arange(len(market.cities)), first] < n
    at_rank = [
        market.hub_lists[h][w] if w < len(market.cities) and w >= 0 else -1
        for h, w in enumerate(weakest.tolist())
    ]
    return np.where(there, np.array(at_rank)[first], -1).tolist()  # type: ignore[no-any-return]


def _ring(arrows: list[int]) -> bool:
    """Whether arrows from each place to at most one other run in a ring."""
    seen = [0] * len(arrows)
    for start in range(len(arrows)):
        at = start
        while at >= 0 and not seen[at]:
            seen[at] = start + 1
            at = arrows[at]
        if at >= 0 and seen[at] == start + 1:
            return True
    return False
