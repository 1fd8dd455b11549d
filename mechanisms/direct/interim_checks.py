"""Is truth best on average, and is taking part? Exact, by Myerson's lemma, over whole ranges.

With U(t, r) = A(r) + t B(r) what a city of type t expects from the report r, and W(t) = U(t, t):

    truth is best for every type   if and only if   B never falls,  and  W' = B, without jumps of W.

Between finitely many points all of them are polynomials (``interim_functions``), so that this is a
matter of signs and identities. Where it fails and there are two cities, W, A and t B are quadratic,
and the lie that pays most is found piece by piece; with three, finer and finer grids find one that
pays. From four cities on, only some reports are tried, each exactly.

>>> from mechanisms.direct.interim_functions import interim_functions
>>> swap = ContinuousProblem.bilateral_trade({"Hangzhou": (0, 1)}, {"Quzhou": (0, 1)})
>>> def linear(told):                                  # Chatterjee and Samuelson's equilibrium
...     value, cost = told.values()
...     price = (value + cost) / 3 + Fraction(1, 6)
...     return ("trade", [price, -price]) if value - cost >= 0.25 else ("no trade", None)
>>> rule = ContinuousMechanism.from_rule(swap, linear)
>>> print(bayesian(rule, {city: interim_functions(rule, city) for city in swap.cities}))
holds (Myerson's lemma: expected slopes never fall, and expected payoffs are their integral)

Source: Myerson (1981), Optimal auction design, lemma 2; Sturm (1829) for the signs.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bayesian_problem import shown
from games.continuous_problem import ContinuousProblem, Line
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.decision_cells import rounded
from mechanisms.direct.interim_functions import (
    IDENTITY,
    InterimFunctions,
    interim_at,
)
from mechanisms.direct.verdict import Fails, Holds, NotRefuted, Verdict
from solvers.polynomial import Polynomial

__all__ = ["balanced_on_average", "bayesian", "interim_rational"]

ZERO, ONE = Fraction(0), Fraction(1)
CLOSE = Fraction(99, 100)

LEMMA = "Myerson's lemma: expected slopes never fall, and expected payoffs are their integral"

TRIED = 5
"""With more cities, how many reports of each are tried."""

Breach = tuple[Fraction, Fraction, Fraction, Fraction]
"""What a lie brings, or is missing; the least bound on it; the true type, the report."""


Functions = Mapping[str, InterimFunctions] | None
"""By city; None where only some reports are tried."""


def bayesian(mechanism: ContinuousMechanism, functions: Functions) -> Verdict:
    """Whether no type of a city expects to gain by a lie."""
    name, problem = "Bayesian incentive compatibility", mechanism.problem
    if functions is None:
        found = {city: _best(_tried_lies(mechanism, i)) for i, city in enumerate(problem.cities)}
        cases = len(problem.cities) * TRIED * (TRIED - 1)
    else:
        found = {city: _lie(f) for city, f in functions.items()}
        cases = 0
    worst = _worst(found)
    if worst is None:
        return NotRefuted(name, cases) if cases else Holds(name, LEMMA)
    city, (gain, bound, true, lie) = worst
    sentence = (
        f"{city} of type {shown(true)} expects to gain {shown(gain)} by reporting {shown(lie)}"
    )
    return _fails(problem, name, sentence, city, (gain, bound, true, lie))


def interim_rational(mechanism: ContinuousMechanism, functions: Functions) -> Verdict:
    """Whether no type of a city expects less than it has without the rule."""
    name, problem = "interim individual rationality", mechanism.problem
    found: dict[str, Breach | None] = {}
    cases = 0
    for i, (city, outside) in enumerate(zip(problem.cities, problem.outside, strict=True)):
        if functions is None:
            honest = interim_at(mechanism, i)
            short = []
            for kind in _spread(problem, i):
                level, slope = honest(kind).line
                missing = outside[0] - level + (outside[1] - slope) * kind
                short.append((missing, missing, kind, kind))
            found[city], cases = _best(short), cases + TRIED
        else:
            found[city] = _walk_out(functions[city], outside)
    worst = _worst(found)
    if worst is None:
        return (
            NotRefuted(name, cases)
            if cases
            else Holds(name, "for all types in the ranges, by signs of polynomials")
        )
    city, (gain, bound, true, _) = worst
    sentence = f"{city} of type {shown(true)} expects {shown(gain)} less than without the rule"
    return _fails(problem, name, sentence, city, (gain, bound, true, true))


def balanced_on_average(problem: ContinuousProblem, left: Fraction, *, exact: bool) -> Verdict:
    """Whether a fund with so much left on average needs no money (and, if exact, keeps none)."""
    name = f"{'exact' if exact else 'weak'} budget balance ex ante"
    if left < 0 or (exact and left):
        verb = "keep" if left > 0 else "need"
        sentence = f"the fund expects to {verb} {shown(abs(left))}"
        sentence += rounded(problem, abs(left))
        return Fails(name, (), {}, {}, abs(left), sentence)
    return Holds(name, f"the fund expects {shown(left)}")


def _fails(
    problem: ContinuousProblem, name: str, sentence: str, city: str, breach: Breach
) -> Fails:
    gain, bound, true, lie = breach
    more = bound if bound > gain else None
    if more is not None:
        sentence += f" (other cases come as close to {shown(more)} as one likes)"
    sentence += rounded(problem, bound)
    told = {city: lie} if lie != true else {}
    return Fails(name, (city,), {city: true}, told, gain, sentence, more)


def _best(breaches: Iterable[Breach]) -> Breach | None:
    """The first of the greatest, if it breaks anything."""
    best = max(breaches, key=lambda breach: (breach[1], breach[0]), default=None)
    return best if best is not None and best[1] > 0 else None


def _worst(found: Mapping[str, Breach | None]) -> tuple[str, Breach] | None:
    broken = [(city, breach) for city, breach in found.items() if breach is not None]
    return max(broken, key=lambda each: each[1][1], default=None)


def _spread(problem: ContinuousProblem, i: int) -> list[Fraction]:
    low, high = problem.ranges[i]
    return [low + (high - low) * Fraction(k, TRIED - 1) for k in range(TRIED)]


def _tried_lies(mechanism: ContinuousMechanism, i: int) -> Iterator[Breach]:
    honest = interim_at(mechanism, i)
    known = {kind: honest(kind).line for kind in _spread(mechanism.problem, i)}
    for true, lie in itertools.permutations(known, 2):
        (a, b), (c, d) = known[lie], known[true]
        gain = a - c + true * (b - d)
        yield gain, gain, true, lie


def _lie(functions: InterimFunctions) -> Breach | None:
    """A lie that pays, the best if payoffs are quadratic; None where the lemma excludes any."""
    if _keeps_lemma(functions):
        return None
    if all(a.degree <= 2 and b.degree <= 1 for a, b in functions.between):
        return _best_lie(functions)
    parts = 8
    while True:  # a lie that pays exists, and pays in a neighbourhood, or at a point
        kinds = list(_grid(functions, parts))
        known = {kind: functions.at(kind) for kind in kinds}
        found = _best(
            (gain, gain, true, lie)
            for true, (c, d) in known.items()
            for lie, (a, b) in known.items()
            for gain in (a - c + true * (b - d),)
        )
        if found is not None:
            return _climbed(functions, found, parts)
        parts *= 2


def _climbed(functions: InterimFunctions, start: Breach, parts: int) -> Breach:
    """The same lie, made better by ever smaller steps, and simpler where that costs nothing."""
    low, high = functions.points[0], functions.points[-1]
    gain, _, true, lie = start
    step = (high - low) / parts

    def gain_of(kinds: tuple[Fraction, Fraction]) -> Fraction:
        t, r = kinds
        within = low <= min(t, r) and max(t, r) <= high
        return functions.payoff(t, r) - functions.payoff(t, t) if within else ZERO

    for _ in range(10):
        moves = itertools.product((true, true - step, true + step), (lie, lie - step, lie + step))
        true, lie = max(moves, key=gain_of)
        gain, step = gain_of((true, lie)), step / 2
    for size in range(1, 25):
        simple = true.limit_denominator(size), lie.limit_denominator(size)
        if gain_of(simple) >= gain:
            return gain_of(simple), gain_of(simple), *simple
    return gain, gain, true, lie


def _grid(functions: InterimFunctions, parts: int) -> Iterator[Fraction]:
    yield from functions.points
    for low, high in itertools.pairwise(functions.points):
        for k in range(1, parts):
            yield low + (high - low) * Fraction(k, parts)


def _keeps_lemma(functions: InterimFunctions) -> bool:
    points, between = functions.points, functions.between
    honest = [a + t * b for (a, b), t in zip(functions.at_points, points, strict=True)]
    for k, (a, b) in enumerate(between):
        low, high = points[k], points[k + 1]
        if (a.derivative() + IDENTITY * b.derivative()).coefficients:  # W' = B
            return False
        if not b.derivative().never_negative(low, high):
            return False
        w = functions.honest[k]
        if w(low) != honest[k] or w(high) != honest[k + 1]:
            return False
        if b(low) < functions.at_points[k][1]:
            return False
        if b(high) > functions.at_points[k + 1][1]:
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Quadratic:
    """A(r) = a0 + a1 r + a2 r^2, B(r) = b0 + b1 r and W(t) on pieces, or constants at points."""

    low: Fraction
    high: Fraction
    a: tuple[Fraction, Fraction, Fraction]
    b: tuple[Fraction, Fraction]

    @property
    def w(self) -> tuple[Fraction, Fraction, Fraction]:
        """The coefficients of A(t) + t B(t); at a point only its value there counts."""
        return self.a[0], self.a[1] + self.b[0], self.a[2] + self.b[1]

    def pulled(self, at: Fraction, share: Fraction) -> Fraction:
        """A bit away from the ends."""
        return at + share * ((self.low + self.high) / 2 - at)


def _pieces(functions: InterimFunctions) -> list[_Quadratic]:
    found = []
    for k, (a, b) in enumerate(functions.between):
        levels = [*a.coefficients] + [ZERO] * 3
        slopes = [*b.coefficients] + [ZERO] * 2
        ends = functions.points[k : k + 2]
        found.append(
            _Quadratic(ends[0], ends[1], (levels[0], levels[1], levels[2]), (slopes[0], slopes[1]))
        )
    for point, (level, slope) in zip(functions.points, functions.at_points, strict=True):
        found.append(_Quadratic(point, point, (level, ZERO, ZERO), (slope, ZERO)))
    return found


def _best_lie(functions: InterimFunctions) -> Breach:
    """The lie that pays most: on a pair of pieces the gain is quadratic in type and report."""
    pieces = _pieces(functions)
    tops: list[tuple[Fraction, Fraction, Fraction, _Quadratic, _Quadratic]] = []
    for mine, told in itertools.product(pieces, repeat=2):
        for true, lie in _critical(mine, told):
            gain = _gain(mine, told, true, lie)
            if gain > 0:
                tops.append((gain, true, lie, mine, told))
    bound = max(gain for gain, *_ in tops)
    best = [top for top in tops if top[0] == bound]
    for _, true, lie, _, _ in best:
        if functions.payoff(true, lie) - functions.payoff(true, true) == bound:
            return bound, bound, true, lie
    _, true, lie, mine, told = best[0]
    share = 1 - CLOSE
    while True:
        near, shaded = mine.pulled(true, share), told.pulled(lie, share)
        gain = functions.payoff(near, shaded) - functions.payoff(near, near)
        if gain >= CLOSE * bound:
            return gain, bound, near, shaded
        share /= 2


def _gain(mine: _Quadratic, told: _Quadratic, true: Fraction, lie: Fraction) -> Fraction:
    (a0, a1, a2), (b0, b1), (w0, w1, w2) = told.a, told.b, mine.w
    return (
        a0 + a1 * lie + a2 * lie * lie + true * (b0 + b1 * lie) - w0 - w1 * true - w2 * true * true
    )


def _critical(mine: _Quadratic, told: _Quadratic) -> Iterator[tuple[Fraction, Fraction]]:
    """Where on a rectangle of types and reports the gain can be greatest.

    Inside, both slopes are 0, (b1) t + (2 a2) r = -a1 and (-2 w2) t + (b1) r = w1 - b0; if that
    has no single solution, the greatest gain is on an edge as well.
    """
    (_, a1, a2), (b0, b1), (_, w1, w2) = told.a, told.b, mine.w
    ends = {mine.low, mine.high}, {told.low, told.high}
    yield from itertools.product(*ends)
    found = []
    determinant = b1 * b1 + 4 * a2 * w2
    if determinant:
        found.append(
            (
                (-a1 * b1 - 2 * a2 * (w1 - b0)) / determinant,
                (b1 * (w1 - b0) - 2 * w2 * a1) / determinant,
            )
        )
    if w2:
        found += [((b0 + b1 * lie - w1) / (2 * w2), lie) for lie in ends[1]]
    if a2:
        found += [(true, -(a1 + b1 * true) / (2 * a2)) for true in ends[0]]
    for true, lie in found:
        if mine.low <= true <= mine.high and told.low <= lie <= told.high:
            yield true, lie


def _walk_out(functions: InterimFunctions, outside: Line) -> Breach | None:
    """The type that expects least, compared with what it has outside; None where none lacks."""
    apart = Polynomial.of(*outside)
    gaps = [w - apart for w in functions.honest]
    spans = list(itertools.pairwise(functions.points))
    at_points = [
        (outside[0] + outside[1] * t - a - t * b, t)
        for t, (a, b) in zip(functions.points, functions.at_points, strict=True)
    ]
    if all(short <= 0 for short, _ in at_points) and all(
        gap.never_negative(*span) for gap, span in zip(gaps, spans, strict=True)
    ):
        return None
    parts = 64
    while True:
        short = [(missing, missing, t, t) for missing, t in at_points]
        for gap, (low, high) in zip(gaps, spans, strict=True):
            inside = [low + (high - low) * Fraction(k, parts) for k in range(1, parts)]
            inside += [x for x in _turns(gap) if low < x < high]
            short += [(-gap(t), -gap(t), t, t) for t in inside]
            # Next to a point the payoff may be less than at it.
            for end in (low, high):
                near = end + ((low + high) / 2 - end) / parts
                short.append((-gap(near), -gap(end), near, near))
        best = _best(short)
        if best is not None and best[0] >= CLOSE * best[1]:
            return best
        parts *= 2


def _turns(polynomial: Polynomial) -> list[Fraction]:
    """Where a quadratic polynomial turns."""
    turning = polynomial.derivative()
    if turning.degree != 1:
        return []
    level, slope = turning.coefficients
    return [-level / slope]
