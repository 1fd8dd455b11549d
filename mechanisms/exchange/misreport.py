"""Misreports: what could a city gain by other bids than its own?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from games.approximately import approximately
from games.errors import InvalidInput, called, of_kind
from games.exchange_market import ExchangeMarket
from mechanisms.exchange.clearing import Clearing
from solvers.bargaining.axiom import NotRefuted

__all__ = ["ExchangeMisreport", "exchange_misreport", "run"]

Schedule = tuple[Fraction, ...]
HAIR = 1000  # parts of the least difference between two levels


@dataclass(frozen=True, slots=True)
class ExchangeMisreport:
    """A report by which a city gains, as can be seen by running the rule again.

    ``true`` and ``report``: its bids or asks, lot by lot. ``honest`` and ``lying``: what it has at
    its true bids or asks after payment; ``gain`` is the difference.

    See ``exchange_misreport`` for the concept, an example and its source.
    """

    city: str
    true: Schedule
    report: Schedule
    honest: Fraction
    lying: Fraction

    @property
    def gain(self) -> Fraction:
        return self.lying - self.honest

    def __str__(self) -> str:
        return (
            f"{self.city} gains {approximately(self.gain)} by reporting {_shown(self.report)} "
            f"instead of {_shown(self.true)}."
        )


def exchange_misreport(
    rule: Callable[[ExchangeMarket], Clearing], market: ExchangeMarket
) -> ExchangeMisreport | NotRefuted:
    """Misreports: what could a city gain by other bids than its own?

    The rule is run again with each of a city's other reports: bids and asks at those of the others,
    a hair above and below each, and between them, for all of its lots or for the first few only.
    With one lot each, what a city gets under the rules of this library is a straight line in its
    bid between two such levels: the best misreport is one of them or a hair beside it, or as good
    within that hair.

    The misreport that gains most, of all that were tried; else after how many the search ended.

    ``rule``: any rule from an exchange to its clearing; ``market``: the true bids and asks. Lots
    that a rule draws by chance count as expected ones. Errors: ``InvalidInput`` where the rule
    returns no clearing, or one in which lots or money do not add up, at the reports named.

    >>> from games import ExchangeMarket
    >>> from mechanisms.exchange.k_double_auction import k_double_auction
    >>> from mechanisms.exchange.mcafee import mcafee
    >>> market = ExchangeMarket({"A": 9, "B": 8, "C": 4}, {"D": 2, "E": 3, "F": 6})
    >>> print(exchange_misreport(k_double_auction, market))
    A gains 1 by reporting 4 instead of 9.
    >>> print(exchange_misreport(mcafee, market))
    None of 316 cases breaks honesty; this is no proof.

    Source: Satterthwaite and Williams (1989); Ausubel and others (2014) for demand reduction.
    """
    of_kind(market, ExchangeMarket, place="market of exchange_misreport")
    honest = run(rule, market, "all report the truth")
    best: ExchangeMisreport | None = None
    cases = 0
    for city in market.cities:
        true = (market.bids if city in market.bids else market.asks)[city]
        own = _payoff(honest, market, city)
        for report in _reports(market, city, true):
            cases += 1
            told = f"{city} reports {_shown(report)}"
            lying = _payoff(run(rule, market.reporting(city, report), told), market, city)
            found = ExchangeMisreport(city, true, report, own, lying)
            if found.gain > max(0, best.gain if best else 0):
                best = found
    return best or NotRefuted("honesty", cases)


def run(rule: Callable[[ExchangeMarket], Clearing], market: ExchangeMarket, when: str) -> Clearing:
    """The rule's clearing, if it is one: as many lots sold as bought, and a bill for each city."""
    of_kind(rule, Callable, place="the rule", hint="as mcafee")  # type: ignore[arg-type]
    place = f"what the rule returns if {when}"
    found: Clearing = called(place, "a Clearing", rule, market)
    of_kind(found, Clearing, place=place)
    for what, given in (("lots", found.lots), ("payments", found.payments)):
        if set(given) != set(market.cities):
            raise InvalidInput(f"the {what} if {when}", sorted(given), "given for each city")
    bought, sold = (
        sum((found.lots[city] for city in side), Fraction(0))
        for side in (market.buyers, market.sellers)
    )
    if bought != sold:
        told = f"the lots sold if {when}"
        raise InvalidInput(told, sold, f"{bought}, as many as are bought")
    for city in market.cities:
        if not 0 <= found.lots[city] <= market.lots(city):
            told = f"the lots of {city} if {when}"
            raise InvalidInput(told, found.lots[city], f"0 to {market.lots(city)}")
    return found


def _payoff(clearing: Clearing, market: ExchangeMarket, city: str) -> Fraction:
    """What a city has at its true bids; part of a lot is a chance of it."""
    lots = clearing.lots[city]
    whole = int(lots)
    worth = market.value(city, whole)
    worth += (lots - whole) * (market.value(city, whole + 1) - worth)
    return worth * (1 if city in market.bids else -1) - clearing.payments[city]


def _reports(market: ExchangeMarket, city: str, true: Schedule) -> Iterator[Schedule]:
    """Beside and between the others' bids and asks, and the true bids for fewer lots.

    A price half-way between two of the others' numbers is a level, too (McAfee's rule).
    """
    sides = (*market.bids.items(), *market.asks.items())
    others = sorted({one for name, schedule in sides if name != city for one in schedule})
    if len(others) <= 12:
        others = sorted({*others, *((a + b) / 2 for a, b in combinations(others, 2))})
    around = sorted({Fraction(0), *others, *true})
    hair = min((b - a for a, b in pairwise(around)), default=Fraction(1)) / HAIR
    beside = {max(Fraction(0), one + step) for one in around for step in (-hair, 0, hair)}
    between = {(a + b) / 2 for a, b in pairwise(around)}
    levels = sorted({*beside, *between, around[-1] + 1})
    for lots in range(len(true), 0, -1):
        if lots < len(true):
            yield true[:lots]
        for level in levels:
            if (level,) * lots != true:
                yield (level,) * lots


def _shown(schedule: Schedule) -> str:
    return ", ".join(approximately(one) for one in schedule)
