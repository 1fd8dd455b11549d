"""The excesses of all coalitions at once: passes over 2^n worths whose answers are exact.

One pass settles nearly all coalitions in floating point, with a bound on the rounding error; those
within the bound are settled in whole numbers.

>>> game = CoalitionalGame.from_function(["A", "B", "C"], lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
>>> Excesses(game).above([Fraction(40), Fraction(32), Fraction(0)], Fraction(0))
[(6, Fraction(28, 1)), (5, Fraction(20, 1))]

Source: Davis and Maschler (1965); Higham (2002), chapter 3, for the error of sums.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.subset_sums import subset_sums
from solvers.coalitional.worth_table import WorthTable, modular

__all__ = ["Excesses", "Floats", "Masks"]

ZERO, ONE = Fraction(0), Fraction(1)
Masks = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Chosen = npt.NDArray[np.bool_]
_NEARLY_ADDITIVE = 2**20
_CHUNK = 2**16
_BLOCK = 13  # 2^13 floats stay in the processor's cache


class Settled(Protocol):
    """What is settled: says of each coalition whether its payoff follows."""

    def contains(self, masks: Masks) -> Chosen: ...


class Excesses:
    """The excesses of all coalitions of a game, as gains, in units of ``unit``.

        e(S, x) = (v(S) - x(S)) / w(S),     w(S) = 1 unless ``weights`` says otherwise.

    Payoffs, levels and excesses are fractions of the unit. A pass over the coalitions asks where
    the *gap*  v(S) - x(S) - t w(S)  to a level t is positive: that is where e(S, x) > t.

    ``weights``: a positive number for each proper coalition, by bitmask: float64, int64 or Python
    integers.
    """

    def __init__(self, game: CoalitionalGame, weights: npt.NDArray[Any] | None = None) -> None:
        refuse_untabulated(game)
        self.table = WorthTable(game.as_gains().array)
        self.weights = None if weights is None else WorthTable(weights)
        self.unit = game.unit
        self.players = len(game.players)
        self.grand = game.grand
        self.base = [ZERO] * self.players

    def beyond_own(self) -> Excesses:
        """The excesses of v(S) less what its cities make alone, where that is tiny; or self.

        In a game that is additive but for rounding, ties are decided by digits that floats do not
        show. Payoffs are then counted from what each city makes alone.
        """
        own = [self.worth(1 << i) for i in range(self.players)]
        few = Fraction(self.table.size) * Fraction(2) ** self.table.shift / _NEARLY_ADDITIVE
        if abs(self.worth(self.grand) - sum(own)) > few:
            return self
        x, _, error = self._floating(own, ZERO)
        most = max(
            max(float(block.max()) - ahead, ahead - float(block[1:].min()))
            for _, ahead, block in self._blocks(x, 0.0)
        )
        if not 0 < most + error < self.table.size / _NEARLY_ADDITIVE:
            return self
        chunks = np.array_split(np.arange(self.grand + 1), max(1, self.grand // _CHUNK))
        scale = max(_scale(self.table.digits(masks)[1]) for masks in chunks)
        parts = [self._exact_gaps(masks, own, ZERO, most + error, scale) for masks in chunks]
        denominator = parts[0][1]
        other = copy.copy(self)
        other.table = WorthTable(np.concatenate([whole for whole, _ in parts]))
        other.unit = self.unit / denominator
        other.base = [payoff * self.unit for payoff in own]
        return other

    def units(self, payoffs: Iterable[Fraction]) -> list[Fraction]:
        """Payoffs in money as multiples of the unit."""
        return [(x - base) / self.unit for x, base in zip(payoffs, self.base, strict=True)]

    def money(self, payoffs: Iterable[Fraction]) -> list[Fraction]:
        """Payoffs in units as money."""
        return [x * self.unit + base for x, base in zip(payoffs, self.base, strict=True)]

    def worth(self, mask: int) -> Fraction:
        return self.table[mask]

    def weight(self, mask: int) -> Fraction:
        return ONE if self.weights is None else self.weights[mask]

    def excess(self, mask: int, payoffs: Sequence[Fraction]) -> Fraction:
        """e(S, x) of one coalition."""
        gap = self.worth(mask) - sum((x for i, x in enumerate(payoffs) if mask >> i & 1), ZERO)
        return gap / self.weight(mask)

    def proper(self, masks: Masks) -> Chosen:
        """Which of these coalitions are neither empty nor grand."""
        chosen: Chosen = (masks != 0) & (masks != self.grand)
        return chosen

    # ------------------------------------------------------------------ exact questions

    def above(
        self,
        payoffs: Sequence[Fraction],
        level: Fraction,
        among: Callable[[Masks], Chosen] | None = None,
        limit: int | None = None,
    ) -> list[tuple[int, Fraction]]:
        """The coalitions with e(S, x) > level, with their excesses, the greatest gap first.

        ``among`` says which coalitions count (the proper ones, unless said otherwise). With a
        limit, those that are left out may be greater than those returned by a rounding error.
        """
        found = [
            self._positive(masks, gaps, error, payoffs, level)
            for masks, gaps, error in self._probably_positive(payoffs, level, among or self.proper)
        ]
        masks, gaps = _joined(found)
        if not len(masks):
            return []
        _, _, error = self._floating(payoffs, level)
        if limit is not None and limit < len(masks):
            first = np.argpartition(-gaps, limit)[:limit]
            masks, gaps = np.sort(masks[first]), np.sort(gaps[first])
        whole, denominator = self._exact_gaps(
            masks, payoffs, level, np.abs(gaps).max(initial=0) + error
        )
        order = np.argsort(-whole, kind="stable")
        return [
            (mask, Fraction(gap, denominator) / self.weight(mask) + level)
            for mask, gap in zip(masks[order].tolist(), whole[order].tolist(), strict=True)
        ]

    def equal_to(self, payoffs: Sequence[Fraction], level: Fraction) -> Iterator[Masks]:
        """The proper coalitions with e(S, x) = level, some at a time."""
        for masks, gaps, error in self._probably_positive(payoffs, level, self.proper):
            close = masks[~(gaps > error)]
            whole, _ = self._exact_gaps(close, payoffs, level, 2 * error)
            yield close[whole == 0]

    def greatest(self, payoffs: Sequence[Fraction]) -> tuple[int, Fraction] | None:
        """The first coalition with the greatest gap v(S) - x(S), and that; None if n = 1."""
        if self.players == 1:
            return None
        x, _, error = self._floating(payoffs, ZERO)
        _, gaps = self.leading(x, 0.0, 1)
        masks, gaps = self.over(x, 0.0, float(gaps.max()) - 2 * error)
        masks, gaps = masks[self.proper(masks)], gaps[self.proper(masks)]
        whole, denominator = self._exact_gaps(masks, payoffs, ZERO, np.abs(gaps).max() + error)
        best = int(whole.argmax())
        return int(masks[best]), Fraction(int(whole[best]), denominator)

    def above_levels(
        self,
        payoffs: Sequence[Fraction],
        levels: Sequence[Fraction],
        spans: Sequence[Settled],
        limit: int,
    ) -> list[tuple[int, int]]:
        """Numbers of levels, and proper coalitions above them that are not settled before.

        Levels do not rise; ``spans[k]`` holds what is settled before ``levels[k]``.
        """
        if not levels:
            return []
        x, _, error = self._floating(payoffs, max(levels, key=abs))
        t = [self.floating_level(level) for level in levels]
        found: dict[int, list[tuple[Masks, Floats]]] = {}
        for k, masks, gaps in self.over_levels(x, t, spans, -2 * error):
            positive = self._positive(masks, gaps, 2 * error, payoffs, levels[k])
            found.setdefault(k, []).append(_first(*positive, limit))
        return [
            (k, mask)
            for k, parts in found.items()
            for mask in _first(*_joined(parts), limit)[0].tolist()
        ]

    def _probably_positive(
        self, payoffs: Sequence[Fraction], level: Fraction, among: Callable[[Masks], Chosen]
    ) -> Iterator[tuple[Masks, Floats, float]]:
        """The coalitions whose gap is positive as far as floats can tell, and their error."""
        x, t, error = self._floating(payoffs, level)
        for masks, gaps in self._chunks(x, t, -error):
            chosen = among(masks)
            yield masks[chosen], gaps[chosen], error

    def _positive(
        self,
        masks: Masks,
        gaps: Floats,
        error: float,
        payoffs: Sequence[Fraction],
        level: Fraction,
    ) -> tuple[Masks, Floats]:
        """Those whose gap is positive: within the error, whole numbers settle it."""
        positive: Chosen = gaps > error
        undecided = np.flatnonzero(~positive)
        if len(undecided):
            whole, _ = self._exact_gaps(masks[undecided], payoffs, level, 2 * error)
            positive[undecided] = whole > 0
        return masks[positive], gaps[positive]

    def _exact_gaps(
        self,
        masks: Masks,
        payoffs: Sequence[Fraction],
        level: Fraction,
        most: float,
        scale: int = 1,
    ) -> tuple[npt.NDArray[Any], int]:
        """The gaps of these coalitions as whole numbers over one denominator.

        ``most``: none is larger, as floats see it. The denominator is a multiple of ``scale``.
        """
        numbers, exponents = self.table.digits(masks)
        scale = max(scale, _scale(exponents))
        steps = level.denominator
        weigh = self.weights.digits(masks) if self.weights is not None else None
        if weigh is not None:
            steps *= _scale(weigh[1])
        denominator = math.lcm(scale, steps, *(x.denominator for x in payoffs))
        x = [payoff.numerator * (denominator // payoff.denominator) for payoff in payoffs]
        t = level.numerator * (denominator // level.denominator)
        modulo = (
            numbers.dtype != object
            and (weigh is None or weigh[0].dtype != object)
            and math.isfinite(most)
            and Fraction(most) * Fraction(2) ** self.table.shift * denominator < 2**62
        )
        kind: Any = np.uint64 if modulo else object
        if modulo:
            x = [payoff % 2**64 for payoff in x]
        cut = self.players // 2
        low = subset_sums(np.array(x[:cut], dtype=kind))
        high = subset_sums(np.array(x[cut:], dtype=kind))

        def times(digits: npt.NDArray[Any], exponents: Masks, factor: int) -> npt.NDArray[Any]:
            if modulo:
                return modular(digits, exponents, factor)
            powers = exponents.tolist()
            exact_ = [
                d * (factor << e if e >= 0 else factor >> -e)
                for d, e in zip(digits.tolist(), powers, strict=True)
            ]
            return np.array(exact_, dtype=object)

        total: npt.NDArray[Any] = times(numbers, exponents, denominator)
        total = total - low[masks & (1 << cut) - 1] - high[masks >> cut]
        total = total - (
            np.array(t % 2**64 if modulo else t, dtype=kind) if weigh is None else times(*weigh, t)
        )
        return (total.astype(np.int64) if modulo else total), denominator

    def _floating(
        self, payoffs: Sequence[Fraction], level: Fraction
    ) -> tuple[Floats, float, float]:
        """Payoffs and level as floats, and a bound on the error of a gap that they give.

        Each number is read with an error of one ulp, each of the n + 3 sums and products adds
        another: with u = 2^-53 and every partial result below M = |v| + sum |x_i| + |t| |w|, the
        error is less than (n + 6) u M up to terms in u^2. Twice that is safe; 2^-900 covers
        underflow.
        """
        x = np.array([self.table.floating(payoff) for payoff in payoffs])
        t = self.floating_level(level)
        heaviest = 1.0 if self.weights is None else self.weights.size
        size = self.table.size + float(np.abs(x).sum()) + abs(t) * heaviest
        return x, t, (self.players + 6) * 2.0**-52 * size + 2.0**-900

    def floating_level(self, level: Fraction) -> float:
        """A level such that level times the floats of the weights is on the scale of the worths."""
        shift = self.weights.shift if self.weights is not None else 0
        return self.table.floating(level * Fraction(2) ** shift if shift else level)

    # ------------------------------------------------------------------ passes in floats

    def over(self, x: Floats, t: float, margin: float) -> tuple[Masks, Floats]:
        """The coalitions but the empty one with a gap above ``margin`` in floats, and the gaps."""
        return _joined(list(self._chunks(x, t, margin)))

    def _chunks(self, x: Floats, t: float, margin: float) -> Iterator[tuple[Masks, Floats]]:
        """``over`` in parts, as these may be all coalitions there are."""
        found: list[tuple[Masks, Floats]] = []
        count = 0
        for start, ahead, block in self._blocks(x, t):
            if not float(block.max()) <= margin + ahead:  # a NaN stays in
                chosen = np.flatnonzero(~(block <= margin + ahead))
                found.append((chosen + start, block[chosen] - ahead))
                count += len(chosen)
                if count >= _CHUNK:
                    yield _joined(found)
                    found, count = [], 0
        if found:
            yield _joined(found)

    def leading(
        self, x: Floats, t: float, count: int, *, grand: bool = False
    ) -> tuple[Masks, Floats]:
        """The coalition with the greatest gap in each of ``count`` parts or more, and the gaps.

        The grand coalition takes part if ``grand``, the empty one never.
        """
        cut = min(self.players, _BLOCK)
        parts = 1 << max(0, (count - 1).bit_length() - (self.players - cut))
        parts = min(parts, 1 << cut - 1) if cut else 1
        width = (1 << cut) // parts
        masks, gaps = [], []
        for start, ahead, block in self._blocks(x, t):
            if not grand and start + len(block) > self.grand:
                block[-1] = -np.inf
            if parts == 1:
                best = int(block.argmax())
                masks.append(np.array([start + best]))
                gaps.append(np.array([block[best] - ahead]))
            else:
                rows = block.reshape(parts, width)
                best_of_each = rows.argmax(axis=1) + np.arange(parts) * width
                masks.append(start + best_of_each)
                gaps.append(block[best_of_each] - ahead)
        found, gap = np.concatenate(masks), np.concatenate(gaps)
        real = gap > -np.inf
        return found[real], gap[real]

    def over_levels(
        self, x: Floats, levels: Sequence[float], spans: Sequence[Settled], margin: float
    ) -> Iterator[tuple[int, Masks, Floats]]:
        """For each level, the last first, who is above it and not settled before it, in floats.

        Some at a time: each level may come up many times.
        """
        for chunk, gaps_of_chunk in self._chunks(x, levels[-1], margin):
            proper = self.proper(chunk)
            masks, lowest = chunk[proper], gaps_of_chunk[proper]
            gaps = lowest
            for k in reversed(range(len(levels))):
                settled = spans[k].contains(masks)
                yield k, masks[~settled], gaps[~settled]
                masks, lowest = masks[settled], lowest[settled]
                if not k or not len(masks):
                    break
                rise = levels[k - 1] - levels[-1]
                gaps = lowest - (
                    rise if self.weights is None else rise * self.weights.floats[masks]
                )
                still = ~(gaps <= margin)
                masks, lowest, gaps = masks[still], lowest[still], gaps[still]

    def _blocks(self, x: Floats, t: float) -> Iterator[tuple[int, float, Floats]]:
        """v(S) - x(S) - t w(S) in blocks: the first mask, what is still to be subtracted, the rest.

        The block is overwritten by the next one; the empty coalition's entry is minus infinity.
        """
        cut = min(self.players, _BLOCK)
        with np.errstate(over="ignore", invalid="ignore"):
            low, high = subset_sums(x[:cut]), subset_sums(x[cut:]).tolist()
            worths = self.table.floats.reshape(len(high), len(low))
            weights = None
            if self.weights is None:
                low += t
            else:
                weights = self.weights.floats.reshape(worths.shape)
            block = np.empty(len(low))
            weighed = np.empty(len(low))
            for k, ahead in enumerate(high):
                np.subtract(worths[k], low, out=block)
                if weights is not None:
                    np.multiply(weights[k], t, out=weighed)
                    block -= weighed
                if not k:
                    block[0] = -np.inf
                yield k << cut, ahead, block


def _scale(exponents: Masks) -> int:
    """The least power of two that makes whole numbers of multiples of these."""
    return 1 << max(0, -int(exponents.min(initial=0)))


def _joined(parts: Sequence[tuple[Masks, Floats]]) -> tuple[Masks, Floats]:
    if not parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    if len(parts) == 1:
        return parts[0]
    masks, gaps = zip(*parts, strict=True)
    return np.concatenate(masks), np.concatenate(gaps)


def _first(masks: Masks, gaps: Floats, limit: int) -> tuple[Masks, Floats]:
    """Those with the greatest gaps, the greatest first."""
    order = np.argsort(-gaps, kind="stable")[:limit]
    return masks[order], gaps[order]
