"""The repair of terms: the nearest clauses, of one lawful kind, at which everybody has enough.

Kinds are tried one at a time: prices, shares of refunds, payments up to the limit, the amount of
one transfer. Clauses change what firms do only through the room that is left for them, so that a
deal with the new clauses is looked at anew before it is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.players import Coalition
from intercity.english import amount, inside, listed, one_unit, shown
from intercity.region.context import Context
from intercity.topics.clauses.own_rate import amounts_at_own_rate, first_decides, rows_at_own_rate
from intercity.topics.clauses.unused import unused
from intercity.topics.clauses.which_clause import which_clause
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import (
    Instrument,
    amended_compact,
    amount_of,
    like_clauses_together,
    payments_between,
    price_of,
    refund_share,
)
from mechanisms.compact.nearest_terms import NearestTerms, nearest_amount, nearest_by_money

__all__ = ["BASES", "Lawful", "Repair", "lawful_repairs", "nearest_repair", "payment_limit"]

ZERO, ONE = Fraction(0), Fraction(1)
Floors = Mapping[Coalition, Fraction]
BASES = {
    "stay_tax": "the tax of projects that stay",
    "return_tax": "the tax of plants that return",
    "rent": "the rent",
}


@dataclass(frozen=True, slots=True)
class Repair:
    """The clause in ``words``; ``mends``: which share of the loss, ``None`` where no clause does.

    ``outside``: the least money from outside, where no lawful clause does it.
    """

    words: str
    mends: Fraction | None
    outside: Fraction = ZERO


@dataclass(frozen=True, slots=True)
class Lawful:
    """A lawful clause in ``words``, what it moves, and the ``deals`` with it, one for each end.

    A payment is in no deal: it is made beside it, as long as it holds.
    """

    moved: Fraction
    words: str
    deals: tuple[EnclaveCompact, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """The clauses that do it, the kinds that were tried, and the least money from outside."""

    found: tuple[Lawful, ...]
    kinds: tuple[str, ...]
    outside: Fraction


def payment_limit(context: Context) -> Fraction | None:
    """The most that one member may pay another a year; ``None`` where the law gives no limit."""
    assert context.compact is not None  # noqa: S101 - the caller looked
    return context.compact.side_payment_limit


def nearest_repair(context: Context, floors: Floors) -> Repair:
    """The nearest lawful clauses at which each group of ``floors`` has enough, in words."""
    if reason := first_decides(context):
        return Repair(f"undecided: {reason}", None)
    tried = _tried(context, floors)
    if tried.found:
        return Repair(min(tried.found, key=lambda one: one.moved).words, ONE)
    spare = unused(context)
    left = f"; the deal leaves {shown(spare)} a year unused" if spare > 0 else ""
    kinds = f"no {' or '.join(dict.fromkeys(tried.kinds))} alone does it; " if tried.kinds else ""
    outside = f"it takes {shown(tried.outside)} a year from outside"
    return Repair(f"none that is lawful: {kinds}{outside}{left}", None, tried.outside)


def lawful_repairs(context: Context, floors: Floors) -> tuple[Lawful, ...]:
    """The nearest clauses of each lawful kind at which each group has enough, nearest first."""
    if first_decides(context):
        return ()
    return tuple(sorted(_tried(context, floors).found, key=lambda one: one.moved))


def _tried(context: Context, floors: Floors) -> Tried:
    compact, plan = context.compact, context.plan
    assert compact is not None and plan is not None  # noqa: S101, PT018 - the caller looked
    compact, plan = like_clauses_together(compact), like_clauses_together(plan)
    payoffs = context.payoffs_by_date
    own = rows_at_own_rate(context, compact, ())
    outside = nearest_by_money((), payoffs, floors, context.ask, own).outside
    done: list[Lawful] = []
    tried = []
    for kind, opened in _kinds(context, compact):
        tried.append(KINDS[kind])
        found = _nearest(context, compact, kind, opened, floors)
        if found is None:
            continue
        if found.outside:
            outside = min(outside, found.outside)
            continue
        moved = _moved(context, plan, kind, opened, found, floors)
        if moved is not None:
            words = _words(context, compact, kind, opened, found, floors)
            deals = _deals(context, compact, plan, kind, opened, found, floors)
            done.append(Lawful(moved, words, deals))
    bonus = _by_bonus(context, floors)
    return Tried((*done, *([] if bonus is None else [bonus])), tuple(tried), outside)


def _deals(  # noqa: PLR0917 - the deal, what is open in it, what is found
    context: Context,
    compact: EnclaveCompact,
    plan: EnclaveCompact,
    kind: str,
    opened: Sequence[Instrument],
    found: NearestTerms,
    floors: Floors,
) -> tuple[EnclaveCompact, ...]:
    """The plan with the clauses that are told, at both ends where a range of prices is."""
    if kind == "payment":
        return ()
    ends = [found.values]
    if kind == "price" and len(opened) == 1:
        (one,) = opened
        ends = [{one.name: end} for end in _enough(context, compact, one, floors)]
    return tuple(amended_compact(plan, opened, values) for values in ends)


def _by_bonus(context: Context, floors: Floors) -> Lawful | None:
    """The bonus that makes firms return as planned, if everybody then has enough."""
    deal, payoffs, now = context.bonus_deal, context.with_bonus, context.payoffs_by_date
    if deal is None or payoffs is None or context.plan is None:
        return None
    if any(sum((payoffs[c] for c in group), ZERO) < floor for group, floor in floors.items()):
        return None
    if min(context.own_gains_of(deal).values(), default=ZERO) < 0:
        return None
    moved = sum((abs(payoffs[city] - now[city]) for city in now), ZERO) / 2
    added = [bonus for bonus in deal.bonuses if bonus not in context.plan.bonuses]
    told = listed(
        f"a bonus of {shown(b.amount)} a year for each return to {b.payer}" for b in added
    )
    return Lawful(moved, told, (deal,)) if added else None


KINDS = {"price": "price", "refund": "share", "payment": "payment", "amount": "amount"}


def _kinds(
    context: Context, compact: EnclaveCompact
) -> Iterator[tuple[str, tuple[Instrument, ...]]]:
    """Each kind of clause that the law leaves open, and the clauses of that kind."""
    prices = [
        _by_date(context, replace(price_of(compact, k), name=f"price {k}"), transfer.when)
        for k, transfer in enumerate(compact.transfers)
    ]
    shares = [
        replace(refund_share(compact, k), name=f"share {k}") for k in range(len(compact.refunds))
    ]
    for kind, clauses in (("price", prices), ("refund", shares)):
        kept = tuple(one for one in clauses if not one.idle)
        if kept:
            yield kind, kept
    limit = payment_limit(context)
    if limit is None or limit > 0:
        yield "payment", payments_between(compact, limit)
    if context.dated is None:  # else what members can do depends on the year
        for k, transfer in enumerate(compact.transfers):
            if transfer.giver != transfer.taker:
                yield "amount", (amount_of(compact, k),)


def _by_date(context: Context, price: Instrument, year: int) -> Instrument:
    """A price in its worth at signing, where payoffs count dates."""
    if context.dated is None or not year:
        return price
    assert context.compact is not None  # noqa: S101 - it has a price
    waits = (1 + context.compact.annuity.interest) ** -year
    return replace(price, money={city: waits * x for city, x in price.money.items()})


def _nearest(
    context: Context,
    compact: EnclaveCompact,
    kind: str,
    opened: Sequence[Instrument],
    floors: Floors,
) -> NearestTerms | None:
    payoffs = context.payoffs_by_date
    if kind == "amount":
        otherwise = amounts_at_own_rate(context, opened[0])
        return nearest_amount(compact, opened[0], payoffs, floors, context.ask, otherwise)
    beside = rows_at_own_rate(context, compact, opened)
    return nearest_by_money(opened, payoffs, floors, context.ask, beside)


def _moved(  # noqa: PLR0917 - the deal, what is open in it, what is found
    context: Context,
    plan: EnclaveCompact,
    kind: str,
    opened: Sequence[Instrument],
    found: NearestTerms,
    floors: Floors,
) -> Fraction | None:
    """What is moved once firms have chosen under the new clauses; ``None`` if not enough."""
    if kind == "payment":
        return found.distance
    amended = amended_compact(plan, opened, found.values)
    payoffs = context.payoffs_of(amended)
    if payoffs is None or min(context.own_gains_of(amended).values(), default=ZERO) < 0:
        return None
    if any(sum((payoffs[c] for c in group), ZERO) < floor for group, floor in floors.items()):
        return None
    now = context.payoffs_by_date
    return sum((abs(payoffs[city] - now[city]) for city in now), ZERO) / 2


def _words(  # noqa: PLR0917 - the deal, what is open in it, what is found
    context: Context,
    compact: EnclaveCompact,
    kind: str,
    opened: Sequence[Instrument],
    found: NearestTerms,
    floors: Floors,
) -> str:
    several = "" if found.unique else ", one of several ways"
    if kind == "payment":
        payers = listed(city for city, change in found.changes.items() if change < 0)
        getters = listed(city for city, change in found.changes.items() if change > 0)
        paid = shown(found.distance)
        if len(opened) == 1:
            one = opened[0]
            low, high = sorted(abs(end) for end in _enough(context, compact, one, floors))
            paid = inside(abs(found.values[one.name]), low, high)
        return f"a side payment of {paid} a year from {payers} to {getters}{several}"
    moved = [one for one in opened if found.values[one.name] != one.signed]
    told = []
    for one in moved:
        value, which = found.values[one.name], which_clause(compact, one)
        if kind == "refund":
            refund = compact.refunds[one.place]
            share = f"{shown(100 * value)}"
            if len(opened) == 1:
                low, high = _enough(context, compact, one, floors)
                share = inside(100 * value, 100 * low, 100 * high)
            told.append(
                f"give {refund.payee} {share}% of {BASES[refund.base]} in place of "
                f"{amount(100 * refund.share)}%{which}"
            )
            continue
        transfer = compact.transfers[one.place]
        if kind == "amount":
            told.append(
                f"move the amount of {transfer.resource}{which} from {amount(transfer.amount)} to "
                f"{amount(value)}"
            )
            continue
        unit = one_unit(compact.region.resource(transfer.resource).unit)
        ends = [value, value]
        if len(opened) == 1:
            ends = _enough(context, compact, one, floors)
        low, high = (end / compact.annuity.yearly for end in ends)
        once = [inside(end, low, high) for end in (low, high)]
        price = f"of {once[0]}" if low == high else f"from {once[0]} to {once[1]}"
        told.append(f"a price {price} per {unit} of {transfer.resource}{which}, paid once")
    return f"{listed(told)}{several}"


def _enough(
    context: Context, compact: EnclaveCompact, one: Instrument, floors: Floors
) -> list[Fraction]:
    """The least and largest value of one clause at which each group has enough."""
    payoffs = context.payoffs_by_date
    low, high = one.lowest, one.highest
    for row in rows_at_own_rate(context, compact, [one]).values():
        money = row.coefficients.get(one.name, ZERO)
        if money > 0:
            low = row.bound / money if low is None else max(low, row.bound / money)
        elif money < 0:
            high = row.bound / money if high is None else min(high, row.bound / money)
    for group, floor in floors.items():
        money = sum((one.money.get(city, ZERO) for city in group), ZERO)
        if not money:
            continue
        spare = sum((payoffs[city] for city in group), ZERO) - floor
        end = one.signed - spare / money
        if money > 0:
            low = end if low is None else max(low, end)
        else:
            high = end if high is None else min(high, end)
    ends = [end for end in (low, high) if end is not None]  # who pays has a floor, so has who gets
    return [ends[0], ends[-1]]
