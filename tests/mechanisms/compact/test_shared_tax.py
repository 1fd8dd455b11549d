"""Tax of firms that move, pools, guarantees, floors and caps: year by year, by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from games import InvalidInput
from games.annuity import Annuity
from games.production import (
    Activity,
    Exchange,
    LinearProductionGame,
    Resource,
    Use,
    Value,
)
from mechanisms.compact.clauses import Deposit, Enclave, Incubation, Payment, Pool, Refund, Transfer
from mechanisms.compact.continuation import Continuation
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.deal_stream import deal_stream
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.hold_up import hold_up
from mechanisms.compact.instrument import (
    amount_of,
    bends_in_time,
    refund_share,
    straight_amounts,
    with_clauses_merged,
)
from mechanisms.compact.last_obligation import last_obligation
from mechanisms.compact.own_rate import gains_at_own_rate, worth_at_own_rate
from mechanisms.compact.terms import terms_of_trade

F = Fraction
CITIES = ("A", "B")
HALF = F(1, 2)
TENTH = F(1, 10)


def region(cities=CITIES):
    """A owns 20 firms; one is worth 2 a year in A and 5 in each other city."""
    firms = Resource("firms", "tradable", {"A": 20})
    worth = {c: (Value(c, "cash", 2 if c == "A" else 5),) for c in cities}
    work = [Activity(f"work in {c}", (c,), (Use("firms", 1),), worth[c]) for c in cities]
    return LinearProductionGame(cities, (firms,), tuple(work))


REGION = region()
MOVED = Transfer("firms", "A", "B", 10, tax=3)


def compact(*refunds, transfers=(MOVED,), annuity=None, **more):
    annuity = annuity or Annuity(4, 0)
    return EnclaveCompact(REGION, annuity, CITIES, (), transfers, refunds, **more)


def of_moved(share=HALF, first=1, last=3, **more):
    return Refund("B", "A", share, first, last, base="moved_tax", **more)


def stream(deal, city):
    """Years 1, 2, ... of what refunds, payments and pools bring a city."""
    promises = [p for p in deal.promises if city in (p.payer, p.payee)]
    own = {"A": 2, "B": 5, "C": 5}[city]
    flows = deal_stream(deal, deal_payoffs(deal), F(0), city)
    found = []
    for year, flow in enumerate(flows[1:], 1):
        firms = 20 if city == "A" else 0
        for t in deal.transfers:
            if t.when < year:
                firms += t.amount * ((t.taker == city) - (t.giver == city))
        found.append(flow - own * firms)
    assert promises
    return found


def path(deal):
    return Continuation(deal, deal_payoffs(deal))


def answers(deal):
    """All that members have: payoffs, flows in and out of the deal, and after bargaining again."""
    found, years = path(deal), range(1, deal.annuity.last + 1)
    return (
        deal_payoffs(deal).payoffs,
        [found.staying(city) for city in deal.members],
        [found.leaving(city, year) for city in deal.members for year in years],
        hold_up(deal, deal_payoffs(deal)),
    )


# ---------------------------------------------------------------- the tax of firms that move


def test_half_the_tax_of_firms_that_moved_comes_back_without_a_park():
    deal = compact(of_moved())
    assert stream(deal, "A") == [15, 15, 15, 0]  # half of 10 x 3
    assert stream(deal, "B") == [-15, -15, -15, 0]
    assert deal.incidence("A")["refund"] == F(45, 4)


def test_firms_that_move_later_pay_from_the_year_after():
    later = Transfer("firms", "A", "B", 4, when=2, tax=3)
    deal = compact(of_moved(), transfers=(replace(MOVED, amount=6), later))
    assert stream(deal, "A") == [9, 9, 15, 0]
    assert deal.incidence("A")["refund"] == F(33, 4)
    assert last_obligation(compact(of_moved(last=2), transfers=(later,))) == 2  # the transfer
    # Of a refund that ends before they pay tax, nothing is owed.
    assert compact(of_moved(last=2), transfers=(later,)).incidence("A")["refund"] == 0


def test_only_what_the_payee_handed_over_counts():
    three = ("A", "B", "C")
    moved = (MOVED, Transfer("firms", "A", "C", 5, tax=3), Transfer("firms", "C", "B", 2, tax=7))
    deal = EnclaveCompact(region(three), Annuity(4, 0), three, (), moved, (of_moved(),))
    assert deal.refund_base(deal.refunds[0]) == 30
    assert deal.growth("B") == 30 + 14
    assert deal.growth("C") == 15


def test_leaving_ends_a_promise_and_firms_stay_where_they_are():
    deal = compact(of_moved())
    found = path(deal)
    assert found.leaving("B", 2) == [50, 50, 50]
    assert found.leaving("A", 2) == [20 + 15, 20, 20]  # B still pays in the year of the breach
    enforced = path(compact(of_moved(enforceable=True)))
    assert enforced.leaving("B", 2) == [50 - 15, 50 - 15, 50]
    assert enforced.among(("A",), 0) == {"A": [20 + 15, 20 + 15, 20 + 15, 20]}


def test_firms_that_go_back_take_their_tax_along():
    deal = compact(of_moved(enforceable=True), transfers=(replace(MOVED, reversible=True),))
    assert path(deal).leaving("B", 2) == [50 - 15, 0, 0]  # answered in year 3
    assert path(deal).leaving("A", 1) == [20 + 15, 40, 40, 40]


def test_firms_still_to_come_are_not_taxed_after_a_breach():
    later = Transfer("firms", "A", "B", 4, when=2, tax=3)
    deal = compact(of_moved(last=4, enforceable=True), transfers=(replace(MOVED, amount=6), later))
    # B leaves in year 1: it still gets what comes in years 1 to 1, so not the four of year 2.
    assert path(deal).leaving("B", 1) == [30 - 9] * 4
    assert path(deal).leaving("B", 2) == [30 - 9, 50 - 15, 50 - 15]


def test_hold_up_by_hand():
    # Going on: A 20 a year + 15 in three, B 50 less that. Alone: A 20, B 50, whatever is promised.
    deal = compact(of_moved())
    [step] = hold_up(deal, deal_payoffs(deal)).steps
    assert step.fall_back == {"A": 20, "B": 50}
    assert step.path == {"A": 20, "B": 50}
    enforced = compact(of_moved(enforceable=True))
    [step] = hold_up(enforced, deal_payoffs(enforced)).steps
    assert step.path == {"A": 20 + F(45, 4), "B": 50 - F(45, 4)}


@pytest.mark.parametrize("late", [0, 2])
def test_two_halves_of_what_moves_and_of_its_refund_are_the_whole(late):
    moved = replace(MOVED, when=late)
    whole = compact(of_moved(), transfers=(moved,), annuity=Annuity(4, TENTH))
    halves = replace(
        whole,
        transfers=(replace(moved, amount=5),) * 2,
        refunds=(of_moved(F(1, 4)),) * 2,
    )
    assert answers(halves) == answers(whole)
    assert with_clauses_merged(halves) == whole


def test_a_share_of_nothing_changes_nothing():
    plain = compact(annuity=Annuity(4, TENTH))
    for idle in (
        replace(plain, refunds=(of_moved(F(0)),)),
        replace(plain, transfers=(replace(MOVED, tax=0),), refunds=(of_moved(),)),
        replace(plain, pools=(Pool(0, 1, 4),)),
        replace(plain, refunds=(of_moved(at_most=0),)),
    ):
        assert answers(idle) == answers(plain)
        assert last_obligation(idle) == 0


def test_an_amount_moves_the_tax_with_it():
    # A firm more costs A 2, and brings it half of 3 in three years of four.
    deal = compact(of_moved())
    one = amount_of(deal)
    assert one.money == {"A": F(9, 8), "B": -F(9, 8)}
    more = deal.with_transfers((replace(MOVED, amount=11),))
    for city in CITIES:
        changed = sum(more.incidence(city).values()) - sum(deal.incidence(city).values())
        assert changed == one.money[city]
    # A loses 2 a firm and gets 9/8 back: no amount makes both gain.
    assert not terms_of_trade(deal, {"A": 40, "B": 0}, one).agreeable
    for all_of_it in (of_moved(F(1), last=4), of_moved(F(1), first=1, last=4)):
        found = terms_of_trade(compact(all_of_it), {"A": 40, "B": 0})
        assert (found.lowest, found.highest) == (0, 20)


# ---------------------------------------------------------------- pools


def test_what_is_pooled_is_shared_by_weights():
    # B grows by 30: 40 per cent of it is 12, of which A gets 3/4.
    deal = compact(pools=(Pool(F("0.4"), 2, 3, {"A": 3, "B": 1}),))
    assert stream(deal, "A") == [0, 9, 9, 0]
    assert stream(deal, "B") == [0, -9, -9, 0]
    assert deal.incidence("A")["pool"] == F(9, 2)
    assert last_obligation(deal) == 3
    told = path(deal).by_kind("B", 2)
    assert (told["pool"], told["refund"]) == (-9, 0)
    equal = compact(pools=(Pool(F("0.4"), 2, 3),))
    assert stream(equal, "A") == [0, 6, 6, 0]


def test_a_pool_of_parks_and_firms_sums_to_nothing():
    # Five of 10 projects stay in A's park and pay 4, five go back to B and pay 6; firms pay 30.
    each = Incubation(1, 0, 0, 0, 4, 0, 6, 0, 0, return_rate=HALF)
    park = Enclave("park", "A", "B", "B", "B", 0, 10, 10, 10, each)
    pool = Pool(HALF, 1, 4, {"A": 1, "B": 3})
    deal = EnclaveCompact(REGION, Annuity(4, 0), CITIES, (park,), (MOVED,), pools=(pool,))
    assert (deal.growth("A"), deal.growth("B")) == (20, 30 + 30)
    # The pot is 10 + 30; A gets 10 of it, what it paid; B its 30.
    assert [deal.incidence(city)["pool"] for city in CITIES] == [0, 0]
    equal = replace(deal, pools=(Pool(HALF, 1, 4),))
    assert [equal.incidence(city)["pool"] for city in CITIES] == [10, -10]
    plain = deal_payoffs(replace(deal, pools=())).payoffs
    assert sum(deal_payoffs(equal).payoffs.values()) == sum(plain.values())


def test_who_leaves_a_pool_of_three():
    three = ("A", "B", "C")
    moved = (MOVED, Transfer("firms", "A", "C", 4, tax=3))
    deal = EnclaveCompact(region(three), Annuity(4, 0), three, (), moved, pools=(Pool(HALF, 1, 4),))
    # B pays half of 30 and C half of 12; each gets a third of 21.
    assert stream(deal, "A") == [7] * 4
    assert stream(deal, "B") == [7 - 15] * 4
    assert stream(deal, "C") == [7 - 6] * 4
    # B leaves in year 2: it pays nothing, and C still pays it 2 in that year.
    assert path(deal).leaving("B", 2) == [50 + 2, 50, 50]
    # Without B, A and C go on: C pays A its third of 6.
    assert path(deal).among(("A", "C"), 0) == {"A": [12 + 2] * 4, "C": [20 - 2] * 4}
    enforced = replace(deal, pools=(Pool(HALF, 1, 4, enforceable=True),))
    assert path(enforced).leaving("B", 2) == [50 + 7 - 15] * 3
    assert last_obligation(enforced) == 0


@pytest.mark.parametrize("reversible", [False, True])
def test_what_others_still_hand_over_to_each_other_grows_for_who_left(reversible):
    three = ("A", "B", "C")
    moved = (replace(MOVED, when=2, reversible=reversible),)
    pool = Pool(HALF, 1, 4, enforceable=True)
    deal = EnclaveCompact(region(three), Annuity(4, 0), three, (), moved, pools=(pool,))
    # B grows by 30 from year 3 on; half of it is pooled, and C has a third, by a court's order.
    assert path(deal).staying("C") == [0, 0, 0, 5, 5]
    assert path(deal).leaving("C", 1) == [0, 0, 5, 5]
    # If A leaves before, it hands over nothing, and nothing grows.
    assert path(deal).leaving("A", 1) == [40] * 4


def test_two_halves_of_a_pool_are_the_whole():
    pool = Pool(F("0.4"), 1, 3, {"A": 3, "B": 1})
    whole = compact(pools=(pool,), annuity=Annuity(4, TENTH))
    halves = replace(whole, pools=(replace(pool, share=F("0.2")),) * 2)
    assert answers(halves) == answers(whole)
    assert with_clauses_merged(halves) == whole


def test_a_pool_for_one_is_a_refund_to_it():
    pooled = compact(pools=(Pool(HALF, 1, 3, {"A": 1}),))
    refunded = compact(of_moved())
    assert answers(pooled) == answers(refunded)


# ---------------------------------------------------------------- guarantees


@pytest.mark.parametrize("kind", ["refund", "payment", "pool"])
def test_what_is_guaranteed_is_paid_though_its_payer_leaves_not_to_who_leaves(kind):
    clauses = {
        "refund": {"refunds": (of_moved(last=4, guaranteed=True),)},
        "payment": {"payments": (Payment("B", "A", 15, guaranteed=True),)},
        "pool": {"pools": (Pool(HALF, 1, 4, {"A": 1}, guaranteed=True),)},
    }
    deal = EnclaveCompact(REGION, Annuity(4, 0), CITIES, (), (MOVED,), **clauses[kind])
    assert path(deal).staying("A") == [0, 35, 35, 35, 35]
    assert path(deal).leaving("B", 2) == [50 - 15] * 3  # the province takes it back from B
    assert path(deal).leaving("A", 2) == [20 + 15, 20, 20]
    assert last_obligation(deal) == 0
    # Who bargains again has broken nothing: as if a court enforced it.
    [step] = hold_up(deal, deal_payoffs(deal)).steps
    assert step.path == {"A": 35, "B": 35}


def test_a_guarantee_keeps_a_payee_better_than_a_court():
    enforced, guaranteed = (
        path(compact(of_moved(last=4, **{how: True}))) for how in ("enforceable", "guaranteed")
    )
    assert enforced.leaving("B", 1) == guaranteed.leaving("B", 1)
    assert enforced.leaving("A", 1) == [35] * 4
    assert guaranteed.leaving("A", 1) == [35, 20, 20, 20]


def test_nothing_else_depends_on_who_would_guarantee():
    deal = compact(of_moved(), deposits=(Deposit("B", 4),), annuity=Annuity(4, TENTH))
    enforced, guaranteed = (
        replace(deal, refunds=(of_moved(**{how: True}),)) for how in ("enforceable", "guaranteed")
    )
    assert deal_payoffs(enforced).payoffs == deal_payoffs(guaranteed).payoffs
    assert path(enforced).staying("B") == path(guaranteed).staying("B")


# ---------------------------------------------------------------- floors and caps


def test_a_refund_is_cut_to_its_floor_and_its_cap():
    assert stream(compact(of_moved(at_most=12)), "A") == [12, 12, 12, 0]
    assert stream(compact(of_moved(at_least=20)), "A") == [20, 20, 20, 0]
    assert stream(compact(of_moved(at_least=1, at_most=16)), "A") == [15, 15, 15, 0]
    rising = (replace(MOVED, amount=4), Transfer("firms", "A", "B", 6, when=1, tax=3))
    deal = compact(of_moved(at_least=8, at_most=12), transfers=rising)
    assert stream(deal, "A") == [8, 12, 12, 0]  # of 6 and 15
    assert deal.incidence("A")["refund"] == 8


def test_a_floor_is_owed_even_where_nothing_is_there_to_share():
    deal = compact(of_moved(F(0), at_least=5), transfers=())
    assert deal.incidence("A")["refund"] == F(15, 4)
    assert last_obligation(deal) == 3


@pytest.mark.parametrize("band", [{"at_most": 12}, {"at_least": 20}, {"at_most": 30}])
def test_two_halves_of_a_cut_refund_are_the_whole(band):
    whole = compact(of_moved(**band), annuity=Annuity(4, TENTH))
    half = of_moved(F(1, 4), **{name: F(x, 2) for name, x in band.items()})
    halves = replace(whole, refunds=(half, half))
    assert answers(halves) == answers(whole)
    assert with_clauses_merged(halves) == whole


def test_the_share_of_a_cut_refund_is_open_where_it_is_not_cut():
    # 12 of a base of 30 is 2/5; law allows 1/10 to 4/5.
    limits = (TENTH, F(4, 5))
    one = refund_share(compact(of_moved(at_most=12), refund_limits=limits))
    assert (one.signed, one.lowest, one.highest) == (F(2, 5), TENTH, F(2, 5))
    assert one.money == {"A": F(90, 4), "B": -F(90, 4)}
    one = refund_share(compact(of_moved(at_least=6, at_most=27), refund_limits=limits))
    assert (one.signed, one.lowest, one.highest) == (HALF, F(1, 5), F(4, 5))
    # Whatever share is written, what is paid is in this range, and a line in what is paid.
    for share in (F(k, 10) for k in range(1, 9)):
        deal = compact(of_moved(share, at_least=6, at_most=27), refund_limits=limits)
        here = refund_share(deal).signed
        assert deal.incidence("A")["refund"] == one.money["A"] * here


def test_an_amount_is_open_as_far_as_no_floor_or_cap_bends_it():
    deal = compact(of_moved(at_least=6, at_most=24))  # 1.5 a firm: 4 and 16 firms
    assert straight_amounts(deal) == (4, 16)
    assert amount_of(deal).money["A"] == F(9, 8)
    for amount in (4, 7, 16):
        moved = deal.with_transfers((replace(MOVED, amount=amount),))
        assert moved.incidence("A")["refund"] == F(9, 8) * amount
    capped = compact(of_moved(at_most=12))
    assert straight_amounts(capped) == (8, 20)
    assert amount_of(capped).money == {"A": 0, "B": 0}


def test_a_share_cut_in_some_years_only_stays_as_it_is():
    rising = (replace(MOVED, amount=4), Transfer("firms", "A", "B", 6, when=1, tax=3))
    deal = compact(of_moved(at_most=12), transfers=rising)
    assert bends_in_time(deal, deal.refunds[0])
    assert not bends_in_time(deal, of_moved())
    one = refund_share(deal)
    assert one.signed == one.lowest == one.highest == HALF


# ---------------------------------------------------------------- the province's fund


def test_a_grant_of_some_years():
    deal = EnclaveCompact(REGION, Annuity(4, 0), CITIES, grant={"A": 8}, grant_years=(2, 3), lag=1)
    assert path(deal).staying("A") == [0, 40, 48, 48, 40]
    assert deal_payoffs(deal).payoffs == {"A": 44, "B": 0}
    assert path(deal).leaving("A", 1) == [40] * 4
    assert path(deal).leaving("A", 2) == [48, 40, 40]  # a breach is seen after the year's grant
    assert path(deal).by_kind("A", 3)["grant"] == 8
    assert path(deal).among(("A",), 0) == {"A": [40] * 4}
    always = replace(deal, grant_years=None)
    assert answers(replace(always, grant_years=(1, 4))) == answers(always)
    with pytest.raises(InvalidInput, match="the last year of the grant is 5"):
        replace(deal, grant_years=(2, 5))


def test_at_its_own_factor_a_refund_counts_by_its_years():
    deal = compact(of_moved(first=2, last=3), annuity=Annuity(3, TENTH))
    gains = gains_at_own_rate(deal, deal_payoffs(deal), {"A": 20, "B": 0}, {"A": HALF})
    even = HALF + F(1, 4) + F(1, 8)
    assert gains == {"A": 15 * (F(1, 4) + F(1, 8)) / even}
    share = refund_share(deal)
    assert share.money["A"] * worth_at_own_rate(deal, share, HALF, dated=False) * HALF == gains["A"]


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: of_moved(at_least=-1), "at least of the refund of B to A is -1"),
        (lambda: of_moved(at_most=-1), "at most of the refund of B to A is -1"),
        (lambda: of_moved(at_least=3, at_most=2), "at most of the refund of B to A is 2"),
        (lambda: of_moved(guaranteed=1), "guaranteed of the refund of B to A"),
        (lambda: Transfer("firms", "A", "B", 1, tax=-1), "tax of the transfer of firms is -1"),
        (lambda: Pool(2, 1, 2), "share of a pool is 2"),
        (lambda: Pool(1, 2, 1), "the last year of a pool is 1"),
        (lambda: Pool(1, 1, 2, {"A": -1}), "the weight of A in a pool is -1"),
        (lambda: Pool(1, 1, 2, {"A": 0}), "the weights of a pool"),
        (lambda: compact(pools=(Pool(1, 1, 2, {"C": 1}),)), "a member with a weight in a pool"),
        (lambda: compact(pools=(Pool(1, 1, 5),)), "the last year of a pool is 5"),
    ],
)
def test_what_cannot_be_is_refused(build, said):
    with pytest.raises(InvalidInput, match=said):
        build()


def test_an_amount_of_which_some_is_bought_is_between_its_ends():
    """Core owns 2 and can buy 2; the floor of the refund binds below 2.5."""
    firms = Resource("projects", "tradable", {"Core": 2}, exchange=Exchange(5, 1, 2))
    region = LinearProductionGame(("Core", "Edge"), (firms,), ())
    moved = Transfer("projects", "Core", "Edge", 3, tax=2)
    half = Refund("Edge", "Core", F(1, 2), 1, 3, base="moved_tax", at_least=F(5, 2))
    deal = EnclaveCompact(region, Annuity(5, 0), region.cities, transfers=(moved,), refunds=(half,))
    assert straight_amounts(deal) == (F(5, 2), 4)
    amount = amount_of(deal)
    assert (amount.lowest, amount.highest, amount.kinks) == (F(5, 2), 4, (F(5, 2),))
