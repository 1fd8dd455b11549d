"""What a leaver forgoes and stops, on compacts small enough to be solved by hand."""

from fractions import Fraction

import pytest

from games.annuity import Annuity
from games.production import Activity, LinearProductionGame, Resource, Use, Value
from mechanisms.enclave_compact import EnclaveCompact, Transfer, deal_payoffs
from mechanisms.tranches import last_unit_value
from mechanisms.walk_away import at_stake

# A builds at 3 on its first 4 mu and at 1 on any more; B at 1. B owns 10 quota and 6 water.
REGION = LinearProductionGame(
    cities=("A", "B"),
    resources=(
        Resource("quota", "tradable", {"B": 10}),
        Resource("water", "tradable", {"B": 6}),
    ),
    activities=(
        Activity("good sites", ("A",), (Use("quota", 1),), (Value("A", "cash", 3),), Fraction(4)),
        Activity("poor sites", ("A",), (Use("quota", 1),), (Value("A", "cash", 1),)),
        Activity("gardens", ("A",), (Use("water", 1),), (Value("A", "cash", 5),)),
        Activity("fields", ("B",), (Use("quota", 1),), (Value("B", "cash", 1),)),
        Activity("ponds", ("B",), (Use("water", 1),), (Value("B", "cash", 2),)),
    ),
)


def compact(*transfers, **more):
    return EnclaveCompact(REGION, Annuity(4, Fraction(0)), ("A", "B"), transfers=transfers, **more)


def stakes(deal, city):
    return at_stake(deal, deal_payoffs(deal), city)


def moved(amount, when=0, resource="quota", **more):
    return Transfer(resource, "B", "A", Fraction(amount), when=when, **more)


def test_what_is_handed_over_for_good_is_no_reason_to_stay():
    assert stakes(compact(moved(6)), "A") == [[0] * k for k in range(5, 0, -1)]


@pytest.mark.parametrize(("amount", "worth"), [(4, 12), (6, 14), (2, 6)])
def test_all_units_to_come_are_valued_together_though_returns_diminish(amount, worth):
    # w(4) = 12, w(6) = 14: neither 6 x 3 nor 6 x 1; at 4 every price from 1 to 3 is optimal.
    deal = compact(moved(amount, when=2))
    assert stakes(deal, "A")[:3] == [
        [0, 0, 0, worth, worth],
        [0, 0, worth, worth],
        [0, worth, worth],
    ]
    assert stakes(deal, "A")[3:] == [[0, 0], [0]]
    assert stakes(deal, "B")[0] == [0, 0, 0, -amount, -amount]  # B's own fields


def test_another_resource_has_its_own_value():
    deal = compact(moved(2, when=1, resource="water"))
    assert stakes(deal, "A")[0] == [0, 0, 10, 10, 10]
    assert stakes(deal, "B")[0] == [0, 0, -4, -4, -4]


def test_of_several_transfers_to_come_each_counts_on_top_of_those_before():
    deal = compact(moved(3, when=1), moved(3, when=2))
    # w(3) = 9, w(6) = 14; who leaves in year 2 has the first and lacks the second.
    assert stakes(deal, "A")[0] == [0, 0, 9, 14, 14]
    assert stakes(deal, "A")[2] == [0, 5, 5]


def test_who_leaves_gives_back_what_is_reversible():
    deal = compact(moved(6, reversible=True))
    assert stakes(deal, "A")[2] == [14, 14, 14]
    assert stakes(deal, "B")[2] == [-6, -6, -6]


@pytest.mark.parametrize(("amount", "value"), [(2, 3), (4, 3), (5, 1)])
def test_the_last_unit_is_worth_the_largest_optimal_price(amount, value):
    # At 4 units one more is worth 1, one less costs 3.
    deal = compact(moved(amount))
    assert last_unit_value(deal, deal_payoffs(deal), "A", "quota") == value


def test_a_unit_that_is_needed_has_no_price():
    deal = compact(moved(2), Transfer("quota", "A", "B", Fraction(2)))
    assert last_unit_value(deal, deal_payoffs(deal), "A", "quota") is None
