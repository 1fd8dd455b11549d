"""Bargaining problems from the literature, replayed from bargaining.json.

``published``: as printed in the source named. ``derived``: not printed there, derived here by hand
from the same data. The barter is worked out below; the others take a line each:

- corner, x <= 1, y <= 1, x + 2y <= 2. Raiffa: (0, 0), (1/2, 1/2), ((1/2 + 1)/2, (1/2 + 3/4)/2).
  Perles-Maschler: only the edge from (0, 1) to (1, 1/2) counts, so its middle.
- larger, under y = 1 - 3x/10 up to x = 1. Raiffa: (1/2, 1/2), (3/4, 27/40), (7/8, 29/40), then the
  middle of (11/12, 29/40) and (7/8, 59/80).
- wages: l = 8 makes f(l) + (L - l) w0 greatest, 72; w = (2 + 48/8)/2 = 4, so 8w + 12 w0 = 56.
"""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import solvers
from games import BargainingProblem

CATALOGUE = {
    entry["id"]: entry
    for entry in json.loads((Path(__file__).parent / "bargaining.json").read_text("utf-8"))
}
ANSWERS = [
    (name, kind, concept)
    for name, entry in CATALOGUE.items()
    for kind in ("published", "derived")
    for concept in entry[kind]
]


def barters(entry):
    """(gain of the first, gain of the second), goods, for every set of goods that change hands."""
    goods = [
        (good, sign * mine, -sign * yours)
        for sign, owner in ((-1, "Bill"), (1, "Jack"))
        for good, (mine, yours) in entry["barter"][owner].items()
    ]
    for traded in itertools.product((False, True), repeat=len(goods)):
        chosen = [good for good, changes in zip(goods, traded, strict=True) if changes]
        gains = (sum(mine for _, mine, _ in chosen), sum(yours for _, _, yours in chosen))
        yield gains, sorted(good for good, _, _ in chosen)


def problem_of(entry) -> BargainingProblem:
    players, d = entry["players"], entry["disagreement"]
    if "inequalities" in entry:
        problem = BargainingProblem.from_inequalities(players, entry["inequalities"], d)
    else:
        points = entry.get("points") or sorted({gains for gains, _ in barters(entry)})
        points = [[Fraction(x) for x in point] for point in points]
        problem = BargainingProblem.from_vertices(players, points, d)
    weights = dict(zip(players, entry.get("weights", ()), strict=False))
    return replace(problem, weights=weights)


@pytest.mark.parametrize(("name", "kind", "concept"), ANSWERS)
def test_solution(name, kind, concept):
    entry = CATALOGUE[name]
    problem = problem_of(entry)
    answer = getattr(solvers, concept)(problem)
    assert list(answer.values()) == [Fraction(x) for x in entry[kind][concept]]
    assert answer.proof.kind == "exact"
    assert answer.certificate.verify(problem) is True


def test_every_answer_is_replayed():
    assert sum(kind == "published" for _, kind, _ in ANSWERS) == 9
    assert len({concept for _, _, concept in ANSWERS}) == 8


def test_the_barter_of_1950_is_one_set_of_goods():
    """Bill gets 12 and Jack 5 in one way only, which the certificate names as a pure agreement."""
    entry = CATALOGUE["nash1950_barter"]
    (traded,) = [goods for gains, goods in barters(entry) if gains == (12, 5)]
    assert traded == entry["traded"]
    best = max((g for g, _ in barters(entry) if min(g) >= 0), key=lambda g: g[0] * g[1])
    assert best == (12, 5)


def test_the_frontier_of_the_barter_by_rates_of_exchange():
    """Goods change hands in the order of what Jack gains per unit that Bill loses.

    From the greatest sum, (18, 0), on: whip and bat 1 for 1, ball 1/2, knife 1/3, box and toy 1/4.
    Kalai-Smorodinsky: 9 - x/3 = 17x/36. Egalitarian: 9 - x/3 = x. Equal loss: 11 - x/2 = 8.5 - 18 +
    x. Perles-Maschler: half of the edges' sums of sqrt(-dx dy), 1 + 2 + sqrt 12 + sqrt 2 + 4.
    """
    entry = CATALOGUE["nash1950_barter"]
    corners = [(0, 8.5), (2, 8), (6, 7), (12, 5), (14, 4), (18, 0)]
    for (x, y), (u, v) in itertools.pairwise(corners):  # no barter lies above an edge
        assert all((u - x) * (b - y) <= (v - y) * (a - x) for (a, b), _ in barters(entry))
    whole = [math.sqrt((u - x) * (y - v)) for (x, y), (u, v) in itertools.pairwise(corners)]
    share = (sum(whole) / 2 - whole[0] - whole[1]) / whole[2]
    answer = solvers.perles_maschler(problem_of(entry))
    assert list(answer.values()) == pytest.approx([6 + 6 * share, 7 - 2 * share], rel=1e-12)


def test_more_for_everybody_and_less_for_one():
    """Kalai and Smorodinsky (1975): at every payoff of 1, the larger set has at least as much for 2
    as the smaller; Nash still gives 2 less in it, their own solution more."""
    smaller, larger = (
        problem_of(CATALOGUE[f"kalai_smorodinsky1975_{size}"]) for size in ("smaller", "larger")
    )
    assert solvers.nash_bargaining(larger)["2"] < solvers.nash_bargaining(smaller)["2"]
    assert solvers.kalai_smorodinsky(larger)["2"] > solvers.kalai_smorodinsky(smaller)["2"]


def test_on_a_smaller_set_the_same_agreement_is_dropped():
    """KS breaks the independence of irrelevant alternatives, Nash (1950) keeps it.

    Derived here: cut at y <= 3/4 the corner still holds (2/3, 2/3), but the ideal point is now
    (1, 3/4), and the way to it ends at (4/5, 3/5).
    """
    corner = problem_of(CATALOGUE["kalai_smorodinsky1975_corner"])
    rows = [([1, 0], 1), ([0, 1], Fraction(3, 4)), ([1, 2], 2)]
    cut = BargainingProblem.from_inequalities(corner.players, rows, (0, 0))
    assert list(solvers.kalai_smorodinsky(cut).values()) == [Fraction(4, 5), Fraction(3, 5)]
    assert solvers.nash_bargaining(cut) == solvers.nash_bargaining(corner)


def test_roth_shows_why_three_can_not_keep_to_proportion_and_waste_nothing():
    """Roth (1979): 1 and 2 share what 3 has whole; in proportion, half of 3's payoff is left."""
    problem = problem_of(CATALOGUE["roth1979_three"])
    assert "more at no cost to others" in solvers.kalai_smorodinsky(problem).status
