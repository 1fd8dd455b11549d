"""The repair of terms: the nearest clauses, of one lawful kind, at which everybody has enough.

Kinds are tried one at a time: prices, shares of refunds, payments up to the limit, the amount of
one transfer. Clauses change what firms do only through the room that is left for them, so that a
deal with the new clauses is looked at anew before it is proposed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from games.coalitional import CoalitionalGame
from games.players import Coalition
from intercity.region.context import Context
from intercity.topics.clauses.clause import (
    Amount,
    AtSigning,
    Enforcement,
    NoLawfulClause,
    Price,
    RefundShare,
    ReturnBonus,
    SidePayment,
    WhyNot,
    which_refund,
    which_transfer,
)
from intercity.topics.clauses.in_few_digits import NEARLY
from intercity.topics.clauses.own_rate import amounts_at_own_rate, first_decides, rows_at_own_rate
from intercity.topics.clauses.untried import amounts, amounts_are_lines, untried
from intercity.topics.clauses.unused import unused
from intercity.topics.outcome import Clause, Repair
from mechanisms.compact.clauses import Payment, Refund
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.gain_curve import Piece, gain_curves, pieces
from mechanisms.compact.instrument import (
    Instrument,
    amended_compact,
    payments_between,
    price_of,
    refund_share,
    with_clauses_merged,
)
from mechanisms.compact.nearest_terms import (
    NearestTerms,
    nearest_by_money,
    nearest_on_pieces,
    range_on_pieces,
)
from mechanisms.compact.outside_money import OpenClauses, least_outside_money
from mechanisms.compact.outsider_splits import OutsiderSplits
from mechanisms.compact.unmet_floors import FloorAbove, floors_above

__all__ = [
    "LawfulRepair",
    "at_signing",
    "enforced_payments",
    "enforced_promises",
    "lawful_repairs",
    "least_outside",
    "nearest_repair",
    "payment_limit",
    "return_bonus",
]

ZERO, ONE = Fraction(0), Fraction(1)
SEVERAL = 6
"""Of so many clauses at a time each is rounded up or down."""
Floors = Mapping[Coalition, Fraction]


@dataclass(frozen=True, slots=True)
class LawfulRepair:
    """Lawful clauses, how much money they move, and the ``deals`` with them, one for each end.

    A payment is in no deal, unless it is enforced: it is made beside it, as long as it holds.
    """

    repair: Repair
    moved: Fraction
    deals: tuple[EnclaveCompact, ...] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """Who must have enough, and the deal as signed and as planned, like clauses as one.

    ``floor_above``: which floor payoffs do not reach, where ``floors`` are not all.
    """

    context: Context
    floors: Floors
    signed: EnclaveCompact
    plan: EnclaveCompact
    floor_above: FloorAbove | None = None

    def enough(self, payoffs: Mapping[str, Fraction]) -> bool:
        """Whether each group has its floor."""
        known = all(
            sum((payoffs[city] for city in group), ZERO) >= floor
            for group, floor in self.floors.items()
        )
        return known and (self.floor_above is None or not self.floor_above(payoffs))


@dataclass(frozen=True, slots=True)
class _Tried:
    """The clauses that do it, the kinds that were tried, and the least money from outside."""

    found: tuple[LawfulRepair, ...]
    kinds: tuple[str, ...]
    outside: Fraction


def payment_limit(context: Context) -> Fraction | None:
    """The most that one member may pay another a year; ``None`` where the law gives no limit."""
    assert context.compact is not None  # noqa: S101 - the caller looked
    return context.compact.side_payment_limit


def nearest_repair(
    context: Context, floors: Floors, floor_above: FloorAbove | None = None
) -> Repair | NoLawfulClause:
    """The nearest lawful clauses at which each group of ``floors`` has enough.

    ``floor_above``: which floor payoffs do not reach, where ``floors`` are not all.
    """
    if cities := first_decides(context):
        return NoLawfulClause(reason=WhyNot.FIRST_DECIDES, cities=cities)
    tried = _tried(context, floors, floor_above)
    if tried.found:
        nearest = min(tried.found, key=lambda one: one.moved)
        as_near = sum(one.moved == nearest.moved for one in tried.found)
        return replace(nearest.repair, unique=nearest.repair.unique and as_near == 1)
    assert context.compact is not None  # noqa: S101 - it was looked at
    others = untried(context, with_clauses_merged(context.compact))
    return NoLawfulClause(
        reason=WhyNot.NONE_IS_ENOUGH,
        tried=tuple(dict.fromkeys(tried.kinds)),
        untried=others,
        outside=tried.outside,
        unused=None if context.several_rates else unused(context),
    )


def least_outside(context: Context) -> Fraction | None:
    """The least money from outside with which a deal holds at some stable split of the outsiders.

    With clauses of the kind that helps most; ``None`` where outsiders have no stable split, or
    there is no table of what groups make.
    """
    compact, plan, free = context.compact, context.plan, context.free
    assert compact is not None and plan is not None  # noqa: S101, PT018 - the caller looked
    if not isinstance(free, CoalitionalGame):
        return None
    splits = OutsiderSplits(free, context.members, context.run_solver)
    if not splits.stable:
        return None
    asked = _Question(context, {}, with_clauses_merged(compact), with_clauses_merged(plan))
    return least_outside_money(splits, _ways(asked))


def _ways(asked: _Question) -> Iterator[OpenClauses]:
    """No clause, and those of each kind, as lines."""
    context, compact, payoffs = asked.context, asked.signed, asked.context.payoffs_by_date
    for opened in ((), *_open_clauses(asked)):
        if not opened or opened[0].kind != "amount":
            beside = rows_at_own_rate(context, compact, opened)
            yield OpenClauses.of_money(payoffs, opened, beside)
            continue
        (one,) = opened
        otherwise = amounts_at_own_rate(context, compact, one)
        for piece in context.once(amount_lines)[one.place]:
            yield OpenClauses.of_amount(piece, one.name, otherwise)


def lawful_repairs(context: Context, floors: Floors) -> tuple[LawfulRepair, ...]:
    """The nearest clauses of each lawful kind at which each group has enough, nearest first."""
    if first_decides(context):
        return ()
    return tuple(sorted(_tried(context, floors).found, key=lambda one: one.moved))


def _tried(context: Context, floors: Floors, floor_above: FloorAbove | None = None) -> _Tried:
    compact, plan = context.compact, context.plan
    assert compact is not None and plan is not None  # noqa: S101, PT018 - the caller looked
    signed, planned = with_clauses_merged(compact), with_clauses_merged(plan)
    asked = _Question(context, floors, signed, planned, floor_above)
    outside = _nearest(asked, ()).outside
    done: list[LawfulRepair] = []
    tried = []
    for opened in _open_clauses(asked):
        tried.append(CLAUSES[opened[0].kind].kind)
        found = _nearest(asked, opened)
        if found.outside:
            outside = min(outside, found.outside)
            continue
        opened, found = _by_one_alone(asked, opened, found)
        moved = _moved(asked, opened, found)
        if moved is not None:
            done.append(_repair(asked, opened, found, moved))
    bonus = _by_bonus(asked)
    return _Tried((*done, *([] if bonus is None else [bonus])), tuple(tried), outside)


def at_signing(context: Context) -> LawfulRepair | None:
    """What comes later handed over at signing, whoever then has enough; ``None`` if nothing does.

    No money is moved by it beyond what is paid for that.
    """
    plan = context.plan
    assert plan is not None  # noqa: S101 - the caller looked
    whole = with_clauses_merged(plan)
    late = tuple(which_transfer(whole, place) for place, t in enumerate(whole.transfers) if t.when)
    if not late:
        return None
    return LawfulRepair(Repair(clauses=(AtSigning(transfers=late),)), ZERO, (plan.at_signing,))


def return_bonus(context: Context) -> LawfulRepair | None:
    """The bonus that makes firms return as planned, whoever then has enough."""
    deal, payoffs, now = context.bonus_deal, context.with_bonus, context.payoffs_by_date
    if deal is None or payoffs is None or context.plan is None:
        return None
    moved = sum((abs(payoffs[city] - now[city]) for city in now), ZERO) / 2
    signed = context.plan.bonuses
    added = deal.bonuses[len(signed) :]
    paying = {bonus.payer for bonus in signed if bonus.amount}
    clauses = tuple(
        ReturnBonus(payer=b.payer, a_year=b.amount, further=b.payer in paying) for b in added
    )
    return LawfulRepair(Repair(clauses=clauses), moved, (deal,)) if added else None


def enforced_promises(context: Context) -> Iterator[LawfulRepair]:
    """What the deal promises and nobody enforces, enforced: each alone, whoever then has enough."""
    plan = context.plan
    assert plan is not None  # noqa: S101 - the caller looked
    plan = with_clauses_merged(plan)
    lists: tuple[Literal["refunds", "payments", "pools"], ...] = ("refunds", "payments", "pools")
    for name in lists:
        promises: tuple[Any, ...] = getattr(plan, name)
        for k, one in enumerate(promises):
            if one.enforceable or one.guaranteed:
                continue
            kept: dict[str, Any] = {
                name: (*promises[:k], replace(one, enforceable=True), *promises[k + 1 :])
            }
            clause = Enforcement(promise="pool")
            if isinstance(one, Refund | Payment):
                base = one.base if isinstance(one, Refund) else ""
                clause = Enforcement(promise=name[:-1], payer=one.payer, payee=one.payee, base=base)
            yield LawfulRepair(Repair(clauses=(clause,)), ZERO, (replace(plan, **kept),))


def enforced_payments(context: Context, floors: Floors) -> LawfulRepair | None:
    """The least payments at which each group has enough, enforced; ``None`` where none would do.

    Unlike a promise they go on whatever members bargain over again.
    """
    compact, plan, limit = context.compact, context.plan, payment_limit(context)
    assert compact is not None and plan is not None  # noqa: S101, PT018 - the caller looked
    if first_decides(context) or (limit is not None and limit <= 0):
        return None
    asked = _Question(context, floors, with_clauses_merged(compact), with_clauses_merged(plan))
    opened = payments_between(asked.signed, limit)
    found = _nearest(asked, opened)
    if found.outside or not found.distance:
        return None
    ends = _enough(asked, opened[0]) if len(opened) == 1 else (None, None)
    clause = replace(_side_payment(asked, opened, found, ends), enforced=True)
    deals = _paid_in(asked.plan, clause)
    return LawfulRepair(Repair(clauses=(clause,), unique=found.unique), found.distance, deals)


def _paid_in(plan: EnclaveCompact, clause: SidePayment) -> tuple[EnclaveCompact, ...]:
    """The plan with payments every year, one for each end of their range."""
    sizes = [clause.paid]
    if clause.lowest is not None and clause.highest is not None:
        (pair,) = clause.paid
        sizes = [{pair: end} for end in (clause.lowest, clause.highest)]
    return tuple(
        replace(
            plan,
            payments=(
                *plan.payments,
                *(Payment(*pair, x, enforceable=clause.enforced) for pair, x in paid.items()),
            ),
        )
        for paid in sizes
    )


def _by_bonus(asked: _Question) -> LawfulRepair | None:
    """The return bonus, if everybody then has enough."""
    payoffs, own = asked.context.with_bonus, asked.context.own_with_bonus
    if payoffs is None or not asked.enough(payoffs) or min(own.values(), default=ZERO) < 0:
        return None
    return return_bonus(asked.context)


CLAUSES: Mapping[str, type[Clause]] = {
    "price": Price,
    "refund": RefundShare,
    "payment": SidePayment,
    "amount": Amount,
}


def _open_clauses(asked: _Question) -> Iterator[tuple[Instrument, ...]]:
    """The clauses of each kind that the law leaves open."""
    context, compact = asked.context, asked.signed
    prices = [
        _by_date(context, replace(price_of(compact, k), name=f"price {k}"), transfer.when)
        for k, transfer in enumerate(compact.transfers)
    ]
    shares = [
        replace(refund_share(compact, k), name=f"share {k}") for k in range(len(compact.refunds))
    ]
    for clauses in (prices, shares):
        kept = tuple(one for one in clauses if not one.idle)
        if kept:
            yield kept
    limit = payment_limit(context)
    if limit is None or limit > 0:
        yield payments_between(compact, limit)
    if amounts_are_lines(context):
        yield from ((one,) for one in amounts(compact))


def amount_lines(context: Context) -> dict[int, tuple[Piece, ...]]:
    """By place of each amount of the deal, the straight pieces of members' payoffs along it."""
    assert context.compact is not None  # noqa: S101 - the caller looked
    compact = with_clauses_merged(context.compact)
    none = dict.fromkeys(compact.members, ZERO)
    return {
        one.place: pieces(gain_curves(compact, none, one, context.run_solver))
        for one in amounts(compact)
    }


def _by_date(context: Context, price: Instrument, year: int) -> Instrument:
    """A price in its worth at signing, where payoffs count dates."""
    if context.dated is None or not year:
        return price
    assert context.compact is not None  # noqa: S101 - it has a price
    waits = (1 + context.compact.annuity.interest) ** -year
    return replace(price, money={city: waits * x for city, x in price.money.items()})


def _nearest(asked: _Question, opened: tuple[Instrument, ...]) -> NearestTerms:
    context, compact, floors = asked.context, asked.signed, asked.floors
    payoffs, above = context.payoffs_by_date, asked.floor_above
    if opened and opened[0].kind == "amount":
        one, otherwise = opened[0], amounts_at_own_rate(context, compact, opened[0])
        lines = context.once(amount_lines)[one.place]
        return nearest_on_pieces(
            lines, one, payoffs, floors, context.run_solver, otherwise, floor_above=above
        )
    beside = rows_at_own_rate(context, compact, opened)
    return nearest_by_money(opened, payoffs, floors, context.run_solver, beside, floor_above=above)


def _by_one_alone(
    asked: _Question, opened: tuple[Instrument, ...], terms: NearestTerms
) -> tuple[tuple[Instrument, ...], NearestTerms]:
    """One price or share in place of several, if next to no more money is moved by it.

    Several can be a hair nearer by what they take from each other: at a member's own factor it
    matters a little when it pays.
    """
    changed = [clause for clause in opened if terms.values[clause.name] != clause.signed]
    if len(changed) > 1 and opened[0].kind in ("price", "refund"):
        for clause in changed:
            alone = _nearest(asked, (clause,))
            near = not alone.outside and alone.distance <= NEARLY * terms.distance
            if near and _moved(asked, (clause,), alone) is not None:
                return (clause,), replace(alone, unique=False)
    return opened, terms


def _moved(
    asked: _Question, opened: tuple[Instrument, ...], found: NearestTerms
) -> Fraction | None:
    """What is moved once firms have chosen under the new clauses; ``None`` if not enough."""
    if opened[0].kind == "payment":
        return found.distance
    context, amended = asked.context, amended_compact(asked.plan, opened, found.values)
    payoffs = context.payoffs_of(amended)
    if payoffs is None or min(context.own_gains_of(amended).values(), default=ZERO) < 0:
        return None
    if not asked.enough(payoffs):
        return None
    now = context.payoffs_by_date
    return sum((abs(payoffs[city] - now[city]) for city in now), ZERO) / 2


def _repair(
    asked: _Question, opened: tuple[Instrument, ...], found: NearestTerms, moved: Fraction
) -> LawfulRepair:
    """What was found, as clauses, and the plan with them: at both ends of a range of prices."""
    kind = opened[0].kind
    changed = [one for one in opened if found.values[one.name] != one.signed]
    only = len(changed) == 1 and kind != "amount"
    ends: Ends = (None, None)
    if kind == "amount":
        ends = _amounts_enough(asked, opened[0])
    elif only:
        ends = _enough(asked, changed[0])
    if kind == "payment":
        clause = _side_payment(asked, opened, found, ends)
        clause = replace(clause, enforced=_holds_deposits_longer(asked, clause))
        return LawfulRepair(Repair(clauses=(clause,), unique=found.unique), moved)
    together = _in_few_digits(asked, opened, found.values) if len(changed) > 1 else found.values
    clauses = tuple(
        _clause(asked.signed, one, together[one.name], ends if only or kind == "amount" else None)
        for one in changed
    )
    values = [together]
    if kind == "price" and only:
        values = [{**found.values, changed[0].name: end} for end in ends if end is not None]
    deals = tuple(amended_compact(asked.plan, opened, each) for each in values)
    return LawfulRepair(Repair(clauses=clauses, unique=found.unique), moved, deals)


def _holds_deposits_longer(asked: _Question, clause: SidePayment) -> bool:
    """Whether somebody loses at its own factor as its deposit waits for promises of payments.

    A deposit without a year of its own comes back when all ends that no court enforces.
    """
    if all(one.until is not None for one in asked.plan.deposits):
        return False
    deals = _paid_in(asked.plan, clause)
    own = (asked.context.own_gains_of(deal).values() for deal in deals)
    return any(min(gains, default=ZERO) < 0 for gains in own)


def _amounts_enough(asked: _Question, one: Instrument) -> Ends:
    """The least and largest amount at which each group has enough."""
    context = asked.context
    lines, beside = context.once(amount_lines), amounts_at_own_rate(context, asked.signed, one)
    payoffs = context.payoffs_by_date
    found = range_on_pieces(
        lines[one.place], one, payoffs, asked.floors, beside, floor_above=asked.floor_above
    )
    return found or (None, None)


def _in_few_digits(
    asked: _Question, opened: Sequence[Instrument], values: Mapping[str, Fraction]
) -> Mapping[str, Fraction]:
    """The same values of several clauses in as few digits as still give each group enough.

    Rounded one by one, each away from what is signed, one could take from a member what another
    leaves it. ``NEARLY`` no more money is moved by them, else they would not be the nearest. As
    they are where no few digits do it.
    """
    unit = {"price": asked.signed.annuity.yearly, "refund": Fraction(1, 100)}.get(
        opened[0].kind, Fraction(1)
    )
    changed = [clause for clause in opened if values[clause.name] != clause.signed]
    own = tuple(rows_at_own_rate(asked.context, asked.signed, opened).values())

    def changed_by(values: Mapping[str, Fraction]) -> dict[str, Fraction]:
        changes = dict.fromkeys(asked.context.payoffs_by_date, ZERO)
        for clause in opened:
            for city, money in clause.money.items():
                changes[city] += money * (values[clause.name] - clause.signed)
        return changes

    def moved(changes: Mapping[str, Fraction]) -> Fraction:
        return sum(map(abs, changes.values()), ZERO)

    most = NEARLY * moved(changed_by(values))

    def enough(values: Mapping[str, Fraction]) -> bool:
        for clause in changed:
            low, high, value = clause.lowest, clause.highest, values[clause.name]
            if (low is not None and value < low) or (high is not None and value > high):
                return False
        changes = changed_by(values)
        payoffs = {c: x + changes[c] for c, x in asked.context.payoffs_by_date.items()}
        return (
            moved(changes) <= most
            and asked.enough(payoffs)
            and all(
                sum((x * values[name] for name, x in row.coefficients.items()), ZERO) >= row.bound
                for row in own
            )
        )

    def rounded(some: Sequence[Instrument]) -> Mapping[str, Fraction]:
        for digits in range(1, 9):
            step = unit / 10**digits
            for ways in itertools.product((math.floor, math.ceil), repeat=len(some)):
                near = dict(values)
                for clause, way in zip(some, ways, strict=True):
                    near[clause.name] = way(values[clause.name] / step) * step
                if enough(near) and (opened[0].kind != "payment" or all(near.values())):
                    return near
        return values

    for first in range(0, len(changed), SEVERAL):
        values = rounded(changed[first : first + SEVERAL])
    return values


Ends = tuple[Fraction | None, Fraction | None]


def _clause(compact: EnclaveCompact, one: Instrument, value: Fraction, ends: Ends | None) -> Clause:
    """A clause of the deal with a new value: that alone, or any between its ``ends``."""
    low, high = (value, value) if ends is None else ends
    if one.kind == "refund":
        refund = which_refund(compact, one.place)
        return RefundShare(refund=refund, share=value, signed=one.signed, lowest=low, highest=high)
    transfer = which_transfer(compact, one.place)
    if one.kind == "amount":
        return Amount(transfer=transfer, amount=value, signed=one.signed, lowest=low, highest=high)
    yearly = compact.annuity.yearly
    return Price(
        transfer=transfer,
        price=value / yearly,
        signed=one.signed / yearly,
        lowest=None if low is None else low / yearly,
        highest=None if high is None else high / yearly,
    )


def _side_payment(
    asked: _Question, opened: tuple[Instrument, ...], found: NearestTerms, ends: Ends
) -> SidePayment:
    paid = {}
    for one in opened:
        value, (first, second) = found.values[one.name], one.money
        if value:
            paid[(first, second) if value > 0 else (second, first)] = abs(value)
    if all(one.lowest is None for one in opened):
        paid = _directly(found.changes)
        if len(paid) == 1 and len(opened) > 1:  # the same by nobody in between
            ((payer, payee),) = paid
            money = {payer: -ONE, payee: ONE}
            ends = _enough(asked, Instrument("payment", "payment", ZERO, ZERO, None, money))
    if len(paid) > 1:
        paid = _payments_in_few_digits(asked, opened, paid)
    sizes = sorted(abs(end) for end in ends if end is not None)
    return SidePayment(
        a_year=found.distance,
        paid=paid,
        payers=tuple(city for city, change in found.changes.items() if change < 0),
        payees=tuple(city for city, change in found.changes.items() if change > 0),
        lowest=sizes[0] if sizes else None,
        highest=sizes[-1] if sizes else None,
        further=any(one.amount for one in asked.signed.payments),
    )


def _payments_in_few_digits(
    asked: _Question, opened: Sequence[Instrument], paid: Mapping[tuple[str, str], Fraction]
) -> dict[tuple[str, str], Fraction]:
    """The same payments, rounded together; none is left out, nor above the law's limit."""
    most: dict[tuple[str, str], Fraction | None] = {}
    for one in opened:
        first, second = one.money
        most |= {(first, second): one.highest, (second, first): one.lowest and -one.lowest}
    each = [
        Instrument(
            f"{one} to {other}",
            "payment",
            ZERO,
            None,
            most.get((one, other)),
            {one: -ONE, other: ONE},
        )
        for one, other in paid
    ]
    values = dict(zip((one.name for one in each), paid.values(), strict=True))
    rounded = _in_few_digits(asked, each, values)
    return {pair: rounded[one.name] for pair, one in zip(paid, each, strict=True)}


def _directly(changes: Mapping[str, Fraction]) -> dict[tuple[str, str], Fraction]:
    """Payments from who has less to who has more, by nobody in between."""
    owed = {city: change for city, change in changes.items() if change > 0}
    paid = {}
    for payer, change in changes.items():
        left = -change
        for payee, more in list(owed.items()):
            if (part := min(left, more)) > 0:
                paid[payer, payee] = part
                owed[payee] -= part
                left -= part
    return paid


def _enough(asked: _Question, one: Instrument) -> tuple[Fraction, Fraction]:
    """The least and largest value of one clause at which each group has enough."""
    payoffs = asked.context.payoffs_by_date
    limits = [  # what a unit brings, and where it is enough
        (money, row.bound / money)
        for row in rows_at_own_rate(asked.context, asked.signed, [one]).values()
        if (money := row.coefficients.get(one.name, ZERO))
    ]
    known = dict(asked.floors)
    while True:
        low, high = _between(one, payoffs, limits, known)
        ends = [end for end in (low, high) if end is not None]
        has = [
            {c: x + one.money.get(c, ZERO) * (end - one.signed) for c, x in payoffs.items()}
            for end in ends
        ]
        more = floors_above(asked.floor_above, has)
        if not more:
            return ends[0], ends[-1]  # who pays has a floor, so has who gets
        known |= more


def _between(
    one: Instrument,
    payoffs: Mapping[str, Fraction],
    limits: Sequence[tuple[Fraction, Fraction]],
    floors: Floors,
) -> Ends:
    """The values within the law, further ``limits``, and at which each of these groups has enough.

    A limit is what a unit brings, and the value at which it is enough.
    """
    low, high = one.lowest, one.highest
    ends = list(limits)
    for group, floor in floors.items():
        if money := sum((one.money.get(city, ZERO) for city in group), ZERO):
            spare = sum((payoffs[city] for city in group), ZERO) - floor
            ends.append((money, one.signed - spare / money))
    for money, end in ends:
        if money > 0:
            low = end if low is None else max(low, end)
        else:
            high = end if high is None else min(high, end)
    return low, high
