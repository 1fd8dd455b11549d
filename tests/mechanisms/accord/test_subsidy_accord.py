from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import InvalidInput, SubsidyCompetition
from games.approximately import factor_from
from intercity.testing import subsidy_competitions
from mechanisms import SubsidyTruce, cap_accord, critical_discount, truce
from mechanisms.accord.cap_accord import CappedRace
from mechanisms.accord.truce_terms import patience
from solvers import arms_race, joint_optimum, subsidy_equilibrium
from solvers.competition.logit_choice import ball, logit_choice
from tests.solvers.competition.subsidy_games import welfare

F = Fraction
PAIR = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4))
PARKS = SubsidyCompetition(
    ["Quzhou", "Lishui", "Jinhua"],
    value=[F("0.448"), F("0.384"), F("0.256")],
    mu=F("0.05"),
    mass=100,
    outside_option=F("0.1"),
)


def test_two_alike_by_hand():
    """R = 1/2, P = (b - s*)/2 = 1/4, T = mu W(e^(b/mu - 1)) with W(e^3) = 2.20794003156932."""
    terms = truce(PAIR)
    temptation = 2.20794003156932 / 4
    assert terms.reward == {"A": F(1, 2), "B": F(1, 2)}
    assert terms.punishment == {"A": F(1, 4), "B": F(1, 4)}
    assert float(terms.temptation["A"]) == pytest.approx(temptation)
    patience = (temptation - 1 / 2) / (temptation - 1 / 4)
    assert float(terms.critical_discount) == pytest.approx(patience)
    assert terms.binding == ("A", "B")
    assert terms.certificate.verify(SubsidyTruce(PAIR)) is True


def test_a_truce_says_to_which_of_several_races_a_breach_leads():
    """A and B each think the other's firms nearly as good as their own: three equilibria."""
    spills = [[0, F(9, 10)], [F(9, 10), 0]]
    game = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 20), outside_option=1, spillovers=spills)
    assert len(subsidy_equilibrium(game).others) == 2
    assert "the first of 3 equilibria found" in truce(game).status
    assert "equilibria" not in truce(PAIR).status


@given(
    subsidy_competitions(min_cities=2, max_cities=3, allow_budgets=False),
    st.sampled_from([F(0), F(1, 10), F(1, 2)]),
    st.integers(1, 3),
)
def test_a_breach_pays_below_the_critical_discount_and_not_above(game, level, lag):
    """Friedman's condition for any T, R, P and lag, against the discounted sums themselves."""
    rule = SubsidyTruce(game, level, lag)
    terms = critical_discount(rule)
    race = subsidy_equilibrium(game)
    held = game.payoffs(rule.profile)
    for i, city in enumerate(game.cities):
        R, P = held[city], float(race.payoffs[city])
        most = 2 * sum(map(abs, game.value)) + 1  # no city bids more than firms bring or take
        top = game.caps[i] if game.caps[i] is not None else most

        def payoff(bid, i=i, city=city):
            return game.payoffs([*rule.profile[:i], bid, *rule.profile[i + 1 :]])[city]

        bids = [top * k / 60 for k in range(61)]
        best = max(bids, key=payoff)
        near = [best + top * k / 1200 for k in range(-20, 21)]
        grid = [payoff(bid) for bid in (*bids, *near) if 0 <= bid <= top]
        T = float(terms.temptation[city])
        assert max(grid) <= T + 1e-9
        assert T - max(grid) <= 0.05 * max(1, abs(T)) * float(game.mass)
        critical = terms.critical[city]
        if critical is None:
            assert R <= P + 1e-9
            continue

        def breach_pays(delta, T=T, R=R, P=P):
            return (1 - delta**lag) * T + delta**lag * P - R

        if critical == 0:
            assert T - R < 1e-9
        else:
            assert breach_pays(float(critical)) == pytest.approx(0, abs=1e-8)
            assert breach_pays(float(critical) * 0.99) > 0
    if terms.unwilling:
        assert terms.critical_discount is None
    else:
        assert terms.critical_discount == max(terms.critical.values())


@pytest.mark.parametrize(
    ("temptation", "reward", "punishment", "critical"),
    [
        (F(9, 64), F(1, 8), F(1, 9), F(9, 17)),  # linear Cournot, two firms
        (F(1, 9), F(1, 12), F(1, 16), F(4, 7)),  # three
        (F(1), F(1, 3), F(0), F(2, 3)),  # Bertrand, three
        (F(3), F(3), F(1), F(0)),
        (F(3), F(2), F(2), None),
        (F(3), F(2), F(5, 2), None),
    ],
)
def test_friedman_1971(temptation, reward, punishment, critical):
    with logit_choice(PAIR):
        found = patience(ball(temptation - reward), ball(reward - punishment), 1)
    assert (found is None) == (critical is None)
    assert found is None or abs(found - critical) < F(1, 10**15)


def test_a_longer_lag_needs_more_patience():
    deltas = [truce(PAIR, lag=lag).critical_discount for lag in (1, 2, 3)]
    assert deltas[0] < deltas[1] < deltas[2]
    assert float(deltas[1]) == pytest.approx(float(deltas[0]) ** 0.5)


def test_who_likes_the_race_better_is_named():
    terms = truce(PARKS)
    assert terms.unwilling == ("Quzhou",)
    assert terms.binding == ("Quzhou",)
    assert terms.critical_discount is None
    assert truce(PARKS, level=F("0.114")).critical_discount is not None


def test_a_truce_that_is_the_equilibrium_needs_no_patience():
    assert truce(SubsidyCompetition(["A", "B"], [1, 1], mu=5)).critical_discount == 0
    assert truce(PAIR, level=F(1, 2)).critical_discount == 0


@pytest.mark.parametrize(("level", "lag"), [(-1, 1), (0, 0), (0, True), (0, F(1, 2))])
def test_bad_rules_are_refused(level, lag):
    with pytest.raises(InvalidInput, match="of the truce"):
        SubsidyTruce(PAIR, level, lag)


def test_the_best_cap_beats_every_other_round_one():
    accord = cap_accord(PARKS)
    assert not accord.restored  # the optimum asks the three to pay differently
    race = subsidy_equilibrium(PARKS).total()
    assert accord.certificate.verify(PARKS) is True
    assert accord.losers == ()
    assert abs(accord.gain - (accord.equilibrium.total() - race)) < F(1, 10**10)
    for k in range(0, 330, 3):
        capped = replace(PARKS, caps=(F(k, 1000),) * 3)
        assert subsidy_equilibrium(capped).total() <= accord.equilibrium.total()


@settings(max_examples=10)
@given(subsidy_competitions(min_cities=2, max_cities=3))
def test_a_cap_gains_what_it_says(game):
    accord = cap_accord(game)
    before = subsidy_equilibrium(game)
    if accord.cap is None:
        assert accord.gain == 0
        assert accord.losers == ()
        return
    optimum = joint_optimum(game)
    if accord.restored and accord.equilibrium.unique:
        for city in game.cities:
            assert (
                abs(accord.equilibrium.subsidies[city] - optimum.subsidies[city]) < game.mu / 10**8
            )
    weighed = accord.gain - game.firm_weight * accord.firms_loss
    assert weighed >= -accord.proof.radius * 4
    base = welfare(game, list(before.subsidies.values()), game.firm_weight)
    assert weighed <= float(optimum.welfare) - base + 1e-9
    for city in game.cities:
        change = accord.equilibrium.payoffs[city] - before.payoffs[city]
        assert abs(change - accord.change[city]) < 4 * accord.proof.radius
        assert (city in accord.losers) == (accord.change[city] < 0) or change == 0
        assert accord.equilibrium.subsidies[city] <= accord.cap


def test_alike_cities_cap_at_nothing():
    assert cap_accord(PAIR).cap == 0
    assert cap_accord(SubsidyCompetition(["A", "B"], [1, 1], mu=5)).cap is None


def test_losers_are_named():
    """Where nobody would go without a subsidy, the city loses by a cap."""
    game = SubsidyCompetition(["Hub", "Small"], [1, 1], [1, 0], mu=F(1, 5))
    accord = cap_accord(game)
    assert accord.cap == 0
    assert accord.losers == ("Small",)
    assert "Small would lose by it" in accord.status


def test_the_smallest_cap_that_restores_the_joint_optimum_of_two_alike():
    """Outside as good as a city: bid b - 2 mu alone would, jointly s = b - mu/(1 - P), P = 2p."""
    free = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), outside_option=F(1, 4))
    best, accord = joint_optimum(free), cap_accord(free)
    assert accord.restored
    assert accord.cap == best.subsidies["A"] == best.subsidies["B"] > 0
    assert abs(accord.firms_loss - (arms_race(free).firms_gain - best.firms_gain)) < F(1, 10**12)
    smaller = replace(free, caps=(accord.cap - F(1, 100),) * 2)
    assert subsidy_equilibrium(smaller).total() < accord.equilibrium.total()


@pytest.mark.parametrize("weight", [F(1), F(1, 2), F(1, 4)])
def test_a_cap_counts_firms_at_their_weight(weight):
    """Firms at full weight: among cities alike bids are a transfer, and no cap is needed."""
    game = replace(PARKS, firm_weight=weight)
    accord = cap_accord(game)

    def worth(race):
        return welfare(game, list(race.subsidies.values()), weight)

    base = worth(subsidy_equilibrium(game))
    best = base if accord.cap is None else worth(accord.equilibrium)
    assert best >= base
    for k in range(0, 330, 30):
        assert worth(subsidy_equilibrium(replace(game, caps=(F(k, 1000),) * 3))) <= best + 1e-9


def test_no_false_cap_verifies():
    """Of two alike the best cap is 0: no certificate says 2/5, and none that no cap helps."""
    true = cap_accord(PAIR).certificate
    two_fifths = subsidy_equilibrium(replace(PAIR, caps=(F(2, 5),) * 2)).certificate
    for cap, tried in (
        (F(2, 5), (CappedRace(F(2, 5), two_fifths),)),
        (None, ()),
        (None, true.tried),
    ):
        assert not replace(true, cap=cap, tried=tried).verify(PAIR)
    searched = cap_accord(PARKS).certificate
    assert searched.verify(PARKS) is True
    assert not replace(searched, tried=()).verify(PARKS)
    assert not replace(searched, cap=None).verify(PARKS)
    assert not replace(searched, cap=searched.tried[0].cap).verify(PARKS)
    assert not replace(searched, tried=searched.tried[1:]).verify(PARKS)


def test_a_critical_discount_factor_below_one_is_not_shown_as_one():
    """The race costs the city whose firms are worth most next to nothing, so that it waits long."""
    terms = truce(SubsidyCompetition(["A", "B", "C"], [1, 2, 3], mu=F(1, 10**12)))
    assert 1 - F(1, 10**9) < terms.critical_discount < 1
    assert terms.status.endswith("at least 0.99999999999.")
    assert factor_from(F(99996, 10**5)) == "0.99996"
