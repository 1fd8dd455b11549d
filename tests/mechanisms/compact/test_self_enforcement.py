"""Walk-away: hand-solved paths, and a dense grid of discount factors as an independent oracle."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput
from mechanisms.compact.self_enforcement import (
    effective_discount,
    patience,
    present_value,
    tails,
    walk_away,
)


def test_a_rotating_official_discounts_more():
    assert effective_discount(Fraction(95, 100), Fraction(5)) == Fraction(76, 100)
    assert effective_discount(Fraction(9, 10)) == Fraction(9, 10)


@pytest.mark.parametrize("discount", [Fraction(1), Fraction(-1, 10), Fraction(3, 2)])
def test_a_discount_factor_is_below_one(discount):
    with pytest.raises(InvalidInput, match="discount factor"):
        effective_discount(discount)


def test_paying_one_now_for_two_later_needs_one_half():
    assert patience(tails([Fraction(-1), Fraction(2)])).intervals == (
        (Fraction(1, 2), Fraction(1)),
    )
    assert patience(tails([Fraction(-1), Fraction(2)])).critical == Fraction(1, 2)


def test_a_last_payment_is_never_made():
    assert patience(tails([Fraction(5), Fraction(5), Fraction(-1)])).intervals == ()


def test_without_flows_every_discount_factor_holds():
    assert patience(tails([Fraction(0)] * 4)).intervals == ((Fraction(0), Fraction(1)),)


def test_an_irrational_threshold_is_enclosed_from_inside():
    # Pay 1 now, get 2 two years later: d >= 1/sqrt(2).
    (interval,) = patience(tails([Fraction(-1), Fraction(0), Fraction(2)])).intervals
    assert interval[0] ** 2 >= Fraction(1, 2)
    assert (interval[0] - Fraction(1, 2**58)) ** 2 < Fraction(1, 2)


def test_with_a_deposit_the_good_discount_factors_need_not_reach_one():
    # What is at stake: +1 now, -3 next year (date 0), nothing later: holds iff d <= 1/3.
    assert patience([[Fraction(1), Fraction(-3)]]).intervals == ((Fraction(0), Fraction(1, 3)),)
    assert patience([[Fraction(1), Fraction(-3)]]).critical is None


@given(
    st.lists(st.integers(-6, 6).map(Fraction), min_size=1, max_size=6),
    st.integers(0, 99).map(lambda k: Fraction(k, 100)),
)
def test_patience_agrees_with_the_verdict_at_every_discount_factor(flows, discount):
    stays = all(
        sum(discount**k * flow for k, flow in enumerate(tail)) >= 0 for tail in tails(flows)
    )
    assert (discount in patience(tails(flows))) == stays
    assert (walk_away(tails(flows), discount).leaves_in is None) == stays


@given(st.lists(st.integers(-6, 6).map(Fraction), min_size=1, max_size=6))
def test_a_deposit_of_the_named_size_holds_the_member(flows):
    discount = Fraction(4, 5)
    verdict = walk_away(tails(flows), discount)
    held = [[tail[0] + verdict.deposit, *tail[1:]] for tail in tails(flows)]
    assert walk_away(held, discount).leaves_in is None
    if verdict.deposit:
        less = [[tail[0] + verdict.deposit - Fraction(1, 1000), *tail[1:]] for tail in tails(flows)]
        assert walk_away(less, discount).leaves_in is not None


def test_present_value_of_a_perpetuity_like_path():
    assert present_value([Fraction(1)] * 3, Fraction(1, 2)) == Fraction(7, 4)


@pytest.mark.parametrize("discount", [1, -1, Fraction(3, 2), "x", None])
def test_a_discount_factor_is_from_0_to_below_1(discount):
    with pytest.raises(InvalidInput, match="a discount factor is"):
        walk_away(tails([1, -2]), discount)
