"""What is said of prices that settle, go round or swing."""

from __future__ import annotations

from intercity.english import inside, listed, shown
from intercity.topics.cobweb.check import CityPrices, CobwebOutcome, SlowerLearning
from intercity.topics.outcome import Outcome, Repair, Undecided
from intercity.topics.words import LINE, Words, undecided

__all__ = ["WORDS"]

DOES = {
    "convergent": "settle",
    "closed": "go round for ever",
    "divergent": "swing ever wider",
}


def says(found: Outcome) -> str:
    """City by city, and which side has to lag for more elastic supply to calm prices."""
    if isinstance(found, Undecided):
        return undecided(found)
    assert isinstance(found, CobwebOutcome)  # noqa: S101 - the other outcomes are above
    cities = "; ".join(_city(city, prices) for city, prices in found.cities.items())
    text = f"with {found.lag_side} lagging, {cities}"
    elastic = {c: one for c, one in found.cities.items() if one.supply_reacts_more}
    if not elastic:
        return text
    both = set.intersection(*(set(one.converges_if) for one in elastic.values()))
    sides = [side for side in ("supply", "demand") if side in both]
    if len(sides) == 2:
        told = "true here whichever side lags"
    else:
        told = f"true here if {sides[0]} lags, and false else" if sides else "false here"
    holds = "" if not sides else ", as it does" if found.lag_side in sides else ", and it does not"
    if len(sides) == 2:
        holds = ""
    return (
        f"{text}; that prices settle where supply is the more elastic side, as in "
        f"{listed(elastic)}, is {told}{holds}"
    )


def line(found: Outcome) -> str:
    """The widest swings, or that all settle."""
    if isinstance(found, Undecided):
        return undecided(found)
    assert isinstance(found, CobwebOutcome)  # noqa: S101 - the other outcomes are above
    for city, prices in found.unsettled.items():
        told = f"prices in {city} {DOES[prices.verdict]} with {found.lag_side} lagging"
        return told if len(told) <= LINE else f"prices in a city {DOES[prices.verdict]}"
    return f"prices of innovation factors settle with {found.lag_side} lagging"


def repair(found: Outcome) -> str:
    """The weight of the last price below which all settle."""
    told = _weight(found)
    return f"expectations that follow the last price by less than {told}" if told else ""


def remedy(found: Outcome) -> str:
    """The same, shorter."""
    told = _weight(found)
    return f"let expectations learn less than {told} of an error" if told else ""


def _weight(found: Outcome) -> str:
    clauses = found.repair.clauses if isinstance(found.repair, Repair) else ()
    return "".join(
        inside(clause.below, None, clause.below)
        for clause in clauses
        if isinstance(clause, SlowerLearning)
    )


def _city(city: str, prices: CityPrices) -> str:
    near = "" if prices.everywhere else " from starts near rest"
    at = (
        f" at {shown(prices.rest)}"
        if prices.verdict == "convergent"
        else f" around {shown(prices.rest)}"
    )
    return (
        f"prices in {city} {DOES[prices.verdict]}{at}{near}: each error is {shown(prices.ratio)} "
        "times the one before"
    )


TURNED = {
    "stands": "prices of innovation factors settle",
    "fails": "prices of innovation factors do not settle",
}

WORDS = Words(says=says, line=line, repair=repair, remedy=remedy, headline=says, turned=TURNED)
