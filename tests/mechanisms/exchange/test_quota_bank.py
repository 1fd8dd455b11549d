"""The quota bank by hand, against banks of each group, and the price path of Rubin (1996)."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, QuotaBank
from mechanisms import quota_banking

HALF = Fraction(1, 2)


def test_the_price_rises_at_the_rate_of_interest():
    """20 mu now and none later, of falling worth in each year; money later counts half."""
    steps = [(Fraction(40 - 2 * k - 1, 10), 1) for k in range(20)]  # 3.9, 3.7, ... for each mu
    bank = QuotaBank({"A": [20, 0]}, {"A": [steps, steps]}, discount=HALF)
    plan = quota_banking(bank)
    # p1 = p2: the last mu used now is worth what the next mu is later, halved.
    assert plan.prices[0] == plan.prices[1]
    now, later = plan.uses["A"]
    assert now + later == 20
    assert steps[int(now) - 1][0] >= steps[int(later)][0] * HALF
    assert steps[int(later) - 1][0] * HALF >= steps[int(now)][0]
    assert plan.kept == (later, 0)


def test_borrowing_ends_where_it_may_and_the_bank_earns():
    bank = QuotaBank(
        {"A": [0, 10], "B": [2, 10]},
        {"A": [[(9, 20)], [(1, 20)]], "B": [[(3, 1)], [(1, 20)]]},
        borrowing=5,
    )
    plan = quota_banking(bank)
    # Seven mu in year 1 at 9; fifteen left in year 2 at 1.
    assert plan.value == 7 * 9 + 15
    assert plan.borrowed == (5, 0)
    assert plan.prices == (9, 1)
    assert plan.rent == 5 * (9 - 1)
    assert plan.value - plan.rent == sum(plan.gains.values()) + sum(
        sum(bank.alone(city)) for city in bank.cities
    )


def test_kept_quota_that_shrinks():
    """A mu kept is half a mu: worth it only where it is worth twice as much later."""
    for later, kept in ((5, 0), (7, 4)):
        bank = QuotaBank({"A": [4, 0]}, {"A": [[(3, 9)], [(later, 9)]]}, carry=HALF)
        assert quota_banking(bank).kept == (kept, 0)


@given(data=st.data())
def test_no_group_does_better_by_a_bank_of_its_own(data):
    years = data.draw(st.integers(1, 3))
    cities = ["A", "B", "C"][: data.draw(st.integers(1, 3))]
    ways = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=2)
    allotted = {c: [data.draw(st.integers(0, 6)) for _ in range(years)] for c in cities}
    uses = {c: [data.draw(ways) for _ in range(years)] for c in cities}
    terms = {"discount": Fraction(9, 10), "carry": data.draw(st.sampled_from([0, HALF, 1]))}
    bank = QuotaBank(allotted, uses, **terms)
    plan = quota_banking(bank)
    assert plan.certificate.verify(bank) is True
    assert plan.rent == 0
    discounted = {
        c: sum(Fraction(9, 10) ** t * x for t, x in enumerate(bank.alone(c))) for c in cities
    }
    worth = {c: plan.gains[c] + discounted[c] for c in cities}
    assert all(gain >= 0 for gain in plan.gains.values())
    assert plan.gain_of_trade >= 0
    assert plan.gain_of_banking >= 0
    for size in range(1, len(cities) + 1):
        for group in combinations(cities, size):
            own = QuotaBank({c: allotted[c] for c in group}, {c: uses[c] for c in group}, **terms)
            assert quota_banking(own).value <= sum(worth[c] for c in group)
    for t in range(years - 1):
        if plan.kept[t]:
            assert plan.prices[t] == bank.carry * plan.prices[t + 1]


@pytest.mark.parametrize(
    ("arguments", "keywords", "told"),
    [
        (({"A": [1]}, {"A": [[]], "B": [[]]}), {}, "quota and uses of B is missing"),
        (({"A": [-1]}, {"A": [[]]}), {}, "quota of A in year 1 is -1; it should be 0 or more"),
        (({"A": [1, 2]}, {"A": [[]]}), {}, "uses of A is 'for 1 years'; it should be for 2"),
        (({"A": [1]}, {"A": [[(1, 2, 3)]]}), {}, "a use of A in year 1 is (1, 2, 3)"),
        (({"A": [1]}, {"A": [[]]}), {"discount": 0}, "discount is 0; it should be more than 0"),
        (({"A": [1]}, {"A": [[]]}), {"carry": 2}, "carry is 2; it should be between 0 and 1"),
        (({"A": []}, {"A": []}), {}, "the number of years is 0; it should be 1 or more"),
        (({"A": 3}, {"A": [[]]}), {}, "quota of A is 3; it should be a list"),
    ],
)
def test_bad_numbers_are_refused_by_name(arguments, keywords, told):
    with pytest.raises(InvalidInput) as caught:
        QuotaBank(*arguments, **keywords)
    assert str(caught.value).startswith(told)
