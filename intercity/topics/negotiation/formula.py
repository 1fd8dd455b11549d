"""Why a bargaining solution lies where it does, as a formula of q short enough for a line.

All numbers have as many digits as it takes: who solves the printed line by hand gets the terms and
the gains that stand beside it in the table.

>>> from mechanisms.compact.gain_curve import Piece
>>> a, b, c, d = Fraction(-59, 7), Fraction(3, 25), Fraction(63, 2), Fraction(-1, 31)
>>> piece = Piece(Fraction(0), Fraction(380), {"Harbour": (a, b), "Uplands": (c, d)})
>>> both = {"Harbour": Fraction(1), "Uplands": Fraction(1)}
>>> even = Formula(piece, "crossing", (c - a) / (b - d), both, tuple(both), ())
>>> print(Printed.of(even, "equal gains", shown).equation())
-8.43 + 0.12 q = 31.5 - 0.0323 q

Source: Nash (1950); Kalai and Smorodinsky (1975); Kalai (1977), for the conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from intercity.english import amount, listed, shown
from mechanisms.compact.instrument import Instrument
from mechanisms.compact.negotiation import Formula

__all__ = ["Printed", "formula_words"]

ZERO = Fraction(0)
NOTHING = Fraction(1, 10**9)
MOST_DIGITS = 12
Told = Callable[[Fraction], str]


@dataclass(frozen=True, slots=True)
class Printed:
    """The lines a + b q and the claims of those who meet, rounded as they are printed."""

    lines: Mapping[str, tuple[str, str]]
    claims: Mapping[str, str]
    nash: bool

    @staticmethod
    def of(formula: Formula, solution: str, told: Told) -> Printed:
        """With the fewest digits, from three on, that lead to the value and the gains as told."""
        digits = 3
        while True:
            found = Printed(
                {
                    city: (_rounded(a, digits), _rounded(b, digits))
                    for city, (a, b) in formula.piece.lines.items()
                    if city in formula.binding
                },
                {city: _rounded(formula.claims[city], digits) for city in formula.binding},
                solution == "Nash",
            )
            if found.leads_to(formula, told) or digits == MOST_DIGITS:
                return found
            digits += 1

    def leads_to(self, formula: Formula, told: Told) -> bool:
        """Whether the printed line has the value and the gains of the formula, as they are told."""
        value = formula.value
        if formula.where == "crossing":
            value = self._root(formula.piece.start, formula.piece.end)
        elif self.nash and (self.rise(value) > 0) != (formula.where == "most"):
            return False
        return told(value) == told(formula.value) and all(
            shown(self._gain(city, value)) == shown(formula.piece.gain(city, formula.value))
            for city in self.lines
        )

    def rise(self, value: Fraction) -> Fraction:
        """How fast the weighted product of gains grows there, relative to itself."""
        return sum(
            (
                _number(self.claims[city]) * _number(b) / (self._gain(city, value) or NOTHING)
                for city, (_, b) in self.lines.items()
            ),
            ZERO,
        )

    def _gain(self, city: str, value: Fraction) -> Fraction:
        a, b = self.lines[city]
        return _number(a) + _number(b) * value

    def _root(self, low: Fraction, high: Fraction) -> Fraction:
        """Where the condition holds: what it compares runs one way along a piece."""
        if len(self.lines) == 2:
            (a, b), (c, d) = ((_number(a), _number(b)) for a, b in self.lines.values())
            p, q = map(_number, self.claims.values())
            above, below = p * c - q * a, q * b - p * d
            if self.nash:
                above, below = -(p * b * c + q * d * a), (p + q) * b * d
            return above / below if below else low
        for _ in range(60):
            middle = (low + high) / 2
            if self.rise(middle) > 0:
                low = middle
            else:
                high = middle
        return low

    def product(self) -> str:
        """The product of gains, with power as exponents."""
        return " x ".join(
            f"({_line(*self.lines[city])})" + ("" if claim == "1" else f"^{claim}")
            for city, claim in self.claims.items()
        )

    def equation(self) -> str:
        """The two lines that are equal, or in proportion to the claims."""
        lines = [_line(a, b) for a, b in self.lines.values()]
        if len(set(self.claims.values())) == 1:
            return " = ".join(lines)
        told = (f"({line})" for line in lines)
        return f"{' : '.join(told)} = {' : '.join(self.claims.values())}"


def formula_words(
    formula: Formula, solution: str, instrument: Instrument, told: Told, *, powers: bool = False
) -> str:
    """Why a solution lies where it does; q is the open clause.

    ``told``: how its values are told in the table. ``powers``: whether members bargain with weights
    of their own.
    """
    if formula.ideal:
        return "each has the most that it could hope for"
    if formula.where == "kink":
        return "in a kink: where more begins to cost more than it brings"
    plain = {
        "any": "several do",
        "fixed": "there is no other",
        "cap": "nobody gets more than it adds",
        "floor": "a group could have as much without it",
    }
    if formula.where in plain:
        return plain[formula.where]
    nash, printed = solution == "Nash", Printed.of(formula, solution, told)
    if formula.where == "crossing" and nash:
        return f"{printed.product()} is largest"
    if formula.where == "crossing":
        equation = printed.equation()
        if solution != "Kalai-Smorodinsky" or len(set(printed.claims.values())) == 1:
            return equation
        return f"{equation}, their largest gains{' times power' if powers else ''}"
    end = _end_words(formula, instrument)
    if not nash:
        return end
    way = "still rises at" if formula.where == "most" else "falls from"
    there = f"{way} {told(formula.value)}"
    return f"{printed.product()} {there}{'' if formula.where == 'most' else ' on'}: {end}"


def _end_words(formula: Formula, instrument: Instrument) -> str:
    most = formula.where == "most"
    ends = {
        "amount": ("no more can be delivered", "no less can be delivered"),
        "refund": ("no larger share is allowed", "no smaller share is allowed"),
        "price": ("no higher price is paid", "it cannot be lower"),
        "payment": ("no more may be paid", "no more may be paid"),
    }
    text = ends[instrument.kind][0 if most else 1]
    if formula.held_back:
        text += f", else {listed(formula.held_back)} would get more"
    return text


def _rounded(number: Fraction, digits: int) -> str:
    """So many digits, and all before the point."""
    if number.denominator == 1:
        return amount(number)
    size = int(approximately(abs(number), ".0e").partition("e")[2])
    text = approximately(number, f",.{max(0, digits - 1 - size)}f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _line(a: str, b: str) -> str:
    slope = _number(b)
    if not slope:
        return a
    size = b.removeprefix("-")
    size = "q" if size == "1" else f"{size} q"
    if not _number(a):
        return f"-{size}" if slope < 0 else size
    return f"{a} {'-' if slope < 0 else '+'} {size}"
