"""Who may count the projects: hand-solved cases."""

from fractions import Fraction

import pytest

from games import InvalidInput
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


def test_plain_numbers_do():
    found = least_double_counting({"Hub": -4, "Home": -2}, {"Hub": 0.1, "Home": 0.1}, {}, 50)
    assert (found.needed["Hub"], found.double) == (Fraction(4, 5), Fraction(1, 5))


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (([1], {}, {}, 5), "a number for each member, by name"),
        (({"Hub": "much"}, {}, {}, 5), "gain of Hub is 'much'"),
        (({"Hub": 1}, {"Hub": None, "Home": 1}, {}, 5), "a member with a value"),
        (({"Hub": 1}, {"Sea": 1}, {}, 5), "a member with a value of a project is 'Sea'"),
        (({"Hub": 1}, {}, {"Hub": -1}, 5), "loss of projects of Hub is -1"),
        (({"Hub": 1}, {}, {}, -5), "the number of projects is -5"),
    ],
)
def test_bad_figures_are_named(figures, words):
    with pytest.raises(InvalidInput, match=words):
        least_double_counting(*figures)
