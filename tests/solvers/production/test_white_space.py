"""Land left white: by hand, by every amount in turn, and by SciPy on a program of its own."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from games import InvalidInput, Newsvendor, WhiteSpace
from solvers import newsvendor, white_space

F = Fraction
few = st.integers(0, 9)


@st.composite
def vendors(draw):
    names = "abcd"[: draw(st.integers(1, 4))]
    salvage = draw(st.integers(-2, 2))
    return Newsvendor(
        {s: draw(few) for s in names},
        salvage + draw(st.integers(1, 9)), salvage + draw(st.integers(1, 9)), salvage,
        chance={s: draw(st.integers(1, 4)) for s in names},
    )  # fmt: skip


@given(vendors())
def test_no_other_amount_brings_more(problem):
    """Every amount up to the largest demand, in halves, is tried."""
    found = newsvendor(problem)
    assert found.certificate.verify(problem) is True
    tried = [F(k, 2) for k in range(24)]
    assert found.expected == max(problem.expected(x) for x in tried)
    assert all(problem.expected(x) < found.expected for x in tried if x < found.amount)
    for s in problem.demand:
        best = max(problem.value(x, s) for x in tried)
        assert found.regrets[s] == best - problem.value(found.amount, s)


@st.composite
def plans(draw):
    cities, uses = "AB"[: draw(st.integers(1, 2))], "uvw"[: draw(st.integers(1, 3))]
    scenarios = ["s", "t", "r"][: draw(st.integers(1, 3))]
    table = st.fixed_dictionaries(
        {c: st.fixed_dictionaries(dict.fromkeys(uses, few)) for c in cities}
    )
    returns = {s: draw(table) for s in scenarios}
    demand = {s: draw(table) for s in draw(st.sets(st.sampled_from(scenarios)))}
    return WhiteSpace(
        {c: draw(st.integers(1, 9)) for c in cities}, returns, demand=demand,
        chance={s: draw(st.integers(1, 3)) for s in scenarios},
        holding=[draw(st.integers(0, 2)) for _ in cities],
        late=[draw(st.integers(0, 2)) for _ in cities],
    )  # fmt: skip


def by_scipy(game, weights, *, white):
    """Each scenario's land by what it was committed to and where it goes: another program.

    Columns: white land, committed land, and in each scenario what is built of (commitment, use),
    white land being commitment 0; committed land can only be built on for its own use.
    """
    total = 0.0
    for k, (city, land) in enumerate(game.land.items()):
        uses, m = game.uses, len(game.uses)
        width = 1 + m + len(weights) * 2 * m
        cost, rows, right = np.zeros(width), [], []
        cost[0] = float(game.holding[k])
        first = np.zeros(width)
        first[: m + 1] = 1
        rows.append(first)
        right.append(float(land))
        for n, (s, p) in enumerate(weights.items()):
            start = 1 + m + n * 2 * m
            pool = np.zeros(width)
            for u, use in enumerate(uses):
                early, late = start + 2 * u, start + 2 * u + 1
                worth = float(game.returns.get((s, city, use), 0))
                cost[early] = -float(p) * worth
                cost[late] = -float(p) * (worth - float(game.late[k]))
                own, most = np.zeros(width), np.zeros(width)
                own[early], own[1 + u] = 1, -1
                most[early] = most[late] = 1
                rows += [own, most]
                right += [0.0, float(game.demand.get((s, city, use), 1000))]
                pool[late] = 1
            pool[0] = -1
            rows.append(pool)
            right.append(0.0)
        bounds = [(0, None if white else 0)] + [(0, None)] * (width - 1)
        total -= linprog(cost, np.array(rows), right, bounds=bounds).fun
    return total


@given(plans())
def test_plans_are_those_of_scipy(game):
    found = white_space(game)
    assert found.certificate.verify(game) is True
    assert float(found.value) == pytest.approx(by_scipy(game, game.chance, white=True), abs=1e-7)
    fixed = by_scipy(game, game.chance, white=False)
    assert float(found.fixed_value) == pytest.approx(fixed, abs=1e-7)
    known = [p * by_scipy(game, {s: 1}, white=False) for s, p in game.chance.items()]
    assert float(found.foresight) == pytest.approx(float(sum(known)), abs=1e-7)
    assert found.regret == sum(p * found.regrets[s] for s, p in game.chance.items()) >= 0
    assert min(found.regrets.values()) >= 0
    assert found.fixed_fails == (found.value > found.fixed_value)
    assert 0 <= found.avoided <= found.regret


def test_a_plan_for_one_late_use_is_the_newsvendor():
    """Land brings 4 at once, or 9 if labs ask for it; committed in vain it brings nothing."""
    asked = {"slump": 10, "normal": 30, "boom": 60}
    plan = WhiteSpace(
        {"Hill": 100},
        {s: {"Hill": {"plants": 4, "labs": 9}} for s in asked},
        demand={s: {"Hill": {"labs": d}} for s, d in asked.items()},
        holding=[9],
    )
    vendor = newsvendor(Newsvendor(asked, worth=9, cost=4))
    found = white_space(plan)
    assert not found.fixed_fails
    assert found.fixed["Hill", "labs"] == vendor.amount == 30
    assert found.fixed_value == 400 + vendor.expected
    assert found.regrets == vendor.regrets


@pytest.mark.parametrize(("holding", "fails"), [(F(3, 2), True), (F(2), False), (F(3), False)])
def test_white_land_pays_up_to_its_break_even(holding, fails):
    """Labs bring 9 or nothing, plants 5 in any case: who waits has 7 on average, else 5."""
    game = WhiteSpace(
        {"A": 1},
        {"good": {"A": {"labs": 9, "plants": 5}}, "bad": {"A": {"labs": -5, "plants": 5}}},
        holding=[holding],
    )
    found = white_space(game)
    assert found.fixed_value == 5
    assert found.fixed_fails is fails
    assert found.regret == 2
    if fails:
        assert (found.avoided, found.option_cost, found.white) == (2, F(3, 2), {"A": 1})
        assert found.break_even == F(1, 2)


def test_land_of_one_city_is_no_help_to_another():
    both = WhiteSpace(
        {"A": 1, "B": 1},
        {
            "left": {"A": {"labs": 8, "plants": 2}, "B": {"labs": 1, "plants": 2}},
            "right": {"A": {"labs": 0, "plants": 2}, "B": {"labs": 1, "plants": 2}},
        },
        holding={"A": F(1, 2), "B": F(1, 2)},
    )
    found = white_space(both)
    assert found.white == {"A": 1, "B": 0}
    assert found.value == 5 - F(1, 2) + 2


def test_a_forged_optimum_is_refused():
    plan = WhiteSpace({"A": 1}, {"s": {"A": {"u": 2}}, "t": {"A": {"u": 1, "v": 3}}})
    certificate = white_space(plan).certificate
    assert certificate.fixed.value < certificate.flexible.value
    assert not replace(certificate, fixed=certificate.flexible).verify(plan)
    other = dict.fromkeys(("s", "t"), certificate.foresight["s"])
    assert not replace(certificate, foresight=other).verify(plan)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"land": {"A": -1}}, "land of A is -1"),
        ({"returns": {}}, "at least one scenario"),
        ({"returns": {"s": {"Z": {"u": 1}}}}, "'Z'"),
        ({"demand": {"s": {"A": {"u": -2}}}}, "demand of u in A in s is -2"),
        ({"demand": {"s": {"A": {"w": 2}}}}, "a use with demand is 'w'"),
        ({"chance": {"s": 0}}, "the chance of s is 0"),
        ({"holding": [-1]}, "holding cost of A is -1"),
    ],
)
def test_what_cannot_be_right_is_named(changes, told):
    with pytest.raises(InvalidInput, match=told):
        WhiteSpace(**({"land": {"A": 1}, "returns": {"s": {"A": {"u": 1}}}} | changes))


def test_a_newsvendor_that_cannot_lose_is_refused():
    with pytest.raises(InvalidInput, match="the cost is 1; it should be above the salvage, 2"):
        Newsvendor({"s": 3}, worth=9, cost=1, salvage=2)
    with pytest.raises(InvalidInput, match="demand of s is -3"):
        Newsvendor({"s": -3}, worth=9, cost=1)
