"""Differences and present values, worked out once for years that have the very same numbers."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mechanisms.compact.continuation import differences
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.deal_stream import deal_flows
from mechanisms.compact.self_enforcement import present_value
from solvers.enclosure.box import Box, on_box
from tests.mechanisms.compact.dated_deals import deals

F = Fraction
HALF = F(1, 2)


def test_a_difference_is_of_both_numbers_of_a_year():
    a, b, c = F(7), F(2), F(1)
    assert differences([a, a, b, a], [b, c, b, b]) == [5, 6, 0, 5]


@pytest.mark.parametrize("forever", [False, True])
def test_a_present_value_on_a_box_is_that_of_each_point(forever):
    times = [1, 1, 3, 3, 3, 1]
    with on_box(Box([(F(1), F(3))])) as (x,):
        flows = {1: x, 3: 3 * x}
        found = present_value([flows[k] for k in times], HALF, forever=forever)
        assert not found - present_value(times, HALF, forever=forever) * x


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(1, 4))), st.booleans())
def test_a_present_value_is_the_same_of_years_that_share_a_number_or_do_not(runs, forever):
    shared = [one for x, years in runs for one in [F(x, 3)] * years]
    apart = [F(x, 3) for x, years in runs for _ in range(years)]
    weights = [HALF**t for t in range(len(apart))]
    if forever and weights:
        weights[-1] /= 1 - HALF
    worth = sum((w * x for w, x in zip(weights, apart, strict=True)), F(0))
    assert present_value(shared, HALF, forever=forever) == worth
    assert present_value(apart, HALF, forever=forever) == worth


@given(deals())
def test_years_in_which_a_deal_brings_as_much_share_one_number(deal):
    compact = deal.compact()
    payoffs = deal_payoffs(compact)
    for city in compact.members if payoffs is not None else ():
        flows = deal_flows(compact, payoffs, city) or []
        for before, flow in pairwise(flows):
            assert (flow is before) == (flow == before)
