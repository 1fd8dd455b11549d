"""Certificates of linear programs, paths and votes that break one condition, and ties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from games import CoalitionalGame, FactorFlow, WeightedVoting
from solvers import (
    LinearProgram,
    Row,
    colomer_martinez_index,
    flow_path,
    public_good_value,
    solve,
)
from solvers.certificate import Certificate
from solvers.optimum import InfeasibilityCertificate
from tests.solvers.false_certificates import refused_for

ZERO, ONE = Fraction(0), Fraction(1)
BOUNDS = {"x": (ZERO, None)}
MOST = LinearProgram("max", {"x": ONE}, (Row("room", {"x": ONE}, "<=", 3 * ONE),), BOUNDS)
LEAST = LinearProgram("min", {"x": ONE}, (Row("need", {"x": ONE}, ">=", 3 * ONE),), BOUNDS)
EVEN = FactorFlow(["A", "B"], 1, Fraction(6, 5), mass=10, congestion=Fraction(1, 20))

FALSE: dict[str, tuple[Any, Callable[[], Certificate], list[str]]] = {
    "more than there is room for": (
        MOST,
        lambda: replace(solve(MOST).certificate, value=4 * ONE),
        ["The point is worth 3, not 4.", "The prices prove the bound 3, not 4."],
    ),
    "less than there is need of": (
        LEAST,
        lambda: replace(solve(LEAST).certificate, value=2 * ONE),
        ["The point is worth 3, not 2.", "The prices prove the bound 3, not 2."],
    ),
    "multipliers of nothing": (
        MOST,
        lambda: InfeasibilityCertificate({"room": ZERO}),
        ["The multipliers do not add up to a contradiction."],
    ),
    "a gap of which it is said no, and not when": (
        EVEN,
        lambda: replace(flow_path(EVEN).certificate, closed=False),
        ["The gap closes in another period."],
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refused_for_that(name: str) -> None:
    subject, certificate, parts = FALSE[name]
    refused_for(certificate(), subject, *parts)


TRUE: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "the first city wins alone": (
        WeightedVoting({"A": 3, "B": 1, "C": 1}, 3),
        colomer_martinez_index,
    ),
    "the first city makes all alone": (
        CoalitionalGame(["A", "B"], {"A": 2, "B": 0, ("A", "B"): 2}),
        public_good_value,
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_just_true_is_proven(name: str) -> None:
    subject, concept = TRUE[name]
    assert concept(subject).certificate.verify(subject) is True
