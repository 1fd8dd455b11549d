"""Other amounts handed over: a deal's lines for every amount of a transfer, piece by piece.

What a city makes of what it has is the value of a linear program: straight in an amount between
points at which it bends. In each straight part the amount is one number more of the exact program,
beside prices, shares and payments: of a price it has what is paid more on all that is handed over,
so that no product of two numbers is left. Parts are found by where the lines of both ends meet.

Source: Eisner and Severance (1976), Mathematical Techniques for Efficient Record Segmentation, on
where a value function bends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from intercity.amendment.amendable_clause import AmendableClause, Kind, alike
from intercity.amendment.law import Together, allowed_together
from intercity.amendment.linear_deal import LinearDeal, wishes_of
from intercity.amendment.rounding import neighbours
from intercity.amendment.step import HandOver, unit_price
from intercity.topics.condition import Condition, Wish
from mechanisms.compact.instrument import most_handed_over

__all__ = ["amount_parts", "few_digits", "straight_parts", "with_amount"]

ZERO, ONE = Fraction(0), Fraction(1)
Worths: TypeAlias = Mapping[Condition, Fraction]
LEAST = Fraction(1, 100)
"""So much of what is signed is handed over, or gained, at least: else there is nothing to sign."""
ASKS = 48
"""So many amounts are looked at for where lines bend."""
EQUAL = Fraction(1, 10**9)
"""So close, of what they are, are two numbers that may have been rounded."""


def straight_parts(
    worths: Callable[[Fraction], Worths | None], low: Fraction, high: Fraction
) -> Iterator[tuple[Fraction, Fraction, Worths, Worths]]:
    """The parts of a range in which all worths are straight: both ends, the worths, the slopes.

    Worths are those at the lower end. ``worths`` is ``None`` where there are none. What is no
    straight line after ``ASKS`` amounts is left out.

    >>> gain = Condition(Wish.GAIN, ("Hub",))
    >>> def worth(amount):  # 3 a unit for the first four
    ...     return {gain: min(3 * amount, Fraction(12))}
    >>> for start, end, at_start, slope in straight_parts(worth, Fraction(0), Fraction(10)):
    ...     print(start, end, at_start[gain], slope[gain])
    0 4 0 3
    4 10 12 0
    """
    known: dict[Fraction, Worths | None] = {}
    tiny = (high - low) / 10**7

    def at(amount: Fraction) -> Worths | None:
        if amount not in known:
            known[amount] = worths(amount)
        return known[amount]

    todo = [(low, high)]
    while todo:
        start, end = todo.pop()
        if end - start <= 4 * tiny or len(known) > ASKS:
            continue
        seen = [at(start), at(start + tiny), at(end - tiny), at(end)]
        found = _bend(start, end, tiny, seen)
        if isinstance(found, Fraction):
            todo += [(found, end), (start, found)]
        elif found is not None:
            yield start, end, *found


def _bend(
    start: Fraction, end: Fraction, tiny: Fraction, seen: list[Worths | None]
) -> Fraction | tuple[Worths, Worths] | None:
    """Where a part is to be cut; or, where it is straight, its worths at the start and slopes."""
    middle = (start + end) / 2
    there = [one for one in seen if one is not None]
    if not there:
        return None
    if len(there) < len(seen) or any(one.keys() != there[0].keys() for one in there):
        return middle
    first, after_it, before_end, last = there
    slopes = {wish: (after_it[wish] - x) / tiny for wish, x in first.items()}
    cuts = []
    for wish, x in first.items():
        slope, back = slopes[wish], (last[wish] - before_end[wish]) / tiny
        off = last[wish] - x - slope * (end - start)
        if abs(off) <= EQUAL * (1 + abs(x) + abs(last[wish])):
            continue
        meet = middle if back == slope else end - off / (back - slope)
        cuts.append(meet if start + tiny < meet < end - tiny else middle)
    return sorted(cuts)[len(cuts) // 2] if cuts else (first, slopes)


def amount_parts(deal: LinearDeal) -> Iterator[tuple[AmendableClause, LinearDeal]]:
    """The deal with one amount open, for each transfer and each part in which it is straight.

    Members together may have no less than as signed, and have to gain more than a grant: nobody
    amends a deal away.
    """
    compact = deal.compact
    least = _least_together(deal)
    for places in alike(compact.transfers):
        one = compact.transfers[places[0]]
        others = sum(
            (
                t.amount
                for k, t in enumerate(compact.transfers)
                if k not in places and (t.resource, t.giver) == (one.resource, one.giver)
            ),
            ZERO,
        )
        left = most_handed_over(compact, one) - others
        low, high = one.amount * LEAST, max(one.amount, left / len(places))
        if not low < high:
            continue

        def worths(amount: Fraction, places: tuple[int, ...] = places) -> Worths | None:
            there = deal.context.with_deal(with_amount(places, amount).on(compact))
            if there.deal is None:
                return None
            return {wish: worth for wish, (_, worth) in wishes_of(there).items()}

        price = unit_price(deal.context, compact, places[0]) * len(places)
        clause = AmendableClause(
            Kind.AMOUNT, one.giver, one.taker, one.amount, low, high, price, places
        )
        for start, end, at_start, slopes in straight_parts(worths, low, high):
            if at_start.keys() == deal.now.keys():
                part = replace(clause, lowest=start, highest=end)
                yield part, _in_part(deal, part, (at_start, slopes), least)


def _least_together(deal: LinearDeal) -> Fraction:
    """What all have to gain together, at the numbers signed: as much as signed.

    And more than a grant that they get: by a hundredth of what they lose without it as signed.
    """
    signed = sum((x for wish, x in deal.now.items() if wish.wish is Wish.GAIN), ZERO)
    made = signed
    if any(deal.compact.grant.values()):
        alone = deal.context.with_deal(replace(deal.compact, grant={}))
        made = signed if alone.deal is None else sum(alone.gains.values(), ZERO)
    return max(signed, signed - made + abs(made) * LEAST)


def _in_part(
    deal: LinearDeal, clause: AmendableClause, lines: tuple[Worths, Worths], least: Fraction
) -> LinearDeal:
    """The deal with an amount that is open in a part, by its lines there."""
    at_start, slopes = lines
    back = clause.signed - clause.lowest
    clauses = (*deal.clauses, clause)
    gains = [wish for wish in deal.now if wish.wish is Wish.GAIN]
    slope = sum((slopes[wish] for wish in gains), ZERO)
    more = sum((at_start[wish] for wish in gains), ZERO) - least
    whole = Together("all together", {clause.name: -slope}, more + slope * back)
    return replace(
        deal,
        clauses=clauses,
        now={wish: x + slopes[wish] * back for wish, x in at_start.items()},
        slopes={
            wish: {**of_money, clause.name: slopes[wish]} for wish, of_money in deal.slopes.items()
        },
        together=(*allowed_together(deal.compact, clauses), whole),
    )


def with_amount(places: tuple[int, ...], amount: Fraction) -> HandOver:
    """The step that hands over so much at these places."""
    return HandOver(tuple((k, amount) for k in places))


def few_digits(clause: AmendableClause, amount: Fraction) -> Iterator[tuple[Fraction, ...]]:
    """The amount with ever more digits: both neighbours inside the clause's part, then itself."""
    for digits in range(3, 7):
        near = sorted({n / clause.parts for n in neighbours(amount * clause.parts, digits)})
        highest = amount if clause.highest is None else clause.highest
        yield tuple(n for n in near if clause.lowest <= n <= highest)
    yield (amount,)
