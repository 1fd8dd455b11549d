"""Self-enforcement: does a member, at any date, do better by walking away?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from games.by_city import truth, whole, within
from games.errors import InvalidInput, of_kind
from games.exact import Number, exact, over_one_denominator
from solvers.enclosure.enclosed_number import moving
from solvers.rational import fraction, rational

__all__ = [
    "LeastDeposit",
    "Patience",
    "WalkAway",
    "continuation_flows",
    "effective_discount",
    "lagged_continuation_flows",
    "least_deposit",
    "patience",
    "present_value",
    "walk_away",
]

_SIDE = Fraction(1, 2**60)


def effective_discount(discount: Number, tenure: Number | None = None) -> Fraction:
    """The discount factor d (1 - 1/T) of an official who stays in office for T years.

    Errors: ``InvalidInput`` for a factor below 0 or not below 1, and for a tenure of less than a
    year.

    See ``walk_away`` for the concept and its source.

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


def continuation_flows(flows: Sequence[Number]) -> list[Sequence[Fraction]]:
    """The flows from each date on, where they do not depend on when one leaves.

    Errors: ``InvalidInput`` for a flow that is no number.

    See ``walk_away`` for the concept and its source.

    >>> patience(continuation_flows([-1, 2]))             # pay 1 now for 2 later: needs d >= 1/2
    Patience(intervals=((Fraction(1, 2), Fraction(1, 1)),))
    """
    (read,) = _read([flows])
    return [read[date:] for date in range(len(read))]


def lagged_continuation_flows(
    owes: Sequence[Number], gets: Sequence[Number], lag: int = 1
) -> list[Sequence[Fraction]]:
    """What is at stake at each date where breaches are answered ``lag`` dates later.

    Who leaves at date t saves what it ``owes`` from t on, and loses what it ``gets`` from the
    others from t + lag on. Errors: ``InvalidInput`` unless both lists are as long.

    See ``walk_away`` for the concept and its source.

    >>> [[int(x) for x in flows] for flows in lagged_continuation_flows([5, 5, 0], [7, 7, 7])]
    [[-5, 2, 7], [-5, 7], [0]]
    """
    paid, received = _read([owes, gets])
    if len(paid) != len(received):
        raise InvalidInput("the dates of what is got", len(received), f"{len(paid)}, as is owed")
    late = whole(lag, "the lag", 1)
    return [
        [
            (got if s >= t + late else Fraction(0)) - due
            for s, (due, got) in enumerate(zip(paid[t:], received[t:], strict=True), t)
        ]
        for t in range(len(paid))
    ]


def _read(at_stake: Sequence[Sequence[Number]]) -> list[list[Fraction]]:
    """The flows of each date as exact numbers."""
    of_kind(at_stake, Sequence, place="what is at stake", hint="a list of flows for each date")
    for date, flows in enumerate(at_stake):
        of_kind(flows, Sequence, place=f"list of flows from year {date} on")
    return [
        [exact(flow, f"a flow from year {date} on") for flow in flows]
        for date, flows in enumerate(at_stake)
    ]


def present_value(
    flows: Sequence[Fraction], discount: Fraction, *, forever: bool = False
) -> Fraction:
    """flows[0] + d flows[1] + d^2 flows[2] + ...; ``forever``: the last one is repeated for ever.

    >>> present_value([1, 2], Fraction(1, 2)), present_value([1, 2], Fraction(1, 2), forever=True)
    (Fraction(2, 1), Fraction(3, 1))
    """
    if moving((discount, *flows)):
        return _present_value_on_box(flows, discount, forever=forever)
    factor, value = rational(discount), rational(0)
    if forever and flows:
        value = rational(flows[-1]) / (1 - factor)  # of all years after the last
    before, read = None, value
    for flow in reversed(flows):
        if flow is not before:  # most years bring as much as the year before
            before, read = flow, rational(flow)
        value = read + factor * value
    return fraction(value)


def _present_value_on_box(
    flows: Sequence[Fraction], discount: Fraction, *, forever: bool
) -> Fraction:
    """The present value of flows that move in a box."""
    value, weights = Fraction(0), [Fraction(1)]
    while len(weights) < len(flows):
        weights.append(weights[-1] * discount)
    if forever:
        weights[-1] = weights[-1] / (1 - discount)
    for _, years in groupby(range(len(flows)), lambda year: id(flows[year])):
        first, *more = years  # most years bring as much as the year before
        value += sum((weights[year] for year in more), weights[first]) * flows[first]
    return value


@dataclass(frozen=True, slots=True)
class WalkAway:
    """The verdict at one discount factor: when leaving pays, and how much.

    ``leaves_in``: the first date at which it pays. ``pays_most_in``: the date at which it pays most
    and ``gain``: how much it brings then, valued at that date; 0 if leaving never pays.
    ``values``: what staying brings at each date; ``margin`` is the least of them, and the member
    stays iff it is >= 0.

    See ``walk_away`` for the concept, an example and its source.
    """

    leaves_in: int | None
    pays_most_in: int | None
    gain: Fraction
    margin: Fraction
    values: tuple[Fraction, ...]


def walk_away(
    at_stake: Sequence[Sequence[Number]], discount: Number, *, forever: bool = False
) -> WalkAway:
    """Self-enforcement: does a member, at any date, do better by walking away?

    Let c[t] be what a member gets in year t by staying minus what it gets if it leaves that year.
    It stays at every date iff

        V[t]  =  sum over tau >= t of  d^(tau - t) c[tau]  >=  0     for every t,

    where d is its discount factor; an official who stays T years in office discounts by d (1 -
    1/T). ``lagged_continuation_flows`` gives these flows where breaches are answered after a lag.
    The patience that keeps the member in is a set of discount factors, found exactly: each date's
    condition is a polynomial in d whose roots are isolated.

    Whether a member ever leaves.

    ``at_stake[t]`` are the flows, from year t on, that staying brings over leaving in year t;
    ``forever``: the last flow of each list goes on for ever. ``InvalidInput`` unless the discount
    factor is at least 0 and below 1.

    Errors: ``InvalidInput`` for a discount factor below 0 or not below 1.

    >>> found = walk_away(continuation_flows([0, -3, 4]), Fraction(1, 2))
    >>> found.leaves_in, found.pays_most_in, found.gain
    (0, 1, Fraction(1, 1))

    >>> patience(continuation_flows([-1, 2]))             # pay 1 now for 2 later: needs d >= 1/2
    Patience(intervals=((Fraction(1, 2), Fraction(1, 1)),))
    >>> patience(continuation_flows([2, -1]))             # the last net flow is a payment
    Patience(intervals=())

    A **deposit** D, paid into escrow at signing and returned with interest r in year E, in which
    all obligations end, is forfeited by who leaves. In year t it is worth d^(E-t) (1 + r)^E D to
    the member, so that the least that holds it is

        D  =  max(0, max over t of G[t] / (d^(E-t) (1 + r)^E)),        G[t] = -V[t],

    and costs it 1 - (d (1 + r))^E a unit, in present value at signing.

    >>> held = least_deposit([[Fraction(-35)]], Fraction(9, 10), Fraction(3, 100), end=10)
    >>> round(float(held.amount), 1), round(float(held.unit_cost), 2)
    (74.7, 0.53)

    Source: Telser (1980); Friedman (1971); Thomas and Worrall (1988); Ray (2002) on schedules.
    """
    factor, forever = effective_discount(discount), truth(forever, "forever")
    values = tuple(present_value(flows, factor, forever=forever) for flows in _read(at_stake))
    leaves = next((t for t, value in enumerate(values) if value < 0), None)
    margin = min(values, default=Fraction(0))
    most = None if leaves is None else values.index(margin)
    return WalkAway(leaves, most, max(Fraction(0), -margin), margin, values)


@dataclass(frozen=True, slots=True)
class LeastDeposit:
    """What is paid into escrow at signing, and ``returned_in`` which year, with interest.

    ``unit_cost``: what a unit costs the member in present value, at its own discount factor.

    See ``walk_away`` for the concept, an example and its source.
    """

    amount: Fraction
    returned_in: int
    unit_cost: Fraction

    @property
    def cost(self) -> Fraction:
        """What it costs the member in present value at signing."""
        return self.amount * self.unit_cost


def least_deposit(
    at_stake: Sequence[Sequence[Number]],
    discount: Number,
    interest: Number,
    end: int,
    *,
    forever: bool = False,
) -> LeastDeposit | None:
    """The least deposit that keeps a member in at every date; 0 if it stays without one.

    ``at_stake``, ``forever``: as in ``walk_away``. ``interest``: a year, on the deposit.
    ``end``: the year in which all obligations end; if leaving pays later, the last such year.
    ``None`` if no deposit holds it: leaving pays for ever, or the member counts nothing that comes
    later.

    >>> str(least_deposit([[-1]], Fraction(1, 2), 0, end=2).amount)   # worth a quarter at signing
    '4'

    Errors: ``InvalidInput`` unless the discount factor is at least 0 and below 1, for an interest
    below 0, and for an ``end`` that is not a whole number from 0.

    Source: Thomas and Worrall (1988); Pitchford and Snyder (2004).
    """
    verdict = walk_away(at_stake, discount, forever=forever)
    factor, rate = effective_discount(discount), within(interest, "the interest", "0 or more")
    last = whole(end, "the year in which all obligations end", 0)
    paying = [t for t, value in enumerate(verdict.values) if value < 0]
    if paying and forever and paying[-1] == len(verdict.values) - 1:
        return None
    last = max([last, *paying])
    if not factor and any(t < last for t in paying):
        return None
    grown = (1 + rate) ** last
    amount = max(
        (-verdict.values[t] / (factor ** (last - t) * grown) for t in paying), default=Fraction(0)
    )
    return LeastDeposit(amount, last, max(Fraction(0), 1 - factor**last * grown))


@dataclass(frozen=True, slots=True)
class Patience:
    """The discount factors in [0, 1) at which a member stays: intervals, in order; () for none.

    End points are exact where they are rational, else rationals within 2^-60, inside the interval.

    See ``walk_away`` for the concept, an example and its source.
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


def patience(at_stake: Sequence[Sequence[Number]], *, forever: bool = False) -> Patience:
    """Every discount factor at which the member stays at all dates.

    ``forever``: the last flow of each list goes on for ever. Then (1 - d) V[t] is the polynomial.

    Errors: ``InvalidInput`` for a flow that is no number.

    See ``walk_away`` for the concept and its source.

    >>> patience([[-1, 1]], forever=True).critical      # pay 1 now for 1 a year: d / (1 - d) >= 1
    Fraction(1, 2)
    """
    forever = truth(forever, "forever")
    # A date after which staying never costs anything binds at no discount factor.
    binding = [
        _polynomial(_times_one_less_d(flows) if forever else flows)
        for flows in _read(at_stake)
        if any(flow < 0 for flow in flows)
    ]
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


def _times_one_less_d(flows: Sequence[Fraction]) -> list[Fraction]:
    """The coefficients of (1 - d) sum c[k] d^k, the last c repeated for ever."""
    return [flows[0], *(b - a for a, b in itertools.pairwise(flows))]


def _polynomial(flows: Sequence[Fraction]) -> Any:
    """A multiple above 0 of sum c[k] d^k, in whole numbers."""
    from flint import fmpz_poly

    return fmpz_poly(over_one_denominator(flows)[0])


def _roots(polynomial: Any) -> list[Fraction]:
    """The roots in (0, 1): rational ones exactly, others by one on each side."""
    from flint import fmpz_poly

    # At (1 + x)^n p(1 / (1 + x)) the roots above 0 are p's in (0, 1), of which there are none where
    # no coefficient has another sign (Descartes; Collins and Akritas 1976).
    moved = fmpz_poly(polynomial.coeffs()[::-1])(fmpz_poly([1, 1])).coeffs()
    if all(c <= 0 for c in moved) or all(c >= 0 for c in moved):
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
