"""A search for mixed equilibria where three or more cities have a choice, in floating point.

If each city i plays the actions in S_i, each with a positive probability, all of S_i bring it the
same, and the probabilities add up to 1: as many polynomials as unknowns. Newton's method runs on
all choices of (S_1, ..., S_n) at once, the small ones first, from several starts. What it finds is
refined in fractions, and kept if no city could gain more than a trace; where a solution has small
denominators, it comes out exact.

The search may miss equilibria. pygambit, if installed, adds the one at the end of the path of logit
equilibria, also in games in which there are too many choices of actions to try.

>>> from games import StrategicGame
>>> odd = [[[1, 0], [0, 0]], [[0, 0], [0, 1]]]  # worth 1 each if all do the same
>>> game = StrategicGame.from_payoffs("A B C".split(), odd, odd, odd)
>>> [[str(p) for p in strategy] for strategy in mixed_candidates(game)[0]]
[['1/2', '1/2'], ['1/2', '1/2'], ['1/2', '1/2']]

Source: Porter, Nudelman and Shoham (2008), Simple search methods for finding a Nash equilibrium;
McKelvey and Palfrey (1995) for logit equilibria; Brown (1951) for fictitious play.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from itertools import combinations, islice, product
from typing import Any

import numpy as np
import numpy.typing as npt

from games.strategic import StrategicGame
from solvers.strategic.best_response import regrets

__all__ = ["mixed_candidates", "play_on"]

Array = npt.NDArray[Any]
Mixed = list[list[Fraction]]

_MOST_FOR_PYGAMBIT = 1024  # profiles, a second
_WORK = 2_000_000  # payoffs read in one step of Newton's method, from all starts together
_STARTS = 3
_STEPS = 25
_TRACE = Fraction(1, 10**15)  # of the range of a city's payoffs
_DENOMINATORS = (100, 10_000, 1_000_000, 1 << 90)


def mixed_candidates(game: StrategicGame) -> list[Mixed]:
    """Profiles in which some city randomises and none could gain more than a trace."""
    floats = _Floats.of(game)
    found: list[Mixed] = []
    seen = set()
    for mask, point in [*_by_supports(floats), *_from_pygambit(game, floats)]:
        key = tuple(np.round(point, 6).tolist())
        if key in seen or mask.sum() == len(floats.sizes) or not (point[mask] > 1e-9).all():
            continue
        if floats.gain(point) < 1e-4:
            seen.add(key)
            refined = _refined(game, floats, mask, point)
            if refined is not None and refined not in found:
                found.append(refined)
    return found


def play_on(game: StrategicGame) -> Mixed:
    """Fictitious play: each city in turn answers the others' average so far; the averages."""
    floats = _Floats.of(game)
    counts = [np.eye(1, size)[0] for size in floats.sizes]
    for _ in range(max(100, min(1000, 30_000_000 // (len(game) * len(counts))))):
        for i, count in enumerate(counts):
            averages = np.concatenate([c / c.sum() for c in counts])
            count[floats.against(averages[None], i)[0].argmax()] += 1
    return [[Fraction(int(c), int(count.sum())) for c in count] for count in counts]


@dataclass(frozen=True, slots=True)
class _Floats:
    """Payoffs between 0 and 1, by city; a point is all probabilities of all cities in one row."""

    tables: list[Array]
    sizes: list[int]

    @classmethod
    def of(cls, game: StrategicGame) -> _Floats:
        tables = []
        for table in game.tables:
            whole = table.astype(object) - int(table.min())
            tables.append((whole / (int(whole.max()) or 1)).astype(float))
        return cls(tables, [len(actions) for actions in game.actions])

    def parts(self, points: Array) -> list[Array]:
        return np.split(points, np.cumsum(self.sizes)[:-1], axis=-1)

    def against(self, points: Array, i: int, j: int | None = None) -> Array:
        """What i's actions bring at each point; with j, against each of j's actions."""
        n, point = len(self.sizes), len(self.sizes)
        operands: list[Any] = [self.tables[i], list(range(n))]
        for k, part in enumerate(self.parts(points)):
            if k not in {i, j}:
                operands += [part, [point, k]]
        kept = [point, i] if j is None else [point, i, j]
        if n == 2 and j is not None:  # nobody else is there to vary with the point
            return np.broadcast_to(
                self.tables[i] if i < j else self.tables[i].T,
                (len(points), self.sizes[i], self.sizes[j]),
            )
        found: Array = np.einsum(*operands, kept, optimize=True)
        return found

    def gain(self, point: Array) -> float:
        """The greatest regret at a point."""
        parts = self.parts(point)
        return max(
            float(payoffs.max() - payoffs @ part)
            for payoffs, part in (
                (self.against(point[None], i)[0], part) for i, part in enumerate(parts)
            )
        )

    def system(self, masks: Array, points: Array) -> tuple[Array, Array]:
        """The polynomials at each point for its supports, and their derivatives."""
        count, unknowns = points.shape
        values, slopes = points.copy(), np.zeros((count, unknowns, unknowns))
        slopes[:, range(unknowns), range(unknowns)] = 1  # not played: p = 0
        at, starts = np.arange(count), np.cumsum([0, *self.sizes])
        for i, part in enumerate(self.parts(points)):
            block = slice(starts[i], starts[i + 1])
            first = masks[:, block].argmax(axis=1)
            pays = self.against(points, i)
            played = masks[:, block]
            values[:, block] = np.where(played, pays - pays[at, first][:, None], part)
            values[at, starts[i] + first] = part.sum(axis=1) - 1
            own = np.where(played[:, :, None], 0, slopes[:, block, block])
            own[at, first] = 1
            slopes[:, block, block] = own
            for j in range(len(self.sizes)):
                if j != i:
                    change = self.against(points, i, j)
                    change = np.where(played[:, :, None], change - change[at, first][:, None], 0)
                    slopes[:, block, starts[j] : starts[j + 1]] = change
        return values, slopes


def _by_supports(floats: _Floats) -> Iterator[tuple[Array, Array]]:
    """What Newton's method converges to inside the supports, as far as the work allows."""
    profiles = floats.tables[0].size
    most = _WORK // (_STARTS * profiles * len(floats.sizes) ** 2)
    masks = np.array(list(islice(_supports(floats.sizes), most)), dtype=bool)
    if not len(masks):
        return
    rng = np.random.default_rng(0)
    weights = rng.exponential(size=(_STARTS, *masks.shape))
    weights[0] = 1
    points = np.concatenate(list(masks * weights))
    masks = np.concatenate([masks] * _STARTS)
    points = np.concatenate(
        [part / part.sum(axis=1, keepdims=True) for part in floats.parts(points)], axis=1
    )
    # A trace on the diagonal, for where a choice of actions leaves a continuum of solutions.
    trace = 1e-10 * np.eye(points.shape[1])
    for _ in range(_STEPS):
        values, slopes = floats.system(masks, points)
        points = points - _solved(slopes + trace, values)
        done = np.abs(values).max(axis=1) < 1e-9
        yield from zip(masks[done], points[done], strict=True)
        going = ~done & (np.abs(points).max(axis=1) < 10)  # the others run away
        masks, points = masks[going], points[going]


def _solved(slopes: Array, values: Array) -> Array:
    """Newton's steps, all at once; the shortest ones where the slopes leave several."""
    singular = np.linalg.slogdet(slopes).sign == 0
    steps = np.empty_like(values)
    steps[~singular] = np.linalg.solve(slopes[~singular], values[~singular, :, None])[:, :, 0]
    steps[singular] = (np.linalg.pinv(slopes[singular]) @ values[singular, :, None])[:, :, 0]
    return steps


def _supports(sizes: list[int]) -> Iterator[list[bool]]:
    """All choices of actions to play but pure ones, a row of bits each, the small ones first."""
    for total in range(len(sizes) + 1, sum(sizes) + 1):
        for counts in product(*(range(1, size + 1) for size in sizes)):
            if sum(counts) == total:
                for chosen in product(*map(combinations, map(range, sizes), counts)):
                    yield [
                        action in played
                        for size, played in zip(sizes, chosen, strict=True)
                        for action in range(size)
                    ]


def _from_pygambit(game: StrategicGame, floats: _Floats) -> Iterator[tuple[Array, Array]]:
    """The end of the path of logit equilibria; its other methods do not always come to an end."""
    if find_spec("pygambit") is None or len(game) > _MOST_FOR_PYGAMBIT:
        return
    import pygambit

    theirs = pygambit.Game.from_arrays(*floats.tables)
    for profile in pygambit.nash.logit_solve(theirs).equilibria:
        point = np.array([float(profile[s]) for city in theirs.players for s in city.strategies])
        mask = point > 1e-4
        yield mask, np.where(mask, point, 0)


def _refined(game: StrategicGame, floats: _Floats, mask: Array, point: Array) -> Mixed | None:
    """The point in fractions, with the smallest denominators that leave no more than a trace."""
    _, slopes = floats.system(mask[None], point[None])
    inverse = np.linalg.pinv(slopes[0])
    unit = _DENOMINATORS[-1]
    spread = [
        (int(table.max()) - int(table.min())) * scale or 1
        for table, scale in zip(game.tables, game.units, strict=True)
    ]
    exact = [Fraction(round(float(p) * unit), unit) for p in point]
    for _ in range(4):
        mixed = _normal(exact, mask, floats.sizes, unit)
        if mixed is None:
            return None
        pays = game.action_payoffs(mixed)
        values: list[float] = []
        for start, size, payoffs, most in zip(
            np.cumsum([0, *floats.sizes]), floats.sizes, pays.values(), spread, strict=False
        ):
            listed = list(payoffs.values())
            first = int(mask[start : start + size].argmax())
            values += [
                float((u - listed[first]) / most) if played else 0.0
                for u, played in zip(listed, mask[start : start + size], strict=True)
            ]
        step = inverse @ np.array(values)
        flat = [p for strategy in mixed for p in strategy]
        exact = [p - Fraction(float(s)) for p, s in zip(flat, step, strict=True)]
    for denominator in _DENOMINATORS:
        mixed = _normal(exact, mask, floats.sizes, denominator)
        if mixed is not None:
            left = regrets(game, mixed).values()
            allowed = _TRACE if denominator == unit else 0
            if all(regret <= allowed * most for regret, most in zip(left, spread, strict=True)):
                return mixed
    return None


def _normal(exact: list[Fraction], mask: Array, sizes: list[int], denominator: int) -> Mixed | None:
    """Rounded so that each strategy adds up to 1; None where a probability is not positive."""
    mixed: Mixed = []
    start = 0
    for size in sizes:
        strategy = [
            p.limit_denominator(denominator) if played else Fraction(0)
            for p, played in zip(exact[start : start + size], mask[start:], strict=False)
        ]
        first = int(mask[start : start + size].argmax())
        strategy[first] += 1 - sum(strategy)
        if not all(p > 0 or not played for p, played in zip(strategy, mask[start:], strict=False)):
            return None
        mixed.append(strategy)
        start += size
    return mixed
