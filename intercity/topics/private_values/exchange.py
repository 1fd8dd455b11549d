"""Check 9 for several buyers and sellers: what does it cost that each alone knows its value?

The best rule that is honest, voluntary and pays for itself is found by theorem where all values lie
in ranges, else over all profiles of types; so are a posted price, and what VCG would need from
outside. The double auctions are run at profiles of types alone, so that of ranges they are told as
"about", on a fine cut, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from games.private_exchange import PrivateExchange
from games.uniform_values import UniformExchange
from intercity.english import amount, shown
from intercity.region.context import Context
from intercity.topics.finding import Finding, RuleRow
from intercity.topics.private_values.loss import (
    about,
    best_figures,
    best_rule,
    cost_told,
    from_outside,
    part,
    part_lost,
    payment_figures,
    payments_told,
    verdict_of,
)
from intercity.topics.private_values.types import (
    NAME,
    NUMBER,
    all_in_ranges,
    cut_told,
    fine_enough,
    is_cut,
    none_of,
    price_told,
    range_of,
    steps_of,
    types_of,
)

if TYPE_CHECKING:
    from intercity.topics.private_values.loss import BestRule
    from intercity.topics.private_values.section import Information
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
    if had and not is_cut(given):
        figures |= dict(payment_figures(best, units))
    cut = auctions(context, told, found)
    figures |= dict(_rule_figures(found, units)) | dict(_cut_figures(cut, units))
    rows = list(_compared(best, found, cut))
    alike = set(lots_of(told).values()) == {1}
    size = f"{amount(units)} each" if alike else f"in lots of {amount(units)}"
    brings = (
        f"{told.good} ({size}) would bring {about(given)}{shown(best.first_best * units)} a year "
        "on average if values were known"
    )
    price = _price(told, found)
    says = cost_told(given, brings, best, _had(best, found, units, price) if had else "")
    if cut is not None:
        says += f" (the double auctions about, with {cut_told(given)} in place of a range)"
    elif all_in_ranges(given) and alike:
        says += " (the double auctions are left out: too many ranges for a fine cut)"
    return Finding(
        NUMBER,
        NAME,
        verdict,
        says,
        "" if had else _repair(max(rows, key=lambda row: row.left), units, price),
        margin,
        figures,
        proof=proof,
        rules=tuple(_rows(best, found, rows, units, price)),
        mends=None if had else max(row.left for row in rows) / best.first_best,
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


_PRICED = {
    "balanced double auction": "sealed bids and one price for all",
    "McAfee's double auction": "sealed bids and one price for all",
    "trade reduction": "sealed bids",
}
_LEFT_OUT = {
    "balanced double auction": "the last buyer is left out, and one seller by lot",
    "McAfee's double auction": "the last deal is given up, and buyers pay its bid while sellers "
    "get its ask",
    "trade reduction": "the last deal is given up, and buyers pay its bid while sellers get its "
    "ask",
}
_RULES = ("posted price", *_PRICED)
"""The simple rules."""


def _works(name: str, given_up: Mapping[str, Fraction], about: str) -> str:
    """How a simple rule works, and how often it leaves out a deal."""
    if name == "posted price":
        return "who likes it trades at it, and on the longer side lots decide"
    often = given_up[name]
    when = "always " if often == 1 else f"in {about}{part(often)} of cases with a deal "
    return f"{_PRICED[name]}; {when}{_LEFT_OUT[name]}" if often else _PRICED[name]


@dataclass(frozen=True, slots=True)
class _Compared:
    """A simple rule beside the others. ``share``: of the gain by the same prior, the part lost;
    ``left``: the part that the cities have; ``works``: how.
    """

    name: str
    rule: ExpectedRule
    share: Fraction
    left: Fraction
    works: str
    about: str = ""


def _compared(best: BestRule, found: Rules, cut: ExpectedExchange | None) -> Iterator[_Compared]:
    """The simple rules; of a cut, those that lose no less than the best rule can."""
    from mechanisms.exchange.expected_exchange import ExpectedExchange

    for name in _RULES:
        of, word = (found, "") if name in found.rules else (cut, "about ")
        if of is None:
            continue
        rule, share = of.rules[name], of.lost(name) / of.first_best
        if word and share < best.lost_share:
            continue
        works = _works(name, of.given_up if isinstance(of, ExpectedExchange) else {}, word)
        yield _Compared(name, rule, share, rule.for_cities / of.first_best, works, word)


def _price(told: Information, found: Rules) -> str:
    """The posted price, so that the same types like it, and all of a range or none as before."""
    asked = question(told)
    values = [x for one in asked.buyers.values() for x in one]
    return price_told(found.price, values, [x for one in asked.sellers.values() for x in one])


def _named(name: str, price: str) -> str:
    if name == "posted price":
        return f"a posted price of {price} a unit"
    return name if name == "McAfee's double auction" else f"a {name}"


def _had(best: BestRule, found: Rules, units: Fraction, price: str) -> str:
    """The rule by which the cities have all of it."""
    from mechanisms.direct.voluntary_rule import BestVoluntaryRule
    from mechanisms.exchange.expected_exchange import ExpectedExchange

    simple = [name for name in found.rules if name != "VCG"]
    name = max(simple, key=lambda name: found.rules[name].for_cities)
    if found.rules[name].for_cities == found.first_best:
        return _named(name, price)
    # In ranges every honest rule that makes all deals, and splits the rest evenly, pays the same.
    payoffs = found.externality_payoffs if isinstance(found, ExpectedExchange) else best.payoffs
    if payoffs is None:
        assert isinstance(best, BestVoluntaryRule)  # noqa: S101 - in ranges sums exist
        return (
            "the best voluntary rule (sealed reports, every deal worth making, and each pays by "
            "its report, on average a year and below 0 if it is paid: "
            f"{payments_told(best, units)})"
        )
    gains = ", ".join(f"{city} {shown(x * units, sign=True)}" for city, x in payoffs.items())
    return (
        "expected externality (each is paid what its report is expected to bring the others) with "
        f"yearly sums between cities (on average {gains})"
    )


def _rows(
    best: BestRule, found: Rules, rows: Sequence[_Compared], units: Fraction, price: str
) -> Iterator[RuleRow]:
    """What each rule loses, how it works, and what becomes of the money."""
    for row in rows:
        kept = row.rule.kept * units
        keeps = f"; the exchange keeps {row.about}{shown(kept)} a year" if kept > 0 else ""
        rule = _named(row.name, price).removeprefix("a ")
        lost = row.about + part_lost(row.share)
        yield RuleRow(rule, lost, row.works + keeps)
    lacks, least = -found.rules["VCG"].kept * units, best.subsidy * units
    money = from_outside(lacks, least, best.first_best * units)
    yield RuleRow("VCG", "nothing", f"each pays what its part costs the others; {money}")


def _repair(row: _Compared, units: Fraction, price: str) -> str:
    """The simple rule that leaves the cities most, what is lost, and who is left with what."""
    kept = row.rule.kept * units
    keeps = f", the exchange keeps {row.about}{shown(kept)}" if kept else ""
    gains = ", ".join(
        f"{city} {shown(x * units, sign=True)}" for city, x in row.rule.payoffs.items()
    )
    mine = f" and leaves cities {row.about}{part(row.left)}" if kept else ""
    return (
        f"{_named(row.name, price)}: {row.works}. It loses {row.about}{part(row.share)}"
        f"{mine}, and needs no outside money; on average {row.about}{gains} a year{keeps}"
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
