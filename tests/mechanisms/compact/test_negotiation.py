"""Negotiated terms against arithmetic by hand, and against a search of our own along one clause."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import Activity, Annuity, InvalidInput, LinearProductionGame, Resource, Use, Value
from mechanisms import (
    EnclaveCompact,
    Negotiation,
    Transfer,
    amount_of,
    deal_payoffs,
    gain_curves,
    negotiated_terms,
    payments_between,
    price_of,
    refund_share,
    stand_alone,
    terms_of_trade,
)
from mechanisms.compact.gain_curve import pieces
from mechanisms.compact.negotiation import SOLUTIONS
from mechanisms.compact.terms import SideBySide
from solvers import egalitarian, kalai_smorodinsky, nash_bargaining

F = Fraction
HALF, THREE_QUARTERS = F(1, 2), F(3, 4)
HARBOUR, UPLANDS = "Harbour", "Uplands"


def sale(price=THREE_QUARTERS, amount=40, *, owned=100, room=50, own_room=80, own_worth=HALF):
    """Harbour builds on up to ``room`` mu at 1 each, Uplands on ``own_room`` of its own."""
    quota = Resource("quota", "tradable", {UPLANDS: owned})
    build = (
        Activity("here", (HARBOUR,), (Use("quota", 1),), (Value(HARBOUR, "cash", 1),), room),
        Activity(
            "there", (UPLANDS,), (Use("quota", 1),), (Value(UPLANDS, "cash", own_worth),), own_room
        ),
    )
    region = LinearProductionGame((HARBOUR, UPLANDS), (quota,), build)
    moved = Transfer("quota", UPLANDS, HARBOUR, F(amount), F(price))
    return EnclaveCompact(region, Annuity(20, F(0)), region.cities, transfers=(moved,))


def agreed(deal, solution, *instruments, weights=None):
    alone = stand_alone(deal.region)
    found = negotiated_terms(deal, alone, solution, instruments, weights=weights)
    return found, [found.terms[one.name] for one in instruments]


def test_gains_are_straight_between_the_kinks():
    curves = gain_curves(sale(), stand_alone(sale().region))
    # Harbour gains 1/4 a mu up to its room of 50, then pays 3/4; Uplands has 20 mu to spare.
    assert curves[HARBOUR] == [(0, 0), (50, F(25, 2)), (100, -25)]
    assert curves[UPLANDS] == [(0, 0), (20, 15), (100, 35)]
    lines = [(p.start, p.end, p.lines[UPLANDS]) for p in pieces(curves)]
    assert lines == [(0, 20, (0, F(3, 4))), (20, 50, (10, F(1, 4))), (50, 100, (10, F(1, 4)))]


def test_equal_gains_and_nash_lie_in_the_kink_where_room_ends():
    for solution in (egalitarian, nash_bargaining):
        found, (amount,) = agreed(sale(), solution, amount_of(sale()))
        assert amount == 50
        assert found.gains == {HARBOUR: F(25, 2), UPLANDS: F(45, 2)}
        assert found.formula.where == "kink"
    # Harbour cannot gain more; Uplands goes on from there.
    found, _ = agreed(sale(), egalitarian, amount_of(sale()))
    assert found.asked[UPLANDS] - 40 == F(45, 2)


def test_kalai_smorodinsky_is_where_two_lines_cross_in_proportion_to_hopes():
    found, (amount,) = agreed(sale(), kalai_smorodinsky, amount_of(sale()))
    # (50 - 3/4 q) / (25/2) = (10 + q/4) / (80/3)
    assert amount == F(5800, 111)
    assert found.values == {amount_of(sale()).name: (F(5800, 111), F(5800, 111))}
    formula = found.formula
    assert (formula.where, formula.binding) == ("crossing", (HARBOUR, UPLANDS))
    assert formula.claims == {HARBOUR: F(25, 2), UPLANDS: F(80, 3)}
    (a, b), (c, d) = (formula.piece.lines[city] for city in formula.binding)
    h, k = formula.claims.values()
    assert amount == (h * c - k * a) / (k * b - h * d)


def test_a_price_shares_a_fixed_gain():
    deal = sale(amount=50)
    for solution in (egalitarian, kalai_smorodinsky, nash_bargaining):
        found, (price,) = agreed(deal, solution, price_of(deal))
        assert price == F(65, 100)  # 50 - 50 p = 50 p - 15
        assert found.gains == {HARBOUR: F(35, 2), UPLANDS: F(35, 2)}
        assert found.formula.where == "crossing"
    low, high = Negotiation(deal, stand_alone(deal.region), (price_of(deal),)).range
    assert (low, high) == (F(3, 10), 1)


def test_the_price_of_nothing_may_be_any():
    """Nothing is handed over at a price that is left open; all gain by a grant (here: of 5)."""
    deal = replace(sale(amount=0), grant={HARBOUR: F(5), UPLANDS: F(5)})
    for solution in (egalitarian, kalai_smorodinsky, nash_bargaining):
        found, _ = agreed(deal, solution, price_of(deal))
        assert found.values == {price_of(deal).name: (0, None)}
        assert found.gains == {HARBOUR: 5, UPLANDS: 5}
        assert found.formula is None
        assert found.status.endswith("These terms are one of several.")


def test_half_of_what_each_hoped_for_is_not_all_of_it():
    """Power of 1/2 each: claims are half the hopes, and that is what each gets, not its hope."""
    deal = sale(amount=50)
    for power in (HALF, F(1), F(2)):
        weights = dict.fromkeys((HARBOUR, UPLANDS), power)
        found, _ = agreed(deal, kalai_smorodinsky, price_of(deal), weights=weights)
        assert found.gains == {HARBOUR: F(35, 2), UPLANDS: F(35, 2)}
        assert not found.formula.ideal
    scarce = sale(F(1, 4), owned=40, own_room=0)  # Both gain by each mu that there is.
    for power in (HALF, F(1), F(2)):
        weights = dict.fromkeys((HARBOUR, UPLANDS), power)
        found, _ = agreed(scarce, kalai_smorodinsky, amount_of(scarce), weights=weights)
        assert found.gains == {HARBOUR: 30, UPLANDS: 10}
        assert found.formula.ideal


def test_names_and_numbers_that_cannot_be_right():
    deal, alone = sale(amount=50), {HARBOUR: 0, UPLANDS: 40.0}
    found = negotiated_terms(deal, alone, nash_bargaining, price_of(deal))
    assert found.terms == {price_of(deal).name: F(65, 100)}  # plain numbers do
    with pytest.raises(InvalidInput, match="a city with a weight is 'Upland'"):
        negotiated_terms(deal, alone, nash_bargaining, price_of(deal), weights={"Upland": F(2)})
    with pytest.raises(InvalidInput, match="Uplands is missing"):
        negotiated_terms(deal, {HARBOUR: 0}, nash_bargaining, price_of(deal))
    with pytest.raises(InvalidInput, match="the open clauses is missing"):
        negotiated_terms(deal, alone, nash_bargaining, ())
    with pytest.raises(InvalidInput, match="the solution is 'Nash'; it should be a function"):
        negotiated_terms(deal, alone, "Nash", price_of(deal))
    with pytest.raises(InvalidInput, match="the most that one may pay another"):
        payments_between(deal, F(-1))
    assert payments_between(deal, 2.5)[0].lowest == F(-5, 2)


def test_power_moves_the_price():
    deal = sale(amount=50)
    for solution in (egalitarian, kalai_smorodinsky, nash_bargaining):
        _, (price,) = agreed(deal, solution, price_of(deal), weights={UPLANDS: F(2)})
        assert price == F(23, 30)  # two thirds of 35 to Uplands: 50 p - 15 = 70/3


def test_money_beside_the_amount_shares_the_greatest_sum():
    deal = sale()
    (payment,) = payments_between(deal)
    found, (amount, paid) = agreed(deal, nash_bargaining, amount_of(deal), payment)
    assert (amount, paid) == (50, -5)  # of 35 Uplands has 45/2 at the price; it pays 5 back
    assert found.formula is None
    assert set(found.gains.values()) == {F(35, 2)}
    (limited,) = payments_between(deal, F(2))
    found, (amount, paid) = agreed(deal, egalitarian, amount_of(deal), limited)
    assert (amount, paid) == (50, -2)
    assert found.gains == {HARBOUR: F(29, 2), UPLANDS: F(41, 2)}


def test_who_is_held_back_where_the_giver_has_no_more():
    deal = sale(F(3, 4), owned=30)
    found, (amount,) = agreed(deal, nash_bargaining, amount_of(deal))
    assert amount == 30
    assert found.formula.where == "most"
    # Uplands itself earns 1/2 of all its mu: 1/4 each for both.
    assert found.formula.held_back == (HARBOUR, UPLANDS)


def test_a_gift_is_not_signed():
    deal = sale(0, own_room=100)
    alone = stand_alone(deal.region)
    found = negotiated_terms(deal, alone, nash_bargaining, amount_of(deal))
    assert not found.agreed
    assert found.terms == found.gains == {}
    assert amount_of(deal).name in found.status
    assert not terms_of_trade(deal, alone).agreeable


@pytest.mark.parametrize(
    ("price", "inside"), [("1/5", False), ("1/4", True), (1, True), (2, False)]
)
def test_who_neither_gains_nor_loses_would_sign(price, inside):
    deal = sale(price)  # Uplands forgoes 20 mu at 1/2 for 40 mu, which are worth 1 each to Harbour
    found = terms_of_trade(deal, stand_alone(deal.region), price_of(deal))
    assert (found.lowest, found.highest) == (F(1, 4), 1)
    assert found.inside is inside


@pytest.mark.parametrize("credit", [0, 5])
def test_a_second_measure_counts_as_much_as_the_first(credit):
    """By it each mu costs Harbour 1/8 more than the price: 7/8, for up to 50 mu worth 1 each."""
    deal = replace(sale(), credit={HARBOUR: F(credit)})
    alone = stand_alone(deal.region)
    amount = amount_of(deal)
    assert terms_of_trade(deal, alone).highest == (50 + credit) / F(3, 4)
    beside = {HARBOUR: ({amount.name: F(-1, 8)}, alone[HARBOUR])}
    assert terms_of_trade(deal, alone, amount, beside=beside).highest == (50 + credit) / F(7, 8)
    least = {HARBOUR: ({amount.name: F(-1, 4)}, alone[HARBOUR] + credit)}
    assert not terms_of_trade(deal, alone, amount, beside=least).agreeable  # it breaks even by it


def test_a_floor_of_a_group_of_one_is_a_floor_of_its_member():
    deal = replace(sale(), credit={HARBOUR: F(5)})
    amount, floors = amount_of(deal), {HARBOUR: F(8), UPLANDS: F(0)}
    side_by_side = SideBySide(deal, (amount,))
    # Harbour has 5 + q/4 up to 50 mu, then 55 - 3/4 q.
    assert side_by_side.range_of(amount, floors) == (12, F(188, 3))
    groups = {(city,): floor for city, floor in floors.items()}
    lowest, highest = side_by_side.ends_of(amount, None, groups=groups)
    assert (lowest.value, highest.value) == (12, F(188, 3))
    assert side_by_side.most_at({amount.name: F(50)}) == {HARBOUR: F(35, 2), UPLANDS: F(125, 2)}


def test_who_is_idle_need_not_gain():
    flat = sale(1, 30, own_room=0)
    side_by_side, alone = SideBySide(flat, (amount_of(flat),)), stand_alone(flat.region)
    gain = {idle: side_by_side.all_can_gain(alone, idle=idle) for idle in ((), (HARBOUR,))}
    assert gain == {(): False, (HARBOUR,): True}
    assert not side_by_side.all_can_gain(alone, idle=(HARBOUR, UPLANDS))


def test_nobody_agrees_where_one_can_only_break_even():
    flat = sale(1, 30, own_room=0)  # at this price Harbour pays what a mu is worth
    talks = Negotiation(flat, stand_alone(flat.region), (amount_of(flat),))
    assert not talks.all_can_gain
    assert talks.range == (0, 50)


def test_where_the_smaller_gain_is_the_same_at_several_values_the_other_decides():
    deal = sale(F(1, 4), own_room=60)  # 40 mu to spare, at 1/4 each; then 1/4 less than it is worth
    found, _ = agreed(deal, egalitarian, amount_of(deal))
    assert found.values[amount_of(deal).name] == (40, 40)
    assert found.gains == {HARBOUR: 30, UPLANDS: 10}
    even = sale(F(1, 2), own_room=90)  # 10 to spare, then what it forgoes is what it is paid
    found, (amount,) = agreed(even, egalitarian, amount_of(even))
    # Uplands gains 5 from 10 to 90; of these Harbour gains most at 50.
    assert found.values[amount_of(even).name] == (50, 50)
    assert found.formula.where == "kink"
    assert amount == 50
    assert found.gains == {HARBOUR: 25, UPLANDS: 5}


def test_a_price_and_its_amount_cannot_both_be_open():
    deal = sale()
    with pytest.raises(InvalidInput, match="a price and an amount"):
        negotiated_terms(
            deal, stand_alone(deal.region), egalitarian, (amount_of(deal), price_of(deal))
        )
    with pytest.raises(InvalidInput, match="the refund"):
        refund_share(deal)


def three(limit=None):
    """Two who sell quota to one: 30 and 20 mu, worth 1 each to Harbour and nothing to them."""
    names = (HARBOUR, UPLANDS, "Valley")
    quota = Resource("quota", "tradable", {UPLANDS: 30, "Valley": 20})
    here = Activity("here", (HARBOUR,), (Use("quota", 1),), (Value(HARBOUR, "cash", 1),), 100)
    region = LinearProductionGame(names, (quota,), (here,))
    moved = tuple(
        Transfer("quota", city, HARBOUR, F(mu), F(1, 2))
        for city, mu in ((UPLANDS, 30), ("Valley", 20))
    )
    deal = EnclaveCompact(region, Annuity(20, F(0)), names, transfers=moved)
    return deal, payments_between(deal, limit)


def test_three_members_share_by_money():
    deal, payments = three()
    assert [one.name for one in payments] == [
        "payment, Harbour to Uplands",
        "payment, Harbour to Valley",
    ]
    for solution in SOLUTIONS.values():
        found, paid = agreed(deal, solution, *payments)
        # 25, 15 and 10 become 50/3 each.
        assert paid == [F(50, 3) - 15, F(50, 3) - 10]
        assert set(found.gains.values()) == {F(50, 3)}


def test_three_members_with_a_lawful_limit_on_each_payment():
    deal, payments = three(F(3))
    assert len(payments) == 3
    found, paid = agreed(deal, egalitarian, *payments)
    # Of 25, 15 and 10 Harbour gives 3 to each; Uplands passes on what makes the two equal.
    assert found.gains == {HARBOUR: 19, UPLANDS: F(31, 2), "Valley": F(31, 2)}
    assert paid == [3, 3, F(5, 2)]


def test_three_members_and_the_amount_of_one():
    deal, _ = three()
    found, (amount,) = agreed(deal, nash_bargaining, amount_of(deal))
    assert amount == 30  # Harbour and Uplands gain by all that there is; Valley does not mind
    assert found.gains == {HARBOUR: 25, UPLANDS: 15, "Valley": 10}
    found, _ = agreed(deal, egalitarian, amount_of(deal))
    # Valley's 10 is the least from 20 mu on; the others gain up to 30.
    assert found.values[amount_of(deal).name] == (30, 30)


def test_a_floor_cuts_the_set_and_leaves_gains_from_the_status_quo():
    deal = sale(amount=50)
    floors = {(HARBOUR,): F(20)}  # equal gains of 35/2 each would leave it less
    for solution in (egalitarian, kalai_smorodinsky, nash_bargaining):
        found = negotiated_terms(
            deal, stand_alone(deal.region), solution, price_of(deal), floors=floors
        )
        assert found.gains == {HARBOUR: 20, UPLANDS: 15}
        assert (found.formula.where, found.formula.floor) == ("floor", (HARBOUR,))
        assert found.at_floor == ((HARBOUR,),)
    low = negotiated_terms(
        deal, stand_alone(deal.region), egalitarian, price_of(deal), floors={(HARBOUR,): F(9)}
    )
    assert set(low.gains.values()) == {F(35, 2)}
    assert low.formula.where == "crossing"


def test_floors_beyond_what_there_is_leave_no_agreement_and_a_shortfall():
    deal = sale(amount=50)
    floors = {(HARBOUR,): F(20), (UPLANDS,): F(60)}
    talks = Negotiation(deal, stand_alone(deal.region), (price_of(deal),), floors=floors)
    assert not talks.all_can_gain
    assert talks.shortfall == 5  # 20 and 60 - 40 of 35
    assert "what they could have apart" in talks.under(nash_bargaining).status


def test_nobody_asks_for_more_than_its_cap():
    deal, _ = three()
    alone = stand_alone(deal.region)
    paid = payments_between(deal)
    free = negotiated_terms(deal, alone, egalitarian, paid)
    assert set(free.gains.values()) == {F(50, 3)}
    capped = negotiated_terms(deal, alone, egalitarian, paid, caps={"Valley": F(10)})
    assert capped.gains == {HARBOUR: 20, UPLANDS: 20, "Valley": 10}
    null = negotiated_terms(deal, alone, nash_bargaining, paid, caps={"Valley": F(0)})
    assert null.gains == {HARBOUR: 25, UPLANDS: 25, "Valley": 0}


LINE = st.integers(1, 8).map(lambda k: F(k, 4))


@given(
    price=LINE,
    worth=LINE,
    mu=st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(0, 12)),
    power=st.sampled_from([F(1), F(2), F(1, 3)]),
)
def test_against_a_search_along_the_curve(price, worth, mu, power):
    """Gains by hand, the best among kinks, crossings and roots of first-order conditions."""
    owned, room, own_room = mu
    deal = sale(price, 1, owned=owned, room=room, own_room=own_room, own_worth=worth)
    alone = worth * min(owned, own_room)

    def gains(q):
        return (
            min(q, F(room)) - price * q,
            price * q + worth * min(owned - q, F(own_room)) - alone,
        )

    ends = sorted({F(0), F(owned), *(F(k) for k in (room, owned - own_room) if 0 < k < owned)})
    spots = {*ends}
    lines = []
    for start, end in pairwise(ends):
        slopes = [(z - y) / (end - start) for y, z in zip(gains(start), gains(end), strict=True)]
        lines.append([(y - b * start, b) for y, b in zip(gains(start), slopes, strict=True)])
        spots |= {-a / b for a, b in lines[-1] if b}
    inside = [q for q in spots if 0 <= q <= owned and min(gains(q)) >= 0]
    ideal = [max(gains(q)[i] for q in inside) for i in (0, 1)]
    weights = (F(1), power)
    claims = {
        "equal gains": weights,
        "Kalai-Smorodinsky": tuple(w * h for w, h in zip(weights, ideal, strict=True)),
    }
    everyone = any(min(gains((x + y) / 2)) > 0 for x in inside for y in inside)
    quota = amount_of(deal)
    for name, solution in SOLUTIONS.items():
        found = negotiated_terms(
            deal, stand_alone(deal.region), solution, quota, weights={UPLANDS: power}
        )
        assert found.agreed == everyone
        if not everyone:
            continue
        candidates = set(inside)
        for (a, b), (c, d) in lines:
            if name == "Nash" and b * d:
                candidates.add(-(b * c + power * d * a) / ((1 + power) * b * d))
            elif name != "Nash":
                g, h = claims[name]
                candidates |= {(g * c - h * a) / (h * b - g * d)} if h * b != g * d else set()
        candidates = {q for q in candidates if 0 <= q <= owned and min(gains(q)) >= 0}

        def score(q, name=name):
            x, y = gains(q)
            if name == "Nash":  # x y^power, compared in whole powers
                return x**power.denominator * y**power.numerator
            return min(x / claims[name][0], y / claims[name][1])

        best = max(map(score, candidates))
        low, high = found.values[quota.name]
        assert score(low) == score(high) == score(found.terms[quota.name]) == best
        assert tuple(found.gains.values()) == gains(found.terms[quota.name])
        formula = found.formula
        assert tuple(formula.claims.values()) == claims.get(name, weights)
        if formula.where == "crossing" and name != "Nash":
            at = [formula.piece.gain(c, formula.value) / g for c, g in formula.claims.items()]
            assert at[0] == at[1]
            assert formula.piece.start <= formula.value <= formula.piece.end


def test_terms_bring_what_is_told_when_they_are_signed():
    """The deal with the negotiated amount in place of the signed one pays just these gains."""
    deal = sale()
    alone = stand_alone(deal.region)
    found, (amount,) = agreed(deal, kalai_smorodinsky, amount_of(deal))
    signed = deal.with_transfers((Transfer("quota", UPLANDS, HARBOUR, amount, F(3, 4)),))
    payoffs = deal_payoffs(signed).payoffs
    assert {city: x - alone[city] for city, x in payoffs.items()} == found.gains
