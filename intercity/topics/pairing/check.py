"""Check 10: would a city and a hub rather have each other than the partners they were given?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from games.errors import IntercityError
from intercity.proofs import Unverified
from intercity.region.context import Context
from intercity.topics.outcome import Clause, NoRepair, NotAsked, Outcome, Repair, Verdict
from intercity.topics.pairing.builder import mandate
from intercity.topics.pairing.section import Pairing
from mechanisms.pairing.mandated_pairing import BlockingPair

if TYPE_CHECKING:
    from games.pairing_game import MandatedPairing, PairingGame
    from mechanisms.pairing.mandated_pairing import MandateAudit

__all__ = [
    "BestPairing",
    "Centre",
    "Held",
    "NewPairs",
    "PairPayments",
    "PairingOutcome",
    "StablePairs",
    "WhyNot",
    "check",
    "gains_by_leaving",
]

ZERO = Fraction(0)


class Held(StrEnum):
    """What holds the mandated pairs, or those that there are left to themselves."""

    FREELY = "freely"
    BY_CONSENT = "held by consent"
    NOT = "not held"


class WhyNot(StrEnum):
    """Why no other pairing is proposed."""

    CROWDING = "with crowding what a city brings a hub depends on the others"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPairs(Clause):
    """These pairs, by city its hub, in place of the mandated ones."""

    kind: ClassVar[str] = "pairs"
    pairs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPayments(Clause):
    """What each city pays its hub a year; negative: what it gets."""

    kind: ClassVar[str] = "payments"
    paid: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class BestPairing:
    """The pairs that make most, by city its hub, and the payoffs that nobody would leave.

    ``least``, ``most``: what each can have there.
    """

    pairs: Mapping[str, str]
    worth: Fraction
    least: Mapping[str, Fraction]
    most: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class StablePairs:
    """A pairing that nobody would leave though nobody may pay, by city its hub.

    ``among``: how many such pairings there are; ``None`` where they were not counted.
    ``best_for_cities``: whether for every city it is as good as any of them.
    """

    pairs: Mapping[str, str]
    worth: Fraction
    among: int | None
    best_for_cities: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """What all make, and what a hub can take of it: as the only hub, and beside the others."""

    hub: str
    worth_alone: Fraction
    takes_alone: Fraction
    worth_beside: Fraction
    takes_beside: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingOutcome(Outcome):
    """Who would leave the ``mandated`` pairs (by city its hub; empty: left to themselves).

    ``worth``: what the mandated pairs make, the province's credit apart; ``payoffs``: what each has
    in them, with its credit. ``blocking``: the pairs that would leave them if one could pay the
    other, who gain most first; ``better_alone``: what each would gain by having nobody instead;
    ``consent``: whether that needs the province's. ``may_pay``: whether pairs may pay each other
    anything new. ``holding_payments``: at which nobody leaves the mandated pairs, by city what it
    pays its hub. ``stable``: what there is where nobody may pay, if it was asked for.
    ``side_payment_limit``: what the law lets one city pay another, prices of what it gets apart.
    """

    held: Held
    may_pay: bool
    consent: bool
    has_credit: bool
    crowded: bool
    mandated: Mapping[str, str]
    worth: Fraction
    payoffs: Mapping[str, Fraction]
    best: BestPairing
    blocking: tuple[BlockingPair, ...]
    better_alone: Mapping[str, Fraction]
    holding_payments: Mapping[str, Fraction] | None
    stable: StablePairs | None
    centre: Centre | None
    side_payment_limit: Fraction | None = None

    @property
    def turns_on(self) -> str:
        return self.held.value if self.held is Held.BY_CONSENT else self.verdict.value

    @property
    def loss(self) -> Fraction:
        """What the mandate loses; from outside, it would hold the mandated pairs."""
        return self.best.worth - self.worth

    @property
    def leavers(self) -> tuple[BlockingPair, ...]:
        """The pairs that would leave, as they may pay each other or may not."""
        return tuple(pair for pair in self.blocking if self.may_pay or pair.without_payments)

    @property
    def free_leavers(self) -> tuple[BlockingPair, ...]:
        """The pairs that would leave and need nobody's consent."""
        return tuple(pair for pair in self.leavers if not pair.needs_consent)


def check(context: Context) -> Outcome:
    """The blocking pairs of the mandated pairing, the best one, and one centre against several."""
    from mechanisms.pairing.mandated_pairing import mandated_pairing

    pairs, given = context.once(mandate), context.scenario.section(Pairing)
    if pairs is None:
        return NotAsked(needs=("pairing",))
    assert given is not None  # noqa: S101 - there are pairs
    audit = context.run_solver(mandated_pairing, pairs)
    game, may_pay, crowded = pairs.game, given.payments, any(pairs.game.crowding)
    blocking, better_alone = (audit.blocking, audit.alone) if pairs.pairs else ((), {})
    held, margin = _held(audit, may_pay=may_pay) if pairs.pairs else (Held.FREELY, None)
    fails = held is Held.NOT
    centre = None if context.brief else _centre(context, game, given.centre)
    sought = (fails or not pairs.pairs) and not (may_pay or crowded or context.brief)
    stable = _stable(context, game, pairs.pairs) if sought else None
    return PairingOutcome(
        verdict=Verdict.FAILS if fails else Verdict.STANDS,
        margin=margin,
        repair=_repair(audit, stable, may_pay=may_pay) if fails and not context.brief else None,
        held=held,
        may_pay=may_pay,
        consent=pairs.consent,
        has_credit=any((pairs.credit or {}).values()),
        crowded=crowded,
        mandated=pairs.pairs,
        worth=audit.value,
        payoffs=pairs.payoffs if pairs.pairs else {},
        best=BestPairing(
            pairs=audit.best.pairs,
            worth=audit.best.value,
            least={name: low for name, (low, _) in audit.best.ranges.items()},
            most={name: high for name, (_, high) in audit.best.ranges.items()},
        ),
        blocking=blocking,
        better_alone=better_alone,
        holding_payments=audit.payments,
        stable=stable,
        centre=centre,
        side_payment_limit=context.side_payment_limit,
    )


def _held(audit: MandateAudit, *, may_pay: bool) -> tuple[Held, Fraction | None]:
    """What holds the mandated pairs, and what whoever is nearest to turning that lacks or gains."""
    free, bound = gains_by_leaving(audit.mandate, audit.would_be, audit.by_ending, may_pay=may_pay)
    if any(gain > 0 for gain in free):
        return Held.NOT, -max(free)
    if any(gain > 0 for gain in bound):
        return Held.BY_CONSENT, min([max(bound), *(-gain for gain in free)])
    return Held.FREELY, min((-gain for gain in (*free, *bound)), default=None)


def gains_by_leaving(
    mandate: MandatedPairing,
    would_be: Iterable[BlockingPair],
    by_ending: Mapping[str, Fraction],
    *,
    may_pay: bool,
) -> tuple[list[Fraction], list[Fraction]]:
    """What pairs, and each alone, gain by leaving freely; and what those who need consent gain.

    A pair leaves if both gain; if they may pay each other, if they gain together.
    """
    free: list[Fraction] = []
    bound: list[Fraction] = []
    for pair in would_be:
        gain = pair.together if may_pay else min(pair.hub_gain, pair.city_gain)
        (bound if pair.needs_consent else free).append(gain)
    (bound if mandate.consent else free).extend(by_ending.values())
    return free, bound


def _repair(audit: MandateAudit, stable: StablePairs | None, *, may_pay: bool) -> Repair | NoRepair:
    """Payments, or the best pairing with payments; without payments, the stable pairing."""
    if not may_pay and stable is None:
        return NoRepair(reason=WhyNot.CROWDING)
    if stable is not None:
        return Repair(clauses=(NewPairs(pairs=stable.pairs),), unique=stable.among == 1)
    if audit.payments is not None:
        ranges = (audit.best.ranges[city] for city in audit.payments)
        one = all(low == high for low, high in ranges)
        return Repair(clauses=(PairPayments(paid=audit.payments),), unique=one)
    best = audit.best
    clauses = NewPairs(pairs=best.pairs), PairPayments(paid=best.transfers)
    return Repair(clauses=clauses, unique=False)


def _stable(context: Context, game: PairingGame, mandated: Mapping[str, str]) -> StablePairs:
    """The pairing to take where nobody may pay, and whether there are others.

    Who brings each other nothing is no pair, unless it is a mandated one.
    """
    from mechanisms.pairing.deferred_acceptance import StablePairing, deferred_acceptance
    from mechanisms.pairing.stable_pairings import stable_pairings

    strict: StablePairing
    if not game.ties:
        strict = context.run_solver(deferred_acceptance, game.market)
        pairs, among, best_for_cities = strict.pairs, 1 if strict.unique else None, True
    else:
        try:
            found = context.run_solver(stable_pairings, game)
            pairs = _pairs_of_some_use(game, found.best, mandated)
            told = [_pairs_of_some_use(game, each, mandated) for each in found.pairings]
            among = len({frozenset(each.items()) for each in told})
            best_for_cities = found.best_for_cities
        except Unverified:
            raise
        except IntercityError:  # too many to look through
            strict = context.run_solver(deferred_acceptance, game.market)
            pairs, among, best_for_cities = strict.pairs, None, False
    return StablePairs(
        pairs=pairs, worth=game.value(pairs), among=among, best_for_cities=best_for_cities
    )


def _pairs_of_some_use(
    game: PairingGame, pairs: Mapping[str, str], mandated: Mapping[str, str]
) -> dict[str, str]:
    """Those that bring either side anything, or are mandated."""

    def brings(city: str, hub: str) -> bool:
        h, c = game.hubs.index(hub), game.cities.index(city)
        return bool(game.to_hub[h][c] or game.to_city[h][c])

    return {
        city: hub for city, hub in pairs.items() if mandated.get(city) == hub or brings(city, hub)
    }


def _centre(context: Context, game: PairingGame, centre: str | None) -> Centre | None:
    """One centre against several, where a centre is named."""
    from mechanisms.pairing.pairing_with_transfers import pairing_with_transfers

    if centre is None or len(game.hubs) < 2:
        return None
    alone = context.run_solver(pairing_with_transfers, game.only(centre))
    beside = context.run_solver(pairing_with_transfers, game)
    return Centre(
        hub=centre,
        worth_alone=alone.value,
        takes_alone=alone.hub_best[centre],
        worth_beside=beside.value,
        takes_beside=beside.hub_best[centre],
    )
