"""Quota for floor at a posted ratio, by hand; and exchange rules before the audit of all rules."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import BayesianProblem, InvalidInput, QuotaSwap, Undefined
from mechanisms import (
    DirectMechanism,
    PostedRatio,
    audit,
    balanced_auction,
    exchange_mechanism,
    fair_ratio,
    k_double_auction,
    mcafee,
    posted_ratio,
    vcg_exchange,
)

SWAP = QuotaSwap("Quzhou", "Hangzhou", 300, 50, [1, 3], [8, 6])


def test_by_hand():
    """At 4 mu a unit all 50 units go for 200 mu; at 8 only 300/8 units can be paid for."""
    assert posted_ratio(SWAP, 4).gains == {"Quzhou": 50 * 8 - 200, "Hangzhou": 600 - 50 * 6}
    dear = posted_ratio(SWAP, 8)
    assert (dear.floor, dear.quota) == (Fraction(75, 2), 300)
    assert dear.gains == {"Quzhou": 0, "Hangzhou": 900 - 225}
    assert dear.status == "37.5 units for 300 mu: all the quota."
    none = posted_ratio(SWAP, 9)
    assert (none.floor, none.unwilling) == (0, ("Quzhou",))
    assert none.status == "Quzhou would rather not: both gain from 2 to 8 mu per unit."
    fair = posted_ratio(SWAP, fair_ratio(SWAP))
    assert fair.gains["Quzhou"] == fair.gains["Hangzhou"] == 50 * (8 - Fraction(7, 2))


def test_where_no_ratio_suits_both():
    apart = QuotaSwap("Quzhou", "Hangzhou", 300, 50, [1, 1], [2, 6])
    assert posted_ratio(apart, 3).status == (
        "Quzhou and Hangzhou would rather not: no ratio suits both, as one asks 6 and the other "
        "gives 2."
    )
    with pytest.raises(Undefined, match="Hangzhou asks 6 mu a unit or more, Quzhou gives at most"):
        fair_ratio(apart)


@given(
    st.tuples(*[st.integers(1, 9)] * 2),
    st.tuples(*[st.integers(0, 9)] * 2),
    st.tuples(*[st.integers(0, 20)] * 2),
    st.fractions(Fraction(1, 4), 9, max_denominator=4),
)
def test_nobody_loses_and_nothing_that_both_want_stays(quota_worth, floor_worth, there, ratio):
    swap = QuotaSwap("A", "B", *there, quota_worth, floor_worth)
    deal = posted_ratio(swap, ratio)
    assert deal.certificate.verify(PostedRatio(swap, ratio)) is True
    assert min(deal.gains.values()) >= 0
    step = [swap.gain(city, ratio, Fraction(1)) for city in swap.cities]
    if min(step) >= 0:
        assert deal.floor == swap.floor or deal.quota == swap.quota
    else:
        assert deal.floor == deal.quota == 0


def test_no_lie_pays_at_a_posted_ratio():
    """A city's type is what a unit of floor is worth to it; a mu is worth 1 to Quzhou, 2 to it."""
    problem = BayesianProblem(
        ["Quzhou", "Hangzhou"],
        {"Quzhou": [2, 5, 8], "Hangzhou": [4, 7, 12]},
        ["swap", "none"],
        lambda city, done, floor: (
            0 if done == "none" else (floor - 4 if city == "Quzhou" else 8 - floor)
        ),
    )

    def rule(reports):
        swap = QuotaSwap(*problem.cities, 4, 1, [1, 2], [reports[c] for c in problem.cities])
        return ("swap" if posted_ratio(swap, 4).floor else "none"), None

    report = audit(DirectMechanism.from_rule(problem, rule))
    assert report["dominant-strategy incentive compatibility"]
    assert report["ex post individual rationality"]
    assert report["exact budget balance ex post"]


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
    with pytest.raises(InvalidInput, match="the lots of A if A reports 9, C reports 1 is '1/2'"):
        exchange_mechanism(half, {"A": [9]}, {"C": [1]})
    three = with_lots(A=1, C="1/3", D="1/3", E="1/3")
    with pytest.raises(InvalidInput, match="is 3; it should be 1 or 2: at most one of them"):
        exchange_mechanism(three, {"A": [9]}, {"C": [1], "D": [2], "E": [3]})


def test_bad_numbers_are_refused_by_name():
    for arguments, told in (
        (("A", "A", 1, 1, [1, 1], [1, 1]), "players is 'A'; it should be a list of different"),
        (("A", "B", -1, 1, [1, 1], [1, 1]), "quota is '-1'; it should be 0 or more"),
        (("A", "B", 1, 1, [0, 1], [1, 1]), "worth of a mu to A is '0'; it should be more than 0"),
        (("A", "B", 1, 1, [1, 1], {"A": 1}), "worth of a unit of floor of B is missing"),
    ):
        with pytest.raises(InvalidInput) as caught:
            QuotaSwap(*arguments)
        assert str(caught.value).startswith(told)
    with pytest.raises(InvalidInput, match="the ratio is '0'; it should be more than 0"):
        posted_ratio(SWAP, 0)
    with pytest.raises(InvalidInput, match="it should be a QuotaSwap"):
        posted_ratio(None, 1)
    for side in (None, 5, ["A"]):
        with pytest.raises(InvalidInput, match=r"table of the buyers is of kind .* a Mapping"):
            exchange_mechanism(k_double_auction, side, {"A": [1]})
        with pytest.raises(InvalidInput, match=r"table of the sellers is of kind .* a Mapping"):
            exchange_mechanism(k_double_auction, {"A": [1]}, side)
    with pytest.raises(InvalidInput):
        exchange_mechanism(k_double_auction, {"A": 3}, {"B": [1]})
    with pytest.raises(InvalidInput, match="a seller is 'A'; it should be a city that is no buyer"):
        exchange_mechanism(k_double_auction, {"A": [1]}, {"A": [1]})
