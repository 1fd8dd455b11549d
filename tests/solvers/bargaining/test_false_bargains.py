"""Certificates of bargaining solutions that break one condition, and ties that break none."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from games import BargainingProblem, LegislativeBargaining
from solvers import (
    legislative_bargaining,
    lexicographic_egalitarian,
    nash_bargaining,
    pareto_frontier,
)
from solvers.bargaining.lexicographic_egalitarian import Level
from solvers.bargaining.pareto_frontier import CONCEPT, _agreed, best_basis
from solvers.certificate import Certificate
from tests.solvers.false_certificates import refused_for

ZERO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)
COUNCIL = LegislativeBargaining(["A", "B", "C"], HALF, 2)
PROPOSES = {"A": HALF, "B": HALF / 2, "C": HALF / 2}
ALL_AGREE = LegislativeBargaining(["A", "B", "C"], HALF, 3, PROPOSES)
BOUGHT = legislative_bargaining(COUNCIL).certificate
BOUGHT_ALL = legislative_bargaining(ALL_AGREE).certificate
OBLONG = BargainingProblem.from_inequalities(["A", "B"], [((1, 0), 1), ((0, 1), 2)], (0, 0))
LEVELS = lexicographic_egalitarian(OBLONG).certificate
LINE = BargainingProblem.from_inequalities(["A", "B"], [((1, 1), 2)], (0, 0))
ENDS = pareto_frontier(LINE).certificate
MIDDLE = best_basis(LINE, _agreed(LINE, (ONE, ONE)), CONCEPT)
FALSE: dict[str, tuple[Any, Certificate, list[str]]] = {
    "a vote bought with no chance": (
        COUNCIL,
        replace(BOUGHT, partners={**BOUGHT.partners, "A": {"B": ONE, "C": ZERO}}),
        ["The votes that A buys are not those of others.", "expects another share"],
    ),
    "one vote bought twice": (
        ALL_AGREE,
        replace(BOUGHT_ALL, partners={**BOUGHT_ALL.partners, "A": {"B": 2 * ONE}}),
        ["The votes that A buys are not those of others.", "expects another share"],
    ),
    "shares at which a proposer may as well fail": (
        COUNCIL,
        replace(BOUGHT, values=dict.fromkeys(COUNCIL.cities, ONE)),
        ["expects another share"],
    ),
    "a level that fixes nobody": (
        OBLONG,
        replace(LEVELS, levels=(Level(LEVELS.levels[0].least, {}), *LEVELS.levels)),
        ["Each level fixes players", "Each level leads further"],
    ),
    "a corner that stands twice": (
        LINE,
        replace(
            ENDS,
            vertices=(ENDS.vertices[0], *ENDS.vertices),
            corners=(ENDS.corners[0], *ENDS.corners),
            edges=(ENDS.edges[0], *ENDS.edges),
        ),
        ["The vertices do not run", "Two edges are parts of one"],
    ),
    "an edge told as two": (
        LINE,
        replace(
            ENDS,
            vertices=(ENDS.vertices[0], (ONE, ONE), ENDS.vertices[1]),
            corners=(ENDS.corners[0], MIDDLE, ENDS.corners[1]),
            edges=ENDS.edges * 2,
        ),
        ["Two edges are parts of one"],
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refused_for_that(name: str) -> None:
    subject, certificate, parts = FALSE[name]
    refused_for(certificate, subject, *parts)


def test_who_needs_all_votes_buys_the_dear_ones_too() -> None:
    values = legislative_bargaining(ALL_AGREE).values
    assert values["A"] > values["B"]
    assert BOUGHT_ALL.verify(ALL_AGREE) is True


def test_one_city_that_cannot_gain_stays_at_the_start_of_the_frontier() -> None:
    flat = BargainingProblem.from_frontier(["A", "B"], "1 - x", (0, 1))
    assert nash_bargaining(flat).certificate.verify(flat) is True
