"""Certificates of strategic concepts that break one condition, and ties that break none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from games import CommonAgency, QuadraticGame, RepeatedGame, StrategicGame, TacitAgreement
from solvers import (
    common_agency,
    generalised_equilibrium,
    grim_trigger,
    minmax_values,
    nash_equilibria,
    potential,
    supermodular,
    sustainable_profiles,
    zero_sum_value,
)
from solvers.certificate import Certificate
from solvers.strategic.equilibrium import EquilibriumCertificate, _radius, regrets
from solvers.strategic.grim_trigger import GrimTriggerCertificate
from solvers.strategic.supermodular import NotSupermodularCertificate
from tests.solvers.false_certificates import refused_for

ZERO, HALF, ONE, TWO = Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)
PENNIES = StrategicGame.from_payoffs(["A", "B"], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
SADDLE = StrategicGame.from_payoffs(["A", "B"], [[2, 3], [1, 0]], [[-2, -3], [-1, 0]])
MINMAX = minmax_values(SADDLE).certificate
THREE = StrategicGame.from_payoffs(["A", "B"], [[0, 0], [2, 2], [3, 3]], [[0, 0]] * 3)
# Both get 1 whether they keep the agreement or punish each other: no patience keeps it.
NO_WORSE = StrategicGame.from_payoffs(["A", "B"], [[1, 0], [2, 1]], [[1, 2], [0, 1]])
STAY = TacitAgreement(RepeatedGame(NO_WORSE), ["1", "1"])
GOOD = TacitAgreement(RepeatedGame(NO_WORSE), ["2", "2"])  # an equilibrium: any patience does
DILEMMA = StrategicGame.from_payoffs(["A", "B"], [[9, 1], [10, 3]], [[9, 10], [1, 3]])
QUOTA = QuadraticGame.from_formulas(
    {"A": "A - A**2/2", "B": "2*B - B**2/2"}, shared=[({"A": 1, "B": 1}, 2)]
)
WIDE = QuadraticGame.from_formulas(
    {"A": "A - A**2/2", "B": "B - B**2/2"}, shared=[({"A": 1, "B": 1}, 9)]
)
USED, UNUSED = generalised_equilibrium(QUOTA).certificate, generalised_equilibrium(WIDE).certificate
# A and B match pennies, and C looks on.
ONLOOKER = StrategicGame.from_function(
    ["A", "B", "C"],
    {"A": ["1", "2"], "B": ["1", "2"], "C": ["1", "2"]},
    lambda acts: [int(acts[0] == acts[1]), int(acts[0] != acts[1]), 5],
)

FALSE: dict[str, tuple[Any, Certificate, list[str]]] = {
    "an action that stands in a lottery with no chance": (
        SADDLE,
        replace(
            MINMAX,
            guards={
                **MINMAX.guards,
                "A": replace(MINMAX.guards["A"], mix={**MINMAX.guards["A"].mix, "2": ZERO}),
            },
        ),
        ["Probabilities are not positive"],
    ),
    "no patience, where any will do": (
        GOOD,
        GrimTriggerCertificate({"A": None, "B": ZERO}),
        ["Some patience keeps A to the agreement."],
    ),
    "patience that does not discount": (
        STAY,
        GrimTriggerCertificate({"A": ONE, "B": None}),
        ["A's weight on the future is not one."],
    ),
    "a city's gain by its own next action": (
        THREE,
        NotSupermodularCertificate("A", "A", ("1", "1")),
        ["What A gains does not fall."],
    ),
    "a limit in use with a price below nothing": (
        QUOTA,
        replace(USED, prices=(-ONE,), point={"A": TWO / 2, "B": TWO / 2}),
        ["the price -1", "gains by another choice"],
    ),
    "a limit out of use with a price": (
        WIDE,
        replace(UNUSED, prices=(HALF,), point={"A": HALF, "B": HALF}),
        ["the price 1/2"],
    ),
}

AGENCY = CommonAgency(["A", "B"], [20, 18], [1, 1], 4)
OFFERS = common_agency(AGENCY).certificate
# Each follows the next, the last flees the first: one equilibrium, in which all toss a coin.
CHASE = StrategicGame.from_function(
    ["A", "B", "C"],
    ["1", "2"],
    lambda acts: [int(acts[0] == acts[1]), int(acts[1] == acts[2]), int(acts[2] != acts[0])],
)
TOSSED = nash_equilibria(CHASE).certificate


def unfair_coin() -> Certificate:
    (one,) = TOSSED.mixed
    strategies = {**one.strategies, "A": {"1": Fraction(3, 5), "2": Fraction(2, 5)}}
    regret = max(regrets(CHASE, strategies).values())
    unfair = EquilibriumCertificate(strategies, regret, _radius(CHASE, strategies, regret))
    found: Certificate = replace(TOSSED, mixed=(unfair,))
    return found


FALSE |= {
    "an unfair coin": (CHASE, unfair_coin(), ["by changing alone: it is no equilibrium."]),
    "offers a little too low": (
        AGENCY,
        replace(
            OFFERS, offers={city: wage - Fraction(1, 10) for city, wage in OFFERS.offers.items()}
        ),
        ["gains by another wage.", "What a city could gain by another wage is not that."],
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refused_for_that(name: str) -> None:
    subject, certificate, parts = FALSE[name]
    refused_for(certificate, subject, *parts)


TRUE: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "punishment as good as the agreement": (
        STAY,
        lambda agreement: grim_trigger(agreement.game, agreement.target),
    ),
    "an agreement that is an equilibrium": (
        GOOD,
        lambda agreement: grim_trigger(agreement.game, agreement.target),
    ),
    "patience that just suffices": (RepeatedGame(DILEMMA, Fraction(1, 7)), sustainable_profiles),
    "each has one action that is sure": (SADDLE, zero_sum_value),
    "a city of whose payoff nothing hinges": (ONLOOKER, nash_equilibria),
    "what one city gets counts double": (
        StrategicGame.from_payoffs(["A", "B"], [[6, 0], [8, 1]], [[3, 4], [0, 1]]),
        potential,
    ),
    "one city has no choice": (
        StrategicGame.from_payoffs(["A", "B"], [[1, 2]], [[3, 1]]),
        potential,
    ),
    "greatest replies that differ from the least": (
        StrategicGame.from_payoffs(["A", "B"], [[4, 1], [3, 3]], [[4, 3], [1, 3]]),
        supermodular,
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_just_true_is_proven(name: str) -> None:
    subject, concept = TRUE[name]
    assert concept(subject).certificate.verify(subject) is True
