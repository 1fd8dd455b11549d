"""Check 3, between its halves: could some member have more by another deal, and none have less?

What members could have together is v*(M), the most that they make in their best parts. Where money
can flow freely among them, a deal is efficient if they have that. Where the law limits money, it is
inefficient if a lawful contract of theirs leaves nobody less and somebody more.

Source: Pareto (1906), for the concept; Scarf (1967), for lawful contracts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from games.players import Coalition
from intercity.region.context import Context
from intercity.region.deal.builder import public_money
from intercity.topics.clauses.nearest_terms import nearest_repair
from intercity.topics.clauses.unused import money_of_firms, unused
from intercity.topics.outcome import (
    NoPayoffs,
    NoRepair,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    Verdict,
)
from mechanisms.compact.lawful_contract import lawful_gain

__all__ = ["EfficiencyOutcome", "NoSingleClause", "Purchase", "check"]

ZERO = Fraction(0)
PARTS = (Fraction(1), Fraction(1, 2), Fraction(1, 4))
"""Which parts of what members could have more one clause is asked to bring."""


class NoSingleClause(StrEnum):
    """Why there is no repair: clauses are looked at one kind at a time."""

    SEVERAL = "it takes several clauses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What would be bought on an exchange beyond what is bought under the deal."""

    resource: str
    unit: str
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class EfficiencyOutcome(Outcome):
    """How much of what its members could gain a year a deal brings them.

    ``brought``: what they gain together over no deal; ``unused``: what they could gain beyond it,
    if money could flow freely among them; ``limit``: the most that the law lets one pay another, if
    it limits that; ``lawful``: then, what lawful clauses are known to bring beyond it. ``to_buy``:
    what they would buy for it on an exchange. ``money_of_firms``: what clawbacks bring members, or
    spare them in bonuses, in which neither is counted.
    """

    brought: Fraction
    unused: Fraction
    limit: Fraction | None
    lawful: Fraction | None
    to_buy: Purchase | None
    money_of_firms: Fraction

    @property
    def beyond(self) -> Fraction:
        """What members are known to be able to gain beyond the deal."""
        return self.unused if self.limit is None else self.lawful or ZERO


def check(context: Context) -> Outcome:
    """How much more members could have together, and the clause that brings it."""
    compact = context.compact
    if compact is None:
        return NotAsked(needs=context.missing_for_a_deal)
    if context.deal is None:
        return Undecided(reason=NoPayoffs.PROMISES_TOO_MUCH)
    spare, limit, firms = unused(context), compact.side_payment_limit, money_of_firms(context)
    lawful, verdict = None, Verdict.FAILS if spare > 0 else Verdict.STANDS
    if spare > 0 and limit is not None:
        lawful, verdict = _lawfully(context, limit)
    more = spare if lawful is None else lawful
    fails = verdict is Verdict.FAILS and not context.brief
    return EfficiencyOutcome(
        verdict=verdict,
        margin=None if verdict is Verdict.UNDECIDED else -more,
        repair=_repair(context, more) if fails else None,
        brought=sum(context.gains.values(), ZERO) - firms,
        unused=max(spare, ZERO),
        limit=limit,
        lawful=lawful,
        to_buy=_to_buy(context) if fails else None,
        money_of_firms=firms,
    )


def _lawfully(context: Context, limit: Fraction) -> tuple[Fraction | None, Verdict]:
    """What a lawful contract brings members beyond the deal, and the verdict that follows."""
    compact, production, members = context.compact, context.region.production, context.members
    assert compact is not None  # noqa: S101 - the caller looked
    assert production is not None  # noqa: S101 - there is a deal
    assert context.form is not None  # noqa: S101 - there is a production game
    found = lawful_gain(
        production,
        members,
        context.payoffs_by_date,
        side_payment=limit,
        tax_shares=compact.refund_limits,
        openings=context.form.plan(members).openings,
        beside=public_money(context.scenario, members).credit,
        run_solver=context.run_solver,
    )
    if found is None:
        return None, Verdict.UNDECIDED
    if found.gain > 0:
        return found.gain, Verdict.FAILS
    return found.gain, Verdict.STANDS if found.complete else Verdict.UNDECIDED


def _repair(context: Context, more: Fraction) -> Repair | NoRepair:
    """The nearest clauses with which nobody has less, and members have all of it, or a part."""
    now = context.payoffs_by_date
    floors: dict[Coalition, Fraction] = {(city,): now[city] for city in context.members}
    for part in PARTS:
        floors[context.members] = sum(now.values(), part * more)
        found = nearest_repair(context, floors)
        if isinstance(found, Repair):
            return replace(found, mends=part)
    return NoRepair(reason=NoSingleClause.SEVERAL)


def _to_buy(context: Context) -> Purchase | None:
    """What the members' best plan buys on an exchange beyond what they buy under the deal."""
    deal, game, best, form = context.deal, context.game, context.best, context.form
    members = context.members
    assert deal is not None  # noqa: S101 - it can be carried out
    assert game is not None  # noqa: S101 - there is a deal
    assert best is not None  # noqa: S101 - there is a deal
    assert form is not None  # noqa: S101 - there is a deal
    if game.worth(members) < best.worth(members):
        return None  # they do better in parts
    for name, units in form.plan(members).bought.items():
        bought = sum((plan.get(f"buy {name}", ZERO) for plan in deal.plans.values()), ZERO)
        if units > bought:
            unit = form.production.resource(name).unit
            return Purchase(resource=name, unit=unit, amount=units - bought)
    return None
