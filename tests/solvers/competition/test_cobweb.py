"""Cobwebs: by hand, by SymPy, and by iterating the market's own clearing in other arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from games import Cobweb, InvalidInput, NotProven
from solvers import cobweb

F = Fraction
slopes = st.fractions(F(1, 5), 5, max_denominator=7)


def market(**changes):
    given = {
        "cities": ["A"], "demand": [90], "demand_slope": [3], "supply": [6], "supply_slope": [4],
        "start": [10],
    }  # fmt: skip
    return Cobweb(**(given | changes))


def test_lines_hold_at_a_price_of_nothing_but_not_below():
    """Prices go 0, 28, -28/3: 90 - 3 p = 6 + 4 times the price before, from 21 on."""
    found = cobweb(market(start=[21]))
    assert [found.below_zero("A", periods) for periods in (1, 2, 3)] == [None, None, 3]


def iterated(game, city, periods):
    """Prices period by period, each solved by SymPy from supply = demand."""
    k = game.cities.index(city)
    p = sympy.Symbol("p")
    curves = {
        "demand": lambda x: sympy.Rational(str(game.demand[k])) - str_(game.demand_slope[k]) * x,
        "supply": lambda x: sympy.Rational(str(game.supply[k])) + str_(game.supply_slope[k]) * x,
    }
    rest = sympy.solve(curves["supply"](p) - curves["demand"](p), p)[0]
    other = "demand" if game.lag_side == "supply" else "supply"
    expected, found = str_(game.start[k]), []
    for _ in range(periods):
        price = sympy.solve(curves[game.lag_side](expected) - curves[other](p), p)[0]
        found.append(F(int(price.p), int(price.q)))
        weight = 1 if game.weight is None else str_(game.weight)
        follows = game.expectations != "rational"
        expected = expected + weight * (price - expected) if follows else rest
    return found


def str_(number):
    return sympy.Rational(str(number))


@pytest.mark.parametrize("side", ["supply", "demand"])
@pytest.mark.parametrize(
    ("expectations", "weight"), [("naive", None), ("adaptive", F(1, 3)), ("rational", None)]
)
def test_a_linear_path_is_what_clears_the_market_each_period(side, expectations, weight):
    game = market(lag_side=side, expectations=expectations, weight=weight)
    found = cobweb(game)
    assert [one.price for one in found.path("A", 6)] == iterated(game, "A", 6)
    assert found["A"].price == 12  # 90 - 3 p = 6 + 4 p
    assert found["A"].quantity == 54


@given(slopes, slopes, st.fractions(F(1, 8), 1, max_denominator=8))
def test_the_verdict_is_what_the_errors_do(b, d, weight):
    """After many periods the error has shrunk, stayed or grown; nothing but the path is used."""
    for side in ("supply", "demand"):
        game = market(
            demand_slope=[d], supply_slope=[b], lag_side=side,
            expectations="adaptive", weight=weight,
        )  # fmt: skip
        found = cobweb(game)
        path = found.path("A", 3)
        first, last = (abs(one.expected - found["A"].price) for one in (path[0], path[2]))
        if first:
            told = "convergent" if last < first else "closed" if last == first else "divergent"
            assert found["A"].verdict == told
        assert (side in found["A"].converges_if) == (found["A"].verdict == "convergent")
        assert found.settles == (found["A"].verdict == "convergent")
        assert found.certificate.verify(game) is True


def test_more_elastic_supply_settles_only_if_demand_lags():
    steep, flat = market(), market(lag_side="demand")
    assert cobweb(steep)["A"].supply_reacts_more
    assert cobweb(steep)["A"].verdict == "divergent"
    assert cobweb(flat)["A"].verdict == "convergent"
    assert cobweb(steep)["A"].converges_if == cobweb(flat)["A"].converges_if == ("demand",)
    # With less elastic supply it is the other way round, and with both alike neither settles.
    less = cobweb(market(supply_slope=[2]))["A"]
    assert (less.verdict, less.converges_if, less.supply_reacts_more) == (
        "convergent", ("supply",), False,
    )  # fmt: skip
    level = cobweb(market(supply_slope=[3]))["A"]
    assert (level.verdict, level.converges_if, level.ratio) == ("closed", (), -1)


def test_slow_learning_settles_what_naive_prices_do_not():
    """k = 4/3: |1 - w 7/3| < 1 iff w < 6/7."""
    assert cobweb(market())["A"].critical_weight == F(6, 7)
    for weight, verdict in ((F(5, 7), "convergent"), (F(6, 7), "closed"), (F(1), "divergent")):
        game = market(expectations="adaptive", weight=weight)
        assert cobweb(game)["A"].verdict == verdict
    assert cobweb(market(supply_slope=[2]))["A"].critical_weight is None
    assert cobweb(market(expectations="rational"))["A"].verdict == "convergent"
    assert [one.price for one in cobweb(market(expectations="rational")).path("A", 3)][1:] == [
        12
    ] * 2


def test_cities_side_by_side_do_not_touch_each_other():
    both = market(
        cities=["Hub", "Small"], demand=[90, 50], demand_slope=[3, 1], supply=[6, 2],
        supply_slope=[4, F(1, 2)], start=[10, 30],
    )  # fmt: skip
    found = cobweb(both)
    assert found["Hub"] == cobweb(market())["A"]
    assert found["Small"].verdict == "convergent"
    assert not found.settles


@pytest.mark.parametrize(("b", "d"), [(F(1, 2), F(3, 2)), (F(2), F(1, 2)), (F(1), F(1))])
@pytest.mark.parametrize("side", ["supply", "demand"])
def test_constant_elasticities_follow_the_line_in_logarithms(b, d, side):
    """ln p* = ln(A/C)/(b + d), and naive errors in logarithms are multiplied by -k."""
    game = market(
        demand_slope=[d], supply_slope=[b], curves="constant elasticity", lag_side=side, start=[3]
    )
    found = cobweb(game)
    rest = math.log(90 / 6) / float(b + d)
    assert float(found["A"].price) == pytest.approx(math.exp(rest), rel=1e-10)
    k = b / d if side == "supply" else d / b
    assert (found["A"].ratio, found["A"].everywhere) == (-k, True)
    error = math.log(3) - rest
    for t, one in enumerate(found.path("A", 4), 1):
        by_logs = math.exp(rest + (-float(k)) ** t * error)
        assert float(one.price) == pytest.approx(by_logs, rel=1e-9, abs=1e-12)  # 12 decimals
    assert found.certificate.verify(game) is True
    assert found.proof.kind == "enclosed"


def test_adaptive_prices_of_constant_elasticity_by_floats():
    game = market(
        demand_slope=[F(1, 2)], supply_slope=[F(3, 2)], curves="constant elasticity", start=[2],
        expectations="adaptive", weight=F(1, 3),
    )  # fmt: skip
    expected, prices = 2.0, []
    for _ in range(20):
        prices.append((90 / (6 * expected**1.5)) ** 2)
        expected += (prices[-1] - expected) / 3
    found = cobweb(game)
    assert [float(one.price) for one in found.path("A", 20)] == pytest.approx(prices, rel=1e-9)
    assert found["A"].ratio == 1 - F(1, 3) * 4
    assert not found["A"].everywhere  # k = 3: proven near rest alone


def test_a_path_that_leaves_all_digits_is_not_claimed():
    wild = market(demand_slope=[F(1, 9)], supply_slope=[9], curves="constant elasticity", start=[2])
    with pytest.raises(NotProven, match="ask for fewer"):
        cobweb(wild).path("A", 30)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"supply_slope": [0]}, "the slope of supply in A is 0; it should be more than 0"),
        ({"demand_slope": [0], "curves": "constant elasticity"}, "the elasticity of demand in A"),
        ({"demand": [5]}, "demand in A is nowhere met by supply above 0"),
        ({"start": [-1]}, "the price at the start in A is -1"),
        ({"supply": [0], "curves": "constant elasticity"}, "the supply at price 1 in A is 0"),
        ({"lag_side": "both"}, "one of supply, demand"),
        ({"expectations": "adaptive"}, "the weight of adaptive expectations is missing"),
        ({"expectations": "adaptive", "weight": 2}, "at most 1"),
        ({"weight": F(1, 2)}, "left out: expectations are naive"),
    ],
)
def test_what_cannot_be_right_is_named(changes, told):
    with pytest.raises(InvalidInput, match=told):
        market(**changes)


def test_curved_expectations_settle_where_the_ratio_is_minus_one():
    """e' = (e + e^-3) / 2 at slopes 3 : 1: from 1.1 to 1.034 in 100 periods, 1.011 in 1,000."""
    curved = {"demand": [1], "demand_slope": [1], "supply": [1], "supply_slope": [3]}
    curved |= {"start": [F(11, 10)], "expectations": "adaptive", "weight": F(1, 2)}
    found = cobweb(market(**curved, curves="constant elasticity"))["A"]
    assert (found.ratio, found.verdict, found.everywhere) == (-1, "convergent", False)
    assert found.converges_if == ("supply", "demand")
    expected = 1.1
    for _ in range(1000):
        expected = (expected + expected**-3) / 2
    assert 1.0 < expected < 1.012
    straight = cobweb(market(**curved | {"demand": [5]}))["A"]
    assert (straight.ratio, straight.verdict) == (-1, "closed")
