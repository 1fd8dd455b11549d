from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, SubsidyCompetition
from intercity.testing import subsidy_competitions
from mechanisms import FundRule, common_fund, under_fund
from solvers import joint_optimum, subsidy_equilibrium
from tests.properties.strategies import examples
from tests.solvers.competition.subsidy_games import log_sum, welfare

F = Fraction
PARKS = SubsidyCompetition(
    ["Quzhou", "Lishui", "Jinhua"],
    value=[F("0.448"), F("0.384"), F("0.256")],
    mu=F("0.05"),
    mass=100,
    outside_option=F("0.1"),
)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_alike_cities_by_sympy(n):
    """From the derivative of the payoff itself: tau = 1 - n mu/((n - 1) b), whatever the mass."""
    import sympy as sp

    b, mu, tau, s, t = sp.symbols("b mu tau s t", positive=True)
    others = (n - 1) * sp.exp(t / mu)
    share = sp.exp(s / mu) / (sp.exp(s / mu) + others)
    payoff = ((1 - tau) * b - s) * share + tau * b / n  # the pot: everybody's share of b
    slope = sp.diff(payoff, s).subs({s: 0, t: 0})
    smallest = sp.solve(slope, tau)[0]
    assert sp.simplify(smallest - (1 - n * mu / ((n - 1) * b))) == 0

    game = SubsidyCompetition([f"c{i}" for i in range(n)], [3] * n, mu=F(1, 2), mass=7)
    exact = F(str(smallest.subs({b: 3, mu: sp.Rational(1, 2)})))
    fund = common_fund(game)
    assert fund.restored
    assert 0 <= fund.rate - exact <= F(2, 10**15)
    assert set(fund.equilibrium.subsidies.values()) == {0}
    below = subsidy_equilibrium(under_fund(game, exact - F(1, 100)))
    assert below.subsidies["c0"] == F(3, 100)  # b (1 - tau) - n mu/(n - 1)


def test_at_full_sharing_nobody_bids_where_firms_have_nowhere_else_to_go():
    game = SubsidyCompetition(["A", "B", "C"], [2, 2, 2], [1, 0, 0], mu=F(1, 5))
    assert any(subsidy_equilibrium(game).subsidies.values())
    for key in (None, [F(1, 2), F(1, 4), F(1, 4)]):
        assert not any(subsidy_equilibrium(under_fund(game, 1, key)).subsidies.values())


@given(
    subsidy_competitions(min_cities=2, max_cities=3, allow_budgets=False),
    st.sampled_from([F(1, 4), F(2, 3), F(1)]),
    st.sampled_from([None, 1, 3]),
)
def test_the_fund_moves_money_by_the_key_and_balances(game, rate, heavy):
    n = len(game.cities)
    key = (
        [F(1, n)] * n
        if heavy is None
        else [F(heavy if i == 0 else 1, heavy + n - 1) for i in range(n)]
    )
    paid = [min(F(1, 2), F(1, 2) if cap is None else cap) for cap in game.caps]
    before, shares = game.payoffs(paid), game.shares(paid)
    after = under_fund(game, rate, key).payoffs(paid)
    due = [
        float(game.mass * rate * b) * share
        for b, share in zip(game.value, shares.values(), strict=True)
    ]
    for i, city in enumerate(game.cities):
        assert after[city] == pytest.approx(
            before[city] - due[i] + float(key[i]) * sum(due), abs=1e-9
        )
    assert joint_optimum(under_fund(game, rate, key)).subsidies == pytest.approx(
        joint_optimum(game).subsidies
    )


@examples(62)
@given(subsidy_competitions(min_cities=2, max_cities=3))
def test_the_rate_and_its_side_effects_hold(game):
    fund = common_fund(game)
    race = subsidy_equilibrium(game)
    assert fund.certificate.verify(FundRule(game)) is True
    assert abs(sum(fund.pays.values())) < 8 * fund.proof.radius
    shared = under_fund(game, fund.rate)
    best = joint_optimum(game).subsidies
    profile = [best[city] for city in game.cities]
    if fund.restored:
        for i, city in enumerate(game.cities):
            top = game.caps[i] if game.caps[i] is not None else F(6)
            stay = shared.payoffs(profile)[city]
            for k in range(41):
                s = top * k / 40
                moved = [*profile[:i], s, *profile[i + 1 :]]
                budget = game.budgets[i]
                if budget is None or float(game.mass * s) * game.shares(moved)[city] <= budget:
                    assert shared.payoffs(moved)[city] <= stay + 1e-8 * float(game.mass)
    else:
        w = game.firm_weight
        before = welfare(game, [race.subsidies[city] for city in game.cities], w)
        after = welfare(game, [fund.equilibrium.subsidies[city] for city in game.cities], w)
        assert after >= before - 1e-9
    for city in game.cities:
        change = fund.equilibrium.payoffs[city] - race.payoffs[city]
        assert abs(change - fund.change[city]) < 8 * fund.proof.radius
        assert (city in fund.losers) == (fund.change[city] < 0) or abs(change) < 1e-9
    lost = log_sum(game, race.subsidies.values()) - log_sum(
        game, fund.equilibrium.subsidies.values()
    )
    assert float(fund.firms_loss) == pytest.approx(float(game.mass) * lost, abs=1e-8)


def test_below_the_rate_some_city_leaves_the_joint_optimum():
    game = SubsidyCompetition(["A", "B"], [3, 2], mu=1)
    fund = common_fund(game)
    assert fund.restored
    assert fund.rate > 0
    assert not any(fund.optimum.subsidies.values())
    assert any(subsidy_equilibrium(under_fund(game, fund.rate - F(1, 10**6))).subsidies.values())
    assert not any(subsidy_equilibrium(under_fund(game, fund.rate)).subsidies.values())


def test_unlike_cities_that_are_to_bid_get_the_second_best():
    """Exhaustively: no other round rate gives the cities more."""
    fund = common_fund(PARKS)
    assert not fund.restored
    assert "the best found" in fund.status
    best = fund.equilibrium.total()
    for k in range(0, 1001, 25):
        assert subsidy_equilibrium(under_fund(PARKS, F(k, 1000))).total() <= best
    assert best < joint_optimum(PARKS).total()


def test_a_race_that_hurts_nobody_needs_no_fund():
    fund = common_fund(SubsidyCompetition(["A", "B"], [1, 1], mu=5))
    assert (fund.rate, fund.restored, fund.gain) == (0, True, 0)


def test_where_cities_should_bid_more_no_fund_helps():
    game = SubsidyCompetition(["A", "B"], [3, 3], mu=1, outside_option=2, firm_weight=1)
    assert all(
        joint_optimum(game).subsidies[city] > subsidy_equilibrium(game).subsidies[city]
        for city in game.cities
    )
    fund = common_fund(game)
    assert (fund.rate, fund.restored, fund.gain) == (0, False, 0)
    assert "No rate that was tried" in fund.status


def test_who_draws_most_firms_loses_by_sharing():
    """The hub gets nearly all firms with or without subsidies, and pays half of what they bring."""
    game = SubsidyCompetition(["Hub", "Small"], [1, 1], [F(1, 2), 0], mu=F(1, 4))
    fund = common_fund(game)
    assert fund.pays["Hub"] > 0
    assert fund.pays["Hub"] == -fund.pays["Small"]
    assert fund.change["Small"] > 0


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ([1, 0], "share of the fund of B"),
        ([F(1, 2), F(1, 3)], "the sum"),
        ([1], "list of each city"),
    ],
)
def test_bad_keys_are_refused(key, message):
    with pytest.raises(InvalidInput, match=message):
        common_fund(SubsidyCompetition(["A", "B"], [1, 1], mu=1), key)
    with pytest.raises(InvalidInput, match="rate of the fund"):
        under_fund(replace(PARKS, mass=F(1)), 2)


@pytest.mark.parametrize("limits", [{"caps": [0, 0]}, {"budgets": [0, 0]}])
def test_where_nobody_can_pay_no_fund_is_needed(limits):
    fund = common_fund(SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), **limits))
    assert (fund.rate, fund.restored, fund.gain) == (0, True, 0)
    assert fund.status == "The race ends in the joint optimum without a fund."


def test_a_cap_that_is_higher_than_the_joint_optimum_asks_for_a_fund():
    capped = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), caps=[F(1, 10), F(1, 10)])
    assert common_fund(capped).rate == F(1, 2)


def test_what_is_enclosed_is_enclosed_closely():
    assert 0 < common_fund(PARKS).proof.radius <= F(1, 10**6)
