"""Certificates of races, clubs and flows that break one condition, and ties that break none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from games import ClubRace, Contest, FactorFlow, StrategicGame, SubsidyCompetition, ThreatGame
from solvers import (
    all_subsidy_equilibria,
    flow_equilibria,
    local_clubs,
    partition_form,
    subsidy_equilibrium,
    variable_threats,
)
from solvers.certificate import Certificate
from solvers.competition.contest_equilibrium import BidDistribution, Piece
from solvers.competition.local_clubs import LocalClubsCertificate, _with_deciding_clubs
from tests.solvers.false_certificates import refused_for

ZERO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)
ALL_PAY = Contest(["A", "B"], [5, 4], "all-pay")
BIDS = subsidy_equilibrium(ALL_PAY).certificate
FLOW = FactorFlow(["A", "B"], 1, Fraction(6, 5), mass=10, congestion=Fraction(1, 20))
THREATS = ThreatGame(
    StrategicGame.from_payoffs(["A", "B"], [[4, 0, 1], [0, 3, 1]], [[2, 1, 1], [2, 0, 1]]), True
)
FIRM = ClubRace(Contest(["A", "B"], [4, 2]))
SPILLOVERS = SubsidyCompetition(
    ["A", "B"],
    [1, 1],
    mu=Fraction(1, 20),
    outside_option=HALF,
    spillovers=[[0, Fraction(9, 10)], [Fraction(9, 10), 0]],
)
CLUBS = ClubRace(Contest([f"C{k}" for k in range(5)], [44, 46, 22, 36, 52]))


def every() -> Any:
    return all_subsidy_equilibria(SPILLOVERS).certificate


def flow() -> Any:
    return flow_equilibria(FLOW).certificate


def threats() -> Any:
    return variable_threats(THREATS).certificate


FALSE: dict[str, tuple[Any, Callable[[], Certificate], list[str]]] = {
    "a bid with no chance": (
        ALL_PAY,
        lambda: replace(
            BIDS,
            bids={
                **BIDS.bids,
                "A": BidDistribution((Piece(ZERO, ZERO, ZERO), *BIDS.bids["A"].pieces)),
            },
        ),
        ["A piece of A's bids is no piece."],
    ),
    "a bid below nothing": (
        ALL_PAY,
        lambda: replace(BIDS, bids={**BIDS.bids, "B": BidDistribution((Piece(-ONE, -ONE, ONE),))}),
        ["A piece of B's bids is no piece.", "gains"],
    ),
    "the first equilibrium elsewhere": (
        FLOW,
        lambda: replace(flow(), masses=({"A": ONE, "B": ONE}, *flow().masses[1:])),
        ["Equilibrium 1 is elsewhere."],
    ),
    "the first equilibrium not as stable": (
        FLOW,
        lambda: replace(flow(), stable=(not flow().stable[0], *flow().stable[1:])),
        ["Equilibrium 1 is "],
    ),
    "a threat with an action that is not part of it": (
        THREATS,
        lambda: replace(threats(), threats={**threats().threats, "B": {"3": ONE, "1": ZERO}}),
        ["A threat holds actions that are not part of it."],
    ),
    "a part that is said to be something else": (
        SPILLOVERS,
        lambda: replace(every(), parts=(every().parts or "").replace(".", "x", 1)),
        ["A part is not proven to be empty."],
    ),
    "a club's contest left out": (
        FIRM,
        lambda: replace(
            partition_form(FIRM).certificate,
            equilibria=(None, *partition_form(FIRM).certificate.equilibria[1:]),
        ),
        ["An equilibrium stands where fewer than two bid, or is missing."],
    ),
    "a club out of order": (
        CLUBS,
        lambda: LocalClubsCertificate(
            ("C4", "C2"), partition_form(_with_deciding_clubs(CLUBS, ("C4", "C2"))).certificate
        ),
        ["The club is none of two or more parties, in their order."],
    ),
    "a club that others would join": (
        CLUBS,
        lambda: LocalClubsCertificate(
            ("C0", "C2"), partition_form(_with_deciding_clubs(CLUBS, ("C0", "C2"))).certificate
        ),
        ["Somebody would leave or join the club alone."],
    ),
    "a club that a member would leave": (
        CLUBS,
        lambda: LocalClubsCertificate(
            ("C0", "C4"), partition_form(_with_deciding_clubs(CLUBS, ("C0", "C4"))).certificate
        ),
        ["Somebody would leave or join the club alone."],
    ),
    "a threat that the other's second action evades": (
        THREATS,
        lambda: replace(threats(), threats={**threats().threats, "A": {"1": ONE}}),
        ["A's threat does not guarantee its payoff against action 2."],
    ),
    "a threat that evades nothing": (
        THREATS,
        lambda: replace(threats(), threats={**threats().threats, "B": {"1": ONE}}),
        [
            "against action 2.",
            "against action 3.",
            "B's threat does not guarantee its payoff against action 1.",
        ],
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refused_for_that(name: str) -> None:
    subject, certificate, parts = FALSE[name]
    refused_for(certificate(), subject, *parts)


def test_a_club_of_two_lasts() -> None:
    found = local_clubs(CLUBS.game)
    assert found.club is not None
    assert found.club.members == ("C2", "C4")
    assert found.certificate.verify(CLUBS) is True


def test_where_nothing_is_said_of_the_parts_nothing_is_proven_of_others() -> None:
    open_ = replace(every(), parts=None)
    assert open_.verify(SPILLOVERS) is True
    assert open_.answer(SPILLOVERS).proof != every().answer(SPILLOVERS).proof
