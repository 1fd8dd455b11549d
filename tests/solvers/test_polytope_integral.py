"""Powers of a coordinate, integrated face by face, against integrals written out by hand."""

import itertools
from fractions import Fraction
from math import comb, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.polynomial import Polynomial
from solvers.polytope_integral import polytope_integral, polytope_moment
from tests.properties.strategies import examples

F = Fraction


@pytest.mark.parametrize(("d", "power"), list(itertools.product([1, 2, 3], [0, 1, 5])))
def test_on_a_simplex_it_is_a_quotient_of_factorials(d, power):
    # Dirichlet: the integral of x^k where all are 0 or more and sum to 1 at most
    rows = [((1,) * d, 1), *((tuple(-int(j == k) for j in range(d)), 0) for k in range(d))]
    for k in range(d):
        assert polytope_moment(rows, k, power) == F(factorial(power), factorial(d + power))


@examples(40)
@given(
    slope=st.fractions(-2, 2, max_denominator=4),
    level=st.fractions(-1, 2, max_denominator=4),
    shift=st.integers(-2, 2),
    power=st.integers(0, 4),
)
def test_below_a_line_in_a_box_it_is_the_integral_of_a_polynomial(slope, level, shift, power):
    # Where y <= level + slope x in [0, 1]^2, with x moved by a shift
    box = [((1, 0), 1 + shift), ((-1, 0), -shift), ((0, 1), 1), ((0, -1), 0)]
    row = ((-slope, 1), level - slope * shift)
    ends = {F(0), F(1), *(c for v in (0, 1) if slope and 0 < (c := (v - level) / slope) < 1)}
    total = F(0)
    for a, b in itertools.pairwise(sorted(ends)):
        middle = level + slope * (a + b) / 2
        height = Polynomial.of(level, slope) if 0 < middle < 1 else Polynomial.of(int(middle >= 1))
        moved = Polynomial.of(*(comb(power, k) * shift ** (power - k) for k in range(power + 1)))
        total += (height * moved).integral(a, b)
    assert polytope_moment([*box, row], 0, power) == total
    assert polytope_moment([*box, row], 0, 1) == polytope_integral([*box, row], (0, 1, 0))
