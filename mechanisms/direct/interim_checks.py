"""Is truth best on average, and is taking part? Exact, by Myerson's lemma, over whole ranges.

With U(t, r) = A(r) + t B(r) what a city of type t expects from the report r, and W(t) = U(t, t):

    truth is best for every type   if and only if   B never falls,  and  W' = B, without jumps of W.

Between finitely many points all of them are polynomials (``interim_functions``), so that this is a
matter of signs and identities. Where it fails, ``best_misreport`` finds a misreport that pays. From
five cities on, only some reports are tried, each exactly.

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
from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction

from games.continuous_problem import ContinuousProblem, Line
from games.private_types import shown, shown_apart
from mechanisms.direct import counterexample
from mechanisms.direct.best_misreport import Breach, best_misreport, greatest
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.decision_cells import rounded
from mechanisms.direct.interim_functions import InterimFunctions
from mechanisms.direct.interim_outcome import interim_at
from mechanisms.direct.verdict import CLOSE, Fails, Holds, NotRefuted, Verdict
from solvers.polynomial import Polynomial

__all__ = ["balanced_on_average", "bayesian", "interim_rational"]

ZERO = Fraction(0)

LEMMA = "Myerson's lemma: expected slopes never fall, and expected payoffs are their integral"

TRIED = 5
"""With more cities, how many reports of each are tried."""

AMONG = f", the most among {TRIED} types of each city that were tried"

Functions = Mapping[str, InterimFunctions] | None
"""By city; None where only some reports are tried."""


def bayesian(mechanism: ContinuousMechanism, functions: Functions) -> Verdict:
    """Whether no type of a city expects to gain by a misreport."""
    name, problem = "Bayesian incentive compatibility", mechanism.problem
    if functions is None:
        found = {
            city: greatest(_tried_misreports(mechanism, i)) for i, city in enumerate(problem.cities)
        }
        cases = len(problem.cities) * TRIED * (TRIED - 1)
    else:
        found = {city: best_misreport(f) for city, f in functions.items()}
        cases = 0
    worst = _largest_breach(found)
    if worst is None:
        return NotRefuted(name, cases) if cases else Holds(name, LEMMA)
    city, (gain, bound, true, misreport) = worst
    sentence = counterexample.expected_misreport(city, true, misreport, gain)
    sentence += AMONG if functions is None else ""
    return _fails(problem, name, sentence, city, (gain, bound, true, misreport))


def interim_rational(mechanism: ContinuousMechanism, functions: Functions) -> Verdict:
    """Whether no type of a city expects less than it has without the rule."""
    name, problem = "interim individual rationality", mechanism.problem
    found: dict[str, Breach | None] = {}
    cases = 0
    for i, (city, outside) in enumerate(zip(problem.cities, problem.outside, strict=True)):
        if functions is None:
            honest = interim_at(mechanism.problem, mechanism.cells, i)
            short = []
            for kind in _spread(problem, i):
                level, slope = honest(kind).line
                missing = outside[0] - level + (outside[1] - slope) * kind
                short.append((missing, missing, kind, kind))
            found[city], cases = greatest(short), cases + TRIED
        else:
            found[city] = _walk_out(functions[city], outside)
    worst = _largest_breach(found)
    if worst is None:
        return (
            NotRefuted(name, cases)
            if cases
            else Holds(name, "for all types in the ranges, by signs of polynomials")
        )
    city, (gain, bound, true, _) = worst
    named: Hashable = true
    if functions is not None and bound > gain:  # it stands beside a point that is no such case
        beside = min(functions[city].points, key=lambda point: abs(point - true))
        named = shown_apart(true, beside)[0]
    sentence = counterexample.expected_walk_out(city, named, gain)
    sentence += AMONG if functions is None else ""
    return _fails(problem, name, sentence, city, (gain, bound, true, true))


def balanced_on_average(problem: ContinuousProblem, left: Fraction, *, exact: bool) -> Verdict:
    """Whether a fund with so much left on average needs no money (and, if exact, keeps none)."""
    name = f"{'exact' if exact else 'weak'} budget balance ex ante"
    if left < 0 or (exact and left):
        sentence = counterexample.expected_need(left) + rounded(problem, abs(left))
        return Fails(name, (), {}, {}, abs(left), sentence)
    return Holds(name, f"the fund expects {shown(left)}")


def _fails(
    problem: ContinuousProblem, name: str, sentence: str, city: str, breach: Breach
) -> Fails:
    gain, bound, true, misreport = breach
    more = bound if bound > gain else None
    if more is not None:
        sentence += f" (other cases come as close to {shown(more)} as one likes)"
    sentence += rounded(problem, bound)
    reported = {city: misreport} if misreport != true else {}
    return Fails(name, (city,), {city: true}, reported, gain, sentence, more)


def _largest_breach(found: Mapping[str, Breach | None]) -> tuple[str, Breach] | None:
    broken = [(city, breach) for city, breach in found.items() if breach is not None]
    return max(broken, key=lambda each: each[1][1], default=None)


def _spread(problem: ContinuousProblem, i: int) -> list[Fraction]:
    low, high = problem.ranges[i]
    return [low + (high - low) * Fraction(k, TRIED - 1) for k in range(TRIED)]


def _tried_misreports(mechanism: ContinuousMechanism, i: int) -> Iterator[Breach]:
    honest = interim_at(mechanism.problem, mechanism.cells, i)
    known = {kind: honest(kind).line for kind in _spread(mechanism.problem, i)}
    for true, misreport in itertools.permutations(known, 2):
        (a, b), (c, d) = known[misreport], known[true]
        gain = a - c + true * (b - d)
        yield gain, gain, true, misreport


def _walk_out(functions: InterimFunctions, outside: Line) -> Breach | None:
    """The type that gains most by staying out; None where none gains."""
    apart = Polynomial.of(*outside)
    gaps = [w - apart for w in functions.honest]
    spans = list(itertools.pairwise(functions.points))
    short = [
        (outside[0] + outside[1] * t - a - t * b, t)
        for t, (a, b) in zip(functions.points, functions.at_points, strict=True)
    ]
    open_ends = []
    for gap, (low, high) in zip(gaps, spans, strict=True):
        if not gap.never_negative(low, high):
            short += [(-gap(t), t) for t in gap.dips(low, high)]
            # The payoff may jump: check its limit beside each end, too.
            open_ends += [(-gap(end), end, gap, (low + high) / 2) for end in (low, high)]
    most, kind = max(short, key=lambda each: each[0])
    bound, end, gap, middle = max(
        open_ends, key=lambda each: each[0], default=(ZERO, ZERO, Polynomial(()), ZERO)
    )
    if bound <= max(most, ZERO):
        return (most, most, kind, kind) if most > 0 else None
    share = 1 - CLOSE
    while True:  # nearer to this end alone
        near = end + share * (middle - end)
        if -gap(near) >= CLOSE * bound:
            return -gap(near), bound, near, near
        share /= 2
