"""Differences and present values, worked out once for years that have the very same numbers."""

from fractions import Fraction

import pytest

from mechanisms.compact.continuation import differences
from mechanisms.compact.self_enforcement import present_value
from solvers.enclosure.box import Box, on_box

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
