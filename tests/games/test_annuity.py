"""Annual equivalents, over a horizon and for ever."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput
from games.annuity import Annuity

FIVE = Fraction(1, 20)


def test_a_perpetuity_is_the_limit_of_long_horizons():
    forever = Annuity(10, FIVE, "perpetuity")
    assert forever.yearly == FIVE
    assert abs(Annuity(400, FIVE).yearly - FIVE) < Fraction(1, 10**8)
    assert forever.share_of_years(1, 5) == FIVE * Annuity(10, FIVE).present_value(1, 5)


def test_what_is_built_anew_costs_the_same_either_way():
    """Paid in year 0, 10, 20, ...: 1 / (1 - g^-10) in present value, times r."""
    forever = Annuity(10, FIVE, "perpetuity")
    assert forever.renewed == Annuity(10, FIVE).renewed == Annuity(10, FIVE).yearly
    assert forever.renewed == forever.yearly / (1 - Fraction(20, 21) ** 10)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=6))
def test_the_last_flow_goes_on_for_ever(flows):
    forever = Annuity(3, FIVE, "perpetuity")
    long = Annuity(400, FIVE)
    repeated = [*flows, *[flows[-1]] * (400 + 1 - len(flows))]
    assert abs(forever.evenly(flows) - long.evenly(repeated)) < Fraction(1, 10**6)


@given(
    st.sampled_from([Fraction(0), FIVE, Fraction(3, 7), Fraction(2)]),
    st.lists(st.sampled_from([Fraction(0), Fraction(-7, 3), Fraction(5), Fraction(1, 9)])),
    st.booleans(),
)
def test_flows_are_worth_what_their_years_add_up_to(rate, flows, forever):
    """Many years bring as much as the year before."""
    forever = forever and bool(rate)
    annuity = Annuity(3, rate, "perpetuity" if forever else "nothing")
    worth = sum((x / (1 + rate) ** t for t, x in enumerate(flows)), Fraction(0))
    if forever and flows:
        worth += flows[-1] / rate / (1 + rate) ** (len(flows) - 1)
    assert annuity.evenly(flows) == annuity.yearly * worth


def test_one_a_year_from_a_year_on():
    assert Annuity(4, 0).from_year(3) == 2
    assert Annuity(4, FIVE).from_year(1) == 1 / Annuity(4, FIVE).yearly
    assert Annuity(4, FIVE, "perpetuity").from_year(3) == 20


def test_a_perpetuity_needs_interest():
    with pytest.raises(InvalidInput, match="should be above 0 where the region goes on for ever"):
        Annuity(4, 0, "perpetuity")
    with pytest.raises(InvalidInput, match="what counts beyond the horizon is 'ever'"):
        Annuity(4, FIVE, "ever")
