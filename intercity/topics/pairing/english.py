"""What is said of pairs of hubs and cities."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from intercity.english import (
    enough,
    fitting,
    in_full,
    listed,
    percent,
    sentences,
    shown,
    told_apart,
)
from intercity.topics.outcome import NoRepair, Repair
from intercity.topics.pairing.check import (
    Centre,
    Held,
    NewPairs,
    PairingOutcome,
    PairPayments,
    StablePairs,
)
from intercity.topics.words import LINE, REMEDY, Words, number

__all__ = ["WORDS"]

TOLD = 3
"""Of how many pairs that would leave a sentence tells the gain."""


HALF_WAY = " (half-way between what is best for hubs and for cities; other payments hold, too)"


def says(found: PairingOutcome) -> str:
    """What the pairs make and who would leave them; one centre against several."""
    beside = "" if found.centre is None else f"; {_one_centre(found.centre, found)}"
    return headline(found) + beside


def headline(found: PairingOutcome) -> str:
    """The same without the centre."""
    return _as_mandated(found) if found.mandated else _left_to_themselves(found)


def line(found: PairingOutcome) -> str:
    """Who gains most by leaving, or what the pairs make."""
    if not found.mandated:
        best = found.best if found.stable is None else found.stable
        return f"left to themselves, the pairs make {shown(best.worth)} a year"
    if found.held is Held.FREELY:
        return f"nobody would leave the mandated pairs, which make {shown(found.worth)} a year"
    by_consent = found.held is Held.BY_CONSENT
    gains = {
        f"{pair.hub} and {pair.city}": (pair.together, "gain {} a year by leaving for each other")
        for pair in (found.leavers if by_consent else found.free_leavers)
    }
    if by_consent or not found.consent:
        for name, gain in found.better_alone.items():
            gains[name] = gain, "gains {} a year by having nobody"
    who, (gain, how) = max(gains.items(), key=lambda one: one[1][0])
    if by_consent:
        would = f"would gain {shown(gain)} a year by leaving"
        need = "needs" if who in found.better_alone else "need"
        return fitting(
            LINE,
            f"{who} {would}, but {need} the province's consent",
            f"{who} {would}, but {need} consent",
            f"a pair {would}, but needs the province's consent",
        )
    short = "{} a year to gain by leaving a mandated pair"
    return fitting(LINE, f"{who} {how.format(shown(gain))}", short.format(shown(gain)))


def repair(found: PairingOutcome) -> str:
    """Payments, other pairs, or outside money that holds the mandated ones."""
    if found.repair is None:
        return ""
    if isinstance(found.repair, NoRepair):
        return f"none computed: {found.repair.reason}"
    pairs, paid = _clauses(found.repair)
    half = "" if found.repair.unique or not any((paid or {}).values()) else HALF_WAY
    if pairs is None:
        return f"the mandated pairs stay if {_payments(paid or {})}{half}{_in_prices(found, paid)}"
    if paid is None:
        return f"{_paired(pairs)}, {_which(found.stable)}"
    money = f"{_outside(found)} to hold the mandated pairs"
    return f"{_paired(pairs)}, where {_payments(paid)}{half}{_in_prices(found, paid)}; or {money}"


def remedy(found: PairingOutcome) -> str:
    """The new pairs if they are few, or the payments."""
    if not isinstance(found.repair, Repair):
        return ""
    pairs, paid = _clauses(found.repair)
    if pairs is None:
        told = {city: amount for city, amount in (paid or {}).items() if amount}
        total = sum(map(abs, told.values()), Fraction(0))
        several = f"payments of {shown(total)} a year within pairs"
        return fitting(REMEDY, _payments(told) if len(told) < 3 else several, several)
    new = [f"{city} with {hub}" for city, hub in pairs.items() if found.mandated.get(city) != hub]
    if not new:
        ended = [city for city in found.mandated if city not in pairs]
        several = f"no hub for {len(ended)} of the cities"
        return fitting(
            REMEDY, f"no hub for {listed(ended)}" if len(ended) < 3 else several, several
        )
    several = f"pair {len(new)} of the cities with other hubs"
    return fitting(REMEDY, f"pair {listed(new)}" if len(new) < 3 else several, several)


def _clauses(
    repair: Repair,
) -> tuple[Mapping[str, str] | None, Mapping[str, Fraction] | None]:
    """The new pairs and the payments, as far as there are such clauses."""
    pairs = (clause.pairs for clause in repair.clauses if isinstance(clause, NewPairs))
    paid = (clause.paid for clause in repair.clauses if isinstance(clause, PairPayments))
    return next(pairs, None), next(paid, None)


def _left_to_themselves(found: PairingOutcome) -> str:
    """Who pairs with whom: the pairs that make most, unless nobody may pay."""
    best, stable = found.best, found.stable
    worths = (best.worth,) if stable is None else (best.worth, stable.worth)
    best_makes, *stable_makes = told_apart(*worths)
    most = f"{_paired(best.pairs)} make most, {best_makes} a year"
    if found.may_pay:
        return f"left to themselves {most}, and payments exist at which nobody leaves"
    if stable is None:
        return f"{most}; whether that lasts if nobody may pay is not computed"
    makes = f"{_paired(stable.pairs)} make {stable_makes[0]} a year, {_which(stable)}"
    return f"left to themselves {makes}" + ("" if stable.worth == best.worth else f"; {most}")


def _as_mandated(found: PairingOutcome) -> str:
    """What the mandated pairs make, who would leave them for whom, and what holds them."""
    makes, best_makes = told_apart(found.worth, found.best.worth)
    told = f"the mandated pairs make {makes} a year, "
    told += (
        f"{_paired(found.best.pairs)} would make {best_makes}"
        if found.loss
        else "the most that any pairing can"
    )
    parts = [told, _leavers(found)]
    if found.better_alone:
        (name, gain), *rest = found.better_alone.items()
        gains = [f"{name} would gain {shown(gain)}", *(f"{one} {shown(x)}" for one, x in rest)]
        parts.append(f"by having nobody instead {listed(gains)}")
    if found.consent and found.free_leavers:
        free = listed(f"{pair.hub} and {pair.city}" for pair in found.free_leavers[:TOLD])
        parts.append(f"{free} need nobody's consent")
    elif found.held is Held.BY_CONSENT:
        parts.append(_holds(found))
    return sentences(parts)


def _leavers(found: PairingOutcome) -> str:
    """The pairs that would leave for each other, and how one would have to pay the other."""
    return _who_leaves(found) + _law(found, beyond=_leaving_takes_prices(found))


def _leaving_takes_prices(found: PairingOutcome) -> bool:
    """Whether a pair leaves only by a payment that is more than the law allows.

    Who loses by leaving has to be paid more than it loses: as much as the limit is not enough.
    """
    limit = found.side_payment_limit
    paid = (-min(pair.hub_gain, pair.city_gain) for pair in found.leavers)
    return limit is not None and any(least >= limit for least in paid if least >= 0)


def _who_leaves(found: PairingOutcome) -> str:
    """The pairs that would leave for each other, and their gains."""
    pairs = found.leavers
    if not pairs:
        paid = " without being paid to" if found.blocking else ""
        return f"nobody would leave for another{paid}"
    unpaid = sum(pair.without_payments for pair in pairs)
    how = "" if unpaid == len(pairs) else f",{' some only' if unpaid else ''} if one pays the other"
    if len(pairs) == 1:
        (one,) = pairs
        gain = shown(one.together)
        return f"{one.hub} and {one.city} gain {gain} by leaving for each other{how}"
    gains = told_apart(*(pair.together for pair in pairs[:TOLD]))
    named = zip(pairs, gains, strict=False)
    told = listed(f"{pair.hub} and {pair.city} {gain}" for pair, gain in named)
    first = " first of all" if len(pairs) > TOLD else ""
    return f"{len(pairs)} pairs gain by leaving for each other{how},{first} {told}"


def _holds(found: PairingOutcome) -> str:
    """What holds pairs that some would leave: consent, and payments or outside money if they do."""
    if not found.may_pay:
        return "only the province's consent, or money from outside, holds the pairs"
    if found.holding_payments is not None:
        paid = _payments(found.holding_payments)
        told = _leaving_takes_prices(found)  # then the law stands there
        beyond = "" if told else _in_prices(found, found.holding_payments)
        return f"the province's consent holds the pairs, as payments would: {paid}{beyond}"
    return f"only the province's consent, or {_outside(found)}, holds the pairs"


def _outside(found: PairingOutcome) -> str:
    """The money that would hold the mandated pairs, given to those who need it.

    A hub with a free place must lose it if it takes another city, too.
    """
    instead = " in place of the credits" if found.has_credit else ""
    return f"{enough(found.loss)} a year from outside{instead} for those with no other partner"


def _paired(pairs: Mapping[str, str]) -> str:
    """``Quzhou with Hangzhou and Lishui with Ningbo``"""
    return listed(f"{city} with {hub}" for city, hub in pairs.items()) or "no pairs"


def _payments(paid: Mapping[str, Fraction]) -> str:
    """What cities pay their hubs, or get from them."""
    told = [
        f"{city} {'pays' if amount > 0 else 'is paid'} {in_full(abs(amount))}"
        for city, amount in paid.items()
        if amount
    ]
    return f"{listed(told)} a year" if told else "nobody pays anything"


def _in_prices(found: PairingOutcome, paid: Mapping[str, Fraction] | None) -> str:
    """How partners could pay each other what the law does not let one city pay another."""
    limit = found.side_payment_limit
    most = max(map(abs, (paid or {}).values()), default=Fraction(0))
    return _law(found, beyond=limit is not None and most > limit)


def _law(found: PairingOutcome, *, beyond: bool) -> str:
    """How partners can pay each other ``beyond`` what the law allows."""
    limit = found.side_payment_limit
    if limit is None or not beyond:
        return ""
    law, rest = ("no money", "this") if not limit else (f"{in_full(limit)} a year", "the rest")
    by_prices = f"{rest} has to be in prices of what partners hand over"
    return f"; as the law allows {law} between city budgets, {by_prices}"


def _which(stable: StablePairs | None) -> str:
    """How the stable pairing shown compares with the other stable ones."""
    which, of_them = "one", ""
    if stable is not None:
        of_them = f" of the {stable.among}" if stable.among else ""
        if stable.among == 1:
            which, of_them = "the only one", ""
        elif stable.best_for_cities:
            which = "for every city at least as good as any other pairing"
        elif stable.among:
            which = "which makes most"
    return f"{which}{of_them} that nobody would leave without payments"


def _one_centre(centre: Centre, found: PairingOutcome) -> str:
    alone, beside = (
        percent(takes / worth) if worth else "nothing"
        for takes, worth in (
            (centre.takes_alone, centre.worth_alone),
            (centre.takes_beside, centre.worth_beside),
        )
    )
    return (
        f"{'' if found.may_pay else 'if pairs could pay each other, '}with {centre.hub} as the "
        f"only hub all make {shown(centre.worth_alone)}, of which it can take {alone}; beside the "
        f"others it can take {beside} of {shown(centre.worth_beside)}"
    )


def clause(one: PairPayments) -> str:
    """What is paid within pairs, as a sentence."""
    told = ", ".join(
        f"{city} {'pays its hub' if x > 0 else 'is paid by its hub'} {number(abs(x))} a year"
        for city, x in one.paid.items()
        if x
    )
    return told[:1].upper() + told[1:]


TURNED = {
    "stands": "nobody would leave the pairing",
    "fails": "somebody would leave it freely",
    "held by consent": "the province's consent holds the pairing",
}

WORDS = Words(
    asks="Would no hub and city rather leave their partners for each other?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=headline,
    clause=clause,
    turned=TURNED,
)
