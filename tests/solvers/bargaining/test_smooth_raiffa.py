"""Midpoints on a smooth frontier, against the same steps in 60 digits with the inverse by hand."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import mpmath
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from games import BargainingProblem
from solvers import raiffa
from solvers.answer import EXACT
from solvers.bargaining.smooth_raiffa import Bounds, SmoothRaiffaCertificate, _Way

TWO = ("Hangzhou", "Quzhou")
HALF = Fraction(1, 2)


def under(text, d=(0, 0), weights=(1, 1), **options):
    problem = BargainingProblem.from_frontier(TWO, text, d, **options)
    return dataclasses.replace(problem, weights=dict(zip(TWO, weights, strict=True)))


def walked(f, inverse, d, weights, steps=40):
    """Where the midpoints lead, in floating point of 60 digits."""
    x, y = (mpmath.mpf(z.numerator) / z.denominator for z in map(Fraction, d))
    one, two = (mpmath.mpf(w) / sum(weights) for w in weights)
    for _ in range(steps):
        x, y = x + one * (inverse(y) - x), y + two * (f(x) - y)
    return x, y


def agrees(found, problem, expected):
    assert found.certificate.verify(problem) is True
    for name, number in zip(TWO, expected, strict=True):
        exactly = Fraction(mpmath.nstr(number, 55))
        assert abs(found[name] - exactly) <= (found.proof.radius or 0) + Fraction(1, 10**50)


@settings(max_examples=8)
@given(
    st.integers(1, 9),
    st.integers(1, 5),
    st.tuples(st.integers(0, 3), st.integers(-3, 3)),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
)
@example(12, 1, (0, 0), (1, 1))
def test_a_parabola_whose_inverse_is_a_root(a, b, d, weights):
    """y = top - b x^2, x = sqrt((top - y) / b)."""
    top = a + b * d[0] ** 2 + d[1]
    problem = under(f"{top} - {b}*x**2", d, weights)
    with mpmath.workdps(60):
        expected = walked(
            lambda x: top - b * x**2, lambda y: mpmath.sqrt((top - y) / b), d, weights
        )
    found = raiffa(problem)
    agrees(found, problem, expected)
    assert found.proof.radius <= Fraction(1, 10**29)


def test_a_logarithm_whose_inverse_is_an_exponential():
    problem = under("log(2 - x)", weights=(2, 1))
    with mpmath.workdps(60):
        expected = walked(lambda x: mpmath.log(2 - x), lambda y: 2 - mpmath.exp(y), (0, 0), (2, 1))
    agrees(raiffa(problem), problem, expected)


def test_one_step_leads_to_a_straight_frontier():
    """Each moves by its odds of its hope: 1/4 of 3 and 3/4 of 6 above (1, -1)."""
    found = raiffa(under("7 - 2*x", (1, -1), (1, 3)))
    assert tuple(found.values()) == (Fraction(7, 4), Fraction(7, 2))
    assert found.proof == EXACT
    assert found.status == "1 step leads to the frontier."
    assert [tuple(step.values()) for step in found.steps] == [(1, -1), tuple(found.values())]


def test_the_steps_are_those_of_the_lots():
    """From (0, 0) under 4 - x^2 to (1, 2), and half-way from there to (sqrt(2), 3)."""
    found = raiffa(under("4 - x**2"))
    assert [tuple(step.values()) for step in found.steps[:2]] == [(0, 0), (1, 2)]
    assert found.steps[2][TWO[1]] == Fraction(5, 2)
    assert abs(2 * found.steps[2][TWO[0]] - 1) ** 2 == pytest.approx(2, abs=1e-15)
    assert found.status == "The midpoints have no end; after 6 steps they are almost there."


@pytest.mark.parametrize(
    ("weights", "between", "end"),
    [((5, 1), (0, 1), (1, 3)), ((1, 5), (Fraction(3, 2), 2), (Fraction(3, 2), Fraction(7, 4)))],
)
def test_an_end_that_is_approached_for_ever_is_exact(weights, between, end):
    """With one city's weight far greater, d stays beside the corner: 400 steps come near it."""
    problem = under("4 - x**2", (0, 0), weights, between=between)
    found = raiffa(problem)
    assert tuple(found.values()) == end
    assert (found.proof, found.status) == (EXACT, "The midpoints approach an end of the frontier.")
    low, high = between
    with mpmath.workdps(60):
        expected = walked(
            lambda x: 4 - mpmath.mpf(max(x, mpmath.mpf(low.numerator) / low.denominator)) ** 2,
            lambda y: min(mpmath.sqrt(4 - y), high),
            (0, 0),
            weights,
            800,
        )
    agrees(found, problem, expected)


@pytest.mark.parametrize("weights", [(1, 1), (1, 5)])
def test_an_end_that_is_left_behind(weights):
    """At equal weights, or with more weight on who is not stopped by it, the way passes the end."""
    problem = under("4 - x**2", (0, 0), weights, between=(0, 1))
    found = raiffa(problem)
    with mpmath.workdps(60):
        expected = walked(
            lambda x: 4 - x**2, lambda y: min(mpmath.sqrt(4 - y), 1), (0, 0), weights, 60
        )
    agrees(found, problem, expected)
    assert found[TWO[0]] < 1


@pytest.mark.parametrize(("d", "corner"), [((0, 0), True), ((Fraction(1, 5), 0), False)])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_corner_is_the_limit_up_to_the_last_place_from_which_it_is(d, corner, mirrored):
    """y = 1 - x from x = 1/2 on, odds 1 : 2. With d left of it by v and below it by u, v/u becomes
    2 v/u - 1: it stays at 1, and falls from the 3/5 of (1/5, 0), whose next step is past the start.
    """
    between, odds = ((0, HALF), (2, 1)) if mirrored else ((HALF, 1), (1, 2))
    problem = under("1 - x", d[::-1] if mirrored else d, odds, between=between)
    found = raiffa(problem)
    assert found.certificate.verify(problem) is True
    assert (tuple(found.values()) == (HALF, HALF)) == corner
    assert (found.status == "The midpoints approach an end of the frontier.") == corner
    assert found.proof == EXACT


def test_with_equal_weights_the_start_is_passed():
    """By hand, from 8 to 9 on y = 10 - x: the best are 9 and 2, again, then 8.5, 8.25, 8.125..."""
    problem = under("10 - x", between=(8, 9))
    found = raiffa(problem)
    assert [tuple(map(float, step.values())) for step in found.steps] == [
        (0, 0),
        (4.5, 1),
        (6.75, 1.5),
        (7.625, 1.75),
        (7.9375, 1.875),
        (8.03125, 1.9375),
        (8.046875, 1.953125),
    ]
    assert (sum(found.values()), found.proof) == (10, EXACT)
    assert found.status == "6 steps lead to the frontier."


def test_a_way_that_comes_close_slowly_is_left_with_its_honest_radius(monkeypatch):
    """A flat start of the frontier, nine to one: each step leaves 9/10 of the first city's hope."""
    monkeypatch.setattr("solvers.bargaining.smooth_raiffa.MOST", 20)
    problem = under("4 - x**2", (-1, 0), (1, 9), between=(0, 2))
    found = raiffa(problem)
    assert found.certificate.verify(problem) is True
    assert len(found.steps) == 21
    assert 0 < abs(found[TWO[0]]) <= found.proof.radii[TWO[0]] < Fraction(1, 5)


def test_bounds_that_are_not_proven_are_refused():
    problem = under("4 - x**2")
    certificate = raiffa(problem).certificate
    assert len(certificate.ideals) == 7
    low, high = dataclasses.astuple(certificate.ideals[2])
    for bounds in ((high, high), (low, low), (high, low), (1, 2), (low, high + Fraction(1, 10**9))):
        refused = instead_of_the_third(certificate, *bounds).verify(problem)
        assert "At step 2 the bounds are not proven, or not close" in refused.reason


def instead_of_the_third(certificate, low, high):
    ideals = list(certificate.ideals)
    ideals[2] = Bounds(Fraction(low), Fraction(high))
    return SmoothRaiffaCertificate(certificate.end, tuple(ideals))


def test_what_the_second_may_hope_for_is_enclosed_at_every_step():
    """f falls: between its values where the first may be highest and where it may be lowest."""
    problem = under("log(3 - x) + 2 - x**2/5", (Fraction(1, 3), Fraction(1, 7)), (2, 1))
    certificate = raiffa(problem).certificate
    way = _Way(problem, certificate.end)
    with mpmath.workdps(150):

        def f(x):
            x = mpmath.mpf(x.numerator) / x.denominator
            return mpmath.log(3 - x) + 2 - x**2 / 5

        def number(z):
            return mpmath.mpf(z.numerator) / z.denominator

        wide = 0
        for bounds in certificate.ideals:
            way.take(bounds)
            (lowest, highest), (low, high) = way.at[0], way.best[1]
            assert number(low) <= f(highest)
            assert f(lowest) <= number(high)
            wide += lowest < highest
    assert wide > 3
