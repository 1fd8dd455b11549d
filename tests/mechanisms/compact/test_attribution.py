"""Who may count the projects: hand-solved cases."""

from fractions import Fraction

from mechanisms.compact.attribution import least_double_counting

VALUES = {"Hub": Fraction(1, 10), "Home": Fraction(1, 10)}
NOTHING_LOST = {"Hub": Fraction(0), "Home": Fraction(0)}


def needed(hub, home, lost=NOTHING_LOST):
    return least_double_counting(
        {"Hub": Fraction(hub), "Home": Fraction(home)}, VALUES, lost, Fraction(50)
    )


def test_members_that_gain_anyway_need_no_share():
    assert needed(1, 0).needed == {"Hub": 0, "Home": 0}
    assert needed(1, 0).double == 0


def test_shares_that_add_up_to_one_need_no_double_counting():
    found = needed(-3, -2)  # 3/5 and 2/5 of 50 projects at 1/10 each
    assert found.needed == {"Hub": Fraction(3, 5), "Home": Fraction(2, 5)}
    assert found.double == 0


def test_shares_beyond_one_are_the_least_overlap():
    assert needed(-4, -2).double == Fraction(1, 5)


def test_projects_no_longer_counted_weigh_on_the_host():
    assert needed(0, 0, {"Hub": Fraction(20), "Home": Fraction(0)}).needed["Hub"] == Fraction(2, 5)


def test_even_all_can_be_too_little():
    found = needed(-6, 0)
    assert found.needed["Hub"] is None
    assert found.double is None
