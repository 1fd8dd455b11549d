"""What is said of groups that could outbid the deal is so."""

from fractions import Fraction

import pytest

from intercity.topics.clauses.clause import Amount, SidePayment, WhichTransfer
from intercity.topics.outcome import NoRepair, Repair, Verdict
from intercity.topics.outside_offers.check import (
    LawfulClauses,
    NotLookedFor,
    Offer,
    OffersInALargeRegion,
    OutsideOffersOutcome,
    OutsideRange,
    WithConsent,
)
from intercity.topics.outside_offers.english import (
    beyond_stable_words,
    line,
    remedy,
    repair,
    says,
)
from tests.frontdoor.words.facts import facts

F = Fraction
STANDS, FAILS, UNDECIDED = Verdict.STANDS, Verdict.FAILS, Verdict.UNDECIDED
SPLIT = "split what they make by themselves"


def offer(*group, outsiders=("Far",), worth=9):
    members = tuple(city for city in group if city not in outsiders)
    return facts(Offer, group=group, members=members, outsiders=outsiders, worth=worth)


def offers(verdict, *each, kind=OutsideOffersOutcome, outsiders=("Far", "Off"), **given):
    found = {"if_money_flows": verdict, "stable_outsiders": True, **given}
    return facts(kind, verdict=verdict, offers=each, outsiders=outsiders, **found)


def consent(verdict, shortfall=6):
    return facts(WithConsent, verdict=verdict, shortfall=shortfall, groups=(("A", "Far"),))


def lawful(*group, gain=None, limit=0, all_tried=False):
    return facts(LawfulClauses, group=group or None, gain=gain, limit=limit, all_tried=all_tried)


# --------------------------------------------------------------- in a line


@pytest.mark.parametrize(
    ("margin", "told"), [(None, ""), (3, ": 3.0 a year to spare"), (0, ": nothing to spare")]
)
def test_what_the_deal_has_to_spare(margin, told):
    found = offers(STANDS, margin=margin)
    assert line(found) == f"no other group could offer its members more{told}"
    kept = offers(STANDS, margin=margin, with_consent=consent(STANDS))
    assert line(kept) == line(found)
    held = line(offers(STANDS, margin=margin, with_consent=consent(FAILS)))
    assert held == "only the province's consent holds it: {A, Far} could gain 6.0 a year"


@pytest.mark.parametrize(
    ("group", "told"),
    [
        (("A",), "A would have 4.0 a year more without the deal"),
        (("A", "Far"), "A and Far could gain 4.0 a year together by leaving the deal aside"),
    ],
)
def test_what_a_group_gains_over_the_deal(group, told):
    assert line(offers(FAILS, offer(*group), shortfall=4)) == told


def test_a_line_names_no_single_group_where_outsiders_decide_which_gains():
    two = offers(FAILS, offer("A", "Far"), offer("B", outsiders=()), shortfall=4)
    assert line(two) == "{A, Far} or {B} could gain 4.0 a year over the deal"
    many = offers(FAILS, *(offer("A", f"Far{k}") for k in range(30)), shortfall=4)
    assert line(many) == "one of 30 groups could gain 4.0 a year over the deal"
    law = offers(FAILS, offer("A"), offer("B"), shortfall=4, lawful=lawful())
    assert line(law) == "{A} or {B} could gain 4.0 a year over the deal, if the law allows it"


def test_what_a_group_gains_by_lawful_clauses():
    one = offers(FAILS, offer("A", "Far"), lawful=lawful("A", gain=2))
    assert line(one) == "A would have 2.0 a year more without the deal"
    two = offers(FAILS, offer("A", "Far"), lawful=lawful("A", "Far", gain=2))
    assert line(two) == "A and Far could each have 2.0 a year more in another deal"
    for none in lawful(), lawful("A"), lawful(gain=2):
        told = line(offers(FAILS, offer("A", "Far"), shortfall=4, lawful=none))
        assert told == "A and Far could gain 4.0 a year over the deal, if the law allows it"


def test_what_is_open():
    told = line(offers(UNDECIDED, offer("A", "Far")))
    assert told == "A and Far may do better without the deal, by how outsiders split"
    # Of many cities the one at which it holds may be the only one that there is.
    one_split = "it holds at one split of the outsiders; whether at each is open"
    assert line(offers(UNDECIDED)) == one_split


@pytest.mark.parametrize(
    ("group", "told"),
    [
        (("A", "B" * 40), "A with 1 other could gain 0 a year together by leaving the deal aside"),
        (("A", "B" * 40, "C"), (
            "A with 2 others could gain 0 a year together by leaving the deal aside")),
        (("A" * 40, "B"), "a group could gain 0 a year together by leaving the deal aside"),
    ],
)  # fmt: skip
def test_a_group_whose_names_are_too_long_for_a_line(group, told):
    assert line(offers(FAILS, offer(*group))) == told


def test_one_city_is_not_told_as_one_with_others():
    told = line(offers(UNDECIDED, offer("A" * 30)))
    assert told == "a group may do better without the deal, by how outsiders split"
    assert line(offers(UNDECIDED, offer("A"))).startswith("A alone may do better")


# --------------------------------------------------------------- in full


def test_that_no_group_could_offer_more():
    told = "no other group could offer its members more than the deal does"
    assert says(offers(STANDS)) == told
    assert says(offers(STANDS, stable_outsiders=False)) == told


@pytest.mark.parametrize(
    ("group", "outsiders", "told"),
    [
        (("A", "Far"), ("Far", "Off"), f"however Far and Off {SPLIT}, {{A, Far}}"),
        (("A", "Far"), ("Far",), "{A, Far}"),
        (("A",), ("Far", "Off"), "A alone"),
        (("A", "Far"), ("Far", *"PQR"), f"however Far, P, Q and R {SPLIT}, {{A, Far}}"),
        (("A", "Far"), ("Far", *"PQRS"), f"however the outsiders {SPLIT}, {{A, Far}}"),
    ],
)
def test_that_a_group_gains_however_outsiders_split(group, outsiders, told):
    one = offer(*group, outsiders=tuple(city for city in group if city in outsiders))
    found = says(offers(FAILS, one, outsiders=outsiders, shortfall=4))
    assert found == f"{told} could make 9.0 and gain 4.0 over the deal"


def test_several_groups_gain_together():
    two = offers(FAILS, offer("A", "Far"), offer("B", "Off"), shortfall=4, outsiders=("Far",))
    assert says(two) == "{A, Far} or {B, Off} could gain 4.0 or more over the deal"
    asked = offers(FAILS, offer("A", outsiders=()), offer("B", "Far"))
    assert says(asked).startswith("however Far and Off split")


def test_of_many_groups_a_few_are_named():
    many = [offer("A", f"T{k}", outsiders=(f"T{k}",)) for k in range(9)]
    told = says(offers(FAILS, *many, shortfall=4))
    named = "{A, T0} or {A, T1} or {A, T2} or one of 6 other groups (--json has them)"
    assert f"{named} could gain 4.0 or more over the deal" in told


def test_large_groups_whose_first_cities_are_the_same_are_counted():
    """Each is named by its members and the first few: three of the same tell no reader which."""
    many = [f"T{k:02}" for k in range(12)]
    groups = [offer("A", *many[: 12 - k], outsiders=many) for k in range(4)]
    told = says(offers(FAILS, *groups, outsiders=many, shortfall=2))
    assert "one of 4 groups of 10 to 13 cities, each with A (--json has them), could gain" in told
    mixed = offer("A", "B", *many[:9], outsiders=many)
    told = says(offers(FAILS, *groups, mixed, outsiders=many, shortfall=2))
    assert "one of 5 groups of 10 to 13 cities (--json has them) could gain" in told


def test_outsiders_without_a_stable_split():
    told = " (outsiders have no stable split: each is only taken to have no less than alone)"
    assert says(offers(FAILS, offer("A", "Far"), stable_outsiders=False)).endswith(told)
    open_ = says(offers(UNDECIDED, offer("A", "Far"), stable_outsiders=False, holds_at={"Far": 1}))
    assert f"it depends on how Far and Off {SPLIT}{told}: it holds at Far 1.0; but" in open_


def test_that_it_depends_on_how_outsiders_split():
    found = offers(UNDECIDED, offer("A", "Far"), holds_at={"Far": 1, "Off": 2})
    assert says(found) == (
        f"it depends on how Far and Off {SPLIT}: it holds at Far 1.0 and Off 2.0; but {{A, Far}} "
        "could make 9.0, more than the deal brings A and the least that Far might have"
    )
    none = says(offers(UNDECIDED, holds_at={"Far": 1}))
    assert none.startswith(f"it may depend on how Far and Off {SPLIT}: it holds at Far 1.0; no ")


def test_large_groups_are_not_named_in_full():
    ten = tuple(f"c{i}" for i in range(10))
    many = offers(UNDECIDED, offer("A", *ten, outsiders=ten), holds_at=dict.fromkeys(ten, 1))
    said = says(many)
    assert "; but A, c0, c1 and 8 others could make 9.0" in said
    assert "c9 1.0; but" in said
    assert "c8 and c9 might have" in said
    more = (*ten, "c10")
    most = says(offers(UNDECIDED, offer("A", *more, outsiders=more),
                       holds_at=dict.fromkeys(more, 1)))  # fmt: skip
    assert "it holds at a split among all 11 (--json has it); but A, c0, c1 and 9 others" in most
    assert "the least that c0, c1, c2 and 8 others might have" in most
    just = says(offers(FAILS, offer("A", *ten[:9])))
    assert "{A, c0, " in just


def test_who_would_leave_is_named_first():
    """The file may name all outsiders before the members."""
    ten = tuple(f"c{i}" for i in range(10))
    found = offers(FAILS, offer(*ten, "A", outsiders=ten), shortfall=4)
    assert "A, c0, c1 and 8 others could make 9.0" in says(found)
    assert line(found).startswith("A with 10 others could gain 4.0 a year")
    assert "; but A, c0, c1 and 8 others" in says(
        offers(UNDECIDED, offer(*ten, "A", outsiders=ten), holds_at={"c0": 1})
    )


def test_what_the_consent_of_the_province_holds():
    held = says(offers(STANDS, with_consent=consent(FAILS)))
    assert held.endswith(
        " without the province's consent; only that holds the deal: with its consent {A, Far} "
        "could gain 6.0"
    )
    open_ = says(offers(STANDS, with_consent=consent(UNDECIDED)))
    assert open_.endswith(": with its consent {A, Far} could gain, if outsiders split in some ways")
    assert "province" not in says(offers(STANDS, with_consent=consent(STANDS)))


@pytest.mark.parametrize(("shortfall", "more"), [(5, True), (6, False), (7, False)])
def test_what_consent_adds(shortfall, more):
    one = offers(FAILS, offer("A", "Far"), shortfall=shortfall, with_consent=consent(FAILS))
    needs = "; it needs no consent of the province"
    assert says(one).endswith(needs + more * " (with its consent {A, Far} could gain 6.0)")


@pytest.mark.parametrize(
    ("by_law", "told"),
    [
        (lawful("A", gain=2), "A alone would have 2.0 more, and needs no clause"),
        (lawful("A", "Far", gain=2), (
            "{A, Far} can do so by lawful clauses, each of its members gaining 2.0 or more")),
        (lawful("A"), (
            "undecided: the law allows no money between city budgets, and no group was found "
            "that gives each of its members more by lawful clauses (not all were tried)")),
        (lawful(gain=2, limit=3, all_tried=True), (
            "undecided: the law allows at most 3.0 a year between city budgets, and no group "
            "was found that gives each of its members more by lawful clauses")),
    ],
)  # fmt: skip
def test_whether_a_group_can_do_so_by_law(by_law, told):
    assert says(offers(FAILS, offer("A", "Far"), lawful=by_law)).endswith(told)


def test_what_one_city_could_have_alone_is_told_once():
    alone = offers(FAILS, offer("A"), shortfall=2, lawful=lawful("A", gain=2))
    assert "A alone would have 2.0 more, and needs no clause" not in says(alone)
    assert "gain 2.0 over the deal" in says(alone)


# --------------------------------------------------------------- payoffs that no split brings


@pytest.mark.parametrize(
    ("payoff", "least", "most", "told"),
    [
        (1, 2, 3, "A has 1.0, where splits that no group would leave bring it 2.0 to 3.0"),
        (1, 2, 2, "A has 1.0, where splits that no group would leave bring it 2.0"),
        (F(199, 100), 2, 3, "A has 1.99, where splits that no group would leave bring it 2.0"),
        (F(301, 100), 2, 3, "A has 3.01, where splits that no group would leave bring it 2.0"),
        (2 - F(1, 10**9), 2, 3, "A has 1.999999999, where splits that no group"),
        (3 + F(1, 10**9), 2, 3, "A has 3.000000001, where splits that no group"),
    ],
)
def test_a_payoff_that_no_stable_split_brings(payoff, least, most, told):
    one = facts(OutsideRange, city="A", payoff=payoff, least=least, most=most)
    assert beyond_stable_words((one,)).startswith(f"as signed {told}")
    assert f". As signed {told}" in says(offers(STANDS, beyond_stable=(one,)))
    assert beyond_stable_words(()) == ""


def test_of_many_payoffs_that_no_stable_split_brings_the_farthest_are_told():
    far = [facts(OutsideRange, city=f"C{k}", payoff=10, least=10 + k, most=20) for k in range(1, 6)]
    over = facts(OutsideRange, city="Ost", payoff=10, least=1, most=5)
    assert beyond_stable_words(far).count("has 10.0") == 5
    assert beyond_stable_words([*far, over]) == (
        "as signed C5 has 10.0, where splits that no group would leave bring it 15.0 to 20.0, Ost "
        "has 10.0, where splits that no group would leave bring it 1.0 to 5.0, C4 has 10.0, where "
        "splits that no group would leave bring it 14.0 to 20.0 and "
        "3 others are outside of theirs, too (--json has them)"
    )


# --------------------------------------------------------------- what repairs it


def paid(payer="A"):
    one = facts(SidePayment, a_year=2, payers=(payer,), payees=("B",), lowest=2, highest=2)
    return Repair(clauses=(one,))


def test_the_terms_that_no_group_betters():
    words = "a side payment of 2.0 a year from A to B"
    plain = offers(FAILS, offer("A", "Far"), repair=paid())
    assert repair(plain) == remedy(plain) == words
    floors = {"floors_split": {"Far": F(3), "Off": F(4)}}
    split = offers(FAILS, offer("A", "Far"), repair=paid(), **floors)
    assert repair(split) == (
        "if outsiders split by the nucleolus, which treats the worst-off group among them as well "
        f"as can be (Far 3.0 and Off 4.0): {words}"
    )
    large = offers(FAILS, offer("A", "Far"), repair=paid(), kind=OffersInALargeRegion, **floors)
    assert repair(large).startswith("if outsiders split stably, and ask members away least")
    assert repair(offers(STANDS)) == remedy(offers(STANDS)) == ""
    assert remedy(offers(STANDS, **floors)) == ""


@pytest.mark.parametrize(
    ("exact", "most", "told"),
    [
        (True, 3, "gain 3.0 "),
        (False, None, "gain at least 3.0 "),
        (False, F(301, 100), "gain 3.0 to 3.01 (it was not worked out more closely) "),
    ],
)
def test_what_is_lacking_among_many_may_be_a_bound(exact, most, told):
    group = offer("A", "Far")
    given = {"shortfall": 3, "shortfall_exact": exact, "shortfall_at_most": most}
    found = offers(FAILS, group, kind=OffersInALargeRegion, **given)
    assert told in says(found)
    short = "A and Far could gain {} a year together by leaving the deal aside"
    assert line(found) == short.format("3.0" if exact else "at least 3.0")


def test_that_a_remedy_rests_on_one_split():
    land = facts(WhichTransfer, resource="land")
    out = Repair(clauses=(facts(Amount, transfer=land, amount=0),))
    told = remedy(offers(FAILS, offer("A", "Far"), repair=out, floors_split={"Far": F(3)}))
    assert told == "leave out the transfer of land, for one split of outsiders"
    for payer, rest in (("A", ", for one split"), ("A" * 15, "")):
        told = remedy(offers(FAILS, offer("A"), repair=paid(payer), floors_split={"Far": F(3)}))
        assert told == f"a side payment of 2.0 a year from {payer} to B{rest}"


@pytest.mark.parametrize(
    ("stable", "why"),
    [
        (False, "outsiders have no stable split"),
        (True, "no stable split of outsiders is known"),
    ],
)
def test_why_no_repair_was_looked_for(stable, why):
    none = NoRepair(reason=NotLookedFor.SPLIT_UNKNOWN)
    found = offers(FAILS, offer("A", "Far"), repair=none, stable_outsiders=stable)
    assert repair(found) == f"not looked for: {why}"
    assert remedy(found) == repair(found)
