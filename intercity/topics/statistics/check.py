"""Check 12: does the deal hold only because projects are counted twice?

A member gains if it does so at the region's interest and at its own discount factor; where it does
at one of the two alone, it is undecided whether it does. With every
project counted once, no shares of the count, and no payments between members that the
law allows, make every member gain: then it must be counted twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from itertools import permutations
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.clauses.in_few_digits import NEARLY, in_few_digits, rounded_up
from intercity.topics.clauses.own_rate import hanging, verdict_on_gains
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
    "DIGITS",
    "Counted",
    "CountedTwice",
    "LeastShares",
    "Payments",
    "StatisticsOutcome",
    "Unclear",
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
    NOT_BY_THE_YEAR = (
        "no attribution with payments every year makes every member gain at its own discount "
        "factor, too; payments once, as by another price, and loans are not looked at"
    )


class Unclear(StrEnum):
    """Why there is no answer."""

    PAID_ONCE = "payments every year do not do it at members' own discount factors"


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

    ``others_pay``: since it is a rank. ``least``: whether with no less and any lawful payments.
    """

    kind: ClassVar[str] = "double counting"
    share: Fraction
    received: Mapping[str, Fraction]
    paid: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    others_pay: bool
    least: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsOutcome(Outcome):
    """What each member gains a year with its statistics counted, at the region's ``interest``.

    ``own_gains``: the same at its own factor, of ``discounts`` above 0. Whether a member loses that
    does so at one of the two is undecided. ``attributed``: what the members' shares add up to.
    ``least_shares``: with which each gains (``None``: with none). ``least_double``: which share of
    the projects must be counted twice without payments; ``None`` where even that does not do.
    ``payments``: the least every year that are lawful with which, counted once in some shares,
    nobody loses; ``None`` if there are none. ``payments_to_sign``: about the same in few digits,
    with which nobody loses either; ``None`` if there are none, or only the verdict was asked for.
    ``must``: whether projects must be counted twice, whatever lawful payments, as no others do even
    at the region's interest. ``twice``: the share that must be; ``None`` where even that does not
    do, or only the verdict was asked for. ``beside_prices``: where the law sets a limit, what it
    leaves each to pay each a year; what is paid beyond is a change of the price of what the deal
    hands over.
    """

    gains: Mapping[str, Fraction]
    credit_included: bool
    attributed: Fraction
    least_shares: Mapping[str, Fraction | None]
    least_double: Fraction | None
    payments: Payments | None
    payments_to_sign: Payments | None = None
    must: bool
    twice: Fraction | None
    own_gains: Mapping[str, Fraction] = field(default_factory=dict)
    discounts: Mapping[str, Fraction] = field(default_factory=dict)
    interest: Fraction = ZERO
    beside_prices: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """Who loses at one of the interest and its own factor, and does not at the other."""
        return hanging(self.gains, self.own_gains)


def check(context: Context) -> Outcome:
    """Each member's gain with indicators and credit, and the least share to be counted twice."""
    statistics, compact = context.scenario.section(Statistics), context.compact
    if statistics is None or compact is None or not compact.enclaves:
        return NotAsked(needs=(Need.DEAL_WITH_A_PARK,))
    if context.deal is None:
        return Undecided(reason=NoPayoffs.PROMISES_TOO_MUCH)
    found = counted(context, statistics, compact)
    money = found.least_money
    least = least_double_counting(money, found.values, found.lost, found.projects)
    program = _counting(context, found, money, found.own)
    payments = _least_payments(context, program, money, ZERO)
    # What is paid once, at signing, counts alike at the region's interest, so this is of any.
    at_interest = _counting(context, found, found.money)
    must = payments is None and (
        not found.own or _least_payments(context, at_interest, money, ZERO) is None
    )
    verdict, margin = verdict_on_gains(found.gains, found.own_gains)
    if verdict is Verdict.STANDS and payments is None and not must:
        return Undecided(reason=Unclear.PAID_ONCE)
    if must:
        verdict = Verdict.FAILS
    to_sign, twice, repair = None, None, None
    if not context.brief:
        if payments is not None:
            to_sign = _to_sign(context, found, program, payments, ZERO) or payments
        if must:
            twice = _least_twice(context, at_interest)
    if verdict is not Verdict.STANDS and not context.brief:
        clause: Clause | None = to_sign
        if least.double == 0:
            clause = LeastShares(shares=least.needed)
        elif payments is None and (doing := _least_twice(context, program)) is not None:
            share = in_few_digits(100 * doing, lambda up: up <= NEARLY * 100 * doing) / 100
            paid = _least_payments(context, program, money, share)
            assert paid is not None  # noqa: S101 - so much counted twice does it
            paid = _to_sign(context, found, program, paid, share) or paid
            pays = statistics.rival
            clause = CountedTwice(
                share=share,
                received=paid.received,
                paid=paid.paid,
                others_pay=pays,
                least=doing == twice,
            )
        why = WhyNot.NOTHING_LAWFUL if must and twice is None else WhyNot.NOT_BY_THE_YEAR
        repair = NoRepair(reason=why) if clause is None else Repair(clauses=(clause,))
    return StatisticsOutcome(
        verdict=verdict,
        margin=margin,
        repair=repair,
        gains=found.gains,
        credit_included=any(compact.credit.get(c) for c in compact.members),
        attributed=sum(found.share.values(), ZERO),
        least_shares=least.needed,
        least_double=least.double,
        payments=payments,
        payments_to_sign=to_sign,
        must=must,
        twice=twice,
        own_gains=found.own_gains,
        discounts=context.discounts,
        interest=compact.annuity.interest,
        beside_prices=_beside_prices(compact),
    )


def _beside_prices(compact: EnclaveCompact) -> dict[tuple[str, str], Fraction]:
    """What the limit of the law leaves each to pay each a year; empty where there is no limit."""
    limit = compact.side_payment_limit
    if limit is None:
        return {}
    return {
        (a, b): max(ZERO, limit - compact.net_payment(a, b))
        for a, b in permutations(compact.members, 2)
    }


@dataclass(frozen=True, slots=True)
class Counted:
    """By member: its gain in ``money``, and at its ``own`` factor above 0; what a project that it
    counts is worth to it (``values``), the projects of its own pool that it has ``lost``, and the
    ``share`` of all that it counts. What it counts is as much in each year, at any factor.
    """

    money: Mapping[str, Fraction]
    own: Mapping[str, Fraction]
    values: Mapping[str, Fraction]
    lost: Mapping[str, Fraction]
    share: Mapping[str, Fraction]
    projects: Fraction

    @property
    def gains(self) -> dict[str, Fraction]:
        """What each gains a year with its statistics counted, at the region's interest."""
        return {city: money + self._in_statistics(city) for city, money in self.money.items()}

    @property
    def own_gains(self) -> dict[str, Fraction]:
        """The same at its own factor."""
        return {city: money + self._in_statistics(city) for city, money in self.own.items()}

    @property
    def least_money(self) -> dict[str, Fraction]:
        """The smaller gain in money: what is counted and paid every year is to make up for it."""
        return {city: min(money, self.own.get(city, money)) for city, money in self.money.items()}

    def _in_statistics(self, city: str) -> Fraction:
        return self.values[city] * (self.share[city] * self.projects - self.lost[city])

    def least_share(self, city: str, received: Fraction) -> Fraction | None:
        """The least share with which a member that gets so much does not lose; ``None``: none."""
        lacks = self.values[city] * self.lost[city] - self.least_money[city] - received
        all_of_it = self.values[city] * self.projects
        if lacks <= 0:
            return ZERO
        return lacks / all_of_it if all_of_it > 0 else None


def counted(context: Context, statistics: Statistics, compact: EnclaveCompact) -> Counted:
    """What members gain in money, and how the projects of their parks are counted."""
    members, given = compact.members, statistics.indicator_value
    return Counted(
        dict(context.gains),
        {city: gain for city, gain in context.own_gains.items() if context.discounts[city]},
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
    context: Context, found: Counted, money: Mapping[str, Fraction], own: Collection[str] = ()
) -> LinearProgram:
    """Shares of the count and lawful payments with which nobody loses: the least payments.

    The shares add up to at most 1 and what is counted ``TWICE``. Each may pay each other what is
    left of the limit, and any price for what the deal hands over to it: less than signed too, which
    is as if the seller paid it back. To who counts at its ``own`` factor a price that is paid once
    is not worth as much a year, and is not paid back by the year.
    """
    compact = context.compact
    assert compact is not None  # noqa: S101 - there are statistics of a deal
    beside = _beside_prices(compact)
    sales = {(t.taker, t.giver) for t in compact.transfers if t.amount}
    back: dict[tuple[str, str], Fraction] = {}
    for t in compact.transfers:
        if {t.giver, t.taker} & set(own):
            continue
        waits = (1 + compact.annuity.interest) ** (-t.when if context.dated is not None else 0)
        back[t.giver, t.taker] = back.get((t.giver, t.taker), ZERO) + waits * t.amount * t.price
    paid = {(a, b): _paid(a, b) for a in money for b in money if a != b}
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    for (a, b), name in paid.items():
        bounds[name] = ZERO, beside[a, b] + back.get((a, b), ZERO) if beside else None
    bounds |= {name: (ZERO, None) for pair, name in paid.items() if pair in sales}
    rows = []
    for c in money:
        bounds[f"share of {c}"] = (ZERO, ONE)
        gain = {name: -ONE if a == c else ONE for (a, b), name in paid.items() if c in (a, b)}
        gain[f"share of {c}"] = found.values[c] * found.projects
        rows.append(Row(f"{c} gains", gain, ">=", found.values[c] * found.lost[c] - money[c]))
    bounds[TWICE] = ZERO, None
    shares = {f"share of {c}": ONE for c in money}
    rows.append(Row("counted once or twice", {**shares, TWICE: -ONE}, "<=", ONE))
    ones = dict.fromkeys(paid.values(), ONE)
    return LinearProgram("min", ones, tuple(rows), bounds)


def _least_twice(context: Context, program: LinearProgram) -> Fraction | None:
    """The least share to be counted twice with any of its payments; ``None``: none does."""
    return context.run_solver(solve, replace(program, objective={TWICE: ONE})).value


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
    context: Context, found: Counted, program: LinearProgram, exact: Payments, twice: Fraction
) -> Payments | None:
    """These payments in few digits, rounded up, with shares in few digits: nobody loses by them.

    Where they leave nothing to round, others that leave room, if these are ``NEARLY`` as small;
    ``None`` where there are none in few digits either.
    """
    for digits in range(DIGITS):
        if signed := _in_digits(found, program, exact, twice, digits):
            return signed
    most = NEARLY * sum(exact.paid.values(), ZERO)
    for digits in range(1, DIGITS):
        near = _least_payments(context, _with_room(program, digits), found.money, twice)
        signed = near and _in_digits(found, program, near, twice, digits)
        if signed and sum(signed.paid.values(), ZERO) <= most:
            return signed
    return None


def _with_room(program: LinearProgram, digits: int) -> LinearProgram:
    """The program whose rows leave more room than rounding payments and shares can take."""
    rows = []
    for row in program.rows:
        unit = Fraction(len(program.rows) ** 2, 10**digits)
        rows.append(replace(row, bound=row.bound + (unit if row.relation == ">=" else -unit / 100)))
    return replace(program, rows=tuple(rows))


def _in_digits(
    found: Counted, program: LinearProgram, near: Payments, twice: Fraction, digits: int
) -> Payments | None:
    """These payments, rounded up to so many digits, or down where more is not lawful.

    ``None`` where somebody would lose by them.
    """
    paid = {}
    for pair, x in near.paid.items():
        up, most = rounded_up(x, digits), program.bounds[_paid(*pair)][1]
        if up > NEARLY * x:
            return None
        paid[pair] = up if most is None or up <= most else -rounded_up(-x, digits)
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
        if not twice and any(near.counted.values()):  # the rest is counted, too
            first = max(counted, key=lambda c: near.counted[c])
            counted[first] += spare
        return Payments(received=received, counted=counted, paid=paid)
    return None


def _paid(payer: str, payee: str) -> str:
    return f"{payer} pays {payee}"


def conditions(context: Context) -> dict[Condition, Fraction]:
    """What each member gains with its statistics counted; nothing where payments are lacking too.

    No money of the deal changes whether lawful payments do it with every project counted once, at
    the region's interest.
    """
    found = check(context)
    if not isinstance(found, StatisticsOutcome) or found.must:
        return {}
    own = {Condition(Wish.OWN_GAIN_IN_STATISTICS, (c,)): x for c, x in found.own_gains.items()}
    return {Condition(Wish.GAIN_IN_STATISTICS, (c,)): x for c, x in found.gains.items()} | own
