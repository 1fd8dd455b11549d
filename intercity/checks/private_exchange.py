"""Check 9 for several buyers and sellers: what does it cost that each alone knows its value?

The best rule that is honest, voluntary and pays for itself is found by theorem where all values lie
in ranges, else over all profiles of types; so are a posted price, and what VCG would need from
outside. The double auctions are run at profiles of types alone, so that of ranges they are told as
"about", on a fine cut, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from games.private_exchange import PrivateExchange
from games.uniform_values import UniformExchange
from intercity.checks.context import Context
from intercity.checks.finding import Finding, RuleRow, amount, shown
from intercity.checks.private_loss import (
    about,
    best_figures,
    best_rule,
    cost_told,
    from_outside,
    part,
    part_lost,
    verdict_of,
)
from intercity.checks.private_types import (
    NAME,
    NUMBER,
    all_in_ranges,
    cut_told,
    fine_enough,
    is_cut,
    none_of,
    range_of,
    steps_of,
    types_of,
)

if TYPE_CHECKING:
    from intercity.checks.private_loss import BestRule
    from intercity.sections import Information
    from mechanisms.exchange.exchange_in_ranges import ExchangeInRanges
    from mechanisms.exchange.expected_exchange import ExpectedExchange, ExpectedRule

    Rules = ExpectedExchange | ExchangeInRanges

__all__ = ["check", "exchange", "lot", "lots_of", "question", "rules"]


def check(context: Context, told: Information) -> Finding:
    """What the best rule loses, what the simple ones do, and which of these to sign."""
    best, units = best_rule(context, question(told)), lot(told)
    margin, given = best.spare * units, {**told.buyers, **told.sellers}
    figures, proof = dict(best_figures(best, units)), str(best.proof)
    if not units or (not best.first_best and not is_cut(given)):
        why = "no value of a buyer exceeds a seller's cost"
        says = f"{none_of(told.good)} changes hands" + (f": {why}" if units else "")
        return Finding(NUMBER, NAME, "stands", says, "", margin, figures, proof=proof)
    had = best.gains == best.first_best
    verdict = verdict_of(given, had=had)
    if context.brief:
        return Finding(NUMBER, NAME, verdict, "", "", margin, figures, proof=proof)
    if not best.first_best:
        says = f"{told.good} is worth no deal at any of the {cut_told(given)} of a range"
        return Finding(NUMBER, NAME, verdict, says, "", margin, figures, proof=proof)
    found = rules(context, told)
    cut = auctions(context, told, found)
    figures |= dict(_rule_figures(found, units)) | dict(_cut_figures(cut, units))
    rows = list(_compared(best, found, cut))
    alike = set(lots_of(told).values()) == {1}
    size = f"{amount(units)} each" if alike else f"in lots of {amount(units)}"
    brings = (
        f"{told.good} ({size}) would bring {about(given)}{shown(best.first_best * units)} a year "
        "on average if values were known"
    )
    says = cost_told(given, brings, best, _had(best, found, units) if had else "")
    if cut is not None:
        says += f" (the double auctions about, with {cut_told(given)} in place of a range)"
    elif all_in_ranges(given) and alike:
        says += " (the double auctions are left out: too many ranges for a fine cut)"
    return Finding(
        NUMBER,
        NAME,
        verdict,
        says,
        _repair(found, min(rows, key=lambda row: row.share), units) if not had else "",
        margin,
        figures,
        proof=proof,
        rules=tuple(_rows(best, found, rows, units)),
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


def rules(context: Context, told: Information) -> Rules:
    """The simple rules and VCG, with their certificate: a posted price and VCG on whole ranges."""
    from mechanisms.exchange.exchange_in_ranges import exchange_in_ranges
    from mechanisms.exchange.expected_exchange import expected_exchange

    asked = question(told)
    solver = exchange_in_ranges if isinstance(asked, UniformExchange) else expected_exchange
    found: Rules = context.ask(solver, asked)
    return found


def auctions(context: Context, told: Information, found: Rules) -> ExpectedExchange | None:
    """The auctions where there are ranges alone, on a fine cut of these; ``None`` if it is not."""
    from mechanisms.exchange.expected_exchange import expected_exchange

    given = {**told.buyers, **told.sellers}
    if len(found.rules) > 2 or set(lots_of(told).values()) != {1} or not fine_enough(given):
        return None
    cut: ExpectedExchange = context.ask(expected_exchange, exchange(told))
    return cut if cut.first_best else None


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


@dataclass(frozen=True, slots=True)
class _Compared:
    """A simple rule beside the others: ``share``: lost, of the gain by the same prior."""

    name: str
    rule: ExpectedRule
    share: Fraction
    about: str = ""


def _compared(best: BestRule, found: Rules, cut: ExpectedExchange | None) -> Iterator[_Compared]:
    """The simple rules; of a cut, those that lose no less than the best rule can."""
    for name in _RULES:
        if name in found.rules:
            yield _Compared(name, found.rules[name], found.lost(name) / found.first_best)
        elif cut is not None:
            share = cut.lost(name) / cut.first_best
            if share >= best.lost_share:
                yield _Compared(name, cut.rules[name], share, "about ")


def _named(name: str, price: Fraction) -> str:
    if name == "posted price":
        return f"a posted price of {shown(price)} a unit"
    return name if name == "McAfee's double auction" else f"a {name}"


def _had(best: BestRule, found: Rules, units: Fraction) -> str:
    """The rule that has all of it."""
    simple = [name for name in found.rules if name != "VCG"]
    name = min(simple, key=found.lost)
    if not found.lost(name):
        return _named(name, found.price)
    gains = ", ".join(f"{city} {shown(x * units, sign=True)}" for city, x in best.payoffs.items())
    return (
        "expected externality (each is paid what its report is expected to bring the others) with "
        f"yearly sums between cities (on average {gains})"
    )


def _rows(
    best: BestRule, found: Rules, rows: Sequence[_Compared], units: Fraction
) -> Iterator[RuleRow]:
    """What each rule loses, how it works, and what becomes of the money."""
    for row in rows:
        kept = row.rule.kept * units
        keeps = f"; the exchange keeps {row.about}{shown(kept)} a year" if kept > 0 else ""
        rule = _named(row.name, found.price).removeprefix("a ")
        lost = row.about + part_lost(row.share)
        yield RuleRow(rule, lost, _RULES[row.name] + keeps)
    lacks, least = -found.rules["VCG"].kept * units, best.subsidy * units
    money = from_outside(lacks, least, best.first_best * units)
    yield RuleRow("VCG", "nothing", f"each pays what its part costs the others; {money}")


def _repair(found: Rules, row: _Compared, units: Fraction) -> str:
    """The best simple rule, what it loses, and who is left with what."""
    kept = row.rule.kept * units
    keeps = f", the exchange keeps {row.about}{shown(kept)}" if kept else ""
    gains = ", ".join(
        f"{city} {shown(x * units, sign=True)}" for city, x in row.rule.payoffs.items()
    )
    return (
        f"{_named(row.name, found.price)}: {_RULES[row.name]}. It loses {row.about}"
        f"{part(row.share)} and needs no outside money; on average {row.about}{gains} a year{keeps}"
    )


def _rule_figures(found: Rules, units: Fraction) -> Iterator[tuple[str, Fraction]]:
    yield "best posted price" if len(found.rules) > 2 else "posted price", found.price
    for name, rule in found.rules.items():
        yield f"gain by {name}", rule.gain * units
        yield f"share lost by {name}", found.lost(name) / found.first_best
        yield f"kept by the exchange under {name}", rule.kept * units
        if name != "VCG":
            for city, payoff in rule.payoffs.items():
                yield f"{city}, gain by {name}", payoff * units


def _cut_figures(cut: ExpectedExchange | None, units: Fraction) -> Iterator[tuple[str, Fraction]]:
    """The same of the auctions, by the cut that they were run on."""
    if cut is None:
        return
    yield "gain if values were known, ranges cut", cut.first_best * units
    for name, rule in cut.rules.items():
        if name in _RULES and name != "posted price":
            yield f"gain by {name}, ranges cut", rule.gain * units
            yield f"share lost by {name}, ranges cut", cut.lost(name) / cut.first_best
            yield f"kept by the exchange under {name}, ranges cut", rule.kept * units
