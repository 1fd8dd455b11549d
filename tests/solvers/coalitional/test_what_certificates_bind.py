"""A value that depends on weights, unions, links or an order names them in its answer.

Two such certificates of one game can hold, each for its own: the answer says for which.
"""

from fractions import Fraction

import pytest

from games import CoalitionalGame
from solvers import (
    aumann_dreze_value,
    marginal_vector,
    myerson_value,
    owen_value,
    position_value,
    semivalue,
    separable_costs_remaining_benefits,
    weighted_shapley_value,
)
from solvers.certificate import Certificate

F = Fraction
GAME = CoalitionalGame.from_array(["A", "B", "C"], [0, 1, 2, 5, 3, 9, 8, 17])
ADDITIVE = CoalitionalGame.from_array(["A", "B", "C"], [0, 1, 2, 3, 4, 5, 6, 7])
COSTS = CoalitionalGame.from_array(["A", "B", "C"], [0, 10, 12, 18, 8, 15, 17, 23], "cost")

CHOICES = {
    "weights": (
        weighted_shapley_value,
        [([2, 1, 3],), ([1, 1, 1],), ([0, 1, 0], {"A": 2, "C": 1}), ([1, 0, 0], [0, 2, 1])],
        "Weights: A 1/3, B 1/6, C 1/2.",
    ),
    "weights by size": (
        semivalue,
        [([F(1, 2), 0, F(1, 2)],), ([F(1, 3), F(1, 6), F(1, 3)],)],
        "Weights of coalitions of 0 to 2 others: 1/2, 0, 1/2.",
    ),
    "unions": (owen_value, [([["A", "C"]],), ([["A", "B"]],), ([],)], "Unions: {A, C}, {B}."),
    "unions apart": (
        aumann_dreze_value,
        [([["A", "C"]],), ([["A", "B"]],), ([],)],
        "Unions: {A, C}, {B}.",
    ),
    "links": (
        myerson_value,
        [([("A", "B"), ("B", "C")],), ([("A", "B"), ("A", "C")],), ([("A", "B")],), ([],)],
        "Links: A - B, B - C.",
    ),
    "links as players": (
        position_value,
        [([("A", "B"), ("B", "C")],), ([("A", "B"), ("A", "C")],), ([("A", "B")],), ([],)],
        "Links: A - B, B - C.",
    ),
    "order": (marginal_vector, [(["C", "A", "B"],), (["A", "B", "C"],)], "Order: C, A, B."),
}


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("game", [GAME, ADDITIVE], ids=["gains", "additive"])
def test_the_answer_names_what_it_depends_on(choice, game):
    """Also where the split is the same whatever the weights: in an additive game it is."""
    value, choices, named = CHOICES[choice]
    answers = [value(game, *chosen) for chosen in choices]
    assert named in answers[0].status
    assert len({answer.status for answer in answers}) == len(answers)
    for answer in answers:
        read = Certificate.from_json(answer.certificate.to_json())
        assert read.verify(game) is True
        assert read.answer(game).status == answer.status


def test_benefits_that_limit_what_a_city_pays_are_named():
    split = separable_costs_remaining_benefits(COSTS, {"A": 9, "B": 20, "C": 8})
    assert split.status.endswith("At most asked for: A 9, B 12, C 8.")
