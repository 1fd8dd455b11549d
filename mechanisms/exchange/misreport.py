"""Misreports: what could a city gain by other bids than its own?

The rule is run again with each of a city's other reports: bids and asks at, between and beyond
those of the others, for all of its lots or for the first few only. For a rule that takes one lot
from each city, and whose price for a city does not depend on its own bid, no other cases differ.

>>> from games import ExchangeMarket
>>> from mechanisms.exchange.k_double_auction import k_double_auction
>>> from mechanisms.exchange.mcafee import mcafee
>>> market = ExchangeMarket({"A": 9, "B": 8, "C": 4}, {"D": 2, "E": 3, "F": 6})
>>> print(exchange_misreport(k_double_auction, market))
A gains 1 by reporting 4 instead of 9.
>>> print(exchange_misreport(mcafee, market))
None of 81 small problems breaks honesty; this is no proof.

Source: Satterthwaite and Williams (1989); Ausubel and others (2014) for demand reduction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from games.exchange_market import ExchangeMarket
from mechanisms.exchange.clearing import Clearing
from solvers.bargaining.axiom import NotRefuted

__all__ = ["ExchangeMisreport", "exchange_misreport"]

Schedule = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class ExchangeMisreport:
    """A report by which a city gains, as can be seen by running the rule again.

    ``true`` and ``report``: its bids or asks, lot by lot. ``honest`` and ``lying``: what it has at
    its true bids or asks after payment; ``gain`` is the difference.
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
            f"{self.city} gains {float(self.gain):.6g} by reporting {_shown(self.report)} instead "
            f"of {_shown(self.true)}."
        )


def exchange_misreport(
    rule: Callable[[ExchangeMarket], Clearing], market: ExchangeMarket
) -> ExchangeMisreport | NotRefuted:
    """The misreport that gains most, of all that were tried; else after how many the search ended.

    ``rule``: any rule from an exchange to its clearing; ``market``: the true bids and asks. Lots
    that a rule draws by chance count as expected ones.
    """
    honest = rule(market)
    best: ExchangeMisreport | None = None
    cases = 0
    for city in market.cities:
        true = (market.bids if city in market.bids else market.asks)[city]
        for report in _reports(market, city, true):
            cases += 1
            lying = _payoff(rule(market.reporting(city, report)), market, city)
            found = ExchangeMisreport(city, true, report, honest.gains[city], lying)
            if found.gain > max(0, best.gain if best else 0):
                best = found
    return best or NotRefuted("honesty", cases)


def _payoff(clearing: Clearing, market: ExchangeMarket, city: str) -> Fraction:
    """What a city has at its true bids; part of a lot is a chance of it."""
    lots = clearing.lots[city]
    whole = int(lots)
    worth = market.value(city, whole)
    worth += (lots - whole) * (market.value(city, whole + 1) - worth)
    return worth * (1 if city in market.bids else -1) - clearing.payments[city]


def _reports(market: ExchangeMarket, city: str, true: Schedule) -> Iterator[Schedule]:
    """At, between and beyond the others' bids and asks, and the true bids for fewer lots."""
    sides = (*market.bids.items(), *market.asks.items())
    others = sorted({one for name, schedule in sides if name != city for one in schedule})
    ends = [others[0] / 2, *others, others[-1] + 1] if others else []
    between = [(low + high) / 2 for low, high in pairwise(ends)]
    levels = sorted({Fraction(0), *ends, *between})
    for lots in range(len(true), 0, -1):
        if lots < len(true):
            yield true[:lots]
        for level in levels:
            if (level,) * lots != true:
                yield (level,) * lots


def _shown(schedule: Schedule) -> str:
    return ", ".join(f"{float(one):.6g}" for one in schedule)
