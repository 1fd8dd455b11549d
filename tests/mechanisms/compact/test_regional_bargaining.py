"""Bargaining over a region's production, with and without money, against arithmetic by hand."""

from fractions import Fraction

import pytest

from games import (
    Activity,
    Exchange,
    InvalidInput,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)
from mechanisms import regional_bargaining
from solvers import (
    coalitional_form,
    core_violation,
    egalitarian,
    kalai_smorodinsky,
    nash_bargaining,
)

F = Fraction
A, B, C = "A", "B", "C"
SOLUTIONS = (egalitarian, kalai_smorodinsky, nash_bargaining)


def region(*, kind="cash", exchange=None):
    """A builds on up to 8 mu at 3 each and owns 2; B on up to 6 at 1 and owns 10."""
    land = Resource("land", "tradable", {A: 2, B: 10}, exchange)
    build = (
        Activity("in A", (A,), (Use("land", 1),), (Value(A, kind, 3),), limit=8),
        Activity("in B", (B,), (Use("land", 1),), (Value(B, kind, 1),), limit=6),
    )
    return LinearProductionGame((A, B), (land,), build)


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_with_free_money_the_surplus_is_split_equally(solution):
    # Alone 6 and 6; together 24 + 4: 16 more.
    assert dict(solution(regional_bargaining(region(), side_payments="free"))) == {A: 14, B: 14}


def test_without_money_the_owner_gives_only_what_it_does_not_need():
    problem = regional_bargaining(region())
    assert dict(nash_bargaining(problem)) == {A: 18, B: 6}  # B's 4 spare mu go to A
    assert dict(egalitarian(problem)) == {A: 6, B: 6}  # B cannot gain


def test_money_out_of_cash_is_free_as_long_as_there_is_enough():
    assert dict(egalitarian(regional_bargaining(region(), side_payments="cash"))) == {A: 14, B: 14}
    # What A gets from land is not cash: it has nothing to pay with.
    poor = regional_bargaining(region(kind="land_revenue"), side_payments="cash")
    assert dict(nash_bargaining(poor)) == {A: 18, B: 6}


def test_money_up_to_a_limit():
    # B gains no more than the 3 that it is paid for its spare land, so that A is asked for no more.
    found = egalitarian(regional_bargaining(region(), side_payments=3))
    assert dict(found) == {A: 9, B: 9}
    found = nash_bargaining(regional_bargaining(region(), side_payments=3))
    # (6 + 4*3 + 3 t - 3 - 6)(6 - t + 3 - 6) = (9 + 3 t)(3 - t): largest at t = 0
    assert dict(found) == {A: 15, B: 9}


def test_power_shares_the_surplus_in_proportion():
    problem = regional_bargaining(region(), side_payments="free", weights={B: F(3)})
    for solution in SOLUTIONS:
        assert dict(solution(problem)) == {A: 10, B: 18}


def test_each_trades_on_its_own_account():
    """A buys 1 mu at 2, B sells 4 at 1/2: neither needs the other for that."""
    market = Exchange(F(2), F(1, 2), F(1))
    game = region(exchange=market)
    form = coalitional_form(game).game
    problem = regional_bargaining(game)
    assert dict(problem.disagreement) == {A: form.worth([A]), B: form.worth([B])}
    assert dict(problem.disagreement) == {A: 7, B: F(13, 2)}
    # B's 4 spare mu: 1 to sell, and 3 or more for A, which buys 1 more itself.
    assert dict(nash_bargaining(problem)) == {A: 16, B: F(13, 2)}
    free = nash_bargaining(regional_bargaining(game, side_payments="free"))
    assert sum(free.values()) == form.grand_worth


def test_of_three_free_money_splits_the_surplus_equally_in_the_core_or_not():
    land = Resource("land", "tradable", {A: 4, B: 4})
    build = tuple(
        Activity(f"in {city}", (city,), (Use("land", 1),), (Value(city, "cash", worth),), limit)
        for city, worth, limit in ((A, 1, 4), (B, 2, 4), (C, 5, 6))
    )
    game = LinearProductionGame((A, B, C), (land,), build)
    # Alone 4, 8 and 0; together C builds on 6 at 5, B on 2 at 2: 34, which is 22 more.
    found = nash_bargaining(regional_bargaining(game, side_payments="free"))
    assert dict(found) == {A: 4 + F(22, 3), B: 8 + F(22, 3), C: F(22, 3)}
    breach = core_violation(coalitional_form(game).game, found)
    # A and C alone make 20, more than the 56/3 that they get here: no bargainer asks a pair.
    assert (breach.gain, set(breach.coalition)) == (F(4, 3), {A, C})
    pair = regional_bargaining(game, side_payments="free", members=[A, C])
    assert dict(nash_bargaining(pair)) == {A: 12, C: 8}


def test_a_park_is_decided_before_and_somebody_pays_for_it():
    room = Resource("room", "tradable")
    serve = tuple(
        Activity(f"serve {c}", (c,), (Use("room", 1),), (Value(c, "cash", 80),), 1) for c in (A, B)
    )
    game = LinearProductionGame(
        (A, B), (room,), serve, (Platform("park", None, 100, (Use("room", 2),)),)
    )
    with pytest.raises(InvalidInput, match="openings"):
        regional_bargaining(game)
    with pytest.raises(InvalidInput, match="who pays for platform park"):
        regional_bargaining(game, openings={"park": 1})
    terms = {"openings": {"park": 1}, "paid_by": {"park": A}}
    assert dict(egalitarian(regional_bargaining(game, side_payments="free", **terms))) == {
        A: 30,
        B: 30,
    }
    with pytest.raises(InvalidInput, match="disagreement point"):
        egalitarian(regional_bargaining(game, **terms))  # A would pay 100 for 80
    limited = regional_bargaining(game, side_payments=30, **terms)
    # A has m - 20 and B 80 - m for a payment m of 20 to 30: hopes of 10 and 60.
    assert dict(kalai_smorodinsky(limited)) == {A: F(60, 7), B: F(360, 7)}


def test_another_disagreement_and_a_wrong_limit():
    problem = regional_bargaining(region(), side_payments="free", disagreement={A: 10, B: 6})
    assert dict(nash_bargaining(problem)) == {A: 16, B: 12}
    for wrong in ("all", -1):
        with pytest.raises(InvalidInput):
            regional_bargaining(region(), side_payments=wrong)
    for wrong in ([10, 6], 0):
        with pytest.raises(InvalidInput, match=r"the disagreement is .*for each city, by name"):
            regional_bargaining(region(), disagreement=wrong)
    with pytest.raises(InvalidInput, match=r"bargaining power is .*for each city, by name"):
        regional_bargaining(region(), weights=[1, 2])
