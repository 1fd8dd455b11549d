"""Payments in time among members who discount differently, against sums by hand."""

from fractions import Fraction
from itertools import product

import pytest

from games import InvalidInput, Undefined
from mechanisms import payment_schedule
from solvers import egalitarian, kalai_smorodinsky, nash_bargaining

F = Fraction
HUB, HOME = "Hangzhou", "Quzhou"
STREAMS = {HUB: [4, 4, 4], HOME: [0, 0, 0]}
SOLUTIONS = (egalitarian, kalai_smorodinsky, nash_bargaining)


def test_the_impatient_is_paid_first():
    """Equal gains: 3, 3 and then m with 10.84 - 3 - 2.7 - 0.81 m = 3 + 1.5 + 0.25 m."""
    found = payment_schedule(
        STREAMS, {HUB: F(9, 10), HOME: F(1, 2)}, {HOME: (F(0), F(3))}, egalitarian
    )
    assert found.needed
    assert found.payments[HOME] == (3, 3, F(64, 106))
    assert found.payments[HUB] == (-3, -3, -F(64, 106))
    assert found.gains[HOME] == found.gains[HUB] == F(9, 2) + F(64, 424)
    # The same every year: 10.84 - 2.71 m = 1.75 m.
    level = F(1084, 446)
    assert found.flat_payments[HOME] == level
    assert found.flat[HOME] == F(7, 4) * level < found.gains[HOME]


def test_nothing_is_paid_before_the_first_year_of_payments():
    """From year 1 on 3 and then m: (8.14 - 0.81 m) (1.5 + 0.25 m) is largest at 0.82 / 0.405.

    The same in both years: (10.84 - 1.71 m) 0.75 m rises beyond 3, which is the most.
    """
    factors = {HUB: F(9, 10), HOME: F(1, 2)}
    found = payment_schedule(STREAMS, factors, {HOME: (F(0), F(3))}, nash_bargaining, first=1)
    assert found.payments[HOME] == (0, 3, F(164, 81))
    assert found.gains == {HUB: F(65, 10), HOME: F(3, 2) + F(41, 81)}
    assert found.flat_payments[HOME] == 3
    with pytest.raises(InvalidInput, match="the first year of payments"):
        payment_schedule(STREAMS, factors, {HOME: (F(0), F(3))}, nash_bargaining, first=3)


def test_the_patient_lends_where_payments_may_go_both_ways():
    """Within 1 a year each way the impatient is paid at first and pays back at the end."""
    streams = {HUB: [1, 1, 1], HOME: [1, 1, 1]}
    found = payment_schedule(
        streams, {HUB: F(1), HOME: F(1, 2)}, {HOME: (F(-1), F(1))}, egalitarian
    )
    # Gains 3 - m0 - m1 - m2 = 7/4 + m0 + m1/2 + m2/4 at 1, m1, -1: 3 - m1 = 5/2 + m1/2.
    assert found.payments[HOME] == (1, F(1, 3), -1)
    assert found.gains == {HUB: F(8, 3), HOME: F(8, 3)}
    assert found.flat_payments[HOME] == F(5, 4) / F(19, 4)


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_of_equals_only_the_present_value_counts(solution):
    found = payment_schedule(
        STREAMS, {HUB: F(9, 10), HOME: F(9, 10)}, {HOME: (F(0), F(3))}, solution
    )
    assert not found.needed
    # At most 4 a year for Hangzhou, 3 for Quzhou: 4 - m to m as 4 to 3.
    level = F(12, 7) if solution is kalai_smorodinsky else F(2)
    assert found.payments[HOME] == (level, level, level)
    assert found.gains == found.flat
    assert "any inside the limits with its present value" in found.status


def test_of_unequals_the_present_value_does_not_do():
    """Nothing is left to move in a second year, so that a flat payment does; 1 later would not."""
    streams = {HUB: [4, 0], HOME: [0, 0]}
    found = payment_schedule(streams, {HUB: 1, HOME: F(1, 2)}, {HOME: (1, 1)}, egalitarian)
    assert not found.needed
    assert found.payments[HOME] == (1, 1)
    assert "present value" not in found.status


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_a_schedule_brings_what_it_is_said_to_bring(solution):
    streams = {HUB: [6, 5, 4, 3], HOME: [-2, 1, 1, 0]}
    factors = {HUB: F(19, 20), HOME: F(76, 100)}
    found = payment_schedule(streams, factors, {HOME: (F(0), F(4))}, solution)
    for city, paid in found.payments.items():
        gain = sum(
            factors[city] ** t * (c + m)
            for t, (c, m) in enumerate(zip(streams[city], paid, strict=True))
        )
        assert gain == found.gains[city]
    assert all(sum(year) == 0 for year in zip(*found.payments.values(), strict=True))
    # Bang-bang: in all years but one the most or the least.
    assert sum(0 < m < 4 for m in found.payments[HOME]) <= 1
    assert list(found.payments[HOME]) == sorted(found.payments[HOME], reverse=True)


def test_against_all_schedules_on_a_grid():
    """No schedule of whole payments makes the smaller gain larger."""
    factors = {HUB: F(9, 10), HOME: F(1, 2)}
    found = payment_schedule(STREAMS, factors, {HOME: (F(0), F(3))}, egalitarian)
    for paid in product(range(4), repeat=3):
        hub = sum(factors[HUB] ** t * (4 - m) for t, m in enumerate(paid))
        home = sum(factors[HOME] ** t * m for t, m in enumerate(paid))
        assert min(hub, home) <= found.gains[HOME]


def test_three_members():
    streams = {"A": [9, 9], "B": [0, 0], "C": [0, 0]}
    factors = {"A": F(1), "B": F(1, 2), "C": F(1, 4)}
    found = payment_schedule(streams, factors, {"B": (F(0), F(9)), "C": (F(0), F(9))}, egalitarian)
    # All 6 of A's gain: C wants year 0 most, B as well; each is paid at once.
    assert found.payments == {"A": (-12, 0), "B": (6, 0), "C": (6, 0)}
    assert set(found.gains.values()) == {6}


def test_nobody_signs_what_no_payment_mends():
    limits = {HOME: (F(0), F(1))}
    factors = {HUB: F(1), HOME: F(1)}
    assert payment_schedule({HUB: [1], HOME: [-3]}, factors, limits, egalitarian) is None


def test_a_flat_schedule_may_not_do_where_another_does():
    """At most 3 a year: Quzhou, which lives for the first year, needs all of it then."""
    streams = {HUB: [3, 0, 0], HOME: [-3, 1, 1]}
    found = payment_schedule(streams, {HUB: F(1, 2), HOME: F(0)}, {HOME: (F(0), F(3))}, egalitarian)
    assert found.payments[HOME] == (3, 0, 0)
    assert found.flat == found.flat_payments == {}


def test_without_limits_lending_goes_on_for_ever():
    with pytest.raises(Undefined, match="without end"):
        payment_schedule(STREAMS, {HUB: F(9, 10), HOME: F(1, 2)}, {}, kalai_smorodinsky)


def test_bad_input_is_named():
    with pytest.raises(InvalidInput, match="years of the streams"):
        payment_schedule({HUB: [1], HOME: [1, 2]}, {HUB: 1, HOME: 1}, {}, egalitarian)
    with pytest.raises(InvalidInput, match="discount factor of Quzhou"):
        payment_schedule({HUB: [1], HOME: [1]}, {HUB: 1, HOME: 2}, {}, egalitarian)
    with pytest.raises(InvalidInput, match="stream of Hangzhou"):
        payment_schedule({HUB: 4, HOME: 0}, {HUB: 1, HOME: 1}, {}, egalitarian)
    with pytest.raises(InvalidInput, match="the discount factors"):
        payment_schedule({HUB: [1], HOME: [1]}, F(1), {}, egalitarian)
    for limit in (3, (3, 0)):
        with pytest.raises(InvalidInput, match="the limits of Quzhou"):
            payment_schedule({HUB: [1], HOME: [1]}, {HUB: 1, HOME: 1}, {HOME: limit}, egalitarian)
    with pytest.raises(InvalidInput, match="a member with limits"):
        payment_schedule({HUB: [1], HOME: [1]}, {HUB: 1, HOME: 1}, {"X": (0, 1)}, egalitarian)
