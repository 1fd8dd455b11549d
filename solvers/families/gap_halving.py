"""Closing what a search leaves open between its bounds, by branch and bound half way.

Let l be the lowest point of the coalitions known, t its level, and b a split at which no coalition
has an excess above e. Half way, at h = (l + b) / 2, no coalition known has more than (t + e) / 2.
Either cases find one that has: it is new, and joins. Or they show that there is none: then h takes
the place of b, and the gap between e and t is halved. Without a level (the cost of stability) e and
t are 0, and the gap is that between the sums of b and l.

Cases that cut at sums of what cities bring (``ProgramOracle.by_cases``) settle in a second points
that HiGHS leaves open after thousands of cases. They are in floats: fractions and proof come last.
If the gap cannot be closed in the work allowed, what was found is proven all the same, and what is
closer than before is kept.

>>> from games.production import Activity, LinearProductionGame, Platform, Resource, Use, Value
>>> from solvers.families.program_game import program_game
>>> from solvers.search_limits import SearchLimits
>>> batches = Resource("batches", "tradable", {"A": 1, "B": 1, "C": 1})
>>> use = (Use("batches", 1), Use("room", 1))
>>> work = Activity("work", ("A",), use, (Value("A", "cash", 80),))
>>> park = Platform("park", "A", 100, provides=(Use("room", 2),))
>>> room = Resource("room", "tradable", {})
>>> game = LinearProductionGame(("A", "B", "C"), (batches, room), (work,), (park,))
>>> oracle = ProgramOracle(program_game(game), grand=False)
>>> search = CoalitionSearch(oracle, Fraction(60), SearchLimits(math.inf, None))
>>> _ = search.add(oracle.parts())
>>> dear = Ended(ZERO, Fraction(20), [Fraction(20)] * 3, {}, ())
>>> halved(search, oracle, dear).highest
Fraction(0, 1)

Source: Ben-Ameur and Neto (2007), Acceleration of cutting-plane and column generation algorithms.
"""

from __future__ import annotations

import math
import time
from dataclasses import replace
from fractions import Fraction

import numpy as np

from solvers.families.coalition_search import CoalitionSearch, Ended
from solvers.families.program_oracle import ProgramOracle
from solvers.limited_work import work_left

__all__ = ["HIGHEST_WEIGHT", "MOST_GROUPS", "halved", "next_weight"]

ZERO = Fraction(0)
_ROUNDS = 300
_HELD = 1e-9  # a smaller weight counts as 0
_PROOFS = 10  # attempts to prove a split, with one more coalition each
_HALF, _QUARTER = 0.5, 0.25  # the weight of the best split; the second after a gap was halved
_GRID = 1 << 26  # the denominator of a rounded payoff
HIGHEST_WEIGHT = 0.9
"""A higher weight of the best split is not tried: the search ends."""
MOST_GROUPS = 4
"""So many coalitions are taken from one tree of cases."""


def next_weight(weight: float, *, new: bool, settled: bool) -> float:
    """The weight of the best split in the next one that is tried, between it and the lowest point.

    Where cases left a split open it is nearer to the best one; where they ``settled`` that nobody
    is unhappier there, nearer to the lowest point; and half way once a coalition is ``new``.

    >>> next_weight(0.5, new=False, settled=False)
    0.75
    """
    return _QUARTER if settled else _HALF if new else (1 + weight) / 2


def halved(
    search: CoalitionSearch, oracle: ProgramOracle, ended: Ended, until: float = math.inf
) -> Ended:
    """The result where the bounds of a search meet, or else the closest bounds that are proven.

    It is asked of the oracle of the search. Within ``limited_work`` it looks at half as many cases
    as a search may, and ends at the time ``until``: three quarters of it are for points half way,
    the rest for the proof.
    """
    highest = float(ended.highest if search.level else sum(ended.payoffs))
    if not search.level or search.highest >= highest:  # else HiGHS says so of one not rounded yet
        search.best_floats, search.highest = np.array([float(x) for x in ended.payoffs]), highest
    fresh = ProgramOracle(oracle.game, grand=oracle.grand)  # cuts of other proofs mislead it
    weight, met, narrower = _HALF, False, False
    began = time.monotonic()
    late = began + (until - began) * 3 / 4
    for _ in range(_ROUNDS):
        point, level = search.lowest_point()
        if search.known.held() >= _HELD:  # the widest box so far keeps the point from the lowest
            search.box.widen()
            continue
        search.done += 1
        search.tell()
        met = search.highest - search.lowest <= search.near
        worked = weight > HIGHEST_WEIGHT or fresh.cases > work_left().most // 2
        if met or worked or time.monotonic() > late:
            break
        half = weight * search.best_floats + (1 - weight) * point
        excess = weight * search.highest + (1 - weight) * level
        beyond = excess if search.level else search.near / 10
        new, settled = search.add(oracle.quick(half, beyond)), False
        if not new:
            found, settled = fresh.by_cases(half, beyond, late, MOST_GROUPS)
            new = search.add(oracle.recalled(fresh.plans_of(found)))
        if settled:
            search.best_floats, narrower = half, True
            search.highest = beyond if search.level else float(half.sum())
        weight = next_weight(weight, new=new, settled=settled)
    if not met:
        return _closer(search, ended, _as_far(search, fresh, ended, until, narrower=narrower))
    search.best, search.inner = None, (search.best_floats, search.highest if search.level else 0.0)
    for _ in range(_PROOFS):
        bound, payoffs, weights = search.exact_bound()
        claim = bound if search.level else ZERO
        cases, most, better = fresh.prove(payoffs, claim, until)
        if most <= claim:
            return Ended(bound, most, payoffs, weights, cases)
        if better is None:
            break
        search.add(oracle.recalled(fresh.plans_of([better])))
        search.held.add(better)
    return _closer(search, ended, Ended(bound, most, payoffs, weights, cases))


def _as_far(
    search: CoalitionSearch, oracle: ProgramOracle, ended: Ended, until: float, *, narrower: bool
) -> Ended:
    """The bounds that are left open, proven; that from above only if it is ``narrower``."""
    near = Fraction(math.ceil(search.near * _GRID), _GRID)
    short = [Fraction(round(float(x) * _GRID), _GRID) for x in search.best_floats]
    more = near if search.total is None else (search.total - sum(short)) / len(short)
    search.best = payoffs = [x + more for x in short]
    lowest, _, weights = search.exact_bound()
    if not narrower:
        return replace(ended, lowest=lowest, weights=weights)
    claim = Fraction(search.highest) + near if search.level else ZERO
    cases, highest, _ = oracle.prove(payoffs, claim, until)
    return Ended(lowest, highest, payoffs, weights, cases)


def _closer(search: CoalitionSearch, before: Ended, after: Ended) -> Ended:
    """The closer of two bounds from below, and of two from above."""
    if not search.level:
        after = after.stable()
    below = max(after, before, key=lambda one: one.lowest)
    above = min(before, after, key=lambda one: one.highest if search.level else sum(one.payoffs))
    return replace(above, lowest=below.lowest, weights=below.weights)
