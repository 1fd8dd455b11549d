from fractions import Fraction

import numpy as np
import pytest

from solvers.maximin_search import climb, maximin, stuck

F = Fraction


def of(each):
    """The numbers of many points, from those of one."""

    def numbers(points):
        objectives, constraints = zip(*(each(*point) for point in points), strict=True)
        return np.array(objectives), np.array(constraints)

    return numbers


def test_a_ridge_between_two_parabolas():
    """max min(1 - x^2, 1 - (x - 1)^2) is 3/4, at x = 1/2: Dem'yanov and Malozemov (1974)."""
    (x,) = maximin(of(lambda x: ([1 - x**2, 1 - (x - 1) ** 2], [])), [0.05], [0], [1])
    assert x == pytest.approx(1 / 2, abs=1e-8)


def test_the_top_of_a_parabola():
    """Slopes are asked for anew at each point: those of the start would end the search early."""
    (x,) = maximin(of(lambda x: ([-((x - 0.3) ** 2)], [])), [0.9], [0], [1])
    assert x == pytest.approx(0.3, abs=1e-4)


def test_a_curved_limit():
    """max min(x, 2 y) in the unit disc: x = 2 y = 2/sqrt(5)."""
    x, y = maximin(of(lambda x, y: ([x, 2 * y], [1 - x**2 - y**2])), [0.1, 0.1], [0, 0], [1, 1])
    assert (x, y) == pytest.approx((2 / 5**0.5, 1 / 5**0.5), abs=1e-6)


def test_ends_of_the_box_and_a_start_that_breaks_the_limit():
    found = maximin(of(lambda x, y: ([x + y], [0.5 - x])), [0.9, 0.0], [0, 0], [1, 0.25])
    assert found == pytest.approx([0.5, 0.25], abs=1e-8)


def test_climbing_a_grid_exactly():
    def value(p):
        return None if sum(p) > 1 else min(p[0], 1 - p[0] + p[1])

    unit = F(1, 1000)
    at = climb(value, [F(1, 5), F(0)], unit)
    assert at is not None
    assert stuck(value, at, unit)
    assert not stuck(value, [at[0] - unit, at[1]], unit)
    assert climb(value, [F(1), F(1)], unit) is None
    assert not stuck(value, [F(1), F(1)], unit)
