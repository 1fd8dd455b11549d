from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import Contest, InvalidInput, SubsidyCompetition
from intercity.testing import subsidy_competitions
from mechanisms import ContestTruce, SubsidyTruce, WatchedTruce, detection_lags, truce

F = Fraction
PAIR = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4))


def test_the_table_is_that_of_the_truce_at_each_lag():
    """T, R and P of two alike by hand: x = 0.0519850.../0.301985..., and its roots."""
    lags = detection_lags(PAIR, lags=6)
    x = (2.20794003156932 / 4 - 1 / 2) / (2.20794003156932 / 4 - 1 / 4)
    for lag, delta in lags.critical.items():
        assert float(delta) == pytest.approx(x ** (1 / lag))
        assert abs(delta - truce(PAIR, lag=lag).critical_discount) < F(1, 10**13)
    assert list(lags.critical) == [1, 2, 3, 4, 5, 6]
    assert sorted(lags.critical.values()) == list(lags.critical.values())


@given(
    subsidy_competitions(min_cities=2, max_cities=3),
    st.sampled_from([F(1, 10), F(1, 2), F(9, 10), F(99, 100)]),
)
def test_the_longest_lag_holds_and_the_next_does_not(game, delta):
    found = detection_lags(game, delta, lags=1)
    assert found.certificate.verify(WatchedTruce(SubsidyTruce(game), delta, 1)) is True
    for city, lag in found.longest.items():
        needed = found.terms.critical[city]
        if lag is None:
            assert needed == 0
        elif needed is None:
            assert lag == 0
        else:
            assert lag == 0 or delta**lag >= needed
            assert delta ** (lag + 1) < needed + F(2, 10**15)
    bounded = [lag for lag in found.longest.values() if lag is not None]
    assert found.longest_lag == (min(bounded) if bounded else None)


def test_contests_have_lags_too():
    """Three alike in Tullock's contest need 3/4; 0.9^2 = 0.81 and 0.9^3 = 0.729."""
    race = Contest(["A", "B", "C"], [6, 6, 6])
    lags = detection_lags(race, F(9, 10), lags=2)
    assert lags.longest == {"A": 2, "B": 2, "C": 2}
    assert lags.critical[1] == F(3, 4)
    assert float(lags.critical[2]) == pytest.approx(0.75**0.5)
    assert lags.certificate.verify(WatchedTruce(ContestTruce(race), F(9, 10), 2)) is True


def test_the_impatient_city_sets_the_limit():
    lags = detection_lags(PAIR, {"A": F(9, 10), "B": F(1, 10)})
    assert lags.longest == {"A": 16, "B": 0}
    assert "B would break" in lags.status
    assert "within 16 periods; A" in detection_lags(PAIR, {"A": 0.9, "B": 0.95}).status
    assert detection_lags(PAIR).longest == {}
    idle = detection_lags(SubsidyCompetition(["A", "B"], [1, 1], mu=5), 0)
    assert idle.longest == {"A": None, "B": None}
    assert "however late" in idle.status


def test_bad_questions_are_refused():
    with pytest.raises(InvalidInput, match="discount factor of A"):
        detection_lags(PAIR, 1)
    with pytest.raises(InvalidInput, match="longest lag"):
        detection_lags(PAIR, lags=0)
    with pytest.raises(InvalidInput, match="not to bid"):
        detection_lags(Contest(["A", "B"], [1, 1]), level=1)


@pytest.mark.parametrize("level", ["x", float("nan"), None])
def test_a_level_that_is_no_number_is_named(level):
    with pytest.raises(InvalidInput, match="level of the truce is"):
        detection_lags(PAIR, level=level)


def test_a_level_is_read_as_the_decimal_that_it_prints_as():
    assert detection_lags(PAIR, level=0.1) == detection_lags(PAIR, level=F(1, 10))


def test_one_period_and_several_cities_are_said_in_words():
    needed = detection_lags(PAIR).critical[1]
    once = detection_lags(PAIR, discount=needed + F(1, 100))
    assert once.status == (
        "The truce holds if a breach is noticed within one period; A and B set the limit."
    )
