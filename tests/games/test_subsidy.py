import math
from dataclasses import replace
from fractions import Fraction

import pytest

from games import InvalidInput, SubsidyCompetition


def pair(**changes):
    given = {"value": {"A": 3, "B": 2}, "mu": Fraction(1, 2)} | changes
    return SubsidyCompetition(["A", "B"], **given)


def test_payoffs_are_the_formula():
    game = pair(
        attractiveness={"B": 1},
        mass=10,
        spillovers={"A": {"B": Fraction(1, 4)}},
        outside_option=0,
        public_funds_cost=Fraction(1, 5),
    )
    a, b, outside = (math.exp(u / 0.5) for u in (0.7, 1.2, 0.0))
    z = a + b + outside
    found = game.payoffs({"A": 0.7, "B": 0.2})
    assert found["A"] == pytest.approx(10 * ((3 - 1.2 * 0.7) * a / z + 0.25 * 2 * b / z))
    assert found["B"] == pytest.approx(10 * (2 - 1.2 * 0.2) * b / z)
    assert game.regional_value == (3, Fraction(5, 2))


def test_mappings_and_sequences_say_the_same():
    by_name = pair(caps={"B": 1}, budgets={"A": 5}, spillovers={"B": {"A": 0.5}})
    by_order = SubsidyCompetition(
        ["A", "B"],
        [3, 2],
        [0, 0],
        mu=0.5,
        caps=[None, 1],
        budgets=[5, None],
        spillovers=[[0, 0], [0.5, 0]],
    )
    assert by_name == by_order
    assert hash(by_name) == hash(by_order)
    assert replace(by_name, mu=Fraction(1)).caps == by_order.caps


def test_tiny_mu_and_distant_places_do_not_overflow():
    game = pair(attractiveness=[400, -400], mu=0.02, outside_option=-1e15)
    assert game.shares([0, 0]) == {"A": 1.0, "B": 0.0}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mu": 0}, "mu is 0; it should be more than 0."),
        ({"mass": -1}, "mass is -1; it should be more than 0."),
        ({"value": {"A": 1}}, "value of B is missing; it should be a number."),
        ({"value": [1]}, "the list of each city's value"),
        ({"caps": {"C": 1}}, "a city with a cap is 'C'; it should be one of A, B."),
        ({"caps": [-1, 0]}, "cap of A is -1; it should be 0 or more."),
        ({"budgets": [0, float("nan")]}, "budget of B is nan; it should be a finite number."),
        ({"spillovers": {"A": {"A": 1}}}, "spillover to A of A is 1"),
        ({"firm_weight": 2}, "firm_weight is 2; it should be between 0 and 1."),
        ({"public_funds_cost": -1}, "public_funds_cost is -1; it should be 0 or more."),
    ],
)
def test_bad_input_is_named(changes, sentence):
    with pytest.raises(InvalidInput) as error:
        pair(**changes)
    assert str(error.value).startswith(sentence)


def test_a_subsidy_outside_its_interval_is_refused():
    with pytest.raises(InvalidInput, match=r"subsidy of B is 2; it should be from 0 to the cap 1"):
        pair(caps={"B": 1}).payoffs([5, 2])
    with pytest.raises(InvalidInput, match="subsidy of A is -1"):
        pair().shares([-1, 0])
