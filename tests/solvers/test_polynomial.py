"""Polynomials with exact coefficients."""

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from solvers.polynomial import Polynomial
from tests.properties.strategies import examples

F = Fraction
factors = st.lists(st.integers(-3, 3), min_size=1, max_size=3).map(lambda c: Polynomial.of(*c))


@examples(40)
@given(
    parts=st.lists(st.tuples(factors, st.integers(1, 3)), max_size=3),
    ends=st.tuples(st.integers(-2, 0), st.integers(1, 2)),
)
def test_signs_against_sympy(parts, ends):
    import sympy

    whole = Polynomial.of(1)
    for factor, power in parts:
        for _ in range(power):
            whole *= factor
    x = sympy.Symbol("x", real=True)
    expression = sum(
        (
            sympy.Rational(c.numerator, c.denominator) * x**k
            for k, c in enumerate(whole.coefficients)
        ),
        sympy.Integer(0),
    )
    roots = sympy.Poly(expression, x).real_roots() if whole.degree > 0 else []
    inside = sorted({*map(sympy.Integer, ends), *(r for r in roots if ends[0] < r < ends[1])})
    middles = [(a + b) / 2 for a, b in itertools.pairwise(inside)]
    expected = all(expression.subs(x, at).evalf(30) >= 0 for at in (*ends, *middles))
    assert whole.never_negative(F(ends[0]), F(ends[1])) == expected


@examples(30)
@given(one=factors, two=factors, at=st.fractions(-2, 2, max_denominator=5))
def test_arithmetic_at_points(one, two, at):
    assert (one + two)(at) == one(at) + two(at)
    assert (one - two)(at) == one(at) - two(at)
    assert (one * two)(at) == one(at) * two(at)
    if two.coefficients:
        quotient, rest = divmod(one, two)
        assert quotient * two + rest == one
        assert rest.degree < max(two.degree, 1)
    places = list(range(max(1, len(one.coefficients))))
    assert Polynomial.through(places, [one(F(k)) for k in places]) == one


def test_nothing_is_never_negative():
    zero = Polynomial(())
    assert zero.never_negative(F(0), F(1))
    assert (zero.degree, zero(F(3)), zero.derivative()) == (-1, 0, zero)
    assert Polynomial.of(-1, 2, 0).derivative() == Polynomial.of(2)
    assert (zero.integral(F(0), F(1)), Polynomial.of(1, 2, 3).integral(F(1), F(2))) == (0, 11)
    assert Polynomial.of(0, 1).never_negative(F(0), F(1))
    assert not Polynomial.of(0, -1).never_negative(F(0), F(1))
    assert not Polynomial.of(F(1, 4) - F(1, 10**9), -1, 1).never_negative(F(0), F(1))


def test_where_a_polynomial_dips_below_zero():
    # x (x - 1)^2 turns at 1/3 and touches 0 at 1; lower by an amount, its least is at 1
    touching = Polynomial.of(0, 1, -2, 1)
    assert touching.dips(F(-2), F(2)) == []
    assert (touching - Polynomial.of(F(1, 10**30))).dips(F(0), F(2)) == [F(1)]
    assert Polynomial.of(-1, 1).dips(F(0), F(2)) == Polynomial.of(-1).dips(F(0), F(2)) == []
    assert Polynomial.of(-1, -F(1, 7919), 1).dips(F(-1), F(1)) == [F(1, 15838)]
    # x^4 - x^2 turns at 0, where it is 0, and at -1/sqrt(2) and 1/sqrt(2), where it is -1/4
    low, high = Polynomial.of(0, 0, -1, 0, 1).dips(F(-1), F(1))
    assert low == -high
    assert abs(2 * high * high - 1) < F(1, 10**5)
