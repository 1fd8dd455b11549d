"""What is said of industries that cities court."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from intercity.english import fitting, in_full, listed, shown
from intercity.topics.industries.check import IndustriesOutcome, IndustryCharges
from intercity.topics.outcome import Outcome, Verdict
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]

PARTS = {"truth": "what industries truly bring"}
"""What parts of a loss are called, where not as in the facts."""


def says(found: IndustriesOutcome) -> str:
    """What cities court, what would be best, and what is lost."""
    lead = "at worst" if found.at_worst else "it may be that"
    told = f"{lead}, each by what it believes, {_courts(found.courted)}"
    if not found.loss:
        return f"{told}: nothing else would be better for all together"
    more = ""
    if found.verdict is Verdict.STANDS:
        more = "; that is no more of the same"
        if found.overlap > found.best_overlap:
            more = "; another choice that is as good has no less of the same"
    agree = "; who agrees on the best would keep to it" if found.agreeable else ""
    parts = ", ".join(
        f"{PARTS.get(part, part)} {shown(x, sign=True)}" for part, x in found.losses.items() if x
    )
    return (
        f"{told}; best for all together: {_courts(found.best)}, for {shown(found.loss)} "
        f"a year more ({parts}){more}{agree}"
    )


def line(found: IndustriesOutcome) -> str:
    """How many court the same, and what is lost."""
    if found.repair is None and not found.loss:
        return "cities court what is best for all of them together"
    n, best = Counter(found.courted.values()), Counter(found.best.values())
    crowded = max(n, key=lambda industry: (n[industry] - best[industry], n[industry]))
    loses = f"{shown(found.loss)} a year is lost"
    if found.verdict is Verdict.STANDS:
        return f"cities court no more of the same than is best; {loses} otherwise"
    told = f"{n[crowded]} cities court {crowded}, {best[crowded]} would be best; {loses}"
    return fitting(LINE, told, f"too many court the same; {loses}")


def repair(found: Outcome) -> str:
    """What to charge who courts what."""
    return f"{_charges(found)}: then nobody would leave the best plan" if _charges(found) else ""


def remedy(found: Outcome) -> str:
    """The same, in one line."""
    told = _charges(found)
    return fitting(REMEDY, told, "charges by industry (told with the check)") if told else ""


def _charges(found: Outcome) -> str:
    return "; ".join(
        _charge(industry, alone, one.crowd[industry])
        for one in found.clauses(IndustryCharges)
        for industry, alone in one.alone.items()
    )


def _charge(industry: str, alone: Fraction, crowd: Fraction) -> str:
    """In all digits of the file: a little less, and somebody might leave the best plan."""
    pays = (alone or crowd) < 0
    told = f"{'pay' if pays else 'charge'} who courts {industry}"
    each, other = in_full(abs(crowd)), "for each other city in it"
    if not alone:
        return f"{told} {each} a year {other}"
    told += f" {in_full(abs(alone))} a year"
    if not crowd:
        return told
    return (
        f"{told}, and {each} more {other}"
        if pays == (crowd < 0)
        else f"{told}, less {each} {other}"
    )


def _courts(choices: Mapping[str, str]) -> str:
    """Who courts what, by industry."""
    who = {
        industry: [city for city, one in choices.items() if one == industry]
        for industry in dict.fromkeys(choices.values())
    }
    return "; ".join(
        f"{listed(cities)} {'court' if len(cities) > 1 else 'courts'} {industry}"
        for industry, cities in who.items()
    )


TURNED = {
    "stands": "cities court no more of the same than is best",
    "fails": "too many cities court the same",
}

WORDS = Words(
    asks="Do cities court no more of the same industries than is best?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    turned=TURNED,
)
