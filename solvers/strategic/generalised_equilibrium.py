"""Generalised equilibrium: nobody gains by another choice that the shared limits leave it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from games.errors import Undefined, of_kind
from games.quadratic_game import QuadraticGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.rational import square_solution

__all__ = [
    "GeneralisedEquilibrium",
    "GeneralisedEquilibriumCertificate",
    "Segment",
    "generalised_equilibrium",
]

ZERO = Fraction(0)
MOST_PATTERNS = 30_000
Line = tuple[tuple[Fraction, ...], Fraction]
"""Weights and a right-hand side: weights . x = rhs, or >= rhs where it is an inequality."""


@dataclass(frozen=True, slots=True)
class Segment:
    """All choices on the straight way from ``start`` to ``end``; a single point if they agree.

    See ``generalised_equilibrium`` for the concept, an example and its source.
    """

    start: Mapping[str, Fraction]
    end: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, repr=False)
class GeneralisedEquilibrium(Answer):
    """The variational equilibrium, and for two players all generalised ones.

    ``point``: each player's choice. ``prices``: of each shared limit, in their order.
    ``unique``: there is no other variational one (Rosen); without shared limits: no other at all.
    ``segments``: for two players every equilibrium is on one of these; ``None`` for more players,
    and where some set is not a point or a segment.

    See ``generalised_equilibrium`` for the concept, an example and its source.
    """

    game: QuadraticGame
    point: Mapping[str, Fraction]
    prices: tuple[Fraction, ...]
    payoffs: Mapping[str, Fraction]
    unique: bool
    segments: tuple[Segment, ...] | None
    status: str
    method: str
    proof: Proof
    certificate: GeneralisedEquilibriumCertificate


@dataclass(frozen=True, slots=True)
class GeneralisedEquilibriumCertificate(Certificate, kind="generalised equilibrium"):
    """The choices and the price of each shared limit."""

    point: Mapping[str, Fraction]
    prices: tuple[Fraction, ...]

    def violations(self, game: QuadraticGame) -> Iterator[str]:
        if tuple(self.point) != game.players or len(self.prices) != len(game.shared):
            yield "The choices or prices do not fit the game."
        x = list(self.point.values())
        if not game.allows(x):
            yield "The choices are beyond a limit."
        for price, one in zip(self.prices, game.shared, strict=True):
            if price < 0 or (price and one.used(x) != one.limit):
                yield f"A limit that is not used up has the price {price}."
        for i, player in enumerate(game.players):
            net = _net_slope(game, x, self.prices, i)
            if (net > 0 and x[i] != game.upper[i]) or (net < 0 and x[i] != game.lower[i]):
                yield f"{player} gains by another choice."

    def answer(self, game: QuadraticGame) -> GeneralisedEquilibrium:
        segments = _segments(game) if len(game.players) == 2 else None
        unique = _negative_definite(game)
        return GeneralisedEquilibrium(
            game=game,
            point=dict(self.point),
            prices=self.prices,
            payoffs=game.payoffs(self.point),
            unique=unique,
            segments=segments,
            status=_status(game, unique=unique, segments=segments),
            method="who is at which bound, tried exactly",
            proof=EXACT,
            certificate=self,
        )


def generalised_equilibrium(game: QuadraticGame) -> GeneralisedEquilibrium:
    """Generalised equilibrium: nobody gains by another choice that the shared limits leave it.

    With a shared limit there are usually many: whoever takes its part first leaves the rest. The
    *variational* (normalised) one gives the limit one price for all,

        slope_i = sum_m price_m a_mi   (at a bound: at most, or at least),   price_m >= 0,
        and price_m = 0 unless the limit is used up:

    what a market for the quota would lead to. It is found by trying who is at which bound, exactly.
    It is the only variational one if the matrix of slopes is negative definite (Rosen). For two
    players the *whole* set is given: each plays on a line (its slope is 0, or a limit holds it),
    and two lines meet in a point or in a segment.

    A variational equilibrium, exact; without shared limits it is a Nash equilibrium.

    Where the matrix of slopes is not negative definite there can be several; the first found is
    shown. Errors: ``Undefined`` where there is none (choices without bounds) or there are too many
    bounds to try them all.

    >>> from games import QuadraticGame
    >>> quota = QuadraticGame.from_formulas({"x": "x - x**2/2", "y": "2*y - y**2/2"},
    ...                                     shared=[({"x": 1, "y": 1}, 2)])
    >>> found = generalised_equilibrium(quota)
    >>> found.point["x"], found.point["y"], found.prices
    (Fraction(1, 2), Fraction(3, 2), (Fraction(1, 2),))
    >>> [(one.start["x"], one.end["x"]) for one in found.segments]
    [(Fraction(0, 1), Fraction(1, 1))]

    Source: Rosen (1965); Harker (1991), Generalized Nash games and quasi-variational inequalities;
    Facchinei and Kanzow (2010).
    """
    of_kind(game, QuadraticGame, place="subject of generalised_equilibrium")
    n = len(game.players)
    if 3**n * 2 ** len(game.shared) > MOST_PATTERNS:
        raise Undefined(
            "generalised equilibrium by enumeration",
            f"{n} players with {len(game.shared)} shared limits have more than {MOST_PATTERNS} "
            "ways to be at their bounds; leave players with the same payoffs together",
            n,
        )
    for bounds in product((None, "lower", "upper"), repeat=n):
        for used in product((False, True), repeat=len(game.shared)):
            certificate = _at_bounds(game, bounds, used)
            if certificate is not None and certificate.verify(game):
                return certificate.answer(game)
    raise Undefined(
        "generalised equilibrium", "no choices within the limits satisfy all conditions", game
    )


def _net_slope(
    game: QuadraticGame, x: Sequence[Fraction], prices: Sequence[Fraction], i: int
) -> Fraction:
    paid = (price * one.weights[i] for price, one in zip(prices, game.shared, strict=True))
    return game.slope(i, x) - sum(paid, ZERO)


def _at_bounds(
    game: QuadraticGame, bounds: Sequence[str | None], used: Sequence[bool]
) -> GeneralisedEquilibriumCertificate | None:
    """The choices and prices where these players are at these bounds and these limits used up."""
    n, active = len(game.players), [m for m, one in enumerate(used) if one]
    rows, right = [], []
    for i, bound in enumerate(bounds):
        if bound is None:
            rows.append([*game.quadratic[i][i], *[-game.shared[m].weights[i] for m in active]])
            right.append(-game.linear[i][i])
            continue
        value = game.lower[i] if bound == "lower" else game.upper[i]
        if value is None:
            return None
        rows.append([Fraction(j == i) for j in range(n + len(active))])
        right.append(value)
    for m in active:
        rows.append([*game.shared[m].weights, *[ZERO] * len(active)])
        right.append(game.shared[m].limit)
    solution = square_solution(rows, right)
    if solution is None:
        return None
    prices = [ZERO] * len(game.shared)
    for m, price in zip(active, solution[n:], strict=True):
        prices[m] = price
    return GeneralisedEquilibriumCertificate(
        dict(zip(game.players, solution[:n], strict=True)), tuple(prices)
    )


def _negative_definite(game: QuadraticGame) -> bool:
    """Whether d' H d < 0 for every d but 0, H the matrix of slopes: pivots of -(H + H')."""
    n = range(len(game.players))
    rows = [[-(game.quadratic[i][i][j] + game.quadratic[j][j][i]) for j in n] for i in n]
    for k in n:
        if rows[k][k] <= 0:
            return False
        for other in rows[k + 1 :]:
            factor = other[k] / rows[k][k]
            for j in n:
                other[j] -= factor * rows[k][j]
    return True


def _segments(game: QuadraticGame) -> tuple[Segment, ...] | None:
    """All equilibria of two players: where a line of the one meets a line of the other."""
    allowed = _limits(game)
    pieces: list[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]] = []
    for (one, sign), (other, another) in product(_lines(game, 0), _lines(game, 1)):
        piece = _clip(one, other, [*allowed, *sign, *another])
        if piece is None:
            return None
        pieces.extend(piece)
    return tuple(
        Segment(
            dict(zip(game.players, start, strict=True)), dict(zip(game.players, end, strict=True))
        )
        for start, end in _joined(pieces)
    )


def _slope_line(game: QuadraticGame, i: int) -> Line:
    return game.quadratic[i][i], -game.linear[i][i]


def _opposite(line: Line) -> Line:
    return tuple(-a for a in line[0]), -line[1]


def _limits(game: QuadraticGame) -> list[Line]:
    """Everything that bounds the choices, as weights . x >= rhs."""
    found = []
    for i, (low, high) in enumerate(zip(game.lower, game.upper, strict=True)):
        unit = tuple(Fraction(j == i) for j in range(len(game.players)))
        if low is not None:
            found.append((unit, low))
        if high is not None:
            found.append(_opposite((unit, high)))
    return found + [_opposite((one.weights, one.limit)) for one in game.shared]


def _lines(game: QuadraticGame, i: int) -> Iterator[tuple[Line, list[Line]]]:
    """Where i may be: its slope is 0; or a limit holds it, and its slope pushes against it."""
    slope = _slope_line(game, i)
    yield slope, []
    for limit in _limits(game):
        if limit[0][i]:
            yield limit, [slope if limit[0][i] < 0 else _opposite(slope)]


def _clip(one: Line, other: Line, inequalities: Sequence[Line]) -> list[Any] | None:
    """The points on both lines that satisfy all inequalities: none, or a piece; ``None``: more."""
    (a, b), p = one[0], one[1]
    (c, d), q = other[0], other[1]
    det = a * d - b * c
    if det:
        point = ((p * d - b * q) / det, (a * q - p * c) / det)
        return [(point, point)] if all(_at(line, point) >= 0 for line in inequalities) else []
    if not any((a, b)):
        a, b, p, c, d, q = c, d, q, a, b, p
    if not any((a, b)):
        return None if p == q == 0 else []
    scale = c / a if a else d / b
    if q != scale * p:
        return []
    start = (p / a, ZERO) if a else (ZERO, p / b)
    low = high = None
    for weights, right in inequalities:
        rise = weights[0] * -b + weights[1] * a
        gap = right - weights[0] * start[0] - weights[1] * start[1]
        if not rise:
            if gap > 0:
                return []
        elif rise > 0:
            low = gap / rise if low is None else max(low, gap / rise)
        else:
            high = gap / rise if high is None else min(high, gap / rise)
    if low is None or high is None:
        return None
    if low > high:
        return []
    return [tuple((start[0] - t * b, start[1] + t * a) for t in (low, high))]


def _at(line: Line, point: Sequence[Fraction]) -> Fraction:
    return sum((a * x for a, x in zip(line[0], point, strict=True)), ZERO) - line[1]


def _joined(pieces: list[Any]) -> list[Any]:
    """Each once, from left to right: what lies in another or goes on from it becomes one piece."""
    ordered = sorted({tuple(sorted(piece)) for piece in pieces})
    joined: list[Any] = []
    for piece in ordered:
        for k, other in enumerate(joined):
            ends = sorted({*piece, *other})
            on_one_line = all(_turn(ends[0], ends[-1], end) == 0 for end in ends)
            if on_one_line and max(piece[0], other[0]) <= min(piece[1], other[1]):
                joined[k] = (ends[0], ends[-1])
                break
        else:
            joined.append(piece)
    return joined if joined == ordered else _joined(joined)


def _turn(start: Any, end: Any, point: Any) -> Fraction:
    turn: Fraction = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (
        point[0] - start[0]
    )
    return turn


def _status(game: QuadraticGame, *, unique: bool, segments: tuple[Segment, ...] | None) -> str:
    what = "Nobody gains by another choice, at these prices of what is shared."
    if not game.shared:
        what = "Nobody gains by another choice."
    what += " No other choices have such prices." if unique else " There may be others like it."
    if segments is None:
        return what
    points = sum(one.start == one.end for one in segments)
    parts = [
        f"{number} {name}{'s' if number > 1 else ''}"
        for number, name in ((points, "single point"), (len(segments) - points, "segment"))
        if number
    ]
    return f"{what} All equilibria: {' and '.join(parts)}."
