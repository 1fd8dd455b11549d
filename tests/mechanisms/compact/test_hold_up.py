"""Bargaining again after sinking, on a deal solved by hand.

A builds at 3 a mu; B owns 10 mu at 1. A's park for B takes two projects, tax 4 each to A and rent 5
each to B, costs B 8 a year of which 3 are running costs, and A refunds half of its tax to B.
"""

from dataclasses import replace
from fractions import Fraction

import pytest

from games import InvalidInput
from games.annuity import Annuity
from games.production import Activity, LinearProductionGame, Resource, Use, Value
from mechanisms.compact.clauses import Enclave, Incubation, Refund, Transfer
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.hold_up import hold_up

ZERO = Fraction(0)
REGION = LinearProductionGame(
    cities=("A", "B"),
    resources=(Resource("quota", "tradable", {"B": 10}),),
    activities=(
        Activity("build", ("A",), (Use("quota", 1),), (Value("A", "cash", 3),)),
        Activity("farm", ("B",), (Use("quota", 1),), (Value("B", "cash", 1),)),
    ),
)
PROJECT = Incubation(
    floor=Fraction(1),
    rent=Fraction(5),
    spillover=ZERO,
    congestion_rd=ZERO,
    stay_tax=Fraction(4),
    congestion_production=ZERO,
    plant_tax=ZERO,
    plant_land=ZERO,
    plant_quota=ZERO,
    return_rate=ZERO,
)
PARK = Enclave(
    "park",
    host="A",
    home="B",
    paid_by="B",
    rent_to="B",
    cost=Fraction(8),
    floor=Fraction(2),
    projects=Fraction(2),
    brings=Fraction(2),
    incubation=PROJECT,
    running_cost=Fraction(3),
)
BUILD = REGION.activities[:1]
STATUS_QUO = {"A": ZERO, "B": Fraction(10)}


def signed(*, enforceable=False, members=("A", "B"), park=PARK, **transfer):
    moved = Transfer("quota", "B", "A", Fraction(4), **({"price": Fraction(1, 2)} | transfer))
    refund = Refund("A", "B", Fraction(1, 2), 1, 4, enforceable)
    annuity = Annuity(4, ZERO)
    return EnclaveCompact(REGION, annuity, members, (park,), (moved,), (refund,))


def bargained(*, weights=None, **clauses):
    deal = signed(**clauses)
    return hold_up(deal, deal_payoffs(deal), weights=weights)


def only(found):
    """The step after signing, where it is the only one."""
    (step,) = found.steps
    assert step.year == 0
    return step


def broken(step):
    """What each ends with if talks fail, the price paid before with it."""
    return {city: step.before[city] + x for city, x in step.fall_back.items()}


def test_land_and_price_stay_and_the_park_runs_on_for_who_paid_for_it():
    found = bargained()
    # A: 12 built + 8 tax - 4 refund - 2 price; B: 6 farmed - 8 park + 10 rent + 4 + 2.
    assert found.deal == {"A": 14, "B": 14}
    # The refund ends; B runs its park, as its rent of 10 is more than its running cost of 3.
    assert broken(only(found)) == {"A": 12 + 8 - 2, "B": 6 - 8 + 10 + 2}
    assert only(found).runs == {"park": True}
    # Going on adds nothing: B loses its refund, and stays where it was without a deal.
    assert found.lowest("B") == 10
    assert found.loss("B") == 4
    assert found.margins(STATUS_QUO) == {"A": 18, "B": 0}


def test_an_enforceable_refund_stays_in_the_fall_back():
    found = bargained(enforceable=True)
    assert broken(only(found)) == found.deal == {"A": 14, "B": 14}


def test_the_park_is_idle_where_its_payer_would_rather_close_it():
    dear = replace(PARK, running_cost=Fraction(11), cost=Fraction(16))
    found = bargained(park=dear)
    assert found.deal == {"A": 14, "B": 6}
    assert only(found).runs == {"park": False}
    assert broken(only(found)) == {"A": 12 - 2, "B": 6 - 5 + 2}
    # Going on is worth 7 more: 20 - 13.
    assert only(found).path == {"A": Fraction(27, 2), "B": Fraction(13, 2)}


def test_a_loss_of_going_on_is_not_shared_out():
    """Nobody is talked down below its own fall-back."""
    dear = replace(PARK, running_cost=Fraction(22), cost=Fraction(27))
    found = bargained(park=dear)
    assert only(found).surplus == (14 - 5) - (10 + 3)
    assert only(found).path == broken(only(found)) == {"A": 10, "B": 3}


def test_bargaining_weights():
    dear = replace(PARK, running_cost=Fraction(11), cost=Fraction(16))
    found = bargained(park=dear, weights={"A": 1, "B": 3})
    assert only(found).path == {"A": 10 + Fraction(7, 4), "B": 3 + Fraction(21, 4)}
    with pytest.raises(InvalidInput, match="the bargaining weight of A is 0"):
        bargained(weights={"A": 0})
    with pytest.raises(InvalidInput, match="a member is 'C'"):
        bargained(weights={"C": 1})


def test_reversible_land_goes_back_and_its_price_with_it():
    assert broken(only(bargained(reversible=True))) == {"A": 8, "B": 10 - 8 + 10}


def test_each_later_step_is_a_step_of_its_own():
    found = bargained(when=2)
    assert [step.year for step in found.steps] == [0, 2]
    # Of four years two remain once the land is handed over, for 8 in year 2.
    first, second = found.steps
    # The park cost 20 at signing, which is 5 a year: that is sunk.
    assert first.before == {"A": 0, "B": -5}
    assert first.fall_back == {"A": 8, "B": 10 - 3 + 10}
    assert first.surplus == 4 * (3 - 1) * Fraction(2, 4)
    assert first.path == {"A": 8 + 2, "B": 12 + 2}
    assert second.before["A"] == (2 * (8 - 4) - 8) / Fraction(4)
    assert second.before["B"] == (2 * 21 + 8 - 20) / Fraction(4)
    assert second.fall_back == {"A": (12 + 8) * Fraction(1, 2), "B": (6 + 7) * Fraction(1, 2)}
    assert found.deal == {"A": 8, "B": 16}
    assert [found.worst(city).year for city in ("A", "B")] == [0, 0]
    assert found.lowest("B") == 14


@pytest.mark.parametrize(
    ("city", "alone", "margin"),
    [("B", 16, 0), ("B", 17, 1), ("B", 18, 0), ("B", 19, 16 - 19), ("A", 6, 0), ("A", 7, 6 - 7)],
)
def test_who_loses_nothing_by_talks_opens_them_at_signing(city, alone, margin):
    """Nothing is left to talk about in year 2; at signing half of a gain of 4, as above."""
    found = bargained(when=2, enforceable=True)
    assert found.deal == found.steps[1].path == {"A": 8, "B": 16}
    assert found.steps[0].path == {"A": 8 - 4 + 2, "B": 12 + 4 + 2}
    assert found.margins({"A": 0, "B": 0, city: alone})[city] == margin


def test_who_can_be_talked_down_later_cannot_count_on_talks_at_signing():
    """Half the price: 1 a year less. In the last two years B has no refund of 4: 2 a year less."""
    found = bargained(when=2, price=Fraction(1, 4))
    assert [step.path["B"] for step in found.steps] == [14, 16 - 1 - 2]
    assert found.deal["B"] == 16 - 1
    assert found.margins({"A": 0, "B": Fraction(27, 2)})["B"] == Fraction(-1, 2)


def test_a_member_that_contributes_nothing_takes_no_share():
    """C signs and does nothing; whatever the way to share, it has what it has alone."""
    land = Resource("quota", "tradable", {"B": 10})
    three = replace(REGION, cities=("A", "B", "C"), resources=(land,))
    later = Transfer("quota", "B", "A", Fraction(4), when=1)
    deal = EnclaveCompact(three, Annuity(4, ZERO), ("A", "B", "C"), (), (later,))
    step = hold_up(deal, deal_payoffs(deal)).steps[0]
    gain = 4 * 2 * Fraction(3, 4)
    assert step.renegotiated == step.nash == {"A": gain / 2, "B": 10 + gain / 2, "C": 0}


def test_three_share_what_they_add_in_all_orders():
    """A can be given land by B, and by C: each of these alone is worth half as much as both."""
    land = Resource("quota", "tradable", {"B": 4, "C": 4})
    three = replace(REGION, cities=("A", "B", "C"), resources=(land,), activities=BUILD)
    later = [Transfer("quota", city, "A", Fraction(4), when=1) for city in "BC"]
    deal = EnclaveCompact(three, Annuity(3, ZERO), ("A", "B", "C"), (), later)
    step = hold_up(deal, deal_payoffs(deal)).steps[0]
    each = 4 * 3 * Fraction(2, 3)
    assert step.renegotiated == {"A": each, "B": each / 2, "C": each / 2}
    assert step.nash == dict.fromkeys("ABC", 2 * each / 3)


def test_who_adds_to_some_group_shares_by_nash_though_all_the_others_do_not_need_it():
    """A has room for the land of B or that of C: with both gone it makes nothing."""
    land = Resource("quota", "tradable", {"B": 4, "C": 4})
    room = (replace(BUILD[0], limit=Fraction(4)),)
    three = replace(REGION, cities=("A", "B", "C"), resources=(land,), activities=room)
    later = [Transfer("quota", city, "A", Fraction(4), when=1) for city in "BC"]
    deal = EnclaveCompact(three, Annuity(3, ZERO), ("A", "B", "C"), (), later)
    step = hold_up(deal, deal_payoffs(deal)).steps[0]
    all_of_it = 4 * 3 * Fraction(2, 3)
    # C comes last but one after A in one order of six, and first after A in one.
    assert step.renegotiated == {"A": 4 * all_of_it / 6, "B": all_of_it / 6, "C": all_of_it / 6}
    assert step.nash == dict.fromkeys("ABC", all_of_it / 3)


def test_one_alone_has_nobody_to_bargain_with():
    alone = EnclaveCompact(REGION, Annuity(4, ZERO), ("B",))
    step = only(hold_up(alone, deal_payoffs(alone)))
    assert step.fall_back == step.going_on == step.renegotiated != {"B": 0}
    assert step.surplus == 0
    assert step.path == {"B": 10}


def test_the_status_quo_is_asked_of_all():
    with pytest.raises(InvalidInput, match=r"the status quo of B is .?missing"):
        bargained().margins({"A": ZERO})
