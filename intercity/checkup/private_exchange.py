"""Check 9 for several buyers and sellers: what does it cost that each alone knows its value?

The best rule that is honest, voluntary and pays for itself is found by theorem where all values lie
in ranges, else over all profiles of types; beside it what a posted price and the double auctions
lose, and what VCG would need from outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from games.private_exchange import PrivateExchange
from games.uniform_values import UniformExchange
from intercity.checkup.context import Context
from intercity.checkup.finding import Finding, RuleRow, Verdict, amount, shown
from intercity.checkup.private_types import (
    NAME,
    NUMBER,
    all_in_ranges,
    cut_told,
    none_of,
    part,
    part_lost,
    range_of,
    steps_of,
    types_of,
)

if TYPE_CHECKING:
    from intercity.sections import Information
    from mechanisms.direct.uniform_voluntary_rule import UniformVoluntaryRule
    from mechanisms.direct.voluntary_rule import BestVoluntaryRule
    from mechanisms.exchange.expected_exchange import ExpectedExchange

    BestRule = BestVoluntaryRule | UniformVoluntaryRule

__all__ = ["best_rule", "check", "exchange", "lot", "lots_of", "question", "rules"]


def check(context: Context, told: Information) -> Finding:
    """What the best rule loses, what the simple ones do, and which of these to sign."""
    best, units = best_rule(context, told), lot(told)
    margin = best.spare * units
    figures = dict(_figures(best, units))
    if not units or not best.first_best:
        why = "no value of a buyer exceeds a seller's cost"
        says = f"{none_of(told.good)} changes hands" + (f": {why}" if units else "")
        return Finding(NUMBER, NAME, "stands", says, "", margin, figures, proof=str(best.proof))
    had = best.gains == best.first_best
    verdict: Verdict = "stands" if had else "fails"
    if context.brief:
        return Finding(NUMBER, NAME, verdict, "", "", margin, figures, proof=str(best.proof))
    found = rules(context, told)
    if found.first_best:
        figures |= dict(_rule_figures(found, units))
    alike = set(lots_of(told).values()) == {1}
    size = f"{amount(units)} each" if alike else f"in lots of {amount(units)}"
    brings = (
        f"{told.good} ({size}) would bring {shown(best.first_best * units)} a year "
        "on average if values were known"
    )
    if had:
        says = f"private values cost nothing of it: {brings}, and an honest rule has it all"
    else:
        says = (
            f"{brings}; the best rule that is honest, voluntary and pays for itself loses "
            f"{part(best.lost_share)} of it"
        )
    says += cut_told({**told.buyers, **told.sellers})
    return Finding(
        NUMBER,
        NAME,
        verdict,
        says,
        "" if had or not found.first_best else _repair(told, found),
        margin,
        figures,
        proof=str(best.proof),
        rules=tuple(_rows(found, units)) if found.first_best else (),
    )


def exchange(told: Information) -> PrivateExchange:
    """The exchange of one lot a city, as the others see it, ranges cut."""
    steps = steps_of({**told.buyers, **told.sellers}) or 1
    return PrivateExchange(
        {city: types_of(one, steps) for city, one in told.buyers.items()},
        {city: types_of(one, steps) for city, one in told.sellers.items()},
        lots_of(told),
    )


def question(told: Information) -> PrivateExchange | UniformExchange:
    """What the best rule is asked for: whole ranges, unless a list is among them."""
    if not all_in_ranges({**told.buyers, **told.sellers}):
        return exchange(told)
    return UniformExchange(
        {city: range_of(one) for city, one in told.buyers.items()},
        {city: range_of(one) for city, one in told.sellers.items()},
        lots_of(told),
    )


def lot(told: Information) -> Fraction:
    """The units of a lot."""
    return Fraction(1) if told.amount is None else told.amount.value


def lots_of(told: Information) -> dict[str, int]:
    """The lots that each city would buy or sell."""
    return {city: one.lots for city, one in (*told.buyers.items(), *told.sellers.items())}


def best_rule(context: Context, told: Information) -> BestRule:
    """The best rule, with its certificate."""
    from mechanisms.direct.uniform_voluntary_rule import uniform_voluntary_rule
    from mechanisms.direct.voluntary_rule import best_voluntary_rule

    asked = question(told)
    solver = uniform_voluntary_rule if isinstance(asked, UniformExchange) else best_voluntary_rule
    found: BestRule = context.ask(solver, asked)
    return found


def rules(context: Context, told: Information) -> ExpectedExchange:
    """The simple rules and VCG, with their certificate."""
    from mechanisms.exchange.expected_exchange import expected_exchange

    found: ExpectedExchange = context.ask(expected_exchange, exchange(told))
    return found


_RULES = {
    "posted price": "who likes it trades at it, and on the longer side lots decide",
    "balanced double auction": "sealed bids and one price for all; at times the last deal is given "
    "up",
    "McAfee's double auction": "sealed bids and one price for all; at times the last deal is given "
    "up, and buyers pay its bid while sellers get its ask",
    "trade reduction": "sealed bids; the last deal is given up, and buyers pay its bid while "
    "sellers get its ask",
}
"""The simple rules, and how each works."""


def _named(name: str, price: Fraction) -> str:
    if name == "posted price":
        return f"a posted price of {shown(price)}"
    return f"a {name}" if name == "balanced double auction" else name


def _rows(found: ExpectedExchange, units: Fraction) -> Iterator[RuleRow]:
    """What each rule loses, and what becomes of the money."""
    for name in _RULES:
        if name not in found.rules:
            continue  # it is for cities with one lot each
        kept = found.rules[name].kept * units
        money = f"the exchange keeps {shown(kept)} a year" if kept > 0 else ""
        rule = f"{name} of {shown(found.price)}" if name == "posted price" else name
        yield RuleRow(rule, part_lost(found.lost(name) / found.first_best), money)
    lacks = -found.rules["VCG"].kept * units
    yield RuleRow("VCG", "nothing", f"somebody has to pay in {shown(lacks)} a year")


def _repair(told: Information, found: ExpectedExchange) -> str:
    """The best simple rule, what it loses, and who is left with what."""
    name, units = found.simplest, lot(told)
    rule = found.rules[name]
    lost = part(found.lost(name) / found.first_best)
    kept = f", the exchange keeps {shown(rule.kept * units)}" if rule.kept else ""
    gains = ", ".join(f"{city} {shown(x * units, sign=True)}" for city, x in rule.payoffs.items())
    return (
        f"{_named(name, found.price)}: {_RULES[name]}. It loses {lost} and needs no outside money; "
        f"on average {gains} a year{kept}"
    )


def _figures(best: BestRule, units: Fraction) -> Iterator[tuple[str, Fraction]]:
    yield "gain if values were known", best.first_best * units
    yield "gain by the best rule", best.gains * units
    yield "share lost by the best rule", best.lost_share
    yield "money that efficiency would need from outside", best.subsidy * units
    yield "gain from the first unit of such money", best.multiplier


def _rule_figures(found: ExpectedExchange, units: Fraction) -> Iterator[tuple[str, Fraction]]:
    yield "best posted price", found.price
    for name, rule in found.rules.items():
        yield f"gain by {name}", rule.gain * units
        yield f"share lost by {name}", found.lost(name) / found.first_best
        yield f"kept by the exchange under {name}", rule.kept * units
    for city, payoff in found.rules[found.simplest].payoffs.items():
        yield f"{city}, gain by {found.simplest}", payoff * units
