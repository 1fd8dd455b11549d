"""What a leaver forgoes and stops, on compacts small enough to be solved by hand."""

from fractions import Fraction

import pytest

from games.annuity import Annuity
from games.production import Activity, LinearProductionGame, Resource, Use, Value
from mechanisms.compact.clauses import Enclave, Incubation, Transfer
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.tranches import last_unit_value
from mechanisms.compact.walk_away import at_stake

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


def test_a_price_to_come_is_neither_paid_nor_got_by_who_leaves_before():
    # 1/2 a unit and year for 4 years without interest: 2 a unit, 8 for four, due in year 2.
    deal = compact(moved(4, when=2, price=Fraction(1, 2)))
    assert stakes(deal, "A")[0] == [0, 0, -8, 12, 12]
    assert stakes(deal, "A")[3] == [0, 0]
    assert stakes(deal, "B")[1] == [0, 8, -4, -4]


def test_a_price_paid_at_signing_is_sunk():
    deal = compact(moved(4, price=Fraction(1, 2)))
    assert stakes(deal, "A")[1] == stakes(deal, "B")[1] == [0] * 4


def test_the_price_of_what_goes_back_is_given_back_for_the_years_without_it():
    deal = compact(moved(4, price=Fraction(1, 2), reversible=True))
    assert stakes(deal, "A")[3] == [12 - 2, 12 - 2]
    assert stakes(deal, "B")[3] == [2 - 4, 2 - 4]


def park(**more):
    idle = dict.fromkeys(("spillover", "congestion_rd", "congestion_production"), Fraction(0))
    plant = dict.fromkeys(("plant_tax", "plant_land", "plant_quota", "return_rate"), Fraction(0))
    one = Incubation(Fraction(1), Fraction(2), stay_tax=Fraction(0), **idle, **plant)
    return Enclave(
        "park",
        host="A",
        home="B",
        floor=Fraction(1),
        projects=Fraction(1),
        brings=Fraction(1),
        incubation=one,
        **{"paid_by": "B", "rent_to": "B", "cost": Fraction(9)} | more,
    )


def test_who_leaves_loses_the_rent_and_stops_the_running_cost_not_what_is_sunk():
    deal = compact(enclaves=(park(running_cost=Fraction(5)),))
    assert stakes(deal, "B")[2] == [2 - 5] * 3
    assert stakes(compact(enclaves=(park(),)), "B")[2] == [2] * 3


def test_a_host_that_leaves_keeps_its_own_park_running():
    own = park(paid_by="A", rent_to="A", running_cost=Fraction(5))
    assert stakes(compact(enclaves=(own,)), "A")[2] == [0] * 3


@pytest.mark.parametrize(("amount", "value"), [(2, 3), (4, 3), (5, 1)])
def test_the_last_unit_is_worth_the_largest_optimal_price(amount, value):
    # At 4 units one more is worth 1, one less costs 3.
    deal = compact(moved(amount))
    assert last_unit_value(deal, deal_payoffs(deal), "A", "quota") == value


def test_a_unit_that_is_needed_has_no_price():
    deal = compact(moved(2), Transfer("quota", "A", "B", Fraction(2)))
    assert last_unit_value(deal, deal_payoffs(deal), "A", "quota") is None
