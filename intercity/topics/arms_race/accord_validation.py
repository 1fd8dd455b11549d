"""The accord of a subsidy race."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation
from intercity.scenario.names import unknown_names, unlike_members
from intercity.scenario.quantity import Quantity, amount_of, toml_text
from intercity.topics.arms_race.section import Accord, Subsidies
from mechanisms.compact.threat_point import payable

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["accord_violations"]

AT: Keys = ("subsidies", "accord")
RULES = "one of cap, floor, levy and truce"


def accord_violations(s: Scenario, race: Subsidies) -> Iterator[Violation]:
    """One rule that the technology knows, between bidders, with money that adds up to 0."""
    accord = race.accord
    if accord is None:
        return
    if accord.members is not None:
        yield from unlike_members((*AT, "members"), accord.members, race.bidders, "bidder")
    yield from _rule(race, accord)
    if accord.enforceable and accord.monitoring_lag is not None:
        yield Violation(
            (*AT, "monitoring_lag"),
            f"{accord.monitoring_lag}, given with enforceable = true",
            "left out (only members who keep a promise look for breaches)",
        )
    yield from _transfers(s, race, accord)


def _rule(race: Subsidies, accord: Accord) -> Iterator[Violation]:
    rules = accord.rules
    if not rules:
        yield Violation(AT, "given without a rule", f"given with {RULES}")
        return
    if len(rules) > 1:
        yield Violation((*AT, rules[1]), f"given beside {rules[0]}", f"left out ({RULES} alone)")
        return
    if accord.levy:
        yield from _levy(race, accord)
    if race.technology != "logit":
        yield from _of_contest(race, accord)
    elif accord.floor is not None and race.budget:
        yield Violation((*AT, "floor"), "given beside subsidies.budget", _NO_BUDGETS)


_NO_BUDGETS = "left out (what a floor or a levy leaves of a budget is not computed)"


def _levy(race: Subsidies, accord: Accord) -> Iterator[Violation]:
    yield from unknown_names((*AT, "levy"), accord.levy, race.signatories, "member of the accord")
    if not accord.enforceable:
        yield Violation(
            (*AT, "enforceable"), "false", "true with a levy, which somebody has to collect"
        )
    if race.technology == "logit" and race.budget:
        yield Violation((*AT, "levy"), "given beside subsidies.budget", _NO_BUDGETS)
    cost = 1 + amount_of(race.public_funds_cost)
    for city, rate in accord.levy.items():
        if cost + rate.value <= 0:
            yield Violation(
                (*AT, "levy", city),
                toml_text(rate.value),
                f"above {toml_text(-cost)}: a grant may not pay all that a subsidy costs",
            )


def _of_contest(race: Subsidies, accord: Accord) -> Iterator[Violation]:
    """In a contest cities can sign not to bid."""
    (rule,) = accord.rules
    given = f'given with technology = "{race.technology}"'
    if rule in ("floor", "levy"):
        right = "left out (only logit looks at it), or in its place cap or truce with the level 0"
        yield Violation((*AT, rule), given, right)
        return
    level = getattr(accord, rule)
    if not isinstance(level, Quantity) or level.value:
        shown = "a level above 0" if isinstance(level, Quantity) else toml_text(level)
        yield Violation((*AT, rule), f"{shown}, {given}", "0 in a contest: nobody bids")
    if len(race.signatories) < len(race.bidders):
        found = f"{toml_text(list(accord.members or ()))}, {given}"
        yield Violation((*AT, "members"), found, "left out: all bidders")


def _transfers(s: Scenario, race: Subsidies, accord: Accord) -> Iterator[Violation]:
    paid, keys = accord.transfers, (*AT, "transfers")
    yield from unknown_names(keys, paid, race.signatories, "member of the accord")
    total = sum(paid.values(), Fraction(0))
    if total:
        yield Violation(keys, f"{toml_text(total)} in all", "0 in all: what some get, others pay")
        return
    limit = None if s.compact is None else s.compact.limits.side_payment
    nets = [paid.get(city, Fraction(0)) for city in race.signatories]
    if limit is not None and not payable(nets, limit.value):
        yield Violation(
            keys,
            "more than one city may pay another",
            f"at most {toml_text(limit.value)} from one to another, by compact.limits.side_payment",
        )
