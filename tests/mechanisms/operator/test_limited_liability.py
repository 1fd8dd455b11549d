"""Contracts under limited liability: the textbook's formulas, and programs solved another way."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import Agency
from games.errors import InvalidInput
from mechanisms import best_contract
from tests.properties.strategies import examples


def binary(low, high, cost, worth, **more):
    return Agency(
        {"bad": 0, "good": worth},
        {"shirk": 0, "work": cost},
        {"shirk": {"bad": 1 - low, "good": low}, "work": {"bad": 1 - high, "good": high}},
        **more,
    )


@given(
    st.fractions(0, Fraction(9, 10), max_denominator=20),
    st.fractions(Fraction(1, 20), 1, max_denominator=20),
    st.fractions(0, 3, max_denominator=8),
)
def test_bonus_and_rent_of_the_binary_case(low, gap, cost):
    """Laffont and Martimort (2002), section 4.3: bonus c/dp, rent p_L c/dp."""
    high = min(Fraction(1), low + gap)
    game = binary(low, high, cost, 10)
    found = best_contract(game)
    assert found.certificate.verify(game) is True
    step = high - low
    assert found.prices == {"shirk": 0, "work": high * cost / step}
    worth_it = high * 10 - high * cost / step > low * 10
    assert (found.effort == "work") == worth_it or cost == 0
    if found.effort == "work":
        assert found.pay == {"bad": 0, "good": cost / step}
        assert found.rent == low * cost / step
        assert found.loss == 0
    else:
        assert found.loss == max(0, step * 10 - cost)


def test_the_numbers_of_a_class():
    """By hand: p from 1/5 to 7/10, c = 1: bonus 2, rent 2/5; 7 - 7/5 is left of 7."""
    found = best_contract(binary(Fraction(1, 5), Fraction(7, 10), 1, 10))
    assert (found.pay["good"], found.rent, found.kept) == (2, Fraction(2, 5), Fraction(28, 5))
    assert found.status == "The best effort, work, is bought; the operator keeps a rent of 0.4."


def test_without_liability_there_is_no_rent():
    game = binary(Fraction(1, 5), Fraction(7, 10), 1, 10, least_pay=None, outside=3)
    found = best_contract(game)
    assert found.rent == 0
    assert found.kept == 7 - 1 - 3


def test_the_rent_keeps_the_city_from_buying_effort():
    """By hand: work adds 2.5 / 2 for a cost of 1, but of 0.7 * 2.5 a pay of 0.7 * 2 leaves less."""
    found = best_contract(binary(Fraction(1, 5), Fraction(7, 10), 1, 2.5))
    assert (found.effort, found.first_best, found.loss) == ("shirk", "work", Fraction(1, 4))
    assert "is bought, not work" in found.status


def test_an_effort_that_no_pay_brings_about():
    """The middle effort is a mixture of the two others that costs more."""
    game = Agency(
        {"bad": 0, "good": 10},
        {"none": 0, "some": 2, "much": 3},
        {
            "none": {"bad": 1},
            "some": {"bad": Fraction(1, 2), "good": Fraction(1, 2)},
            "much": {"good": 1},
        },
    )
    found = best_contract(game)
    assert found.prices == {"none": 0, "some": None, "much": 3}
    assert found.effort == "much"


def test_of_two_efforts_with_the_same_outcomes_only_the_cheap_one_is_made():
    same = Agency({"y": 1}, {"dear": 1, "cheap": 0}, {"dear": {"y": 1}, "cheap": {"y": 1}})
    assert best_contract(same).prices == {"dear": None, "cheap": 0}


@examples(62)
@given(st.data())
def test_against_corners_by_brute_force(data):
    """The lowest pay is at a corner of the program: all pairs of tight constraints are tried."""
    weights = data.draw(st.lists(st.integers(0, 6), min_size=3, max_size=3))
    costs = data.draw(st.lists(st.integers(0, 4), min_size=3, max_size=3))
    names = ["a", "b", "c"]
    chances = {
        n: {"x": Fraction(6 - w, 6), "y": Fraction(w, 6)}
        for n, w in zip(names, weights, strict=True)
    }
    outside = data.draw(st.integers(-1, 2))
    game = Agency({"x": 0, "y": 9}, dict(zip(names, costs, strict=True)), chances, outside=outside)
    found = best_contract(game)
    for n, cost in zip(names, costs, strict=True):
        p = chances[n]
        rows = [
            (p["x"] - chances[o]["x"], p["y"] - chances[o]["y"], cost - costs[k])
            for k, o in enumerate(names)
            if o != n
        ]
        rows += [(p["x"], p["y"], Fraction(cost + outside)), (1, 0, 0), (0, 1, 0)]
        prices = []
        for (a, b, e), (c, d, f) in itertools.combinations(rows, 2):
            det = a * d - b * c
            if det:
                w = (Fraction(e * d - b * f) / det, Fraction(a * f - e * c) / det)
                if all(r[0] * w[0] + r[1] * w[1] >= r[2] for r in rows):
                    prices.append(p["x"] * w[0] + p["y"] * w[1])
        assert found.prices[n] == min(prices, default=None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"chances": {"shirk": {"bad": 1}}}, "the chances with work is missing"),
        ({"chances": {"shirk": {"bad": 1}, "work": {"bad": 0.5}}}, "1/2 in all"),
        ({"chances": {"shirk": {"bad": 2}, "work": {"bad": 1}}}, "chance with shirk of bad is 2"),
        ({"chances": {"shirk": {"ugly": 1}, "work": {"bad": 1}}}, "'ugly'"),
        ({"efforts": {}}, "the efforts is {}"),
        ({"outcomes": {"bad": "x", "good": 1}}, "the worth of bad is 'x'"),
        ({"outside": float("inf")}, "what the operator has elsewhere is inf"),
    ],
)
def test_bad_agencies_are_refused_in_a_sentence(changes, words):
    given = {
        "outcomes": {"bad": 0, "good": 1},
        "efforts": {"shirk": 0, "work": 1},
        "chances": {"shirk": {"bad": 1}, "work": {"good": 1}},
    } | changes
    with pytest.raises(InvalidInput) as caught:
        Agency(**given)
    assert words in str(caught.value)
