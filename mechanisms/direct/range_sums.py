"""What cities with ranges gain together at best, exactly: an exchange, or a shared project.

*Exchange.* With D(p) buyers above a price p and S(p) sellers below it, the best trades gain

    sum over i of (b_i - a_i)+  =  integral of min(D(p), S(p)) over p,

and buyer i of value v is among them iff S(v) exceeds the number of other buyers above v. For even
ranges the expectations are polynomials between the ends of the ranges.

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

__all__ = ["RangeSums", "exchange_sums", "project_sums"]

ZERO, ONE = Fraction(0), Fraction(1)
Range = tuple[Fraction, Fraction]
Polynomial = list[Fraction]


@dataclass(frozen=True, slots=True)
class RangeSums:
    """``gain``: expected at stretched values; ``rents``: by city, E[how far its value is from its
    most eager end; it takes part], at the values themselves; ``chances``: that it takes part.
    """

    gain: Fraction
    rents: tuple[Fraction, ...]
    chances: tuple[Fraction, ...]

    @property
    def slope(self) -> Fraction:
        """How the gain changes with the stretch."""
        return -sum(self.rents, ZERO)


def exchange_sums(
    buyers: Sequence[Range], sellers: Sequence[Range], stretch: Fraction
) -> RangeSums:
    """The best trades if each range were stretched by a factor away from its most eager end."""
    bids = [(high - stretch * (high - low), high) for low, high in buyers]
    asks = [(low, low + stretch * (high - low)) for low, high in sellers]
    ends = sorted({end for one in (*bids, *asks) for end in one})
    gain = ZERO
    rents = [ZERO] * (len(bids) + len(asks))
    likely = [ZERO] * len(rents)
    for a, b in itertools.pairwise(ends):
        above = [_above(one, a, b) for one in bids]
        below = [_below(one, a, b) for one in asks]
        demand, supply = _counts(above), _counts(below)
        least: Polynomial = []
        for k in range(1, min(len(demand), len(supply))):
            least = _plus(least, _times(_at_least(demand, k), _at_least(supply, k)))
        gain += _integral(least, a, b)
        for own, across, start in ((above, supply, 0), (below, demand, len(bids))):
            for i, chance in enumerate(own):
                if len(chance) < 2:
                    continue  # its range is not here
                takes = _takes_part(own, across, i)
                # (h - v) / (h - l) is the chance to be above the bid, and its slope the density.
                rents[start + i] += _integral(_times(chance, takes), a, b) / stretch
                likely[start + i] += abs(chance[1]) * _integral(takes, a, b)
    for side, facing, start, sign in ((bids, asks, 0, -1), (asks, bids, len(bids), 1)):
        for i, (low, high) in enumerate(side):
            if low == high:
                # Of equals who is named first goes first; who is across must be strictly better.
                mine = [_better(one, low, sign, ties=j < i) for j, one in enumerate(side)]
                across = _counts([_better(one, low, -sign, ties=False) for one in facing])
                likely[start + i] = sum(_takes_part(mine, across, i), ZERO)
    return RangeSums(gain, tuple(rents), tuple(likely))


def _takes_part(own: Sequence[Polynomial], across: Sequence[Polynomial], i: int) -> Polynomial:
    """The chance that more of the other side are willing than others of one's own are keener."""
    others = _counts([one for j, one in enumerate(own) if j != i])
    takes: Polynomial = []
    for k, exactly in enumerate(others):
        takes = _plus(takes, _times(exactly, _at_least(across, k + 1)))
    return takes


def _better(one: Range, price: Fraction, sign: int, *, ties: bool) -> Polynomial:
    """The chance to be below a price (sign 1) or above it (-1); ``ties``: or, if known, just it."""
    low, high = one
    if low == high:
        return [ONE] if sign * (low - price) < 0 or (ties and low == price) else []
    part = min(ONE, max(ZERO, (price - low) / (high - low)))
    return [part if sign > 0 else 1 - part]


def _above(one: Range, a: Fraction, b: Fraction) -> Polynomial:
    """The chance that a value in the range is above p, for p between a and b."""
    low, high = one
    if b <= low:
        return [ONE]
    if a >= high:
        return []
    return [high / (high - low), -1 / (high - low)]


def _below(one: Range, a: Fraction, b: Fraction) -> Polynomial:
    low, high = one
    if a >= high:
        return [ONE]
    if b <= low:
        return []
    return [-low / (high - low), 1 / (high - low)]


def _counts(chances: Sequence[Polynomial]) -> list[Polynomial]:
    """The chances that none, one, two, ... of independent events happen."""
    found: list[Polynomial] = [[ONE]]
    for chance in chances:
        rest = _plus([ONE], [-c for c in chance])
        found = [
            _plus(_times(stay, rest), _times(more, chance))
            for stay, more in zip([*found, []], [[], *found], strict=True)
        ]
    return found


def _at_least(counts: Sequence[Polynomial], k: int) -> Polynomial:
    total: Polynomial = []
    for exactly in counts[k:]:
        total = _plus(total, exactly)
    return total


def _plus(one: Polynomial, two: Polynomial) -> Polynomial:
    if len(one) < len(two):
        one, two = two, one
    return [a + b for a, b in zip(one, [*two, *[ZERO] * (len(one) - len(two))], strict=True)]


def _times(one: Polynomial, two: Polynomial) -> Polynomial:
    if not one or not two:
        return []
    found = [ZERO] * (len(one) + len(two) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            found[i + j] += a * b
    return found


def _integral(polynomial: Polynomial, a: Fraction, b: Fraction) -> Fraction:
    return sum(
        (c * (b ** (k + 1) - a ** (k + 1)) / (k + 1) for k, c in enumerate(polynomial)), ZERO
    )


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
        twice = _stays_below(others, room, 2) - _stays_below(others, room - width, 2)
        missed = twice / width - _stays_below(others, room - width, 1)
        rents.append(missed / stretch)
    built = _stays_below(free, room, 0)
    return RangeSums(_stays_below(free, room, 1), tuple(rents), (built,) * len(members))


def _stays_below(widths: Sequence[Fraction], room: Fraction, times: int) -> Fraction:
    """The chance that a sum of even variables stays below ``room``, integrated so many times."""
    ends = [(room, 1)]
    for width in widths:
        ends += [(end - width, -sign) for end, sign in ends]
    power = len(widths) + times
    total = sum((sign * end**power for end, sign in ends if end > 0), ZERO)
    return total / (math.factorial(power) * math.prod(widths, start=ONE))
