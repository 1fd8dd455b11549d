"""Mandated pairing: which pairs would break an ordered pairing, and what it costs to keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.by_city import listed
from games.errors import of_kind
from games.pairing_game import MandatedPairing
from mechanisms.pairing.pairing_with_transfers import (
    PairingWithTransfers,
    PairingWithTransfersCertificate,
    pairing_with_transfers,
)
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = [
    "BlockingPair",
    "MandateAudit",
    "MandateCertificate",
    "gains_by_ending",
    "mandated_pairing",
    "pairs_that_would_be",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class BlockingPair:
    """A hub and a city that would rather be a pair than do as ordered.

    ``hub_gain``, ``city_gain``: what each gains if they pay each other nothing; ``together``: the
    sum, which they could split. ``drops``: the city that the hub lets go, if it must or would.
    ``without_payments``: whether both gain though neither pays. ``needs_consent``: whether a
    mandated pair breaks, and that needs consent.

    See ``mandated_pairing`` for the concept, an example and its source.
    """

    hub: str
    city: str
    drops: str | None
    hub_gain: Fraction
    city_gain: Fraction
    needs_consent: bool

    @property
    def together(self) -> Fraction:
        return self.hub_gain + self.city_gain

    @property
    def without_payments(self) -> bool:
        return self.hub_gain > 0 and self.city_gain > 0


@dataclass(frozen=True, slots=True, repr=False)
class MandateAudit(Answer):
    """A mandated pairing: the pairs that block it, its loss, and payments that would hold it.

    ``would_be``: every hub and city that are no pair, who would gain most by being one first.
    ``blocking``: those that gain by it if they may pay each other; so also pairs in which one would
    lose if the other did not pay it (``without_payments`` has only those in which neither would).
    ``by_ending``: what each gains by having nobody instead; ``alone``: those who do gain.
    ``value``: what the order makes for all; ``best``: the best pairing, with its payments.
    ``loss``: best value less value, the least outside money per period, credit included, that holds
    the order if it is for those who have just the partners that they were given: a hub that takes
    another city into a free place must lose it, too.
    ``support``: where that money goes, by hub with its cities, or by city without a hub.
    ``payments``: what cities pay their hubs so that the order holds, ``None`` if nothing does.

    See ``mandated_pairing`` for the concept, an example and its source.
    """

    mandate: MandatedPairing
    would_be: tuple[BlockingPair, ...]
    by_ending: Mapping[str, Fraction]
    value: Fraction
    best: PairingWithTransfers
    support: Mapping[str, Fraction]
    certificate: MandateCertificate
    method: str = "every pair tried; the best pairing with its payments"
    proof: Proof = EXACT

    @property
    def blocking(self) -> tuple[BlockingPair, ...]:
        return tuple(pair for pair in self.would_be if pair.together > 0)

    @property
    def alone(self) -> dict[str, Fraction]:
        return {name: gain for name, gain in self.by_ending.items() if gain > 0}

    @property
    def loss(self) -> Fraction:
        return self.best.value - self.value

    @property
    def payments(self) -> dict[str, Fraction] | None:
        if self.loss:
            return None
        game, kept = self.mandate.game, self.best.payoffs
        return {
            city: game.to_city[game.hubs.index(hub)][game.cities.index(city)] - kept[city]
            for city, hub in self.mandate.pairs.items()
        }

    @property
    def free(self) -> tuple[BlockingPair, ...]:
        """Blocking pairs that need nobody's consent."""
        return tuple(pair for pair in self.blocking if not pair.needs_consent)

    @property
    def without_payments(self) -> tuple[BlockingPair, ...]:
        """Blocking pairs in which both gain though neither pays."""
        return tuple(pair for pair in self.blocking if pair.without_payments)

    @property
    def holds(self) -> bool:
        """Whether nobody who is free to would leave it, alone or as a pair."""
        return not self.free and (not self.alone or self.mandate.consent)

    @property
    def status(self) -> str:
        if not self.blocking and not self.alone:
            return "Nobody would leave it."
        if not self.blocking:
            return f"{listed(self.alone)} would rather have no part in it."
        first = self.blocking[0]
        consent = "need consent" if first.needs_consent else "are free to do so"
        return f"{first.hub} and {first.city} gain most by leaving it; they {consent}."


@dataclass(frozen=True, slots=True)
class MandateCertificate(Certificate, kind="mandated pairing", of="mandated_pairing"):
    """The best pairing with its payments; who blocks is seen pair by pair."""

    best: PairingWithTransfersCertificate

    def violations(self, mandate: MandatedPairing) -> Iterator[str]:
        yield from self.best.violations(mandate.game)

    def answer(self, mandate: MandatedPairing) -> MandateAudit:
        best = self.best.answer(mandate.game)
        would_be = sorted(pairs_that_would_be(mandate), key=lambda pair: -pair.together)
        return MandateAudit(
            mandate=mandate,
            would_be=tuple(would_be),
            by_ending=gains_by_ending(mandate),
            value=mandate.game.value(mandate.pairs),
            best=best,
            support=_support(mandate, best),
            certificate=self,
        )


def mandated_pairing(mandate: MandatedPairing) -> MandateAudit:
    """Mandated pairing: which pairs would break an ordered pairing, and what it costs to keep it.

    Hub h and city c, not a pair, *block* the order if both would gain by becoming one; h may have
    to let another of its cities, d, go. If pairs may not pay each other, each must gain by itself,

        to_city[h][c] > what c has,
        to_hub[h][c]  > what d brings h and pays it,   or > gamma_h n_h in a free place;

    if they may, the sum of both gains must be positive. Where changing a pair needs consent, only
    pairs that break no mandated one are free to block.

    What it is worth to keep a mandated pair (credit) counts to what one has, and is lost with it.
    If pairs may pay, no payments keep an order that is not the best pairing for all. Outside money
    does, and the least that holds it is what the order loses: the payoffs that nobody would leave,
    at the least total, are the stable splits of what the best pairing makes.

    The audit of an ordered pairing: blocking pairs, loss, and what would hold it.

    Errors: ``InvalidInput`` for what is not a ``MandatedPairing``.

    >>> from games import MandatedPairing, PairingGame
    >>> coast = PairingGame(["Hangzhou", "Ningbo"], ["Quzhou", "Lishui"],
    ...                     to_hub=[[2, 4], [5, 1]], to_city=[[3, 4], [6, 2]])
    >>> order = MandatedPairing(coast, {"Quzhou": "Hangzhou", "Lishui": "Ningbo"}, consent=True)
    >>> audit = mandated_pairing(order)
    >>> [(pair.hub, pair.city, pair.together, pair.needs_consent) for pair in audit.blocking]
    [('Ningbo', 'Quzhou', Fraction(7, 1), True), ('Hangzhou', 'Lishui', Fraction(4, 1), True)]
    >>> audit.loss, audit.best.pairs
    (Fraction(11, 1), {'Quzhou': 'Ningbo', 'Lishui': 'Hangzhou'})
    >>> print(audit.status)
    Ningbo and Quzhou gain most by leaving it; they need consent.

    Source: Gale and Shapley (1962) and Shapley and Shubik (1971) for blocking pairs; the order is
    the Mountain-Sea pairing of Hu and Zhang (2024).
    """
    of_kind(mandate, MandatedPairing, place="subject of mandated_pairing")
    best = pairing_with_transfers(mandate.game)
    return MandateCertificate(best.certificate).answer(mandate)


def pairs_that_would_be(mandate: MandatedPairing) -> Iterator[BlockingPair]:
    """Every hub and city that are no pair, and what each would gain by being one."""
    game, has = mandate.game, mandate.payoffs
    partners = game.partners(mandate.pairs)
    for h, hub in enumerate(game.hubs):
        if not game.capacity[h]:
            continue
        gives = {
            city: game.to_hub[h][game.cities.index(city)] + (mandate.paid or {})[city]
            for city in partners[hub]
        }
        weakest = min(gives, key=lambda city: gives[city], default=None)
        # A city in a free place costs crowding; in another's place, what that one brings.
        cost, drops = game.crowding[h] * len(gives), None
        if weakest is not None:
            lost = gives[weakest] + mandate.credit_of(hub)
            if len(gives) == game.capacity[h] or lost < cost:
                cost, drops = lost, weakest
        for c, city in enumerate(game.cities):
            if mandate.pairs.get(city) == hub:
                continue
            yield BlockingPair(
                hub,
                city,
                drops,
                game.to_hub[h][c] - cost,
                game.to_city[h][c] - has[city],
                mandate.consent and (city in mandate.pairs or drops is not None),
            )


def gains_by_ending(mandate: MandatedPairing) -> dict[str, Fraction]:
    """What each city gains by having no hub, and each hub by keeping the best of its cities."""
    game, has = mandate.game, mandate.payoffs
    found = {}
    for h, (hub, taken) in enumerate(game.partners(mandate.pairs).items()):
        gives = [game.to_hub[h][game.cities.index(c)] + (mandate.paid or {})[c] for c in taken]
        kept = sorted(gives, reverse=True)
        best = sum((max(ZERO, x - game.crowding[h] * k) for k, x in enumerate(kept)), ZERO)
        found[hub] = best - has[hub]  # without the credit for keeping all
    return found | {city: -has[city] for city in game.cities}


def _support(mandate: MandatedPairing, best: PairingWithTransfers) -> dict[str, Fraction]:
    """What is missing, by hub with its cities and by city alone, to payoffs that nobody leaves."""
    game, kept = mandate.game, best.payoffs
    found = {city: kept[city] for city in game.cities if city not in mandate.pairs}
    for hub, taken in game.partners(mandate.pairs).items():
        made = sum((game.surplus(hub, city) for city in taken), ZERO) - game.crowd(hub, len(taken))
        found[hub] = kept[hub] + sum((kept[city] for city in taken), ZERO) - made
    return {name: missing for name, missing in found.items() if missing}
