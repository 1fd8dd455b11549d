"""A truce in a contest: critical discount factors in closed form."""

from fractions import Fraction

import pytest

from games import Contest, InvalidInput
from mechanisms import ContestTruce, critical_discount, truce

F = Fraction


def alike(n, technology, **options):
    return Contest([f"c{i}" for i in range(n)], [6] * n, technology, **options)


@pytest.mark.parametrize("n", [2, 3, 6])
def test_cities_alike(n):
    """Bertrand (n - 1)/n (Friedman 1971); Tullock: P = V/n (1 - r (n - 1)/n), so n/(n + r)."""
    for technology in ("all-pay", "bertrand"):
        found = truce(alike(n, technology)).critical_discount
        assert abs(found - F(n - 1, n)) <= F(1, 10**15)
    for r in (F(1), F(1, 2)):
        found = truce(alike(n, "tullock", exponent=r)).critical_discount
        assert abs(found - n / (n + r)) <= F(1, 10**15)


def test_a_lag_takes_the_root():
    one, two = (truce(alike(3, "bertrand"), lag=lag).critical_discount for lag in (1, 2))
    assert abs(two**2 - one) < F(1, 10**14)


def test_the_city_that_wins_the_race_would_not_sign():
    """4 and 2: in the race A keeps 2 of 4, drawing lots brings 2 as well: no gain, no truce."""
    terms = truce(Contest(["A", "B"], [4, 2], "bertrand"))
    assert terms.unwilling == ("A",)
    assert terms.critical_discount is None
    assert terms.reward == {"A": 2, "B": 1}
    assert terms.temptation == {"A": 4, "B": 2}
    assert terms.punishment == {"A": 2, "B": 0}
    assert abs(terms.critical["B"] - F(1, 2)) <= F(1, 10**15)
    near = truce(Contest(["A", "B"], [4, 3], "bertrand"))  # (4 - 2)/(4 - 1) and (3 - 3/2)/3
    assert abs(near.critical_discount - F(2, 3)) <= F(1, 10**15)
    assert near.binding == ("A",)


def test_nobody_breaks_a_truce_that_is_the_race():
    terms = truce(Contest(["A", "B"], [4, 0]))
    assert terms.critical["A"] == terms.critical["B"] == 0


def test_its_certificate_is_the_race():
    rule = ContestTruce(alike(3, "tullock"))
    terms = critical_discount(rule)
    assert terms.certificate.verify(rule) is True
    assert not terms.certificate.verify(ContestTruce(alike(3, "all-pay")))


def test_bad_input_is_named():
    with pytest.raises(InvalidInput, match="lag of the truce is 0"):
        ContestTruce(alike(2, "tullock"), 0)
    with pytest.raises(InvalidInput, match="level of the truce is 1; it should be 0 in a contest"):
        truce(alike(2, "tullock"), 1)


def test_who_is_unwilling_is_not_sent_to_another_level():
    """A lot leaves A 5; the race, which only A is in, leaves it 10 - 1."""
    terms = truce(Contest(["A", "B"], [10, 1], "bertrand"))
    assert terms.unwilling == ("A",)
    assert "level" not in terms.status
    assert "A would not give up the race for it; side payments might help" in terms.status


def test_a_breach_that_may_lead_to_several_races_says_so():
    terms = truce(Contest(["A", "B", "C"], [4] * 3, exponent=Fraction(7, 5)))
    assert "first of 4 equilibria found" in terms.status
