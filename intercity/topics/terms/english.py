"""What is said of who would sign the terms of a deal."""

from __future__ import annotations

from fractions import Fraction

from intercity.english import (
    amount,
    as_words,
    counted,
    fitting,
    from_to,
    gains_told,
    hangs_words,
    in_full,
    listed,
    one_unit,
    sentences,
    shown,
    told_apart,
)
from intercity.topics.clauses.english import (
    first_decides_words,
    own_rate_words,
    remedy_words,
    repair_words,
    which_words,
)
from intercity.topics.outcome import Verdict
from intercity.topics.outside_offers.english import beyond_stable_words
from intercity.topics.terms.check import OpenAmount, TermsOutcome
from intercity.topics.words import LINE, Words

__all__ = ["WORDS"]


def says(found: TermsOutcome) -> str:
    """Who gains what; then at which amounts all would, and who loses later."""
    told = [_gains(found)]
    if found.open_amount is not None:
        told.append(_interval(found, found.open_amount))
    elif found.first_decides:
        reason = first_decides_words(found.first_decides)
        told.append(f"for which amounts nobody loses is undecided: {reason}")
    if words := own_rate_words(found.gains, found.own_gains, found.discounts):
        told.append(words)
    if found.hangs_on:
        told.append(hangs_words(found.hangs_on, found.discounts, found.interest))
    return sentences([*told, beyond_stable_words(found.beyond_stable)])


def line(found: TermsOutcome) -> str:
    """Who loses most, or who gains least, or on what it hangs."""
    gains, own = found.gains, found.own_gains
    if found.verdict is Verdict.UNDECIDED:
        hangs = hangs_words(found.hangs_on, found.discounts, found.interest)
        return fitting(LINE, hangs, "whether all gain hangs on who can borrow or lend")
    if found.verdict is Verdict.FAILS:
        gains = {city: x for city, x in gains.items() if max(x, own.get(city, x)) < 0}
    worst = min(gains, key=lambda city: gains[city])
    least = gains[worst]
    if least < 0:
        a_year, losers = f"{shown(-least)} a year", sum(gain < 0 for gain in gains.values())
        told, later = f"{worst} loses {a_year}", ""
        if own.get(worst, least) < least and found.discounts[worst]:
            later = f", {shown(-own[worst])} as it counts later years"
        if losers > 1:
            told, later = f"{losers} members lose, {worst} most: {a_year}", ""
        return fitting(
            LINE, told + later, told, f"{losers} of {len(found.gains)} lose up to {a_year}"
        )
    if not any([*gains.values(), *own.values()]):
        return "nobody gains or loses"
    if not least:
        return fitting(LINE, f"nobody loses, but {worst} gains nothing", "nobody loses")
    gain, a_year = f"{_all_of(found)} gain", f"{shown(least)} a year"
    if len(set(gains.values())) == 1:
        return f"{gain} {a_year}"
    return fitting(LINE, f"{gain}, {worst} least: {a_year}", f"{gain} {a_year} or more")


def repair(found: TermsOutcome) -> str:
    """The nearest clauses at which nobody loses."""
    return "" if found.repair is None else repair_words(found.repair)


def remedy(found: TermsOutcome) -> str:
    """The same in short."""
    return remedy_words(found.repair)


def _gains(found: TermsOutcome) -> str:
    """What each gains, or who loses; as how many return, and from when on."""
    gains = found.gains
    idle = [city for city, gain in gains.items() if not gain]
    losers = [city for city, gain in gains.items() if gain < 0]
    if losers:
        text = f"{listed(losers)} would lose ({gains_told(gains)})"
    elif len(idle) == len(gains):
        text = "nobody gains or loses"
    elif idle:
        text = f"nobody loses, but {listed(idle)} would gain nothing ({gains_told(gains)})"
    else:
        text = f"{_all_of(found)} gain ({gains_told(gains)})"
    if found.hangs_on:
        text = f"at the region's interest {text}"
    if found.returning:
        planned = ", as planned" if found.as_planned else ""
        does = "returns" if found.returning == 1 else "return"
        text += f" as {counted(found.returning, 'project')} {does}{planned}"
    if found.at_signing is not None:
        told = gains_told(found.at_signing)
        text += f", what comes later counted from then on (were it at signing: {told})"
    return text


def _interval(found: TermsOutcome, one: OpenAmount) -> str:
    """From which to which amount nobody would lose."""
    later = ""
    if found.at_signing is not None:
        later = "were all handed over at signing, at the region's interest "
    resource, which = as_words(one.transfer.resource), which_words(one.transfer)
    everybody = _all_of(found)
    of = f" of {resource}{which}" if which else ""
    low, high = one.lowest, one.highest
    if low is None or high is None:
        others = "with the other clauses as they are"
        own = min(found.own_gains.values(), default=0) < 0 <= min(found.gains.values())
        at = " at the region's interest and at their own discount factors too"
        at = at if own and not later else ""
        no_amount = f"no amount of {resource}{which} makes {everybody} gain{at}"
        return f"{later}{others}, {no_amount}{_looked_at(one)}"
    at, as_signed = told_apart(low, one.signed, told=amount) if low == high else ("", "")
    signed = f"signed {as_signed or in_full(one.signed, amount)}{_per_floor(one, one.signed)}"
    if low == high:
        only = f"{everybody} would gain only at {at} {_units(one, low)}{of}{_per_floor(one, low)}"
        return f"{later}{only}, {signed}{_looked_at(one)}"
    start, end = from_to(low, high, amount, apart_from=one.signed)
    returning = f", with {amount(found.returning)} returning" if found.returning else ""
    # Gains are concave: where nobody loses at the ends and all can gain, all do in between.
    return (
        f"{later}nobody would lose from {start} to {end} {_units(one, high)}{of}"
        f"{_per_floor(one, low, high)}, and {everybody} gain in between{returning}, "
        f"{signed}{_looked_at(one)}"
    )


def _units(one: OpenAmount, number: Fraction) -> str:
    """What so much is counted in."""
    return one_unit(one.transfer.unit) if number == 1 else one.transfer.unit or "units"


def _looked_at(one: OpenAmount) -> str:
    """Of which amounts alone that is said; empty if of all."""
    if one.searched_range is None:
        return ""
    low, high = map(amount, one.searched_range)
    beyond = "beyond, a floor or cap of a refund begins or ceases to bind"
    return f" (amounts from {low} to {high} alone are looked at: {beyond})"


def _per_floor(one: OpenAmount, *amounts: Fraction) -> str:
    """The same amounts per floor space of the deal's parks, where it has any."""
    if not one.floor_space:
        return ""
    each = [a / one.floor_space for a in amounts]
    ends = from_to(each[0], each[1]) if each[1:] else map(shown, each)
    return f" ({' to '.join(ends)} per 1,000 m2)"


def _all_of(found: TermsOutcome) -> str:
    return "both" if len(found.gains) == 2 else "all"


TURNED = {"stands": "no member loses", "fails": "a member loses"}

WORDS = Words(
    asks="Does every member gain by these terms?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    turned=TURNED,
)
