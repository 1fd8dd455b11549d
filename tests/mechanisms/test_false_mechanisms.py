"""Certificates of mechanisms that break one condition, and ties that break none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from games import (
    BankruptcyProblem,
    BayesianProblem,
    CostSharingProblem,
    ExchangeMarket,
    HousingMarket,
    MatchingMarket,
    Team,
)
from mechanisms import (
    adjusted_proportional,
    chatterjee_samuelson,
    constrained_equal_losses,
    deferred_acceptance,
    design,
    k_double_auction,
    myerson_satterthwaite,
    serial_cost_sharing,
    talmud_rule,
    team_sharing,
    top_trading_cycles,
    vcg_exchange,
)
from mechanisms.direct.design_question import DesignQuestion
from mechanisms.direct.myerson_satterthwaite import UniformTrade
from solvers.certificate import Certificate
from tests.solvers.false_certificates import refused_for

ZERO, HALF, ONE, TWO = Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)
THREE_CLAIMS = {"A": 10, "B": 20, "C": 30}
MOST_LEFT = BankruptcyProblem(THREE_CLAIMS, 45)
TWO_CLAIMS = BankruptcyProblem({"A": 1, "B": 10}, Fraction(11, 2))
ALIKE = CostSharingProblem({"A": 2, "B": 2}, lambda quantity: quantity)
LOTS = ExchangeMarket({"A": 9, "B": 8, "C": 3}, {"D": 2, "E": 4, "F": 6})
APART = ExchangeMarket({"A": 2, "B": 1}, {"D": 8, "E": 9})
TEAM = Team(["A", "B"], value=[2, 1])
HUBS = MatchingMarket({"A": ["X", "Y"], "B": ["X", "Y"]}, {"X": ["A", "B"], "Y": ["A", "B"]})
PICKY = MatchingMarket({"A": ["X"], "B": ["X", "Y"]}, {"X": ["A"], "Y": []})
PLOTS = HousingMarket({"A": "a", "B": "b"}, {"A": ["b", "a"], "B": ["a", "b"]})
NEVER = DesignQuestion(
    BayesianProblem.bilateral_trade({"Bill": [1, 4]}, {"Jack": {0: 0.75, 3: 0.25}}),
    "welfare",
    ("DSIC", "ex post IR", "budget balance", "efficiency"),
)
NO_OVERLAP = UniformTrade("A", "B", (5, 9), (1, 2))


def impossible() -> Any:
    return design(NEVER.problem, NEVER.objective, NEVER.subject_to).certificate


def changed(subject: Any, rule: Callable[..., Any], **fields: Any) -> Certificate:
    found: Certificate = replace(rule(subject).certificate, **fields)
    return found


FALSE: dict[str, tuple[Any, Callable[[], Certificate], list[str]]] = {
    "one that gets little loses less": (
        TWO_CLAIMS,
        lambda: changed(TWO_CLAIMS, constrained_equal_losses, awards={"A": HALF, "B": Fraction(5)}),
        ["A loses 1/2 while another loses 5"],
    ),
    "one that gets more than the garment's share": (
        MOST_LEFT,
        lambda: changed(
            MOST_LEFT,
            talmud_rule,
            awards={"A": Fraction(6), "B": Fraction(14), "C": Fraction(25)},
        ),
        ["A and B share, A is due 5"],
    ),
    "demands alike that pay differently": (
        ALIKE,
        lambda: changed(ALIKE, serial_cost_sharing, shares={"A": ONE, "B": 3 * ONE}),
        ["Capped at the demand of"],
    ),
    "a price beyond both that clear": (
        LOTS,
        lambda: changed(LOTS, k_double_auction, k=TWO),
        ["k is 2, not between 0 and 1", "The price is not 2 of the way", "What clears"],
    ),
    "no reasons": (
        NEVER,
        lambda: replace(impossible(), reasons={}, missing=ZERO),
        ["The reasons do not add up to a contradiction."],
    ),
    "reasons turned round": (
        NEVER,
        lambda: replace(
            impossible(), reasons={name: -y for name, y in impossible().reasons.items()}
        ),
        ["The reasons do not add up to a contradiction."],
    ),
    "a share below nothing": (
        TEAM,
        lambda: changed(
            TEAM, lambda team: team_sharing(team, [HALF, HALF]), shares={"A": -ONE, "B": TWO}
        ),
        ["The shares do not share the result.", "would do more or less"],
    ),
    "two in the one place of the first hub": (
        HUBS,
        lambda: changed(HUBS, deferred_acceptance, pairs={"A": "X", "B": "X"}),
        ["X has 2 cities in 1 places."],
    ),
    "a pair of which the hub wants none": (
        PICKY,
        lambda: changed(PICKY, deferred_acceptance, pairs={"A": "X", "B": "Y"}),
        ["B and Y would not both have each other."],
    ),
    "a ring that begins with the second city": (
        PLOTS,
        lambda: changed(PLOTS, top_trading_cycles, rounds=(("B", "A"),)),
        ["A ring begins with B"],
    ),
    "each keeps what is its own": (
        PLOTS,
        lambda: changed(PLOTS, top_trading_cycles, rounds=(("A",), ("B",))),
        ["A gets a, while b is left"],
    ),
    "a cut where every deal is worth making": (
        NO_OVERLAP,
        lambda: changed(NO_OVERLAP, myerson_satterthwaite, low=ONE),
        ["Every deal worth making can be made."],
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refused_for_that(name: str) -> None:
    subject, certificate, parts = FALSE[name]
    refused_for(certificate(), subject, *parts)


TRUE: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "half of all claims, Talmud": (BankruptcyProblem(THREE_CLAIMS, 30), talmud_rule),
    "more than half of all claims, Talmud": (MOST_LEFT, talmud_rule),
    "a claim of nothing, and one of little": (
        BankruptcyProblem({"A": 0, "B": HALF, "C": 1}, Fraction(3, 4)),
        adjusted_proportional,
    ),
    "the price of the seller": (LOTS, lambda market: k_double_auction(market, 0)),
    "nothing to exchange": (APART, vcg_exchange),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_just_true_is_proven(name: str) -> None:
    subject, concept = TRUE[name]
    assert concept(subject).certificate.verify(subject) is True


@pytest.mark.parametrize("k", [0, 1])
def test_bids_where_one_side_alone_names_the_price(k: int) -> None:
    """Then the other bids what the lot is worth to it, up to the highest ask or lowest bid."""
    found = chatterjee_samuelson("A", "B", k=k)
    assert found.certificate.verify(found.game) is True
