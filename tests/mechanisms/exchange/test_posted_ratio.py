"""Quota for floor at a posted ratio, by hand, and against what each city would want."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import BayesianProblem, InvalidInput, QuotaSwap, Undefined
from mechanisms import DirectMechanism, PostedRatio, audit, fair_ratio, posted_ratio

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


def test_bad_numbers_are_refused_by_name():
    for arguments, told in (
        (("A", "A", 1, 1, [1, 1], [1, 1]), "players is 'A'; it should be a list of different"),
        (("A", "B", -1, 1, [1, 1], [1, 1]), "quota is -1; it should be 0 or more"),
        (("A", "B", 1, 1, [0, 1], [1, 1]), "worth of a mu to A is 0; it should be more than 0"),
        (("A", "B", 1, 1, [1, 1], {"A": 1}), "worth of a unit of floor of B is missing"),
    ):
        with pytest.raises(InvalidInput) as caught:
            QuotaSwap(*arguments)
        assert str(caught.value).startswith(told)
    with pytest.raises(InvalidInput, match="the ratio is 0; it should be more than 0"):
        posted_ratio(SWAP, 0)
    with pytest.raises(InvalidInput, match="it should be a QuotaSwap"):
        posted_ratio(None, 1)
