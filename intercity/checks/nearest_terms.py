"""The repair of terms: the nearest clauses, of one lawful kind, at which everybody has enough.

Kinds are tried one at a time: prices, shares of refunds, payments up to the limit, the amount of
one transfer. Clauses change what firms do only through the room that is left for them, so that a
deal with the new clauses is looked at anew before it is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.approximately import approximately
from games.players import Coalition
from intercity.checks.context import Context
from intercity.checks.finding import amount, listed, one_unit, shown
from intercity.checks.own_rate import amounts_at_own_rate, first_decides, rows_at_own_rate
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

__all__ = ["BASES", "Repair", "nearest_repair", "payment_limit"]

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


def payment_limit(context: Context) -> Fraction | None:
    """The most that one member may pay another a year; ``None`` where the law gives no limit."""
    assert context.compact is not None  # noqa: S101 - the caller looked
    return context.compact.side_payment_limit


def nearest_repair(context: Context, floors: Floors) -> Repair:
    """The nearest lawful clauses at which each group of ``floors`` has enough, in words."""
    compact, plan = context.compact, context.plan
    assert compact is not None and plan is not None  # noqa: S101, PT018 - the caller looked
    if reason := first_decides(context):
        return Repair(f"undecided: {reason}", None)
    compact, plan = like_clauses_together(compact), like_clauses_together(plan)
    payoffs = context.payoffs_by_date
    best: tuple[Fraction, str] | None = None
    own = rows_at_own_rate(context, compact, ())
    outside = nearest_by_money((), payoffs, floors, context.ask, own).outside
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
        if moved is not None and (best is None or moved < best[0]):
            best = moved, _words(context, compact, kind, opened, found, floors)
    bonus = _by_bonus(context, floors)
    if bonus is not None and (best is None or bonus[0] < best[0]):
        best = bonus
    if best is not None:
        return Repair(best[1], ONE)
    unused = _unused(context)
    left = f"; the deal leaves {shown(unused)} a year unused" if unused > 0 else ""
    kinds = f"no {' or '.join(dict.fromkeys(tried))} alone does it; " if tried else ""
    words = f"none that is lawful: {kinds}it takes {shown(outside)} a year from outside{left}"
    return Repair(words, None, outside)


def _by_bonus(context: Context, floors: Floors) -> tuple[Fraction, str] | None:
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
    return (moved, told) if added else None


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
            ends = _enough(context, compact, one, floors)
            paid = _inside(abs(found.values[one.name]), *sorted(abs(end) for end in ends))
        return f"a side payment of {paid} a year from {payers} to {getters}{several}"
    moved = [one for one in opened if found.values[one.name] != one.signed]
    told = []
    for one in moved:
        value = found.values[one.name]
        if kind == "refund":
            refund = compact.refunds[one.place]
            share = f"{shown(100 * value)}"
            if len(opened) == 1:
                ends = _enough(context, compact, one, floors)
                share = _inside(100 * value, *(100 * end for end in ends))
            told.append(
                f"give {refund.payee} {share}% of {BASES[refund.base]} in place of "
                f"{amount(100 * refund.share)}%"
            )
            continue
        transfer = compact.transfers[one.place]
        if kind == "amount":
            told.append(
                f"move the amount of {transfer.resource} from {amount(transfer.amount)} to "
                f"{amount(value)}"
            )
            continue
        unit = one_unit(compact.region.resource(transfer.resource).unit)
        ends = [value, value]
        if len(opened) == 1:
            ends = _enough(context, compact, one, floors)
        low, high = (end / compact.annuity.yearly for end in ends)
        once = [_inside(end, low, high) for end in (low, high)]
        price = f"of {once[0]}" if low == high else f"from {once[0]} to {once[1]}"
        whose = f" from {transfer.giver}" if len(compact.transfers) > 1 else ""
        if len({t.when for t in compact.transfers}) > 1:
            whose += f" in year {transfer.when}"
        told.append(f"a price {price} per {unit} of {transfer.resource}{whose}, paid once")
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


def _inside(value: Fraction, low: Fraction, high: Fraction) -> str:
    """A value as it is told, rounded so that it is still between the least and the largest.

    >>> _inside(Fraction(4544, 10000), Fraction(4544, 10000), Fraction(2))
    '0.46'
    >>> _inside(Fraction(4544, 10000), Fraction(4544, 10000), Fraction(4548, 10000))
    '0.4544'
    """
    text = shown(value)
    for step in (0, 1, -1):
        told = Fraction(text.replace(",", ""))
        digits = len(text.partition(".")[2])
        moved = told + Fraction(step, 10**digits)
        if low <= moved <= high:
            return text if not step else f"{approximately(moved, f',.{digits}f')}"
    return approximately(value, ".6g")


def _unused(context: Context) -> Fraction:
    assert context.best is not None  # noqa: S101 - there is a deal
    can = context.best.worth(context.members)
    return can - sum(context.payoffs_by_date.values(), ZERO)
