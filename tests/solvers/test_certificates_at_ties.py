"""Certificates where two numbers that a checker compares are equal.

What is true at a tie is proven there; what is false by the tie alone is refused.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from games import (
    AirportGame,
    BankruptcyProblem,
    BargainingProblem,
    CoalitionalGame,
    HousingMarket,
    Licence,
    Newsvendor,
    ProjectScreening,
    PublicGood,
    QuotaSwap,
    RichardsonRace,
    Roommates,
    StrategicGame,
    Team,
)
from mechanisms import (
    constrained_egalitarian,
    dominguez_thomson,
    licence_price,
    lindahl,
    minimal_overlap,
    piniles_rule,
    posted_ratio,
    random_arrival,
    reverse_talmud,
    screening_contract,
    serial_dictatorship,
    stable_roommates,
    team_sharing,
)
from mechanisms.exchange.posted_ratio import PostedRatio, PostedSwapCertificate
from solvers import (
    LinearProgram,
    Row,
    core_cover,
    imputation_set,
    lexicographic_egalitarian,
    newsvendor,
    nucleolus,
    solve,
    supermodular,
)
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.core import EmptyCoreCertificate
from solvers.coalitional.dutta_ray import DuttaRayCertificate
from solvers.coalitional.payoff_bounds import BoundedSplitsCertificate
from solvers.coalitional.population_monotonic import PopulationMonotonicCertificate
from solvers.coalitional.tau_value import TauCertificate
from solvers.coalitional.weber_set import OutsideWeberSetCertificate
from solvers.competition.richardson import richardson
from solvers.optimum import UnboundednessCertificate
from solvers.production.newsvendor import NewsvendorCertificate
from solvers.strategic.supermodular import NotSupermodularCertificate, SupermodularityCertificate

HALF, ONE = Fraction(1, 2), Fraction(1)
ADDITIVE = CoalitionalGame(["A", "B"], {"A": 1, "B": 2, ("A", "B"): 3})
MANY = BankruptcyProblem({f"city {k}": k for k in range(1, 22)}, 100)
SWAP = QuotaSwap("A", "B", 300, 50, [1, 3], [8, 6])
EVEN_SWAP = QuotaSwap("A", "B", 300, 50, [2, 3], [8, 6])  # A neither gains nor loses at 4
SQUARE = BargainingProblem.from_inequalities(["A", "B"], [((1, 0), 1), ((0, 1), 1)], (0, 0))
APART = StrategicGame.from_payoffs(["A", "B"], [[2, 1], [1, 2]], [[1, 1], [1, 1]])
AGAINST = StrategicGame.from_payoffs(["A", "B"], [[3, 3], [2, 1]], [[1, 0], [1, 0]])

TIES: dict[str, tuple[Any, Any]] = {
    "more than twenty claims": (MANY, random_arrival),
    "a claim of nothing": (BankruptcyProblem({"A": 0, "B": 10, "C": 20}, 15), dominguez_thomson),
    "enough for all": (BankruptcyProblem({"A": 10, "B": 20}, 30), minimal_overlap),
    **{
        f"half of all claims, {rule.__name__}": (BankruptcyProblem({"A": 10, "B": 20}, 15), rule)
        for rule in (constrained_egalitarian, piniles_rule, reverse_talmud)
    },
    "not worth its cost": (PublicGood(["A", "B"], [1, 1], [1, 1], 4), lindahl),
    "a look that costs too much": (ProjectScreening(0.5, 1, 4, 0.9, 20, 400), screening_contract),
    "one has all": (Team(["A", "B"], value=[2, 1]), lambda team: team_sharing(team, [1, 0])),
    "buyers alike": (
        Licence("Bill", ["Jack", "Jill"], worth=[9, 9], rivalry=[1, 1], loss=1, keeps=3),
        lambda licence: licence_price(licence, "next buyer"),
    ),
    "all quota swapped": (
        PostedRatio(SWAP, 6),
        lambda subject: posted_ratio(subject.swap, subject.ratio),
    ),
    "less floor for all quota": (
        PostedRatio(QuotaSwap("A", "B", 300, 50, [1, 3], [9, 24]), 8),
        lambda subject: posted_ratio(subject.swap, subject.ratio),
    ),
    "neither gains nor loses": (
        PostedRatio(EVEN_SWAP, 4),
        lambda subject: posted_ratio(subject.swap, subject.ratio),
    ),
    "each has its own": (
        HousingMarket({"A": "a", "B": "b"}, {"A": ["a"], "B": ["b"]}),
        lambda market: serial_dictatorship(market, ["A", "B"]),
    ),
    "one pair": (Roommates({"A": ["B"], "B": ["A"]}), stable_roommates),
    "costs alike": (AirportGame({"A": 4, "B": 4, "C": 10}), nucleolus),
    "nothing to share": (
        CoalitionalGame(["A", "B"], {"A": 2, "B": 2, ("A", "B"): 3}),
        imputation_set,
    ),
    "one split": (ADDITIVE, core_cover),
    "demand just met": (Newsvendor({"slump": 0, "boom": 50}, worth=10, cost=5), newsvendor),
    "no city minds the other": (
        StrategicGame.from_payoffs(["A", "B"], [[1, 1], [2, 2]], [[0, 3], [0, 3]]),
        supermodular,
    ),
    "replies that just cancel": (
        RichardsonRace(["A", "B"], [[0, 1], [1, 0]], [1, 1], [1, 1], budgets=[9, 9]),
        richardson,
    ),
}


@pytest.mark.parametrize("name", TIES)
def test_what_is_true_at_a_tie_is_proven(name: str) -> None:
    subject, concept = TIES[name]
    assert concept(subject).certificate.verify(subject) is True


LEVEL = lexicographic_egalitarian(SQUARE).certificate.levels[0]
UP = LinearProgram(
    "max",
    {"x": ONE, "y": Fraction(0)},
    (Row("r", {"x": ONE, "y": -ONE}, "<=", ONE),),
    {"x": (Fraction(0), None), "y": (None, None)},
)
START = {"x": Fraction(0), "y": Fraction(0)}
PAIRS = CoalitionalGame.from_function(["A", "B", "C"], lambda group: (0, 2, 3)[len(group) - 1])
LONERS = CoalitionalGame.from_function(["A", "B", "C"], lambda group: (2, 0, 3)[len(group) - 1])
FALSE: dict[str, tuple[Any, Any]] = {
    "an equal split of a game that is not convex": (
        PAIRS,
        DuttaRayCertificate(dict.fromkeys("ABC", ONE)),
    ),
    "payoffs that fall when others join": (
        PAIRS,
        PopulationMonotonicCertificate(
            ("A", "B", "C"), {"A": Fraction(0), "B": Fraction(2), "C": ONE}
        ),
    ),
    "a compromise where minimal rights are more than there is": (
        LONERS,
        TauCertificate(dict.fromkeys("ABC", ONE)),
    ),
    "the award of one of many claims": (
        MANY,
        replace(
            random_arrival(MANY).certificate,
            awards={
                **random_arrival(MANY).certificate.awards,
                "city 1": random_arrival(MANY)["city 1"] - HALF / 4,
                "city 2": random_arrival(MANY)["city 2"] + HALF / 4,
            },
        ),
    ),
    "one level told as two": (
        SQUARE,
        replace(
            lexicographic_egalitarian(SQUARE).certificate,
            levels=tuple(
                replace(LEVEL, fixed={city: basis}) for city, basis in LEVEL.fixed.items()
            ),
        ),
    ),
    "a collection worth as much as all": (
        ADDITIVE,
        EmptyCoreCertificate((WeightedCoalition(("A", "B"), ONE),)),
    ),
    "no split, where there is one": (ADDITIVE, BoundedSplitsCertificate("imputations", ())),
    "no split in the cover": (ADDITIVE, BoundedSplitsCertificate("core cover", ())),
    "outside by nothing": (
        ADDITIVE,
        OutsideWeberSetCertificate({"A": ONE, "B": Fraction(2)}, {"A": ONE, "B": ONE}, Fraction(0)),
    ),
    "neither gains, and nothing is swapped": (
        PostedRatio(EVEN_SWAP, 4),
        PostedSwapCertificate(Fraction(1)),
    ),
    "differences that do not fall": (
        StrategicGame.from_payoffs(["A", "B"], [[1, 1], [2, 2]], [[0, 3], [0, 3]]),
        NotSupermodularCertificate("A", "B", ("1", "1")),
    ),
    "differences that fall": (AGAINST, SupermodularityCertificate(("1", "1"), ("1", "1"))),
    "the last unit brings what it costs": (
        Newsvendor({"slump": 10, "boom": 50}, worth=10, cost=5),
        NewsvendorCertificate(Fraction(50)),
    ),
    "a direction that gains nothing": (
        UP,
        UnboundednessCertificate(START, {"x": Fraction(0), "y": ONE}),
    ),
    "a direction that saves nothing": (
        replace(UP, sense="min"),
        UnboundednessCertificate(START, {"x": Fraction(0), "y": ONE}),
    ),
    "a direction that leaves a row": (
        UP,
        UnboundednessCertificate(START, {"x": Fraction(2), "y": ONE}),
    ),
    "a direction that leaves a bound": (
        replace(UP, sense="min"),
        UnboundednessCertificate(START, {"x": -ONE, "y": ONE}),
    ),
    "a direction of fewer variables": (
        replace(UP, rows=()),
        UnboundednessCertificate(START, {"x": ONE}),
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_at_a_tie_is_refused(name: str) -> None:
    subject, certificate = FALSE[name]
    refuted = certificate.verify(subject)
    assert not refuted
    assert not refuted.reason.endswith("do not belong together."), refuted.reason


def test_a_direction_may_stay_on_its_bounds() -> None:
    answer = solve(UP)
    assert answer.certificate.verify(UP) is True
    along = UnboundednessCertificate(START, {"x": ONE, "y": ONE})
    assert along.verify(UP) is True  # the row stays as it is
    down = replace(UP, sense="min", objective={"x": Fraction(0), "y": ONE}, rows=())
    assert UnboundednessCertificate(START, {"x": Fraction(0), "y": -ONE}).verify(down) is True


def test_a_refused_award_is_told_with_what_it_should_be() -> None:
    awards = random_arrival(MANY)
    reason = FALSE["the award of one of many claims"][1].verify(MANY).reason
    assert f"gets {awards['city 1']}." in reason
