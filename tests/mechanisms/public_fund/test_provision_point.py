"""Provision points: equilibria against complete enumeration, and private values audited."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput
from mechanisms import ProvisionPoint, audit
from solvers import pure_equilibria


def test_bagnoli_and_lipman():
    """Every division of the cost within the values is an equilibrium, and so is giving nothing."""
    park = ProvisionPoint(["A", "B"], 10)
    for a in range(11):
        stable = park.deviation([8, 7], [a, 10 - a]) is None
        assert stable == (a <= 8 and 10 - a <= 7)
    assert park.deviation([8, 7], [0, 0]) is None
    assert park.deviation([12, 7], [0, 0]).city == "A"


@given(
    values=st.lists(st.integers(0, 6), min_size=1, max_size=3),
    cost=st.integers(1, 6),
    refund=st.booleans(),
    rebate=st.booleans(),
)
def test_equilibria_by_enumeration(values, cost, refund, rebate):
    """On whole amounts up to the cost the best amount is among them: the grid loses nothing."""
    park = ProvisionPoint(list("ABC")[: len(values)], cost, refund=refund, rebate=rebate)
    listed = {
        tuple(int(amount) for amount in profile.values())
        for profile in pure_equilibria(park.game(values, range(cost + 1)))
    }
    for given_amounts in itertools.product(range(cost + 1), repeat=len(values)):
        assert (park.deviation(values, given_amounts) is None) == (given_amounts in listed)


def test_what_becomes_of_the_money():
    assert ProvisionPoint(["A", "B"], 6).outcome([4, 4]).excess == 2
    shared = ProvisionPoint(["A", "B"], 6, rebate=True).outcome([4, 4])
    assert (shared.payments, shared.excess) == ({"A": 3, "B": 3}, 0)
    lost = ProvisionPoint(["A", "B"], 6, refund=False).outcome([4, 1])
    assert (lost.built, lost.payments, lost.excess) == (False, {"A": 4, "B": 1}, 5)
    back = ProvisionPoint(["A", "B"], 6).outcome({"A": 4, "B": 1})
    assert (back.built, back.payments, back.excess) == (False, {"A": 0, "B": 0}, 0)


def test_private_values():
    """Who gives its value gains by giving less; giving half, the cost of 4 is sometimes missed."""
    types = {"A": [2, 4], "B": [2, 4]}
    honest = audit(ProvisionPoint(["A", "B"], 4, rebate=True).direct_mechanism(types))
    assert honest["efficiency"]
    assert honest["exact budget balance ex post"]
    assert not honest["BIC"]
    assert honest["DSIC"].gain == Fraction(2, 3)  # 4 among 4 pays 2; saying 2 it pays 4/3
    half = audit(ProvisionPoint(["A", "B"], 4).direct_mechanism(types, lambda _, v: v / 2))
    assert half["ex post IR"]
    assert half["efficiency"].gain == 2  # 2 + 4 - 4, not built


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda: ProvisionPoint(["A"], 0), "the cost is 0; it should be more than 0"),
        (lambda: ProvisionPoint(["A"], 3).outcome([-1]), "contribution of A is -1"),
        (lambda: ProvisionPoint(["A", "B"], 3).outcome([1]), "of length 1"),
        (lambda: ProvisionPoint(["A", "A"], 3), "stands twice"),
    ],
)
def test_bad_input(broken, words):
    with pytest.raises(InvalidInput, match=words):
        broken()
