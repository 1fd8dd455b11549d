"""Index contracts: closed forms of the source, and both sides' choices by definition."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from games import MultitaskAgency
from games.errors import InvalidInput
from mechanisms import index_contract

small = st.fractions(0, 4, max_denominator=6)


@st.composite
def agencies(draw):
    return MultitaskAgency(
        value=(draw(small), draw(small)),
        index=draw(st.sampled_from([(1, 0), (0, 1), (1, 1), (2, 1), (1, 3)])),
        cost=draw(st.fractions(Fraction(1, 4), 3, max_denominator=4)),
        noise=draw(small),
        risk_aversion=draw(small),
        substitution=draw(st.sampled_from([0, Fraction(1, 3), Fraction(1, 2), Fraction(9, 10)])),
        basic=(draw(small), draw(small)),
    )


@pytest.mark.parametrize(("r", "c", "sigma"), [(1, 2, 1), (2, 1, 3), (0, 1, 1), (1, 1, 0)])
def test_holmstrom_and_milgrom_1987(r, c, sigma):
    """One task of value 1: slope 1/(1 + r c sigma^2)."""
    found = index_contract(MultitaskAgency(value=(1, 0), cost=c, risk_aversion=r, noise=sigma))
    assert found.slope == Fraction(1, 1 + r * c * sigma**2)
    assert found.surplus == Fraction(1, 2 * c * (1 + r * c * sigma**2))
    assert found.first_best == Fraction(1, 2 * c)


def test_the_slope_of_two_tasks_is_the_stationary_point_of_the_surplus():
    """Holmström and Milgrom (1991), derived with SymPy from the agent's first-order conditions."""
    b, x, y = sympy.symbols("b x y")
    s, c, r, sigma, v1, v2 = sympy.Rational(1, 2), 2, 1, 1, 3, 1
    cost = sympy.Rational(c, 2) * (x**2 + 2 * s * x * y + y**2)
    reply = sympy.solve([b - cost.diff(x), -cost.diff(y)], [x, y])
    surplus = (v1 * x + v2 * y - cost - sympy.Rational(1, 2) * r * sigma**2 * b**2).subs(reply)
    (best,) = sympy.solve(surplus.diff(b), b)
    game = MultitaskAgency(
        value=(v1, v2), cost=c, noise=sigma, risk_aversion=r, substitution=0.5, basic=(0, 9)
    )
    assert index_contract(game).slope == Fraction(int(best.p), int(best.q))


def test_the_slope_falls_to_nothing_as_quality_is_worth_more():
    """Row 22 of the paper: (v1 - s v2)/(1 + r c sigma^2 (1 - s^2)), 0 from v2 = v1/s on."""
    slopes = [
        index_contract(
            MultitaskAgency(
                value=(1, v), noise=1, risk_aversion=1, substitution=Fraction(1, 2), basic=(0, 9)
            )
        ).slope
        for v in (0, 1, 2, 3)
    ]
    assert slopes == [Fraction(4, 7), Fraction(2, 7), 0, 0]


def test_where_quality_is_given_up():
    """By hand, s = 1/2, no risk: beyond a slope of 3/2 * 1/4 quality is nothing, and more quantity
    costs nothing of it: b = v1 = 4."""
    game = MultitaskAgency(value=(4, 1), substitution=Fraction(1, 2), basic=(1, Fraction(1, 4)))
    found = index_contract(game)
    assert found.slope == 4
    assert (found.quantity, found.quality) == (1 + 4 + Fraction(1, 8), 0)
    assert "quality is not looked after at all" in found.status


@given(agencies(), st.fractions(0, 5, max_denominator=8))
def test_the_operator_does_what_is_best_for_it(game, slope):
    """First-order conditions with the floor at no effort; costs are convex, so that is enough."""
    x, y = game.beyond_basic(slope)
    e = game.efforts(slope)
    s, c = game.substitution, game.cost
    for k, marginal in enumerate((c * (x + s * y), c * (y + s * x))):
        gain = slope * game.index[k] - marginal
        assert e[k] >= 0
        assert gain == 0 or (e[k] == 0 and gain < 0)


@given(agencies(), st.lists(st.fractions(0, 6, max_denominator=16), max_size=8))
def test_no_slope_is_better(game, slopes):
    found = index_contract(game)
    assert found.certificate.verify(game) is True
    limit, _ = game.floor_slope()
    for slope in [*slopes, *([] if limit is None else [limit])]:
        assert game.surplus(slope) <= found.surplus
    assert found.surplus <= found.first_best
    assert found.gain >= 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": 3}, "value is 3; it should be two numbers"),
        ({"value": (1, "x")}, "the value of quality is 'x'"),
        ({"index": (0, 0)}, "the index's weights is '0 of both tasks'"),
        ({"index": (-1, 0)}, "the index's weight of quantity is -1"),
        ({"cost": 0}, "the cost is 0"),
        ({"noise": -1}, "the noise is -1"),
        ({"substitution": 1}, "the substitution is 1; it should be below 1"),
        ({"basic": (0, -1)}, "the basic effort of quality is -1"),
    ],
)
def test_bad_numbers_are_refused_in_a_sentence(changes, words):
    with pytest.raises(InvalidInput) as caught:
        MultitaskAgency(**({"value": (1, 1)} | changes))
    assert words in str(caught.value)
