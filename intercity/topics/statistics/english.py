"""What is said of how projects are counted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from games.approximately import approximately
from intercity.english import (
    fitting,
    gains_told,
    hangs_words,
    inside,
    listed,
    percent,
    sentences,
    shown,
)
from intercity.topics.clauses.english import own_rate_words
from intercity.topics.outcome import NoRepair, Verdict
from intercity.topics.statistics.check import (
    DIGITS,
    CountedTwice,
    LeastShares,
    Payments,
    StatisticsOutcome,
    Unclear,
    WhyNot,
)
from intercity.topics.words import LINE, NO_PAYOFFS, REMEDY, Words, number

__all__ = ["WORDS"]

_NOT_ROUNDED = " (rounded so, a member may lose a little; the JSON report has the fractions)"


def says(found: StatisticsOutcome) -> str:
    """Who gains and who loses, and whether for that projects need to be counted twice."""
    own = own_rate_words(found.gains, found.own_gains, found.discounts)
    hangs = hangs_words(found.hangs_on, found.discounts, found.interest) if found.hangs_on else ""
    return sentences([_attributed(found), own, hangs])


def _attributed(found: StatisticsOutcome) -> str:
    told = gains_told(found.gains) + (
        ", the province's credit included" if found.credit_included else ""
    )
    if at_own := bool(found.hangs_on):
        told += ", at the region's interest"
    losers = [city for city, gain in found.gains.items() if gain < 0]
    if losers:
        return f"as attributed, {listed(losers)} {'loses' if len(losers) == 1 else 'lose'} ({told})"
    if found.attributed <= 1:
        both = "both" if len(found.gains) == 2 else "all"
        does = f"{both} gain" if min(found.gains.values()) > 0 else "nobody loses"
        return f"{does} with no project counted twice ({told})"
    if at_own:
        return f"as attributed, nobody loses ({told})"
    if found.verdict is Verdict.FAILS:
        return f"nobody loses as attributed ({told}), but only since projects are counted twice"
    if not any(found.least_shares.values()):
        instead = "nobody loses even if none is counted"
    elif found.least_double == 0:
        instead = _at_least(found.least_shares)
    else:
        assert found.payments_to_sign is not None  # noqa: S101 - it stands
        instead = f"{_once(found, found.payments_to_sign)} would do as well"
    return (
        f"nobody loses as attributed ({told}), where shares add up to {percent(found.attributed)}; "
        f"they need not: {instead}"
    )


def line(found: StatisticsOutcome) -> str:
    """Who loses most, or gains least, or on what it hangs."""
    if found.verdict is Verdict.UNDECIDED:
        hangs = hangs_words(found.hangs_on, found.discounts, found.interest)
        return fitting(LINE, hangs, "whether all gain hangs on who can borrow or lend")
    lose = {c: x for c, x in found.gains.items() if max(x, found.own_gains.get(c, x)) < 0}
    city, gain = min((lose or found.gains).items(), key=lambda one: one[1])
    if gain < 0:
        loses, later = f"{city} loses {shown(-gain)} a year", ""
        if found.own_gains.get(city, gain) < gain:
            later = f", {shown(-found.own_gains[city])} as it counts later years"
        counted = f"{loses} as projects are counted"
        return fitting(LINE, counted + later, loses + later, counted, loses)
    if min(found.own_gains.values(), default=gain) < 0:
        city, gain = min(found.own_gains.items(), key=lambda one: one[1])
        loses = f"{city} loses {shown(-gain)} a year"
        own = f"{loses} at its own discount factor"
        return fitting(LINE, f"{own} as projects are counted", own, loses)
    if found.verdict is Verdict.FAILS:
        assert found.twice is not None  # noqa: S101 - the shares as attributed are enough
        return f"nobody loses only if {_upwards(found.twice)} of the projects are counted twice"
    gains = f"gains {shown(gain)} a year" if gain else "neither gains nor loses"
    return fitting(LINE, f"{city} {gains} as projects are counted", f"{city} {gains}")


def repair(found: StatisticsOutcome) -> str:
    """Other shares, payments instead, or the least that has to be counted twice."""
    if found.repair is None:
        return ""
    if isinstance(found.repair, NoRepair):
        return f"none: {found.repair.reason}"
    (clause,) = found.repair.clauses
    if isinstance(clause, LeastShares):
        return _at_least(clause.shares)
    if isinstance(clause, Payments):
        return _once(found, clause)
    assert isinstance(clause, CountedTwice)  # noqa: S101 - there is no other
    only = "only if" if clause.least else "if"
    told = f"{only} {_upwards(clause.share)} of the projects are counted twice"
    if any(clause.received.values()):
        told += f", with {_with(found, clause)}"
    return told + (", which others pay for, since it is a rank" if clause.others_pay else "")


def remedy(found: StatisticsOutcome) -> str:
    """The clause, with those who count most."""
    if isinstance(found.repair, NoRepair) and found.repair.reason is WhyNot.NOT_BY_THE_YEAR:
        return "none by payments every year; other money was not tried"
    if found.repair is None or isinstance(found.repair, NoRepair):
        return ""
    (clause,) = found.repair.clauses
    if isinstance(clause, LeastShares):
        (city, most), *others = _least(clause.shares).items()
        told, short = (f"count at least {most}{of} in {city}" for of in (" of the projects", ""))
        if not others:
            return fitting(REMEDY, told, short)
        also = "less in others"
        if len(others) == 1:
            ((other, share),) = others
            also = f"{share} in {other}"
        less = f"{short}, less elsewhere"
        return fitting(REMEDY, f"{told}, {also}", f"{short}, {also}", less, "count other shares")
    if isinstance(clause, Payments):
        paid = sum((max(x, Fraction()) for x in clause.received.values()), Fraction())
        pay = f"and pay {inside(paid, paid, paid)} a year"
        return fitting(
            REMEDY,
            f"count each project once, {_counted(clause)}, {pay}",
            f"count each project once, in other shares, {pay}",
            f"count each project once, {pay}",
        )
    assert isinstance(clause, CountedTwice)  # noqa: S101 - there is no other
    told = f"count {_upwards(clause.share)} of the projects twice"
    paid = sum((max(x, Fraction()) for x in clause.received.values()), Fraction())
    return f"{told}, and pay {inside(paid, paid, paid)} a year" if paid else told


def _at_least(shares: Mapping[str, Fraction | None]) -> str:
    least = _least(shares)
    told = [f"{least[city]} in {city}" for city in shares if city in least]
    return f"count at least {listed(told)}" if told else "count none"


def _least(shares: Mapping[str, Fraction | None]) -> dict[str, str]:
    """By city, the largest first, its least share, rounded up; in all no more than there is."""
    some = {city: share for city, share in shares.items() if share}
    room = max(Fraction(), 1 - sum(some.values(), Fraction())) / max(1, len(some))
    return {
        city: f"{_rounded_up(share, share + room)}%"
        for city, share in sorted(some.items(), key=lambda one: (one[1], one[0]), reverse=True)
    }


def _upwards(share: Fraction) -> str:
    """A least share, not told as less than it is."""
    return f"{_rounded_up(share, None)}%"


def _rounded_up(share: Fraction, most: Fraction | None) -> str:
    """In hundredths, and no more than ``most``."""
    high = None if most is None else 100 * most
    return inside(100 * share, 100 * share, high, lambda x: approximately(x, ".0f"))


def _once(found: StatisticsOutcome, payments: Payments) -> str:
    """Who counts how much then, and who pays."""
    return f"every project counted once, {_counted(payments)}, with {_with(found, payments)}"


def _with(found: StatisticsOutcome, clause: Payments | CountedTwice) -> str:
    """Who pays how much to whom: each payment, where more than one city is paid.

    What leaves nothing to round is told as "about", with where the very numbers are.
    """
    amounts = [*clause.paid.values(), *clause.received.values()]
    endless = any((x * 10**DIGITS).denominator > 1 for x in amounts)
    return _paying(found, clause) + (_NOT_ROUNDED if endless else "")


def _paying(found: StatisticsOutcome, clause: Payments | CountedTwice) -> str:
    getters = [city for city, x in clause.received.items() if x > 0]
    payees = {payee for _, payee in clause.paid}
    # The law does not let these pay so much beside prices.
    priced = {pair for pair, x in clause.paid.items() if x > found.beside_prices.get(pair, x)}
    by_year = ", paid by the year" if found.own_gains else ""
    by_price = f" (by another price of what is handed over{by_year})"
    if payees - set(getters) or getters[1:] or (priced and len(clause.paid) > 1):
        return listed(
            f"{one} paying {inside(x, x, x)} a year to {to}" + by_price * ((one, to) in priced)
            for (one, to), x in clause.paid.items()
        )
    paid = {city: -x for city, x in clause.received.items() if x < 0}
    payers = [f"{city} paying {inside(x, x, x)}" for city, x in paid.items()]
    return f"{listed(payers)} a year to {listed(getters)}" + by_price * bool(priced)


def _counted(payments: Payments) -> str:
    shares = {city: share for city, share in payments.counted.items() if share}
    if not shares:
        return "in no member"
    (city, most), *others = sorted(shares.items(), key=lambda entry: -entry[1])
    if most == 1:
        return f"all in {city}"
    return listed([f"{number(100 * share)}% in {one}" for one, share in [(city, most), *others]])


def clause(one: LeastShares) -> str:
    """The share of each, as a sentence."""
    shares = {city: share for city, share in one.shares.items() if share is not None}
    (city, most), *others = sorted(shares.items(), key=lambda entry: -entry[1])
    rest = "".join(f", {number(100 * share)}% in {other}" for other, share in others)
    return f"{number(100 * most)}% of the projects are counted in {city}{rest}"


TURNED = {
    "stands": "nobody loses as projects are counted",
    "fails": "a member loses as projects are counted, or they must be counted twice",
}

UNCLEAR = {
    **NO_PAYOFFS,
    Unclear.PAID_ONCE: (
        "nobody loses as attributed; counted once, payments every year leave somebody worse off at "
        "its own discount factor, and payments once, as by another price, and loans are not looked "
        "at"
    ),
}
WORDS = Words(
    asks="Does every member still gain as the province counts the projects?",
    reasons=UNCLEAR,
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    clause=clause,
    turned=TURNED,
)
