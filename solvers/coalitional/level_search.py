"""Finding the split whose excesses, from the greatest down, are smallest.

Of few cities the simplex method in whole numbers finds it, see ``level_tableau``. Of more, all
levels are found on a small pool of coalitions, in floating point, by one linear program each:
coalitions with a positive multiplier are settled, and the next level is sought among the others.
Then one pass over all 2^n coalitions finds those that exceed a level without having been settled
before it; they join the pool, and the levels are found again. When none is left, the multipliers,
levels and payoffs are computed in rational arithmetic, and one more pass, exact, has the last word.

Should floating point have got the order of near ties wrong, each level is found by itself, by the
dual simplex method in rational arithmetic.

>>> from games import CoalitionalGame
>>> estate = CoalitionalGame.from_array(["c100", "c200", "c300"], [0, 0, 0, 0, 0, 0, 100, 200])
>>> split, levels = lexicographic(estate, floors=False)
>>> split
{'c100': Fraction(50, 1), 'c200': Fraction(75, 1), 'c300': Fraction(75, 1)}
>>> print(*levels, sep="; ")
1/2 {c100} + 1/2 {c200, c300}; 1/2 {c200} + 1/2 {c300}

Source: Kohlberg (1971); Maschler, Peleg and Shapley (1979); Hallefjord, Helming and Jørnsten (1995)
for the pool.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from solvers.coalitional.balanced_collection import collection
from solvers.coalitional.excesses import Excesses, Floats, Masks
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.coalitional.kohlberg import Level
from solvers.coalitional.level_tableau import Settled, tableau_levels
from solvers.coalitional.pool_program import PoolProgram
from solvers.coalitional.row_generation import CoalitionProgram, separation, starting_pool
from solvers.coalitional.slack_table import IN_WHOLE_NUMBERS, few_cities
from solvers.coalitional.span import NearSpan, Span, incidence
from solvers.rational import fraction, rational

__all__ = ["how", "lexicographic"]

_MARGIN = 1e-8  # of the largest worth: who exceeds a level by less is left to exact arithmetic
_ROUNDS = 1000


def lexicographic(
    game: CoalitionalGame,
    *,
    floors: bool,
    weights: npt.NDArray[Any] | None = None,
    long_weights: bool = False,
) -> tuple[dict[str, Fraction], tuple[Level, ...]]:
    """The split with the lexicographically smallest excesses, and the levels that prove it.

    ``floors``: only splits with x_i >= v(i) (costs: x_i <= c(i)) count; there must be one.
    ``weights``: what the excess of each coalition is divided by; 1 if not given; ``long_weights``:
    they have many digits.
    """
    refuse_untabulated(game)
    search = tableau_levels if few_cities(game, long_weights=long_weights) else _on_a_pool
    payoffs, found = search(game, floors=floors, weights=weights)
    levels = tuple(_named_level(game, level) for level in found)
    return dict(zip(game.players, gains(game, payoffs), strict=True)), levels


def how(game: CoalitionalGame, *, long_weights: bool = False) -> str:
    """The method, in words."""
    if few_cities(game, long_weights=long_weights):
        return f"all levels by {IN_WHOLE_NUMBERS}"
    return "all levels on a growing pool of coalitions, proven in rational arithmetic"


def _on_a_pool(
    game: CoalitionalGame, *, floors: bool, weights: npt.NDArray[Any] | None
) -> tuple[list[Fraction], list[Settled]]:
    excesses = Excesses(game, weights).beyond_own()
    pool = starting_pool(excesses)
    payoffs, found = _all_levels(excesses, pool, floors=floors) or _one_by_one(
        excesses, pool, floors=floors
    )
    return excesses.money(payoffs), found


def _named_level(game: CoalitionalGame, level: Settled) -> Level:
    """A level by names, the weights of its coalitions adding up to 1."""
    total = sum(level.weights.values())
    weights = {mask: Fraction(y, total) for mask, y in level.weights.items()}
    floors = {game.players[i]: Fraction(y, total) for i, y in level.floors.items()}
    return Level(collection(game, weights), floors)


_Found = tuple[Sequence[Fraction], list[Settled]]


def _all_levels(excesses: Excesses, pool: list[int], *, floors: bool) -> _Found | None:
    """All levels at once; None where floating point does not tell near ties apart."""
    search = _PoolSearch(excesses, pool, floors=floors)
    while True:
        proposal = search.levels()
        if proposal is None:
            return None
        proven = _proven(excesses, proposal)
        if proven is None:
            return None
        payoffs, values, spans, found = proven
        if floors and any(x < excesses.worth(1 << i) for i, x in enumerate(payoffs)):
            return None
        above = excesses.above_levels(payoffs, values, spans, 4 * excesses.players)
        if not above:
            return payoffs, found
        if not search.join([mask for _, mask in above]):
            return None


class _PoolSearch:
    """The levels on a pool that grows, in floating point."""

    def __init__(self, excesses: Excesses, pool: list[int], *, floors: bool) -> None:
        self.excesses = excesses
        self.pool = pool
        self.floors = floors
        self.first = self._program()

    def _program(self) -> PoolProgram:
        excesses = self.excesses
        program = PoolProgram(excesses)
        program.fix(excesses.grand, float(excesses.table.floats[excesses.grand]))
        if self.floors:
            program.floor(range(excesses.players))
        program.join([mask for mask in self.pool if mask != excesses.grand])
        return program

    def join(self, masks: Sequence[int]) -> bool:
        """Add the new ones of these coalitions to the pool; whether there were any."""
        fresh = [mask for mask in masks if mask not in self.first.place]
        self.pool += fresh
        self.first.join(fresh)
        return bool(fresh)

    def _complete(self) -> bool:
        """Whether all proper coalitions are in the pool."""
        return len(self.first.place) == self.excesses.grand - 1

    def levels(self) -> list[tuple[list[int], list[int]]] | None:
        """For each level the coalitions and the cities with a floor that settle it.

        None where HiGHS finds no optimum, or one that settles nothing.
        """
        excesses, first = self.excesses, self.first
        if excesses.players == 1:
            return []
        while first.solve():
            if self._complete() or not self.join(separation(excesses, first.payoffs, first.t)):
                break
        else:
            return None
        for _ in range(_ROUNDS):
            found = self._on_pool()
            if found is None:
                return None
            payoffs, values, spans, settling = found
            if self._complete():
                return settling
            above: list[int] = []
            margin = _MARGIN * excesses.table.size
            for _, masks, gaps in excesses.over_levels(payoffs, values, spans, margin):
                above += _spread(masks, gaps, 4 * excesses.players).tolist()
            if not self.join(above):
                return settling
            if not first.solve():
                return None
        return None

    def _on_pool(
        self,
    ) -> tuple[Floats, list[float], list[NearSpan], list[tuple[list[int], list[int]]]] | None:
        """Payoffs, levels, what is settled before each, and what settles each."""
        n = self.excesses.players
        program = self.first
        span = NearSpan(n)
        span.add(np.ones(n))
        open_ = np.array(list(program.place), dtype=np.int64)
        held = list(program.floors)
        values: list[float] = []
        spans: list[NearSpan] = []
        settling: list[tuple[list[int], list[int]]] = []
        while True:
            masks, cities = program.support(open_, held)
            values.append(min([program.t, *values[-1:]]))
            spans.append(span.copy())
            settling.append((masks, cities))
            fresh = [mask for mask in masks if span.add(_bits(mask, n))]
            grounded = [i for i in cities if span.add(_bits(1 << i, n))]
            if not fresh and not grounded:
                return None
            if span.full:
                return program.payoffs, values, spans, settling
            if program is self.first and not self._complete():  # which starts again, if some join
                program = self._program()
                program.start_from(self.first.basis())
            program.settle(fresh, values[-1])
            program.ground(grounded)
            inside = span.contains(open_)
            settled = set(fresh)
            out = [mask for mask in open_[inside].tolist() if mask not in settled]
            open_ = open_[~inside]
            below = span.contains(np.array([1 << i for i in held], dtype=np.int64))
            sunk = [i for i, gone in zip(held, below.tolist(), strict=True) if gone]
            held = [i for i in held if i not in sunk]
            program.dismiss(out, [i for i in sunk if i not in grounded])
            if not program.solve():
                return None


def _bits(mask: int, n: int) -> Floats:
    return np.array(incidence(mask, n), dtype=np.float64)


def _spread(masks: Masks, gaps: Floats, count: int) -> Masks:
    """Some of these coalitions: those with the greatest gaps, and others from all over."""
    if len(masks) <= count:
        return masks
    worst = np.argpartition(-gaps, count // 2)[: count // 2]
    bins = masks * 2654435761 % 2**32 * (count // 2) >> 32
    order = np.argsort(gaps)
    best = np.full(count // 2, -1)
    best[bins[order]] = order  # the last one stays: the greatest gap
    chosen: Masks = masks[np.unique(np.concatenate((worst, best[best >= 0])))]
    return chosen


# ------------------------------------------------------------------ in rational arithmetic


def _proven(
    excesses: Excesses, settling: Sequence[tuple[list[int], list[int]]]
) -> tuple[list[Fraction], list[Fraction], list[Span], list[Settled]] | None:
    """Payoffs, levels, what is settled before each, and the multipliers; None if they are none.

    One payoff vector goes along that gives all that is settled its due. Another coalition that is
    settled moves it in a direction that leaves those before as they are.
    """
    from flint import fmpq

    n = excesses.players
    span = Span(n)
    span.add(incidence(excesses.grand, n))
    payoffs = [rational(excesses.worth(excesses.grand))] + [fmpq(0)] * (n - 1)
    values: list[Any] = []
    spans: list[Span] = []
    levels: list[Settled] = []
    for masks, cities in settling:
        multipliers = _balance(excesses, span, masks, cities)
        if multipliers is None:
            return None
        weights = dict(zip(masks, multipliers, strict=False))
        held = dict(zip(cities, multipliers[len(masks) :], strict=True))
        rows = [*masks, *(1 << i for i in cities)]
        value = fmpq(0)
        for mask, multiplier in zip(rows, multipliers, strict=True):
            worth = rational(excesses.worth(mask))
            value += multiplier * (worth - _total(payoffs, mask))
        if values and value > values[-1]:
            return None
        spans.append(span.copy())
        values.append(value)
        for k, mask in enumerate(rows):
            due = rational(excesses.worth(mask))
            if k < len(masks):
                due -= value * rational(excesses.weight(mask))
            lack = due - _total(payoffs, mask)
            found = span.direction(incidence(mask, n))
            if found is None:
                if lack:
                    return None
                continue
            z, product = found
            if lack:
                step = lack / product
                payoffs = [x + step * a if a else x for x, a in zip(payoffs, z, strict=True)]
            span.add(incidence(mask, n))
        levels.append(
            Settled(
                {mask: fraction(y) for mask, y in weights.items()},
                {i: fraction(y) for i, y in held.items()},
            )
        )
    if not span.full:
        return None
    return [fraction(x) for x in payoffs], [fraction(t) for t in values], spans, levels


def _balance(
    excesses: Excesses, span: Span, masks: Sequence[int], cities: Sequence[int]
) -> list[Any] | None:
    """The positive multipliers y with  sum y_S w(S) = 1  whose combination is settled.

    None where there are none, or more than one choice.
    """
    from flint import fmpq, fmpz_mat

    rows = [*masks, *(1 << i for i in cities)]
    products = zip(*(span.products(mask) for mask in rows), strict=True)
    weights = [excesses.weight(mask) for mask in masks]
    whole = lcm(*(weight.denominator for weight in weights))
    sums = [int(weight * whole) for weight in weights] + [0] * len(cities)
    matrix = fmpz_mat([[*row, 0] for row in products] + [[*sums, whole]])
    reduced, denominator, rank = matrix.rref()
    if rank != len(rows) or any(not reduced[k, k] for k in range(rank)):
        return None
    multipliers = [fmpq(reduced[k, rank], denominator) for k in range(rank)]
    return multipliers if all(y > 0 for y in multipliers) else None


def _total(payoffs: Sequence[Any], mask: int) -> Any:
    from flint import fmpq

    return sum((x for i, x in enumerate(payoffs) if mask >> i & 1), fmpq(0))


def _one_by_one(excesses: Excesses, pool: list[int], *, floors: bool) -> _Found:
    """Each level by an exact program of its own; near ties take dual simplex steps."""
    n, grand = excesses.players, excesses.grand
    span = Span(n)
    settled = {grand: excesses.worth(grand)}
    span.add(incidence(grand, n))
    payoffs: Sequence[Fraction] = tuple(settled.values())
    levels = []
    while not span.full:
        singles = np.array([1 << i for i in range(n)], dtype=np.int64)
        held = np.flatnonzero(~span.contains(singles)).tolist() if floors else []
        optimum = CoalitionProgram(
            excesses,
            unsettled=lambda masks: ~span.contains(masks),
            settled=settled,
            floors=held,
            level=True,
            pool=pool,
        ).minimise([0] * n + [1])
        payoffs = optimum.payoffs
        for mask in (*optimum.weights, *(1 << i for i in optimum.floors)):
            if span.add(incidence(mask, n)):
                settled[mask] = sum((payoffs[i] for i in range(n) if mask >> i & 1), Fraction(0))
        levels.append(Settled(optimum.weights, optimum.floors))
    return payoffs, levels
