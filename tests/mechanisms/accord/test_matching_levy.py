from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from games import SubsidyCompetition
from intercity.testing import subsidy_competitions
from mechanisms import matching_levy
from mechanisms.accord.matching_levy import levied
from solvers import joint_optimum, subsidy_equilibrium

F = Fraction


def test_alike_cities_by_hand():
    """b/(1 + l) = mu n/(n - 1): the levy that just stops n alike cities from paying anything."""
    for n in (2, 3, 4):
        game = SubsidyCompetition([f"c{i}" for i in range(n)], [1] * n, mu=F(1, 8))
        levy = matching_levy(game)
        assert abs(levy.rates["c0"] - (8 * F(n - 1, n) - 1)) < F(1, 10**14)
        rate = levy.rates["c0"]
        taxed = replace(game, public_funds_cost=rate + F(1, 10**9))
        assert set(subsidy_equilibrium(taxed).subsidies.values()) == {0}
        untaxed = replace(game, public_funds_cost=rate - F(1, 1000))
        assert subsidy_equilibrium(untaxed).subsidies["c0"] > 0


@given(subsidy_competitions(allow_budgets=False))
def test_no_city_gains_by_leaving_the_joint_optimum(game):
    levy = matching_levy(game)
    best = joint_optimum(game)
    assert levy.certificate.verify(game) is True
    assert levy.optimum == best
    paid = [best.subsidies[city] for city in game.cities]
    for i, city in enumerate(game.cities):
        rate = levy.rates[city]
        if rate is None:
            assert paid[i] > 0
            continue
        values = []
        top = game.caps[i] if game.caps[i] is not None else F(6)
        for s in [paid[i], *(top * k / 60 for k in range(61))]:
            profile = [*paid[:i], s, *paid[i + 1 :]]
            fund = float(rate * s * game.mass) * game.shares(profile)[city]
            values.append(game.payoffs(profile)[city] - fund)
        assert max(values) <= values[0] + 1e-9


def test_who_would_rather_have_the_firm_elsewhere_has_no_rate():
    game = SubsidyCompetition(
        ["A", "B"],
        [1, 4],
        mu=F(1, 2),
        outside_option=0,
        firm_weight=1,
        spillovers=[[0, F(9, 10)], [F(5), 0]],
    )
    levy = matching_levy(game)
    assert levy.rates["A"] is None
    assert "No levy makes A" in levy.status


def test_the_fund_takes_what_the_rates_say():
    game = SubsidyCompetition(["A", "B"], [3, 2], mu=F(1, 2), outside_option=0)
    levy = matching_levy(game)
    best = levy.optimum
    expected = sum(
        float(levy.rates[city] * best.subsidies[city] * best.shares[city]) for city in "AB"
    )
    assert float(levy.revenue) == pytest.approx(expected)


def test_by_its_rate_a_city_that_is_to_bid_nothing_bids_nothing():
    """Where the rate has no end as a decimal, one rounded down would leave a bid near 1e-15."""
    game = SubsidyCompetition(["A", "B", "C", "D"], [0, 1, 3, 1], mu=F(1, 2), mass=10)
    levy = matching_levy(game)
    idle = [city for city, bid in levy.optimum.subsidies.items() if not bid]
    assert idle == ["A", "B", "D"]
    bids = subsidy_equilibrium(levied(game, levy.rates)).subsidies
    assert {city: bids[city] for city in idle} == dict.fromkeys(idle, 0)


def test_by_its_rate_a_city_that_is_to_bid_its_cap_does():
    """A's grant is for what its firms bring B."""
    game = SubsidyCompetition(
        ["A", "B"], [1, 3], mu=F(1, 2), outside_option=1, caps=[1, 4], spillovers=[[0, 0], [2, 0]]
    )
    levy = matching_levy(game)
    assert levy.optimum.subsidies["A"] == 1
    assert levy.rates["A"] < 0
    assert subsidy_equilibrium(levied(game, levy.rates)).subsidies["A"] == 1
