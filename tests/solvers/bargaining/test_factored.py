"""Factors multiply to what they are factors of, and none of them splits."""

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from solvers.bargaining.factored import factored, polynomial_factors

a, b, c, x = sympy.symbols("a b c x", positive=True)


@st.composite
def sums(draw):
    coefficient = st.integers(-3, 3)
    return sum(draw(coefficient) * unknown for unknown in (1, a, b, c, a * b))


@given(st.lists(sums(), min_size=1, max_size=3), st.sampled_from([1, 2, sympy.Rational(3, 4)]))
def test_factors_are_sympys(parts, scale):
    product = sympy.Poly(sympy.expand(scale * sympy.prod(parts)), a, b, c)
    constant, factors = polynomial_factors(product)
    known, theirs = sympy.factor_list(product)
    assert sympy.expand(constant * sympy.prod(f.as_expr() ** k for f, k in factors)) == (
        product.as_expr()
    )
    if product:
        assert constant == known
        assert {(f.as_expr(), k) for f, k in factors} == {(f.as_expr(), k) for f, k in theirs}


@pytest.mark.parametrize(
    ("formula", "in_factors"),
    [
        ((a**2 - b**2) / (a * c + b * c), (a - b) / c),
        (sympy.sqrt(a) * b + sympy.sqrt(a) * c, sympy.sqrt(a) * (b + c)),
        (sympy.sqrt(a**2 + b) * (a * c + a), a * (c + 1) * sympy.sqrt(a**2 + b)),
        (b * sympy.exp(a) + b, b * (sympy.exp(a) + 1)),
        (1 / a + 1 / b, (a + b) / (a * b)),
        (sympy.I * a + a, (1 + sympy.I) * a),
        (sympy.Integer(0), 0),
        (sympy.Rational(2, 3), sympy.Rational(2, 3)),
        (a, a),
    ],
)
def test_formulas_in_factors(formula, in_factors):
    assert factored(formula) == in_factors


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        (2 * a + 2 * b, "2*(a + b)"),
        ((4 * b - 4 * a) / 6, "-2*(a - b)/3"),
        ((2 * a + 2 * b) / (a - b), "2*(a + b)/(a - b)"),
        ((a - b) / (2 * a + 2 * b), "(a - b)/(2*(a + b))"),
        ((2 * a + 2 * b) * (c + 1), "2*(a + b)*(c + 1)"),
        (-a - b, "-a - b"),
    ],
)
def test_a_common_number_stays_outside_the_brackets(formula, told):
    assert str(factored(formula)) == told


def test_what_is_no_polynomial_stays_as_it_is():
    stepped = b + sympy.Piecewise((a, a > c), (0, True))
    assert factored(stepped) == stepped


def test_factors_in_one_unknown():
    """The others stand in its coefficients, as in the equations that are solved for it."""
    _, factors = polynomial_factors(sympy.Poly(a * x**2 - a * b * x, x))
    assert [f.as_expr() for f, _ in factors if f.degree() > 0] == [x, x - b]
