"""Polytopes with strict sides, and integrals over them."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.polytope import Condition, Polytope, Prices, at_point
from solvers.polytope_integral import polytope_integral
from tests.properties.strategies import examples

F = Fraction
SQUARE = ((F(0), F(1)), (F(0), F(1)))


@st.composite
def polytopes(draw, dimensions=2):
    number = st.integers(-3, 3).map(F)
    conditions = draw(
        st.lists(
            st.tuples(st.tuples(*[number] * (dimensions + 1)), st.sampled_from([">", ">=", "=="])),
            max_size=4,
        )
    )
    return Polytope(((F(0), F(1)),) * dimensions, tuple(Condition(*entry) for entry in conditions))


def grid(parts=6):
    return [(F(i, parts), F(j, parts)) for i in range(parts + 1) for j in range(parts + 1)]


@examples(60)
@given(polytope=polytopes(), form=st.tuples(*[st.integers(-3, 3).map(F)] * 3))
def test_a_point_or_its_impossibility_and_a_proven_bound(polytope, form):
    inside = [point for point in grid() if point in polytope]
    if polytope.point is None:
        assert polytope.emptiness.proves_empty(polytope)
        assert not inside
        return
    assert polytope.point in polytope
    assert polytope.emptiness is None
    peak = polytope.most(form)
    assert peak.prices.bound == peak.value == at_point(form, peak.point)
    assert peak.prices.prove_bound(polytope, form)
    assert not peak.prices.proves_empty(polytope)
    assert peak.point in polytope.closure
    assert all(at_point(form, point) <= peak.value for point in inside)
    attained = polytope.level(form, peak.value).point
    if attained is not None:
        assert attained in polytope
        assert at_point(form, attained) == peak.value
    else:
        assert all(at_point(form, point) < peak.value for point in inside)


def test_a_side_that_is_strict_leaves_nothing():
    rising, falling = (F(-1, 2), F(1), F(0)), (F(1, 2), F(-1), F(0))
    closed = Polytope(SQUARE, (Condition(rising, ">="), Condition(falling, ">=")))
    assert closed.point[0] == F(1, 2)
    for strict in (">", ">="), (">=", ">"), (">", ">"):
        sides = tuple(map(Condition, (rising, falling), strict))
        half_open = Polytope(SQUARE, sides)
        assert half_open.point is None
        assert half_open.emptiness.proves_empty(half_open)
        assert not half_open.emptiness.proves_empty(closed)
    assert not Prices(F(0)).proves_empty(closed)


def test_volumes_that_are_known():
    def box(d):
        return [
            (tuple(F(sign) if k == j else F(0) for k in range(d)), F(sign > 0))
            for j in range(d)
            for sign in (1, -1)
        ]

    for d in (1, 2, 3, 4):
        simplex = [*box(d), ((F(1),) * d, F(1))]
        assert polytope_integral(simplex, (1, *[0] * d)) == F(1, math.factorial(d))
        assert polytope_integral(simplex, (0, 1, *[0] * (d - 1))) == F(1, math.factorial(d + 1))
        assert polytope_integral(box(d), (1, *[1] * d)) == 1 + F(d, 2)
    line = [*box(2), ((1, -1), 0), ((-1, 1), 0)]  # has no area
    assert polytope_integral(line, (1, 0, 0)) == 0
    assert polytope_integral([*box(2), ((1, 1), F(-1))], (1, 0, 0)) == 0
    assert polytope_integral([*box(2), ((1, 0), 1), ((2, 0), 2)], (1, 0, 0)) == 1
    assert polytope_integral([], (7,)) == 7
    assert polytope_integral([((), F(-1))], (7,)) == 0
    with pytest.raises(ValueError, match="not bounded"):
        polytope_integral([((F(1),), F(1))], (1, 0))


@examples(30)
@given(polytope=polytopes(), form=st.tuples(*[st.integers(-3, 3).map(F)] * 3))
def test_integrals_against_corners_and_triangles(polytope, form):
    rows = [
        ((F(1), F(0)), F(1)),
        ((F(-1), F(0)), F(0)),
        ((F(0), F(1)), F(1)),
        ((F(0), F(-1)), F(0)),
    ]
    for condition in polytope.conditions:
        c, x, y = condition.form
        rows.append(((-x, -y), c))
    corners = set()
    for k, ((a, b), c) in enumerate(rows):
        for (d, e), f in rows[:k]:
            if a * e != b * d:
                x, y = (c * e - b * f) / (a * e - b * d), (a * f - c * d) / (a * e - b * d)
                if all(p * x + q * y <= bound for (p, q), bound in rows):
                    corners.add((x, y))
    total = F(0)
    if len(corners) > 2:
        middle = tuple(sum(axis) / len(corners) for axis in zip(*corners, strict=True))
        around = sorted(corners, key=lambda p: math.atan2(p[1] - middle[1], p[0] - middle[0]))
        for one, two in zip(around, around[1:] + around[:1], strict=True):
            area = abs(
                (one[0] - middle[0]) * (two[1] - middle[1])
                - (one[1] - middle[1]) * (two[0] - middle[0])
            )
            centre = tuple(sum(axis) / 3 for axis in zip(one, two, middle, strict=True))
            total += area / 2 * at_point(form, centre)
    assert polytope_integral(rows, form) == total
