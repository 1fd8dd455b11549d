"""Check 12: does the deal hold only because projects are counted twice?

Gains are at the region's interest; who loses at its own discount factor is told beside. With every
project counted once, no shares of the count, and no payments between members that the
law allows, make every member gain: then it must be counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.clauses.in_few_digits import NEARLY, in_few_digits, rounded_up
from intercity.topics.condition import Condition, Wish
from intercity.topics.outcome import (
    Clause,
    NoPayoffs,
    NoRepair,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    Verdict,
)
from intercity.topics.statistics import Need
from intercity.topics.statistics.section import Statistics
from mechanisms.compact.attribution import least_double_counting
from mechanisms.compact.enclave_compact import EnclaveCompact
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = [
    "Counted",
    "CountedTwice",
    "LeastShares",
    "Payments",
    "StatisticsOutcome",
    "WhyNot",
    "check",
    "conditions",
    "counted",
]

ZERO, ONE = Fraction(0), Fraction(1)
DIGITS = 10
"""What is to be signed has fewer digits after the point."""


class WhyNot(StrEnum):
    """Why no clause repairs it."""

    NOTHING_LAWFUL = "no attribution makes every member gain, whatever payments the law allows"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastShares(Clause):
    """Each member counts at least this share of the projects; ``None``: of no use to it."""

    kind: ClassVar[str] = "attribution"
    shares: Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payments(Clause):
    """Every project counted once, and these payments a year: what each gets, less what it pays.

    ``counted``: the share of the projects that each counts then. ``paid``: what each pays each.
    """

    kind: ClassVar[str] = "payments"
    received: Mapping[str, Fraction]
    counted: Mapping[str, Fraction]
    paid: Mapping[tuple[str, str], Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedTwice(Clause):
    """This share of the projects counted twice, with payments as in ``Payments``.

    ``others_pay``: since it is a rank.
    """

    kind: ClassVar[str] = "double counting"
    share: Fraction
    received: Mapping[str, Fraction]
    others_pay: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsOutcome(Outcome):
    """What each member gains a year with its statistics counted, at the region's interest.

    ``own_gains``: the same at its own factor, of ``discounts`` above 0; empty where only the
    verdict was asked for. ``attributed``: what the members' shares add up to.
    ``least_shares``: with which each gains (``None``: with none). ``least_double``: which share of
    the projects must be counted twice without payments; ``None`` where even that does not do.
    ``payments``: the least that are lawful with which, counted once in some shares, nobody loses;
    ``None`` if there are none. ``payments_to_sign``: about the same in few digits, with which
    nobody loses either; ``None`` if there are none, or only the verdict was asked for. ``twice``:
    the share that must be counted twice then, whatever lawful payments; ``None`` where even that
    does not do, payments do without, or only the verdict was asked for.
    """

    gains: Mapping[str, Fraction]
    credit_included: bool
    attributed: Fraction
    least_shares: Mapping[str, Fraction | None]
    least_double: Fraction | None
    payments: Payments | None
    payments_to_sign: Payments | None = None
    twice: Fraction | None
    own_gains: Mapping[str, Fraction] = field(default_factory=dict)
    discounts: Mapping[str, Fraction] = field(default_factory=dict)


def check(context: Context) -> Outcome:
    """Each member's gain with indicators and credit, and the least share to be counted twice."""
    statistics, compact = context.scenario.section(Statistics), context.compact
    if statistics is None or compact is None or not compact.enclaves:
        return NotAsked(needs=(Need.DEAL_WITH_A_PARK,))
    if context.deal is None:
        return Undecided(reason=NoPayoffs.PROMISES_TOO_MUCH)
    found = counted(context, statistics, compact)
    gains, money, values, lost = found.gains, found.money, found.values, found.lost
    projects = found.projects
    least = least_double_counting(money, values, lost, projects)
    program = _counting(context, money, values, lost, projects)
    payments, twice, to_sign = _least_payments(context, program, money, ZERO), None, None
    if payments is None and not context.brief:
        twice = context.run_solver(solve, replace(program, objective={TWICE: ONE})).value
    elif payments is not None and not context.brief:
        to_sign = _to_sign(found, program, payments, ZERO) or payments
    margin = min(gains.values())
    stands = margin >= 0 and payments is not None
    repair: Repair | NoRepair | None = None
    if not stands and not context.brief:
        clause: Clause | None = to_sign
        if least.double == 0:
            clause = LeastShares(shares=least.needed)
        elif twice is not None:
            share = in_few_digits(100 * twice, lambda up: up <= NEARLY * 100 * twice) / 100
            paid = _least_payments(context, program, money, share)
            assert paid is not None  # noqa: S101 - so much counted twice does it
            paid = _to_sign(found, program, paid, share) or paid
            pays = statistics.rival
            clause = CountedTwice(share=share, received=paid.received, others_pay=pays)
        nothing = NoRepair(reason=WhyNot.NOTHING_LAWFUL)
        repair = nothing if clause is None else Repair(clauses=(clause,))
    return StatisticsOutcome(
        verdict=Verdict.STANDS if stands else Verdict.FAILS,
        margin=margin,
        repair=repair,
        gains=gains,
        credit_included=any(compact.credit.get(c) for c in compact.members),
        attributed=sum(found.share.values(), ZERO),
        least_shares=least.needed,
        least_double=least.double,
        payments=payments,
        payments_to_sign=to_sign,
        twice=twice,
        own_gains={} if context.brief else _own_gains(context, found),
        discounts=context.discounts,
    )


def _own_gains(context: Context, found: Counted) -> dict[str, Fraction]:
    """What each gains at its own factor: what it counts is as much in each year."""
    factors = context.discounts
    own = {city: gain for city, gain in context.own_gains.items() if factors[city]}
    return {city: gain + found.gains[city] - found.money[city] for city, gain in own.items()}


@dataclass(frozen=True, slots=True)
class Counted:
    """By member: its gain in ``money``, what a project that it counts is worth to it (``values``),
    the projects of its own pool that it has ``lost``, and the ``share`` of all that it counts.
    """

    money: Mapping[str, Fraction]
    values: Mapping[str, Fraction]
    lost: Mapping[str, Fraction]
    share: Mapping[str, Fraction]
    projects: Fraction

    @property
    def gains(self) -> dict[str, Fraction]:
        """What each gains a year with its statistics counted."""
        return {
            c: money + self.values[c] * (self.share[c] * self.projects - self.lost[c])
            for c, money in self.money.items()
        }

    def least_share(self, city: str, received: Fraction) -> Fraction | None:
        """The least share with which a member that gets so much does not lose; ``None``: none."""
        lacks = self.values[city] * self.lost[city] - self.money[city] - received
        all_of_it = self.values[city] * self.projects
        if lacks <= 0:
            return ZERO
        return lacks / all_of_it if all_of_it > 0 else None


def counted(context: Context, statistics: Statistics, compact: EnclaveCompact) -> Counted:
    """What members gain in money, and how the projects of their parks are counted."""
    members, given = compact.members, statistics.indicator_value
    return Counted(
        dict(context.gains),
        {c: given[c].value if c in given else ZERO for c in members},
        {
            c: sum((e.from_host_pool for e in compact.enclaves if e.host == c), ZERO)
            for c in members
        },
        {c: statistics.attribution.get(c, ZERO) for c in members},
        sum((e.projects for e in compact.enclaves), ZERO),
    )


TWICE = "counted twice"


def _counting(
    context: Context,
    money: Mapping[str, Fraction],
    values: Mapping[str, Fraction],
    lost: Mapping[str, Fraction],
    projects: Fraction,
) -> LinearProgram:
    """Shares of the count and lawful payments with which nobody loses: the least payments.

    The shares add up to at most 1 and what is counted ``TWICE``. Each may pay each other what is
    left of the limit, and any price for what the deal hands over to it: less than signed too, which
    is as if the seller paid it back.
    """
    compact = context.compact
    assert compact is not None  # noqa: S101 - there are statistics of a deal
    limit = compact.side_payment_limit
    sales = {(t.taker, t.giver) for t in compact.transfers if t.amount}
    back: dict[tuple[str, str], Fraction] = {}
    for t in compact.transfers:
        waits = (1 + compact.annuity.interest) ** (-t.when if context.dated is not None else 0)
        back[t.giver, t.taker] = back.get((t.giver, t.taker), ZERO) + waits * t.amount * t.price
    paid = {(a, b): _paid(a, b) for a in money for b in money if a != b}
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    for (a, b), name in paid.items():
        left = None if limit is None else max(ZERO, limit - compact.net_payment(a, b))
        bounds[name] = ZERO, None if left is None else left + back.get((a, b), ZERO)
    bounds |= {name: (ZERO, None) for pair, name in paid.items() if pair in sales}
    rows = []
    for c in money:
        bounds[f"share of {c}"] = (ZERO, ONE)
        gain = {name: -ONE if a == c else ONE for (a, b), name in paid.items() if c in (a, b)}
        gain[f"share of {c}"] = values[c] * projects
        rows.append(Row(f"{c} gains", gain, ">=", values[c] * lost[c] - money[c]))
    bounds[TWICE] = ZERO, None
    shares = {f"share of {c}": ONE for c in money}
    rows.append(Row("counted once or twice", {**shares, TWICE: -ONE}, "<=", ONE))
    ones = dict.fromkeys(paid.values(), ONE)
    return LinearProgram("min", ones, tuple(rows), bounds)


def _least_payments(
    context: Context, program: LinearProgram, money: Mapping[str, Fraction], twice: Fraction
) -> Payments | None:
    """The least payments with which nobody loses, so much counted twice; ``None``: none do."""
    bounds = {**program.bounds, TWICE: (ZERO, twice)}
    found = context.run_solver(solve, replace(program, bounds=bounds))
    if found.value is None:
        return None
    moved = {
        c: sum(
            (
                found.point[_paid(other, c)] - found.point[_paid(c, other)]
                for other in money
                if other != c
            ),
            ZERO,
        )
        for c in money
    }
    return Payments(
        received=moved,
        counted={c: found.point.get(f"share of {c}", ZERO) for c in money},
        paid={
            (a, b): found.point[_paid(a, b)]
            for a in money
            for b in money
            if a != b and found.point[_paid(a, b)]
        },
    )


def _to_sign(
    found: Counted, program: LinearProgram, exact: Payments, twice: Fraction
) -> Payments | None:
    """These payments in few digits, rounded up, with shares in few digits: nobody loses by them.

    ``None`` where they leave nothing to round, as somebody would lose or pay more than is lawful.
    """
    for digits in range(DIGITS):
        paid = {pair: rounded_up(x, digits) for pair, x in exact.paid.items()}
        most = {pair: program.bounds[_paid(*pair)][1] for pair in paid}
        if any(
            up > NEARLY * exact.paid[pair] or (most[pair] is not None and up > (most[pair] or ZERO))
            for pair, up in paid.items()
        ):
            continue
        received = {
            c: sum((x for (_, b), x in paid.items() if b == c), ZERO)
            - sum((x for (a, _), x in paid.items() if a == c), ZERO)
            for c in found.money
        }
        least = {c: found.least_share(c, x) for c, x in received.items()}
        for finer in range(2, DIGITS):
            shares = {c: None if x is None else rounded_up(x, finer) for c, x in least.items()}
            counted = {c: x for c, x in shares.items() if x is not None and x <= 1}
            spare = 1 + twice - sum(counted.values(), ZERO)
            if len(counted) < len(shares) or spare < 0:
                continue
            if not twice and any(exact.counted.values()):  # the rest is counted, too
                first = max(counted, key=lambda c: exact.counted[c])
                counted[first] += spare
            return Payments(received=received, counted=counted, paid=paid)
    return None


def _paid(payer: str, payee: str) -> str:
    return f"{payer} pays {payee}"


def conditions(context: Context) -> dict[Condition, Fraction]:
    """What each member gains with its statistics counted; nothing where payments are lacking too.

    No money of the deal changes whether lawful payments do it with every project counted once.
    """
    found = check(context)
    if not isinstance(found, StatisticsOutcome) or found.payments is None:
        return {}
    return {Condition(Wish.GAIN_IN_STATISTICS, (city,)): gain for city, gain in found.gains.items()}
