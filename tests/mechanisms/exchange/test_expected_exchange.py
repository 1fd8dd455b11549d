"""Rules side by side over a prior: against the rules themselves, run at every profile."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import PrivateExchange
from games.errors import InvalidInput
from mechanisms import (
    balanced_auction,
    best_voluntary_rule,
    expected_exchange,
    mcafee,
    trade_reduction,
    vcg_exchange,
)
from tests.mechanisms.direct.drawn_problems import priors, profiles

RULES = {
    "balanced double auction": balanced_auction,
    "McAfee's double auction": mcafee,
    "trade reduction": trade_reduction,
    "VCG": vcg_exchange,
}


WORTHS = priors(st.fractions(0, 6, max_denominator=3))


def lots_drawn(market, types, price):
    """The gains at a posted price, each draw of the longer side alike likely."""
    buyers = [x for x in types[: len(market.buyers)] if x >= price]
    sellers = [x for x in types[len(market.buyers) :] if x <= price]
    lots = min(len(buyers), len(sellers))
    if not lots:
        return Fraction(0)
    return lots * (Fraction(sum(buyers), len(buyers)) - Fraction(sum(sellers), len(sellers)))


def every_price(market):
    """All types, and three prices between each two of them."""
    kinds = sorted({kind for prior in market.priors for kind in prior})
    between = [a + (b - a) * Fraction(k, 4) for a, b in pairwise(kinds) for k in (1, 2, 3)]
    return sorted([*kinds, *between])


def test_a_price_between_two_types_keeps_out_both():
    """At 5 or 6 one of C and U takes part in the draw; at 5.5 A and B trade: 9 each."""
    market = PrivateExchange({"A": [9], "B": [9], "C": [5]}, {"S": [0], "T": [0], "U": [6]})
    found = expected_exchange(market)
    assert (found.price, found.rules["posted price"].gain) == (Fraction(11, 2), 18)
    assert found.lost("posted price") == 0
    assert found.certificate.verify(market) is True
    worse = replace(
        found.certificate,
        price=Fraction(5, 2),
        rules={**found.rules, "posted price": found.rules["VCG"]},
    )
    assert not worse.verify(market)


@settings(max_examples=12, deadline=None)
@given(st.lists(WORTHS, min_size=2, max_size=5), st.integers(1, 3))
def test_against_the_rules_themselves(types, buyers):
    buyers = min(buyers, len(types) - 1)
    named = [(f"c{i}", prior) for i, prior in enumerate(types)]
    market = PrivateExchange(dict(named[:buyers]), dict(named[buyers:]))
    found = expected_exchange(market)
    assert found.certificate.verify(market) is True
    clearings = [(market.market(kinds), chance) for kinds, chance in profiles(market)]
    for name, rule in RULES.items():
        outcomes = [(rule(told), chance) for told, chance in clearings]
        mine = found.rules[name]
        assert mine.gain == sum(chance * one.gain for one, chance in outcomes)
        assert mine.kept == sum(chance * one.surplus for one, chance in outcomes)
        for city in market.cities:
            assert mine.payoffs[city] == sum(c * one.gains[city] for one, c in outcomes)
    gains = {
        price: sum(c * lots_drawn(market, kinds, price) for kinds, c in profiles(market))
        for price in every_price(market)
    }
    posted = found.rules["posted price"]
    assert posted.gain == max(gains.values())
    assert posted.gain == sum(
        c * lots_drawn(market, kinds, found.price) for kinds, c in profiles(market)
    )
    assert posted.kept == 0
    # No rule that is honest, voluntary and pays for itself can beat the best.
    best = best_voluntary_rule(market)
    assert found.first_best == best.first_best == found.rules["VCG"].gain
    assert found.rules[found.simplest].gain <= best.gains
    assert found.simplest != "VCG"
    left = {name: sum(rule.payoffs.values()) for name, rule in found.rules.items() if name != "VCG"}
    assert left[found.simplest] == max(left.values())
    with_deals = sum(chance for told, chance in clearings if vcg_exchange(told).gain)
    for name, often in found.given_up.items():
        fewer = sum(
            chance
            for told, chance in clearings
            if traded(RULES[name](told), told) < traded(vcg_exchange(told), told)
        )
        assert often * with_deals == fewer


def traded(clearing, market):
    return sum(clearing.lots[buyer] for buyer in market.buyers)


def test_with_one_buyer_and_one_seller_the_last_deal_is_always_given_up():
    """One seller: the balanced auction and McAfee's have no next ask, and give up the only deal."""
    for buyers in ({"B": [2, 6]}, {"B": [2, 6], "C": [3, 7]}):
        found = expected_exchange(PrivateExchange(buyers, {"S": [0, 4]}))
        assert set(found.given_up.values()) == {1}
    sure = PrivateExchange({"B": [9], "C": [8]}, {"S": [0], "T": [1], "U": [2]})
    assert expected_exchange(sure).given_up["balanced double auction"] == 0


def test_a_balanced_auction_loses_more_than_the_last_deal():
    """The last buyer, 8, leaves with a seller drawn of 0 and 5: 11/2 is lost, the last deal 3."""
    market = PrivateExchange({"B": [9], "C": [8]}, {"S": [0], "T": [5]})
    assert expected_exchange(market).lost("balanced double auction") == Fraction(11, 2)
    assert expected_exchange(market).lost("trade reduction") == 3


def test_what_the_exchange_keeps_does_not_count_for_a_rule():
    """McAfee's auction makes most of the deals here, and a posted price leaves the cities more."""
    market = PrivateExchange({"A": [3, 4, 11], "B": [1, 7, 9]}, {"C": [2, 3, 11], "D": [1, 5, 10]})
    found = expected_exchange(market)
    left = {name: sum(rule.payoffs.values()) for name, rule in found.rules.items() if name != "VCG"}
    most = max(left, key=lambda name: found.rules[name].gain)
    assert most == "McAfee's double auction"
    assert found.simplest == max(left, key=left.__getitem__) == "posted price"


@settings(max_examples=8, deadline=None)
@given(
    st.lists(WORTHS, min_size=2, max_size=4),
    st.lists(st.integers(1, 3), min_size=4, max_size=4),
)
def test_several_lots_against_the_rules_themselves(types, lots):
    named = [(f"c{i}", prior) for i, prior in enumerate(types)]
    sizes = {city: size for (city, _), size in zip(named, lots, strict=False)}
    market = PrivateExchange(dict(named[:1]), dict(named[1:]), sizes)
    found = expected_exchange(market)
    assert found.certificate.verify(market) is True
    if set(sizes.values()) != {1}:
        assert list(found.rules) == ["posted price", "VCG"]
    gain = vcg = posted = Fraction(0)
    for kinds, chance in profiles(market):
        clearing = vcg_exchange(market.market(kinds))
        gain, vcg = gain + chance * clearing.gain, vcg + chance * clearing.surplus
        each = [kind for kind, size in zip(kinds, sizes.values(), strict=True) for _ in range(size)]
        buys = [x for x in each[: sizes["c0"]] if x >= found.price]
        sells = [x for x in each[sizes["c0"] :] if x <= found.price]
        deals = min(len(buys), len(sells))
        if deals:
            mean = Fraction(sum(buys), len(buys)) - Fraction(sum(sells), len(sells))
            posted += chance * deals * mean
    assert (found.first_best, found.rules["VCG"].kept) == (gain, vcg)
    assert found.rules["posted price"].gain == posted <= best_voluntary_rule(market).gains


def test_one_lot_by_hand():
    """v is 2 or 6, c is 0 or 4: trade is worth 2, 6 and 2 in three of four cases."""
    found = expected_exchange(PrivateExchange({"B": [2, 6]}, {"S": [0, 4]}))
    assert found.first_best == Fraction(10, 4)
    # From 0 to 2 all but the dear seller agree: 2 and 6.
    assert (found.price, found.rules["posted price"].gain) == (1, 2)
    assert found.rules["posted price"].payoffs == {"B": Fraction(6, 4), "S": Fraction(2, 4)}
    # With one lot every auction gives it up; VCG pays 2 + 6 + 2 too much.
    assert found.rules["trade reduction"].gain == found.rules["McAfee's double auction"].gain == 0
    assert found.rules["VCG"].kept == Fraction(-10, 4)
    assert found.lost("posted price") == Fraction(1, 2)
    assert "leaves cities most: 80 per cent" in found.status


def test_nothing_to_gain():
    found = expected_exchange(PrivateExchange({"A": [1], "B": [2]}, {"C": [2, 5]}))
    assert found.first_best == 0
    assert all(rule.gain == rule.kept == 0 for rule in found.rules.values())
    assert found.status == "There is nothing to gain at any profile of types."


def test_bad_input():
    with pytest.raises(InvalidInput) as refused:
        expected_exchange({"A": [1]})
    assert "subject of expected_exchange" in str(refused.value)
    market = PrivateExchange({"A": [1, 3]}, {"B": [2]})
    with pytest.raises(InvalidInput, match="is of length 1; it should be one for each of the 2"):
        market.market([1])
    with pytest.raises(InvalidInput, match="a city with a type is 'C'; it should be one of A, B"):
        market.market({"C": 1})
    assert market.market(np.array([3, 2])) == market.market({"A": 3, "B": 2})
    with pytest.raises(InvalidInput, match="a rule is 'foo'"):
        expected_exchange(market).lost("foo")


def test_many_lots():
    """Numbers that no machine word holds: all multiples of 1 to 60 at once."""
    market = PrivateExchange({"A": [5, 9]}, {"B": [2, 6]}, {"A": 60, "B": 40})
    found = expected_exchange(market)
    assert found.first_best == 40 * Fraction(3 + 7 + 0 + 3, 4)
    assert found.certificate.verify(market) is True
