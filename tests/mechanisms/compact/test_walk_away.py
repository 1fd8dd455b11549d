"""What a leaver forgoes and stops, on compacts small enough to be solved by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from games import InvalidInput
from games.annuity import Annuity
from games.production import (
    Activity,
    Exchange,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)
from mechanisms.compact.clauses import Enclave, Incubation, Payment, Refund, Transfer
from mechanisms.compact.continuation import Continuation
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.kept_platforms import with_kept_platforms
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


def compact(*transfers, region=REGION, **more):
    return EnclaveCompact(region, Annuity(4, Fraction(0)), ("A", "B"), transfers=transfers, **more)


def stakes(deal, city):
    return at_stake(deal, deal_payoffs(deal), city)


def moved(amount, when=0, resource="quota", **more):
    return Transfer(resource, "B", "A", Fraction(amount), when=when, **more)


def test_what_is_handed_over_for_good_is_no_reason_to_stay():
    assert stakes(compact(moved(6)), "A") == [[], *([0] * k for k in range(4, 0, -1))]


@pytest.mark.parametrize(("amount", "worth"), [(4, 12), (6, 14), (2, 6)])
def test_all_units_to_come_are_valued_together_though_returns_diminish(amount, worth):
    # w(4) = 12, w(6) = 14: neither 6 x 3 nor 6 x 1; at 4 every price from 1 to 3 is optimal.
    deal = compact(moved(amount, when=2))
    assert stakes(deal, "A")[1] == [0, 0, worth, worth]
    # Who leaves in year 2 still gets what is due in year 2.
    assert stakes(deal, "A")[2:] == [[0, 0, 0], [0, 0], [0]]
    assert stakes(deal, "B")[1] == [0, 0, -amount, -amount]  # B's own fields
    assert stakes(deal, "B")[2:] == [[0, -amount, -amount], [0, 0], [0]]


def test_what_comes_within_the_lag_still_comes():
    for lag, last in ((1, 1), (2, 0)):
        deal = compact(moved(4, when=2), lag=lag)
        losing = [t for t in range(1, 5) if any(stakes(deal, "A")[t])]
        assert losing == list(range(1, last + 1))
    assert stakes(compact(moved(4, when=3), lag=2), "A")[1] == [0, 0, 0, 12]
    with pytest.raises(InvalidInput, match="the lag of a deal in years is 0"):
        compact(lag=0)


def test_credit_ends_with_the_lag():
    deal = compact(credit={"A": Fraction(5)}, grant={"A": Fraction(2)})
    assert stakes(deal, "A")[1] == [0, 7, 7, 7]
    assert stakes(replace(deal, lag=3), "A")[1] == [0, 0, 0, 7]


def test_another_resource_has_its_own_value():
    deal = compact(moved(2, when=2, resource="water"))
    assert stakes(deal, "A")[1] == [0, 0, 10, 10]
    assert stakes(deal, "B")[1] == [0, 0, -4, -4]


def test_of_several_transfers_to_come_each_counts_on_top_of_those_before():
    deal = compact(moved(3, when=1), moved(3, when=2))
    # w(3) = 9, w(6) = 14; who leaves in year 1 gets the first and lacks the second.
    assert stakes(deal, "A")[1] == [0, 0, 5, 5]
    assert stakes(deal, "B")[1] == [0, -3, -6, -6]


def test_who_leaves_gives_back_what_is_reversible_once_it_is_answered():
    deal = compact(moved(6, reversible=True))
    assert stakes(deal, "A")[2] == [0, 14, 14]
    assert stakes(deal, "B")[2] == [0, -6, -6]


def test_a_price_and_its_land_are_two_promises_of_one_year():
    # 1/2 a unit and year for 4 years without interest: 2 a unit, 8 for four, due in year 2.
    deal = compact(moved(4, when=2, price=Fraction(1, 2)))
    assert stakes(deal, "A")[1] == [0, -8, 12, 12]
    assert stakes(deal, "A")[2] == [-8, 0, 0]  # it takes the land and does not pay
    assert stakes(deal, "A")[3] == [0, 0]
    assert stakes(deal, "B")[1] == [0, 8, -4, -4]
    assert stakes(deal, "B")[2] == [0, -4, -4]  # it takes the price and keeps the land


def test_a_price_paid_at_signing_is_sunk():
    deal = compact(moved(4, price=Fraction(1, 2)))
    assert stakes(deal, "A")[1] == stakes(deal, "B")[1] == [0] * 4


def test_the_price_of_what_goes_back_is_given_back_for_the_years_without_it():
    deal = compact(moved(4, price=Fraction(1, 2), reversible=True))
    assert stakes(deal, "A")[2] == [0, 12 - 2, 12 - 2]
    assert stakes(deal, "B")[2] == [0, 2 - 4, 2 - 4]


def test_a_price_paid_later_is_for_the_years_in_which_the_land_is_used():
    # 8 paid in year 2 for the years 3 and 4: 4 a year, not 2.
    deal = compact(moved(4, price=Fraction(1, 2), when=2, reversible=True))
    assert stakes(deal, "A")[3] == [0, 12 - 4]


def test_a_price_that_was_not_paid_is_not_given_back():
    deal = compact(moved(4, price=Fraction(1, 2), when=2, reversible=True))
    assert stakes(deal, "A")[2] == [-8, 12, 12]


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
        **{"paid_by": "B", "rent_to": "B", "cost": Fraction(9), "incubation": one} | more,
    )


def test_a_members_own_park_is_not_forgotten():
    """B paid for it: it goes on getting the rent, and runs it as long as that is worth it."""
    assert stakes(compact(enclaves=(park(),)), "B")[2] == [0] * 3
    assert stakes(compact(enclaves=(park(running_cost=Fraction(1)),)), "B")[2] == [0] * 3
    # At 5 it would rather close it, rent or not: the deal costs it 3 a year.
    assert stakes(compact(enclaves=(park(running_cost=Fraction(5)),)), "B")[2] == [2 - 5] * 3


def test_the_rent_of_a_park_goes_to_who_paid_for_it_once_the_other_is_gone():
    deal = compact(enclaves=(park(rent_to="A"),))
    assert stakes(deal, "B")[2] == [-2] * 3  # which pays A the rent in the deal
    assert stakes(deal, "A")[2] == [0, 2, 2]


def test_the_host_loses_its_taxes_only_if_the_payer_would_rather_close():
    one = replace(park().incubation, stay_tax=Fraction(7))
    runs, closes = (
        compact(enclaves=(park(running_cost=Fraction(x), incubation=one),)) for x in (1, 5)
    )
    assert stakes(runs, "A")[2] == [0, 0, 0]
    assert stakes(closes, "A")[2] == [0, 7, 7]


@pytest.mark.parametrize(
    ("interest", "leaving", "runs_after"),
    [(0, [21, 21, Fraction("24.1")], [1, 2, 3]), (Fraction(1, 10), [22, 22, 22], [2, 3])],
)
def test_a_park_that_pays_late_is_run_for_what_that_is_worth_today(interest, leaving, runs_after):
    """Running it costs B 1 a year more than its rent, and brings 3.1 of A's tax in year 4 alone.

    From year 2 on that is 2.1 - 1 - 1 > 0 without interest; at a tenth 2.1 / 1.21 < 1 + 1 / 1.1.
    B makes 22 beside it.
    """
    tax = replace(park().incubation, stay_tax=Fraction(7))
    owed = Refund("A", "B", Fraction(31, 70), 4, 4, enforceable=True)
    one = compact(enclaves=(park(running_cost=Fraction(3), incubation=tax),), refunds=(owed,))
    deal = replace(one, annuity=Annuity(4, interest))
    path = Continuation(deal, deal_payoffs(deal))
    assert path.leaving("B", 2) == leaving
    assert [year for year in range(4) if path.runs(["B"], year)["park"]] == runs_after


def test_a_park_that_was_paid_once_costs_less_until_the_horizon_whenever_a_grant_ends():
    """Later B builds it anew. It is all the same to B whether A has a grant in two years or not."""
    plain = compact(enclaves=(park(running_cost=Fraction(1)),))
    plain = replace(plain, annuity=Annuity(4, Fraction(1, 10), "perpetuity"))
    granted = replace(plain, grant={"A": Fraction(5)}, grant_years=(1, 2))
    one, two = (Continuation(deal, deal_payoffs(deal)) for deal in (plain, granted))
    flows = one.leaving("B", 1)
    assert flows == two.leaving("B", 1)
    assert flows[3] - flows[4] == plain.enclaves[0].opening_cost == 8  # of years 4 and 5


@pytest.mark.parametrize("annuity", [Annuity(4, 0), Annuity(4, Fraction(1, 10), "perpetuity")])
def test_the_kinds_of_a_year_leave_nothing_over_where_no_platforms_are_open(annuity):
    """In the deal or out of it, the park idle or not, before and after the horizon."""
    tax = replace(park().incubation, stay_tax=Fraction(7))
    one = compact(
        moved(4, when=2, price=Fraction(1, 2)),
        enclaves=(park(running_cost=Fraction(5), incubation=tax),),
        payments=(Payment("A", "B", 5, 2, 3, enforceable=True),),
        refunds=(Refund("A", "B", Fraction(1, 7), 4, 4, enforceable=True),),
    )
    deal = replace(one, annuity=annuity)
    path = Continuation(deal, deal_payoffs(deal))
    for city in deal.members:
        for year in range(1, path.last + 1):
            told = [path.by_kind(city, year)]
            told += [path.by_kind(city, year, left_in=left) for left in range(1, year)]
            assert not any(kinds["own platforms"] for kinds in told)


def test_a_host_that_leaves_keeps_its_own_park_running():
    own = park(paid_by="A", rent_to="A", running_cost=Fraction(1))
    assert stakes(compact(enclaves=(own,)), "A")[2] == [0] * 3


def test_who_leaves_opens_platforms_of_its_own():
    hall = Platform("hall", "B", Fraction(3), (Use("places", 2, "B"),))
    towers = Activity(
        "towers", ("B",), (Use("quota", 1), Use("places", 1, "B")), (Value("B", "cash", 4),)
    )
    region = replace(
        REGION,
        resources=(*REGION.resources, Resource("places", "bound", {})),
        activities=(*REGION.activities, towers),
        platforms=(hall,),
    )
    deal = with_kept_platforms(replace(compact(moved(9, when=2)), region=region))
    # Alone B opens the hall, 8 + 2 x 4 - 3 = 13; on the one mu that is left it does not pay.
    assert deal.kept == {"B": {}}
    assert stakes(deal, "B")[3] == [0] * 2
    early = with_kept_platforms(replace(compact(moved(2, when=2)), region=region))
    assert early.kept == {"B": {"hall": 1}}
    dear = replace(region, platforms=(replace(hall, cost=Fraction(5)),))
    deal = with_kept_platforms(replace(compact(moved(9, when=2)), region=dear))
    assert stakes(deal, "B")[3] == [0] * 2  # it has shut the hall, staying or not


def test_what_must_be_bought_is_bought():
    """A plant takes 2 mu, and B has one left: it buys one on the exchange, in the deal or out."""
    one = replace(park().incubation, plant_tax=Fraction(9), plant_quota=Fraction(2), return_rate=1)
    quota = replace(REGION.resources[0], exchange=Exchange(Fraction(3), Fraction(1), Fraction(1)))
    region = replace(REGION, resources=(quota, *REGION.resources[1:]))
    deal = compact(moved(9), enclaves=(park(incubation=one),), region=region)
    assert deal_payoffs(deal).own["B"] == 12 - 3
    assert stakes(deal, "B")[1] == [0] * 4
    none = replace(region, resources=(replace(quota, exchange=None), *REGION.resources[1:]))
    assert deal_payoffs(replace(deal, region=none)) is None


@pytest.mark.parametrize(("amount", "value"), [(2, 3), (4, 3), (5, 1)])
def test_the_last_unit_is_worth_the_largest_optimal_price(amount, value):
    # At 4 units one more is worth 1, one less costs 3.
    deal = compact(moved(amount))
    assert last_unit_value(deal, deal_payoffs(deal), "A", "quota") == value


def test_a_unit_that_is_needed_has_no_price():
    deal = compact(moved(2), Transfer("quota", "A", "B", Fraction(2)))
    assert last_unit_value(deal, deal_payoffs(deal), "A", "quota") is None
