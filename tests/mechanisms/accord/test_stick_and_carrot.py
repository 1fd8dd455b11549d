import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, SubsidyCompetition
from intercity.testing import subsidy_competitions
from mechanisms import SubsidyTruce, stick_and_carrot, truce
from tests.properties.strategies import examples

F = Fraction
PAIR = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4))
PARKS = SubsidyCompetition(
    ["Quzhou", "Lishui", "Jinhua"],
    value=[F("0.448"), F("0.384"), F("0.256")],
    mu=F("0.05"),
    mass=100,
    outside_option=F("0.1"),
)


def best_reply_payoff(rival, b=1.0, mu=0.25):
    """max over s of (b - s) share(s), by golden section, for two cities."""
    low, high = 0.0, b
    golden = (math.sqrt(5) - 1) / 2

    def payoff(s):
        return (b - s) / (1 + math.exp((rival - s) / mu))

    while high - low > 1e-12:
        one, two = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, two) if payoff(one) > payoff(two) else (one, high)
    return payoff((low + high) / 2)


def test_two_alike_as_abreu_says():
    """Symmetric optimal punishments: shirking the stick tempts as much as breaking the truce."""
    reward, gain = 0.5, best_reply_payoff(0) - 0.5
    low, high = 0.5, 2.0
    for _ in range(80):
        p = (low + high) / 2
        tempts_less = best_reply_payoff(p) - (1 - p) / 2 < gain
        low, high = (p, high) if tempts_less else (low, p)
    found = stick_and_carrot(PAIR)
    assert float(found.stick["A"]) == pytest.approx(low, abs=2e-6)
    assert float(found.critical_discount) == pytest.approx(
        gain / (reward - (1 - low) / 2), abs=1e-6
    )
    assert float(found.ends) == pytest.approx(1, abs=1e-5)
    assert float(found.at_least) == pytest.approx(gain / best_reply_payoff(0))
    assert float(found.hurts["A"]) == pytest.approx(low / 2, abs=2e-6)
    assert found.grim == truce(PAIR).critical_discount


def test_a_level_is_read_as_it_is_typed():
    assert stick_and_carrot(PAIR, 0.1) == stick_and_carrot(PAIR, F(1, 10))
    with pytest.raises(InvalidInput, match="level of the truce is 'x'; it should be a number"):
        stick_and_carrot(PAIR, "x")


def punishment_worth(held, stick, x, ends):
    """The discounted worth of the punishment to each city, the draw summed out, in floats."""
    worth, weight, left = dict.fromkeys(held, 0.0), 1 - x, 1.0
    for _ in range(3000):
        for city in held:
            worth[city] += weight * (left * stick[city] + (1 - left) * held[city])
        weight, left = weight * x, left * (1 - ends)
    return worth


def best_breach(game, profile, city):
    """The most that a city gets against a profile, over a fine grid."""
    i = game.cities.index(city)
    top = game.caps[i] if game.caps[i] is not None else F(6)
    return max(
        game.payoffs([*profile[:i], top * k / 80, *profile[i + 1 :]])[city] for k in range(81)
    )


@examples(62)
@given(
    subsidy_competitions(min_cities=2, max_cities=3, allow_budgets=False),
    st.sampled_from([F(0), F(1, 10)]),
    st.integers(1, 3),
)
def test_at_its_discount_factor_no_one_shot_deviation_pays(game, level, lag):
    found = stick_and_carrot(game, level, lag)
    rule = SubsidyTruce(game, level, lag)
    assert found.certificate.verify(rule) is True
    grim = truce(game, level, lag).critical_discount
    assert found.grim == grim
    if grim is not None:
        assert found.critical_discount <= grim
    if found.critical_discount is not None:
        assert found.at_least <= found.critical_discount + F(1, 10**14)
    if not found.stick or found.critical_discount > F(199, 200):
        return
    stick = [found.stick[city] for city in game.cities]
    x = float(found.critical_discount) ** lag
    held, hit = game.payoffs(rule.profile), game.payoffs(stick)
    worth = punishment_worth(held, hit, x, float(found.ends))
    size = 1e-6 * float(game.mass)
    for city in game.cities:
        breach = (1 - x) * best_breach(game, rule.profile, city) + x * worth[city]
        shirk = (1 - x) * best_breach(game, stick, city) + x * worth[city]
        assert breach <= held[city] + size
        assert shirk <= worth[city] + size
        assert hit[city] == pytest.approx(held[city] - float(found.hurts[city]), abs=size)


def test_a_longer_lag_needs_more_patience():
    """x = delta^L: the same stick, the L-th root of what it needs."""
    one, two = stick_and_carrot(PAIR), stick_and_carrot(PAIR, lag=2)
    assert float(two.critical_discount) == pytest.approx(float(one.critical_discount) ** 0.5)
    assert float(two.at_least) == pytest.approx(float(one.at_least) ** 0.5)


def test_under_a_low_cap_the_stick_lasts_and_is_the_best_there_is():
    """A stick at the caps takes longer; it holds a city to what it can secure: none is better."""
    game = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), caps=[F(3, 5), F(3, 5)])
    found = stick_and_carrot(game)
    assert found.stick == {"A": F(3, 5), "B": F(3, 5)}
    assert found.critical_discount == found.at_least
    assert 0 < found.ends < 1
    assert found.critical_discount < found.grim
    gain, secure = best_reply_payoff(0) - 0.5, best_reply_payoff(0.6)
    assert float(found.critical_discount) == pytest.approx(gain / (gain + 0.5 - secure))


def test_a_stick_holds_who_likes_the_race():
    """Quzhou prefers the race to no subsidies, so that no patience keeps grim trigger's truce."""
    found = stick_and_carrot(PARKS)
    assert found.grim is None
    assert found.critical_discount - found.at_least < F(1, 1000)
    assert "where a race for ever does not" in found.status


def test_where_no_breach_pays_no_stick_is_called_for():
    found = stick_and_carrot(SubsidyCompetition(["A", "B"], [1, 1], mu=5))
    assert (found.stick, found.critical_discount, found.at_least) == ({}, 0, 0)
    assert "keeps itself" in found.status


def test_who_gets_less_than_it_can_secure_is_kept_by_nothing():
    """Nobody comes to the small city without a subsidy, and the hub may bid next to nothing."""
    game = SubsidyCompetition(["Hub", "Small"], [1, 1], [1, 0], mu=F(1, 5), caps=[F(1, 100), None])
    found = stick_and_carrot(game)
    assert found.critical_discount is None
    assert found.at_least is None
    assert "No punishment keeps" in found.status


def test_a_stick_is_within_the_budgets_at_the_shares_that_it_brings():
    game = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), mass=10, budgets=[F(7, 2), 4])
    found = stick_and_carrot(game)
    assert found.certificate.verify(SubsidyTruce(game)) is True
    assert found.at_least <= found.critical_discount <= found.grim
    shares = game.shares(found.stick)
    for city, budget in zip(game.cities, game.budgets, strict=True):
        assert 10 * float(found.stick[city]) * shares[city] <= float(budget) + 1e-9
    free = stick_and_carrot(SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), mass=10))
    assert free.critical_discount < found.critical_discount
