"""The theorem on ranges, against fine grids, SymPy's integrals and hand-made cases."""

import itertools
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from games import BayesianProblem, InvalidInput, midpoint_types
from mechanisms import UniformTrade, myerson_satterthwaite, second_best_trade
from tests.properties.strategies import examples


def test_the_unit_square_and_any_square():
    unit = myerson_satterthwaite(UniformTrade("B", "S", (0, 1), (0, 1)))
    assert (unit.cut, unit.gains, unit.first_best) == (
        Fraction(1, 4),
        Fraction(9, 64),
        Fraction(1, 6),
    )
    assert unit.spare == -Fraction(1, 6)
    assert unit.posted.price == Fraction(1, 2)
    assert unit.posted.gains == Fraction(1, 8)
    assert unit.missed == Fraction(1, 2) - Fraction(9, 32)  # 1/2 less (3/4)^2/2
    assert unit.multiplier == Fraction(1, 2)
    assert unit.proof.kind == "exact"
    other = myerson_satterthwaite(UniformTrade("B", "S", (-2, 6), (-2, 6)))
    assert (other.cut, other.gains, other.posted.gains) == (2, 8 * unit.gains, 1)


def test_where_ranges_do_not_overlap():
    apart = myerson_satterthwaite(UniformTrade("B", "S", (2, 3), (0, 1)))
    assert apart.gains == apart.first_best == apart.posted.gains == 2
    assert apart.lost_share == apart.subsidy == apart.missed == 0
    assert "by a price of 1.5" in apart.status
    touching = myerson_satterthwaite(UniformTrade("B", "S", (1, 2), (0, 1)))
    assert (touching.spare, touching.lost_share) == (0, 0)
    never = myerson_satterthwaite(UniformTrade("B", "S", (0, 1), (1, 2)))
    assert (never.first_best, never.posted.gains, never.lost_share) == (0, 0, 0)
    assert never.status.startswith("There is nothing to gain")
    hair = UniformTrade("B", "S", (1, 2), (0, 1 + Fraction(1, 10**9)))
    almost = myerson_satterthwaite(hair)
    assert 0 < almost.lost_share < Fraction(1, 10**9)
    assert almost.certificate.verify(hair) is True


def trade(problem_low, width, costs_low, costs_width):
    return UniformTrade(
        "B", "S", (problem_low, problem_low + width), (costs_low, costs_low + costs_width)
    )


@examples(62)
@given(st.integers(0, 6), st.integers(1, 6), st.integers(0, 6), st.integers(1, 6))
def test_fine_grids_come_close_to_it(low, width, least, spread):
    """The knapsack on 60 midpoints each is off by about one step of the grid."""
    exact = myerson_satterthwaite(trade(low, width, least, spread))
    assert exact.certificate.verify(exact.trade) is True
    grid = second_best_trade(
        BayesianProblem.bilateral_trade(
            {"B": midpoint_types(low, low + width, 60)},
            {"S": midpoint_types(least, least + spread, 60)},
        )
    )
    step = Fraction(width + spread, 60)
    assert abs(exact.first_best - grid.first_best) <= step
    assert 0 <= grid.gains - exact.gains + step / 60 <= step
    assert abs(exact.spare - grid.spare) <= step
    assert abs(exact.posted.gains - grid.posted.gains) <= step
    assert exact.posted.gains <= exact.gains <= exact.first_best


@pytest.mark.parametrize(
    "ends", [((0, 1), (0, 3)), ((2, 3), (0, Fraction(5, 2))), ((1, 4), (3, 5))]
)
def test_integrals_by_sympy(ends):
    """Gains, funds and the chance of trade from a cut on, integrated over values and costs."""
    v, c = sympy.symbols("v c")
    (low, high), (least, most) = (
        [sympy.Rational(Fraction(end).numerator, Fraction(end).denominator) for end in pair]
        for pair in ends
    )
    given = UniformTrade("B", "S", *ends)
    cut = given.widest / 3
    t = sympy.Rational(cut.numerator, cut.denominator)
    area = (high - low) * (most - least)

    def over(integrand):
        # Costs up to v - t; split where that passes the ends of the costs.
        total = 0
        cuts = sorted({low, high, *(x for x in (least + t, most + t) if low < x < high)})
        for start, end in itertools.pairwise(cuts):
            middle = (start + end) / 2 - t
            if middle <= least:
                continue
            inner = sympy.integrate(integrand, (c, least, most if middle >= most else v - t))
            total += sympy.integrate(inner, (v, start, end))
        return Fraction(int((total / area).p), int((total / area).q))

    assert given.gains(cut) == over(v - c)
    assert given.funds(cut) == over(2 * v - high - (2 * c - least))
    assert given.above(cut, Fraction(1), Fraction(0)) == over(sympy.Integer(1))


def test_what_is_refused():
    for call, sentence in (
        (lambda: UniformTrade("B", "B", (0, 1), (0, 1)), "players is 'B'"),
        (lambda: UniformTrade("B", "S", (1, 1), (0, 1)), "the range of B is '1 to 1'"),
        (lambda: UniformTrade("B", "S", (0, 1), 3), "the range of S is 3"),
        (lambda: UniformTrade("B", "S", (0, "x"), (0, 1)), "an end of the range of B is 'x'"),
    ):
        with pytest.raises(InvalidInput) as refused:
            call()
        assert sentence in str(refused.value)
