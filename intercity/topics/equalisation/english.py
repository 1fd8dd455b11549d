"""What is said of fiscal equalisation."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from intercity.english import (
    as_words,
    each_unit,
    fitting,
    gains_told,
    hangs_words,
    in_full,
    inside,
    listed,
    percent,
    shown,
)
from intercity.topics.clauses.english import remedy_words, repair_words
from intercity.topics.equalisation.check import EqualisationOutcome, PriceForTax
from intercity.topics.outcome import Outcome
from intercity.topics.words import LINE, Words

__all__ = ["WORDS"]


def says(found: EqualisationOutcome) -> str:
    """Gains with grants as they are, and with grants adjusted."""
    before = gains_told(found.before)
    after = gains_told(found.after)
    as_before = "the same" if found.before == found.after else f"and {before}"
    if before == after and any(found.lost.values()):
        as_before = "and about as much"
    gains = f"{after}, {as_before} if grants stayed as they are"
    if found.losers:
        does = "loses" if len(found.losers) == 1 else "lose"
        text = f"{listed(found.losers)} {does} only because grants are cut ({gains})"
    elif found.hangs_on:
        text = f"once grants are cut, {_hangs(found)} ({gains})"
    elif not found.gaining:
        at = _at_own_factor(city for city, gain in found.before.items() if gain >= 0)
        text = f"each member would lose without it, too{at} ({gains})"
    else:
        text = f"nobody's gain turns into a loss as grants are cut ({gains})"
    total = sum(found.lost.values(), Fraction(0))
    in_all = sum(found.before.values(), Fraction(0))
    if total > 0:
        text += f"; together members gain {shown(total)} a year less"
        if in_all > 0:
            text += f", {percent(total / in_all)} of what the deal would bring them"
    elif total < 0:
        text += f"; together members gain {shown(-total)} a year more"
    for city, share in found.kept.items():
        following = found.keeps_of_next[city]
        if share != following:
            text += f"; {city} keeps {percent(share)} of its tax, and {percent(following)} of more"
    kept = "; ".join(
        f"of 1 that {payer} gives up of its tax, {payee} has {shown(share)}, of a price, a rent "
        "or land all"
        for (payer, payee), share in found.received.items()
        if share != 1
    )
    return text + (f"; {kept}" if kept else "")


def _at_own_factor(cities: Iterable[str]) -> str:
    """Who of the losers loses at its own discount factor alone."""
    own = list(cities)
    whose = "their own discount factors" if own[1:] else "its own discount factor"
    return f", {listed(own)} at {whose}" if own else ""


def _hangs(found: EqualisationOutcome) -> str:
    return hangs_words(found.hangs_on, found.discounts, found.interest)


def line(found: EqualisationOutcome) -> str:
    """Who loses by it, or that nobody does."""
    if found.losers:
        city = found.losers[0]
        return f"{city} loses {shown(-found.gaining[city])} a year once grants are cut"
    if found.hangs_on:
        hangs = "whether all gain hangs on who can borrow or lend, once grants are cut"
        return fitting(LINE, f"{_hangs(found)}, once grants are cut", _hangs(found), hangs)
    return "no member's gain is lost with its grants"


def repair(found: Outcome) -> str:
    """A price in place of a share of a tax, or the nearest clauses."""
    if found.repair is None:
        return ""
    told = _prices(found)
    return listed(_price(clause) for clause in told) if told else repair_words(found.repair)


def remedy(found: Outcome) -> str:
    """The price in place of the tax, or the nearest clause."""
    told = _prices(found)
    if told:
        return f"pay in the price of {as_words(told[0].resource)}, not in shared tax"
    return remedy_words(found.repair)


def _prices(found: Outcome) -> tuple[PriceForTax, ...]:
    return found.clauses(PriceForTax)


def _price(clause: PriceForTax) -> str:
    unit = each_unit(clause.unit, clause.resource)
    signed = in_full(clause.signed)
    price = inside(clause.price, clause.lowest, clause.highest, apart_from=clause.signed)
    return (
        f"{clause.payer} pays {price} once per {unit} (signed {signed}) in "
        "place of the share of its tax"
    )


TURNED = {
    "stands": "no member's gain is lost with its grants",
    "fails": "a member's gain is lost with its grants",
}

WORDS = Words(
    asks="Does the gain survive if grants are cut as own tax grows?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    turned=TURNED,
)
