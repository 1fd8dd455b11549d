"""Verdicts on ranges of types, each with the prices that prove it.

In each case of a property (``range_cases``) a linear program says how far it can be broken. Where
that is nowhere above 0, the property holds for all types in the ranges; else the case that is
broken most has the counterexample, exactly. Where no point reaches the supremum, as happens beside
a strict comparison, a point close to it is shown, and the supremum apart. In cases in which powers
of reports stay (``curved_case``), a point that breaks the property is shown if one is found, and
another may break it more; where neither a point nor a proof is found, it is ``NotRefuted``. That
proof is made again whenever it is asked for, without a solver.

Source: Farkas (1902); Motzkin (1936) for strict inequalities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from games.moving_slope import value_at
from games.private_types import shown
from mechanisms.direct.curved_case import best_found, harmless
from mechanisms.direct.decision_cells import rounded
from mechanisms.direct.outcome_checks import groups_asked
from mechanisms.direct.range_cases import Case, RangeCases
from mechanisms.direct.range_incentives import dominant_strategy, monotone, no_collusion, non_bossy
from mechanisms.direct.range_outcomes import (
    alike,
    anonymous,
    balanced,
    core_stable,
    efficient,
    envy_free,
    individually_rational,
    weakly_balanced,
)
from mechanisms.direct.verdict import CLOSE, Fails, Holds, NotApplicable, NotRefuted, Verdict
from solvers.polytope import Point, Prices, at_point

__all__ = ["CASES", "Judged", "judge", "unproven", "verdict_of"]

ZERO = Fraction(0)
CASES: dict[str, Callable[[RangeCases], Iterator[Case]]] = {
    "dominant-strategy incentive compatibility": dominant_strategy,
    "ex post individual rationality": individually_rational,
    "weak budget balance ex post": weakly_balanced,
    "exact budget balance ex post": balanced,
    "allocative efficiency": efficient,
    "anonymity": anonymous,
    "non-bossiness": non_bossy,
    "envy-freeness": envy_free,
    "core stability": core_stable,
    "monotonicity": monotone,
    "no collusion by a pair": no_collusion,
}
"""The cases of each property that can be judged at single profiles."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on ranges, and what proves it.

    ``case``: the position of the case that breaks the property, ``witness`` the point of it (true
    types, then misreports), ``peak`` a point of its closure that has the supremum, where none of
    the case itself has. ``proofs``: prices of each case that may be above the bound on the box, in
    order (or at it, where there is a peak); ``unreached``: then those that prove, of each case
    whose bound is the supremum, that no point of it has that much. ``gain``: of the case shown,
    where powers stay in it, so that no proof has it as its bound.
    """

    property: str
    verdict: str
    case: int | None
    witness: tuple[Fraction, ...]
    peak: tuple[Fraction, ...]
    proofs: tuple[Prices, ...]
    unreached: tuple[Prices, ...] = ()
    gain: Fraction | None = None


def judge(cases: RangeCases, name: str) -> Judged:
    """Whether a property holds for all types in the ranges, and what proves it."""
    listed = _cases_of(cases, name)
    found: dict[int, Prices] = {}
    tops: list[tuple[Fraction, int, Point]] = []
    broken: list[tuple[Fraction, int, Point]] = []
    for k, case in enumerate(listed):
        if case.curved:
            worst = best_found(case)
            broken += [] if worst is None else [(worst[0], k, worst[1])]
            continue
        if case.polytope.box_bound(case.gain) <= 0:
            continue
        if case.polytope.emptiness is not None:
            found[k] = case.polytope.emptiness
            continue
        peak = case.polytope.most(case.gain)
        found[k] = peak.prices
        if peak.value > 0:
            tops.append((peak.value, k, peak.point))
    bound = max((value for value, _, _ in tops), default=ZERO)
    best = [(k, point) for value, k, point in tops if value == bound]
    at, witness, shut = _witness(listed, best, bound) if best else (None, (), ())
    gain = None
    if not best and not broken:
        for k, case in enumerate(listed):
            if case.curved and not harmless(case):
                worst = best_found(case, thorough=True)
                broken += [] if worst is None else [(worst[0], k, worst[1])]
    most, k, point = max(broken, key=lambda each: each[0], default=(ZERO, 0, ()))
    if most > bound:  # where both have as much, the affine case is proven to be the worst
        bound, gain, at, witness, shut = most, most, k, point, ()
    judged = Judged(name, "", at, witness, shut, (), gain=gain)
    proofs: list[Prices] = []
    unreached: list[Prices] = []
    for k, case in enumerate(listed):
        if not _open(cases, case, bound, reaching=bool(shut)):
            continue
        proofs.append(found[k])
        if case.polytope.emptiness is found[k]:
            cases.known_empty.add(id(case.polytope))
        elif shut and found[k].bound == bound:
            apart = case.polytope.level(case.gain, bound).emptiness
            if apart is None:
                raise AssertionError("a supremum that is reached has a witness")
            unreached.append(apart)
    return replace(
        judged,
        verdict=str(_verdict(cases, listed, judged)),
        proofs=tuple(proofs),
        unreached=tuple(unreached),
    )


def verdict_of(cases: RangeCases, judged: Judged) -> Verdict:
    """The verdict that a case and its point amount to."""
    return _verdict(cases, _cases_of(cases, judged.property), judged)


def unproven(cases: RangeCases, judged: Judged) -> Iterator[str]:
    """Each reason why a verdict is not proven; no solver."""
    listed = _cases_of(cases, judged.property)
    bound = ZERO
    if judged.case is not None:
        case = listed[judged.case]
        bound = gain = value_at(case.gain, judged.witness)
        if judged.case < 0 or not case.breaks_at(judged.witness):
            yield "The case shown breaks nothing at the types and reports shown."
        if judged.gain != (gain if case.curved else None):
            yield "The case shown has another gain."
        if judged.peak and case.curved:
            yield "No supremum is known of a case with powers."
        elif judged.peak:
            bound = at_point(case.gain, judged.peak)
            if judged.peak not in case.polytope.closure:
                yield "The point that has the supremum is not of this case."
            if not CLOSE * bound <= gain < bound:
                yield "The case shown is not close to the supremum."
    elif judged.witness or judged.peak or judged.gain is not None:
        yield "What holds has no counterexample."
    if str(_verdict(cases, listed, judged)) != judged.verdict:
        yield "The case shown amounts to another verdict."
    yield from _not_bounded(cases, listed, judged, bound)


def _not_bounded(
    cases: RangeCases, listed: list[Case], judged: Judged, bound: Fraction
) -> Iterator[str]:
    """Each reason why it is not proven that no case is above the bound, or reaches a supremum."""
    proofs, unreached = iter(judged.proofs), iter(judged.unreached)
    for case in listed:
        if not _open(cases, case, bound, reaching=bool(judged.peak)):
            continue
        prices = next(proofs, None)
        if prices is None:
            yield "A case has no proof."
        elif prices.proves_empty(case.polytope):
            cases.known_empty.add(id(case.polytope))
        elif prices.bound > bound or not prices.prove_bound(case.polytope, case.gain):
            yield "A case is not proven to be harmless."
        elif judged.peak and prices.bound == bound:
            apart = next(unreached, None)
            if apart is None or not apart.proves_empty(case.polytope.level(case.gain, bound)):
                yield "A case is not proven to stay below the supremum."
    if next(proofs, None) is not None or next(unreached, None) is not None:
        yield "There are more proofs than cases."


def _cases_of(cases: RangeCases, name: str) -> list[Case]:
    """The cases of a property, made once."""
    if name not in cases.listed:
        cases.listed[name] = list(CASES[name](cases))
    return cases.listed[name]


def _open(cases: RangeCases, case: Case, bound: Fraction, *, reaching: bool) -> bool:
    """Whether neither the ranges nor an earlier proof exclude that a case is above the bound.

    ``reaching``: or at it.
    """
    if case.curved or id(case.polytope) in cases.known_empty:
        return False
    most = case.polytope.box_bound(case.gain)
    return most > bound or (reaching and most == bound)


def _witness(
    listed: list[Case], best: list[tuple[int, Point]], bound: Fraction
) -> tuple[int, Point, Point]:
    """The case, a point of it that has the bound or is close to it, and then the peak."""
    for k, _ in best:
        point = listed[k].polytope.level(listed[k].gain, bound).point
        if point is not None:
            return k, point, ()
    k, peak = best[0]
    inside, share = listed[k].polytope.point, 1 - CLOSE
    if inside is None:
        raise AssertionError("a case that breaks a property has a point")
    while True:
        point = tuple(p + share * (q - p) for p, q in zip(peak, inside, strict=True))
        if at_point(listed[k].gain, point) >= CLOSE * bound:
            return k, point, peak
        share /= 2


def _verdict(cases: RangeCases, listed: list[Case], judged: Judged) -> Verdict:
    name, cities = judged.property, cases.cities
    if judged.case is None:
        if name in ("anonymity", "envy-freeness") and not alike(cases.problem):
            return NotApplicable(name, "no two cities are in the same position")
        curved = [case for case in listed if case.curved]
        if not all(harmless(case) for case in curved):
            return NotRefuted(name, len(curved))
        cases_tried = f"{len(listed)} case{'s' if len(listed) != 1 else ''}"
        by = f"for all types in the ranges, in {cases_tried}"
        if name == "core stability":
            asked, which = groups_asked(cases.problem)
            return Holds(name, f"{which}, {by}", asked)
        return Holds(name, by)
    case = listed[judged.case]
    truth = dict(zip(cities, judged.witness, strict=False))
    reported = {**truth, **dict(zip(case.misreports, judged.witness[len(cities) :], strict=True))}
    if case.swap:
        one, two = case.swap
        reported[one], reported[two] = truth[two], truth[one]
    gain = value_at(case.gain, judged.witness)
    supremum = at_point(case.gain, judged.peak) if judged.peak else None
    sentence = case.words(truth, reported, gain)
    if supremum is not None:
        sentence += f" (other cases come as close to {shown(supremum)} as one likes)"
    sentence += rounded(cases.problem, supremum or gain)
    reports = reported if case.misreports or case.swap else {}
    return Fails(name, case.who, truth, reports, gain, sentence, supremum)
