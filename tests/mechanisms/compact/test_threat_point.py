"""Threats computed: alone, and in the race; who is paid for disarming."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest

from games import (
    Activity,
    LinearProductionGame,
    Resource,
    SubsidyCompetition,
    Use,
    Value,
)
from mechanisms import disarmament, race_threat, stand_alone
from solvers import (
    arms_race,
    coalitional_form,
    egalitarian,
    kalai_smorodinsky,
    nash_bargaining,
)

F = Fraction
PAIR = SubsidyCompetition(["Quzhou", "Lishui"], value=[3, 2], mu=F(1, 2), mass=10)
RACE = arms_race(PAIR)


def test_alone_each_has_its_own_worth():
    land = Resource("land", "tradable", {"A": 2, "B": 10})
    build = tuple(
        Activity(f"in {c}", (c,), (Use("land", 1),), (Value(c, "cash", v),), 8)
        for c, v in (("A", 3), ("B", 1))
    )
    game = LinearProductionGame(("A", "B"), (land,), build)
    assert stand_alone(game) == {"A": 6, "B": 8}
    pool = Resource("land", "common", amount=6, conjecture="stay_home")
    common = replace(game, resources=(pool,))
    form = coalitional_form(common).game
    assert (
        stand_alone(common)
        == {"A": form.worth(["A"]), "B": form.worth(["B"])}
        == {
            "A": 18,
            "B": 6,
        }
    )


def equilibrium():
    """By bisection in floating point: s_i = b_i - mu / (1 - share_i), share by logit."""
    low, high = -5.0, 5.0
    for _ in range(200):
        gap = (low + high) / 2  # s_1 - s_2
        share = 1 / (1 + math.exp(-gap / 0.5))
        bids = 3 - 0.5 / (1 - share), 2 - 0.5 / share
        low, high = (gap, high) if bids[0] - bids[1] > gap else (low, gap)
    return share, bids


@pytest.mark.parametrize("solution", [egalitarian, kalai_smorodinsky, nash_bargaining])
def test_half_of_what_the_race_burns_goes_to_each(solution):
    share, bids = equilibrium()
    race = [10 * (3 - bids[0]) * share, 10 * (2 - bids[1]) * (1 - share)]
    problem = race_threat(RACE)
    assert [float(x) for x in problem.disagreement.values()] == pytest.approx(race)
    # Jointly each pays k s = B - level, the least 0, so that the gap in bids is 1 or the gap 0.
    best = max(
        10 * ((3 - s) * p + 2 * (1 - p))
        for s in (k / 1000 for k in range(3001))
        for p in [1 / (1 + math.exp(-s / 0.5))]
    )
    found = disarmament(RACE, solution)
    assert float(sum(found.payoffs.values())) == pytest.approx(best, abs=1e-4)
    gain = (best - sum(race)) / 2
    assert [float(x) for x in found.gains.values()] == pytest.approx([gain, gain], abs=1e-4)
    own = RACE.treasuries.joint.payoffs
    for city, paid in found.paid.items():
        assert own[city] + paid == found.payoffs[city]
    assert sum(found.paid.values()) == 0
    assert found.proof.kind == "enclosed"
    assert found.proof.radius <= F(1, 10**9)


def test_power_decides_who_gets_what_the_race_burns():
    even, uneven = (
        disarmament(RACE, nash_bargaining, weights=weights) for weights in (None, {"Lishui": F(3)})
    )
    surplus = sum(even.gains.values())
    assert uneven.gains == {"Quzhou": surplus / 4, "Lishui": 3 * surplus / 4}


def test_where_nobody_bids_there_is_nothing_to_share():
    idle = SubsidyCompetition(["A", "B"], value=[1, 1], mu=9)
    found = disarmament(arms_race(idle), egalitarian)
    assert set(found.gains.values()) == {0}
    assert set(found.paid.values()) == {0}


def test_alike_cities_pay_each_other_nothing():
    alike = SubsidyCompetition(["A", "B"], value=[1, 1], mu=F(1, 4), mass=10)
    found = disarmament(arms_race(alike), nash_bargaining)
    # In the race s = b - 2 mu = 1/2 each: 2.5; without it 5 each.
    assert [round(float(x), 9) for x in found.gains.values()] == [2.5, 2.5]
    assert set(found.paid.values()) == {0}
