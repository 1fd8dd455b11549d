"""Certificates of families of games that break one condition, and ties that break none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from games import AirportGame, Arc, FacilityLocation, FlowGame, SpanningTreeGame, WeightedVoting
from games.errors import NotProven
from solvers import core, cost_of_stability, greatest_excess, least_core, maximum_flow, nucleolus
from solvers.certificate import Certificate
from solvers.families.airport import AirportNucleolusCertificate
from solvers.families.large_core import LargeCoreCertificate
from solvers.families.maximum_flow import MaximumFlowCertificate
from solvers.families.multilinear_extension import error_of
from solvers.families.program_game import program_game
from solvers.families.program_oracle import ProgramOracle
from solvers.families.proven_plan import PlannedCoalition
from solvers.families.spanning_tree import SpanningTreeCertificate
from solvers.families.stable_optimum import (
    StableOptimumCertificate,
    StableProgram,
    StableSplits,
    stable_optimum,
)
from solvers.families.weighted_voting import EnclosedShapleyShubikCertificate
from solvers.families.worth_of_all import WorthOfAllCertificate
from tests.certified.families import CERTIFIED
from tests.solvers.false_certificates import refused_for

ZERO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)
HANGAR = AirportGame({"A": 4, "B": 4, "C": 10})
RING = FacilityLocation(  # a pair pays 2, and so does each city; all three pay 4
    list("ABC"), ["ab", "bc", "ca"], [2, 2, 2], [[0, None, 0], [0, 0, None], [None, 0, 0]]
)
HUB = FacilityLocation(["A", "B"], ["hub"], [8], [[6], [9]])
LONE = FacilityLocation(["A"], ["hub"], [8], [[6]])
LINE = FlowGame("mine", "port", [Arc("mine", "yard", HALF, "A"), Arc("yard", "port", 3, "B")])
SIDING = FlowGame(
    "mine", "port", [Arc("mine", "port", 2, "A"), Arc("mine", "yard", 5, "B")]
)  # nothing leaves the yard
NEAR = SpanningTreeGame(["A", "B"], {"A": 4, "B": 10}, {("A", "B"): 2})
FAR = SpanningTreeGame(["A", "B"], {"A": 4, "B": 5}, {("A", "B"): 8})
DUMMY = WeightedVoting({"A": 2, "B": 2, "C": 1}, 4)
MARKET, solve_market = CERTIFIED["nucleolus of a market"]
SPLITS = StableSplits(HUB, ("A", "B"), Fraction(-23))  # costs are negative gains
FIRST = StableProgram(SPLITS, {"A": ONE})
ALL_OPEN = dict.fromkeys(
    ["open ab", "open bc", "open ca", "serve A from ab", "serve B from bc", "serve C from ca"], ONE
)
HALVES = {f"open {x}": HALF for x in ("ab", "bc", "ca")} | {
    f"serve {city} from {x}": HALF for x in ("ab", "bc", "ca") for city in x.upper()
}


@cache
def stability(game: FacilityLocation) -> Any:
    return cost_of_stability(game).certificate


@cache
def level(game: FacilityLocation) -> Any:
    return least_core(game).certificate


def market() -> Any:
    return solve_market(MARKET).certificate


@cache
def optimum() -> Any:
    return stable_optimum(FIRST).certificate


def everybody(game: FacilityLocation) -> tuple[PlannedCoalition, ...]:
    """The coalition of all, with its plan: it bounds nothing."""
    return (PlannedCoalition(tuple(game.players), ONE, stability(game).grand.plan),)


def shifted(certificate: Any, city: str, by: Fraction) -> dict[str, Fraction]:
    return {**certificate.split, city: certificate.split[city] + by}


def blocked(game: FacilityLocation, split: dict[str, Fraction], *, grand: bool) -> Any:
    """That any objective of nothing is 0 at least, and a split with the cases that bound excesses.

    Without those of all where it is not ``grand``.
    """
    oracle = ProgramOracle(program_game(game), grand=grand)
    payoffs = [x / oracle.unit for x in split.values()]
    cases, most, _ = oracle.prove(payoffs, Fraction(6))
    assert most <= 6
    told = tuple(case.times(oracle.unit) for case in cases)
    return StableOptimumCertificate(ZERO, split, (), told)


def with_first(certificate: Any, **changed: Any) -> Certificate:
    """The certificate with the first of its collection changed, or with something in its plan."""
    first, *others = certificate.collection
    changed["plan"] = {**first.plan, **changed.get("plan", {})}
    new: Certificate = replace(certificate, collection=(replace(first, **changed), *others))
    return new


def pair_plan() -> dict[str, Fraction]:
    """A and C served where both can be."""
    return dict(ProgramOracle(program_game(RING), grand=True).plan(0b101)[1])


FALSE: dict[str, tuple[Any, Callable[[], Certificate], list[str]]] = {
    "who pays less than a cheaper city": (
        HANGAR,
        lambda: AirportNucleolusCertificate({"A": 2 * ONE, "B": ONE, "C": 7 * ONE}),
        ["B pays less than a cheaper city"],
    ),
    "a core of which it is left open whether it is empty": (
        RING,
        lambda: LargeCoreCertificate(
            replace(stability(RING), collection=everybody(RING), lowest=ZERO)
        ),
        ["is left open"],
    ),
    "a split that falls short by a little": (
        RING,
        lambda: replace(
            stability(RING),
            split=shifted(stability(RING), "A", HALF / 4),
            highest=stability(RING).highest - HALF / 4,
            cases=tuple(replace(case, bound=HALF / 4) for case in stability(RING).cases),
        ),
        ["The cases do not prove that no coalition blocks the split."],
    ),
    "a split of less than all make that nobody else blocks": (
        HUB,
        lambda: replace(
            stability(HUB),
            split={"A": Fraction(13), "B": Fraction(12)},
            highest=-2 * ONE,
            cases=ProgramOracle(program_game(HUB), grand=False).prove([-13 * ONE, -12 * ONE], ZERO)[
                0
            ],
        ),
        ["price of no row"],
    ),
    "a cost of stability by plans that serve nobody": (
        RING,
        lambda: replace(
            stability(RING),
            collection=tuple(replace(one, plan={}) for one in stability(RING).collection),
            lowest=Fraction(4),
        ),
        ["The plan of {"],
    ),
    "a split of a large game in another order": (
        RING,
        lambda: replace(stability(RING), split=dict(reversed(stability(RING).split.items()))),
        ["The split does not fit the players."],
    ),
    "a worth by a plan that is not the best": (
        RING,
        lambda: WorthOfAllCertificate(
            replace(stability(RING).grand, worth=Fraction(-6), plan=ALL_OPEN)
        ),
        ["The cases do not prove that {A, B, C} makes no more."],
    ),
    "a plan that does by halves what is whole": (
        RING,
        lambda: replace(
            stability(RING), collection=(PlannedCoalition(("A", "B", "C"), ONE, HALVES),)
        ),
        ["does by halves what is whole"],
    ),
    "a plan of what is not there": (
        RING,
        lambda: with_first(stability(RING), plan={"A": ONE}),  # who joins is no part of a plan
        ["names what is not there"],
    ),
    "a plan of nothing of something": (
        RING,
        lambda: with_first(stability(RING), plan={"open bc": ZERO}),
        ["or what is 0"],
    ),
    "a coalition in another order": (
        RING,
        lambda: with_first(stability(RING), coalition=("B", "A")),
        ["{B, A} is not in the order of the players."],
    ),
    "a weight that takes off what another adds": (
        RING,
        lambda: replace(
            stability(RING),
            collection=(
                *stability(RING).collection,
                replace(stability(RING).collection[0], weight=-ONE),
                replace(stability(RING).collection[0], weight=ONE),
            ),
        ),
        ["{A, B} has no place in the collection."],
    ),
    "a level by one city alone": (
        HUB,
        lambda: replace(
            level(HUB),
            collection=(replace(level(HUB).collection[0], weight=ONE),),
            lowest=Fraction(9),
        ),
        ["The collection does not cover every city equally."],
    ),
    "a level by weights of two": (
        HUB,
        lambda: replace(
            level(HUB),
            collection=tuple(replace(one, weight=ONE) for one in level(HUB).collection),
            lowest=Fraction(-8),
        ),
        ["The weights do not add up to 1."],
    ),
    "a split of more than all make": (
        HUB,
        lambda: replace(
            level(HUB),
            split={"A": Fraction(20), "B": Fraction(13)},
            highest=Fraction(6),
            cases=blocked(HUB, {"A": Fraction(-20), "B": Fraction(-13)}, grand=False).cases,
        ),
        ["The split does not add up to what all make together."],
    ),
    "a least core of one city with a bound": (
        LONE,
        lambda: replace(level(LONE), highest=ONE),
        ["One city has no proper coalitions."],
    ),
    "all in a collection of proper coalitions": (
        HUB,
        lambda: replace(level(HUB), collection=everybody(HUB), lowest=ZERO),
        ["{A, B} has no place in the collection."],
    ),
    "a cut that holds neither source nor sink": (
        LINE,
        lambda: replace(maximum_flow(LINE).certificate, cut=("yard",)),
        ["The cut does not part source and sink.", "The cut carries 3"],
    ),
    "a cut that holds both source and sink": (
        LINE,
        lambda: replace(maximum_flow(LINE).certificate, cut=("mine", "yard", "port")),
        ["The cut does not part source and sink.", "The cut carries 0"],
    ),
    "a flow for one arc": (
        LINE,
        lambda: MaximumFlowCertificate((HALF,), ("mine",)),
        ["The flow does not fit the arcs.", "ValueError"],
    ),
    "a tree without the cheap link of neighbours": (
        NEAR,
        lambda: SpanningTreeCertificate({"A": None, "B": None}, {"A": 4 * ONE, "B": 10 * ONE}),
        ["The link of A and B would make it cheaper."],
    ),
    "a tree without the cheap link to the source": (
        FAR,
        lambda: SpanningTreeCertificate({"A": None, "B": "A"}, {"A": 4 * ONE, "B": 8 * ONE}),
        ["The link of the source and B would make it cheaper."],
    ),
    "a share, if tiny, of one that is never decisive": (
        DUMMY,
        lambda: EnclosedShapleyShubikCertificate(
            {"A": HALF, "B": HALF, "C": Fraction(7, 2) * error_of(DUMMY.integers()[0])[1]}
        ),
        ["By the dual vote C gets 0.0"],
    ),
    "levels of a nucleolus in another order": (
        MARKET,
        lambda: replace(market(), levels=market().levels[::-1]),
        [
            "Level 1 does not enter every node as often as it leaves it.",
            "Level 2: a coalition is settled already.",
            "Level 2: the coalitions have different slacks, or too small ones.",
            "has less than the slack of level 1",
        ],
    ),
    "a level of a nucleolus twice": (
        MARKET,
        lambda: replace(market(), levels=(market().levels[0], *market().levels)),
        ["Level 2: a coalition is settled already."],
    ),
    "a bound of another number": (
        FIRST,
        lambda: replace(optimum(), lowest=optimum().lowest + 1),
        ["does not prove the lower bound", "The split does not have the value"],
    ),
    "a bound by a plan that serves nobody": (
        FIRST,
        lambda: replace(
            optimum(),
            lowest=ZERO,
            collection=(PlannedCoalition(("A",), ONE, {}),),
            split={},
            cases=(),
        ),
        ["The plan of {A}"],
    ),
    "a split that one city blocks": (
        StableProgram(SPLITS, {}),
        lambda: blocked(HUB, {"A": Fraction(-20), "B": Fraction(-3)}, grand=True),
        ["The cases do not prove that no coalition blocks the split."],
    ),
    "a split that all block, and nobody else": (
        StableProgram(StableSplits(HUB, ("A", "B"), Fraction(-25)), {}),
        lambda: blocked(HUB, {"A": Fraction(-13), "B": Fraction(-12)}, grand=False),
        ["price of no row"],
    ),
    "what a city beside them is to get": (
        StableProgram(StableSplits(RING, ("A", "B"), Fraction(-9)), {"A": ONE}),
        lambda: replace(
            optimum(),
            lowest=-ONE * 2,
            collection=(PlannedCoalition(("A", "C"), ONE, pair_plan()),),
            split={},
            cases=(),
        ),
        ["does not cover every player to the degree"],
    ),
    "weights that miss the objective": (
        FIRST,
        lambda: replace(
            optimum(),
            collection=tuple(replace(one, weight=one.weight * 2) for one in optimum().collection),
        ),
        ["does not cover every player to the degree", "does not prove the lower bound"],
    ),
    "a weight below nothing": (
        FIRST,
        lambda: replace(
            optimum(),
            collection=(
                *optimum().collection,
                replace(optimum().collection[0], weight=-ONE),
                replace(optimum().collection[0], weight=ONE),
            ),
        ),
        ["has no place in the collection"],
    ),
    "a weight of nothing": (
        FIRST,
        lambda: replace(
            optimum(),
            collection=(
                *optimum().collection,
                replace(optimum().collection[0], weight=ZERO),
            ),
        ),
        ["has no place in the collection"],
    ),
    "nobody in the collection": (
        FIRST,
        lambda: replace(
            optimum(), collection=(*optimum().collection, PlannedCoalition((), ONE, {}))
        ),
        ["has no place in the collection"],
    ),
    "cases without a split": (
        FIRST,
        lambda: replace(optimum(), split={}),
        ["There are cases, but no split."],
    ),
    "a split in another order": (
        FIRST,
        lambda: replace(optimum(), split=dict(reversed(optimum().split.items()))),
        ["The split does not fit the players."],
    ),
    "a split of less than the total": (
        FIRST,
        lambda: replace(optimum(), split=shifted(optimum(), "B", ONE)),
        ["The split does not add up to the total."],
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refused_for_that(name: str) -> None:
    subject, certificate, parts = FALSE[name]
    refused_for(certificate(), subject, *parts)


TRUE: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "a city that costs nothing": (AirportGame({"A": 0, "B": HALF}), nucleolus),
    "two levels that pay differently": (AirportGame({"A": 1, "B": 4, "C": 10}), nucleolus),
    "two alike, and one beyond": (HANGAR, nucleolus),
    "half a unit flows": (LINE, maximum_flow),
    "an arc without a flow": (SIDING, maximum_flow),
    "one city has no proper coalitions": (LONE, least_core),
    "what a city gets at least": (FIRST, stable_optimum),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_just_true_is_proven(name: str) -> None:
    subject, concept = TRUE[name]
    assert concept(subject).certificate.verify(subject) is True


def test_a_bound_alone_is_proven_as_such() -> None:
    alone = replace(optimum(), split={}, cases=())
    assert alone.verify(FIRST) is True
    assert not alone.answer(FIRST).attained


def test_a_core_of_which_it_is_left_open_whether_it_is_empty_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_ = replace(stability(RING), collection=everybody(RING), lowest=ZERO)
    monkeypatch.setattr("solvers.families.large_core.proven_stability", lambda *_, **__: open_)
    with pytest.raises(NotProven, match="may exist, or only with money from outside, at most 1;"):
        core(RING)


def test_who_is_most_unhappy_is_not_told_where_it_is_left_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prove = ProgramOracle.prove

    def left_open(*question: Any) -> Any:
        cases, most, _ = prove(*question)
        return cases, most + 1, None

    split = {"A": 8, "B": 15}
    assert greatest_excess(HUB, split).gain == -2
    monkeypatch.setattr(ProgramOracle, "prove", left_open)
    with pytest.raises(NotProven, match="most unhappy coalition"):
        greatest_excess(HUB, split)
