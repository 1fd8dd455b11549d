"""Check 9 for a shared project: what does it cost that each member alone knows what it is worth?

The best rule that is honest, voluntary and pays for itself is found by theorem where all values lie
in ranges, else over all profiles of types; beside it what fixed shares lose, and what rules that
build whenever it is worth it ask for instead: members that expect to lose, or outside money.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from games.private_project import PrivateProject
from games.uniform_values import UniformProject
from intercity.checkup.context import Context
from intercity.checkup.finding import Finding, RuleRow, Verdict, shown
from intercity.checkup.private_types import (
    NAME,
    NUMBER,
    all_in_ranges,
    cut_told,
    part,
    part_lost,
    range_of,
    steps_of,
    types_of,
)
from intercity.region import annuity_of

if TYPE_CHECKING:
    from intercity.sections import Information, SharedProject
    from mechanisms.direct.uniform_voluntary_rule import UniformVoluntaryRule
    from mechanisms.direct.voluntary_rule import BestVoluntaryRule
    from mechanisms.public_fund.expected_project import ExpectedProject, WorstOff

    BestRule = BestVoluntaryRule | UniformVoluntaryRule

__all__ = ["best_rule", "check", "cost_of", "project", "question", "rules"]


def check(context: Context, told: Information) -> Finding:
    """What the best rule and fixed shares lose, and what each rule of a fund asks for instead."""
    shared = told.project
    assert shared is not None  # noqa: S101 - the caller has looked
    best = best_rule(context, shared)
    figures = dict(_figures(best))
    if not best.first_best:
        says = f"{shared.name} is never worth its cost: no values of the members add up to it"
        return Finding(NUMBER, NAME, "stands", says, "", best.spare, figures, proof=str(best.proof))
    had = best.gains == best.first_best
    verdict: Verdict = "stands" if had else "fails"
    if context.brief:
        return Finding(NUMBER, NAME, verdict, "", "", best.spare, figures, proof=str(best.proof))
    found = rules(context, shared)
    if found.first_best:
        figures |= dict(_rule_figures(best, found))
    brings = (
        f"{shared.name} would bring {shown(best.first_best)} a year on average if values were known"
    )
    if had:
        says = f"private values cost nothing of it: {brings}, and an honest rule has it all"
        says += f" ({_had(best, found)})"
    else:
        says = (
            f"{brings}; the best rule that is honest, voluntary and pays for itself loses "
            f"{part(best.lost_share)} of it"
        )
    says += cut_told(shared.members)
    return Finding(
        NUMBER,
        NAME,
        verdict,
        says,
        "" if had or not found.first_best else _repair(best, found),
        best.spare,
        figures,
        proof=str(best.proof),
        rules=tuple(_rows(best, found)) if found.first_best else (),
    )


def cost_of(context: Context, shared: SharedProject) -> Fraction:
    """The cost per year."""
    if shared.cost_per_year is not None:
        return shared.cost_per_year.value
    assert shared.cost_one_off is not None  # noqa: S101 - one of the two is given
    return shared.cost_one_off.value * annuity_of(context.scenario).yearly


def project(context: Context, shared: SharedProject) -> PrivateProject:
    """The project, as the others see it, ranges cut."""
    steps = steps_of(shared.members) or 1
    members = {city: types_of(one, steps) for city, one in shared.members.items()}
    return PrivateProject(members, cost_of(context, shared))


def question(context: Context, shared: SharedProject) -> PrivateProject | UniformProject:
    """What the best rule is asked for: whole ranges, unless a list is among them."""
    if not all_in_ranges(shared.members):
        return project(context, shared)
    members = {city: range_of(one) for city, one in shared.members.items()}
    return UniformProject(members, cost_of(context, shared))


def best_rule(context: Context, shared: SharedProject) -> BestRule:
    """The best rule, with its certificate."""
    from mechanisms.direct.uniform_voluntary_rule import uniform_voluntary_rule
    from mechanisms.direct.voluntary_rule import best_voluntary_rule

    asked = question(context, shared)
    solver = uniform_voluntary_rule if isinstance(asked, UniformProject) else best_voluntary_rule
    found: BestRule = context.ask(solver, asked)
    return found


def rules(context: Context, shared: SharedProject) -> ExpectedProject:
    """The rules of a fund side by side, with their certificate."""
    from mechanisms.public_fund.expected_project import expected_project

    found: ExpectedProject = context.ask(expected_project, project(context, shared))
    return found


def _rows(best: BestRule, found: ExpectedProject) -> Iterator[RuleRow]:
    """What each rule loses, and what those ask for that build wherever it is worth it."""
    fixed = part_lost(found.lost("fixed shares") / found.first_best)
    yield RuleRow("fixed shares", fixed, "" if found.shares else "none are ever agreed to")
    clarke, balanced = found.rules["Clarke pivot"], found.rules["expected externality"]
    over = f"the fund keeps {shown(clarke.kept)} a year that may not go back" * (clarke.kept > 0)
    asks = "; ".join(told for told in (over, _loser(clarke.worst)) if told)
    yield RuleRow("Clarke's pivot", "nothing", asks)
    yield RuleRow("expected externality", "nothing", _loser(balanced.worst))
    kept = _vetoed(best, found)
    lacks = f"{shown(-kept)} a year has to come from outside" if kept < 0 else ""
    yield RuleRow("VCG, nobody loses", "nothing", lacks)
    if found.lie is not None:
        lie = found.lie
        gains = (
            f"if all give what it is worth to them; {lie.city}, if that is {shown(lie.value)}, "
            f"expects {shown(lie.gain)} more by giving {shown(lie.given)}"
        )
        yield RuleRow("provision point", "nothing", gains)


def _vetoed(best: BestRule, found: ExpectedProject) -> Fraction:
    """What VCG leaves if nobody may lose: on whole ranges, what any efficient rule can at most."""
    from mechanisms.direct.uniform_voluntary_rule import UniformVoluntaryRule

    if isinstance(best, UniformVoluntaryRule):
        return best.spare
    return found.rules["VCG with a veto"].kept


def _loser(worst: WorstOff) -> str:
    if worst.payoff >= 0:
        return ""
    return (
        f"{worst.city}, if it is worth {shown(worst.value)} to it, expects to lose "
        f"{shown(-worst.payoff)}"
    )


def _had(best: BestRule, found: ExpectedProject) -> str:
    """The rule that has all of it."""
    if not found.lost("fixed shares"):
        return f"shares of {_shares(found)}, built iff all agree"
    if found.rules["expected externality"].worst.payoff >= 0:
        return "expected externality, by which nobody expects to lose"
    gains = ", ".join(f"{city} {shown(x, sign=True)}" for city, x in best.payoffs.items())
    return (
        "expected externality with yearly sums between members that make up for what some would "
        f"lose: on average {gains}"
    )


def _repair(best: BestRule, found: ExpectedProject) -> str:
    """The rule to sign, and what each would pay."""
    if not found.shares:
        return "none that is simple: no fixed shares are ever agreed to"
    lost = part(found.lost("fixed shares") / found.first_best)
    return (
        f"fixed shares, built iff all agree ({_shares(found)} a year): it loses {lost}, and needs "
        f"no money; {shown(best.subsidy)} a year from outside would buy all of it"
    )


def _shares(found: ExpectedProject) -> str:
    return ", ".join(f"{city} {shown(x)}" for city, x in found.shares.items())


def _figures(best: BestRule) -> Iterator[tuple[str, Fraction]]:
    yield "gain if values were known", best.first_best
    yield "gain by the best rule", best.gains
    yield "share lost by the best rule", best.lost_share
    yield "money that efficiency would need from outside", best.subsidy
    yield "gain from the first unit of such money", best.multiplier


def _rule_figures(best: BestRule, found: ExpectedProject) -> Iterator[tuple[str, Fraction]]:
    for name, rule in found.rules.items():
        yield f"gain by {name}", rule.gain
        yield f"share lost by {name}", found.lost(name) / found.first_best
        kept = _vetoed(best, found) if name == "VCG with a veto" else rule.kept
        yield f"kept by the fund under {name}", kept
        yield f"least that a member expects under {name}", rule.worst.payoff
    for city, share in found.shares.items():
        yield f"{city}, fixed share", share
    if found.lie is not None:
        yield "most that a lie gains at a provision point", found.lie.gain
