"""Common agency: the engineer's hours by SciPy, wages by hand, best replies on a grid of wages."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from games import CommonAgency, InvalidInput, NotProven
from solvers import common_agency

F = Fraction
small = st.fractions(0, 12, max_denominator=2)
positive = st.fractions(F(1, 2), 3, max_denominator=2)


@st.composite
def agencies(draw):
    n = draw(st.integers(1, 3))
    time = draw(st.fractions(1, 12, max_denominator=1))
    return CommonAgency(
        list("abc")[:n],
        value=[[draw(small) / (1 if j == k else 6) for k in range(n)] for j in range(n)],
        burden=[draw(positive) for _ in range(n)],
        time=time,
        travel=[draw(st.fractions(0, 3, max_denominator=2)) for _ in range(n)],
        tiredness=draw(st.sampled_from([F(0), F(1, 2), F(2)])),
        allowed=draw(st.sampled_from([time, time / 2])),
    )


def chosen(game, wages):
    """The engineer's hours by a general solver, from floats alone."""
    w = np.array([float(x - t) for x, t in zip(wages, game.travel, strict=True)])
    c, s = np.array([float(x) for x in game.burden]), float(game.tiredness)

    def loss(h):
        return -(w @ h) + (c @ h**2 + s * h.sum() ** 2) / 2

    limit = {"type": "ineq", "fun": lambda h: float(game.allowed) - h.sum()}
    bounds = [(0, float(game.time))] * len(w)
    return minimize(loss, np.zeros(len(w)), bounds=bounds, constraints=[limit], tol=1e-12).x


@given(agencies(), st.lists(st.fractions(0, 12, max_denominator=3), min_size=3, max_size=3))
def test_hours_are_what_the_engineer_likes_best(game, wages):
    wages = wages[: len(game.cities)]
    found = [float(h) for h in game.hours(wages).values()]
    assert found == pytest.approx(chosen(game, wages), abs=1e-4)  # SLSQP stops that near


@given(agencies())
def test_no_wage_of_a_grid_is_better(game):
    """Payoffs are those of the game, best replies are not used; spillovers may leave no rest."""
    try:
        found = common_agency(game)
    except NotProven:
        assert any(v for j, row in enumerate(game.value) for k, v in enumerate(row) if j != k)
        return
    assert found.certificate.verify(game) is True
    assert found.regret < F(1, 1000)
    for city in game.cities:
        for step in range(49):
            other = {**found.offers, city: F(step, 4)}
            gain = game.payoffs(other)[city] - found.payoffs[city]
            assert gain <= found.regret, (city, step)


@given(agencies())
def test_no_hours_of_a_grid_bring_all_more(game):
    best = game.split(game.joint_worth, game.time)
    top = game.surplus(best)
    rng = np.random.default_rng(0)
    for _ in range(60):
        draw = [F(int(x), 8) for x in rng.integers(0, 20, len(game.cities))]
        if sum(draw) <= game.time:
            assert game.surplus(draw) <= top


def test_alone_a_city_pays_half_of_what_an_hour_brings():
    """Hours (w - 2)/(3 + 1), so (10 - w)(w - 2) is greatest at 6; one hour."""
    game = CommonAgency(["A"], [10], [3], 20, travel=[2], tiredness=1)
    found = common_agency(game)
    assert (found.offers, found.hours) == ({"A": 6}, {"A": 1})
    assert found.surplus == 10 - 2 - F(3, 2) - F(1, 2)
    assert found.best_hours == {"A": 2}
    assert found.proof.kind == "exact"


def test_two_alike_that_fill_all_the_hours_compete_for_them():
    """T = 4 binds: each has 2 hours, and w = v - c T by the line of the docstring."""
    game = CommonAgency(["A", "B"], [20, 20], [1, 1], 4)
    found = common_agency(game)
    assert found.offers == {"A": 16, "B": 16}
    assert found.hours == {"A": 2, "B": 2}
    # With hours to spare each pays half, as if alone.
    assert common_agency(replace_time(game, 40)).offers == {"A": 10, "B": 10}


def replace_time(game, time):
    return CommonAgency(game.cities, [20, 20], game.burden, time)


def test_tiredness_makes_cities_rivals():
    """Two alike, c = 1, s = 1: h = (2w - w')/3, so (9 - w)(2w - w') gives 18 + w' = 4w: w = 6."""
    found = common_agency(CommonAgency(["A", "B"], [9, 9], [1, 1], 40, tiredness=1))
    assert found.offers == {"A": 6, "B": 6}
    assert found.hours == {"A": 2, "B": 2}


@pytest.mark.parametrize(("own", "idle"), [(4, True), (5, True), (F(51, 10), False)])
def test_with_knowledge_that_spills_over_each_waits_for_the_other(own, idle):
    """An hour costs 5 on the way, brings own + 4: worth it together, alone only above 5."""
    game = CommonAgency(["A", "B"], [[own, 4], [4, own]], [1, 1], 20, travel=[5, 5])
    found = common_agency(game)
    assert found.idle is idle
    assert found.best_surplus == (own + 4 - 5) ** 2  # twice half the square
    assert found.shortfall == dict.fromkeys("AB", max(0, 5 - own))
    assert any(found.hours.values()) is not idle


def test_an_employer_at_home_who_allows_nothing():
    game = CommonAgency(["A", "B", "C"], [9, 8, 7], [1, 1, 1], 8, allowed=0)
    found = common_agency(game)
    assert found.idle
    assert "allows none" in found.status
    assert not common_agency(CommonAgency(["A", "B", "C"], [9, 8, 7], [1, 1, 1], 8)).idle
    # If each hour costs him more than it brings, nothing is lost by it.
    fair = CommonAgency(["A", "B", "C"], [9, 8, 7], [1, 1, 1], 8, allowed=0, home_loss=9)
    assert not common_agency(fair).idle
    assert common_agency(fair).best_surplus == 0


def test_a_wage_that_is_not_the_best_reply_is_refused():
    game = CommonAgency(["A", "B"], [9, 9], [1, 1], 40, tiredness=1)
    certificate = common_agency(game).certificate
    for wage in (F(59, 10), F(61, 10)):
        forged = replace(certificate, offers={"A": 6, "B": wage})
        assert not forged.verify(game)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"burden": [0, 1]}, "burden of A is 0; it should be more than 0"),
        ({"time": -1}, "the spare hours is -1"),
        ({"allowed": 30}, "at most the spare hours, 20"),
        ({"travel": [-1, 0]}, "travel of A is -1"),
        ({"value": [1, 2, 3]}, "one for each of the 2 cities"),
    ],
)
def test_what_cannot_be_right_is_named(changes, told):
    given = {"cities": ["A", "B"], "value": [9, 9], "burden": [1, 1], "time": 20}
    with pytest.raises(InvalidInput, match=told):
        CommonAgency(**(given | changes))


def test_who_has_no_hours_still_keeps_wages_up():
    """One hour is allowed, for which B would pay 6: so A pays that and the hour's burden, 1."""
    alone = common_agency(CommonAgency(["A"], [10], [1], 1))
    assert alone.offers == {"A": 1}
    found = common_agency(CommonAgency(["A", "B"], [10, 6], [1, 1], 1))
    near = F(1, 10**4)  # found to some digits, as the status says
    assert abs(found.offers["A"] - 7) < near
    assert abs(found.hours["A"] - 1) < near
    assert 0 < found.regret < near
    assert found.proof.kind == "unproven"
    assert "by another wage" in found.status
