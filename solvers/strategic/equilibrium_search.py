"""A search for mixed equilibria where three or more cities have a choice, in floating point.

If each city i plays the actions in S_i, each with a positive probability, all of S_i bring it the
same, and the probabilities add up to 1: as many polynomials as unknowns. Newton's method runs on
many choices of (S_1, ..., S_n) at once, the small ones first, from several starts; left out are
those with an action that is worse than another whatever the others do. What it finds is refined in
fractions, and kept if no city could gain more than a trace; where a solution has small
denominators, it comes out exact.

In a game without ties the equilibria have indices, +1 or -1, which add up to 1. Where those found
do not, one is missing, and the search goes on from new starts; it may still miss some.

Where it finds none, because there are too many choices of actions to try, the path of logit
equilibria is followed: each action is played with a probability proportional to exp(t u), u what it
brings, from t = 0 on. Near the end of the path the actions that are played can be told apart, and
Newton's method does the rest. pygambit, if installed, is asked last.

>>> from games import StrategicGame
>>> odd = [[[1, 0], [0, 0]], [[0, 0], [0, 1]]]  # worth 1 each if all do the same
>>> game = StrategicGame.from_payoffs("A B C".split(), odd, odd, odd)
>>> [[str(p) for p in strategy] for strategy in mixed_candidates(game)[0]]
[['1/2', '1/2'], ['1/2', '1/2'], ['1/2', '1/2']]

Source: Porter, Nudelman and Shoham (2008), Simple search methods for finding a Nash equilibrium;
Ritzberger (1994) for indices; McKelvey and Palfrey (1995) and Turocy (2005) for the path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from itertools import combinations, islice, product
from typing import Any

import numpy as np
import numpy.typing as npt

from games.strategic import StrategicGame
from solvers.strategic.best_response import regrets
from solvers.strategic.equilibrium_enclosure import payoff_ranges

__all__ = ["mixed_candidates"]

Array = npt.NDArray[Any]
Mixed = list[list[Fraction]]
Points = Iterator[tuple[Array, Array]]
"""Which actions are played, a row of bits, and all probabilities."""

_MOST_FOR_PYGAMBIT = 1024  # profiles, a second
_WORK = 2_000_000  # payoffs read in one step of Newton's method, from all starts together
_BATCHES = 16
_MOST_SUPPORTS = 300_000
_STARTS = 3
_MORE_STARTS, _ROUNDS = 12, 8  # while an equilibrium is missing
_STEPS = 25
_REFINEMENTS = 60
_TOGETHER = 4096  # points of which regrets are worked out at once
_PATH_STEPS = 4000
_TRACE = Fraction(1, 10**15)  # of the range of a city's payoffs
_SAME = Fraction(1, 10**9)  # probabilities of one equilibrium, found twice, differ by less
_DENOMINATORS = (100, 10_000, 1_000_000, 1 << 90)


def mixed_candidates(game: StrategicGame) -> list[Mixed]:
    """Profiles in which some city randomises and none could gain more than a trace."""
    floats = _Floats.of(game)
    found = _Collection(game, floats)
    rng = np.random.default_rng(0)
    room = _BATCHES * _WORK // (floats.tables[0].size * len(floats.sizes) ** 2)
    supports = list(islice(_supports(floats), max(1, room // _STARTS)))
    found.add(_newton(floats, supports, rng, _STARTS))
    for _ in range(_ROUNDS):
        if found.complete or len(supports) * _MORE_STARTS > room:
            break
        found.add(_newton(floats, supports, rng, _MORE_STARTS))
    for follow in (_along_logit_path, _from_pygambit):
        if not found.mixed and not floats.pure:
            found.add(follow(floats), most=1)
    return found.mixed


class _Collection:
    """The equilibria found, each once, in fractions; and what their indices add up to."""

    def __init__(self, game: StrategicGame, floats: _Floats) -> None:
        self.game, self.floats = game, floats
        self.mixed: list[Mixed] = []
        self.indices, self.tied = floats.pure, False
        self.seen: set[tuple[float, ...]] = set()

    @property
    def complete(self) -> bool:
        """Whether none is missing, as far as indices tell: with ties they tell nothing."""
        return self.tied or self.indices == 1

    def add(self, points: Iterable[tuple[Array, Array]], most: int | None = None) -> None:
        """Refine these points; keep each new one that no city gains by leaving, up to ``most``."""
        for mask, point in points:
            key = tuple((np.round(point, 6) + 0.0).tolist())
            if key in self.seen or mask.sum() == len(self.floats.sizes):
                continue
            self.seen.add(key)
            refined = _refined(self.game, self.floats, mask, point)
            if refined is not None and all(_apart(refined, other) for other in self.mixed):
                self.mixed.append(refined)
                index = self.floats.index(mask, point)
                self.indices, self.tied = self.indices + index, self.tied or not index
                if len(self.mixed) == most:
                    return


def _apart(one: Mixed, other: Mixed) -> bool:
    return any(
        abs(p - q) > _SAME
        for first, second in zip(one, other, strict=True)
        for p, q in zip(first, second, strict=True)
    )


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

    @property
    def pure(self) -> int:
        """The number of pure equilibria, as far as floating point tells payoffs apart."""
        best = [table == table.max(axis=i, keepdims=True) for i, table in enumerate(self.tables)]
        return int(np.logical_and.reduce(best).sum())

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
        operands.append(kept)
        order = _order(tuple(self.sizes), i, j)
        found: Array = np.einsum(*operands, optimize=order)
        return found

    def gains(self, points: Array) -> Array:
        """The greatest regret at each point."""
        regrets = [
            pays.max(axis=1) - (pays * part).sum(axis=1)
            for pays, part in (
                (self.against(points, i), part) for i, part in enumerate(self.parts(points))
            )
        ]
        found: Array = np.max(regrets, axis=0)
        return found

    def normalised(self, points: Array) -> Array:
        """Scaled so that the probabilities of each city add up to 1."""
        parts = self.parts(points)
        return np.concatenate([part / part.sum(axis=-1, keepdims=True) for part in parts], axis=-1)

    def index(self, mask: Array, point: Array) -> int:
        """+1 or -1, the sign of the determinant of the negative slopes; 0 where it vanishes."""
        _, slopes = self.system(mask[None], point[None])
        if np.linalg.cond(slopes[0]) > 1e9:
            return 0
        sign = np.linalg.slogdet(slopes[0]).sign
        odd = (int(mask.sum()) - len(self.sizes)) % 2
        return -int(sign) if odd else int(sign)

    def logit(self, point: Array) -> tuple[Array, Array]:
        """The equations of the path at logarithms and t, and their derivatives."""
        logs, t = point[:-1], point[-1]
        chances = np.exp(np.minimum(logs, 1.0))
        values, slopes = np.zeros(len(logs)), np.zeros((len(logs), len(point)))
        starts = np.cumsum([0, *self.sizes])
        for i, size in enumerate(self.sizes):
            first, block = starts[i], slice(starts[i] + 1, starts[i + 1])
            pays = self.against(chances[None], i)[0]
            values[first] = chances[first : first + size].sum() - 1
            slopes[first, first : first + size] = chances[first : first + size]
            values[block] = logs[block] - logs[first] - t * (pays[1:] - pays[0])
            slopes[block, block] = np.eye(size - 1)
            slopes[block, first] = -1
            slopes[block, -1] = pays[0] - pays[1:]
            for j, other in enumerate(self.sizes):
                if j != i:
                    theirs = slice(starts[j], starts[j] + other)
                    change = self.against(chances[None], i, j)[0]
                    slopes[block, theirs] = t * (change[0] - change[1:]) * chances[theirs]
        return values, slopes

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


@cache
def _order(sizes: tuple[int, ...], i: int, j: int | None) -> Any:
    """In which order to add up over the other cities; to look for it takes longer than the sum."""
    n, some = len(sizes), 64
    operands: list[Any] = [np.empty(sizes), list(range(n))]
    for k, size in enumerate(sizes):
        if k not in {i, j}:
            operands += [np.empty((some, size)), [n, k]]
    return np.einsum_path(*operands, [n, i] if j is None else [n, i, j], optimize="greedy")[0]


def _newton(
    floats: _Floats, supports: list[list[bool]], rng: np.random.Generator, starts: int
) -> Points:
    """What Newton's method converges to inside the supports, some of them at a time."""
    room = max(1, _WORK // (starts * floats.tables[0].size * len(floats.sizes) ** 2))
    for begin in range(0, len(supports), room):
        masks = np.array(supports[begin : begin + room], dtype=bool)
        weights = rng.exponential(size=(starts, *masks.shape))
        weights[0] = 1
        points = floats.normalised(np.concatenate(list(masks * weights)))
        yield from _converged(floats, np.concatenate([masks] * starts), points)


def _converged(floats: _Floats, masks: Array, points: Array) -> Points:
    # A trace on the diagonal, for where a choice of actions leaves a continuum of solutions.
    trace = 1e-10 * np.eye(points.shape[1])
    for _ in range(_STEPS):
        values, slopes = floats.system(masks, points)
        points = points - _solved(slopes + trace, values)
        done = np.abs(values).max(axis=1) < 1e-9
        yield from _stable(floats, masks[done], points[done])
        going = ~done & (np.abs(points).max(axis=1) < 10)  # the others run away
        masks, points = masks[going], points[going]
        if not len(points):
            return


def _solved(slopes: Array, values: Array) -> Array:
    """Newton's steps, all at once; the shortest ones where the slopes leave several."""
    singular = np.linalg.slogdet(slopes).sign == 0
    steps = np.empty_like(values)
    steps[~singular] = np.linalg.solve(slopes[~singular], values[~singular, :, None])[:, :, 0]
    steps[singular] = (np.linalg.pinv(slopes[singular]) @ values[singular, :, None])[:, :, 0]
    return steps


def _stable(floats: _Floats, masks: Array, points: Array) -> Points:
    """Those at which what is played is played with a positive probability, and nobody gains."""
    for part in np.array_split(np.arange(len(points)), 1 + len(points) // _TOGETHER):
        positive = np.logical_or(~masks[part], points[part] > 1e-9)
        inside = part[positive.all(axis=1)]
        stays = inside[floats.gains(points[inside]) < 1e-4] if len(inside) else inside
        yield from zip(masks[stays], points[stays], strict=True)


def _supports(floats: _Floats) -> Iterator[list[bool]]:
    """Choices of actions to play but pure ones, a row of bits each, the small ones first.

    Left out are those in which a city has an action that does better, whatever the others play of
    theirs, than one that it plays.
    """
    sizes, cities = floats.sizes, range(len(floats.sizes))

    @cache
    def sensible(i: int, others: tuple[tuple[int, ...], ...]) -> frozenset[int]:
        kept = [range(sizes[i]) if j == i else others[j - (j > i)] for j in cities]
        rows = np.moveaxis(floats.tables[i][np.ix_(*kept)], i, 0).reshape(sizes[i], -1)
        better: Array = np.all(rows[:, None] < rows[None], axis=2)
        worse = better.any(axis=1)
        return frozenset(np.flatnonzero(~worse).tolist())

    def choices() -> Iterator[tuple[tuple[int, ...], ...]]:
        for total in range(len(sizes) + 1, sum(sizes) + 1):
            for counts in product(*(range(1, size + 1) for size in sizes)):
                if sum(counts) == total:
                    yield from product(*map(combinations, map(range, sizes), counts))

    for chosen in islice(choices(), _MOST_SUPPORTS):
        if all(sensible(i, chosen[:i] + chosen[i + 1 :]).issuperset(chosen[i]) for i in cities):
            yield [
                action in played
                for size, played in zip(sizes, chosen, strict=True)
                for action in range(size)
            ]


def _along_logit_path(floats: _Floats) -> Points:
    """What Newton's method makes of points on the path of logit equilibria.

    The unknowns are the logarithms of all probabilities, and t. A step goes along the tangent, and
    then back to the path at a right angle to it; steps are shorter where the path bends.
    """
    unknowns = sum(floats.sizes)
    point = np.append(np.concatenate([np.full(k, -np.log(k)) for k in floats.sizes]), 0.0)
    ahead = np.append(np.zeros(unknowns), 1.0)
    step, next_try = 0.1, 5.0
    for _ in range(_PATH_STEPS):
        _, slopes = floats.logit(point)
        # The direction in which nothing changes; on the way it does not turn back.
        tangent = np.linalg.svd(slopes)[2][-1]
        tangent = tangent * (1 if tangent @ ahead > 0 else -1)
        guess = point + step * tangent
        for _ in range(6):
            values, slopes = floats.logit(guess)
            square = np.vstack([slopes, tangent])
            change = np.linalg.lstsq(square, np.append(values, 0.0), rcond=None)[0]
            guess = guess - change
            if not np.isfinite(guess).all() or np.abs(change).max() < 1e-9:
                break
        arrived = np.isfinite(guess).all() and np.abs(change).max() < 1e-6
        if not arrived or np.abs(guess - point).max() > 4 * step:
            step /= 2
            if step < 1e-9:
                return
            continue
        point, ahead, step = guess, tangent, min(1.3 * step, 0.2 * (1 + abs(guess[-1])))
        if point[-1] > next_try:
            next_try = 1.3 * point[-1]
            yield from _near(floats, np.exp(point[:-1]))
        if point[-1] > 1e7:
            return


def _near(floats: _Floats, point: Array) -> Points:
    """From here on with those actions only that are not too unlikely, for several bounds."""
    best = np.concatenate([part == part.max() for part in floats.parts(point)])
    masks = np.unique([best | (point > 10.0**-k) for k in (1, 1.5, 2, 3, 4, 6)], axis=0)
    yield from _converged(floats, masks, floats.normalised(masks * point))


def _from_pygambit(floats: _Floats) -> Points:
    """The end of the path of logit equilibria; its other methods do not always come to an end."""
    if find_spec("pygambit") is None or floats.tables[0].size > _MOST_FOR_PYGAMBIT:
        return
    import pygambit

    theirs = pygambit.Game.from_arrays(*floats.tables)
    for profile in pygambit.nash.logit_solve(theirs).equilibria:
        point = np.array([float(profile[s]) for city in theirs.players for s in city.strategies])
        mask = point > 1e-4
        yield from _stable(floats, mask[None], np.where(mask, point, 0)[None])


def _refined(game: StrategicGame, floats: _Floats, mask: Array, point: Array) -> Mixed | None:
    """The point in fractions, with the smallest denominators that leave no more than a trace."""
    unit = _DENOMINATORS[-1]
    ranges = list(payoff_ranges(game).values())
    exact = [Fraction(round(float(p) * unit), unit) for p in point]

    def left(mixed: Mixed) -> Fraction:
        return max(
            regret / most
            for regret, most in zip(regrets(game, mixed).values(), ranges, strict=True)
        )

    best: Mixed | None = None
    least = Fraction(1)
    for _ in range(_REFINEMENTS):
        mixed = _normal(exact, mask, floats.sizes, unit)
        if mixed is None:
            break
        regret = left(mixed)
        if regret < least:
            best, least = mixed, regret
        elif least <= _TRACE:
            break
        flat = [p for strategy in mixed for p in strategy]
        _, slopes = floats.system(mask[None], np.array([flat], dtype=float))
        step = np.linalg.lstsq(slopes[0], _values(game, mask, mixed, ranges), rcond=None)[0]
        exact = [p - Fraction(float(s)) for p, s in zip(flat, step, strict=True)]
    if best is None:
        return None
    flat = [p for strategy in best for p in strategy]
    for denominator in _DENOMINATORS[:-1]:
        mixed = _normal(flat, mask, floats.sizes, denominator)
        if mixed is not None and not left(mixed):
            return mixed
    return best if least <= _TRACE else None


def _values(game: StrategicGame, mask: Array, mixed: Mixed, ranges: list[Fraction]) -> Array:
    """By how much each action played brings more than the city's first, exact, then rounded."""
    values: list[float] = []
    start = 0
    for payoffs, most in zip(game.action_payoffs(mixed).values(), ranges, strict=True):
        listed = list(payoffs.values())
        played = mask[start : start + len(listed)]
        first = listed[int(played.argmax())]
        values += [
            float((u - first) / most) if p else 0.0 for u, p in zip(listed, played, strict=True)
        ]
        start += len(listed)
    return np.array(values)


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
