"""Certificates of coalitional concepts that break one condition, and ties that break none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from games import CoalitionalGame, HedonicGame
from solvers import (
    bargaining_set_membership,
    core_cover,
    dutta_ray,
    equal_division,
    gately_point,
    least_square_nucleolus,
    population_monotonic_scheme,
    reasonable_set,
    solidarity_value,
    tau_value,
    weber_set_membership,
)
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.bargaining_set import UnmetObjectionCertificate
from solvers.coalitional.core_partitions import CorePartitionsCertificate
from solvers.coalitional.cost_of_stability import CostOfStabilityCertificate
from solvers.coalitional.dividends import Dividend, DividendsCertificate
from solvers.coalitional.dutta_ray import DuttaRayCertificate
from solvers.coalitional.gately_point import GatelyCertificate
from solvers.coalitional.payoff_bounds import BoundedSplitsCertificate
from solvers.coalitional.separable_costs import RemainingBenefitsCertificate
from solvers.coalitional.tau_value import TauCertificate
from solvers.coalitional.weber_set import InWeberSetCertificate, WeightedOrder
from tests.solvers.false_certificates import refused_for

ZERO, HALF, ONE, TWO = Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)


def game(*worths: Any) -> CoalitionalGame:
    """Of two or three cities: A, B, AB, C, AC, BC, ABC."""
    players = ["A", "B", "C"][: len(worths).bit_length()]
    masks = range(1, len(worths) + 1)
    named = {tuple(p for i, p in enumerate(players) if m >> i & 1): w for m, w in
             zip(masks, worths, strict=True)}  # fmt: skip
    return CoalitionalGame(players, named)


def split(*payoffs: Any) -> dict[str, Fraction]:
    return dict(zip("ABC", map(Fraction, payoffs), strict=False))


ONE_CITY = game(5)
ADDITIVE = game(1, 2, 3)
SMALL = game(0, 0, HALF)
OPEN = game(0, 0, 0, 0, 2, 4, 3)  # A's objection with C, and what B can offer C
PAIRS = game(0, 0, 4, 0, 4, 4, 6)
WITHIN = reasonable_set(PAIRS).certificate
FRIENDS = HedonicGame(
    [f"city {k}" for k in range(8)], [[int(i != k) for i in range(8)] for k in range(8)]
)

FALSE: dict[str, tuple[Any, Certificate, list[str]]] = {
    "an objection that a counter-offer just meets": (
        OPEN,
        UnmetObjectionCertificate(split(0, 3, 0), "A", "B", {"A": ONE, "C": ONE}),
        ["{B, C} meets the objection"],
    ),
    "an objection that gives the objector no more": (
        OPEN,
        UnmetObjectionCertificate(split(0, 3, 0), "A", "B", {"A": ZERO, "C": TWO}),
        ["A member of the objecting coalition gets no more."],
    ),
    "best zones of so few that none is told": (
        FRIENDS,
        CorePartitionsCertificate((FRIENDS.cities,), ((),)),
        ["is not the best zone of all its members"],
    ),
    "a stable split that the first city alone blocks": (
        game(2, 0, 2),
        CostOfStabilityCertificate(split(1, 1), (WeightedCoalition(("A", "B"), ONE),)),
        ["{A} blocks the split."],
    ),
    "dividends that are off for the first city alone": (
        game(1, 1, 4),
        DividendsCertificate(
            (Dividend(("A",), TWO), Dividend(("B",), ONE), Dividend(("A", "B"), ONE))
        ),
        ["{A} would have 2, not 1."],
    ),
    "an equal split that one of two blocks by a unit": (
        game(2, 0, 2),
        DuttaRayCertificate(split(1, 1)),
        ["{A} blocks the split."],
    ),
    "a propensity to leave less than nothing": (
        game(1, 1, 0, 1, 0, 0, 2),
        GatelyCertificate(split(*[Fraction(2, 3)] * 3)),
        ["no propensity is common to all"],
    ),
    "a propensity where one adds less than it has": (
        game(1, 0, 0, 0, 0, 4, 4),
        GatelyCertificate(split(Fraction(4, 7), Fraction(12, 7), Fraction(12, 7))),
        ["no propensity is common to all"],
    ),
    "a propensity where all add what they have": (
        game(0, 0, 1, 0, 1, 1, 1),
        GatelyCertificate(split(1, 0, 0)),
        ["no propensity is common to all"],
    ),
    "a corner with a payoff too many": (
        ADDITIVE,
        BoundedSplitsCertificate("imputations", ((ONE, TWO, ZERO),)),
        ["A corner is no split of what all make."],
    ),
    "a corner that gives away too much": (
        ADDITIVE,
        BoundedSplitsCertificate("imputations", ((TWO, TWO),)),
        ["A corner is no split of what all make."],
    ),
    "a corner alone of the six that there are": (
        PAIRS,
        BoundedSplitsCertificate("reasonable set", ((ZERO, TWO, TWO * 2),)),
        ["A corner is missing."],
    ),
    "a point between two corners": (
        PAIRS,
        replace(
            WITHIN,
            corners=tuple(sorted((*WITHIN.corners, (ONE, TWO + ONE, TWO)))),
        ),
        ["Two cities of a corner are at no bound."],
    ),
    "a compromise where one cannot concede": (
        game(1, 0, 2, 3, 2, 2, 4),
        TauCertificate(split(1, 0, 3)),
        ["not quasi-balanced"],
    ),
    "a compromise where all concede too much": (
        game(0, 2, 0, 3, 0, 3, 4),
        TauCertificate(split(Fraction(-1, 4), Fraction(3, 2), Fraction(11, 4))),
        ["not quasi-balanced"],
    ),
    "benefits of a game of gains": (
        ADDITIVE,
        RemainingBenefitsCertificate(split(1, 2), split(1, 2)),
        ["what can be asked for"],
    ),
    "an order in which one stands twice": (
        game(0, 0, 1),
        InWeberSetCertificate(
            split(0, HALF),
            (WeightedOrder(("A", "B"), HALF), WeightedOrder(("B", "A", "A"), HALF)),
        ),
        ["B, A, A is no order of the players"],
    ),
    "an order with no chance": (
        game(0, 0, 1),
        InWeberSetCertificate(
            split(0, 1),
            (WeightedOrder(("A", "B"), ONE), WeightedOrder(("B", "A"), ZERO)),
        ),
        ["B, A has the chance 0"],
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refused_for_that(name: str) -> None:
    subject, certificate, parts = FALSE[name]
    refused_for(certificate, subject, *parts)


TRUE: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "an objection that gives little more": (
        game(0, 0, 0, 0, Fraction(2, 10), 0, Fraction(3, 10)),
        lambda subject: bargaining_set_membership(subject, split(0, Fraction(3, 10), 0)),
    ),
    "all as in the core of an additive game": (ADDITIVE, dutta_ray),
    "one city that has all": (ONE_CITY, dutta_ray),
    "one city that divides with nobody": (ONE_CITY, equal_division),
    "two cities that divide": (ADDITIVE, equal_division),
    "nothing to gain": (ADDITIVE, gately_point),
    "less than one to gain": (SMALL, gately_point),
    "nothing conceded": (ADDITIVE, tau_value),
    "little conceded": (SMALL, tau_value),
    "outside by less than one": (
        SMALL,
        lambda subject: weber_set_membership(subject, split(Fraction(3, 4), Fraction(-1, 4))),
    ),
    "no split between rights and hopes that cross": (game(1, 0, 2, 3, 2, 2, 4), core_cover),
    "no split where rights are too much together": (game(0, 2, 0, 3, 0, 3, 4), core_cover),
    "one city has most to spare": (game(4, 0, 4, 0, 3, 2, 4), least_square_nucleolus),
    "an order in which the first city comes last": (
        game(1, 2, 5, 3, 9, 8, 17),
        lambda subject: population_monotonic_scheme(subject, ("C", "B", "A")),
    ),
    "sums beyond what a machine word holds": (
        CoalitionalGame.from_array(
            ["A", "B", "C", "D"], [0] + [2**61 * (1 - 2 * (m % 3 == 0)) for m in range(1, 16)]
        ),
        solidarity_value,
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_just_true_is_proven(name: str) -> None:
    subject, concept = TRUE[name]
    assert concept(subject).certificate.verify(subject) is True
