"""An exchange rule as a direct mechanism:
what it keeps and what breaks it is found by the audit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from games.bayesian_problem import BayesianProblem
from games.continuous_problem import ContinuousProblem
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.exchange_market import ExchangeMarket
from games.private_types import shown
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.exchange.clearing import Clearing
from mechanisms.exchange.misreport import run

__all__ = ["exchange_mechanism", "exchange_on_ranges"]

Trades = tuple[str, ...]
"""Who trades: buyers, then as many sellers."""


def exchange_mechanism(
    rule: Callable[[ExchangeMarket], Clearing],
    buyers: Mapping[str, Any],
    sellers: Mapping[str, Any],
) -> DirectMechanism:
    """An exchange rule as a direct mechanism:
    what it keeps and what breaks it is found by the audit.

    The type of a buyer is what a lot is worth to it, that of a seller what a lot costs it, one lot
    each. An alternative says who trades; where a rule draws a seller who is left out, each is left
    out with the chance that the clearing says.

    The rule over all profiles of types, for cities with one lot each.

    ``buyers``, ``sellers``: for each name its types, as numbers, alike likely or with
    probabilities. Errors: ``InvalidInput`` as of ``BayesianProblem`` and of the rule, with the
    reports at which it cannot be right.

    >>> from mechanisms.direct.audit import audit
    >>> from mechanisms.exchange.k_double_auction import k_double_auction
    >>> from mechanisms.exchange.mcafee import mcafee
    >>> types = {"A": [6, 9], "B": [5, 8]}, {"C": [1, 4], "D": [2, 7]}
    >>> for rule in (k_double_auction, mcafee):
    ...     report = audit(exchange_mechanism(rule, *types))
    ...     print(rule.__name__, report["strategy-proofness"], report["efficiency"], sep="; ")
    k_double_auction; fails: D of type 2 gains 2.5 by reporting 7 when the others report (A: 9, B:
    8, C: 1); holds (all 16 profiles)
    mcafee; holds (all 64 misreports against all reports); fails: at (A: 9, B: 8, C: 1, D: 2) all
    would have 6 more by (A, B, C, D); 1.625 is lost in expectation

    Source: Myerson and Satterthwaite (1983); McAfee (1992).
    """
    problem = BayesianProblem(
        (*_named(buyers, "buyers"), *_named(sellers, "sellers")),
        {**buyers, **sellers},
        list(_trades(tuple(buyers), tuple(sellers))),
        _worth(buyers, sellers),
        coalitions=dict(_groups(tuple(buyers), tuple(sellers))),
    )
    return DirectMechanism.from_rule(problem, _outcome(rule, buyers, sellers))


def exchange_on_ranges(
    rule: Callable[[ExchangeMarket], Clearing],
    buyers: Mapping[str, Any],
    sellers: Mapping[str, Any],
) -> ContinuousMechanism:
    """The rule over whole ranges of types, for cities with one lot each.

    ``buyers``, ``sellers``: for each name its range, ``(low, high)``, or parts of it with
    probabilities, as in ``ContinuousProblem``. Errors: as there, and for a rule that does more with
    bids than add, compare, and multiply them by numbers.

    See ``exchange_mechanism`` for the concept and its source.

    >>> from mechanisms.direct.audit import audit
    >>> from mechanisms.exchange.mcafee import trade_reduction
    >>> unit = {"A": (0, 1), "B": (0, 1)}, {"C": (0, 1), "D": (0, 1)}
    >>> print(audit(exchange_on_ranges(trade_reduction, *unit), ["DSIC"])["DSIC"])
    holds (for all types in the ranges, in ... cases)
    """
    problem = ContinuousProblem(
        (*_named(buyers, "buyers"), *_named(sellers, "sellers")),
        {**buyers, **sellers},
        list(_trades(tuple(buyers), tuple(sellers))),
        _worth(buyers, sellers),
        coalitions=dict(_groups(tuple(buyers), tuple(sellers))),
    )
    for city, (low, high) in zip(problem.cities, problem.ranges, strict=True):
        if low < 0:
            ends = f"{shown(low)} to {shown(high)}"
            raise InvalidInput(f"the range of {city}", ends, "from 0 or more, as bids are")
    return ContinuousMechanism.from_rule(problem, _outcome(rule, buyers, sellers))


def _named(given: Mapping[str, Any], side: str) -> Mapping[str, Any]:
    of_kind(given, Mapping, place=f"table of the {side}", hint="the types of each, by name")
    return given


def _worth(
    buyers: Mapping[str, Any], sellers: Mapping[str, Any]
) -> Callable[[str, Trades, Any], Fraction]:
    for name in buyers:
        if name in sellers:
            raise InvalidInput("a seller", name, "a city that is no buyer")

    def worth(city: str, trades: Trades, kind: Any) -> Fraction:
        number = exact(kind, f"a type of {city}")
        if city not in trades:
            return Fraction(0)
        return number if city in buyers else -number

    return worth


def _outcome(
    rule: Callable[[ExchangeMarket], Clearing], buyers: Iterable[str], sellers: Iterable[str]
) -> Callable[[Mapping[str, Any]], tuple[dict[Trades, Fraction], Mapping[str, Fraction]]]:
    """The rule as a function of reports."""

    def outcome(
        reports: Mapping[str, Any],
    ) -> tuple[dict[Trades, Fraction], Mapping[str, Fraction]]:
        market = ExchangeMarket(
            {city: reports[city] for city in buyers}, {city: reports[city] for city in sellers}
        )
        told = ", ".join(f"{city} reports {reports[city]}" for city in market.cities)
        clearing = run(rule, market, told)
        return _lottery(market, clearing, told), clearing.payments

    return outcome


def _trades(buyers: Trades, sellers: Trades) -> Iterator[Trades]:
    for lots in range(min(len(buyers), len(sellers)) + 1):
        for some in combinations(buyers, lots):
            for others in combinations(sellers, lots):
                yield some + others


def _groups(buyers: Trades, sellers: Trades) -> Iterator[tuple[Trades, list[Trades]]]:
    """Some buyers with some sellers can make every trade among themselves."""
    for some in _nonempty_subsets(buyers):
        for others in _nonempty_subsets(sellers):
            if len(some) + len(others) < len(buyers) + len(sellers):
                yield some + others, list(_trades(some, others))


def _nonempty_subsets(side: Trades) -> Iterator[Trades]:
    for size in range(1, len(side) + 1):
        yield from combinations(side, size)


def _lottery(market: ExchangeMarket, clearing: Clearing, told: str) -> dict[Trades, Fraction]:
    """Who trades for sure, or with one seller left out, each as likely as its lots say."""
    bought = tuple(city for city in market.buyers if clearing.lots[city])
    sold = tuple(city for city in market.sellers if clearing.lots[city])
    for city in bought:
        if clearing.lots[city] != 1:
            place = f"the lots of {city} if {told}"
            raise InvalidInput(place, clearing.lots[city], "0 or 1: a buyer is not drawn")
    if len(sold) == len(bought):
        return {bought + sold: Fraction(1)}
    if len(sold) != len(bought) + 1:
        raise InvalidInput(
            f"the number of sellers that may trade if {told}",
            len(sold),
            f"{len(bought)} or {len(bought) + 1}: at most one of them is left out by a draw",
        )
    return {
        bought + tuple(city for city in sold if city != out): 1 - clearing.lots[out] for out in sold
    }
