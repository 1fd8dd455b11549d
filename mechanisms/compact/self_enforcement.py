"""Self-enforcement: does a member, at any date, do better by walking away?

Let c[t] be what a member gets in year t by staying minus what it gets if it leaves that year. It
stays at every date iff

    sum over tau >= t of  d^(tau - t) c[tau]  >=  0     for every t,

where d is its discount factor; an official who stays T years in office discounts by d (1 - 1/T).
The patience that keeps the member in is a set of discount factors, found exactly: each date's
condition is a polynomial in d whose roots are isolated.

>>> patience(tails([Fraction(-1), Fraction(2)]))       # pay 1 now for 2 later: needs d >= 1/2
Patience(intervals=((Fraction(1, 2), Fraction(1, 1)),))
>>> patience(tails([Fraction(2), Fraction(-1)]))   # the last net flow is a payment
Patience(intervals=())

Source: Telser (1980); Friedman (1971); Ray (2002) on schedules.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import InvalidInput, of_kind
from games.exact import Number, exact, over_one_denominator
from solvers.rational import rational

__all__ = [
    "Patience",
    "WalkAway",
    "effective_discount",
    "patience",
    "present_value",
    "tails",
    "walk_away",
]

_SIDE = Fraction(1, 2**60)


def effective_discount(discount: Number, tenure: Number | None = None) -> Fraction:
    """The effective d (1 - 1/T): the discount factor of an official who stays T years.

    >>> effective_discount(Fraction(95, 100), Fraction(5))
    Fraction(19, 25)
    """
    factor = exact(discount, "a discount factor")
    if not 0 <= factor < 1:
        raise InvalidInput("a discount factor", discount, "at least 0 and below 1")
    if tenure is None:
        return factor
    years = exact(tenure, "a tenure")
    if years < 1:
        raise InvalidInput("a tenure", tenure, "one year or more")
    return factor * (1 - 1 / years)


def tails(flows: Sequence[Number]) -> list[Sequence[Fraction]]:
    """What is at stake at each date when the flows do not depend on when one leaves."""
    (read,) = _read([flows])
    return [read[date:] for date in range(len(read))]


def _read(at_stake: Sequence[Sequence[Number]]) -> list[list[Fraction]]:
    """The flows of each date as exact numbers."""
    of_kind(at_stake, Sequence, place="what is at stake", hint="a list of flows for each date")
    for date, flows in enumerate(at_stake):
        of_kind(flows, Sequence, place=f"list of flows from year {date} on")
    return [
        [exact(flow, f"a flow from year {date} on") for flow in flows]
        for date, flows in enumerate(at_stake)
    ]


def present_value(flows: Sequence[Fraction], discount: Fraction) -> Fraction:
    """flows[0] + d flows[1] + d^2 flows[2] + ..."""
    value = Fraction(0)
    for flow in reversed(flows):
        value = flow + discount * value
    return value


@dataclass(frozen=True, slots=True)
class WalkAway:
    """The verdict at one discount factor: the first date at which leaving pays, and by how much.

    ``deposit`` is the most that leaving pays at any date: with it in escrow, forfeited on leaving,
    the member stays. ``margin`` is the least value of staying; the member stays iff it is >= 0.
    """

    leaves_in: int | None
    temptation: Fraction
    margin: Fraction

    @property
    def deposit(self) -> Fraction:
        return max(Fraction(0), -self.margin)


def walk_away(at_stake: Sequence[Sequence[Number]], discount: Number) -> WalkAway:
    """Whether a member ever leaves.

    ``at_stake[t]`` are the flows, from year t on, that staying brings over leaving in year t.
    ``InvalidInput`` unless the discount factor is at least 0 and below 1.

    >>> walk_away(tails([Fraction(0), Fraction(-3), Fraction(4)]), Fraction(1, 2))
    WalkAway(leaves_in=0, temptation=Fraction(1, 2), margin=Fraction(-1, 1))
    """
    factor = effective_discount(discount)
    values = [present_value(flows, factor) for flows in _read(at_stake)]
    leaves = next((t for t, value in enumerate(values) if value < 0), None)
    temptation = -values[leaves] if leaves is not None else Fraction(0)
    return WalkAway(leaves, temptation, min(values, default=Fraction(0)))


@dataclass(frozen=True, slots=True)
class Patience:
    """The discount factors in [0, 1) at which a member stays: intervals, in order; () for none.

    End points are exact where they are rational, else rationals within 2^-60, inside the interval.
    """

    intervals: tuple[tuple[Fraction, Fraction], ...]

    @property
    def critical(self) -> Fraction | None:
        """d*: the smallest discount factor from which on every one below 1 keeps the member in."""
        if self.intervals and self.intervals[-1][1] == 1:
            return self.intervals[-1][0]
        return None

    def __contains__(self, discount: Fraction) -> bool:
        factor = exact(discount, "the discount factor")
        return any(low <= factor <= high for low, high in self.intervals)


def patience(at_stake: Sequence[Sequence[Number]]) -> Patience:
    """Every discount factor at which the member stays at all dates."""
    # A date without a year in which staying costs something binds at no discount factor.
    binding = [_polynomial(flows) for flows in _read(at_stake) if any(flow < 0 for flow in flows)]
    cuts = sorted({Fraction(0), Fraction(1), *(cut for one in binding for cut in _roots(one))})
    good: list[tuple[Fraction, Fraction]] = []

    def stays(discount: Fraction) -> bool:
        at = rational(discount)
        return all(one(at) >= 0 for one in binding)

    for low, high in itertools.pairwise(cuts):
        two_sides_of_one_root = high - low <= 2 * _SIDE
        spans = not two_sides_of_one_root and stays((low + high) / 2)
        for interval in ((low, low),) * stays(low) + ((low, high),) * spans:
            if good and good[-1][1] == interval[0]:
                good[-1] = (good[-1][0], interval[1])
            else:
                good.append(interval)
    return Patience(tuple(good))


def _polynomial(flows: Sequence[Fraction]) -> Any:
    """A multiple above 0 of sum c[k] d^k, in whole numbers."""
    from flint import fmpz_poly

    return fmpz_poly(over_one_denominator(flows)[0])


def _roots(polynomial: Any) -> list[Fraction]:
    """The roots in (0, 1): rational ones exactly, others by one on each side."""
    coefficients = [c for c in polynomial.coeffs() if c]
    if all(c < 0 for c in coefficients):  # no change of sign, so no root above 0 (Descartes)
        return []
    found: list[Fraction] = []
    for factor, _ in polynomial.factor()[1]:
        if factor.degree() == 1:
            found.append(Fraction(-int(factor[0]), int(factor[1])))
            continue
        for root, _ in factor.complex_roots():
            if not root.imag.is_zero():
                continue
            middle = Fraction(str(root.real.mid().str(30, radius=False)))
            found += [middle - _SIDE, middle + _SIDE]
    return [root for root in found if 0 < root < 1]
