"""A split of a game too large to tabulate, between two bounds, and what proves both.

The lower bound comes from coalitions, each with a plan that it can carry out, whose weights w_S
cover every city c times:

    sum w_S v(S) - c v(N).

The upper bound comes from the cases of a branch and bound at the split. The least core and the cost
of stability are such splits; they say what each bound means.

>>> from games import FacilityLocation
>>> from solvers import cost_of_stability, least_core
>>> ring = FacilityLocation(list("ABC"), ["ab", "bc", "ca"], [2, 2, 2],
...                         [[0, None, 0], [0, 0, None], [None, 0, 0]])
>>> proofs = [concept(ring).certificate for concept in (least_core, cost_of_stability)]
>>> [str(member.weight) for proof in proofs for member in proof.collection]
['1/3', '1/3', '1/3', '1/2', '1/2', '1/2']

Source: Bondareva (1963); Goemans and Skutella (2004).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from games.facility_location import FacilityLocation
from games.flow import FlowGame
from games.players import coalition_name
from games.production import LinearProductionGame
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate
from solvers.families.coalition_search import CoalitionSearch, Ended
from solvers.families.gap_halving import halved
from solvers.families.integer_program import Case
from solvers.families.partial_joining import stable_in_part
from solvers.families.priced_split import stable_priced_split
from solvers.families.program_game import ProgramGame
from solvers.families.program_oracle import ProgramOracle
from solvers.families.proven_plan import (
    PlannedCoalition,
    ProvenWorth,
    collected,
    covered,
    plan_violations,
    planned,
    proven_worth,
    signed,
)
from solvers.limited_work import work_left
from solvers.search_limits import Progress, SearchLimits, check_limits
from solvers.shared_coalitions import KnownCoalitions, shared

__all__ = ["METHOD", "LargeGame", "LargeSplitCertificate", "searched"]

Found = tuple[ProvenWorth, Ended, tuple[PlannedCoalition, ...]]
LargeGame = FacilityLocation | FlowGame | LinearProductionGame | ProgramGame
METHOD = "row generation with integer programs; branch and bound with prices in fractions"
ZERO, ONE = Fraction(0), Fraction(1)
NOTHING = KnownCoalitions((), None, math.inf)
_GRACE = 5  # seconds for the worth of all, without which there is no answer


def searched(
    model: ProgramGame,
    seconds: float,
    progress: Callable[[Progress], None] | None,
    *,
    stable: bool,
    decided: bool = False,
) -> Found:
    """The proven worth of all, the result of a search, and its coalitions with their plans.

    ``stable``: the cost of stability is sought, else the least core. ``decided``: it is enough to
    know whether stability costs anything.
    """
    check_limits(seconds, progress)
    until = min(time.monotonic() + seconds, work_left().until)
    common = shared()
    if common is None or decided or not ProgramOracle.few_openings(model):
        return _searched(model, until, progress, stable=stable, decided=decided)[0]

    def least_core() -> tuple[Found, KnownCoalitions]:
        return _searched(model, until, None if stable else progress, stable=False)

    first, known = common.of(model, least_core)
    return _searched(model, until, progress, stable=True, known=known)[0] if stable else first


def _searched(
    model: ProgramGame,
    until: float,
    progress: Callable[[Progress], None] | None,
    *,
    stable: bool,
    decided: bool = False,
    known: KnownCoalitions | None = None,
) -> tuple[Found, KnownCoalitions]:
    """``searched``, from coalitions that are ``known``; and the coalitions known at its end."""
    oracle = ProgramOracle(model, grand=stable, sparing=not stable)
    grand = proven_worth(model, model.players, oracle, until=max(until, time.monotonic() + _GRACE))
    if len(model.players) == 1 and not stable:
        return (grand, Ended(ZERO, ZERO, [grand.worth], {}, ()), ()), NOTHING
    worth = grand.worth / oracle.unit
    if stable and oracle.climb is None:
        # With another oracle: the search does better without the coalitions that this one meets.
        priced = stable_priced_split(ProgramOracle(model, grand=True), until)
        if priced is not None:
            ended = Ended(worth, worth, priced[0], {oracle.everybody: ONE}, priced[1])
            ended = ended.times(oracle.unit)
            return (grand, ended, planned(model, oracle, ended.weights)), NOTHING
    total, enough = None if stable else worth, worth if decided else None
    limits = SearchLimits(max(until - time.monotonic(), 0), progress, oracle.unit)
    search = CoalitionSearch(oracle, total, limits, enough)
    if known is not None and known.plans:
        search.begin(oracle.recalled(known.plans), known.split, known.excess)
    ended = search.until_proven()
    costly = decided and ended.lowest > worth
    if stable and not costly and oracle.openings is not None and sum(ended.payoffs) > ended.lowest:
        ended = _cheaper(model, oracle, ended, until)
    paid = sum(ended.payoffs) if stable else ended.highest
    if oracle.openings is not None and not decided and paid > ended.lowest:
        ended = halved(search, oracle, ended, until)
    split = np.array([float(x) for x in ended.payoffs])
    found = KnownCoalitions(oracle.plans_of(search.worths), split, float(ended.highest))
    if decided and ended.lowest <= worth < sum(ended.payoffs):
        ended = _in_the_core(model, ended, until)
    ended = ended.times(oracle.unit)
    return (grand, ended, planned(model, oracle, ended.weights)), found


def _cheaper(model: ProgramGame, oracle: ProgramOracle, ended: Ended, until: float) -> Ended:
    """The result of a search, or a cheaper split that is stable even if cities join in part."""
    if time.monotonic() > until:
        return ended
    split = stable_in_part(oracle.game, until)
    if split is None or sum(split) >= sum(ended.payoffs):
        return ended
    payoffs = [Fraction(x).limit_denominator(1 << 24) for x in split]
    cases, highest, _ = ProgramOracle(model, grand=True).prove(payoffs, ZERO, until)
    if highest > 0 or sum(payoffs) >= sum(ended.payoffs):
        return ended
    return replace(ended, payoffs=payoffs, cases=cases)


def _in_the_core(model: ProgramGame, ended: Ended, until: float) -> Ended:
    """What a search ends with, or the split of the least core if nobody blocks that."""
    oracle = ProgramOracle(model, grand=True)
    (_, least, _), _ = _searched(model, until, None, stable=False)
    if least.highest > 0 or time.monotonic() > until:
        return ended
    payoffs = [x / oracle.unit for x in least.payoffs]
    cases, highest, _ = oracle.prove(payoffs, ZERO, until)
    if highest > 0:
        return ended
    return replace(ended, payoffs=payoffs, cases=cases, highest=ZERO)


@dataclass(frozen=True, slots=True)
class LargeSplitCertificate(Certificate):
    """A split, coalitions with plans that bound from below, cases that do from above."""

    split: Mapping[str, Fraction]
    lowest: Fraction
    highest: Fraction
    collection: tuple[PlannedCoalition, ...]
    grand: ProvenWorth
    cases: tuple[Case, ...]

    @property
    def proof(self) -> Proof:
        width = self.highest - self.lowest
        return Proof("enclosed", width) if width else EXACT

    def gains(self, model: ProgramGame) -> dict[str, Fraction]:
        """The split, in gains."""
        return {name: signed(model, x) for name, x in self.split.items()}

    def shared_violations(self, model: ProgramGame, most: int) -> Iterator[str]:
        """Why it is no split with a proven worth of all, or why the lower bound does not hold.

        ``most``: how many cities a coalition of the collection may have.
        """
        if tuple(self.split) != model.players:
            yield "The split does not fit the players."
        yield from self.grand.violations(model, model.players)
        for member in self.collection:
            yield from plan_violations(model, member.coalition, member.plan)
            if not 0 < len(member.coalition) <= most or member.weight <= 0:
                yield f"{coalition_name(member.coalition)} has no place in the collection."
        shares = covered(self.collection, model)
        if len(set(shares)) != 1:
            yield "The collection does not cover every city equally."
        if collected(self.collection, model) - shares[0] * self.grand.worth != self.lowest:
            yield f"The collection does not prove the lower bound {self.lowest}."
