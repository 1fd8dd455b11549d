"""Check 9 for a shared project: what does it cost that each member alone knows what it is worth?

The best rule that is honest, voluntary and pays for itself, and beside it what fixed shares lose,
and what rules that build whenever it is worth it ask for instead: members that expect to lose, or
outside money. All by theorem where all values lie in ranges, else over all profiles of types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from games.private_project import PrivateProject
from games.uniform_values import UniformProject
from intercity.english import shown
from intercity.region.context import Context
from intercity.region.games import annuity_of
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
    is_cut,
    range_of,
    steps_of,
    types_of,
)

if TYPE_CHECKING:
    from intercity.topics.private_values.loss import BestRule
    from intercity.topics.private_values.section import Information, SharedProject
    from mechanisms.public_fund.expected_project import ExpectedProject, WorstOff
    from mechanisms.public_fund.project_in_ranges import ProjectInRanges

    Rules = ExpectedProject | ProjectInRanges
    Question = PrivateProject | UniformProject

__all__ = ["check", "cost_of", "project", "question", "rules"]


def check(context: Context, told: Information) -> Finding:
    """What the best rule and fixed shares lose, and what each rule of a fund asks for instead."""
    shared = told.project
    assert shared is not None  # noqa: S101 - the caller has looked
    asked, given = question(context, shared), shared.members
    best = best_rule(context, asked)
    figures, proof = dict(best_figures(best, Fraction(1))), str(best.proof)
    if not best.first_best and not is_cut(given):
        says = f"{shared.name} is never worth its cost: no values of the members add up to more"
        return Finding(NUMBER, NAME, "stands", says, "", best.spare, figures, proof=proof)
    had = best.gains == best.first_best
    verdict = verdict_of(given, had=had)
    if context.brief:
        return Finding(NUMBER, NAME, verdict, "", "", best.spare, figures, proof=proof)
    if not best.first_best:
        says = f"{shared.name} is worth its cost at none of the {cut_told(given)} of a range"
        return Finding(NUMBER, NAME, verdict, says, "", best.spare, figures, proof=proof)
    found = rules(context, shared)
    figures |= dict(_rule_figures(found))
    if had and not is_cut(given):
        figures |= dict(payment_figures(best, Fraction(1)))
    brings = (
        f"{shared.name} would bring {about(given)}{shown(best.first_best)} a year on average if "
        f"values were known, beyond its cost of {shown(cost_of(context, shared))}"
    )
    says = cost_told(given, brings, best, _had(best, found, asked) if had else "")
    return Finding(
        NUMBER,
        NAME,
        verdict,
        says,
        "" if had else _repair(best, found, asked),
        best.spare,
        figures,
        proof=proof,
        rules=tuple(_rows(best, found)),
        mends=None if had else 1 - best.lost_share,
    )


def cost_of(context: Context, shared: SharedProject) -> Fraction:
    """The cost per year."""
    if shared.cost_per_year is not None:
        return shared.cost_per_year.value
    assert shared.cost_one_off is not None  # noqa: S101 - one of the two is given
    return shared.cost_one_off.value * annuity_of(context.scenario).renewed


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


def rules(context: Context, shared: SharedProject) -> Rules:
    """The rules of a fund side by side, with their certificate: on whole ranges, if all are."""
    from mechanisms.public_fund.expected_project import expected_project
    from mechanisms.public_fund.project_in_ranges import project_in_ranges

    asked = question(context, shared)
    solver = project_in_ranges if isinstance(asked, UniformProject) else expected_project
    found: Rules = context.ask(solver, asked)
    return found


def _rows(best: BestRule, found: Rules) -> Iterator[RuleRow]:
    """What each rule loses, how it works, and what those ask for that build wherever it is worth
    it.
    """
    fixed = part_lost(found.lost("fixed shares") / found.first_best)
    yield RuleRow("fixed shares", fixed, "each pays a part set beforehand; built only if all agree")
    clarke, balanced = found.rules["Clarke pivot"], found.rules["expected externality"]
    over = f"the fund keeps {shown(clarke.kept)} a year that may not go back" * (clarke.kept > 0)
    equal = shown(next(iter(found.equal_parts.values())))
    works = (
        f"each pays an equal part of the cost ({equal}) if it is built, and what its report costs "
        "the others beyond their parts"
    )
    yield RuleRow("Clarke's pivot", "nothing", _joined(works, over, _loser(clarke.worst)))
    works = (
        f"each pays an equal part of the cost ({equal}) if it is built, is paid what its report is "
        "expected to bring the others beyond their parts, and shares alike in paying them"
    )
    yield RuleRow("expected externality", "nothing", _joined(works, _loser(balanced.worst)))
    works = "each keeps what its value, above the lowest it may have, adds to the gain of all"
    lacks = -found.rules["VCG with a veto"].kept
    money = from_outside(lacks, best.subsidy, best.first_best)
    yield RuleRow("VCG, nobody loses", "nothing", _joined(works, money))
    if found.lie is not None:
        lie = found.lie
        works = "each gives what it likes, and has it back if that does not do"
        gains = (
            f"if all others give what it is worth to them, {lie.city}, to which it is worth "
            f"{shown(lie.value)}, expects {shown(lie.gain)} more by giving {shown(lie.given)}"
        )
        yield RuleRow("provision point", "nothing if honest", _joined(works, gains))


def _joined(*told: str) -> str:
    return "; ".join(one for one in told if one)


def _loser(worst: WorstOff) -> str:
    if worst.payoff >= 0:
        return ""
    return (
        f"{worst.city}, if it is worth {shown(worst.value)} to it, expects to lose "
        f"{shown(-worst.payoff)}"
    )


def _had(best: BestRule, found: Rules, asked: Question) -> str:
    """The rule that has all of it."""
    from mechanisms.direct.voluntary_rule import BestVoluntaryRule

    if not found.lost("fixed shares"):
        return f"a rule of fixed shares ({_shares(found, asked)}), built only if all agree,"
    rule = (
        "expected externality (equal parts of the cost, and each is paid what its report is "
        "expected to bring the others)"
    )
    if found.rules["expected externality"].worst.payoff >= 0:
        return f"{rule}, by which nobody expects to lose,"
    sums = found.yearly_sums
    if sums is None:
        assert isinstance(best, BestVoluntaryRule)  # noqa: S101 - in ranges sums exist
        return (
            "the best voluntary rule (sealed reports, built wherever it is worth its cost, and "
            f"each pays by its report, on average a year and below 0 if it is paid: "
            f"{payments_told(best)})"
        )
    paid = ", ".join(
        f"{city} {'gets' if x > 0 else 'pays'} {shown(abs(x))}" for city, x in sums.items() if x
    )
    gains = ", ".join(
        f"{city} {shown(x, sign=True)}" for city, x in (found.externality_payoffs or {}).items()
    )
    return (
        f"{rule} with yearly sums between members that make up for what some would lose ({paid}; "
        f"on average {gains})"
    )


def _repair(best: BestRule, found: Rules, asked: Question) -> str:
    """The rule to sign, and what each would pay."""
    lost = part(found.lost("fixed shares") / found.first_best)
    more = ", more than all of the gain," if best.subsidy > best.first_best else ""
    return (
        f"fixed shares, built only if all agree ({_shares(found, asked)}): it loses {lost}, and "
        f"needs no money; {shown(best.subsidy)} a year from outside{more} would buy all of it"
    )


def _shares(found: Rules, asked: Question) -> str:
    """The shares in figures that add up, as fine as it takes that the same members agree."""
    shares = found.shares
    cost = sum(shares.values(), Fraction(0))
    for digits in range(1, 7):
        rounded = _rounded(shares, cost, digits)
        agree = all(_as_good(asked, city, shares[city], x) for city, x in rounded.items())
        if agree and abs(sum(rounded.values()) - cost) <= cost / 50:
            break
    form = f",.{digits}f"
    told = [
        f"{city} {approximately(share, form)}"
        if share >= 0
        else f"{city} is paid {approximately(-share, form)}"
        for city, share in rounded.items()
    ]
    return f"{', '.join(told)} a year"


def _as_good(asked: Question, city: str, share: Fraction, rounded: Fraction) -> bool:
    """Whether the member agrees to the rounded share as often, or about."""
    if isinstance(asked, PrivateProject):
        return all((kind >= share) == (kind >= rounded) for kind in asked.members[city])
    low, high = asked.members[city]
    return rounded <= low if share <= low else abs(rounded - share) <= (high - share) / 20


def _rounded(shares: Mapping[str, Fraction], cost: Fraction, digits: int) -> dict[str, Fraction]:
    """Each is rounded down; what is then lacking goes where most was cut off."""
    step = Fraction(1, 10**digits)
    down = {city: share // step for city, share in shares.items()}
    lacking = round(cost / step) - sum(down.values())
    order = sorted(shares, key=lambda city: down[city] - shares[city] / step)
    for city in order[: max(0, lacking)]:
        down[city] += 1
    return {city: count * step for city, count in down.items()}


def _rule_figures(found: Rules) -> Iterator[tuple[str, Fraction]]:
    for name, rule in found.rules.items():
        yield f"gain by {name}", rule.gain
        yield f"share lost by {name}", found.lost(name) / found.first_best
        yield f"kept by the fund under {name}", rule.kept
        yield f"least that a member expects under {name}", rule.worst.payoff
    for city, share in found.shares.items():
        yield f"{city}, fixed share", share
    yield "equal part of the cost", next(iter(found.equal_parts.values()))
    for city, x in (found.yearly_sums or {}).items():
        yield f"{city}, yearly sum beside expected externality", x
    if found.lie is not None:
        yield "gain from a lie at a provision point", found.lie.gain
