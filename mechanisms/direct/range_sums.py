"""What cities with ranges gain together at best, exactly: an exchange, or a shared project.

*Exchange.* With D(p) buyers above a price p and S(p) sellers below it, the best trades gain

    sum over i of (b_i - a_i)+  =  integral of min(D(p), S(p)) over p,

and buyer i of value v is among them iff S(v) exceeds the number of other buyers above v. A city
with several lots counts as often. For even ranges the expectations are polynomials between the ends
of the ranges.

*Project.* With u_i = high_i - v_i even on [0, d_i], the chance that their sum stays below r is

    sum over groups A of (-1)^|A| ((r - d(A))+)^n / (n! d_1 ... d_n),

and its integrals over r have higher powers.

>>> even = (Fraction(0), Fraction(1))
>>> exchange_sums([even], [even], Fraction(1))
RangeSums(gain=Fraction(1, 6), rents=(Fraction(1, 6), Fraction(1, 6)), chances=(Fraction(1, 2),
    Fraction(1, 2)))

Source: Gresik and Satterthwaite (1989); Feller (1971), volume II, section I.9, for sums of uniform
variables.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mechanisms.direct.lot_counts import lot_counts
from solvers.rational import fraction, rational

__all__ = ["MOST_CITIES", "RangeSums", "exchange_sums", "gain_by_ends", "project_sums"]

MOST_CITIES = 12
"""Of so many cities all integrals are found in a few seconds."""

ZERO = Fraction(0)
Range = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class RangeSums:
    """``gain``: expected at stretched values; ``rents``: by city, E[how far its value is from its
    most eager end; it takes part], at the values themselves; ``chances``: that it takes part, or
    how many lots it expects to trade.
    """

    gain: Fraction
    rents: tuple[Fraction, ...]
    chances: tuple[Fraction, ...]

    @property
    def slope(self) -> Fraction:
        """How the gain changes with the stretch."""
        return -sum(self.rents, ZERO)


def exchange_sums(
    buyers: Sequence[Range],
    sellers: Sequence[Range],
    stretch: Fraction,
    lots: Sequence[int] | None = None,
) -> RangeSums:
    """The best trades if each range were stretched by a factor away from its most eager end.

    ``lots``: of the buyers, then the sellers; one each where not given.
    """
    from flint import fmpq, fmpq_poly

    bids = [(high - stretch * (high - low), high) for low, high in buyers]
    asks = [(low, low + stretch * (high - low)) for low, high in sellers]
    n = len(bids)
    each = [1] * (n + len(asks)) if lots is None else list(lots)
    gain = fmpq(0)
    rents, likely = [fmpq(0)] * (n + len(asks)), [fmpq(0)] * (n + len(asks))
    for a, b in itertools.pairwise(sorted({end for one in (*bids, *asks) for end in one})):
        start, end = rational(a), rational(b)

        def integral(chance: Any, start: Any = start, end: Any = end) -> Any:
            whole = chance.integral()
            return whole(end) - whole(start)

        below = [fmpq_poly(_below(one, a, b)) for one in (*bids, *asks)]
        above, below = [1 - chance for chance in below[:n]], below[n:]
        demand, supply = _tails(lot_counts(above, each[:n])), _tails(lot_counts(below, each[n:]))
        for one, two in zip(demand[1:], supply[1:], strict=False):
            gain += integral(one * two)
        for own, across, first in ((above, supply, 0), (below, demand, n)):
            for i, chance in enumerate(own):
                if chance.degree() < 1:
                    continue  # its range is not here
                takes = _takes_part(own, each[first:], across, i)
                # (h - v) / (h - l) is the chance to be above the bid, and its slope the density.
                rents[first + i] += integral(chance * takes)
                likely[first + i] += abs(chance[1]) * integral(takes)
    for side, facing, first, sign in ((bids, asks, 0, -1), (asks, bids, n, 1)):
        for i, (low, high) in enumerate(side):
            if low == high:
                # Ties on a side go to the city named first; the other side must be strictly better.
                mine = [_better(one, low, sign, ties=j < i) for j, one in enumerate(side)]
                better = [_better(one, low, -sign, ties=False) for one in facing]
                across = _tails(lot_counts(better, each[:n] if first else each[n:]))
                likely[first + i] = _takes_part(mine, each[first:], across, i)[0]
    return RangeSums(
        fraction(gain),
        tuple(fraction(rent) / stretch for rent in rents),
        tuple(map(fraction, likely)),
    )


def gain_by_ends(
    sums: RangeSums, buyers: Sequence[Range], sellers: Sequence[Range], stretch: Fraction
) -> Fraction:
    """The gain by who trades how often, and how far from its most eager end: a second formula."""
    ends = [high for _, high in buyers] + [-low for low, _ in sellers]
    eager = sum((p * end for p, end in zip(sums.chances, ends, strict=True)), ZERO)
    return eager + stretch * sums.slope


def _below(one: Range, a: Fraction, b: Fraction) -> list[Any]:
    """The chance that a value in the range is below p, for p between a and b, as a polynomial."""
    low, high = one
    if a >= high:
        return [1]
    if b <= low:
        return [0]
    return [rational(-low / (high - low)), rational(1 / (high - low))]


def _better(one: Range, price: Fraction, sign: int, *, ties: bool) -> Any:
    """The chance to be below a price (sign 1) or above it (-1); ``ties``: or, if known, just it."""
    from flint import fmpq_poly

    low, high = one
    if low == high:
        return fmpq_poly([int(sign * (low - price) < 0 or (ties and low == price))])
    part = min(Fraction(1), max(ZERO, (price - low) / (high - low)))
    return fmpq_poly([rational(part if sign > 0 else 1 - part)])


def _takes_part(own: Sequence[Any], lots: Sequence[int], across: Sequence[Any], i: int) -> Any:
    """The lots for which more of the other side are willing than others of one's own are keener."""
    from flint import fmpq_poly

    kept = [j for j in range(len(own)) if j != i]
    others = lot_counts([own[j] for j in kept], [lots[j] for j in kept])
    return sum(
        (
            chance * beyond
            for lot in range(1, lots[i] + 1)
            for chance, beyond in zip(others, across[lot:], strict=False)
        ),
        fmpq_poly([0]),
    )


def _tails(counts: Sequence[Any]) -> list[Any]:
    """The chances of at least so many."""
    return list(itertools.accumulate(reversed(counts)))[::-1]


def project_sums(members: Sequence[Range], cost: Fraction, stretch: Fraction) -> RangeSums:
    """The project built where stretched values exceed its cost."""
    widths = [stretch * (high - low) for low, high in members]
    free = [width for width in widths if width]
    room = sum((high for _, high in members), -cost)
    rents = []
    for i, width in enumerate(widths):
        if not width:
            rents.append(ZERO)
            continue
        others = [w for j, w in enumerate(widths) if j != i and w]
        twice = stays_below(others, room, 2) - stays_below(others, room - width, 2)
        missed = twice / width - stays_below(others, room - width, 1)
        rents.append(missed / stretch)
    built = stays_below(free, room, 0)
    return RangeSums(stays_below(free, room, 1), tuple(rents), (built,) * len(members))


def stays_below(widths: Sequence[Fraction], room: Fraction, times: int) -> Fraction:
    """The chance that a sum of even variables stays below ``room``, integrated so many times."""
    scale = math.lcm(room.denominator, *(width.denominator for width in widths))
    ends = {int(room * scale): 1}  # how often, by what is left of the room
    for width in widths:
        step = int(width * scale)
        fewer: dict[int, int] = {}
        for end, often in ends.items():
            if end > step:
                fewer[end - step] = fewer.get(end - step, 0) - often
        for end, often in fewer.items():
            ends[end] = ends.get(end, 0) + often
    power = len(widths) + times
    total = sum(often * end**power for end, often in ends.items() if end > 0)
    return Fraction(total, scale**power * math.factorial(power)) / math.prod(
        widths, start=Fraction(1)
    )
