"""Check 9 for a shared project: what does it cost that each member alone knows what it is worth?

The best rule that is honest, voluntary and pays for itself, and beside it what fixed shares lose,
and what rules that build whenever it is worth it ask for instead: members that expect to lose, or
outside money. All by theorem where all values lie in ranges, else over all profiles of types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from games.private_project import PrivateProject
from games.uniform_values import UniformProject
from intercity.region.context import Context
from intercity.region.production.builder import annuity_of
from intercity.topics.outcome import Clause, Repair, Verdict
from intercity.topics.private_values.best_rule import (
    Payment,
    PrivateValuesOutcome,
    best_figures,
    best_rule,
    payments_of,
    verdict_of,
)
from intercity.topics.private_values.priors import (
    all_in_ranges,
    is_cut,
    midpoints_of,
    range_of,
    steps_of,
    types_of,
)
from intercity.topics.private_values.signed import NamedRule, Refused, by_signed, judged
from mechanisms.public_fund.expected_project import UnderstatedWorth, WorstOff

if TYPE_CHECKING:
    from intercity.topics.private_values.best_rule import BestRule
    from intercity.topics.private_values.section import SharedProject, SignedRule
    from mechanisms.public_fund.expected_project import (
        ExpectedProject,
    )
    from mechanisms.public_fund.project_in_ranges import ProjectInRanges

    Rules = ExpectedProject | ProjectInRanges
    Question = PrivateProject | UniformProject

__all__ = [
    "FixedShares",
    "FundRule",
    "FundRuleResult",
    "ProjectOutcome",
    "check",
    "cost_of",
    "question",
    "rules",
]

UNITS = Fraction(1)


class FundRule(StrEnum):
    """A rule of a fund."""

    FIXED_SHARES = "fixed shares"
    CLARKE = "Clarke pivot"
    EXTERNALITY = "expected externality"
    VETO = "VCG with a veto"
    BEST = "best voluntary rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRuleResult:
    """What a rule brings in a year, on average. ``kept``: by the fund, below 0 where it is short;
    ``worst``: which member, of which value, expects least of it.
    """

    gain: Fraction
    share_lost: Fraction
    kept: Fraction
    worst: WorstOff


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedShares(Clause):
    """Each pays its share a year (below 0: is paid); built only if all agree."""

    kind: ClassVar[str] = "fixed shares"
    shares: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOutcome(PrivateValuesOutcome):
    """What members of a shared project lose.

    ``fixed_shares``: the best; ``shares_to_sign``: these in figures that add up. ``reached_by``: by
    which rule all of the gain is had; ``payments`` are those of the best rule then. ``yearly_sums``
    leave nobody with a loss by expected externality, if any do, and ``externality_payoffs`` are
    what members then gain. ``understated``: who gains most if it gives less than it is worth to it
    at a provision point.
    """

    project: str
    cost: Fraction
    rules: Mapping[FundRule, FundRuleResult]
    fixed_shares: Mapping[str, Fraction]
    shares_to_sign: Mapping[str, Fraction]
    equal_part: Fraction
    reached_by: FundRule | None = None
    payments: Mapping[str, tuple[Payment, ...]]
    yearly_sums: Mapping[str, Fraction]
    externality_payoffs: Mapping[str, Fraction]
    understated: UnderstatedWorth | None = None


def check(
    context: Context, shared: SharedProject, rule: SignedRule | None = None
) -> ProjectOutcome:
    """What the best rule and fixed shares lose, and what each rule of a fund asks for instead."""
    asked, given = question(context, shared), shared.members
    best = best_rule(context, asked)
    had = best.gains == best.first_best
    nothing = not best.first_best and not is_cut(given)
    outcome = ProjectOutcome(
        verdict=Verdict.STANDS if nothing else verdict_of(given, had=had),
        **best_figures(best, UNITS),
        by_theorem=all_in_ranges(given),
        midpoints=midpoints_of(given) if is_cut(given) else (),
        project=shared.name,
        cost=asked.cost,
        rules={},
        fixed_shares={},
        shares_to_sign={},
        equal_part=asked.cost / len(given),
        payments={},
        yearly_sums={},
        externality_payoffs={},
    )
    if nothing or not best.first_best or (context.brief and rule is None):
        return outcome
    found = rules(context, shared)
    to_sign = _in_few_digits(found.shares, asked, best.first_best / 200)
    outcome = replace(
        outcome,
        rules=_results(found),
        fixed_shares=found.shares,
        shares_to_sign=to_sign,
        yearly_sums=found.yearly_sums or {},
        externality_payoffs=found.externality_payoffs or {},
        understated=found.misreport,
    )
    if rule is not None:
        return _as_signed(outcome, rule, best, found, asked, had=had)
    if had:
        return replace(outcome, reached_by=_reached_by(found), payments=payments_of(best, UNITS))
    mends = 1 - outcome.rules[FundRule.FIXED_SHARES].share_lost
    return replace(outcome, repair=Repair(clauses=(FixedShares(shares=to_sign),), mends=mends))


def _as_signed(
    outcome: ProjectOutcome,
    rule: SignedRule,
    best: BestRule,
    found: Rules,
    asked: Question,
    *,
    had: bool,
) -> ProjectOutcome:
    """The rule of the file: the verdict is about it, and the repair the rule to sign instead."""
    repair = Repair(
        clauses=(FixedShares(shares=outcome.shares_to_sign),),
        mends=by_shares(asked, outcome.shares_to_sign)[0] / best.first_best,
    )
    if had:
        by = _reached_by(found)
        if by is not FundRule.FIXED_SHARES:
            repair = Repair(clauses=(NamedRule(by=by),))
    by_name = None if rule.by is None else FundRule(rule.by)
    refusal, kept = None, Fraction(0)
    if by_name is None:
        gain, kept = by_shares(asked, {city: x.value for city, x in rule.shares.items()})
    elif by_name is FundRule.BEST:
        gain = best.gains
    else:
        fund = outcome.rules[by_name]
        gain, kept, worst = fund.gain, fund.kept, fund.worst
        made_up_for = by_name is FundRule.EXTERNALITY and found.yearly_sums is not None
        if worst.payoff < 0 and not made_up_for:
            refusal = Refused(city=worst.city, value=worst.value, loss=-worst.payoff)
    signed = judged(
        rule,
        first_best=best.first_best,
        could_be_left=repair.mends,
        gain=gain,
        kept=kept,
        refusal=refusal,
    )
    return by_signed(outcome, signed, repair)


def by_shares(asked: Question, shares: Mapping[str, Fraction]) -> tuple[Fraction, Fraction]:
    """What fixed shares gain in all, and what the fund keeps: below 0, what it is short of.

    >>> pair = UniformProject({"A": (0, 1), "B": (0, 1)}, 1)
    >>> by_shares(pair, {"A": Fraction(1, 2), "B": Fraction(1, 4)})
    (Fraction(9, 64), Fraction(-3, 32))
    """
    from mechanisms.direct.trade_rule import Even, Listed, worth_beyond

    all_agree, beyond = Fraction(1), Fraction(0)
    for city, one in asked.members.items():
        figure: Even | Listed
        if isinstance(one, tuple):
            low, high = one
            figure = Even(low, high) if low < high else Listed(((low, Fraction(1)),))
        else:
            figure = Listed(tuple(one.items()))
        chance, surplus = worth_beyond(figure, shares[city])
        if not chance:
            return Fraction(0), Fraction(0)
        all_agree *= chance
        beyond += surplus / chance
    kept = all_agree * (sum(shares.values(), Fraction(0)) - asked.cost)
    return all_agree * beyond + kept, kept


def cost_of(context: Context, shared: SharedProject) -> Fraction:
    """The cost per year."""
    if shared.cost_per_year is not None:
        return shared.cost_per_year.value
    assert shared.cost_one_off is not None  # noqa: S101 - one of the two is given
    return shared.cost_one_off.value * annuity_of(context.scenario).renewed


def question(context: Context, shared: SharedProject) -> Question:
    """What the best rule is asked for: whole ranges, unless a list is among them."""
    cost = cost_of(context, shared)
    if all_in_ranges(shared.members):
        members = {city: range_of(one) for city, one in shared.members.items()}
        return UniformProject(members, cost)
    steps = steps_of(shared.members) or 1
    return PrivateProject(
        {city: types_of(one, steps) for city, one in shared.members.items()}, cost
    )


def rules(context: Context, shared: SharedProject) -> Rules:
    """The rules of a fund side by side, with their certificate: on whole ranges, if all are."""
    from mechanisms.public_fund.expected_project import expected_project
    from mechanisms.public_fund.project_in_ranges import project_in_ranges

    asked = question(context, shared)
    if isinstance(asked, UniformProject):
        return context.run_solver(project_in_ranges, asked)
    return context.run_solver(expected_project, asked)


def _results(found: Rules) -> dict[FundRule, FundRuleResult]:
    return {
        rule: FundRuleResult(
            gain=found.rules[rule].gain,
            share_lost=found.lost(rule) / found.first_best,
            kept=found.rules[rule].kept,
            worst=found.rules[rule].worst,
        )
        for rule in FundRule
        if rule in found.rules
    }


def _reached_by(found: Rules) -> FundRule:
    """The simplest rule that has all of it."""
    if not found.lost(FundRule.FIXED_SHARES):
        return FundRule.FIXED_SHARES
    balanced = found.rules[FundRule.EXTERNALITY]
    if balanced.worst.payoff >= 0 or found.yearly_sums is not None:
        return FundRule.EXTERNALITY
    return FundRule.BEST


def _in_few_digits(
    shares: Mapping[str, Fraction], asked: Question, most_lost: Fraction
) -> dict[str, Fraction]:
    """The shares in figures that pay for it, as fine as it takes that the same members agree."""
    cost = sum(shares.values(), Fraction(0))
    rounded = dict(shares)
    enough = (by_shares(asked, shares)[0] if shares else Fraction(0)) - most_lost
    for digits in range(1, 7):
        rounded = _rounded(shares, cost, digits)
        agree = all(_as_good(asked, city, shares[city], x) for city, x in rounded.items())
        gain, kept = by_shares(asked, rounded) if shares else (Fraction(0), Fraction(0))
        if agree and gain - kept >= enough:
            break
    return rounded


def _as_good(asked: Question, city: str, share: Fraction, rounded: Fraction) -> bool:
    """Whether the member agrees to the rounded share as often, or about."""
    if isinstance(asked, PrivateProject):
        return all((kind >= share) == (kind >= rounded) for kind in asked.members[city])
    low, high = asked.members[city]
    return rounded <= low if share <= low else abs(rounded - share) <= (high - share) / 20


def _rounded(shares: Mapping[str, Fraction], cost: Fraction, digits: int) -> dict[str, Fraction]:
    """Each is rounded down; what then lacks of the cost goes where most was cut off."""
    step = Fraction(1, 10**digits)
    down = {city: share // step for city, share in shares.items()}
    lacking = -(-cost // step) - sum(down.values())
    order = sorted(shares, key=lambda city: down[city] - shares[city] / step)
    for city in order[: max(0, lacking)]:
        down[city] += 1
    return {city: count * step for city, count in down.items()}
