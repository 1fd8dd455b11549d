"""Equilibria and optima of factor flows: closed forms, fractions by hand, grids, and bad input."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from games import FactorFlow, InvalidInput, Undefined
from solvers import flow_anarchy, flow_equilibria, flow_optimum

HALF = Fraction(1, 2)
NEAR = Fraction(1, 10**7)
"""Masses are shown to nine digits of the whole."""


def near(one, other):
    return abs(Fraction(one) - Fraction(other)) <= NEAR


def returns(game, masses):
    """In floats, written down anew."""
    return [
        float(a) * n ** (float(b) - 1)
        - float(g) * n
        + float(th) / float(game.transport) * (float(game.mass) - n)
        + float(s)
        for a, b, g, th, s, n in zip(
            game.productivity,
            game.elasticity,
            game.congestion,
            game.spillovers,
            game.subsidies,
            masses,
            strict=True,
        )
    ]


def earned_by_all(game, masses):
    plain = [x - float(s) for x, s in zip(returns(game, masses), game.subsidies, strict=True)]
    return sum(n * r for n, r in zip(masses, plain, strict=True))


def test_linear_crowding_in_fractions():
    """9 - n = 5 - (10 - n)/2, so n = 6; the plan has 9 - 2n = 5 - (10 - n), n = 14/3."""
    crowd = FactorFlow(["H", "E"], [9, 5], 1, mass=10, congestion={"H": 1, "E": HALF})
    found = flow_anarchy(crowd)
    (one,) = found.equilibria.equilibria
    assert near(one.masses["H"], 6)
    assert near(one.level, 3)
    assert near(found.optimum.masses["H"], Fraction(14, 3))
    assert near(found.optimum.charges["H"], 2)
    assert found.optimum.charges["E"] == 0
    assert abs(found.price_of_anarchy - Fraction(98, 90)) <= Fraction(1, 10**6)
    # k n (M - n)/M (r1' + r2') = 0.1 * 6 * 4 / 10 * (-3/2)
    assert near(one.eigenvalue, Fraction(-36, 100))
    assert not found.concentrations
    assert found.certificate.verify(crowd)


def test_returns_that_fall_leave_no_region_empty():
    """A n^(-1/2) is equal where n is in proportion to A^2: 4 to 1, whatever is the start."""
    calm = FactorFlow(["H", "E"], [2, 1], HALF, mass=10)
    found = flow_anarchy(calm)
    (one,) = found.equilibria.equilibria
    assert (near(one.masses["H"], 8), one.stable) == (True, True)
    assert found.as_planned == (True,)  # all returns are the same multiple of what one more adds
    assert found.price_of_anarchy == 1


@pytest.mark.parametrize(
    ("congestion", "emptied"), [(Fraction(1, 20), True), (Fraction(1, 5), False)]
)
def test_all_in_one_region_though_the_plan_splits(congestion, emptied):
    """With beta = 6/5, M = 10: at the even spread r' = 5^(-4/5)/5 - gamma, 0.0552 less gamma.

    All in one earn 10^(1/5) - 10 gamma, above 0 (what the first elsewhere would) at 1/20.
    """
    alike = FactorFlow(["A", "B"], 1, Fraction(6, 5), mass=10, congestion=congestion)
    found = flow_anarchy(alike)
    middle = next(one for one in found.equilibria.equilibria if near(one.masses["A"], 5))
    assert middle.stable is not emptied
    assert [best["A"] for best in found.optimum.optima] == [5]
    assert bool(found.concentrations) is emptied
    if emptied:
        split, corner = 2 * (5**1.2 - 1.25), 10**1.2 - 5
        assert float(found.price_of_anarchy) == pytest.approx(split / corner, abs=2e-6)
        assert {found.deserted(one) for one in found.concentrations} == {("A",), ("B",)}
        assert not found.optimum.holds  # equal charges cannot make it stable
    else:
        assert found.price_of_anarchy == 1


def test_returns_that_rise_so_much_that_the_plan_is_a_corner_too():
    """2 sqrt(n) in the better region against sqrt(n): one of the corners is as planned."""
    steep = FactorFlow(["H", "E"], [2, 1], Fraction(3, 2), mass=10)
    found = flow_anarchy(steep)
    assert [one.masses["H"] for one in found.equilibria.stable] == [10, 0]
    assert found.optimum.masses["H"] == 10
    assert found.as_planned == (True, False, False)
    assert float(found.price_of_anarchy) == pytest.approx(2, abs=1e-6)  # all in the worse region
    assert found.price_of_stability == 1
    # 2 sqrt(n) = sqrt(10 - n) at n = 2: nobody gains by moving, and the flow does not come back
    ridge = found.equilibria.ridges[0]
    assert near(ridge.masses["H"], 2)
    assert ridge.eigenvalue > 0


CASES = [
    FactorFlow(["A", "B"], [2, 1], [HALF, Fraction(3, 2)], mass=6, congestion=[0.1, 0.05]),
    FactorFlow(["A", "B"], [1, 3], [Fraction(7, 5), Fraction(3, 5)], 9, congestion=[0.1, -0.05]),
    FactorFlow(["A", "B"], 1, [Fraction(5, 4), Fraction(3, 2)], mass=8, congestion=0.15,
               spillovers=[0.02, 0.1], transport=2),
    FactorFlow(["A", "B"], 4, [Fraction(1, 4), Fraction(13, 10)], mass=5, congestion=[-0.2, 0.3],
               subsidies={"A": 0.5}),
    FactorFlow(["A", "B"], [1, 2], [3, 1], mass=4, congestion=[2, 0.4]),
]  # fmt: skip


@pytest.mark.parametrize("game", CASES)
def test_two_regions_against_a_fine_grid(game):
    """Changes of sign of r_A - r_B on a grid, ends compared; W on the same grid."""
    whole, grid = float(game.mass), np.linspace(0, float(game.mass), 20002)[1:-1]
    gap = [np.subtract(*returns(game, (n, whole - n))) for n in grid]
    crossings = [
        ((a + b) / 2, d < 0)
        for a, b, c, d in zip(grid, grid[1:], gap, gap[1:], strict=False)
        if c * d <= 0
    ]
    expected = [(n, falls) for n, falls in crossings]
    if game.elasticity[1] >= 1 and gap[-1] > 0:
        expected.append((whole, True))
    if game.elasticity[0] >= 1 and gap[0] < 0:
        expected.append((0.0, True))
    expected.sort(reverse=True)
    found = flow_equilibria(game)
    assert [one.stable for one in found.equilibria] == [stable for _, stable in expected]
    for one, (n, _) in zip(found.equilibria, expected, strict=True):
        assert float(one.masses["A"]) == pytest.approx(n, abs=whole / 20000)
    worth = [earned_by_all(game, (n, whole - n)) for n in grid]
    best = flow_optimum(game)
    assert float(best.welfare) == pytest.approx(max(worth), rel=1e-3)
    assert float(best.welfare) >= max(worth) - 1e-6
    assert float(best.masses["A"]) == pytest.approx(grid[int(np.argmax(worth))], abs=whole / 1000)


def test_three_regions_against_best_replies_of_the_dynamics():
    """From each of many starts the replicator dynamics ends at one that is called stable."""
    game = FactorFlow(
        ["A", "B", "C"], [1, 1.1, 1.2], [1.5, 1.4, 0.8], mass=12, congestion=[0.2, 0.1, 0.05]
    )
    stable = [[float(x) for x in one.masses.values()] for one in flow_equilibria(game).stable]
    ends = set()
    for a, b in itertools.product((0.001, 3, 6, 9, 11.9), repeat=2):
        if a + b >= 12:
            continue
        n = [a, b, 12 - a - b]
        for _ in range(6000):
            r = returns(game, n)
            n = [x * math.exp(0.2 * y) for x, y in zip(n, r, strict=True)]
            n = [12 * x / sum(n) for x in n]
        ends.add(min(range(len(stable)), key=lambda k: math.dist(stable[k], n)))
        assert min(math.dist(one, n) for one in stable) < 1e-3
    assert ends == set(range(len(stable)))
    assert len(stable) > 1


def test_the_plan_of_three_regions_against_a_grid():
    game = FactorFlow(
        ["A", "B", "C"], [3, 2, 1], [0.5, 1, 1.5], mass=7, congestion=[0.1, 0.25, -0.05]
    )
    best = flow_optimum(game)
    steps = 140
    worth = max(
        earned_by_all(game, (7 * i / steps, 7 * j / steps, 7 * (steps - i - j) / steps))
        for i in range(1, steps)
        for j in range(steps - i + 1)
    )
    assert worth - 1e-6 <= float(best.welfare) <= worth * 1.001
    assert sum(best.masses.values()) == pytest.approx(7, abs=1e-6)


def test_a_dozen_regions_with_falling_returns():
    """n in proportion to A^(1/(1 - beta)), by hand."""
    names = [f"R{k}" for k in range(12)]
    game = FactorFlow(names, [1 + k for k in range(12)], HALF, mass=650)
    (one,) = flow_equilibria(game).equilibria
    assert [round(float(n), 4) for n in one.masses.values()] == [(1 + k) ** 2 for k in range(12)]


def test_more_regions_than_can_all_be_listed():
    names = [f"R{k}" for k in range(7)]
    game = FactorFlow(names, [1 + Fraction(k, 10) for k in range(7)], 1.5, mass=20, congestion=0.1)
    found = flow_equilibria(game)
    assert not found.complete
    assert [one.empty for one in found.stable] == [
        tuple(name for name in names if name != filled) for filled in names
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"elasticity": 0}, "elasticity of A is 0; it should be more than 0"),
        ({"elasticity": [1, -1]}, "elasticity of B is -1"),
        ({"mass": -1}, "the mass is -1; it should be more than 0"),
        ({"productivity": [1, 0]}, "productivity of B is 0"),
        ({"delay": 31}, "the delay is 31; it should be at most the horizon of 30 periods"),
        ({"transport": HALF}, "the transport cost is 0.5; it should be 1 or more"),
        ({"speed": 0}, "the speed is 0"),
        ({"start": [1, 1]}, "the mass at the start is 2; it should be 4, all of it"),
        ({"start": [4, 0], "elasticity": HALF}, "start of B is 0; it should be more than 0"),
        ({"regions": ["A"]}, "the number of regions is 1"),
        ({"stakes": [2, 0]}, "stake of A is 2; it should be between 0 and 1"),
        ({"horizon": 0}, "the horizon is 0"),
    ],
)
def test_bad_numbers_are_refused_in_a_sentence(changes, words):
    given = {"regions": ["A", "B"], "productivity": 1, "elasticity": 2, "mass": 4} | changes
    with pytest.raises(InvalidInput) as caught:
        FactorFlow(**given)
    assert words in str(caught.value)
    assert str(caught.value).count(".") <= 2


def test_a_return_that_does_not_depend_on_the_mass():
    with pytest.raises(Undefined, match="the same however many come"):
        flow_equilibria(FactorFlow(["A", "B"], 1, 1, mass=4, congestion={"A": 1, "B": 0}))
