"""What a deal does to each member's endowment and payoff, on compacts solved by hand."""

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from games import InvalidInput
from games.annuity import Annuity
from games.production import Activity, LinearProductionGame, Platform, Resource, Use, Value
from mechanisms.compact.clauses import Enclave, Incubation, Refund, Transfer
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.deal_stream import deal_stream
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.hold_up import hold_up
from mechanisms.compact.kept_platforms import with_kept_platforms
from mechanisms.compact.own_program import own_program
from mechanisms.compact.self_enforcement import present_value
from mechanisms.compact.shortfalls import shortfalls
from mechanisms.compact.tranches import last_unit_value
from mechanisms.compact.walk_away import at_stake
from solvers.enclosure.box import Box, paths

ZERO, ONE = Fraction(0), Fraction(1)
PROJECT = Incubation(
    floor=ONE,
    rent=ZERO,
    spillover=ZERO,
    congestion_rd=ZERO,
    stay_tax=Fraction(4),
    congestion_production=ZERO,
    plant_tax=Fraction(6),
    plant_land=Fraction(2),
    plant_quota=Fraction(1),
    return_rate=Fraction(1, 2),
)
PARK = Enclave(
    "park",
    host="A",
    home="B",
    paid_by="B",
    rent_to="B",
    cost=Fraction(8),
    floor=Fraction(4),
    projects=Fraction(4),
    brings=Fraction(4),
    incubation=PROJECT,
)

GIVEN = Transfer("quota", "B", "A", ONE)


def region(kind):
    """B farms at 1 on each of its 10 mu of quota, at 3 on each of its 7 of factory land."""
    site = "B" if kind == "bound" else None
    return LinearProductionGame(
        cities=("A", "B"),
        resources=(
            Resource("quota", kind, {"B": 10}),
            Resource("factory_land", "bound", {"B": 7}),
        ),
        activities=(
            Activity("farm", ("B",), (Use("quota", 1, site),), (Value("B", "cash", 1),)),
            Activity("shed", ("B",), (Use("factory_land", 1, "B"),), (Value("B", "cash", 3),)),
        ),
    )


def signed(kind="tradable", **clauses):
    parts = {"region": region(kind), "annuity": Annuity(4, ZERO), "members": ("A", "B")}
    return EnclaveCompact(**parts | {"enclaves": (PARK,)} | clauses)


@pytest.mark.parametrize("kind", ["tradable", "bound"])
def test_plants_take_quota_and_land_whether_or_not_these_can_move(kind):
    # Two of four return: 2 quota and 4 factory land are theirs. B: 8 + 9 + 12 tax - 8 park.
    found = deal_payoffs(signed(kind))
    assert found.own["B"] == 8 + 9
    assert found.payoffs == {"A": 2 * 4, "B": 17 + 12 - 8}


def test_a_deal_cannot_move_what_is_bound():
    moved = Transfer("quota", "B", "A", ONE)
    with pytest.raises(InvalidInput, match=r"kind of resource quota is .?bound.*since the deal"):
        signed("bound", transfers=(moved,))
    assert signed(transfers=(moved,)).endowment_changes("A") == {"quota": 1}


def test_a_deal_cannot_move_what_nobody_has_heard_of():
    with pytest.raises(InvalidInput, match=r"a resource is .?water"):
        signed(transfers=(Transfer("water", "B", "A", ONE),))


def test_what_is_not_scarce_is_not_lacking():
    free = replace(region("tradable"), resources=(), activities=())
    assert deal_payoffs(replace(signed(), region=free)).payoffs["B"] == 12 - 8


def test_each_member_is_held_to_what_it_has_of_everything():
    rows = {row.name: row.bound for row in own_program(signed("bound"), "A").rows}
    assert rows == {"quota at A": 0, "factory_land at A": 0}


def with_halls(cost, limit=1):
    """B can also open halls of 5 places, each worth 2 to its firms, and A may open parks."""
    base = region("tradable")
    places = Resource("places", "bound")
    hall = Platform("hall", "B", Fraction(cost), (Use("places", 5, "B"),), limit=limit)
    park = Platform("park", "A", Fraction(8))
    firms = Activity("firms", ("B",), (Use("places", 1, "B"),), (Value("B", "cash", 2),))
    return replace(
        base,
        resources=(*base.resources, places),
        activities=(*base.activities, firms),
        platforms=(hall, park),
    )


def test_who_signs_keeps_the_platforms_it_has():
    deal = with_kept_platforms(replace(signed(), region=with_halls(cost=4)))
    assert deal.kept == {"B": {"hall": 1}}
    # As without a hall, 21, and 5 places at 2 less 4.
    assert deal_payoffs(deal).payoffs["B"] == 21 + 10 - 4
    closed = with_kept_platforms(replace(signed(), region=with_halls(cost=11)))
    assert closed.kept == {"B": {}}
    assert deal_payoffs(closed).payoffs["B"] == 21


def test_a_deal_that_does_nothing_changes_nothing_for_who_has_a_platform():
    assert with_kept_platforms(signed(enclaves=())).kept == {}
    deal = with_kept_platforms(replace(signed(enclaves=()), region=with_halls(cost=4, limit=3)))
    assert deal.kept["B"] == {"hall": 3}
    assert deal_payoffs(deal).payoffs == {"A": 0, "B": 10 + 21 + 3 * 6}


def test_a_park_of_the_deal_is_not_kept_twice():
    paid = replace(with_halls(cost=20).platforms[1], cost=Fraction(-1))  # opened by A alone
    alone = replace(with_halls(cost=20), platforms=(paid,))
    assert with_kept_platforms(replace(signed(), region=alone)).kept == {}
    assert with_kept_platforms(replace(signed(enclaves=()), region=alone)).kept["A"] == {"park": 1}
    twice = replace(alone, platforms=(replace(paid, limit=2),))
    assert with_kept_platforms(replace(signed(), region=twice)).kept["A"] == {"park": 1}


def test_a_refund_counts_the_parks_of_the_payee_only():
    # C has a park in A as well: B's share is of the 2 x 4 tax of B's projects that stay.
    other = replace(PARK, name="other", home="C", paid_by="C", rent_to="C", projects=Fraction(8))
    to_b, to_c = (Refund("A", city, Fraction(1, 2), 1, 4) for city in "BC")
    three = replace(region("tradable"), cities=("A", "B", "C"))
    parks, refunds = (PARK, other), (to_b, to_c)
    deal = EnclaveCompact(three, Annuity(4, ZERO), three.cities, parks, refunds=refunds)
    assert [deal.promised_a_year(refund) for refund in (to_b, to_c)] == [4, 8]
    back = Refund("B", "A", Fraction(1, 4), 1, 4, base="return_tax")
    assert deal.promised_a_year(back) == Fraction(2 * 6, 4)


def test_a_payee_whose_grants_are_cut_has_less_than_is_paid():
    refund, keeps = Refund("A", "B", Fraction(1, 2), 1, 4), {"B": Fraction(1, 4)}
    plain = signed(refunds=(refund,))
    deal = replace(plain, keeps_of_shared=keeps)
    paid = deal.promised_a_year(refund)
    assert paid > 0
    assert [deal.promised_to(city, refund) for city in "AB"] == [-paid, paid / 4]
    for city, share in (("A", 1), ("B", Fraction(1, 4))):
        assert deal.incidence(city)["refund"] == plain.incidence(city)["refund"] * share


def test_a_park_may_take_the_site_of_a_platform():
    """The hall of A gives way to the park."""
    base = region("tradable")
    site = Resource("site", "bound", {"A": 1})
    park, hall = (
        Platform(name, "A", cost, uses=(Use("site", 1, "A"),))
        for name, cost in (("park", Fraction(8)), ("hall", Fraction(-1)))
    )
    full = replace(base, resources=(*base.resources, site), platforms=(park, hall))
    without = replace(signed(), region=replace(full, platforms=(park,)))
    assert shortfalls(without) == ()
    assert deal_payoffs(without) is not None
    crowded = with_kept_platforms(replace(signed(), region=full))
    assert crowded.kept["A"] == {}
    assert shortfalls(crowded) == ()
    assert deal_payoffs(crowded) is not None
    both = replace(crowded, kept={"A": {"hall": 1}})
    (short,) = shortfalls(both)
    assert (short.city, short.resource, short.promised, short.lacking) == ("A", "site", 2, 1)
    assert deal_payoffs(both) is None


@pytest.mark.parametrize(
    ("clauses", "place"),
    [
        ({"enclaves": (replace(PARK, host="C"),)}, "a party to enclave park"),
        ({"transfers": (Transfer("quota", "B", "C", 1),)}, "the taker of quota"),
        ({"refunds": (Refund("C", "B", 1, 1, 2),)}, "the payer of a refund"),
        ({"credit": {"C": ONE}}, "a member with credit"),
    ],
)
def test_who_is_no_member_is_named(clauses, place):
    with pytest.raises(InvalidInput, match=f"{place} is 'C'; it should be one of A, B."):
        signed(**clauses)


def test_years_are_kept_as_plain_whole_numbers():
    """As a table of numbers from elsewhere gives them."""
    moved = Transfer("quota", "B", "A", 1, when=np.int64(2))
    promised = Refund("A", "B", 1, np.int64(1), np.int64(3))
    assert [type(year) for year in (moved.when, promised.first, promised.last)] == [int] * 3


REFUND = "of the refund of A to B"
BAD_CLAUSES = {
    "amount of the transfer of quota is -1": lambda: Transfer("quota", "B", "A", -1),
    "the year of the transfer of quota is -1": lambda: Transfer("quota", "B", "A", 1, when=-1),
    f"share {REFUND} is 2; it should be between 0 and 1.": lambda: Refund("A", "B", 2, 1, 4),
    f"the last year {REFUND} is 2; it should be a whole number from 3 on.": lambda: Refund(
        "A", "B", 1, 3, 2
    ),
    f"the base {REFUND} is 'tax'": lambda: Refund("A", "B", 1, 1, 2, base="tax"),
    "return rate of a project is 1.5": lambda: replace(PROJECT, return_rate=1.5),
    "cost of park is 'much'; it should be a number.": lambda: replace(PARK, cost="much"),
    "the horizon in years is 2.5": lambda: Annuity(2.5, 0),
    "a member is 'A'; it should be named once": lambda: signed(members=("A", "A")),
    "the list of members is 'A'; it should be a list of names.": lambda: signed(members="A"),
    "the list of members is 5; it should be a list of names.": lambda: signed(members=5),
    "the list of members is None; it should be a list of names.": lambda: signed(members=None),
    "the transfers of a deal is of kind Transfer; it should be a list of Transfer.": lambda: signed(
        transfers=GIVEN
    ),
    "one of the transfers of a deal is of kind str; it should be a Transfer.": lambda: signed(
        transfers=("x",)
    ),
    "one of the enclaves of a deal is of kind Transfer; it should be an Enclave.": lambda: signed(
        enclaves=[GIVEN]
    ),
    "the refunds of a deal is None; it should be a list of Refund.": lambda: signed(refunds=None),
    "the grant of A is 'x'; it should be a number.": lambda: signed(grant={"A": "x"}),
    "the credit of B is 'x'; it should be a number.": lambda: signed(credit={"B": "x"}),
    "credit of a deal is of kind int; it should be a dict, by member.": lambda: signed(credit=3),
    "kept of a deal is of kind int; it should be a dict, by member.": lambda: signed(kept=3),
    "what A keeps open is of kind int; it should be a dict": lambda: signed(kept={"A": 3}),
    "a member with platforms that it keeps is 'C'; it should be one of A, B": lambda: signed(
        kept={"C": {}}
    ),
    "a platform that B keeps open is 'mill'; it should be one of hall.": lambda: signed(
        region=with_halls(cost=4), kept={"B": {"mill": 1}}
    ),
    "a platform that A keeps open is 'hall'; it should be one of park.": lambda: signed(
        region=with_halls(cost=4), kept={"A": {"hall": 1}}
    ),
    "a platform that B keeps open is 'hall'; it should be left out: B has none.": lambda: signed(
        kept={"B": {"hall": 1}}
    ),
    "hall in what B keeps open is 'often'; it should be a whole number": lambda: signed(
        region=with_halls(cost=4), kept={"B": {"hall": "often"}}
    ),
    "side payment limit of a deal is 'x'": lambda: signed(side_payment_limit="x"),
    "side payment limit of a deal is -1": lambda: signed(side_payment_limit=-1),
    "refund limits of a deal is '2 and -1'; it should be the least": lambda: signed(
        refund_limits=(2, -1)
    ),
    "refund limits of a deal is 1; it should be the least": lambda: signed(refund_limits=1),
    "refund limits of a deal is of length 3": lambda: signed(refund_limits=(0, 1, 1)),
    "reversible of the transfer of quota is 'no'; it should be True or False.": lambda: replace(
        GIVEN, reversible="no"
    ),
    f"enforceable {REFUND} is 1; it should be True or False.": lambda: Refund(
        "A", "B", 1, 1, 2, enforceable=1
    ),
    "the year of the transfer of quota is 4; it should be before year 4, the last": lambda: signed(
        transfers=(replace(GIVEN, when=4),)
    ),
    "the payee of the refund of A to A is 'A'; it should be another than who pays.": lambda: Refund(
        "A", "A", 1, 1, 2
    ),
    "the taker of the transfer of quota is 'A'; it should be another than": lambda: Transfer(
        "quota", "A", "A", 1
    ),
}


@pytest.mark.parametrize("sentence", BAD_CLAUSES)
def test_a_clause_that_cannot_be_is_named(sentence):
    with pytest.raises(InvalidInput, match=re.escape(sentence)):
        BAD_CLAUSES[sentence]()


def test_scripts_may_write_decimals():
    """A float is the decimal that it prints as."""
    written = replace(PARK, cost=8.1, incubation=replace(PROJECT, return_rate=0.1))
    assert written.cost == Fraction(81, 10)
    assert written.returning == Fraction(4, 10)
    assert Transfer("quota", "B", "A", 1, 0.3).price == Fraction(3, 10)


def test_what_a_script_writes_is_read_once():
    lists = signed(
        members=["A", "B"],
        enclaves=[PARK],
        transfers=[GIVEN],
        refunds=[Refund("A", "B", 1, 1, 2)],
        grant={"A": 0.1},
        credit={"B": 0.2},
        side_payment_limit=0.3,
        refund_limits=[0, 0.4],
    )
    tuples = signed(
        transfers=(GIVEN,),
        refunds=(Refund("A", "B", 1, 1, 2),),
        grant={"A": Fraction(1, 10)},
        credit={"B": Fraction(1, 5)},
        side_payment_limit=Fraction(3, 10),
        refund_limits=(ZERO, Fraction(2, 5)),
    )
    assert lists == tuples
    assert hash(lists) == hash(tuples)
    assert isinstance(lists.grant["A"], Fraction)
    assert len({lists, tuples, signed()}) == 2


BAD_QUESTIONS = {
    "a member is 'Nowhere'; it should be one of A, B.": lambda deal, found: at_stake(
        deal, found, "Nowhere"
    ),
    "payoffs of the deal is of kind int; it should be a DealPayoffs": lambda deal, _: at_stake(
        deal, 5, "A"
    ),
    "payoffs of the deal is None; it should be a": lambda deal, _: hold_up(deal, None),
    "payoff of A under the deal is missing": lambda deal, found: hold_up(
        deal, replace(found, own={}, payoffs={})
    ),
    "deal is of kind int": lambda _, found: hold_up(5, found),
    "a member is 'C'": lambda deal, found: deal_stream(deal, found, ZERO, "C"),
    "a member is 'D'": lambda deal, found: last_unit_value(deal, found, "D", "quota"),
}


@pytest.mark.parametrize("sentence", BAD_QUESTIONS)
def test_a_question_about_another_deal_is_refused(sentence):
    deal = signed()
    with pytest.raises(InvalidInput, match=re.escape(sentence)):
        BAD_QUESTIONS[sentence](deal, deal_payoffs(deal))


def worth_a_year(deal, city, alone=ZERO):
    """The stream at the region's interest, as an even amount over the horizon; and the gain."""
    found = deal_payoffs(deal)
    flows = deal_stream(deal, found, alone, city)
    rate, forever = 1 / (1 + deal.annuity.interest), deal.annuity.forever
    worth = present_value(flows, rate, forever=forever) * deal.annuity.yearly
    assert worth == deal.annuity.evenly(flows)
    return worth, found.payoffs[city] - alone


@pytest.mark.parametrize(
    "annuity", [Annuity(4, ZERO), Annuity(4, 0.05), Annuity(4, 0.05, "perpetuity")]
)
@pytest.mark.parametrize("city", ["A", "B"])
def test_all_at_signing_the_stream_is_worth_the_gain_a_year(annuity, city):
    sale = replace(GIVEN, price=Fraction(1, 2))
    refund = Refund("A", "B", Fraction(1, 2), 2, 4)
    deal = signed(annuity=annuity, transfers=(sale,), refunds=(refund,), grant={"B": ONE})
    worth, gain = worth_a_year(deal, city, alone=Fraction(3))
    assert worth == gain


def test_what_comes_later_is_in_the_stream_from_its_year_on_alone():
    # A builds at 1 a mu on 60 mu for 30 a year: of three years one less, then two, are left.
    land = Resource("quota", "tradable", {"B": 100})
    build = Activity("build", ("A",), (Use("quota", 1),), (Value("A", "cash", 1),))
    found = []
    for year in (0, 1, 2):
        sale = Transfer("quota", "B", "A", Fraction(60), price=Fraction(1, 2), when=year)
        found.append(
            worth_a_year(
                EnclaveCompact(
                    LinearProductionGame(("A", "B"), (land,), (build,)),
                    Annuity(3, ZERO),
                    ("A", "B"),
                    transfers=(sale,),
                ),
                "A",
            )
        )
    assert found == [(30, 30), (10, 30), (-10, 30)]


@pytest.mark.parametrize("returns", [Fraction(5, 2), Fraction(-1), float("nan"), "two"])
def test_no_more_projects_return_than_are_suited_to(returns):
    """Half of four are; the others are refused by name."""
    assert replace(PARK, returns=2).returning == 2
    with pytest.raises(InvalidInput, match="returns of park is"):
        replace(PARK, returns=returns)


def test_a_members_program_is_made_once_for_deals_that_leave_it_the_same():
    """One hall of 20 halls costs 10, and each lot of 30 in a hall brings 1; half the lots given."""
    lots = Resource("lots", "tradable", {"A": 30})
    halls = Resource("halls", "tradable", {})
    build = Activity("build", ("A",), (Use("lots", 1), Use("halls", 1)), (Value("A", "cash", 1),))
    hall = Platform("hall", "A", 10, (Use("halls", 20),))
    world = LinearProductionGame(("A", "B"), (lots, halls), (build,), (hall,))
    deal = EnclaveCompact(world, Annuity(10, 0), world.cities, kept={"A": {"hall": 1}})
    given = replace(deal, transfers=(Transfer("lots", "A", "B", 15),))
    closed = replace(deal, kept={})
    assert own_program(deal, "A") is own_program(replace(deal, lag=2), "A")
    asked = []

    def run_solver(solver, subject):
        asked.append(solver.__name__)
        return solver(subject)

    gains = [
        [deal_payoffs(one, run_solver).payoffs["A"] for one in (deal, given, closed)]
        for _ in range(2)
    ]
    assert gains == [[20 - 10, 15 - 10, 0]] * 2
    assert asked == ["solve"] * 12  # each is asked, and so recorded, again


def test_programs_of_numbers_that_move_are_not_compared():
    """Both numbers move from 10 to 20: whether they are equal is no question of either program."""
    lots = Resource("lots", "tradable", {"A": 30})
    build = Activity("build", ("A",), (Use("lots", 1),), (Value("A", "cash", 1),))
    world = LinearProductionGame(("A", "B"), (lots,), (build,))
    deal = EnclaveCompact(world, Annuity(10, 0), world.cities)

    def programs(*amounts):
        return [own_program(deal, "A", {"lots": -amount}).rows[0].bound for amount in amounts]

    (cell,) = paths(Box([(Fraction(10), Fraction(20))] * 2), programs)
    assert cell.found is not None
