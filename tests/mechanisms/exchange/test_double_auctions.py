"""Exchanges with one lot each: published clearings, brute force, and the search for a false bid."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import example, given, settings

from games import ExchangeMarket, InvalidInput
from intercity.testing import exchange_markets
from mechanisms import (
    ExchangeMisreport,
    balanced_auction,
    exchange_misreport,
    k_double_auction,
    mcafee,
    trade_reduction,
    uniform_price,
    vcg_exchange,
)
from tests.properties.strategies import examples

HONEST = (mcafee, trade_reduction, balanced_auction, vcg_exchange)
RULES = (*HONEST, k_double_auction, uniform_price)


def greatest_gain(market):
    """By trying every way to pair buyers with sellers."""
    bids = [bid for schedule in market.bids.values() for bid in schedule]
    asks = [ask for schedule in market.asks.values() for ask in schedule]
    return max(
        sum(b - a for b, a in zip(some, others, strict=True))
        for k in range(min(len(bids), len(asks)) + 1)
        for some in combinations(bids, k)
        for others in permutations(asks, k)
    )


def test_mcafee_1992():
    """Buyers 9, 8, 7, 4, sellers 2, 3, 4, 5: three trades at 4.5."""
    market = ExchangeMarket(
        dict(zip("ABCD", [9, 8, 7, 4], strict=True)), dict(zip("EFGH", [2, 3, 4, 5], strict=True))
    )
    found = mcafee(market)
    assert [found.lots[buyer] for buyer in "ABCD"] == [1, 1, 1, 0]
    assert [found.lots[seller] for seller in "EFGH"] == [1, 1, 1, 0]
    assert found.buyer_price == found.seller_price == Fraction(9, 2)
    assert (found.surplus, found.lost) == (0, 0)
    dear = market.reporting("H", 12)
    assert (mcafee(dear).buyer_price, mcafee(dear).seller_price) == (7, 4)  # (4 + 12)/2 = 8 > 7
    assert (mcafee(dear).surplus, mcafee(dear).lost) == (6, 3)


def test_the_other_rules_on_the_same_bids():
    market = ExchangeMarket(
        dict(zip("ABCD", [9, 8, 7, 4], strict=True)), dict(zip("EFGH", [2, 3, 4, 5], strict=True))
    )
    assert k_double_auction(market).buyer_price == Fraction(9, 2)  # from 4 to 5
    assert k_double_auction(market, 0).buyer_price == 4
    assert k_double_auction(market, 1).buyer_price == 5
    reduced = trade_reduction(market)
    assert (reduced.buyer_price, reduced.seller_price, reduced.surplus) == (7, 4, 6)
    assert reduced.lost == 3
    balanced = balanced_auction(market)
    assert (balanced.buyer_price, balanced.lost) == (5, 0)  # the next ask suits the last buyer
    # VCG: buyers pay the dearer of the last ask that trades and the best bid that does not.
    vcg = vcg_exchange(market)
    assert [vcg.payments[buyer] for buyer in "ABCD"] == [4, 4, 4, 0]
    assert [vcg.payments[seller] for seller in "EFGH"] == [-5, -5, -5, 0]
    assert vcg.surplus == -3


def test_a_lot_that_brings_nothing_is_left_alone():
    """Bids 9 and 5, asks 2 and 5: the second lot would bring 5 - 5, and one lot brings all of 7."""
    market = ExchangeMarket({"A": 9, "B": 5}, {"C": 2, "D": 5})
    for rule in (mcafee, balanced_auction, vcg_exchange, k_double_auction, uniform_price):
        found = rule(market)
        assert found.lots == {"A": 1, "B": 0, "C": 1, "D": 0}
        assert (found.gain, found.lost) == (7, 0)


def test_the_expected_vcg_deficit_of_two_is_a_sixth():
    """Myerson and Satterthwaite, values and costs uniform: the mean over a grid tends to 1/6."""
    k = 10
    points = [Fraction(2 * i + 1, 2 * k) for i in range(k)]
    markets = [ExchangeMarket({"B": v}, {"S": c}) for v in points for c in points]
    expected = -sum(vcg_exchange(market).surplus for market in markets) / k**2
    assert expected == Fraction(1, 6) * (1 - Fraction(1, k**2))


@pytest.mark.parametrize("rule", RULES)
@given(market=exchange_markets())
@example(market=ExchangeMarket({"A": 5}, {}))
@example(market=ExchangeMarket({}, {"B": 5}))
@example(market=ExchangeMarket({"A": 5, "C": 5}, {"B": 5, "D": 5}))
def test_every_rule_is_feasible_and_its_losses_are_told(rule, market):
    found = rule(market)
    bought = sum(found.lots[city] for city in market.buyers)
    assert bought == sum(found.lots[city] for city in market.sellers)
    assert all(0 <= found.lots[city] <= market.lots(city) for city in market.cities)
    assert all(gain >= 0 for gain in found.gains.values())  # at the bids that were made
    assert found.surplus == sum(found.payments.values())
    assert found.gain == sum(found.gains.values()) + found.surplus
    assert found.gain + found.lost == greatest_gain(market)
    assert found.lost >= 0
    if rule is not vcg_exchange:
        assert found.surplus >= 0
    else:
        assert found.surplus <= 0
    if rule in (k_double_auction, balanced_auction, uniform_price):
        assert found.surplus == 0
    if rule in (k_double_auction, vcg_exchange, uniform_price):
        assert found.lost == 0
    subject = market if rule is not uniform_price else None
    if subject is not None:
        assert found.certificate.verify(subject) is True


@pytest.mark.parametrize("rule", HONEST)
@examples(62)
@given(market=exchange_markets(max_side=3, max_value=6))
def test_no_false_bid_pays_under_an_honest_rule(rule, market):
    assert not exchange_misreport(rule, market)


def test_a_false_bid_pays_where_a_bid_sets_the_price():
    found = exchange_misreport(k_double_auction, ExchangeMarket({"A": 8}, {"B": 2}))
    assert isinstance(found, ExchangeMisreport)
    # A bids a hair above 2, or B asks a hair below 8: all but half a hair of 6 instead of 3.
    hair = abs(found.report[0] - {"A": 2, "B": 8}[found.city])
    assert 0 < hair <= Fraction(1, 100)
    assert (found.honest, found.lying) == (3, 6 - hair / 2)


@pytest.mark.parametrize("rule", [k_double_auction, uniform_price])
@settings(max_examples=12)
@given(market=exchange_markets(max_side=3, max_value=7))
@example(market=ExchangeMarket({"b0": 5, "b1": 0}, {"s0": 7, "s1": 3}))
@example(market=ExchangeMarket({"b0": 0, "b1": 3}, {"s0": 2, "s1": 4}))
def test_no_bid_on_a_fine_grid_gains_more_than_the_one_found(rule, market):
    found = exchange_misreport(rule, market)
    honest = rule(market).gains
    for city in market.cities:
        for report in (Fraction(k, 16) for k in range(0, 16 * 8, 3)):
            clearing = rule(market.reporting(city, report))
            worth = clearing.lots[city] * market.value(city, 1)
            gain = (worth if city in market.bids else -worth) - clearing.payments[city]
            gain -= honest[city]
            assert gain <= (found.gain + Fraction(1, 100) if found else 0)


def test_a_rule_that_does_not_add_up_is_named_with_its_reports():
    market = ExchangeMarket({"A": 8}, {"B": 2})
    gift = replace(k_double_auction(market), lots={"A": 1, "B": 0})
    with pytest.raises(InvalidInput, match="the lots sold if all report the truth is 0; it shou"):
        exchange_misreport(lambda _: gift, market)
    short = replace(k_double_auction(market), payments={"A": 1})
    with pytest.raises(InvalidInput, match=r"the payments if all report the truth is .'A'.; it"):
        exchange_misreport(lambda _: short, market)
    with pytest.raises(InvalidInput, match="all report the truth is missing: the function stops"):
        exchange_misreport(lambda market: 1 // 0, market)
    with pytest.raises(InvalidInput, match="what the rule returns if all report the truth is None"):
        exchange_misreport(lambda _: None, market)
    with pytest.raises(InvalidInput, match=r"the rule is None; it should be a Callable"):
        exchange_misreport(None, market)


@pytest.mark.parametrize("rule", RULES)
def test_what_is_no_exchange_is_refused(rule):
    with pytest.raises(InvalidInput, match=r"is None; it should be an ExchangeMarket"):
        rule(None)


def test_vcg_with_several_lots_each_against_the_definition():
    """Payments found lot by lot are what the others lose: brute force over all trades."""
    market = ExchangeMarket({"A": [9, 7, 3], "B": [8, 1]}, {"C": [2, 4], "D": [3, 6, 7]})
    found = vcg_exchange(market)
    for city in market.cities:
        own = market.value(city, int(found.lots[city])) * (1 if city in market.bids else -1)
        others = greatest_gain(market) - own
        assert found.payments[city] == greatest_gain(market.without(city)) - others


@pytest.mark.parametrize(
    ("bids", "asks", "told"),
    [
        ({"A": -1}, {"B": 1}, "bid of A is -1; it should be 0 or more."),
        ({"A": [3, 5]}, {}, "bid of A for lot 2 is 5; it should be at most 3, as for the lot"),
        ({}, {"B": [3, 2]}, "ask of B for lot 2 is 2; it should be at least 3, as for the lot"),
        ({"A": 1}, {"A": 2}, "a seller is 'A'; it should be a city that is no buyer."),
        ({}, {}, "players is missing; it should be at least one name."),
        (5, {}, "bids is 5; it should be numbers for each city, by name."),
        ({"A": "much"}, {}, "bid of A is 'much'; it should be a number."),
    ],
)
def test_bad_bids_are_refused_by_name(bids, asks, told):
    with pytest.raises(InvalidInput) as caught:
        ExchangeMarket(bids, asks)
    assert str(caught.value).startswith(told)


def test_rules_for_one_lot_each_say_so():
    several = ExchangeMarket({"A": [9, 8]}, {"B": [1, 2]})
    for rule in (mcafee, trade_reduction, balanced_auction):
        with pytest.raises(InvalidInput, match="the number of lots of A is 2; it should be 1"):
            rule(several)
    with pytest.raises(InvalidInput, match="k is 2; it should be between 0 and 1"):
        k_double_auction(several, 2)
