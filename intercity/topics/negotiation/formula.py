"""Why a bargaining solution lies where it does along one open clause, as data.

Between kinks each member gains a + b q by the open number q, so that where a solution lies on such
a straight piece an equation decides; else a kink, an end, a floor or a cap does.

>>> a, b, c, d = Fraction(-59, 7), Fraction(3, 25), Fraction(63, 2), Fraction(-1, 31)
>>> even = Reason(
...     decides=Decides.EQUATION, equation=Equation.EQUAL_GAINS, value=(c - a) / (b - d),
...     first=Fraction(0), last=Fraction(380),
...     gains={"Harbour": GainLine(a, b, Fraction(1)), "Uplands": GainLine(c, d, Fraction(1))})
>>> even.solved() == even.value, str(even.rounded(3).gains["Harbour"].at_zero)
(True, '-843/100')

Source: Nash (1950); Kalai and Smorodinsky (1975); Kalai (1977), for the conditions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from enum import StrEnum
from fractions import Fraction

from games.players import Coalition
from mechanisms.compact.negotiation import Formula

__all__ = ["Decides", "Equation", "GainLine", "Reason", "Solution", "reason_of"]

ZERO = Fraction(0)
NOTHING = Fraction(1, 10**9)
BISECTIONS = 60


class Solution(StrEnum):
    """The three that an arbitrator would try first."""

    EQUAL_GAINS = "equal_gains"
    KALAI_SMORODINSKY = "kalai_smorodinsky"
    NASH = "nash"


class Equation(StrEnum):
    """What holds between the gains of members, relative to their claims.

    The claims are powers, times largest gains under ``EQUAL_SHARES``; exponents under
    ``GREATEST_PRODUCT``.
    """

    EQUAL_GAINS = "equal_gains"
    EQUAL_SHARES = "equal_shares_of_largest_gains"
    GREATEST_PRODUCT = "greatest_product"


EQUATIONS = dict(zip(Solution, Equation, strict=True))


class Decides(StrEnum):
    """What decides where a solution lies."""

    FLOOR = "floor_of_a_group"
    IDEAL = "all_have_their_largest_gain"
    KINK = "kink"
    SEVERAL = "several_values"
    ONLY_VALUE = "only_value"
    CAP = "cap_of_a_member"
    EQUATION = "equation"
    LEAST = "least_value"
    MOST = "most_value"


DECIDES = {
    "floor": Decides.FLOOR,
    "kink": Decides.KINK,
    "any": Decides.SEVERAL,
    "fixed": Decides.ONLY_VALUE,
    "cap": Decides.CAP,
    "crossing": Decides.EQUATION,
    "least": Decides.LEAST,
    "most": Decides.MOST,
}


@dataclass(frozen=True, slots=True)
class GainLine:
    """A member's gain, ``at_zero`` + ``per_unit`` q, and what it is compared by."""

    at_zero: Fraction
    per_unit: Fraction
    claim: Fraction

    def at(self, value: Fraction) -> Fraction:
        """The gain at a value of the open clause."""
        return self.at_zero + self.per_unit * value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What ``decides`` where a solution lies, and the ``equation`` by which it compares gains.

    ``value``: of the open clause q. ``first``, ``last``: between these the gains are the straight
    lines ``gains``, given of the members whose claims meet. ``held_back``: who would gain by going
    on where the clause ends. ``floor``: the group that has no more than without the others.
    """

    decides: Decides
    equation: Equation
    value: Fraction
    first: Fraction
    last: Fraction
    gains: Mapping[str, GainLine]
    held_back: tuple[str, ...] = ()
    floor: Coalition = ()

    def rounded(self, digits: int) -> Reason:
        """The reason with so many digits of each coefficient, and all before the point."""
        gains = {
            city: GainLine(*(_rounded(x, digits) for x in (g.at_zero, g.per_unit, g.claim)))
            for city, g in self.gains.items()
        }
        return replace(self, gains=gains)

    def rise(self, value: Fraction) -> Fraction:
        """How fast the weighted product of gains grows at a value, relative to itself."""
        parts = (g.claim * g.per_unit / (g.at(value) or NOTHING) for g in self.gains.values())
        return sum(parts, ZERO)

    def solved(self) -> Fraction:
        """Where the equation holds: what it compares runs one way along a straight piece."""
        low, high = self.first, self.last
        if len(self.gains) == 2:
            one, other = self.gains.values()
            a, b, p = one.at_zero, one.per_unit, one.claim
            c, d, q = other.at_zero, other.per_unit, other.claim
            above, below = p * c - q * a, q * b - p * d
            if self.equation is Equation.GREATEST_PRODUCT:
                above, below = -(p * b * c + q * d * a), (p + q) * b * d
            return above / below if below else low
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            if self.rise(middle) > 0:
                low = middle
            else:
                high = middle
        return low


def reason_of(formula: Formula, solution: Solution) -> Reason:
    """The reason of a solution's place, from where negotiation found it."""
    decides = DECIDES[formula.where]
    if formula.ideal and decides is not Decides.FLOOR:
        decides = Decides.IDEAL
    return Reason(
        decides=decides,
        equation=EQUATIONS[solution],
        value=formula.value,
        first=formula.piece.start,
        last=formula.piece.end,
        gains={
            city: GainLine(*formula.piece.lines[city], formula.claims[city])
            for city in formula.binding
        },
        held_back=formula.held_back,
        floor=formula.floor,
    )


def _rounded(number: Fraction, digits: int) -> Fraction:
    """So many significant digits, and all before the point."""
    if number.denominator == 1:
        return number
    one_digit = Context(prec=1, Emax=MAX_EMAX, Emin=MIN_EMIN)
    size = one_digit.divide(Decimal(number.numerator), Decimal(number.denominator)).adjusted()
    return round(number, max(0, digits - 1 - size))
