"""What is said of prices that settle, go round or swing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.english import fitting, inside, listed, shown, told_apart
from intercity.topics.cobweb.check import CityPrices, CobwebOutcome, SlowerLearning
from intercity.topics.outcome import Outcome
from intercity.topics.words import LINE, Words

__all__ = ["WORDS"]

DOES = {
    "closed": "go round for ever",
    "divergent": "swing ever wider",
}


def says(found: CobwebOutcome) -> str:
    """City by city, and which side has to lag for more elastic supply to calm prices."""
    cities = "; ".join(_city(city, prices) for city, prices in found.cities.items())
    text = f"with {found.lag_side} lagging, {cities}"
    return "; ".join([text, *_elastic(found)])


def _elastic(found: CobwebOutcome) -> Iterator[str]:
    """Where supply is the more elastic side: by whose lag prices settle, alike cities together."""
    elastic = {c: one for c, one in found.cities.items() if one.supply_reacts_more}
    for sides in dict.fromkeys(one.converges_if for one in elastic.values()):
        cities = listed(c for c, one in elastic.items() if one.converges_if == sides)
        where = f"in {cities}, where supply is the more elastic side,"
        if len(sides) == 2:
            yield f"{where} prices settle whichever side lags"
        elif not sides:
            yield f"{where} prices do not settle by the lag of either side alone"
        else:
            lags = "as it does" if found.lag_side in sides else "and it does not"
            yield f"{where} prices settle only if {sides[0]} lags, {lags}"


def line(found: CobwebOutcome) -> str:
    """The widest swings, or that all settle."""
    for city, prices in found.unsettled.items():
        rest = shown(prices.rest)
        does = f"once off {rest}, {DOES[prices.verdict]}"
        if not prices.everywhere:
            does = f"when near {rest}, swing away from it"
        told = f"prices in {city}, {does} with {found.lag_side} lagging"
        return fitting(LINE, told, f"prices in a city, {does}")
    return f"prices of innovation factors settle with {found.lag_side} lagging"


def repair(found: Outcome) -> str:
    """The weight of the last price below which all settle."""
    told = _weight(found)
    if not told:
        return ""
    assert isinstance(found, CobwebOutcome)  # noqa: S101 - it alone has such a clause
    return f"{found.lag_side} plans by a mean of past prices, under {told} of it the last one"


def remedy(found: Outcome) -> str:
    """The same, shorter."""
    told = _weight(found)
    return f"plan by a mean of past prices, under {told} the last one" if told else ""


def _weight(found: Outcome) -> str:
    return "".join(
        inside(clause.below, None, clause.below) for clause in found.clauses(SlowerLearning)
    )


def _city(city: str, prices: CityPrices) -> str:
    rest = shown(prices.rest)
    still = " start at rest, and" if prices.starts_at_rest else ""
    if prices.verdict == "convergent":
        near = "" if prices.everywhere else " from starts near rest"
        told = f"prices in {city} settle at {rest}{near}"
    elif prices.everywhere:
        told = f"prices in {city}{still} {DOES[prices.verdict]} around {rest} once off it"
    else:  # how far they swing is not known
        told = f"prices in {city}{still} swing away from {rest} when near it"
    if prices.verdict == "convergent" and abs(prices.ratio) == 1:
        told += ": errors shrink, though ever more slowly"
    else:
        # An error that is told as 1.0 times the one before would go round for ever.
        ratio, _ = told_apart(prices.ratio, Fraction(1 if prices.ratio > 0 else -1))
        told += f": {prices.error} is {ratio} times the one before"
    if prices.below_zero is not None:
        told += f" (a price or quantity would be below 0 in period {prices.below_zero})"
    return told


TURNED = {
    "stands": "prices of innovation factors settle",
    "fails": "prices of innovation factors do not settle",
}

WORDS = Words(
    asks="Do the prices of innovation factors settle, and not swing ever wider?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    turned=TURNED,
)
