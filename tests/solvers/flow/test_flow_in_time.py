"""Paths, policies, bifurcations and losers of factor flows, against floats and closed forms."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction
from itertools import pairwise

import pytest
import sympy

from games import FactorFlow, FlowPolicy, InvalidInput, Undefined
from solvers import (
    flow_equilibria,
    flow_losers,
    flow_path,
    least_policy,
    symmetry_breaking,
)

LAGGED = FactorFlow(
    ["Hub", "Edge"], 1, [Fraction(3, 2), Fraction(1, 2)], mass=10, delay=6,
    congestion=[Fraction(1, 10), 0], spillovers={"Edge": Fraction(3, 10)}, speed=Fraction(1, 5),
    start=[3, 7], horizon=20, tolerance=Fraction(1, 20),
)  # fmt: skip


def walked(game, periods, subsidy=(0, "", 0)):
    """The recurrence in floats, written down anew: masses and returns by period."""
    names, whole = game.regions, float(game.mass)
    path, paid, (amount, region, last) = [list(map(float, game.start))], [], subsidy
    for t in range(periods + 1):
        now, then = path[t], path[max(0, t - game.delay)]
        r = [
            float(game.productivity[i]) * now[i] ** (float(game.elasticity[i]) - 1)
            - float(game.congestion[i]) * now[i]
            + float(game.spillovers[i] / game.transport) * (whole - then[i])
            + float(game.subsidies[i])
            + (amount if t < last and names[i] == region else 0)
            for i in range(len(names))
        ]
        paid.append(r)
        w = [n * math.exp(float(game.speed) * x) for n, x in zip(now, r, strict=True)]
        path.append([whole * x / sum(w) for x in w])
    return path[: periods + 1], paid


def closing(game, periods):
    gaps = [max(r) - min(r) for r in walked(game, periods)[1]]
    open_at = [t for t, gap in enumerate(gaps) if gap >= float(game.tolerance)]
    return gaps, (open_at[-1] + 1 if open_at else 0)


@pytest.mark.parametrize("delay", [0, 1, 3, 6, 20])
def test_the_gap_is_that_of_the_recurrence_in_floats(delay):
    game = dataclasses.replace(LAGGED, delay=delay)
    found = flow_path(game)
    gaps, closed = closing(game, 200)
    assert [float(gap) for gap in found.gaps] == pytest.approx(gaps[:21], abs=2e-6)
    assert found.closed == (closed if closed <= 200 else None)
    assert found.outcome == (
        "not seen" if closed > 200 else "too late" if closed > 20 else "in time"
    )
    masses = walked(game, 20)[0][-1]
    assert [float(n) for n in found.masses.values()] == pytest.approx(masses, abs=2e-7)


def test_a_spillover_that_arrives_late_makes_the_tail_long():
    """At once the gap closes in time; six periods late it does so after the horizon."""
    at_once = flow_path(dataclasses.replace(LAGGED, delay=0))
    late = flow_path(LAGGED)
    assert (at_once.outcome, late.outcome) == ("in time", "too late")
    assert at_once.closed < LAGGED.horizon < late.closed
    assert (at_once.widest, late.widest) == (0, 6)  # it widens until the spillover arrives


def test_a_gap_that_widens_first():
    """Returns rise in the hub; in one period a hand's worth of the formula, then the float path."""
    game = FactorFlow(
        ["Hub", "Edge"], [1, 2], [Fraction(3, 2), Fraction(1, 2)], mass=10,
        congestion=[Fraction(1, 4), 0], speed=Fraction(1, 20), start=[2, 8], horizon=60,
    )  # fmt: skip
    found = flow_path(game)
    gaps, _ = closing(game, 60)
    assert found.widest == gaps.index(max(gaps))
    assert 0 < found.widest < 60


def test_a_gap_that_never_closes():
    """Everything goes to A, and B, all but empty, earns 0 where A earns sqrt(10)."""
    found = flow_path(FactorFlow(["A", "B"], 1, Fraction(3, 2), mass=10, start=[6, 4], horizon=20))
    assert (found.outcome, found.closed) == ("not seen", None)
    assert float(found.gaps[0]) == pytest.approx(6**0.5 - 2, abs=1e-6)


@pytest.mark.parametrize(
    "numbers",
    [
        (1, Fraction(6, 5), Fraction(1, 20), 0, 1, 10, 2),
        (2, Fraction(3, 2), Fraction(1, 10), Fraction(1, 4), Fraction(3, 2), 9, 3),
        (3, Fraction(1, 2), Fraction(-1, 10), Fraction(1, 20), 2, 1, 2),
        (1, Fraction(5, 2), 2, Fraction(1, 2), 1, Fraction(1, 2), 2),
    ],
)
def test_bifurcation_values_against_sympy(numbers):
    """Each value put back into r' = (beta - 1) A m^(beta - 2) - gamma - theta/T gives 0."""
    A, beta, gamma, theta, T, M, N = numbers
    names = [f"R{k}" for k in range(N)]
    start = [M] + [0] * (N - 1) if beta >= 1 else None
    game = FactorFlow(names, A, beta, M, congestion=gamma, spillovers=[theta] * N, transport=T,
                      speed=Fraction(1, 3), start=start)  # fmt: skip
    found = symmetry_breaking(game)

    def slope(**changes):
        v = {"A": A, "beta": beta, "g": gamma, "T": T, "M": M} | changes
        v = {key: sympy.Rational(x) for key, x in v.items()}
        m = v["M"] / N
        return float(
            (v["beta"] - 1) * v["A"] * m ** (v["beta"] - 2)
            - v["g"]
            - sympy.Rational(theta) / v["T"]
        )

    assert float(found.eigenvalue) == pytest.approx(float(M) / N * slope() / 3, abs=1e-8)
    assert found.breaks == (slope() > 0)
    assert slope(g=found.congestion) == pytest.approx(0, abs=1e-7)
    if found.productivity is not None:
        assert slope(A=found.productivity) == pytest.approx(0, abs=1e-7)
    if found.transport is not None:
        assert found.transport > 1
        assert slope(T=found.transport) == pytest.approx(0, abs=1e-7)
    if found.mass is not None:
        assert slope(M=found.mass) == pytest.approx(0, abs=1e-6)
    for exponent in found.elasticities:
        assert slope(beta=exponent) == pytest.approx(0, abs=1e-6)
    # none is overlooked: signs of the slope on a grid of beta
    grid = [Fraction(k, 50) + Fraction(1, 1000) for k in range(300)]
    signs = [slope(beta=b) > 0 for b in grid]
    turns = sum(a != b for a, b in pairwise(signs))
    assert len([x for x in found.elasticities if x < 6]) == turns


def test_the_eigenvalue_is_that_of_the_even_equilibrium():
    game = FactorFlow(["A", "B", "C"], 1, Fraction(6, 5), 9, congestion=Fraction(1, 10))
    even = next(
        one for one in flow_equilibria(game).equilibria if len(set(one.masses.values())) == 1
    )
    assert abs(even.eigenvalue - symmetry_breaking(game).eigenvalue) < Fraction(1, 10**8)


def test_regions_that_differ_have_no_even_spread_to_break():
    with pytest.raises(Undefined, match="differ in productivity"):
        symmetry_breaking(FactorFlow(["A", "B"], [1, 2], 2, mass=4))


SUBSIDISED = FactorFlow(
    ["Hub", "Edge"], 1, Fraction(3, 2), mass=10, congestion=Fraction(1, 20), start=[7, 3],
    speed=Fraction(1, 4), horizon=80,
)  # fmt: skip


@pytest.mark.parametrize("subsidy", [Fraction(1, 4), Fraction(1, 2), 1, 2, 4])
def test_the_shortest_policy_against_the_recurrence(subsidy):
    policy = FlowPolicy(SUBSIDISED, "Edge", subsidy)
    found = least_policy(policy)
    reached = [walked(SUBSIDISED, 80, (float(subsidy), "Edge", T))[0][80][1] for T in range(81)]
    expected = next((T for T, n in enumerate(reached) if n > 3), None)
    assert found.periods == expected
    assert found.tipping == 5  # regions alike: the unstable equilibrium is the even spread
    if expected is not None:
        path, _ = walked(SUBSIDISED, 80, (float(subsidy), "Edge", expected))
        assert float(found.at_end) == pytest.approx(path[expected][1], abs=2e-6)
        assert float(found.paid) == pytest.approx(
            float(subsidy) * sum(n[1] for n in path[:expected]), abs=1e-5
        )
        assert found.lasting == (path[expected][1] > 5)


def test_policies_that_are_too_weak_or_not_needed():
    """At the start the hub earns sqrt(7) - sqrt(3) - 1/5 = 0.71 more: 1/4 does not turn that."""
    assert least_policy(FlowPolicy(SUBSIDISED, "Edge", Fraction(1, 4))).periods is None
    assert least_policy(FlowPolicy(SUBSIDISED, "Hub", 1)).periods == 0
    lasting = [least_policy(FlowPolicy(SUBSIDISED, "Edge", s)).lasting for s in (Fraction(1, 4), 4)]
    assert lasting == [False, True]


def test_bad_policies_are_refused_in_a_sentence():
    for changes, words in (
        ({"region": "Port"}, "the region of a policy is 'Port'"),
        ({"subsidy": 0}, "the subsidy is 0"),
        ({"target": 11}, "the target is 11; it should be at most the mass of 10"),
        ({"flow": 7}, "the flow of a policy is of kind int"),
    ):
        given = {"flow": SUBSIDISED, "region": "Edge", "subsidy": 1} | changes
        with pytest.raises(InvalidInput, match=words):
            FlowPolicy(**given)


def test_losers_by_hand():
    """Everything is linear: 2 - n/10 against 1 - n/10 from 5 and 5; the end is 10 and 0."""
    drain = FactorFlow(["H", "E"], [2, 1], 1, 10, congestion=Fraction(1, 10), stakes=[0.5, 0.5],
                       speed=1, horizon=400)  # fmt: skip
    found = flow_losers(drain)
    assert not found.pareto
    assert found.before == {"H": 5, "E": Fraction(5, 2)}
    assert set(found.losses) == {"E"}
    assert float(found.losses["E"]) == pytest.approx(2.5, abs=0.02)  # the last ones leave slowly
    assert float(found.overtaken["H"]) == pytest.approx(0.5, abs=0.01)  # 2 - 0.5 to 2 - 1
    # residents 5 + 2.5 to 10, those who move 5 (1.5 + 0.5) to 10 (1)
    assert float(found.total) == pytest.approx(2.5, abs=0.02)
    assert found.compensable


def test_nobody_loses_where_more_is_better_for_who_is_there_and_less_for_who_is_left():
    """The edge's residents are glad of less crowding, the hub's of more; returns rise in both."""
    glad = FactorFlow(["H", "E"], [2, 1], [Fraction(6, 5), 1], 10, stakes=[Fraction(1, 2), 0],
                      nuisance={"E": 1}, congestion={"H": 0, "E": Fraction(1, 5)})  # fmt: skip
    assert flow_losers(glad).pareto
    assert flow_losers(glad).certificate.verify(glad)


def test_a_flow_by_which_all_together_lose():
    """The hub's crowd costs its residents more than anybody gains."""
    crowd = FactorFlow(["H", "E"], [2, 1], 1, 10, congestion=Fraction(1, 10), nuisance={"H": 3})
    found = flow_losers(crowd)
    assert (found.compensable, list(found.losses)) == (False, ["H"])


def test_a_region_that_is_slow_to_come_to_its_end_still_lasts():
    """From 8 to 2, paid over the even spread, B has not come to 10 in period 60, but later."""
    flow = FactorFlow(["A", "B"], 1, 1.5, 10, congestion=0.05, start=[8, 2], horizon=60)
    found = least_policy(FlowPolicy(flow, "B", 2))
    assert found.masses["B"] < Fraction(99, 10)
    assert (found.tipping, found.rest, found.lasting) == (5, 10, True)


def test_a_bonus_moves_the_mass_once_and_is_no_gain():
    """Returns are 1 everywhere: 6 and 4 become 6 and 4 e^b in proportion, and stay so."""
    flow = FactorFlow(
        ["Hub", "Edge"],
        1,
        1,
        mass=10,
        start=[6, 4],
        speed=1,
        horizon=3,
        stakes=0.5,
        bonus={"Edge": 0.7},
    )
    edge = 10 * 4 * math.exp(0.7) / (6 + 4 * math.exp(0.7))
    assert float(flow_path(flow).masses["Edge"]) == pytest.approx(edge, abs=1e-6)
    found = flow_losers(flow)
    assert (found.earned_before, found.total) == ({"Hub": 1, "Edge": 1}, 0)
    assert found.before == {"Hub": 3, "Edge": 2}
    assert float(found.after["Edge"]) == pytest.approx(edge / 2, abs=1e-5)


def test_where_returns_just_outweigh_congestion_a_lead_neither_grows_nor_dies_out():
    """Of n units each earns n - n whatever n is: "a small lead dies out" was told."""
    even = symmetry_breaking(FactorFlow(["A", "B"], 1, 2, mass=2, congestion=1))
    assert (even.eigenvalue, even.congestion) == (0, 1)
    assert even.status == (
        "Whether a small lead grows is too close to say: it would if congestion were below 1, and "
        "would die out above."
    )
    above = symmetry_breaking(FactorFlow(["A", "B"], 1, 2, mass=2, congestion=1.001))
    assert above.status.startswith("A small lead dies out")
