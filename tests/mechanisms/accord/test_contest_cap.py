"""Caps on the bids of contests, by hand and against every other cap."""

from dataclasses import replace
from fractions import Fraction

import pytest

from games import Contest, Undefined
from mechanisms import cap_accord
from mechanisms.accord.contest_cap import CappedContest, under_cap
from solvers import subsidy_equilibrium

F = Fraction
TECHNOLOGIES = ["tullock", "all-pay", "bertrand"]


@pytest.mark.parametrize(
    ("technology", "spent", "firms_loss"),
    [("tullock", 3, 0), ("all-pay", 6, 0), ("bertrand", 6, 6)],
)
def test_cities_alike_need_a_ban(technology, spent, firms_loss):
    """Two cities, 6 each: by lot they spend V/2, in the others all of V, which Bertrand pays."""
    game = Contest(["A", "B"], [6, 6], technology)
    accord = cap_accord(game)
    assert (accord.cap, accord.restored, accord.losers) == (0, True, ())
    assert (accord.spent, accord.firms_loss, accord.gain) == (spent, firms_loss, spent)
    assert accord.certificate.verify(game) is True
    # The ban, the three other quarters, and the next one to the best.
    assert accord.method == "caps tried, the ban among them: 20; proven: 5"


def test_the_ban_is_the_only_cap_where_nothing_is_at_stake():
    accord = cap_accord(Contest(["A", "B"], [0, 0], "all-pay"))
    assert accord.method == "caps tried, the ban among them: 1; proven: 1"


def test_a_cap_can_be_better_than_a_ban():
    """20, 19 and 1: a cap of 1 keeps the third out, and the lots between the two cost 2 in all."""
    accord = cap_accord(Contest(["A", "B", "C"], [20, 19, 1], "all-pay"))
    assert accord.cap == 1
    assert accord.equilibrium.total() == F(39, 2) - 2
    assert not accord.restored  # A alone would have it for nothing: 20


@pytest.mark.parametrize("technology", TECHNOLOGIES)
def test_no_cap_where_lots_send_the_firm_astray(technology):
    accord = cap_accord(Contest(["A", "B"], [10, 1], technology))
    assert accord.cap is None
    assert not accord.restored
    assert "astray" in accord.status


@pytest.mark.parametrize("technology", TECHNOLOGIES)
@pytest.mark.parametrize("value", [[4, 2], [5, 4, 3], [5, 5, 1], [4, 0], [0, 0]])
def test_no_other_cap_on_the_grid_leaves_more(technology, value):
    game = Contest(list("ABC")[: len(value)], value, technology)
    accord = cap_accord(game)
    for k in range(1, 20):
        try:
            other = subsidy_equilibrium(under_cap(game, F(max(value) * k, 20)))
        except Undefined:
            continue
        assert other.total() <= accord.equilibrium.total()
    assert accord.gain >= 0
    assert accord.restored == (accord.equilibrium.total() == max(value))


def test_no_false_cap_verifies():
    game = Contest(["A", "B"], [6, 6], "bertrand")
    true = cap_accord(game).certificate
    for tried in (true.tried[1:], (), (CappedContest(F(0), true.race),)):
        assert not replace(true, tried=tried).verify(game)
