"""Patience between two bounds: played year by year, with punishments of several kinds."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import Contest, InvalidInput, SubsidyCompetition
from intercity.testing import subsidy_competitions
from mechanisms import PatientTruce, SubsidyTruce, truce_patience
from mechanisms.accord.contest_truce import ContestTruce
from solvers import subsidy_equilibrium

F = Fraction
PAIR = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), mass=10)
HAIR = F(1, 10**6)
YEARS = 4000


def best_reply(game, profile, i, top=3.0, steps=6000):
    """What i gets by its best bid on a grid, the others as they are."""
    city = game.cities[i]
    return max(
        game.payoffs([*profile[:i], F(round(top * k / steps, 9)), *profile[i + 1 :]])[city]
        for k in range(steps + 1)
    )


def played(payments, delta):
    """The value now of a stream, a year at a time."""
    return math.fsum(delta**year * x for year, x in enumerate(payments))


@pytest.mark.parametrize("lag", [1, 2, 3])
def test_year_by_year_a_city_above_the_upper_bound_keeps_the_truce_by_fear_of_the_race(lag):
    rule = SubsidyTruce(PAIR, lag=lag)
    found = truce_patience(PatientTruce(rule))
    low, high = found.between["A"]
    race = subsidy_equilibrium(PAIR)
    keep = PAIR.payoffs(rule.profile)["A"]
    breach = best_reply(PAIR, rule.profile, 0)
    after = float(race.payoffs["A"])
    for delta, stays in ((high + F(1, 1000), True), (high - F(1, 1000), False)):
        d = float(delta)
        # Payments of a year are made first, then the breach is seen: it pays in `lag` years.
        broken = [breach] * lag + [after] * YEARS
        assert (played([keep] * (lag + YEARS), d) >= played(broken, d)) == stays
    # Below the lower bound even nothing for ever after does not deter it.
    d = float(low - F(1, 1000))
    assert played([keep] * (lag + YEARS), d) < played([breach] * lag + [0.0] * YEARS, d)
    d = float(low + F(1, 1000))
    assert played([keep] * (lag + YEARS), d) > played([breach] * lag + [0.0] * YEARS, d)


UNLIKE = SubsidyCompetition(
    ["A", "B", "C"], [1, F(9, 10), F(4, 5)], mu=F(1, 4), mass=10, budgets=[4, None, 3]
)


@pytest.mark.parametrize(
    ("game", "deltas", "lag"),
    [
        (PAIR, (F(14, 100), F(16, 100)), 1),
        (PAIR, (F(38, 100), F(41, 100)), 2),
        (UNLIKE, (F(37, 100), F(29, 100), F(3, 10)), 1),
    ],
    ids=["pair", "pair, seen after two years", "unlike"],
)
def test_a_penal_code_at_the_cities_own_patience_played_year_by_year(game, deltas, lag):
    """Below the race's bound: no one-shot breach of the truce or of the stick pays."""
    rule = PatientTruce(SubsidyTruce(game, lag=lag), dict(zip(game.cities, deltas, strict=True)))
    found = truce_patience(rule)
    assert found.kept_by == "penal code"
    assert "between" in found.own.values()
    assert found.certificate.verify(rule) is True
    stick = [found.stick[city] for city in game.cities]
    truce = [F(0)] * len(stick)
    q = float(found.ends)
    for i, city in enumerate(game.cities):
        d = float(rule.discount[city])
        keep, beaten = game.payoffs(truce)[city], game.payoffs(stick)[city]
        # The stick from its first round on, a year at a time: after a round it ends with chance q.
        going, value = 1.0, 0.0
        for year in range(YEARS):
            value += d**year * (going * beaten + (1 - going) * keep)
            going *= 1 - q if year % lag == lag - 1 else 1
        seen = sum(d**year for year in range(lag))  # so long a breach pays, then the stick begins
        for held, worth in ((truce, keep / (1 - d)), (stick, value)):
            breach = best_reply(game, held, i) if game.budgets[i] is None else within(game, held, i)
            assert breach * seen + d**lag * value <= worth + 1e-9, (city, held)


def within(game, profile, i):
    """The same where i's budget limits its bids."""
    city, most = game.cities[i], float(game.budgets[i] / game.mass)
    best = -math.inf
    for k in range(6001):
        moved = [*profile[:i], F(k, 2000), *profile[i + 1 :]]
        if k / 2000 * game.shares(moved)[city] <= most:
            best = max(best, game.payoffs(moved)[city])
    return best


def test_where_no_punishment_does_it_is_said():
    found = truce_patience(PatientTruce(SubsidyTruce(PAIR), {"A": F(5, 100), "B": F(9, 10)}))
    assert found.kept_by == "no punishment"
    assert found.own == {"A": "breaks", "B": "keeps"}
    assert not found.stick


def test_a_city_without_a_known_discount_factor_leaves_it_open():
    found = truce_patience(PatientTruce(SubsidyTruce(PAIR), {"A": F(9, 10)}))
    assert (found.kept_by, found.own) == ("unknown", {"A": "keeps"})


@settings(max_examples=15)
@given(
    subsidy_competitions(min_cities=2, max_cities=3),
    st.lists(st.fractions(0, F(49, 50), max_denominator=50), min_size=3, max_size=3),
    st.integers(1, 2),
)
def test_bounds_are_in_order_and_the_certificate_holds(game, deltas, lag):
    discount = dict(zip(game.cities, deltas, strict=False))
    rule = PatientTruce(SubsidyTruce(game, lag=lag), discount)
    found = truce_patience(rule)
    assert found.certificate.verify(rule) is True
    for city, (low, high) in found.between.items():
        assert city not in found.terms.bystanders
        assert high is None or (low is not None and low <= high + F(1, 10**14))


def test_a_forged_stick_is_refused():
    rule = PatientTruce(SubsidyTruce(PAIR), {"A": F(14, 100), "B": F(16, 100)})
    certificate = truce_patience(rule).certificate
    weak = replace(certificate, stick={"A": F(1, 10), "B": F(1, 10)})
    assert "does not keep the truce" in str(weak.verify(rule))
    uncalled = PatientTruce(rule.truce, {"A": F(9, 10), "B": F(9, 10)})
    assert "not called for" in str(certificate.verify(uncalled))


@pytest.mark.parametrize(
    ("technology", "low", "high"),
    [("tullock", F(2, 3), F(3, 4)), ("all-pay", F(2, 3), F(2, 3)), ("bertrand", F(2, 3), F(2, 3))],
)
def test_contests_alike_by_hand(technology, low, high):
    """T = 6, R = 2, nothing at the worst; the race leaves 6/9 in Tullock's, else nothing."""
    game = Contest(["A", "B", "C"], [6, 6, 6], technology)
    found = truce_patience(PatientTruce(ContestTruce(game)))
    for bounds in found.between.values():
        assert bounds == (pytest.approx(low), pytest.approx(high))


def test_a_bystander_is_no_party():
    game = SubsidyCompetition(["A", "B", "C"], [1, 1, 0], mu=F(1, 4))
    found = truce_patience(PatientTruce(SubsidyTruce(game)))
    assert found.terms.bystanders == ("C",)
    assert set(found.between) == {"A", "B"}
    contest = truce_patience(PatientTruce(ContestTruce(Contest(["A", "B", "C"], [6, 6, 0]))))
    assert contest.terms.bystanders == ("C",)


def test_discount_factors_of_nobody_and_of_one_are_refused():
    for wrong in ({"Z": F(1, 2)}, {"A": 1}, {"A": -1}):
        with pytest.raises(InvalidInput):
            PatientTruce(SubsidyTruce(PAIR), wrong)


def test_the_race_keeps_a_truce_only_where_every_city_gave_its_patience():
    """A is patient enough; of B nothing is known, or that it is not."""
    rule = SubsidyTruce(PAIR)
    high = truce_patience(PatientTruce(rule)).between["B"][1]
    one = truce_patience(PatientTruce(rule, {"A": F(99, 100)}))
    assert (one.kept_by, one.own) == ("unknown", {"A": "keeps"})
    both = truce_patience(PatientTruce(rule, {"A": F(99, 100), "B": high}))
    assert (both.kept_by, set(both.own.values())) == ("race", {"keeps"})
    less = truce_patience(PatientTruce(rule, {"A": F(99, 100), "B": high - HAIR}))
    assert less.own == {"A": "keeps", "B": "between"}
    assert less.kept_by != "race"
