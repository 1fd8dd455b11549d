"""Check 9 for several buyers and sellers: what does it cost that each alone knows its value?

The best rule that is honest, voluntary and pays for itself is found by theorem where all values lie
in ranges, else over all profiles of types; so are a posted price, and what VCG would need from
outside. The double auctions are run at profiles of types alone, so that of ranges they are run on a
fine cut, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from games.private_exchange import PrivateExchange
from games.uniform_values import UniformExchange
from intercity.region.context import Context
from intercity.topics.outcome import Clause, Repair, Verdict
from intercity.topics.private_values.best_rule import (
    Payment,
    PostedPrice,
    PostPrice,
    PrivateValuesOutcome,
    best_figures,
    best_rule,
    payments_of,
    posted_price,
    verdict_of,
)
from intercity.topics.private_values.priors import (
    all_in_ranges,
    fine_enough,
    is_cut,
    midpoints_of,
    range_of,
    steps_of,
    types_of,
)
from intercity.topics.private_values.signed import NamedRule, by_signed, judged

if TYPE_CHECKING:
    from intercity.topics.private_values.best_rule import BestRule
    from intercity.topics.private_values.section import Information, SignedRule
    from mechanisms.exchange.exchange_in_ranges import ExchangeInRanges
    from mechanisms.exchange.expected_exchange import ExpectedExchange

    Rules = ExpectedExchange | ExchangeInRanges

__all__ = [
    "Auction",
    "ExchangeOutcome",
    "Rule",
    "RuleResult",
    "check",
    "lot",
    "lots_of",
    "question",
    "rules",
]


class Rule(StrEnum):
    """A rule of an exchange."""

    POSTED_PRICE = "posted price"
    BALANCED = "balanced double auction"
    MCAFEE = "McAfee's double auction"
    TRADE_REDUCTION = "trade reduction"
    VCG = "VCG"
    EXTERNALITY = "expected externality"
    BEST = "best voluntary rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What a rule brings in a year, on average.

    ``kept``: by the exchange, below 0 where it needs money; ``share_left``: the part of the gain
    that is left with the cities, ``payoffs`` by city. ``given_up``: how often a deal is given up
    where there is one. ``on_midpoints``: whether it was run with few values in a range's place.
    """

    gain: Fraction
    share_lost: Fraction
    share_left: Fraction
    kept: Fraction
    payoffs: Mapping[str, Fraction]
    given_up: Fraction
    on_midpoints: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Auction(Clause):
    """Trade by this auction."""

    kind: ClassVar[str] = "auction"
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeOutcome(PrivateValuesOutcome):
    """What several buyers and sellers lose, ``lots`` of so many ``units`` each.

    ``reached_by``: by which rule the cities have all of the gain; ``payments`` are those of the
    best rule then, ``externality_payoffs`` those of expected externality with yearly sums, if by
    that.
    ``gain_on_midpoints``: the gain with the values on which auctions were run.
    """

    good: str
    units: Fraction
    lots: Mapping[str, int]
    posted: PostedPrice | None = None
    rules: Mapping[Rule, RuleResult]
    gain_on_midpoints: Fraction | None = None
    reached_by: Rule | None = None
    payments: Mapping[str, tuple[Payment, ...]]
    externality_payoffs: Mapping[str, Fraction]

    @property
    def compared(self) -> dict[Rule, RuleResult]:
        """The simple rules, without those that midpoints show to lose less than any rule can."""
        return {
            rule: result
            for rule, result in self.rules.items()
            if rule != Rule.VCG
            and not (result.on_midpoints and result.share_lost < self.share_lost)
        }


def check(context: Context, asked: Information) -> ExchangeOutcome:
    """What the best rule loses, what the simple ones do, and which of these to sign."""
    best, units = best_rule(context, question(asked)), lot(asked)
    given = {**asked.buyers, **asked.sellers}
    had = best.gains == best.first_best
    nothing = not units or (not best.first_best and not is_cut(given))
    outcome = ExchangeOutcome(
        verdict=Verdict.STANDS if nothing else verdict_of(given, had=had),
        **best_figures(best, units),
        by_theorem=all_in_ranges(given),
        midpoints=midpoints_of(given) if is_cut(given) else (),
        good=asked.good,
        units=units,
        lots=lots_of(asked),
        rules={},
        payments={},
        externality_payoffs={},
    )
    if nothing or not best.first_best or (context.brief and asked.rule is None):
        return outcome
    found = rules(context, asked)
    cut = auctions(context, asked, found)
    sides = (question(asked).buyers, question(asked).sellers)
    values, costs = ([x for one in side.values() for x in one] for side in sides)
    outcome = replace(
        outcome,
        posted=posted_price(found.price, values, costs),
        rules=_results(found, cut, units),
        midpoints=outcome.midpoints if cut is None else midpoints_of(given),
        gain_on_midpoints=None if cut is None else cut.first_best * units,
    )
    if asked.rule is not None:
        return _as_signed(outcome, asked, asked.rule, best, found, had=had)
    if not had:
        return replace(outcome, repair=_repair(outcome, found.price))
    payoffs = _externality_payoffs(best, found)
    by = _reached_by(found, payoffs)
    summed = payoffs if by is Rule.EXTERNALITY and payoffs is not None else {}
    return replace(
        outcome,
        reached_by=by,
        payments=payments_of(best, units),
        externality_payoffs={city: x * units for city, x in summed.items()},
    )


def _as_signed(
    outcome: ExchangeOutcome,
    asked: Information,
    rule: SignedRule,
    best: BestRule,
    found: Rules,
    *,
    had: bool,
) -> ExchangeOutcome:
    """The rule of the file: the verdict is about it, and the repair the rule to sign instead."""
    from mechanisms.exchange.posted_price import at_posted_price

    repair = _repair(outcome, found.price)
    if had:
        by = _reached_by(found, None)
        clause: Clause = Auction(rule=by)
        if by is Rule.POSTED_PRICE:
            clause = PostPrice(price=found.price)
        elif by is Rule.BEST:
            clause = NamedRule(by=by)
        repair = Repair(clauses=(clause,))
    by_name = None if rule.by is None else Rule(rule.by)
    result = None if by_name is None else outcome.rules.get(by_name)
    first_best, scale, kept = best.first_best, outcome.units, Fraction(0)
    if rule.price is not None:
        payoffs = at_posted_price(question(asked), rule.price.value)
        gain = sum(payoffs.values(), Fraction(0))
    elif by_name is Rule.BEST:
        gain = best.gains
    elif result is None:  # an auction, and too many ranges to cut finely
        return replace(outcome, verdict=Verdict.UNDECIDED, margin=None)
    else:
        on_midpoints = outcome.gain_on_midpoints if result.on_midpoints else None
        first_best = outcome.gain if on_midpoints is None else on_midpoints
        gain, kept, scale = result.gain, result.kept, Fraction(1)
    signed = judged(
        rule,
        first_best=first_best,
        could_be_left=repair.mends,
        gain=gain,
        kept=kept,
        scale=scale,
    )
    return by_signed(outcome, signed, repair)


def question(asked: Information) -> PrivateExchange | UniformExchange:
    """What the best rule is asked for: whole ranges, unless a list is among them."""
    if not all_in_ranges({**asked.buyers, **asked.sellers}):
        return _cut_exchange(asked)
    return UniformExchange(
        {city: range_of(one) for city, one in asked.buyers.items()},
        {city: range_of(one) for city, one in asked.sellers.items()},
        lots_of(asked),
    )


def lot(asked: Information) -> Fraction:
    """The units of a lot."""
    return Fraction(1) if asked.amount is None else asked.amount.value


def lots_of(asked: Information) -> dict[str, int]:
    """The lots that each city would buy or sell."""
    return {city: one.lots for city, one in (*asked.buyers.items(), *asked.sellers.items())}


def rules(context: Context, asked: Information) -> Rules:
    """The simple rules and VCG, with their certificate: a posted price and VCG on whole ranges."""
    from mechanisms.exchange.exchange_in_ranges import exchange_in_ranges
    from mechanisms.exchange.expected_exchange import expected_exchange

    whole = question(asked)
    if isinstance(whole, UniformExchange):
        return context.run_solver(exchange_in_ranges, whole)
    return context.run_solver(expected_exchange, whole)


def auctions(context: Context, asked: Information, found: Rules) -> ExpectedExchange | None:
    """The auctions where there are ranges alone, on a fine cut of these; ``None`` if it is not."""
    from mechanisms.exchange.expected_exchange import expected_exchange

    given = {**asked.buyers, **asked.sellers}
    if len(found.rules) > 2 or set(lots_of(asked).values()) != {1} or not fine_enough(given):
        return None
    cut = context.run_solver(expected_exchange, _cut_exchange(asked))
    return cut if cut.first_best else None


def _cut_exchange(asked: Information) -> PrivateExchange:
    """The exchange of one lot a city, as the others see it, ranges cut."""
    steps = steps_of({**asked.buyers, **asked.sellers}) or 1
    return PrivateExchange(
        {city: types_of(one, steps) for city, one in asked.buyers.items()},
        {city: types_of(one, steps) for city, one in asked.sellers.items()},
        lots_of(asked),
    )


def _results(found: Rules, cut: ExpectedExchange | None, units: Fraction) -> dict[Rule, RuleResult]:
    """What each rule brings: as ``found`` where it was looked at there, else by the cut."""
    results = {}
    for rule in Rule:
        by = found if rule in found.rules else cut
        if by is None or rule not in by.rules:
            continue
        had = by.rules[rule]
        given_up: Mapping[str, Fraction] = getattr(by, "given_up", {})
        results[rule] = RuleResult(
            gain=had.gain * units,
            share_lost=by.lost(rule) / by.first_best,
            share_left=had.for_cities / by.first_best,
            kept=had.kept * units,
            payoffs={city: x * units for city, x in had.payoffs.items()},
            given_up=given_up.get(rule, Fraction(0)),
            on_midpoints=by is cut,
        )
    return results


def _repair(outcome: ExchangeOutcome, price: Fraction) -> Repair:
    """The simple rule that leaves the cities most."""
    compared = outcome.compared
    rule = max(compared, key=lambda rule: compared[rule].share_left)
    clause = PostPrice(price=price) if rule is Rule.POSTED_PRICE else Auction(rule=rule)
    return Repair(clauses=(clause,), mends=compared[rule].share_left)


def _externality_payoffs(best: BestRule, found: Rules) -> Mapping[str, Fraction] | None:
    """What cities expect by expected externality with yearly sums; ``None``: no sums do.

    In ranges every honest rule that makes all deals, and splits the rest evenly, pays the same.
    """
    from mechanisms.exchange.expected_exchange import ExpectedExchange

    return found.externality_payoffs if isinstance(found, ExpectedExchange) else best.payoffs


def _reached_by(found: Rules, payoffs: Mapping[str, Fraction] | None) -> Rule:
    """The rule by which the cities have all of it: a simple one if there is one."""
    simple = [rule for rule in Rule if rule in found.rules and rule is not Rule.VCG]
    rule = max(simple, key=lambda name: found.rules[name].for_cities)
    if found.rules[rule].for_cities == found.first_best:
        return rule
    return Rule.BEST if payoffs is None else Rule.EXTERNALITY
