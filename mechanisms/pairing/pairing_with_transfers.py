"""Pairing with transfers: who should pair with whom,
and what must be paid so that nobody leaves.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.errors import of_kind
from games.pairing_game import PairingGame
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.augmenting_paths import assign
from solvers.certificate import Certificate

__all__ = ["PairingWithTransfers", "PairingWithTransfersCertificate", "pairing_with_transfers"]

ZERO = Fraction(0)
Integers = npt.NDArray[Any]
_METHOD = "shortest augmenting paths, then chains of rivals, in whole numbers"


@dataclass(frozen=True, slots=True, repr=False)
class PairingWithTransfers(Answer):
    """The best pairing for all together, and all payoffs at which nobody would leave it.

    ``value``: what all make. ``pairs``: the hub of each city that has one. ``partners``: the cities
    of each hub. ``hub_best``, ``city_best``: the two corners; ``ranges``: between them, by name.
    ``payoffs``: half-way between, which holds too; ``transfers``: what each city then pays its hub,
    negative if the hub pays.

    See ``pairing_with_transfers`` for the concept, an example and its source.
    """

    value: Fraction
    pairs: Mapping[str, str]
    partners: Mapping[str, tuple[str, ...]]
    hub_best: Allocation
    city_best: Allocation
    payoffs: Allocation
    transfers: Mapping[str, Fraction]
    certificate: PairingWithTransfersCertificate
    method: str = _METHOD
    proof: Proof = EXACT

    @property
    def ranges(self) -> dict[str, tuple[Fraction, Fraction]]:
        """The least and the most that each hub and city can have."""
        return {
            name: (min(one, self.city_best[name]), max(one, self.city_best[name]))
            for name, one in self.hub_best.items()
        }

    @property
    def status(self) -> str:
        if not self.pairs:
            return "No pair makes anything."
        return "The pairs that make most together, and payments at which none of them is left."


@dataclass(frozen=True, slots=True)
class PairingWithTransfersCertificate(
    Certificate, kind="pairing with transfers", of="pairing_with_transfers"
):
    """The pairs, and what each city keeps where hubs take most (``least``) and where they do not.

    No hub has a better set of cities at these payoffs, and each payoff is as low (high) as it is
    because of a bound, or of another city's that is.
    """

    pairs: Mapping[str, str]
    least: Mapping[str, Fraction]
    most: Mapping[str, Fraction]

    def violations(self, game: PairingGame) -> Iterator[str]:
        game.partners(self.pairs)  # or says that there is no room
        if tuple(self.least) != game.cities or tuple(self.most) != game.cities:
            yield "The payoffs do not fit the cities."
        terms = _Terms(game, self.pairs, self.least, self.most)
        for kept in (terms.least, terms.most):
            yield from _unstable(game, terms, kept)
        for least, shown, word in ((True, self.least, "less"), (False, self.most, "more")):
            for city, held in zip(game.cities, terms.justified(least=least), strict=True):
                if not held:
                    yield f"{city} could have {word} than {shown[city]}."

    def answer(self, game: PairingGame) -> PairingWithTransfers:
        pairs = {city: self.pairs[city] for city in game.cities if city in self.pairs}
        partners = game.partners(pairs)
        corners = [_payoffs(game, partners, kept, self) for kept in (self.least, self.most)]
        middle = {city: (self.least[city] + self.most[city]) / 2 for city in game.cities}
        return PairingWithTransfers(
            value=game.value(pairs),
            pairs=pairs,
            partners=partners,
            hub_best=corners[0],
            city_best=corners[1],
            payoffs=_payoffs(game, partners, middle, self),
            transfers={
                city: game.to_city[game.hubs.index(hub)][game.cities.index(city)] - middle[city]
                for city, hub in pairs.items()
            },
            certificate=self,
        )


def pairing_with_transfers(game: PairingGame) -> PairingWithTransfers:
    """Pairing with transfers: who should pair with whom,
    and what must be paid so that nobody leaves.

    If pairs may pay each other, only what a pair makes together counts. With v_c what city c keeps
    and n_h the cities at hub h, a pairing holds iff, for all c and h,

        v_c >= 0,    v_c  = 0                               if c has no hub,
        v_c >= a_hc - gamma_h n_h                           if h has room for c,
        v_c <= a_hc - gamma_h (n_h - 1)                     if c is at h,
        v_c - v_d >= a_hc - a_hd                            if d is at h and c is not,

    and the hub keeps the rest. Then no hub and no set of cities can do better, so that the pairing
    is the best for all together. These are differences: among their solutions one has the least of
    all v_c at once, where the hubs take all that they can, and one the greatest. With one place
    each it is the assignment game. A single hub with room for all can take everything: there is
    nowhere to go.

    Pairs that make nothing more are left out. Where several pairings make as much, one of them is
    shown; payoffs and their ranges are the same for all.

    Errors: ``InvalidInput`` for what is not a ``PairingGame``.

    >>> from games import PairingGame
    >>> star = PairingGame(["Hangzhou"], ["Quzhou", "Lishui"], to_hub=[[5, 1]], to_city=[[3, 4]],
    ...                    capacity={"Hangzhou": 2})
    >>> found = pairing_with_transfers(star)
    >>> found.value, found.ranges["Hangzhou"], found.ranges["Quzhou"]
    (Fraction(13, 1), (Fraction(0, 1), Fraction(13, 1)), (Fraction(0, 1), Fraction(8, 1)))
    >>> two = PairingGame(["Hangzhou", "Ningbo"], ["Quzhou", "Lishui"], to_hub=[[5, 1], [5, 1]],
    ...                   to_city=[[3, 4], [3, 4]], capacity=[2, 2])
    >>> pairing_with_transfers(two).ranges["Quzhou"]
    (Fraction(8, 1), Fraction(8, 1))

    Source: Shapley and Shubik (1971); Sotomayor (1992) and Camiña (2006) for hubs with several
    places; Kelso and Crawford (1982) for crowding.
    """
    of_kind(game, PairingGame, place="subject of pairing_with_transfers")
    terms = _Terms(game)
    n = len(game.cities)
    seats = [(h, k) for h, places in enumerate(game.capacity) for k in range(min(places, n))]
    if seats:
        table = np.array([terms.surplus[h] - terms.crowding[h] * k for h, k in seats])
        partner, _, _ = assign(table)
        for (h, _k), c in zip(seats, partner, strict=True):
            if c >= 0:
                terms.hub_of[c] = h
    pairs = {
        city: game.hubs[h]
        for city, h in zip(game.cities, terms.hub_of.tolist(), strict=True)
        if h >= 0
    }
    least, most = (
        {city: int(kept) * terms.unit for city, kept in zip(game.cities, found, strict=True)}
        for found in (terms.extreme(least=True), terms.extreme(least=False))
    )
    return PairingWithTransfersCertificate(pairs, least, most).answer(game)


def _payoffs(
    game: PairingGame,
    partners: Mapping[str, tuple[str, ...]],
    kept: Mapping[str, Fraction],
    certificate: PairingWithTransfersCertificate,
) -> Allocation:
    hubs = {
        hub: sum((game.surplus(hub, c) - kept[c] for c in taken), ZERO)
        - game.crowd(hub, len(taken))
        for hub, taken in partners.items()
    }
    return Allocation(
        hubs | {city: kept[city] for city in game.cities},
        method=_METHOD,
        status="Payoffs at which no hub and no city would leave.",
        certificate=certificate,
    )


def _unstable(game: PairingGame, terms: _Terms, kept: Integers) -> Iterator[str]:
    """Who would leave: a city alone, or a hub for its best set of cities at what they must keep."""
    for c in np.nonzero((kept < 0) | ((terms.hub_of < 0) & (kept != 0)))[0]:
        yield f"{game.cities[c]} cannot have that."
    for h, places in enumerate(game.capacity):
        left = terms.surplus[h] - kept
        there = np.nonzero(terms.hub_of == h)[0]
        steps = terms.crowding[h] * np.arange(len(left)).astype(left.dtype)
        best = np.maximum(np.sort(left)[::-1] - steps, 0)[:places].sum()
        if left[there].sum() - steps[: len(there)].sum() != best:
            yield f"{game.hubs[h]} would rather have other cities."


class _Terms:
    """The differences in whole numbers: what one city's payoff demands of another's."""

    def __init__(
        self,
        game: PairingGame,
        pairs: Mapping[str, str] | None = None,
        least: Mapping[str, Fraction] | None = None,
        most: Mapping[str, Fraction] | None = None,
    ) -> None:
        given = [*(least or {}).values(), *(most or {}).values()]
        scale = math.lcm(
            *{a.denominator for rows in (game.to_hub, game.to_city) for row in rows for a in row},
            *{x.denominator for x in (*game.crowding, *given)},
        )
        self.unit = Fraction(1, scale)

        def whole(numbers: Any) -> list[int]:
            return [x.numerator * (scale // x.denominator) for x in numbers]

        table = [
            [a + b for a, b in zip(whole(mine), whole(theirs), strict=True)]
            for mine, theirs in zip(game.to_hub, game.to_city, strict=True)
        ]
        slopes = whole(game.crowding)
        largest = max(max(map(abs, row)) for row in table) + max(slopes) * len(game.cities)
        largest = max([largest, *map(abs, whole(given))])
        kind: Any = np.int64 if largest * 8 * (len(game.cities) + len(table)) < 2**62 else object
        self.surplus = np.array(table, dtype=kind)
        self.crowding = np.array(slopes, dtype=kind)
        self.capacity = np.array(game.capacity)
        self.far = 2 * largest + 1
        self.least = np.array(whole((least or {}).values()), dtype=kind)
        self.most = np.array(whole((most or {}).values()), dtype=kind)
        at = {hub: h for h, hub in enumerate(game.hubs)}
        self.hub_of = np.array([at[pairs[c]] if pairs and c in pairs else -1 for c in game.cities])

    @property
    def load(self) -> Integers:
        """How many cities each hub has."""
        return np.bincount(self.hub_of[self.hub_of >= 0], minlength=len(self.surplus)).astype(
            self.surplus.dtype
        )

    def bounds(self, kept: Integers, *, least: bool) -> Integers:
        """What each payoff is held at, given the others'."""
        at = np.arange(len(kept))
        paired = self.hub_of >= 0
        own = self.hub_of[paired], at[paired]
        if least:
            bids = self.surplus + self.offers(kept)[:, None]
            bids[own] = 0
            return np.where(paired, np.maximum(bids.max(axis=0), 0), 0)
        gives = kept - self.surplus
        gives[own] = self.far
        last = -self.crowding * np.maximum(0, self.load - 1)
        held = np.zeros_like(kept)
        held[paired] = self.surplus[own] + np.minimum(gives.min(axis=1), last)[own[0]]
        return held

    def offers(self, kept: Integers) -> Integers:
        """What each hub would give for a city, less what they make: in a free place, or another's.

        So little that it does not count, where a hub has no place at all.
        """
        found = np.where(self.load < self.capacity, -self.crowding * self.load, -self.far)
        paired = self.hub_of >= 0
        own = self.hub_of[paired], np.arange(len(kept))[paired]
        np.maximum.at(found, own[0], kept[paired] - self.surplus[own])
        return found

    def extreme(self, *, least: bool) -> Integers:
        """The least, or the greatest, payoffs of the cities that hold."""
        kept = np.zeros(self.surplus.shape[1], dtype=self.surplus.dtype)
        if not least:
            kept = np.where(self.hub_of >= 0, kept + self.far, kept)
        while True:
            held = self.bounds(kept, least=least)
            held = np.maximum(kept, held) if least else np.minimum(kept, held)
            if (held == kept).all():
                return held
            kept = held

    def justified(self, *, least: bool) -> npt.NDArray[np.bool_]:
        """Whether each payoff is as low (high) as it is by a bound, or by another's that is."""
        kept = self.least if least else self.most
        found = kept == 0 if least else self.hub_of < 0
        inside = [np.nonzero(self.hub_of == h)[0] for h in range(len(self.surplus))]
        for h, there in enumerate(inside):
            margin = kept - self.surplus[h]
            if least and len(there) < self.capacity[h]:
                tight = margin == -self.crowding[h] * len(there)
                found = found | (tight & (self.hub_of != h))
            elif not least and len(there):
                last = -self.crowding[h] * (len(there) - 1)
                found[there[margin[there] == last]] = True
        while True:
            more = found.copy()
            for h, there in enumerate(inside):
                outside = np.nonzero(self.hub_of != h)[0]
                margin = kept - self.surplus[h]
                by, of = (there, outside) if least else (outside, there)
                levels = margin[by[found[by]]]
                if len(levels):
                    more[of[margin[of] == (levels.max() if least else levels.min())]] = True
            if (more == found).all():
                return more
            found = more
