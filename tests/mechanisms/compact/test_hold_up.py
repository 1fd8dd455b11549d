"""Bargaining again after sinking, on a deal solved by hand.

A builds at 3 a mu; B owns 10 mu at 1. A's park for B takes two projects, tax 4 each to A and rent 5
each to B, costs B 8 a year of which 3 are running costs, and A refunds half of its tax to B.
"""

from fractions import Fraction

import pytest

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
STATUS_QUO = {"A": ZERO, "B": Fraction(10)}


def signed(*, enforceable=False, members=("A", "B"), **transfer):
    moved = Transfer("quota", "B", "A", Fraction(4), **({"price": Fraction(1, 2)} | transfer))
    refund = Refund("A", "B", Fraction(1, 2), 1, 4, enforceable)
    annuity = Annuity(4, ZERO)
    return EnclaveCompact(REGION, annuity, members, (PARK,), (moved,), (refund,))


def bargained(**clauses):
    deal = signed(**clauses)
    return hold_up(deal, deal_payoffs(deal))


@pytest.mark.parametrize("enforceable", [True, False])
def test_land_and_price_stay_the_park_is_idle_and_its_one_off_cost_borne(enforceable):
    found = bargained(enforceable=enforceable)
    # A: 12 built + 8 tax - 4 refund - 2 price; B: 6 farmed - 8 park + 10 rent + 4 + 2.
    assert found.deal == {"A": 14, "B": 14}
    assert found.broken == {"A": 12 - 2, "B": 6 - 5 + 2}
    # 28 - 13 = 15 shared equally.
    assert found.renegotiated == {"A": Fraction(35, 2), "B": Fraction(21, 2)}
    assert found.worst(STATUS_QUO) == "B"
    assert found.loss("B") == Fraction(7, 2)


def test_reversible_land_goes_back_and_its_price_with_it():
    assert bargained(reversible=True).broken == {"A": 0, "B": 10 - 5}


def test_land_still_to_come_is_not_sunk():
    assert bargained(when=2).broken == {"A": 0, "B": 10 - 5}


def test_the_worst_is_judged_against_its_status_quo_not_by_what_it_loses():
    found = bargained()
    more = type(found)(
        {"A": Fraction(9), "B": Fraction(9), "C": Fraction(0)},
        found.broken,
        {"A": Fraction(5), "B": Fraction(7), "C": Fraction(6)},
    )
    # A loses 4 and keeps 5 over its status quo; B loses 2 and ends 3 below its own.
    assert more.worst(STATUS_QUO | {"C": Fraction(9)}) == "B"
    assert type(found)(found.deal, found.broken, found.deal).worst(STATUS_QUO) is None
