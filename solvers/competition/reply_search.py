"""Where replies to each other come to rest: found in floats, sharpened in balls, put on a grid.

Floating point finds candidates (``float_replies.py``); Newton's method in balls, with slopes in
floating point, sharpens them to twice the digits that are shown; the grid is that of the decimals
shown, where each subsidy is the rounded best reply to the others' (where replies expand, nearly).

Where replies contract, one start leads to the equilibrium. Else a fixed number of starts is tried:
nobody bids; all as high as they may; each city alone high, or alone at 0; the rest at random, the
same ones every time. An equilibrium always exists (each payoff has a single peak, on an interval,
and is continuous), and where no start leads to one, curves are followed until one does. So they
are where the signs of what was found show that one is missing (``float_replies.py``).

>>> from games import SubsidyCompetition
>>> from solvers.competition.logit_choice import logit_choice
>>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
>>> with logit_choice(park) as choice:
...     found = resting_points(choice)
>>> found, tried(park, contracts=True)
([[Fraction(1, 2), Fraction(1, 2)]], 'best replies (Lambert W)')

Source: Debreu (1952), A social equilibrium existence theorem; Fan (1952) and Glicksberg (1952).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.errors import IntercityError
from games.subsidy import SubsidyCompetition
from solvers.competition.float_replies import FloatReplies
from solvers.competition.logit_choice import (
    GUARD_DECIMALS,
    Choice,
    Outcome,
    ball,
    larger,
    rate_decimals,
)
from solvers.competition.reply_contraction import is_contraction

__all__ = ["decimals_of", "is_reply", "resting_points", "tried"]

TRIED_GRIDS, FEW_GRIDS = 30, 3
LOOSE = 1000  # units of the last decimal
ROUNDS = 200
FEW_ROUNDS = 40  # from a point found in floats, or where replies need not settle at all
SHARPENINGS = 8
STARTS, CURVES, FEW_CURVES = 64, 12, 4
FEW_CITIES = 20  # beyond, a curve is followed only where no start led to an equilibrium
WORK = 400_000  # entries of all starts' matrices together

Floats = npt.NDArray[np.float64]


def tried(game: SubsidyCompetition, *, contracts: bool) -> str:
    """What was done, in words."""
    what = "best replies (Lambert W)"
    return what if contracts else f"{what} from {_number(game)} starts"


def _number(game: SubsidyCompetition) -> int:
    """How many starts: fewer beyond some 80 cities, so that the work is bounded."""
    return max(6, min(STARTS, WORK // len(game.cities) ** 2))


def resting_points(choice: Choice) -> list[list[Fraction]]:
    """Profiles on a grid, each city's subsidy the rounded best reply to the others'.

    Where replies contract the one there is; else all that the starts led to, or none.
    """
    if choice.resting_points is not None:
        return choice.resting_points
    found: list[list[Fraction]] = []
    contracts = is_contraction(choice.game)
    for point in _candidates(choice, contracts=contracts):
        profile = _on_a_grid(choice, point, contracts=contracts)
        if profile is not None and not any(
            _nearly_equal(choice.game, profile, one) for one in found
        ):
            found.append(profile)
            if contracts:
                break
    choice.resting_points = found
    return found


def _candidates(choice: Choice, *, contracts: bool) -> Iterator[list[Any]]:
    """Resting points in balls."""
    game, some = choice.game, False
    try:
        floats = FloatReplies(game, damped=not contracts)
    except OverflowError:
        floats = None
    if floats is not None:
        for point in _distinct(floats, contracts=contracts):
            sharp = _sharpened(choice, floats, point)
            if sharp is not None:
                some = True
                yield sharp
    if not some:  # magnitudes that floats do not bear, or an equilibrium where replies jump
        high, none = _high(choice), [ball(0)] * choice.n
        for start in (high, none) if contracts else (none, high):
            end = _fixed_point(choice, start, ROUNDS if contracts else FEW_ROUNDS)
            if end is not None:
                yield end


def _distinct(floats: FloatReplies, *, contracts: bool) -> Iterator[Floats]:
    """Resting points in floating point: one where replies contract, else all found."""
    if contracts:
        for start in (floats.high, np.zeros_like(floats.high)):
            ends = floats.settled(start[None, :], replies=1)
            if ends:
                yield ends[0]
                return
        return
    some: list[Floats] = []
    for end in floats.settled(_starts(floats)):
        if not any(np.allclose(end, other, rtol=1e-7, atol=1e-7) for other in some):
            some.append(end)
            yield end
    # Signs add up to 1; if not, one is missing: curves lead to those of sign 1, and from each back
    # to the start or to one of sign -1.
    draw, n = np.random.default_rng(1), len(floats.high)
    if some and n > FEW_CITIES:
        return
    signs = [floats.index(end) for end in some]
    for curve in range(CURVES if n <= FEW_CITIES else 2):
        start = draw.uniform(size=n) * floats.high
        tops = [end for end, sign in zip(some, signs, strict=True) if sign == 1]
        if sum(signs) == 1 or (some and curve >= FEW_CURVES) or (sum(signs) > 1 and not tops):
            return
        back = tops[curve % len(tops)] if sum(signs) > 1 else None
        found = floats.followed(start, back)
        if found is not None and not any(
            np.allclose(found, other, rtol=1e-7, atol=1e-7) for other in some
        ):
            some.append(found)
            signs.append(floats.index(found))
            yield found


def _starts(floats: FloatReplies) -> Floats:
    high, number = floats.high, _number(floats.game)
    n = len(high)
    each = np.arange(min(n, (number - 4) // 2))
    alone = np.zeros((len(each), n))
    alone[each, each] = high[each]
    but_one = np.tile(high, (len(each), 1))
    but_one[each, each] = 0.0
    draw = np.random.default_rng(0)
    anywhere = draw.uniform(size=(number - 2 - 2 * len(each), n)) * high
    return np.vstack([np.zeros(n), high, alone, but_one, anywhere])


def _high(choice: Choice) -> list[Any]:
    """All as high as they may or would bid; from below the way can be long where mu is small."""
    game = choice.game
    spilled = [
        theta * b
        for row in game.spillovers
        for theta, b in zip(row, game.value, strict=True)
        if theta
    ]
    most = max(map(abs, game.value)) + max(map(abs, spilled), default=0)
    most /= game.cost_of_subsidy
    return [ball(most if cap is None else min(cap, most)) for cap in game.caps]


def _goal(choice: Choice) -> Any:
    return ball(Fraction(1, 10 ** (rate_decimals(choice.game) + GUARD_DECIMALS // 2)))


def _sharpened(choice: Choice, floats: FloatReplies, point: Floats) -> list[Any] | None:
    """Newton's method in balls from a point in floats, with its slopes there; or ``None``."""
    from flint import arb

    goal, scale = _goal(choice), choice.mu
    try:
        inverse = np.linalg.inv(np.eye(choice.n) - floats.slopes(point[None, :])[0])
    except np.linalg.LinAlgError:
        inverse = np.eye(choice.n)
    paid, last = [(arb(float(s)) * scale).mid() for s in point], None
    for _ in range(SHARPENINGS):
        step = _step(choice, paid)
        size = _norm(step)
        if size < goal:
            return paid
        if last is not None and not size < last / 100:
            break
        last = size
        move = inverse @ np.array([float(one / size) for one in step])
        paid = [(s + size * arb(float(m))).mid() for s, m in zip(paid, move, strict=True)]
    return _fixed_point(choice, paid, FEW_ROUNDS)


def _step(choice: Choice, paid: Sequence[Any]) -> list[Any]:
    outcome = choice.at(paid)
    return [(outcome.reply(i) - paid[i]).mid() for i in range(choice.n)]


def _fixed_point(choice: Choice, start: list[Any], rounds: int) -> list[Any] | None:
    """Best replies in turn, then Newton's method, to more decimals than are shown; or ``None``."""
    goal = _goal(choice)
    point, last = start, None
    for round_ in range(rounds):
        step = _step(choice, point)
        size = _norm(step)
        if size < goal:
            return point
        if last is None or round_ < 8 or size < last / 2:
            last = size
            newton = _newton(choice, point, step) if round_ >= 8 else None
            point = newton or _in_turn(choice, point)
        else:  # Newton did not help: some rounds of replies, and again
            for _ in range(8):
                point = _in_turn(choice, point)
            last = None
    return None


def _norm(step: Sequence[Any]) -> Any:
    size = ball(0)
    for one in step:
        size = larger(size, abs(one)).mid()
    return size


def _in_turn(choice: Choice, point: Sequence[Any]) -> list[Any]:
    outcome = choice.at(point)
    for i in range(choice.n):
        outcome = outcome.moved(i, outcome.reply(i).mid())
    return outcome.subsidies


def _newton(choice: Choice, point: Sequence[Any], step: Sequence[Any]) -> list[Any] | None:
    """One step: slopes in floating point, the distance left in balls, so that digits double up."""
    outcome, n = choice.at(point), choice.n
    slopes = np.array([[float(one) for one in outcome.slopes(i)] for i in range(n)])
    scale = _norm(step)
    try:
        move = np.linalg.solve(np.eye(n) - slopes, [float(one / scale) for one in step])
    except np.linalg.LinAlgError:
        return None
    if not np.isfinite(move).all():
        return None
    return [(s + scale * float(m)).mid() for s, m in zip(point, move, strict=True)]


def is_reply(outcome: Outcome, i: int, decimals: int, *, contracts: bool) -> bool:
    """Whether i pays its best reply to the others as shown, rounded.

    Where replies expand, no grid need have such a profile: then to ``LOOSE`` units of the grid.
    """
    near, paid = outcome.rounded_reply(i, decimals), outcome.given[i]
    if near is None or near == paid:
        return near is not None
    return not contracts and bool(abs(near - paid) * 10**decimals <= LOOSE)


def _on_a_grid(choice: Choice, point: Sequence[Any], *, contracts: bool) -> list[Fraction] | None:
    """Subsidies of so many decimals that each is the rounded best reply to the others.

    That may fail on one grid by bad luck, hence a few more decimals.
    """
    first = rate_decimals(choice.game)
    for decimals in range(first, first + (TRIED_GRIDS if contracts else FEW_GRIDS)):
        outcome = choice.at(point)
        profile = [outcome.rounded_reply(i, decimals) for i in range(choice.n)]
        for _ in range(4):
            if any(s is None for s in profile):
                break
            settled = [s for s in profile if s is not None]
            outcome = choice.at(settled)
            profile = [outcome.rounded_reply(i, decimals) for i in range(choice.n)]
            if profile == settled and decimals_of(choice, settled) <= decimals:
                return settled
    if contracts:
        return None
    outcome = choice.at(point)
    near = [outcome.rounded_reply(i, first) for i in range(choice.n)]
    settled = [s for s in near if s is not None]
    if len(settled) < choice.n:
        return None
    outcome = choice.at(settled)
    fits = all(is_reply(outcome, i, first, contracts=False) for i in range(choice.n))
    return settled if fits else None


def decimals_of(choice: Choice, profile: Sequence[Fraction]) -> int:
    """The decimals of a profile, read off its subsidies below their caps; not below the default."""
    decimals = rate_decimals(choice.game)
    for s, cap in zip(profile, choice.game.caps, strict=True):
        while s != cap and 10**decimals % s.denominator:
            decimals += 1
            if decimals > rate_decimals(choice.game) + TRIED_GRIDS:
                raise IntercityError(f"the subsidy {s} is not a decimal number of the usual length")
    return decimals


def _nearly_equal(
    game: SubsidyCompetition, one: Sequence[Fraction], other: Sequence[Fraction]
) -> bool:
    return max(abs(s - t) for s, t in zip(one, other, strict=True)) < game.mu / 10**9
