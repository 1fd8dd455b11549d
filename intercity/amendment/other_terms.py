"""Other terms of promises that an amendment may try: years, floors and caps, guarantees.

None of them is a number in which wishes are linear: they are tried one by one, and looked at anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from intercity.amendment.amendable_clause import alike
from intercity.amendment.rounding import rounded_down, rounded_up
from intercity.amendment.step import DueIn, Guarantee, PromiseList, Within
from mechanisms.compact.clauses import Refund
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = ["floors_and_caps", "guarantees", "other_years"]

ZERO, ONE = Fraction(0), Fraction(1)
LISTS: tuple[PromiseList, ...] = ("refunds", "payments", "pools")
YEARS = 8
"""So many first, and so many last years are tried at once, spread over the horizon."""
HALVINGS = 12
"""So often the range of a floor or a cap is halved."""


def _promises(compact: EnclaveCompact) -> Iterator[tuple[PromiseList, tuple[int, ...], Any]]:
    """The deal's promises by their list, those that are alike together, and the first of them."""
    for of in LISTS:
        found: tuple[Any, ...] = getattr(compact, of)
        for places in _together(of, found):
            yield of, places, found[places[0]]


def _together(of: PromiseList, promises: tuple[Any, ...]) -> list[tuple[int, ...]]:
    if of == "pools":  # their weights are no key
        return [(k,) for k in range(len(promises))]
    return alike(promises)


def other_years(compact: EnclaveCompact) -> Iterator[list[DueIn]]:
    """For each promise, other last years, then other first years, in which it could be due.

    Not what is due for ever.
    """
    horizon = compact.annuity.horizon
    for of, places, one in _promises(compact):
        if one.last is None:
            continue
        ends = _spread(one.first, horizon, one.last)
        yield [DueIn(of, places, one.first, last) for last in ends]
        starts = _spread(1, one.last, one.first)
        yield [DueIn(of, places, first, one.last) for first in starts]


def _spread(low: int, high: int, signed: int) -> list[int]:
    """Years of a range but the signed one: all of a few, else spread, and those next to it."""
    if high - low <= YEARS:
        found = set(range(low, high + 1))
    else:
        found = {low + (high - low) * k // YEARS for k in range(YEARS + 1)}
        found |= {year for year in (signed - 1, signed + 1) if low <= year <= high}
    return sorted(found - {signed}, key=lambda year: (abs(year - signed), year))


def guarantees(compact: EnclaveCompact) -> Iterator[tuple[Guarantee, ...]]:
    """A guarantee of each promise that nobody enforces; then of all of them."""
    loose = tuple(
        Guarantee(of, places)
        for of, places, one in _promises(compact)
        if not (one.enforceable or one.guaranteed)
    )
    for one in loose:
        yield (one,)
    if len(loose) > 1:
        yield loose


def floors_and_caps(
    compact: EnclaveCompact, mends: Callable[[Within], bool]
) -> Iterator[tuple[Within]]:
    """The least floor and the highest cap of each refund that mend, if any do.

    Only where its base changes with the years: else a share does the same. A floor comes to no more
    than the largest lawful share of the largest base.
    """
    most = compact.refund_limits[1]
    for of, places, one in _promises(compact):
        if of != "refunds":
            continue
        bases = _bases(compact, one)
        if len(set(bases)) < 2:
            continue
        low, high = one.share * min(bases), one.share * max(bases)
        top = most * max(bases) if one.at_most is None else min(most * max(bases), one.at_most)

        def floor(amount: Fraction, places: tuple[int, ...] = places, one: Refund = one) -> Within:
            return Within(places, amount, one.at_most)

        def cap(amount: Fraction, places: tuple[int, ...] = places, one: Refund = one) -> Within:
            return Within(places, one.at_least, amount)

        found = (
            _halved(max(low, one.at_least), top, floor, mends, rounded_up),
            _halved(high, max(low, one.at_least), cap, mends, rounded_down),
        )
        yield from ((step,) for step in found if step is not None)


def _bases(compact: EnclaveCompact, refund: Refund) -> list[Fraction]:
    years = range(refund.first, min(refund.last, compact.annuity.horizon) + 1)
    return [compact.refund_base(replace(refund, share=ONE), year) for year in years]


def _halved(
    near: Fraction,
    far: Fraction,
    step: Callable[[Fraction], Within],
    mends: Callable[[Within], bool],
    rounded: Callable[[Fraction], Fraction],
) -> Within | None:
    """The step that mends with the number closest to ``near``; ``None`` if that at ``far`` fails.

    Rounded towards ``far``, if it mends then.
    """
    if near == far or not mends(step(far)):
        return None
    best = far
    for _ in range(HALVINGS):
        middle = (near + best) / 2
        if mends(step(middle)):
            best = middle
        else:
            near = middle
    short = step(rounded(best))
    return short if mends(short) else step(best)
