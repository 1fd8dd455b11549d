"""What is said of how projects are counted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from intercity.english import gains_told, listed, percent, share_words, shown
from intercity.topics.outcome import NoRepair, Undecided, Verdict
from intercity.topics.statistics.check import (
    CountedTwice,
    LeastShares,
    Payments,
    StatisticsOutcome,
)
from intercity.topics.words import Words, undecided

__all__ = ["WORDS"]


def says(found: StatisticsOutcome | Undecided) -> str:
    """Who gains and who loses, and whether for that projects need to be counted twice."""
    if isinstance(found, Undecided):
        return undecided(found)
    told = gains_told(found.gains) + (
        ", the province's credit included" if found.credit_included else ""
    )
    losers = _losers(found)
    if losers:
        return f"as attributed, {listed(losers)} {'loses' if len(losers) == 1 else 'lose'} ({told})"
    if found.attributed <= 1:
        both = "both" if len(found.gains) == 2 else "all"
        does = f"{both} gain" if min(found.gains.values()) > 0 else "nobody loses"
        return f"{does} with every project counted once ({told})"
    if found.verdict is Verdict.FAILS:
        return f"nobody loses as attributed ({told}), but only since projects are counted twice"
    if not any(found.least_shares.values()):
        instead = "nobody loses even if none is counted"
    elif found.least_double == 0:
        instead = _at_least(found.least_shares)
    else:
        instead = f"{_paid(found.payments or {})} would do as well"
    return (
        f"nobody loses as attributed ({told}), where shares add up to {percent(found.attributed)}; "
        f"they need not: {instead}"
    )


def line(found: StatisticsOutcome | Undecided) -> str:
    """Who loses most, or gains least."""
    if isinstance(found, Undecided):
        return undecided(found)
    city, gain = min(found.gains.items(), key=lambda one: one[1])
    if gain < 0:
        return f"{city} loses {shown(-gain)} a year as projects are counted"
    if found.verdict is Verdict.FAILS:
        twice = share_words(found.least_double or Fraction(0))
        return f"nobody loses only if {twice} of the projects are counted twice"
    gains = f"gains {shown(gain)}" if gain else "neither gains nor loses"
    return f"{city} {gains} a year as projects are counted"


def repair(found: StatisticsOutcome | Undecided) -> str:
    """Other shares, payments instead, or the least that has to be counted twice."""
    if found.repair is None:
        return ""
    if isinstance(found.repair, NoRepair):
        return f"none: {found.repair.reason}"
    (clause,) = found.repair.clauses
    if isinstance(clause, LeastShares):
        return _at_least(clause.shares)
    if isinstance(clause, Payments):
        return f"every project counted once, with {_paid(clause.received)}"
    assert isinstance(clause, CountedTwice)  # noqa: S101 - there is no other
    told = f"only if {share_words(clause.share)} of the projects are counted twice"
    return told + (", which others pay for, since it is a rank" if clause.others_pay else "")


def remedy(found: StatisticsOutcome | Undecided) -> str:
    """The clause, with those who count most."""
    if found.repair is None or isinstance(found.repair, NoRepair):
        return ""
    (clause,) = found.repair.clauses
    if isinstance(clause, LeastShares):
        shares = sorted(((share, city) for city, share in clause.shares.items() if share))[::-1]
        told = listed(f"{percent(share)} in {city}" for share, city in shares[:2])
        return f"counted at least {told}{', less in others' if len(shares) > 2 else ''}"
    if isinstance(clause, Payments):
        paid = sum((x for x in clause.received.values() if x > 0), Fraction(0))
        return f"projects counted once, and {shown(paid)} a year paid instead"
    assert isinstance(clause, CountedTwice)  # noqa: S101 - there is no other
    return f"{share_words(clause.share)} of the projects counted twice"


def _losers(found: StatisticsOutcome) -> list[str]:
    return [city for city, gain in found.gains.items() if gain < 0]


def _at_least(shares: Mapping[str, Fraction | None]) -> str:
    told = ", ".join(f"{c} {percent(s)}" for c, s in shares.items() if s is not None)
    return f"attribute at least {told}"


def _paid(received: Mapping[str, Fraction]) -> str:
    payers = [f"{city} paying {shown(-x)}" for city, x in received.items() if x < 0]
    getters = [city for city, x in received.items() if x > 0]
    return f"{listed(payers)} a year to {listed(getters)}"


TURNED = {
    "stands": "nobody loses as projects are counted",
    "fails": "a member loses as they are counted",
}

WORDS = Words(says=says, line=line, repair=repair, remedy=remedy, turned=TURNED)
