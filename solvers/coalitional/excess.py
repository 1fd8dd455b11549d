"""Excess: what a coalition could gain by leaving a split.

    e(S, x) = v(S) - x(S)   for gains,      e(S, x) = x(S) - c(S)   for costs.

A coalition with a positive excess blocks the split: its members can do better alone. One pass over
all 2^n coalitions settles nearly all of them in floating point, with a bound on the rounding error;
those within the bound are settled in whole numbers, so that the answer is exact.

>>> from games import CoalitionalGame
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
>>> greatest_excess(pairs, {"A": 40, "B": 32, "C": 0})
Violation(coalition=('B', 'C'), gain=Fraction(28, 1))

Source: Davis and Maschler (1965); Schmeidler (1969).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import Coalition, CoalitionalGame, coalition_name
from games.errors import InvalidInput
from games.exact import exact

__all__ = [
    "Excesses",
    "Violation",
    "blocking_coalitions",
    "excess",
    "gains",
    "greatest_excess",
    "read_split",
    "refuse_untabulated",
]

ZERO = Fraction(0)
Masks = npt.NDArray[np.int64]
Chosen = npt.NDArray[np.bool_]
_BLOCK = 13  # 2^13 floats stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Violation:
    """A coalition and what it gains by leaving (for costs: what it saves).

    Of the grand coalition: what the split leaves undistributed, or, if negative, what it promises
    beyond what there is.
    """

    coalition: Coalition
    gain: Fraction

    def __str__(self) -> str:
        return f"{coalition_name(self.coalition)} can gain {float(self.gain):.6g}"


def excess(game: CoalitionalGame, split: Mapping[str, Any], coalition: Iterable[str]) -> Fraction:
    """e(S, x) of one coalition, exact; positive when its members do better alone.

    >>> glove = CoalitionalGame(["L", "R"], {"L": 0, "R": 0, ("L", "R"): 1})
    >>> excess(glove, {"L": 0.25, "R": 0.75}, ["L"])
    Fraction(-1, 4)
    """
    payoffs, _ = read_split(game, split)
    mask = game.mask(coalition)
    total = sum((x for i, x in enumerate(payoffs) if mask >> i & 1), ZERO)
    return gains(game, [game.worth(mask) - total])[0]


def greatest_excess(game: CoalitionalGame, split: Mapping[str, Any]) -> Violation | None:
    """The coalition that gains most (or loses least) by leaving; None for a game of one city.

    Of several, the first by bitmask. The empty and the grand coalition are not considered.
    """
    payoffs, _ = read_split(game, split)
    table = Excesses(game)
    found = table.greatest(table.units(gains(game, payoffs)))
    if found is None:
        return None
    mask, most = found
    return Violation(game.members(mask), most * table.unit)


def blocking_coalitions(
    game: CoalitionalGame, split: Mapping[str, Any], *, radius: Fraction = Fraction(0)
) -> tuple[Violation, ...]:
    """The coalitions that gain more than ``radius`` by leaving, the greatest gain first.

    >>> three = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
    >>> print(*blocking_coalitions(three, {"A": 40, "B": 32, "C": 0}), sep="; ")
    {B, C} can gain 28; {A, C} can gain 20
    """
    payoffs, _ = read_split(game, split)
    table = Excesses(game)
    found = table.above(table.units(gains(game, payoffs)), radius / table.unit)
    return tuple(Violation(game.members(mask), e * table.unit) for mask, e in found)


def refuse_untabulated(game: object) -> None:
    """``InvalidInput`` for a game that is no table of worths, where one is needed."""
    if not isinstance(game, CoalitionalGame):
        raise InvalidInput(
            "the game",
            f"of type {type(game).__name__}",
            "a CoalitionalGame; tabulated(game) makes one of a game with a structure of its own",
        )


def gains(game: CoalitionalGame, numbers: Iterable[Fraction]) -> list[Fraction]:
    """Numbers in the sense of the game as gains, and gains in the sense of the game: costs negate.

    Solvers work on ``game.as_gains()`` and call this once, where payoffs leave them.
    """
    return list(numbers) if game.sense == "gain" else [-number for number in numbers]


def read_split(game: CoalitionalGame, split: Mapping[str, Any]) -> tuple[list[Fraction], Fraction]:
    """The payoffs in the order of the players, and the radius within which the split is judged.

    The radius is 0 for a split of exact numbers. One that contains a float cannot add up better
    than floats do, so it is judged within n 2^-52 (sum |x_i| + |v(N)|).

    >>> halves = CoalitionalGame(["A", "B"], {"A": 0, "B": 0, ("A", "B"): 1})
    >>> read_split(halves, {"A": Fraction(1, 2), "B": 0.5})
    ([Fraction(1, 2), Fraction(1, 2)], Fraction(1, 1125899906842624))
    """
    for name in split:
        if name not in game.players:
            raise InvalidInput("a city of the split", name, "one of " + ", ".join(game.players))
    for name in game.players:
        if name not in split:
            raise InvalidInput(f"the split's payoff of {name}", "missing", "a number")
    payoffs = [exact(split[name], f"the split's payoff of {name}") for name in game.players]
    if not any(isinstance(split[name], float | np.floating) for name in game.players):
        return payoffs, Fraction(0)
    size = sum(map(abs, payoffs), abs(game.grand_worth))
    return payoffs, len(payoffs) * size / 2**52


class Excesses:
    """The excesses of all coalitions of a game, as gains, in units of ``unit``.

    ``worths`` are whole numbers by bitmask. Payoffs, thresholds and excesses are fractions of the
    unit: with the common denominator out of the way, exact arithmetic stays on small numbers.
    """

    def __init__(self, game: CoalitionalGame) -> None:
        refuse_untabulated(game)
        self.worths, self.unit = game.as_gains().integers()
        self.players = len(game.players)
        self.grand = game.grand
        self.bits = max(int(self.worths.max()), -int(self.worths.min())).bit_length()
        # The worths over 2^bits: floats in [-1, 1], however large the worths are.
        if self.worths.dtype == object:
            size = 1 << self.bits
            self.floats = np.array([worth / size for worth in self.worths.tolist()])
        else:
            self.floats = np.ldexp(self.worths.astype(np.float64), -self.bits)

    def units(self, payoffs: Iterable[Fraction]) -> list[Fraction]:
        """Payoffs in money as multiples of the unit."""
        return [payoff / self.unit for payoff in payoffs]

    def worth(self, mask: int) -> int:
        return int(self.worths[mask])

    def excess(self, mask: int, payoffs: Sequence[Fraction]) -> Fraction:
        """e(S, x) of one coalition."""
        return self.worth(mask) - sum((x for i, x in enumerate(payoffs) if mask >> i & 1), ZERO)

    def proper(self, masks: Masks) -> Chosen:
        """Which of these coalitions are neither empty nor grand."""
        chosen: Chosen = (masks != 0) & (masks != self.grand)
        return chosen

    def above(
        self,
        payoffs: Sequence[Fraction],
        threshold: Fraction,
        among: Callable[[Masks], Chosen] | None = None,
        limit: int | None = None,
    ) -> list[tuple[int, Fraction]]:
        """The coalitions with e(S, x) > threshold, with their excesses, the greatest first.

        ``among`` says which coalitions count (the proper ones, unless said otherwise).
        """
        approximate, error = self._approximate(payoffs, threshold)
        masks = np.flatnonzero(~(approximate < -error))  # a NaN stays in
        masks = masks[(among or self.proper)(masks)]
        if not len(masks):
            return []
        exact_, denominator = self._exact(masks, payoffs, threshold)
        positive = exact_ > 0
        masks, exact_ = masks[positive], exact_[positive]
        order = np.argsort(-exact_, kind="stable")[:limit]
        return [(int(masks[k]), Fraction(int(exact_[k]), denominator) + threshold) for k in order]

    def equal_to(self, payoffs: Sequence[Fraction], level: Fraction) -> list[int]:
        """The proper coalitions with e(S, x) = level."""
        approximate, error = self._approximate(payoffs, level)
        masks = np.flatnonzero(~(np.abs(approximate) > error))
        masks = masks[self.proper(masks)]
        exact_, _ = self._exact(masks, payoffs, level)
        return [int(mask) for mask in masks[exact_ == 0]]

    def greatest(self, payoffs: Sequence[Fraction]) -> tuple[int, Fraction] | None:
        """A proper coalition with the greatest excess, and that excess; None if n = 1."""
        if self.players == 1:
            return None
        approximate, error = self._approximate(payoffs, Fraction(0))
        approximate[[0, self.grand]] = -np.inf
        masks = np.flatnonzero(~(approximate < approximate.max() - 2 * error))
        masks = masks[self.proper(masks)]
        exact_, denominator = self._exact(masks, payoffs, Fraction(0))
        best = int(exact_.argmax())
        return int(masks[best]), Fraction(int(exact_[best]), denominator)

    def promising(self, payoffs: Sequence[Fraction], count: int) -> list[int]:
        """The proper coalitions with the greatest excesses, as far as floats can tell."""
        approximate, _ = self._approximate(payoffs, Fraction(0))
        approximate[[0, self.grand]] = -np.inf
        count = min(count, len(approximate) - 2)
        order = np.argpartition(-approximate, count)[:count]
        return [int(mask) for mask in np.sort(order)]

    def _approximate(
        self, payoffs: Sequence[Fraction], threshold: Fraction
    ) -> tuple[npt.NDArray[np.float64], float]:
        """(v(S) - x(S) - t) / 2^bits in floating point, and a bound on its error.

        Each number is read with an error of one ulp, each of the n + 2 sums adds another: with
        u = 2^-53 and every partial result below M = 1 + sum |x_i| + |t|, the error is less than
        (n + 4) u M up to terms in u^2. Twice that is safe; 2^-1000 covers underflow.
        """
        x = [_float(payoff, self.bits) for payoff in payoffs]
        t = _float(threshold, self.bits)
        size = 1 + sum(map(abs, x)) + abs(t)
        error = (self.players + 4) * 2.0**-52 * size + 2.0**-1000
        cut = min(self.players, _BLOCK)
        with np.errstate(over="ignore", invalid="ignore"):
            low = subset_sums(np.array(x[:cut]))
            low += t
            high = subset_sums(np.array(x[cut:]))
            result = np.empty_like(self.floats).reshape(len(high), len(low))
            for k, block in enumerate(self.floats.reshape(result.shape)):
                np.subtract(block, low, out=result[k])
                if k:
                    result[k] -= high[k]
        return result.ravel(), error

    def _exact(
        self, masks: Masks, payoffs: Sequence[Fraction], threshold: Fraction
    ) -> tuple[npt.NDArray[Any], int]:
        """v(S) - x(S) - t of these coalitions as whole numbers over one denominator."""
        denominator = math.lcm(threshold.denominator, *(x.denominator for x in payoffs))
        x = [payoff.numerator * (denominator // payoff.denominator) for payoff in payoffs]
        t = threshold.numerator * (denominator // threshold.denominator)
        fits = (denominator << self.bits) + sum(map(abs, x)) + abs(t) < 2**62
        kind: Any = np.int64 if fits else object
        cut = self.players // 2
        low = subset_sums(np.array(x[:cut], dtype=kind))
        high = subset_sums(np.array(x[cut:], dtype=kind))
        worths = self.worths[masks].astype(kind)
        total: npt.NDArray[Any] = (
            worths * denominator - low[masks & (1 << cut) - 1] - high[masks >> cut] - t
        )
        return total, denominator


def subset_sums(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The sum over each subset, by bitmask."""
    sums = np.zeros(1, dtype=values.dtype)
    for value in values:
        sums = np.concatenate((sums, sums + value))
    return sums


def _float(value: Fraction, bits: int) -> float:
    try:
        return value.numerator / (value.denominator << bits)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
