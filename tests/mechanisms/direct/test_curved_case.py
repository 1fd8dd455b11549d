"""What is proven nowhere above 0 is so at every point, with any conditions on the types."""

import itertools
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from games.moving_slope import MovingSlope, value_at
from mechanisms.direct.curved_case import harmless
from mechanisms.direct.range_cases import Case
from solvers.polytope import Condition, Polytope

F = Fraction
numbers = st.integers(-3, 3).map(F)


def case_of(level, powers, conditions):
    """Types between 0 and 1 for whom the conditions are 0 or more."""
    slopes = [MovingSlope.of(one) for one in powers]
    polytope = Polytope(
        ((F(0), F(1)),) * len(powers), tuple(Condition(row, ">=") for row in conditions)
    )
    return Case(polytope, (level, *slopes), ("A",), lambda *_: "")


def greatest(case, steps):
    """The greatest gain on a grid; ``None`` where no point of it fits the conditions."""
    sides = [F(k, steps) for k in range(steps + 1)]
    points = itertools.product(sides, repeat=len(case.polytope.box))
    return max((value_at(case.gain, p) for p in points if p in case.polytope), default=None)


@st.composite
def cases(draw, bent=numbers):
    """Terms a x + b x^2 + c x^3 of each type, ``bent`` the last two, and up to two conditions."""
    dimension = draw(st.integers(2, 3))
    powers = [draw(st.tuples(numbers, bent, bent)) for _ in range(dimension)]
    row = st.tuples(*[numbers] * (dimension + 1)).filter(lambda form: any(form[1:]))
    return case_of(F(0), powers, draw(st.lists(row, max_size=2)))


@given(cases())
def test_no_gain_of_some_type_is_overlooked(case):
    most = greatest(case, 6)
    if most is not None:
        assert not harmless(replace(case, gain=(F(1, 100) - most, *case.gain[1:])))


@given(cases(bent=st.integers(0, 3).map(F)))
def test_gains_that_are_convex_are_settled_exactly_at_the_corners(case):
    case = replace(case, polytope=replace(case.polytope, conditions=()))
    assert harmless(replace(case, gain=(-greatest(case, 1), *case.gain[1:])))
