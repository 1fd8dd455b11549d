"""Outside offers, repairs and negotiated terms in small regions: by hand, and at random.

What must not count (names, order, the money unit, halves of a clause, cities that have nothing to
do with it) is changed, and nothing may follow from it. Terms that are proposed are written into the
deal and looked at anew.
"""

import re
from dataclasses import replace
from fractions import Fraction
from importlib import import_module

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from intercity.proofs import Recorder
from intercity.region import effort
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.all_together.check import check as all_together
from intercity.topics.clauses.clause import NoLawfulClause, SidePayment, WhyNot
from intercity.topics.clauses.english import repair_words
from intercity.topics.clauses.nearest_terms import nearest_repair
from intercity.topics.condition import Wish
from intercity.topics.negotiation.formula import Decides
from intercity.topics.negotiation.negotiated import negotiated
from intercity.topics.outcome import NoPayoffs
from intercity.topics.outside_offers.check import (
    OffersInALargeRegion,
    OutsideRange,
    conditions,
    lawful_block,
)
from intercity.topics.outside_offers.check import check as outside_offers
from intercity.topics.outside_offers.english import WORDS, beyond_stable_words
from intercity.topics.terms.check import check as terms
from intercity.topics.words import undecided
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.instrument import main_transfer
from tests.frontdoor.drafted_deals import CITIES, Draft, Fair, Sale, drafts
from tests.frontdoor.test_all_together import park_of
from tests.properties.strategies import simulations

F = Fraction
AVON, BRIG, COVE, DALE = CITIES
SALE = Sale(BRIG, AVON, 5, 2)


def pairs(
    *, quota=(0, 5, 0, 5), land=(5, 0, 5, 0), worth=(4, 0, 4, 0), fairs=(), sales=(SALE,), **more
):
    """Avon buys quota of Brig, and Cove could of Dale."""
    return Draft(CITIES, quota, land, worth, fairs, (AVON, BRIG), sales, **more)


def offers(draft):
    return outside_offers(draft.context())


def test_a_pair_that_trades_by_itself_is_no_offer():
    """It makes most of what there is, and owes the deal nothing."""
    alone = pairs(quota=(0, 5, 5, 0), worth=(4, 0, 40, 0))
    # Brig's 5 mu are worth 40 each to Cove, had it land for them; it has not.
    assert offers(alone).verdict == "stands"
    assert offers(alone).offers == ()


def test_twelve_cities_in_six_pairs():
    names = tuple(f"City{k}" for k in range(6))
    draft = Draft(
        names, (0, 4) * 3, (4, 0) * 3, (3, 0) * 3, (), names[:2], (Sale(names[1], names[0], 4, 1),)
    )
    found = offers(draft)
    assert found.verdict == "undecided"  # sellers could all go to whoever is paid least
    # Sellers and buyers are as many: where all have half, nobody can do better.
    half = replace(draft, sales=(Sale(names[1], names[0], 4, 1.5),))
    # The price is paid once: at a factor of 0.9 it counts for more to who gets it.
    assert (offers(half).verdict, offers(half).hangs_on) == ("undecided", names[:2])
    by_interest = re.sub("discount = .*", "", half.text())
    even = outside_offers(Context(parse_scenario(by_interest), Recorder()))
    assert (even.verdict, even.hangs_on, even.shortfall) == ("undecided", (), 0)
    assert even.holds_at == dict.fromkeys(names[2:], 6)  # half of 12 that a pair makes


def test_more_sellers_than_buyers_leave_the_buyer_an_offer():
    """Dale would sell to Avon for nothing: Cove has no land to build on."""
    found = offers(pairs(land=(5, 0, 0, 0)))
    assert found.verdict == "fails"
    assert found.margin == -10
    assert found.shortfall == 10
    (offer,) = found.offers
    assert (offer.group, offer.members, offer.outsiders) == ((AVON, DALE), (AVON,), (DALE,))
    assert offer.worth == 20
    by_city = {one.city: one for one in found.beyond_stable}
    assert by_city[AVON].payoff == 10
    assert by_city[AVON].least == by_city[AVON].most == 20
    assert by_city[BRIG].payoff == 10
    assert by_city[BRIG].most == 0
    # With Dale's quota there is twice what can be built on: Brig adds nothing.
    assert found.elsewhere == {AVON: 20, BRIG: 0}
    assert found.gain_from_asking_all == 0
    assert (
        WORDS.line(found)
        == f"{AVON} and {DALE} could gain 10.0 a year together by leaving the deal aside"
    )
    # The deal's own price mends it; a side payment of as much would, too.
    assert WORDS.repair(found) == "a price of 0 per unit of quota, paid once, one of several ways"
    assert found.repair.mends == 1


def test_the_nearest_of_one_kind_is_one_of_several_where_another_is_as_near():
    """Brig gives up 10 by the price or by a payment, which the law may not allow, nor so much."""
    for limit, unique in ((0, True), (9, True), (10, False), (None, False)):
        found = offers(pairs(land=(5, 0, 0, 0), limit=limit))
        assert found.repair.unique == unique, limit
        assert WORDS.repair(found).endswith("one of several ways") != unique


def test_the_repair_is_enough():
    draft = pairs(land=(5, 0, 0, 0))
    mended = replace(draft, sales=(replace(SALE, price=0),))
    assert offers(mended).verdict == "stands"
    assert offers(mended).margin == 0


def test_no_proposal_is_below_an_outside_option():
    draft = pairs(land=(5, 0, 0, 0))
    context = draft.context()
    price = next(one for one in negotiated(context).clauses if one.kind == "price")
    for solution in ("equal_gains", "kalai_smorodinsky", "nash"):
        assert not price.agreed or price.agreed[solution].gains[AVON] >= 20
    # Brig would gain nothing: there is no agreement in which both gain.
    assert not price.agreed
    # Where land of Dale's is worth 2 a mu, Avon has to pay it 10 for its quota.
    dear = pairs(land=(5, 0, 0, 5), worth=(4, 0, 0, 2))
    price = next(o for o in negotiated(dear.context()).clauses if o.kind == "price")
    floor = price.floors[AVON,]
    assert floor == 10
    equal = price.agreed["equal_gains"]
    assert equal.gains == {AVON: 10, BRIG: 10}
    low = replace(dear, worth=(4, 0, 0, 1))
    price = next(o for o in negotiated(low.context()).clauses if o.kind == "price")
    for solution in ("equal_gains", "kalai_smorodinsky", "nash"):
        assert price.agreed[solution].gains == {AVON: 15, BRIG: 5}
        reason = price.agreed[solution].reason
        assert (reason.decides, reason.floor) == (Decides.FLOOR, (AVON,))
    assert price.floors == {(AVON,): 15}


def test_floors_that_cannot_hold_together_are_told():
    """Each member alone has another partner, and both partners have no use for each other."""
    fairs = (
        Fair(AVON, COVE, 1, 9, 0, True),
        Fair(BRIG, DALE, 1, 9, 0, True),
    )
    draft = pairs(quota=(0, 5, 0, 0), land=(5, 0, 0, 0), worth=(1, 0, 0, 0), fairs=fairs)
    context = draft.context()
    assert context.talk_floors == {(AVON,): 9, (BRIG,): 9}
    clauses = negotiated(context).clauses
    assert not any(clause.agreed for clause in clauses)
    # All that the deal makes is 5; with the amount alone, at 2 a year each, 4.5 would be best.
    assert [clause.shortfall for clause in clauses] == [F(27, 2), 13, 13]
    assert offers(draft).verdict == "fails"
    assert offers(draft).repair.reason is WhyNot.NONE_IS_ENOUGH
    assert WORDS.remedy(offers(draft)) == "none by a clause without 13.0 a year from outside"


def test_three_members_and_no_outsider_are_asked():
    draft = Draft(
        CITIES[:3], (0, 4, 4), (4, 0, 0), (3, 0, 0), (), CITIES[:3], (Sale(BRIG, AVON, 4, 3),)
    )
    found = offers(draft)
    assert found.verdict == "fails"
    assert [offer.group for offer in found.offers] == [(AVON, COVE)]
    two = replace(draft, cities=CITIES[:2], quota=(0, 4), land=(4, 0), worth=(3, 0),
                  members=CITIES[:2])  # fmt: skip
    assert offers(two).verdict == "not asked"


def test_only_what_the_law_allows_is_an_offer():
    """Avon and Cove could hold a fair, all of it Avon's to enjoy: it cannot pay Cove for it."""
    fairs = (Fair(AVON, COVE, 1, 9, 0, False), Fair(COVE, DALE, 1, 2, 2, True))
    region = pairs(quota=(0, 5, 0, 0), land=(5, 0, 0, 0), worth=(1, 0, 0, 0), fairs=fairs)
    region = replace(region, sales=(replace(SALE, price=0.5),))
    assert offers(region).verdict == "fails"
    assert offers(region).lawful is None
    found = offers(replace(region, limit=0))
    assert (found.verdict, found.if_money_flows) == ("undecided", "fails")
    assert (found.lawful.limit, found.lawful.group, found.lawful.all_tried) == (0, None, True)
    assert found.repair is None
    cash = (replace(fairs[0], cash=True), fairs[1])
    shared = offers(replace(region, fairs=cash, limit=0))
    assert shared.verdict == "fails"
    assert shared.lawful.group == (AVON, COVE)
    assert shared.lawful.gain > 0


@pytest.mark.parametrize(("most", "all_tried"), [(1, False), (2, True), (3, True)])
def test_whether_all_groups_were_tried_is_told(monkeypatch, most, all_tried):
    """Two make more than 2.5 of Avon and 4 each of Cove and Dale: 9 with Cove, and 13 with both.

    What Avon enjoys of the fair it cannot pass on.
    """
    monkeypatch.setattr(import_module("intercity.topics.outside_offers.check"), "MOST_GROUPS", most)
    fairs = (Fair(AVON, COVE, 1, 9, 0, False), Fair(COVE, DALE, 1, 2, 2, True))
    region = pairs(quota=(0, 5, 0, 0), land=(5, 0, 0, 0), worth=(1, 0, 0, 0), fairs=fairs)
    found = offers(replace(region, sales=(replace(SALE, price=0.5),), limit=0))
    assert (found.lawful.group, found.lawful.all_tried) == (None, all_tried)


@pytest.mark.parametrize(("worth", "gain"), [(9, F(5, 4)), (7, F(1, 4)), (6.5, None), (6, None)])
def test_a_group_that_gains_a_little_by_lawful_clauses_is_one(worth, gain):
    """Avon has 2.5 by the deal, and Cove 4 with Dale at most: the rest of the fair is halved."""
    fairs = (Fair(AVON, COVE, 1, worth, 0, True), Fair(COVE, DALE, 1, 2, 2, True))
    region = pairs(quota=(0, 5, 0, 0), land=(5, 0, 0, 0), worth=(1, 0, 0, 0), fairs=fairs)
    found = offers(replace(region, sales=(replace(SALE, price=0.5),), limit=0))
    assert (found.lawful.group, found.lawful.gain) == (
        (None, None) if gain is None else ((AVON, COVE), gain)
    )
    assert found.verdict == ("undecided" if gain is None else "fails")
    assert found.margin is None if gain is None else found.margin < 0
    # If money could flow it would hold at no split of the outsiders.
    assert (found.if_money_flows, found.holds_at) == ("fails", {})


def test_how_much_is_to_spare_until_somebody_leaves():
    """Brig has 10, and could sell to Cove, where five units bring 5; Avon has 10 by Brig alone."""
    found = offers(pairs(quota=(0, 5, 0, 0), land=(5, 0, 5, 0), worth=(4, 0, 1, 0)))
    assert (found.verdict, found.margin, found.floors_split) == ("stands", 10 - 5, None)
    assert (found.repair, found.elsewhere) == (None, {AVON: 0, BRIG: 5})


PARK = """
format = 1
title = "three batches"
[time]
horizon = { v = 1, low = 1, high = 1 }
interest = { v = 0, low = 0, high = 0 }
[cities]
A = {}
B = {}
C = {}
[compact]
members = ["A", "B"]
[[compact.payment]]
from = "A"
to = "B"
amount = { v = 1, low = 0, high = 9 }
enforceable = true
"""


def test_where_no_split_of_all_is_stable_nobody_is_beyond_one():
    text = PARK + park_of("ABC", 60)
    context = Context(parse_scenario(text), Recorder())
    assert context.core.empty
    assert outside_offers(context).beyond_stable == ()


def test_that_the_outsiders_have_no_stable_split_is_told():
    """Of A, B and C two fill the park and make 20; D, who pays E 1, could have 0 with any two.

    So each two must have 21, and have 40/3 if they split 20 evenly.
    """
    text = PARK.replace("C = {}", "C = {}\nD = {}\nE = {}").replace('["A", "B"]', '["D", "E"]')
    text = text.replace('from = "A"\nto = "B"', 'from = "D"\nto = "E"')
    stall = """[[activities]]
name = "a stall"
sites = ["D"]
uses = [{ resource = "batchesABC" }]
values = [{ city = "D", kind = "cash", amount = { v = 1, low = 0, high = 9 } }]
"""
    found = outside_offers(Context(parse_scenario(text + park_of("ABC", 60) + stall), Recorder()))
    assert (found.verdict, found.stable_outsiders) == ("fails", False)
    assert found.shortfall == 21 - F(40, 3)


def test_without_a_deal_there_are_no_offers():
    text = PARK[: PARK.index("[compact]")] + park_of("ABC", 60)
    found = outside_offers(Context(parse_scenario(text), Recorder()))
    assert (found.verdict, found.needs) == ("not asked", ("compact",))


def test_lawful_contracts_of_all_are_asked_where_the_law_limits_money():
    """What is paid for quota is a price, so that a region without payments has them, too."""
    assert all_together(pairs().context()).lawful is None
    for limit in (0, 1000):
        assert all_together(pairs(limit=limit).context()).lawful is True


def test_consent_may_be_all_that_holds_a_deal():
    draft = replace(pairs(land=(5, 0, 0, 0)), consent=True)
    found = offers(draft)
    assert found.verdict == "stands"
    assert (found.with_consent.verdict, found.with_consent.shortfall) == ("fails", 10)
    assert found.with_consent.groups == ((AVON, DALE),)
    assert "only that holds the deal: with it" in WORDS.says(found)
    assert len(WORDS.line(found)) <= 75


def test_without_consent_groups_do_what_their_parts_do_too():
    """Each group may open one hall, and a city fills one: four cities need four of them."""
    fairs = "".join(
        f"""[[activities]]
name = "fair of {city}"
sites = ["{city}"]
uses = [{{ resource = "rooms" }}]
values = [{{ city = "{city}", kind = "cash", amount = {{ v = 5, low = 0, high = 9 }} }}]
"""
        for city in CITIES
    )
    hall = """[resources.rooms]
kind = "tradable"
[platforms.hall]
cost_per_year = { v = 1, low = 0, high = 2 }
provides.rooms = { v = 1, low = 0, high = 2 }
"""
    draft = pairs(land=(5, 0, 0, 0), beside=hall + fairs, consent=True)
    context = draft.context()
    assert {context.free.worth(group) - 4 * len(group) for group in context.free} == {0}
    found = offers(draft)
    assert found.verdict == "stands"
    assert found.elsewhere == {AVON: 4, BRIG: 4}
    # With consent Avon and Dale make 20 of 5 mu, and 4 in one hall; in the deal Avon has 10 and 4.
    assert found.with_consent.shortfall == 20 + 4 - 14 - 4


def test_a_loss_is_repaired_by_a_price_where_no_money_may_flow():
    draft = pairs(quota=(0, 5, 0, 0), land=(5, 5, 0, 0), worth=(4, 1, 0, 0), limit=0)
    given = replace(draft, sales=(replace(SALE, price=0),))
    found = terms(given.context())
    assert found.verdict == "fails"
    # 5 mu at 1 a year are 10 each, paid once over ten years. 4 a year are 40, but at a factor of
    # 0.9 only 4 (0.9 + ... + 0.9^10) = 23.4, and more is a loss to who pays.
    assert repair_words(found.repair) == "a price from 10.0 to 23.4 per unit of quota, paid once"
    (clause,) = found.repair.clauses
    assert clause.lowest == 10
    assert float(clause.highest) == pytest.approx(4 * sum(0.9**t for t in range(1, 11)))
    assert found.repair.mends == 1


def test_a_lawful_stable_split_is_told_beside_the_benchmark():
    free = pairs(limit=0)
    assert all_together(free.context()).lawful is True
    fairs = (Fair(AVON, COVE, 1, 9, 0, False), Fair(COVE, DALE, 1, 4, 4, True))
    bound = pairs(quota=(0, 5, 0, 0), land=(5, 0, 0, 0), worth=(1, 0, 0, 0), fairs=fairs, limit=0)
    assert all_together(bound.context()).lawful is True


# At random.


def outcome(draft):
    """Verdicts, figures and what would be agreed on, by names; money as told."""
    context = draft.context()
    found = outside_offers(context)
    told = {
        "offers": (found.verdict, found.margin),
        "floors": {frozenset(g): x for g, x in context.talk_floors.items()},
        "terms": terms(context).verdict,
    }
    if context.deal is not None:
        told["agreed"] = {
            one.kind: {
                solution: (terms_.gains if terms_.proof.kind == "exact" else None)
                for solution, terms_ in one.agreed.items()
            }
            for one in negotiated(context).clauses
        }
        told["short"] = {one.kind: one.shortfall for one in negotiated(context).clauses}
    return told


def scaled(told, factor):
    """The same, with all money multiplied."""
    if isinstance(told, dict):
        return {key: scaled(value, factor) for key, value in told.items()}
    if isinstance(told, tuple):
        return tuple(scaled(value, factor) for value in told)
    return told if told is None or isinstance(told, str) else told * factor


def renamed(told, names):
    if isinstance(told, dict):
        return {
            frozenset(names[c] for c in key)
            if isinstance(key, frozenset)
            else names.get(key, key): renamed(value, names)
            for key, value in told.items()
        }
    return told


@given(
    drafts(limited=True) | drafts(),
    st.sampled_from(["names", "order", "money", "halves", "null", "pair"]),
)
@simulations(60)
def test_what_must_not_count(draft, change):
    before = outcome(draft)
    if change == "names":
        names = dict(zip(CITIES, ("Zell", "Yarm", "Wick", "Vale"), strict=True))
        assert outcome(draft.renamed(names)) == renamed(before, names)
    elif change == "order":
        # Of several largest sales the first is opened: with one there is no choice.
        assume(len({sale.amount for sale in draft.sales}) == len(draft.sales))
        assert outcome(draft.reordered()) == before
    elif change == "money":
        assert outcome(replace(draft, money=100)) == scaled(before, 100)
    elif change == "halves":
        assert outcome(draft.in_halves()) == before
    elif change == "null":
        assert outcome(draft.with_city("Null")) == before
    else:
        more = draft.with_city("Xray", "York")
        alone = Fair("Xray", "York", 1, 50, 50, True)
        assert outcome(replace(more, fairs=(*more.fairs, alone))) == before


@given(drafts())
@simulations(50)
def test_proposals_are_kept_when_they_are_written_into_the_deal(draft):
    context = draft.context()
    assume(context.deal is not None)
    compact = context.compact
    for clause in negotiated(context).clauses:
        kind = clause.instruments[0].kind
        if len(clause.instruments) > 1 or kind not in ("price", "amount"):
            continue
        assume(len(compact.transfers) == 1)
        place = main_transfer(compact)
        signed = compact.transfers[place]

        def gains(value, kind=kind, signed=signed):
            new = replace(signed, price=value) if kind == "price" else replace(
                signed, amount=value
            )  # fmt: skip
            found = deal_payoffs(compact.with_transfers((new,)))
            if found is None:
                return None
            have = {c: found.payoffs[c] for c in context.members}
            if any(sum(have[c] for c in g) < x for g, x in context.talk_floors.items()):
                return None
            over = {c: have[c] - context.status_quo[c] for c in have}
            return over if min(over.values()) >= 0 else None

        (one,) = clause.instruments
        high = signed.amount if kind == "price" else one.highest
        high = F(8) if kind == "price" else high
        grid = [g for k in range(33) if (g := gains(high * F(k, 32))) is not None]
        if not clause.agreed:
            # Nothing on the grid makes all gain and leaves each with what it could have.
            assert not any(min(g.values()) > 0 for g in grid)
            continue
        for solution, found in clause.agreed.items():
            value = found.terms[one.name]
            kept = gains(value)
            if found.proof.kind != "exact":
                continue
            assert kept is not None
            assert kept == found.gains
            if solution == "nash":
                best = kept[context.members[0]] * kept[context.members[1]]
                if len(kept) == 2:
                    assert all(g[context.members[0]] * g[context.members[1]] <= best for g in grid)
            if solution == "equal_gains":
                # Leximin: nobody's least gain could be greater, nor the next at the same least.
                assert all(sorted(g.values()) <= sorted(kept.values()) for g in grid)


NUMBER = r"(\d+(?:\.\d+)?)"


@given(
    st.integers(1, 6),
    st.tuples(st.integers(1, 6), st.integers(1, 6)),
    st.integers(1, 6),
    st.integers(0, 8),
    st.sampled_from([None, 0, 1]),
)
@example(6, (3, 1), 4, 0, None)
@example(6, (2, 4), 6, 2, 0)
@simulations(40)
def test_repairs_leave_everybody_with_enough_once_they_are_written(land, worth, sold, price, limit):
    """Brig sells too much, or one pays too much, or too little: nobody loses at what is told."""
    sale = Sale(BRIG, AVON, sold, price)
    draft = Draft(CITIES[:2], (0, 6), (6, land), worth, (), CITIES[:2], (sale,), limit)
    found = terms(draft.context())
    assert (found.verdict == "stands") == (found.repair is None)
    if found.verdict == "stands":
        return
    assert found.repair.mends == 1
    told = repair_words(found.repair)
    prices = re.fullmatch(rf"a price (?:of|from) {NUMBER}(?: to {NUMBER})? per .*", told)
    amounts = re.fullmatch(rf"move the amount of quota from {NUMBER} to {NUMBER}", told)
    if told == "leave out the transfer of quota":
        then = terms(replace(draft, sales=(replace(sale, amount=0),)).context())
        assert then.verdict != "fails"
        return
    if prices is None and amounts is None:
        paid = re.fullmatch(rf"a side payment of {NUMBER} a year from {AVON} to {BRIG}", told)
        assert limit is None or F(paid[1]) <= limit
        for gains in (found.gains, found.own_gains):  # at either rate it counts alike
            for city, gain in gains.items():
                assert gain + (F(paid[1]) if city == BRIG else -F(paid[1])) >= 0
        return
    if prices is not None:
        # They are 10 each a year, as ten years count alike.
        mended = [replace(sale, price=float(x) / 10) for x in prices.groups() if x]
    else:
        mended = [replace(sale, amount=float(amounts[2]))]
    for one in mended:
        then = terms(replace(draft, sales=(one,)).context())
        # An amount is told to three digits, and a unit of it is worth 8 at most.
        assert then.verdict == "stands" or (amounts is not None and then.margin > -F(5, 100) * 8)


@given(drafts(limited=True))
@simulations(40)
def test_outside_money_is_no_more_than_what_is_lacking(draft):
    context = draft.context()
    assume(context.deal is not None)
    floors = dict(context.talk_floors)
    now = context.payoffs_by_date
    lacking = {g: x - sum(now[c] for c in g) for g, x in floors.items()}
    assume(max(lacking.values()) > 0)
    found = nearest_repair(context, floors)
    if isinstance(found, NoLawfulClause):
        assert found.outside > 0
        # Less than all that groups lack would do only if some lack together.
        assert found.outside <= sum(x for x in lacking.values() if x > 0)
        return
    for clause in found.clauses:
        if isinstance(clause, SidePayment):
            then = dict(now)
            for (payer, payee), paid in clause.paid.items():
                assert 0 < paid <= (paid if draft.limit is None else draft.limit)
                then[payer] -= paid
                then[payee] += paid
            assert all(sum(then[c] for c in g) >= x for g, x in floors.items())
            changes = {city: then[city] - now[city] for city in now}
            assert {c for c, x in changes.items() if x < 0} == set(clause.payers)
            assert {c for c, x in changes.items() if x > 0} == set(clause.payees)
            assert sum(x for x in changes.values() if x > 0) == clause.a_year


@given(drafts(), drafts(limited=True), st.booleans())
@simulations(40)
def test_where_verdicts_alone_are_wanted_they_are_the_same(draft, limited, consent):
    for one in (replace(draft, consent=consent), replace(limited, consent=consent)):
        context, brief = one.context(), one.context(brief=True)
        brief.verdict_alone = True
        for check in (outside_offers, terms):
            full, short = check(context), check(brief)
            assert short.turns_on == full.turns_on
            assert (short.margin or 0) >= (full.margin or 0)  # one alone lacks no more than all
        for city in context.members:
            assert brief.free_alone(city) == context.free.worth((city,))


@given(drafts(limited=True))
@simulations(30)
def test_a_lawful_block_is_one(draft):
    context = draft.context()
    assume(context.deal is not None)
    found = outside_offers(context)
    block, _ = lawful_block(context)
    if block is not None:
        assert found.verdict == "fails"
        assert block.gain > 0
        worth = context.free.worth(block.group)
        assert sum(block.payoffs.values()) <= worth
        inside = [c for c in block.group if c in context.members]
        assert 0 < len(inside) < len(context.members)
    if context.outside.verdict == "stands":
        assert block is None
        assert found.verdict == "stands"
    elif block is None:
        assert found.verdict == "undecided"


@pytest.mark.parametrize("price", [5, 3])
def test_who_does_better_alone_blocks_lawfully_among_many_cities_too(price, monkeypatch):
    """Avon pays 5 for what is worth 4 a unit: it needs no clause, and no money, to stay out."""
    own = {"quota": (0, 5, 0, 0), "land": (5, 0, 0, 0)}
    draft = pairs(**own, sales=(replace(SALE, price=price),), limit=0)
    tabled = offers(draft)
    monkeypatch.setattr(effort, "MOST", 1)
    many = offers(draft)
    alone = draft.context(brief=True)
    alone.verdict_alone = True
    assert many.verdict == outside_offers(alone).verdict == tabled.verdict
    assert many.lawful == (tabled.lawful and replace(tabled.lawful, all_tried=False))
    if price > 4:
        assert (many.verdict, many.lawful.group, many.lawful.gain) == ("fails", (AVON,), 5)


def test_one_outsider_has_one_split_among_many_cities_too(monkeypatch):
    """Avon could sell its quota to Cove for 4 a unit, all of it: it lacks 20, not up to 20."""
    draft = Draft((AVON, BRIG, COVE), (5, 0, 0), (0, 5, 5), (0, 2, 4), (), (AVON, BRIG), ())
    told = WORDS.repair(offers(draft))
    assert "it takes 20.0 a year from outside" in told
    monkeypatch.setattr(effort, "MOST", 1)
    assert WORDS.repair(offers(draft)) == told


def test_where_each_member_counts_on_another_split_the_repair_rests_on_the_nucleolus():
    """Of 5 mu 3 are sold, 6 for each; either could make 20 with an outsider, and these make 20."""
    found = offers(replace(pairs(), sales=(Sale(BRIG, AVON, 3, 2),)))
    # An outsider would need 14 to stay away, both 28: 4 too much each.
    assert (found.verdict, found.margin, found.shortfall) == ("fails", -4, 4)
    assert found.elsewhere == {AVON: 20, BRIG: 20}
    assert found.floors_split == {COVE: 10, DALE: 10}
    assert found.gain_from_asking_all == 40 - 20 - 20
    # At 2 a year all 5 bring 10 to each, what it could have with an outsider that is paid 10.
    assert WORDS.remedy(found).startswith("hand over 5 units of quota in place of 3, for one split")
    told = WORDS.repair(found)
    assert told.startswith("if outsiders split by the nucleolus")
    assert told.endswith(f"({COVE} 10.0 and {DALE} 10.0): move the amount of quota from 3 to 5")


def test_conditions_are_what_each_has_beyond_what_it_could_have_elsewhere():
    """As above: 6, and 20 less 10 with an outsider. Two alone have nobody to leave for."""
    found = conditions(replace(pairs(), sales=(Sale(BRIG, AVON, 3, 2),)).context())
    assert {one.cities: x for one, x in found.items()} == {(AVON,): 6 - 10, (BRIG,): 6 - 10}
    assert {one.wish for one in found} == {Wish.NO_BETTER_OFFER}
    three = Draft(
        CITIES[:3], (0, 4, 4), (4, 0, 0), (3, 0, 0), (), CITIES[:3], (Sale(BRIG, AVON, 4, 3),)
    )
    # 12 are made of four units, all of which are Brig's; Avon could buy of Cove for nothing.
    lacking = {one.cities: x for one, x in conditions(three.context()).items()}
    assert lacking[AVON, COVE] == -12
    two = replace(three, cities=CITIES[:2], quota=(0, 4), land=(4, 0), worth=(3, 0),
                  members=CITIES[:2])  # fmt: skip
    assert conditions(two.context()) == {}


def test_where_worths_are_asked_for_the_same_is_found(monkeypatch):
    """The deal that fails by 4, and one that stands or not as outsiders split what they make."""
    monkeypatch.setattr(effort, "MOST", 1)
    found = offers(replace(pairs(), sales=(Sale(BRIG, AVON, 3, 2),)))
    assert isinstance(found, OffersInALargeRegion)
    assert (found.verdict, found.margin, found.shortfall) == ("fails", -4, 4)
    assert (found.shortfall_exact, found.elsewhere) == (True, {AVON: 20, BRIG: 20})
    assert found.floors_split == {COVE: 10, DALE: 10}
    assert found.elsewhere_at_split == {AVON: 10, BRIG: 10}
    (clause,) = found.repair.clauses
    assert (clause.amount, clause.signed) == (5, 3)
    limited = offers(replace(pairs(), sales=(Sale(BRIG, AVON, 3, 2),), limit=0))
    assert (limited.verdict, limited.if_money_flows) == ("undecided", "fails")
    assert (limited.lawful.group, limited.lawful.all_tried) == (None, False)
    open_one = offers(pairs())
    assert (open_one.verdict, open_one.margin, open_one.repair) == ("undecided", None, None)
    assert open_one.floors_split == {COVE: 10, DALE: 10}
    monkeypatch.undo()
    assert offers(pairs()).verdict == "undecided"
    assert offers(pairs()).floors_split is None  # no repair rests on it


def test_what_a_member_has_is_told_apart_from_its_range():
    for least, most in ((F(241, 100), F(242, 100)), (F(241, 100), F(241, 100))):
        told = beyond_stable_words(
            [OutsideRange(city=AVON, payoff=F(24, 10), least=least, most=most)]
        )
        (has,) = re.findall(r"has ([\d.]+)", told)
        assert not re.search(rf"(bring it|to) {re.escape(has)}(\D|$)", told)
        assert "2.41" in told
        assert "2.41 to 2.41" not in told


def test_a_deal_that_promises_too_much_is_undecided():
    found = offers(pairs(sales=(Sale(BRIG, AVON, 6, 2),)))  # of 5
    assert (found.verdict, found.reason) == ("undecided", NoPayoffs.PROMISES_TOO_MUCH)
    assert undecided(found) == "the deal promises more than its members have"


def test_a_member_that_adds_nothing_gets_what_it_has_alone():
    draft = Draft(CITIES[:3], (0, 5, 0), (5, 0, 0), (4, 0, 0), (), CITIES[:3], (SALE,))
    money = next(one for one in negotiated(draft.context()).clauses if one.kind == "money")
    for found in money.agreed.values():
        assert found.gains == {AVON: 10, BRIG: 10, COVE: 0}


@given(drafts())
@simulations(30)
def test_nobody_asks_for_more_than_it_adds(draft):
    context = draft.context()
    assume(context.deal is not None)
    assume(len(context.members) == 3)
    best, members = context.best, context.members
    for found in next(o for o in negotiated(context).clauses if o.kind == "money").agreed.values():
        for city in context.contribution_caps:
            adds = best.worth(members) - best.worth([c for c in members if c != city])
            assert found.asked[city] <= adds
            if adds == context.status_quo[city]:
                assert found.gains[city] == 0
