"""Check 10: would a city and a hub rather have each other than the partners they were given?"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from games.errors import IntercityError
from intercity.english import listed, percent, shown
from intercity.proofs import NotProven
from intercity.region.context import Context
from intercity.topics.finding import Finding
from intercity.topics.pairing.builder import mandate
from intercity.topics.pairing.section import Pairing

if TYPE_CHECKING:
    from games.pairing_game import MandatedPairing, PairingGame
    from mechanisms.pairing.mandated_pairing import BlockingPair, MandateAudit
    from mechanisms.pairing.pairing_with_transfers import PairingWithTransfers

__all__ = ["blocking", "check"]

NUMBER, NAME = 10, "pairing"
ZERO = Fraction(0)
TOLD = 3


def check(context: Context) -> Finding:
    """The blocking pairs of the mandated pairing, the best one, and one centre against several."""
    from mechanisms.pairing.mandated_pairing import mandated_pairing

    pairs = context.once(mandate)
    if pairs is None:
        return Finding(NUMBER, NAME, "not asked", "add [pairing]")
    audit: MandateAudit = context.ask(mandated_pairing, pairs)
    figures = _figures(audit)
    if not pairs.pairs:
        headline = _left_to_themselves(context, audit)
        says = headline + _in_company(context, pairs, figures)
        return Finding(NUMBER, NAME, "stands", says, figures=figures, headline=headline)
    found = blocking(context, audit)
    alone = {} if pairs.consent else audit.alone
    free = [pair for pair in found if not pair.needs_consent]
    headline = _as_mandated(context, audit)
    says = headline + _in_company(context, pairs, figures)
    margin = -max([*(pair.together for pair in free), *alone.values()], default=ZERO)
    if free or alone:
        repair = "" if context.brief else _repair(context, audit)
        return Finding(
            NUMBER,
            NAME,
            "fails",
            says,
            repair,
            margin,
            figures,
            headline=headline,
            mends=Fraction(1) if _can_be_held(context, audit) else None,
        )
    finer = "held by consent" if found or audit.alone else ""
    return Finding(NUMBER, NAME, "stands", says, figures=figures, finer=finer, headline=headline)


def _left_to_themselves(context: Context, audit: MandateAudit) -> str:
    """Who pairs with whom: the pairs that make most, unless nobody may pay."""
    given, best = context.scenario.section(Pairing), audit.best
    most = f"{_paired(best.pairs)} make most, {shown(best.value)} a year"
    if given is None or given.payments:
        return f"left to themselves {most}, and payments exist at which nobody leaves"
    if context.brief or any(audit.mandate.game.crowding):
        return f"{most}; whether that lasts if nobody may pay is not computed"
    pairs, which = _without_payments(context, audit.mandate.game)
    makes = audit.mandate.game.value(pairs)
    says = f"left to themselves {_paired(pairs)} make {shown(makes)} a year, {which}"
    return says if makes == best.value else f"{says}; {most}"


def _as_mandated(context: Context, audit: MandateAudit) -> str:
    """What the mandated pairs make, and who would leave them for whom."""
    says = f"the mandated pairs make {shown(audit.value)} a year"
    says += (
        f", {_paired(audit.best.pairs)} would make {shown(audit.best.value)}"
        if audit.loss
        else ", the most that any pairing can"
    )
    found = blocking(context, audit)
    says += f"; {_leavers(audit, found)}"
    if audit.alone:
        gains = [f"{name} {shown(gain)}" for name, gain in audit.alone.items()]
        says += f"; {listed(gains)} would gain by having nobody instead"
    if audit.mandate.consent and (found or audit.alone):
        free = [pair for pair in found if not pair.needs_consent]
        says += (
            f"; {listed(f'{p.hub} and {p.city}' for p in free[:TOLD])} need nobody's consent"
            if free
            else f"; {_holds(context, audit)}"
        )
    return says


def _holds(context: Context, audit: MandateAudit) -> str:
    """What holds pairs that some would leave: consent, and payments or outside money if they do."""
    given = context.scenario.section(Pairing)
    if given is not None and not given.payments:
        return "only the province's consent, or money from outside, holds the pairs"
    if audit.payments is not None:
        paid = _payments(audit.payments)
        return f"the province's consent holds the pairs, as payments would: {paid}"
    return f"only the province's consent, or {_outside(audit)}, holds the pairs"


def _outside(audit: MandateAudit) -> str:
    """The money that would hold the mandated pairs, given to those who need it.

    A hub with a free place must lose it if it takes another city, too.
    """
    instead = " in place of the credits" if any((audit.mandate.credit or {}).values()) else ""
    return f"{shown(audit.loss)} a year from outside{instead} for those with no other partner"


def blocking(context: Context, audit: MandateAudit) -> tuple[BlockingPair, ...]:
    """Who would break the pairing: with payments where pairs may pay, else where both gain."""
    given = context.scenario.section(Pairing)
    return audit.blocking if given is None or given.payments else audit.without_payments


def _paired(pairs: Mapping[str, str]) -> str:
    """``Quzhou with Hangzhou and Lishui with Ningbo``"""
    return listed(f"{city} with {hub}" for city, hub in pairs.items()) or "no pairs"


def _leavers(audit: MandateAudit, found: tuple[BlockingPair, ...]) -> str:
    """Who would leave for whom, and what that brings."""
    if not found and audit.blocking:
        return "nobody would leave for another without being paid to"
    if not found:
        return "nobody would leave for another"
    told = listed(f"{pair.hub} and {pair.city} {shown(pair.together)}" for pair in found[:TOLD])
    unpaid = sum(pair.without_payments for pair in found)
    how = "" if unpaid == len(found) else f",{' some only' if unpaid else ''} if one pays the other"
    if len(found) == 1:
        one = found[0]
        gain = shown(one.together)
        return f"{one.hub} and {one.city} gain {gain} by leaving for each other{how}"
    first = " first of all" if len(found) > TOLD else ""
    return f"{len(found)} pairs gain by leaving for each other{how},{first} {told}"


def _can_be_held(context: Context, audit: MandateAudit) -> bool:
    """Whether a pairing that nobody would leave is known: with payments there always is one."""
    given = context.scenario.section(Pairing)
    return given is None or given.payments or not any(audit.mandate.game.crowding)


def _repair(context: Context, audit: MandateAudit) -> str:
    """Payments, another pairing, or outside money; without payments, the stable pairing."""
    given, best = context.scenario.section(Pairing), audit.best
    if given is not None and not given.payments:
        if any(audit.mandate.game.crowding):
            return "none computed: with crowding what a city brings a hub depends on the others"
        pairs, which = _without_payments(context, audit.mandate.game)
        return f"{_paired(pairs)}, {which}"
    if audit.payments is not None:
        return f"the mandated pairs stay if {_payments(audit.payments)}"
    text = f"{_paired(best.pairs)}, where {_payments(best.transfers)}"
    return f"{text}; or {_outside(audit)} to hold the mandated pairs"


def _without_payments(context: Context, game: PairingGame) -> tuple[Mapping[str, str], str]:
    """The pairing to take where nobody may pay, and whether there are others."""
    from mechanisms.pairing.deferred_acceptance import StablePairing, deferred_acceptance
    from mechanisms.pairing.stable_pairings import StablePairings, stable_pairings

    if not game.ties:
        strict: StablePairing = context.ask(deferred_acceptance, game.market)
        which = "the only one" if strict.unique else "for every city as good as any"
        return strict.pairs, f"{which} that nobody would leave without payments"
    try:
        found: StablePairings = context.ask(stable_pairings, game)
    except NotProven:
        raise
    except IntercityError:  # too many to look through
        one: StablePairing = context.ask(deferred_acceptance, game.market)
        return one.pairs, "one that nobody would leave without payments"
    if found.unique:
        which = "the only one"
    elif found.best_for_cities:
        which = f"for every city as good as any of the {len(found.pairings)}"
    else:
        which = f"which makes most of the {len(found.pairings)}"
    return found.best, f"{which} that nobody would leave without payments"


def _payments(paid: Mapping[str, Fraction]) -> str:
    """What cities pay their hubs, or get from them."""
    told = [
        f"{city} {'pays' if amount > 0 else 'gets'} {shown(abs(amount))}"
        for city, amount in paid.items()
        if amount
    ]
    return f"{listed(told)} a year" if told else "nobody pays anything"


def _in_company(context: Context, mandate: MandatedPairing, figures: dict[str, Fraction]) -> str:
    """One centre against several, where a centre is named."""
    from mechanisms.pairing.pairing_with_transfers import pairing_with_transfers

    given, game = context.scenario.section(Pairing), mandate.game
    if given is None or given.centre is None or len(game.hubs) < 2 or context.brief:
        return ""
    centre = given.centre
    alone: PairingWithTransfers = context.ask(pairing_with_transfers, game.only(centre))
    several: PairingWithTransfers = context.ask(pairing_with_transfers, game)
    figures[f"with {centre} as the only hub"] = alone.value
    figures[f"{centre} can take as the only hub"] = alone.hub_best[centre]
    figures[f"{centre} can take beside the others"] = several.hub_best[centre]
    takes = [
        percent(found.hub_best[centre] / found.value) if found.value else "nothing"
        for found in (alone, several)
    ]
    if_paid = "" if given.payments else "if pairs could pay each other, "
    return (
        f"; {if_paid}with {centre} as the only hub all make {shown(alone.value)}, of which it can "
        f"take {takes[0]}; beside the others it can take {takes[1]} of {shown(several.value)}"
    )


def _figures(audit: MandateAudit) -> dict[str, Fraction]:
    figures = {"best pairing": audit.best.value}
    if audit.mandate.pairs:
        figures |= {"mandated pairing": audit.value, "lost by the mandate": audit.loss}
    for name, payoff in audit.mandate.payoffs.items():
        if audit.mandate.pairs:
            figures[f"{name} as mandated"] = payoff
        low, high = audit.best.ranges[name]
        figures[f"{name} at least, in the best pairing"] = low
        figures[f"{name} at most, in the best pairing"] = high
    for pair in audit.blocking:
        figures[f"{pair.hub} gains by {pair.city}"] = pair.hub_gain
        figures[f"{pair.city} gains by {pair.hub}"] = pair.city_gain
    return figures
