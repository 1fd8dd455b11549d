"""Why a solution lies where it does: a formula whose printed numbers lead to the printed terms."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.english import amount, listed, shown
from intercity.topics.negotiation.formula import Decides, Equation, GainLine, Reason

if TYPE_CHECKING:
    from mechanisms.compact.instrument import Instrument

__all__ = ["formula_words"]

LEAST_DIGITS, MOST_DIGITS = 3, 12
PLAIN = {
    Decides.IDEAL: "each has the most that it could hope for",
    Decides.KINK: "more begins to cost more than it brings there",
    Decides.SEVERAL: "several do",
    Decides.ONLY_VALUE: "there is no other",
    Decides.CAP: "nobody gets more than it adds",
}
ENDS = {
    "amount": ("no more can be delivered", "no less can be delivered"),
    "refund": ("no larger share is allowed", "no smaller share is allowed"),
    "price": ("no higher price is paid", "it cannot be lower"),
    "payment": ("no more may be paid", "no more may be paid"),
}
Told = Callable[[Fraction], str]


def formula_words(
    reason: Reason, instrument: Instrument, told: Told, *, powers: bool = False
) -> str:
    """Why a solution lies where it does, short enough for a line; q is the open clause.

    ``told``: how its values are told in the table. ``powers``: whether members bargain with weights
    of their own.
    """
    there = " there" if instrument.kinks else ""  # of all amounts that is not known
    if reason.decides in PLAIN:
        ideal = reason.decides is Decides.IDEAL
        return f"{PLAIN[reason.decides]}{there if ideal else ''}"
    nash = reason.equation is Equation.GREATEST_PRODUCT
    if reason.decides is Decides.EQUATION:
        printed = _as_printed(reason, told)
        if nash:
            return f"{_product(printed)} is largest"
        if reason.equation is Equation.EQUAL_GAINS or _claims_alike(printed):
            return _equation(printed)
        largest = f"their largest gains{there}{' times power' if powers else ''}"
        return f"{_equation(printed)}, {largest}"
    most = reason.decides is Decides.MOST
    end = ENDS[instrument.kind][0 if most else 1]
    if reason.value in instrument.kinks:
        end = "beyond, a floor or cap of a refund begins or ceases to bind"
    elif reason.held_back:
        end += f", else {listed(reason.held_back)} would get more"
    if not nash:
        return end
    product, value = _product(_as_printed(reason, told)), told(reason.value)
    return (
        f"{product} still rises at {value}: {end}"
        if most
        else (f"{product} falls from {value} on: {end}")
    )


def _as_printed(reason: Reason, told: Told) -> Reason:
    """With the fewest digits, from three on, that lead to the value and the gains as told."""
    for digits in range(LEAST_DIGITS, MOST_DIGITS):
        found = reason.rounded(digits)
        if _leads_to(found, reason, told):
            return found
    return reason.rounded(MOST_DIGITS)


def _leads_to(printed: Reason, reason: Reason, told: Told) -> bool:
    """Whether rounded numbers have the value and the gains of the exact ones, as they are told."""
    value = reason.value
    if reason.decides is Decides.EQUATION:
        value = printed.solved()
    elif (printed.rise(value) > 0) != (reason.decides is Decides.MOST):
        return False
    return told(value) == told(reason.value) and all(
        shown(gain.at(value)) == shown(reason.gains[city].at(reason.value))
        for city, gain in printed.gains.items()
    )


def _claims_alike(reason: Reason) -> bool:
    return len({gain.claim for gain in reason.gains.values()}) == 1


def _product(reason: Reason) -> str:
    """The product of gains, with power as exponents."""
    return " x ".join(
        f"({_line(gain)})" + ("" if gain.claim == 1 else f"^{_number(gain.claim)}")
        for gain in reason.gains.values()
    )


def _equation(reason: Reason) -> str:
    """The two lines that are equal, or in proportion to the claims.

    >>> gains = {c: GainLine(Fraction(a), Fraction(b, 8), Fraction(1))
    ...          for c, a, b in (("Harbour", -8, 1), ("Uplands", 3000, -8))}
    >>> _equation(Reason(decides=Decides.EQUATION, equation=Equation.EQUAL_GAINS, gains=gains,
    ...                  value=Fraction(8), first=Fraction(0), last=Fraction(9)))
    '-8 + 0.125 q = 3,000 - q'
    """
    lines = [_line(gain) for gain in reason.gains.values()]
    if _claims_alike(reason):
        return " = ".join(lines)
    claims = (_number(gain.claim) for gain in reason.gains.values())
    return f"{' : '.join(f'({line})' for line in lines)} = {' : '.join(claims)}"


def _line(gain: GainLine) -> str:
    a, b = gain.at_zero, gain.per_unit
    if not b:
        return _number(a)
    size = "q" if abs(b) == 1 else f"{_number(abs(b))} q"
    if not a:
        return f"-{size}" if b < 0 else size
    return f"{_number(a)} {'-' if b < 0 else '+'} {size}"


def _number(number: Fraction) -> str:
    """A number of few digits, with all of them."""
    if number.denominator == 1:
        return amount(number)
    return f"{Decimal(number.numerator) / Decimal(number.denominator):,f}"
