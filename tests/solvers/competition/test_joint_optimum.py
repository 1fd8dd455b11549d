import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from games import SubsidyCompetition
from intercity.testing import subsidy_competitions
from solvers import joint_optimum
from solvers.competition.joint_optimum import JointOptimumCertificate
from tests.solvers.competition.subsidy_games import welfare

F = Fraction


@given(subsidy_competitions())
def test_nothing_tried_is_better(game):
    best = joint_optimum(game)
    paid = [best.subsidies[city] for city in game.cities]
    reached = welfare(game, paid, game.firm_weight)
    assert best.certificate.verify(game) is True
    assert reached == pytest.approx(float(best.welfare), abs=1e-9)
    assert best.welfare == pytest.approx(
        float(best.total() + game.firm_weight * best.firms_gain), abs=1e-9
    )
    assert best.loss < F(1, 10**15)
    seeded = random.Random(1)
    for _ in range(80):
        reach = seeded.choice([0.01, 0.1, 1, 5])
        other = [
            min(max(F(0), s + F(seeded.uniform(-reach, reach))), F(100) if cap is None else cap)
            for s, cap in zip(paid, game.caps, strict=True)
        ]
        assert welfare(game, other, game.firm_weight) <= reached + 1e-9


@pytest.mark.parametrize("n", [2, 3, 5])
def test_alike_cities_that_have_all_firms_pay_nothing(n):
    game = SubsidyCompetition([f"c{i}" for i in range(n)], [1] * n, mu=F(1, 10))
    for weight in (F(0), F(1, 2), F(1)):
        assert set(joint_optimum(replace(game, firm_weight=weight)).subsidies.values()) == {0}


def test_firms_that_count_as_much_as_money_get_what_they_are_worth():
    """With an outside option worth nothing to the cities, price equals marginal value: exact."""
    game = SubsidyCompetition(
        ["A", "B"],
        [3, 2],
        mu=F(1, 2),
        outside_option=1,
        firm_weight=1,
        spillovers=[[0, F(1, 4)], [0, 0]],
    )
    best = joint_optimum(game)
    assert best.subsidies == {"A": 3, "B": F(5, 2)}
    assert best.loss == 0


def test_a_mere_transfer_shows_the_least_outlay():
    game = SubsidyCompetition(["A", "B"], [3, 2], mu=F(1, 2), firm_weight=1)
    best = joint_optimum(game)
    assert best.subsidies == {"A": 1, "B": 0}
    level = [F(1) + 7, F(7)]
    assert welfare(game, level, 1) == pytest.approx(float(best.welfare))
    bound = joint_optimum(replace(game, caps=(F(1, 2), None)))
    assert bound.subsidies["A"] == F(1, 2)


def test_one_buyer_by_hand():
    """One city against an outside option: monopsony, b - s = mu/(1 - share), as its own reply."""
    from solvers import subsidy_equilibrium

    game = SubsidyCompetition(["A"], [5], mu=1, outside_option=F(3, 2))
    assert abs(joint_optimum(game).subsidies["A"] - subsidy_equilibrium(game).subsidies["A"]) < F(
        1, 10**19
    )


def test_budgets_are_named_where_a_city_would_overdraw():
    game = SubsidyCompetition(
        ["A", "B"], [3, 2], mu=1, outside_option=0, firm_weight=1, budgets=[F(1, 10), 9]
    )
    assert "A would overdraw the budget" in joint_optimum(game).status


@pytest.mark.parametrize("outside", [None, F(0)])
@pytest.mark.parametrize("weight", [F(0), F(1, 2), F(1)])
def test_extreme_magnitudes(outside, weight):
    game = SubsidyCompetition(
        ["A", "B"], [100, 1], [0, 50], mu=F(1, 50), outside_option=outside, firm_weight=weight
    )
    for mu in (F(1, 50), F(10**12), F(1, 2**31)):
        moved = replace(game, mu=mu)
        best = joint_optimum(moved)
        assert best.certificate.verify(moved) is True


def test_a_level_off_by_one_unit_is_refuted():
    game = SubsidyCompetition(["A", "B"], [3, 2], mu=1, outside_option=0)
    level = joint_optimum(game).certificate.level
    for off in (F(1, 10**21), -F(1, 10**21), F(1, 10**22), F(1)):
        assert not JointOptimumCertificate(level + off).verify(game)
