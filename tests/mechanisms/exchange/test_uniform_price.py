"""Uniform prices with a reserve and caps, by hand; and what bidding for fewer lots gains."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import ExchangeMarket, InvalidInput
from mechanisms import ExchangeMisreport, UniformPriceRule, exchange_misreport, uniform_price

QUOTA = ExchangeMarket({"Hangzhou": [9, 8, 7], "Ningbo": 5}, {"Quzhou": [1, 2, 3, 4]})


def test_a_reserve_leaves_lots_unsold():
    found = uniform_price(QUOTA, reserve=8)
    assert (found.buyer_price, found.lots["Hangzhou"], found.lots["Ningbo"]) == (8, 2, 0)
    assert found.lots["Quzhou"] == 2  # those with the lowest asks
    assert found.gains == {"Hangzhou": 1, "Ningbo": 0, "Quzhou": 13}
    assert (found.lost, found.reserve_loss, found.cap_loss) == (5, 5, 0)  # 7 - 3 and 5 - 4
    assert (
        uniform_price(QUOTA, reserve=10).status == "Nobody trades: the reserve is above every bid."
    )


def test_a_cap_hands_lots_to_others():
    found = uniform_price(QUOTA, caps={"Hangzhou": 2})
    assert (found.lots["Hangzhou"], found.lots["Ningbo"]) == (2, 1)
    assert found.buyer_price == 3  # the last ask that trades
    assert (found.lost, found.cap_loss) == (3, 3)  # of 19: 9 + 8 + 5 - 1 - 2 - 3 = 16


def test_bidding_for_fewer_lots_pays():
    """Ausubel and others: a large bidder gives up a lot to lower the price of the others."""
    market = ExchangeMarket({"Hangzhou": [10, 10], "Ningbo": 8}, {"Province": [0, 0]})
    found = exchange_misreport(uniform_price, market)
    assert isinstance(found, ExchangeMisreport)
    assert found.city == "Hangzhou"
    assert found.lying > found.honest == 4  # 2 x (10 - 8)
    fewer = uniform_price(market.reporting("Hangzhou", found.report))
    assert 10 - fewer.buyer_price == 10 == found.lying


@given(
    bids=st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=3), min_size=1, max_size=3),
    asks=st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=3), min_size=1, max_size=3),
    reserve=st.integers(0, 9),
    cap=st.integers(0, 3),
)
def test_at_the_price_everybody_has_what_it_wants(bids, asks, reserve, cap):
    """Buyers: no lot above the price is missed but for the cap; sellers are short at most."""
    market = ExchangeMarket(
        {f"b{i}": sorted(one, reverse=True) for i, one in enumerate(bids)},
        {f"s{i}": sorted(one) for i, one in enumerate(asks)},
    )
    rule = UniformPriceRule(market, reserve, {"b0": cap})
    found = uniform_price(market, reserve, {"b0": cap})
    assert found.certificate.verify(rule) is True
    assert found.lost == found.cap_loss + found.reserve_loss
    assert found.surplus == 0
    if found.buyer_price is None:
        return
    price = found.buyer_price
    assert price >= reserve
    for buyer in market.buyers:
        wanted = market.bids[buyer][: cap if buyer == "b0" else None]
        held = int(found.lots[buyer])
        assert all(bid >= price for bid in wanted[:held])
        assert all(bid <= price for bid in wanted[held:])
    for seller in market.sellers:
        sold = int(found.lots[seller])
        assert all(ask <= price for ask in market.asks[seller][:sold])
        if price > reserve:
            assert all(ask >= price for ask in market.asks[seller][sold:])


def test_limits_that_cannot_be_right():
    for keywords, told in (
        ({"reserve": -1}, "reserve is -1; it should be 0 or more"),
        ({"caps": {"Quzhou": 1}}, "a buyer with a cap is 'Quzhou'; it should be one of Hangzhou"),
        ({"caps": {"Ningbo": 1.5}}, "cap of Ningbo is 1.5; it should be a whole number of lots"),
    ):
        with pytest.raises(InvalidInput, match=told):
            uniform_price(QUOTA, **keywords)
    assert uniform_price(QUOTA, Fraction(4)).buyer_price == 4
