"""How likely a deal is: by enumeration, and where a figure may be anything between two numbers."""

import itertools
from fractions import Fraction

import pytest

from mechanisms.direct.trade_rule import Even, Listed, deal_chance

F = Fraction


def listed(*figures):
    return Listed(tuple((F(x), F(1, len(figures))) for x in figures))


@pytest.mark.parametrize("least", [0, 1, 2, F(5, 2)])
def test_of_lists_each_pair_is_looked_at(least):
    """A value that equals the cost is no deal; one that exceeds it by just so much is."""
    values, costs = (1, 2, 4), (1, 2, 3)
    deals = [v > c and v - c >= least for v, c in itertools.product(values, costs)]
    assert deal_chance(listed(*values), listed(*costs), F(least)) == F(sum(deals), 9)


@pytest.mark.parametrize(("least", "chance"), [(0, F(3, 4)), (1, F(1, 4)), (3, 0)])
def test_of_a_range_and_a_list(least, chance):
    """A value from 0 to 2 against costs of 0 and 1; the same with both sides turned round."""
    assert deal_chance(Even(F(0), F(2)), listed(0, 1), F(least)) == chance
    assert deal_chance(listed(-1, 0), Even(F(-2), F(0)), F(least)) == chance
