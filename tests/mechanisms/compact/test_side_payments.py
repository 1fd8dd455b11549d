"""Side payments: hand-solved cases, and every demand met in random ones."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mechanisms.compact.side_payments import nearest_split

CITIES = ("A", "B", "C")
amounts = st.integers(-5, 9).map(Fraction)


def test_who_is_content_is_left_alone():
    found = nearest_split({"A": Fraction(3), "B": Fraction(1)}, {("A",): Fraction(3)})
    assert found.changes == {"A": 0, "B": 0}
    assert found.paid == found.outside == 0


def test_pairs_that_ask_for_more_than_there_is_need_outside_money():
    # Three pairs want 60 each of 60: half-time that is 90, so 30 from outside.
    now = dict.fromkeys(CITIES, Fraction(20))
    pairs = {pair: Fraction(60) for pair in (("A", "B"), ("A", "C"), ("B", "C"))}
    assert nearest_split(now, pairs).outside == 30


def test_a_pair_of_members_can_ask_together_for_what_neither_asks_alone():
    now = {"A": Fraction(5), "B": Fraction(5), "C": Fraction(20)}
    found = nearest_split(now, {("A", "B"): Fraction(16), ("C",): Fraction(10)})
    assert found.outside == 0
    assert found.paid == 6
    assert found.changes["C"] == -6


@given(
    st.fixed_dictionaries(dict.fromkeys(CITIES, amounts)),
    st.dictionaries(
        st.sampled_from([("A",), ("B",), ("C",), ("A", "B"), ("A", "C"), ("B", "C")]), amounts
    ),
)
def test_every_group_gets_what_it_asks_for_and_no_more_money_than_needed(now, demands):
    found = nearest_split(now, demands)
    split = {city: now[city] + found.changes[city] for city in CITIES}
    assert sum(split.values()) == sum(now.values()) + found.outside
    assert all(sum(split[c] for c in group) >= demand for group, demand in demands.items())
    if all(sum(now[c] for c in group) >= demand for group, demand in demands.items()):
        assert found.paid == found.outside == 0
