"""Walk-away: hand-solved paths, and a dense grid of discount factors as an independent oracle."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput
from mechanisms.compact.self_enforcement import (
    continuation_flows,
    effective_discount,
    lagged_continuation_flows,
    least_deposit,
    patience,
    present_value,
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
    assert patience(continuation_flows([Fraction(-1), Fraction(2)])).intervals == (
        (Fraction(1, 2), Fraction(1)),
    )
    assert patience(continuation_flows([Fraction(-1), Fraction(2)])).critical == Fraction(1, 2)


def test_a_last_payment_is_never_made():
    assert patience(continuation_flows([Fraction(5), Fraction(5), Fraction(-1)])).intervals == ()


def test_without_flows_every_discount_factor_holds():
    assert patience(continuation_flows([Fraction(0)] * 4)).intervals == (
        (Fraction(0), Fraction(1)),
    )


@pytest.mark.parametrize("k", [2, 3, 5, 6, 7, 8])
def test_an_irrational_threshold_is_enclosed_from_inside(k):
    """Pay 1 now, get k two years later: d >= 1/sqrt(k). The other way round: d <= 1/sqrt(k)."""
    (later,) = patience([[-1, 0, k]]).intervals
    (sooner,) = patience([[1, 0, -k]]).intervals
    assert (later[1], sooner[0]) == (1, 0)
    near = Fraction(1, 2**58)
    assert (later[0] - near) ** 2 < Fraction(1, k) <= later[0] ** 2
    assert sooner[1] ** 2 <= Fraction(1, k) < (sooner[1] + near) ** 2


def test_with_a_deposit_the_good_discount_factors_need_not_reach_one():
    # What is at stake: +1 now, -3 next year (date 0), nothing later: holds iff d <= 1/3.
    assert patience([[Fraction(1), Fraction(-3)]]).intervals == ((Fraction(0), Fraction(1, 3)),)
    assert patience([[Fraction(1), Fraction(-3)]]).critical is None


def test_the_good_discount_factors_may_be_apart():
    """(d - 1/4)(d - 1/2) and -(2d - 1)^2, each of a single date: two intervals, and one point."""
    apart = patience([[Fraction(1, 8), Fraction(-3, 4), 1]])
    assert apart.intervals == ((0, Fraction(1, 4)), (Fraction(1, 2), 1))
    assert apart.critical == Fraction(1, 2)
    assert Fraction(1, 4) in apart
    assert Fraction(1, 3) not in apart
    assert patience([[-1, 4, -4]]).intervals == ((Fraction(1, 2), Fraction(1, 2)),)


def test_roots_that_are_not_real_part_no_interval():
    """2d^2 - 2d + 1 is 1/2 or more everywhere: its roots are (1 + i)/2 and (1 - i)/2."""
    assert patience([[1, -2, 2]]).intervals == ((0, 1),)


@given(
    st.lists(st.integers(-6, 6).map(Fraction), min_size=1, max_size=6),
    st.integers(0, 99).map(lambda k: Fraction(k, 100)),
)
def test_patience_agrees_with_the_verdict_at_every_discount_factor(flows, discount):
    stays = all(
        sum(discount**k * flow for k, flow in enumerate(tail)) >= 0
        for tail in continuation_flows(flows)
    )
    assert (discount in patience(continuation_flows(flows))) == stays
    assert (walk_away(continuation_flows(flows), discount).leaves_in is None) == stays


@given(
    st.lists(st.integers(-6, 6).map(Fraction), min_size=1, max_size=6),
    st.integers(0, 3),
    st.sampled_from([Fraction(0), Fraction(1, 20)]),
)
def test_a_deposit_of_the_named_size_holds_the_member(flows, longer, interest):
    """In escrow until year E it is worth d^(E - t) (1 + r)^E of itself in year t."""
    discount, stake = Fraction(4, 5), continuation_flows(flows)
    held = least_deposit(stake, discount, interest, len(flows) - 1 + longer)
    end, grown = held.returned_in, (1 + interest) ** (len(flows) - 1 + longer)
    values = walk_away(stake, discount).values
    backed = [discount ** (end - t) * grown * held.amount for t in range(len(values))]
    assert all(v + x >= 0 for v, x in zip(values, backed, strict=True))
    if held.amount:
        assert min(v + x for v, x in zip(values, backed, strict=True)) == 0
    assert held.unit_cost == max(0, 1 - discount**end * grown)


def test_a_deposit_is_discounted_and_earns_interest():
    """35 at signing need 74.7 in escrow for ten years, at a cost of 53 per cent."""
    held = least_deposit([[Fraction(-35)]], Fraction(9, 10), Fraction(3, 100), 10)
    assert held.amount == 35 / (Fraction(927, 1000) ** 10)
    assert (round(float(held.amount), 1), round(float(held.unit_cost), 2)) == (74.7, 0.53)
    patient = least_deposit([[Fraction(-35)]], Fraction(99, 100), Fraction(3, 100), 10)
    assert patient.unit_cost == patient.cost == 0


def test_a_deposit_is_not_returned_before_leaving_stops_paying():
    assert least_deposit(continuation_flows([0, 0, -1]), Fraction(1, 2), 0, 1).returned_in == 2
    assert least_deposit([[-1], [-1]], Fraction(1, 2), 0, 1, forever=True) is None
    assert least_deposit([[-1], [0]], Fraction(1, 2), 0, 1, forever=True).amount == 4
    assert least_deposit([[-1], [0]], 0, 0, 1) is None  # who counts nothing that comes later
    assert least_deposit([[0], [-5]], 0, Fraction(1, 4), 1).amount == 4  # it is back at once


def test_the_year_and_the_gain_belong_together():
    """In year 1 leaving pays 1 already; it pays most in year 2."""
    verdict = walk_away([[], [-1], [-4], [-4]], Fraction(1, 2))
    assert (verdict.leaves_in, verdict.pays_most_in, verdict.gain) == (1, 2, 4)
    assert verdict.margin == verdict.values[2] == -4
    assert walk_away([[], [1]], Fraction(1, 2)).pays_most_in is None


def test_who_always_does_better_by_staying_gains_nothing_by_leaving():
    stays = walk_away([[2], [3]], Fraction(1, 2))
    assert (stays.leaves_in, stays.pays_most_in, stays.gain, stays.margin) == (None, None, 0, 2)


def test_a_bare_last_payment_is_made_at_no_patience():
    """Whatever is got before it; one that is answered while something is to come is made."""
    assert patience(lagged_continuation_flows([0, 3, 3], [9, 9, 9])).intervals == ()
    assert patience(lagged_continuation_flows([0, 3, 0], [9, 9, 9])).critical == Fraction(1, 3)
    assert patience(lagged_continuation_flows([0, 3, 0], [9, 9, 9], lag=2)).intervals == ()
    with pytest.raises(InvalidInput, match="the lag is 0"):
        lagged_continuation_flows([0], [9], lag=0)


@st.composite
def dated_payments(draw):
    """What a member owes, and what it gets, year by year; its lag; and where all ends."""
    years = draw(st.integers(1, 5))
    owes, gets = (
        draw(st.lists(st.integers(0, 9), min_size=years, max_size=years)) for _ in range(2)
    )
    return owes, gets, draw(st.integers(1, 2)), years - 1 + draw(st.integers(0, 2))


@given(
    dated_payments(),
    st.sampled_from([2, 4]),
    st.sampled_from([Fraction(4, 5), Fraction(19, 20)]),
    st.sampled_from([Fraction(1), Fraction(51, 50)]),
)
def test_a_finer_calendar_changes_nothing(dated, k, discount, growth):
    """The same dated payments, looked at k times a year: d^(1/k), (1 + r)^(1/k), lag in years.

    In a year that is looked at once the factor is discount^k, the rate growth^k - 1.
    """
    owes, gets, lag, end = dated
    fine = [[x for flow in flows for x in (flow, *[0] * (k - 1))] for flows in (owes, gets)]
    yearly, finer = (
        lagged_continuation_flows(owes, gets, lag),
        lagged_continuation_flows(*fine, lag * k),
    )
    one, many = walk_away(yearly, discount**k), walk_away(finer, discount)
    assert many.values[::k] == one.values
    assert (many.leaves_in is None) == (one.leaves_in is None)
    # Within a year leaving pays no more than at its end: what is owed then is the same.
    assert many.margin == one.margin
    assert many.gain == one.gain
    assert many.pays_most_in == (None if one.pays_most_in is None else k * one.pays_most_in)
    coarse = least_deposit(yearly, discount**k, growth**k - 1, end)
    exact = least_deposit(finer, discount, growth - 1, k * end)
    assert exact.amount == coarse.amount
    assert exact.cost == coarse.cost
    assert (discount in patience(finer)) == (discount**k in patience(yearly))


@given(st.lists(st.integers(-6, 6), min_size=1, max_size=5), st.integers(1, 99))
def test_for_ever_the_last_flow_is_repeated(flows, percent):
    discount = Fraction(percent, 100)
    long = [Fraction(x) for x in flows] + [Fraction(flows[-1])] * 400
    exact = present_value([Fraction(x) for x in flows], discount, forever=True)
    near = present_value(long, discount)
    assert abs(exact - near) <= 6 * discount ** len(long) / (1 - discount)
    stays = all(
        present_value([Fraction(x) for x in tail], discount, forever=True) >= 0
        for tail in continuation_flows(flows)
    )
    assert (discount in patience(continuation_flows(flows), forever=True)) == stays


def test_present_value_of_a_perpetuity_like_path():
    assert present_value([Fraction(1)] * 3, Fraction(1, 2)) == Fraction(7, 4)


@pytest.mark.parametrize("discount", [1, -1, Fraction(3, 2), "x", None])
def test_a_discount_factor_is_from_0_to_below_1(discount):
    with pytest.raises(InvalidInput, match="a discount factor is"):
        walk_away(continuation_flows([1, -2]), discount)


def test_an_official_of_one_year_looks_no_further():
    assert effective_discount(Fraction(9, 10), 1) == 0
    with pytest.raises(InvalidInput, match="one year or more"):
        effective_discount(Fraction(9, 10), Fraction(99, 100))
