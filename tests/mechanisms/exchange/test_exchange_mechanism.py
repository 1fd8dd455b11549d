"""Exchange rules before the audit of all rules."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from games import InvalidInput
from mechanisms import (
    audit,
    balanced_auction,
    exchange_mechanism,
    k_double_auction,
    mcafee,
    vcg_exchange,
)


@pytest.mark.parametrize("rule", [mcafee, balanced_auction, vcg_exchange])
def test_honest_exchanges_are_honest_before_the_audit(rule):
    types = {"A": [6, 9], "B": [5, 8]}, {"C": [1, 4], "D": [2, 7]}
    report = audit(exchange_mechanism(rule, *types))
    assert report["dominant-strategy incentive compatibility"]
    assert report["ex post individual rationality"]
    assert bool(report["efficiency"]) == (rule is vcg_exchange)
    assert bool(report["exact budget balance ex post"]) == (rule is balanced_auction)
    assert bool(report["weak budget balance ex post"]) == (rule is not vcg_exchange)


def with_lots(**lots):
    """A rule by which these lots are traded, for nothing."""

    def rule(market):
        found = mcafee(market)
        return replace(
            found,
            lots={city: Fraction(lots[city]) for city in market.cities},
            payments=dict.fromkeys(market.cities, Fraction(0)),
        )

    return rule


def test_a_seller_is_left_out_with_the_chance_that_the_rule_says():
    drawn = with_lots(A=1, C="1/4", D="3/4")
    outcome = exchange_mechanism(drawn, {"A": [9]}, {"C": [1], "D": [2]}).outcome([9, 1, 2])
    assert outcome.lottery == {("A", "C"): Fraction(1, 4), ("A", "D"): Fraction(3, 4)}
    sure = with_lots(A=1, C=1, D=0)
    outcome = exchange_mechanism(sure, {"A": [9]}, {"C": [1], "D": [2]}).outcome([9, 1, 2])
    assert outcome.lottery == {("A", "C"): 1}


def test_lots_that_are_no_draw_of_one_seller_are_refused():
    half = with_lots(A="1/2", C="1/2")
    with pytest.raises(InvalidInput, match=r"the lots of A if A reports 9, C reports 1 is 0\.5"):
        exchange_mechanism(half, {"A": [9]}, {"C": [1]})
    three = with_lots(A=1, C="1/3", D="1/3", E="1/3")
    with pytest.raises(InvalidInput, match="is 3; it should be 1 or 2: at most one of them"):
        exchange_mechanism(three, {"A": [9]}, {"C": [1], "D": [2], "E": [3]})


def test_what_is_no_table_of_types_is_refused_by_name():
    for side in (None, 5, ["A"]):
        with pytest.raises(InvalidInput, match=r"table of the buyers is .* a dict"):
            exchange_mechanism(k_double_auction, side, {"A": [1]})
        with pytest.raises(InvalidInput, match=r"table of the sellers is .* a dict"):
            exchange_mechanism(k_double_auction, {"A": [1]}, side)
    with pytest.raises(InvalidInput):
        exchange_mechanism(k_double_auction, {"A": 3}, {"B": [1]})
    with pytest.raises(InvalidInput, match="a seller is 'A'; it should be a city that is no buyer"):
        exchange_mechanism(k_double_auction, {"A": [1]}, {"A": [1]})
