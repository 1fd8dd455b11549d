"""Legislative bargaining: Baron and Ferejohn's formulas, and an oracle by simulation of rounds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.errors import InvalidInput
from games.legislative_bargaining import LegislativeBargaining
from solvers.bargaining.legislative_bargaining import legislative_bargaining

F = Fraction
NAMES = ("Hangzhou", "Quzhou", "Jinhua", "Lishui", "Huzhou", "Ningbo", "Wenzhou")


def solved(game: LegislativeBargaining):
    division = legislative_bargaining(game)
    assert division.certificate.verify(game) is True
    assert sum(division.values.values()) == 1
    return division


@pytest.mark.parametrize("n", [3, 5, 7])
@pytest.mark.parametrize("delta", [F(0), F(1, 2), F(99, 100)])
def test_baron_and_ferejohn_1989_majority_of_an_odd_number(n: int, delta: Fraction) -> None:
    division = solved(LegislativeBargaining(NAMES[:n], delta))
    assert set(division.keeps.values()) == {1 - delta * (n - 1) / (2 * n)}
    assert set(division.values.values()) == {F(1, n)}
    assert set(division.price.values()) == {delta / n}


@pytest.mark.parametrize("quota", [1, 2, 3, 4])
def test_any_quota(quota: int) -> None:
    division = solved(LegislativeBargaining(NAMES[:4], F(4, 5), quota))
    assert division.keeps["Quzhou"] == 1 - F(4, 5) * (quota - 1) / 4


def test_unanimity_with_unequal_cities_by_hand() -> None:
    """v_i proportional to p_i / (1 - delta_i): 2/3 / (1/2) = 4/3 and 1/3 / (1/10) = 10/3."""
    game = LegislativeBargaining(
        NAMES[:2],
        {NAMES[0]: F(1, 2), NAMES[1]: F(9, 10)},
        2,
        {NAMES[0]: F(2, 3), NAMES[1]: F(1, 3)},
    )
    division = solved(game)
    assert dict(division.values) == {NAMES[0]: F(2, 7), NAMES[1]: F(5, 7)}


def test_a_city_that_proposes_more_has_the_dearer_vote_by_hand() -> None:
    """p = (1/2, 1/4, 1/4), delta = 1/2, two votes.

    The two buy each other, Hangzhou buys one of them: with v for each, 1 - v/2 is kept by all, so
    Hangzhou has (1 - v/2)/2, and v = (1 - v/2)/4 + v/2 (1/4 + 1/4): v = 2/7 and Hangzhou's 3/7.
    """
    drawn = dict(zip(NAMES[:3], (F(1, 2), F(1, 4), F(1, 4)), strict=True))
    division = solved(LegislativeBargaining(NAMES[:3], F(1, 2), recognition=drawn))
    assert list(division.values.values()) == [F(3, 7), F(2, 7), F(2, 7)]
    assert division.partners["Quzhou"] == {"Jinhua": 1}
    assert set(division.keeps.values()) == {F(6, 7)}


def test_a_city_that_never_proposes_expects_nothing() -> None:
    drawn = dict(zip(NAMES[:3], (F(1, 2), F(1, 2), F(0)), strict=True))
    division = solved(LegislativeBargaining(NAMES[:3], F(9, 10), recognition=drawn))
    assert list(division.values.values()) == [F(1, 2), F(1, 2), 0]
    assert division.keeps["Hangzhou"] == 1
    # Two of them, where two votes decide: nobody else is ever asked.
    drawn = dict(zip(NAMES[:4], (F(2, 3), F(1, 3), F(0), F(0)), strict=True))
    division = solved(LegislativeBargaining(NAMES[:4], F(9, 10), 2, drawn))
    assert list(division.values.values()) == [F(2, 3), F(1, 3), 0, 0]
    assert set(division.keeps.values()) == {1}


@given(
    st.lists(st.integers(0, 9), min_size=3, max_size=6).filter(any),
    st.fractions(F(1, 10), F(9, 10), max_denominator=20),
    st.data(),
)
def test_backward_induction_comes_to_the_same_shares(chances, delta, data) -> None:
    """Long games, in floats: proposers buy the votes that were cheapest, and prices follow slowly.

    What each city expects, averaged over the last rounds, must be what the equilibrium says.
    """
    n = len(chances)
    quota = data.draw(st.integers(1, n))
    names, total = NAMES[:n], sum(chances)
    drawn = {name: F(k, total) for name, k in zip(names, chances, strict=True)}
    division = solved(LegislativeBargaining(names, delta, quota, drawn))
    p = [k / total for k in chances]
    values, mean = [1 / n] * n, [0.0] * n
    for step in range(2000):
        price = [float(delta) * v for v in values]
        fresh = [0.0] * n
        for i in range(n):
            others = sorted((price[j], j) for j in range(n) if j != i)[: quota - 1]
            fresh[i] += p[i] * (1 - sum(cost for cost, _ in others))
            for cost, j in others:
                fresh[j] += p[i] * cost
        rate = 0.2 if step < 500 else 0.01
        values = [(1 - rate) * old + rate * new for old, new in zip(values, fresh, strict=True)]
        if step >= 1000:
            mean = [m + v / 1000 for m, v in zip(mean, values, strict=True)]
    for name, value in zip(names, mean, strict=True):
        assert float(division[name]) == pytest.approx(value, abs=0.01)


def test_input_that_cannot_be_right() -> None:
    two = {NAMES[0]: F(1, 2), NAMES[1]: F(1, 3)}
    for wrong, message in (
        ({"cities": ["A"]}, "two or more"),
        ({"discount": 1}, "discount factor of Hangzhou is 1"),
        ({"quota": 4}, "quota is 4; it should be a whole number from 1 to 3"),
        ({"discount": {**two, NAMES[2]: 0}}, "only where all must agree"),
        ({"recognition": two}, "recognition of Jinhua is missing"),
        ({"recognition": {**two, NAMES[2]: 0}}, "sum of recognition is 5/6"),
        ({"recognition": {**two, "Bozhou": 0}}, "'Bozhou'"),
    ):
        with pytest.raises(InvalidInput, match=message):
            LegislativeBargaining(**{"cities": NAMES[:3], "discount": F(1, 2), **wrong})
