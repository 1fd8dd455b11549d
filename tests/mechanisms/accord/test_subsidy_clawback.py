from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, SubsidyCompetition
from intercity.testing import subsidy_competitions
from mechanisms import SubsidyClawback, clawback
from solvers import joint_optimum, subsidy_equilibrium
from tests.properties.strategies import examples
from tests.solvers.competition.subsidy_games import log_sum

F = Fraction
PAIR = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4))


def test_two_alike_by_sympy():
    """From the payoff in headline subsidies: the kappa at which a first yuan just does not pay."""
    import sympy as sp

    b, mu, q, rho, kappa, h = sp.symbols("b mu q rho kappa h", positive=True)
    firms_get = h * (1 - kappa * q)
    share = 1 / (1 + sp.exp(-firms_get / mu))
    payoff = (b - h + rho * kappa * q * h) * share
    smallest = sp.solve(sp.diff(payoff, h).subs(h, 0), kappa)[0]
    assert sp.simplify(smallest - (b - 2 * mu) / (q * (b - 2 * rho * mu))) == 0
    for kept in (F(0), F(1, 2)):
        rule = clawback(PAIR, F(9, 10), kept=kept)
        numbers = {b: 1, mu: sp.Rational(1, 4), q: sp.Rational(9, 10), rho: sp.Rational(str(kept))}
        exact = F(str(smallest.subs(numbers)))
        assert rule.restored
        assert all(0 <= share - exact < F(1, 10**14) for share in rule.shares.values())
        assert rule.uniform == rule.shares["A"]
        assert set(rule.subsidies.values()) == {0}
        assert rule.change["A"] == rule.change["B"] == F(1, 4)
        assert rule.firms_loss == F(1, 2)  # the equilibrium's b - 2 mu, to all firms


def headline_payoff(rule, shares, headlines, city):
    """What a city gets by its headlines, floats, from who comes, who leaves, and who repays."""
    game, i = rule.game, rule.game.cities.index(city)
    repaid = [float(kappa * q) for kappa, q in zip(shares, rule.leavers, strict=True)]
    net = [F(float(h) * (1 - r)) for h, r in zip(headlines, repaid, strict=True)]
    came = replace(game, caps=None).shares(net)
    k = float(game.cost_of_subsidy)
    cost = k * float(headlines[i]) * (1 - float(rule.kept) * repaid[i])
    spilled = sum(
        float(theta * b) * share
        for theta, b, share in zip(game.spillovers[i], game.value, came.values(), strict=True)
    )
    return float(game.mass) * ((float(game.value[i]) - cost) * came[city] + spilled)


@given(
    subsidy_competitions(min_cities=2, max_cities=3, allow_budgets=False),
    st.sampled_from([F(1, 3), F(9, 10), F(1)]),
    st.sampled_from([F(0), F(1, 2), F(1)]),
)
def test_no_city_gains_by_another_headline(game, leaving, kept):
    rule = SubsidyClawback(game, leaving, 1, kept)
    found = clawback(game, leaving, kept=kept)
    assert found.certificate.verify(rule) is True
    shares = [found.shares[city] for city in game.cities]
    headlines = [found.headline[city] for city in game.cities]
    best = joint_optimum(game)
    for i, city in enumerate(game.cities):
        if found.restored:
            assert abs(found.subsidies[city] - best.subsidies[city]) < F(1, 10**9) or (
                not found.equilibrium.unique
            )
        net = 1 - shares[i] * rule.leavers[i]
        if net == 0:
            continue
        top = (game.caps[i] if game.caps[i] is not None else F(6)) / net
        stay = headline_payoff(rule, shares, headlines, city)
        for k in range(31):
            moved = [*headlines[:i], top * k / 30, *headlines[i + 1 :]]
            assert headline_payoff(rule, shares, moved, city) <= stay + 1e-7 * float(game.mass)


@examples(62)
@given(subsidy_competitions(min_cities=2, max_cities=3, allow_budgets=False))
def test_the_fund_balances_and_firms_lose_what_is_said(game):
    found = clawback(game, F(4, 5))
    race = subsidy_equilibrium(game)
    after = [found.subsidies[city] for city in game.cities]
    total = sum(game.payoffs(after).values()) - float(race.total())
    assert float(sum(found.change.values())) == pytest.approx(total, abs=1e-8)
    assert float(found.gain) == pytest.approx(total, abs=1e-8)
    lost = log_sum(game, race.subsidies.values()) - log_sum(game, after)
    assert float(found.firms_loss) == pytest.approx(float(game.mass) * lost, abs=1e-8)
    repaid = sum(
        float(found.headline[city] * share * F(4, 5) * game.cost_of_subsidy) * came
        for (city, share), came in zip(
            found.shares.items(), game.shares(after).values(), strict=True
        )
    )
    assert float(found.fund) == pytest.approx(float(game.mass) * repaid, abs=1e-8)


def test_what_the_city_keeps_changes_nothing():
    """Headlines that leave firms the same bring every city the same, at any share."""
    rule = SubsidyClawback(PAIR, F(1, 2), 1, 1)
    race = subsidy_equilibrium(PAIR)
    for kappa in (F(0), F(1, 2), F(1)):
        headlines = [s / (1 - kappa / 2) for s in race.subsidies.values()]
        stay = headline_payoff(rule, [kappa] * 2, headlines, "A")
        assert stay == pytest.approx(float(race.payoffs["A"]))
        for k in range(41):
            moved = [F(k, 20), headlines[1]]
            assert headline_payoff(rule, [kappa] * 2, moved, "A") <= stay + 1e-12
    found = clawback(PAIR, F(1, 2), kept=1)
    assert found.neutral
    assert not found.restored
    assert found.short == ("A", "B")
    assert found.subsidies == race.subsidies
    assert (found.gain, found.firms_loss, found.fund) == (0, 0, 0)


def test_a_loan_to_be_repaid_by_all_ends_the_bidding_even_if_kept():
    found = clawback(PAIR, 1, kept=1)
    assert found.restored
    assert set(found.shares.values()) == {1}
    assert set(found.subsidies.values()) == {0}


def test_more_years_catch_more_leavers():
    """l/(1 + l) = 1/2 of the headline is to be repaid: with 1/4 leaving a year it takes 3 years."""
    found = {years: clawback(PAIR, F(1, 4), years=years) for years in (1, 2, 3)}
    assert [one.restored for one in found.values()] == [False, False, True]
    assert found[2].short == ("A", "B")
    assert found[2].shares == {"A": 1, "B": 1}
    assert "longer term" in found[2].status
    assert found[2].firms_loss > found[1].firms_loss > 0
    q = 1 - F(3, 4) ** 3
    assert abs(found[3].shares["A"] - F(1, 2) / q) < F(1, 10**14)


def test_each_city_by_how_many_leave_it():
    game = SubsidyCompetition(["Hub", "Small"], [1, 1], mu=F(1, 4))
    found = clawback(game, {"Hub": F(1, 2), "Small": 1})
    assert abs(found.shares["Hub"] - 2 * found.shares["Small"]) < F(1, 10**14)
    assert found.uniform == found.shares["Hub"]


def test_a_city_that_should_bid_more_is_named():
    game = SubsidyCompetition(["A", "B"], [3, 3], mu=1, outside_option=2, firm_weight=1)
    found = clawback(game, F(1, 2))
    assert found.short == ("A", "B")
    assert set(found.shares.values()) == {0}
    assert found.uniform is None


def test_an_optimum_that_a_budget_forbids_is_not_restored():
    game = SubsidyCompetition(
        ["A", "B"], [3, 1], mu=F(1, 2), outside_option=0, budgets=[F(1, 100), None]
    )
    assert joint_optimum(game).subsidies["A"] > F(1, 10)
    found = clawback(game, 1)
    assert "A" in found.short
    assert found.certificate.verify(SubsidyClawback(game, 1)) is True


@pytest.mark.parametrize(
    ("leaving", "years", "kept", "message"),
    [
        (F(3, 2), 1, 0, "leave A"),
        (F(1, 2), 0, 0, "years"),
        (F(1, 2), True, 0, "years"),
        (F(1, 2), 1, 2, "kept"),
        ({"C": 1}, 1, 0, "one of A, B"),
    ],
)
def test_bad_rules_are_refused(leaving, years, kept, message):
    with pytest.raises(InvalidInput, match=message):
        SubsidyClawback(PAIR, leaving, years, kept)
