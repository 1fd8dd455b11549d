"""Tranches: the repair is put into the compact, and the compact is examined again."""

from dataclasses import replace
from fractions import Fraction

import pytest

from games import InvalidInput
from games.annuity import Annuity
from games.production import Activity, LinearProductionGame, Resource, Use, Value
from mechanisms.compact.clauses import Enclave, Incubation, Refund, Transfer
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.last_obligation import last_obligation
from mechanisms.compact.self_enforcement import least_deposit, walk_away
from mechanisms.compact.tranches import (
    in_tranches,
    last_unit_value,
    one_more_unit_value,
    tranche_schedule,
)
from mechanisms.compact.walk_away import at_stake

# A builds at 3 a mu, B farms at 1; A refunds to B, which has the park.
REGION = LinearProductionGame(
    ("A", "B"),
    (Resource("quota", "tradable", {"B": 40}),),
    (
        Activity("build", ("A",), (Use("quota", 1),), (Value("A", "cash", 3),)),
        Activity("farm", ("B",), (Use("quota", 1),), (Value("B", "cash", 1),)),
    ),
)
D = Fraction(9, 10)
BOTH = {"A": D, "B": D}


def promised(*refunds, horizon=6, amount=30, credit=None, **more):
    """Promises of 6 a year for a share of 1."""
    zero, one = Fraction(0), Fraction(1)
    each = Incubation(zero, zero, zero, zero, Fraction(6), zero, zero, zero, zero, zero)
    park = Enclave("park", "A", "B", "B", "B", zero, zero, one, one, each)
    moved = Transfer("quota", "B", "A", Fraction(amount))
    owed = tuple(Refund("A", "B", Fraction(share), a, b) for share, a, b in refunds)
    return EnclaveCompact(
        more.pop("region", REGION),
        Annuity(horizon, zero),
        ("A", "B"),
        (park,),
        (moved,),
        owed,
        credit=credit or {},
        **more,
    )


def scheduled(compact, discounts=BOTH):
    return tranche_schedule(compact, deal_payoffs(compact), compact.transfers[0], discounts)


def verdict(compact, city, d=D):
    return walk_away(at_stake(compact, deal_payoffs(compact), city), d)


def test_as_signed_the_host_stops_paying():
    assert verdict(promised((1, 1, 1)), "A").leaves_in == 1


def test_the_taker_is_held_by_what_comes_after_its_payment():
    """6 due in year 1; quota handed over in year 2 is worth 3 a year from year 3 to 6."""
    compact = promised((1, 1, 1))
    schedule = scheduled(compact)
    assert list(schedule.releases) == [2]
    assert schedule.releases[2] * 3 * (D**2 + D**3 + D**4 + D**5) == 6
    assert (schedule.taker_value, schedule.giver_value) == (3, 1)
    written = in_tranches(compact, compact.transfers[0], schedule.releases)
    assert verdict(written, "A").margin == 0  # nothing more than needed is held back
    assert verdict(written, "A").leaves_in is None


def test_a_last_delivery_for_nothing_needs_a_deposit_of_the_giver():
    """B would keep the tranche of year 2 to farm it: nothing comes to it after that."""
    compact = promised((1, 1, 1))
    schedule = scheduled(compact)
    assert not schedule.both_sides
    written = in_tranches(compact, compact.transfers[0], schedule.releases)
    stake = at_stake(written, deal_payoffs(written), "B")
    left = walk_away(stake, D)
    assert (left.leaves_in, left.pays_most_in) == (1, 2)
    farmed = schedule.releases[2] * (D + D**2 + D**3 + D**4)
    assert left.gain == farmed
    held = least_deposit(stake, D, 0, last_obligation(written))
    assert (held.returned_in, held.amount) == (2, farmed)
    assert held.cost == farmed * (1 - D**2)


def test_a_giver_with_something_to_lose_hands_over():
    """The province credits B 5 a year while the deal holds: both sides are held."""
    compact = promised((1, 1, 1), credit={"B": Fraction(5)})
    schedule = scheduled(compact)
    assert schedule.both_sides
    written = in_tranches(compact, compact.transfers[0], schedule.releases)
    assert verdict(written, "A").leaves_in is verdict(written, "B").leaves_in is None


def test_what_was_written_into_the_deal_is_not_asked_for_again():
    compact = promised((1, 1, 1))
    written = in_tranches(compact, compact.transfers[0], scheduled(compact).releases)
    assert scheduled(written).releases == {}


def test_a_longer_lag_needs_later_tranches():
    schedule = scheduled(promised((1, 1, 1), lag=2))
    assert list(schedule.releases) == [3]
    assert schedule.releases[3] * 3 * (D**3 + D**4 + D**5) == 6


@pytest.mark.parametrize("more", [0, Fraction(1, 100)])
def test_what_is_to_come_in_a_later_year_is_lacking_before_where_it_is_held_back(more):
    """6 due in year 3, after what comes in year 2; what comes in 4 instead is not used in 3 and 4.

    That counts in year 1, in which so much is due, too, that no more could be.
    """
    held, years = 6 / (3 * (D**2 + D**3 + D**4)), [D**t for t in range(2, 7)]
    due = Fraction(7, 5) * 3 * sum(years) - 6 * D**2 - held * 3 * (D**2 + D**3) + more
    compact = promised((due / 6, 1, 1), (1, 3, 3), horizon=7, amount=Fraction(7, 5))
    later = compact.with_transfers((replace(compact.transfers[0], when=2),))
    schedule = scheduled(later)
    assert (schedule and schedule.releases) == (None if more else {4: held})


def test_all_promises_of_the_payer_are_kept_not_the_largest_alone():
    compact = promised((1, 1, 1), (Fraction(1, 2), 3, 3))
    schedule = scheduled(compact)
    written = in_tranches(compact, compact.transfers[0], schedule.releases)
    assert verdict(written, "A").margin == 0
    alone = scheduled(replace(compact, refunds=compact.refunds[:1]))
    unkept = in_tranches(compact, compact.transfers[0], alone.releases)
    assert verdict(unkept, "A").leaves_in is not None


def test_the_patient_need_less_security():
    compact = promised((1, 1, 3), horizon=9, amount=35)
    factors = [Fraction(d, 100) for d in (60, 76, 90, 95)]
    held = [scheduled(compact, {"A": d, "B": d}).held_back for d in factors]
    assert held == sorted(held, reverse=True)
    assert len(set(held)) == 4


def test_more_than_the_deal_has_is_not_feasible():
    schedule = scheduled(promised((1, 1, 1), amount=Fraction(1, 10)))
    assert not schedule.feasible
    with pytest.raises(InvalidInput, match="what is held back is"):
        in_tranches(promised((1, 1, 1)), promised((1, 1, 1)).transfers[0], {2: Fraction(99)})


def test_in_a_perpetuity_land_keeps_its_value():
    """3 a year for ever from year 3 on: d^2 / (1 - d)."""
    forever = Annuity(6, Fraction(1, 20), "perpetuity")
    schedule = scheduled(replace(promised((1, 1, 1)), annuity=forever))
    assert schedule.releases == {2: 2 * (1 - D) / D**2}


def test_worthless_quota_secures_nothing():
    idle = replace(REGION, activities=REGION.activities[1:])
    assert scheduled(promised((1, 1, 1), region=idle)) is None


def test_land_that_goes_back_anyway_secures_nothing_by_being_late():
    compact = promised((1, 1, 1))
    moved = replace(compact.transfers[0], reversible=True)
    assert scheduled(compact.with_transfers((moved,))) is None


def test_a_cost_that_outlasts_the_promise_is_seen_in_every_year_to_the_horizon():
    # Keeping on costs 1 a year after the last refund (a credit below zero): no tranche helps then.
    assert scheduled(promised((1, 1, 1), credit={"A": Fraction(-1)})) is None


def test_a_refund_in_the_last_years_cannot_be_secured_by_quota_after_it():
    assert scheduled(promised((1, 6, 6))) is None
    assert scheduled(promised((1, 5, 5))) is None  # quota of year 6 is used by nobody
    assert scheduled(promised((1, 4, 4))) is not None


def test_nothing_promised_is_nothing_to_hold_back():
    assert scheduled(promised()).releases == {}


def test_a_price_stays_with_the_first_tranche():
    compact = promised((1, 1, 1))
    moved = replace(compact.transfers[0], price=Fraction(2))
    written = in_tranches(compact.with_transfers((moved,)), moved, {2: Fraction(10)})
    assert [(t.when, t.amount, t.price) for t in written.transfers] == [(0, 20, 3), (2, 10, 0)]


@pytest.mark.parametrize(("amount", "low", "high"), [(2, 3, 3), (4, 1, 3), (5, 1, 1)])
def test_one_more_unit_and_the_last_one(amount, low, high):
    """At 3 on the first 4 mu and at 1 on any more: at 4 one more is worth 1, one less costs 3."""
    good = Activity("good", ("A",), (Use("quota", 1),), (Value("A", "cash", 3),), Fraction(4))
    poor = Activity("poor", ("A",), (Use("quota", 1),), (Value("A", "cash", 1),))
    region = replace(REGION, activities=(good, poor))
    compact = promised(amount=amount, region=region)
    payoffs = deal_payoffs(compact)
    assert one_more_unit_value(compact, payoffs, "A", "quota") == low
    assert last_unit_value(compact, payoffs, "A", "quota") == high


@pytest.mark.parametrize("discount", [1, -1, 2])
def test_discount_factors_are_from_0_to_below_1(discount):
    with pytest.raises(InvalidInput, match="a discount factor is"):
        scheduled(promised((1, 1, 1)), {"A": discount, "B": D})
    with pytest.raises(InvalidInput, match=r"the discount factor of B is .?missing"):
        scheduled(promised((1, 1, 1)), {"A": D})


def test_what_is_held_back_is_a_transfer_of_the_deal():
    compact = promised((1, 1, 1))
    payoffs = deal_payoffs(compact)
    with pytest.raises(InvalidInput, match="what may be held back is of kind str"):
        tranche_schedule(compact, payoffs, "quota", BOTH)
    other = replace(compact.transfers[0], amount=3)
    with pytest.raises(InvalidInput, match="one of the deal's transfers"):
        tranche_schedule(compact, payoffs, other, BOTH)
    with pytest.raises(InvalidInput, match="one of the deal's"):
        in_tranches(compact, other, {})
