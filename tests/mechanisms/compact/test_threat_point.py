"""Threats computed: alone, and in the race; who is paid for disarming."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest

from games import (
    Activity,
    Contest,
    LinearProductionGame,
    Resource,
    SubsidyCompetition,
    Use,
    Value,
)
from mechanisms import disarmament, race_threat, stand_alone
from mechanisms.compact.threat_point import payable, truce_parties
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


# C is worth little to the firms that it would have, and never bids.
THREE = SubsidyCompetition(["A", "B", "C"], value=[1, F(4, 5), 0], mu=F(1, 4), mass=10)


def test_who_never_bids_is_no_party():
    """C bids nothing in the race, and would bid nothing if the others stopped."""
    race = arms_race(THREE)
    assert race.equilibrium.subsidies["C"] == 0
    assert truce_parties(race) == ("A", "B")
    assert race_threat(race).players == ("A", "B")
    deal = disarmament(race, nash_bargaining)
    assert deal.bystanders == ("C",)
    assert deal.paid["C"] == 0
    assert deal.gains["A"] == deal.gains["B"]
    assert deal.smallest_gain == deal.gains["A"] > 0
    # Who would bid in reply to the truce is a party, even if it does not in the race.
    contest = arms_race(Contest(["A", "B", "C"], [6, 5, 1], exponent=1))
    assert contest.equilibrium.subsidies["C"] == 0
    assert truce_parties(contest) == ("A", "B", "C")
    null = arms_race(Contest(["A", "B", "C"], [6, 5, 0]))
    assert disarmament(null, nash_bargaining).bystanders == ("C",)


@pytest.mark.parametrize(
    ("limit", "how"), [(None, "bargained"), (10, "bargained"), (0, "joint optimum")]
)
def test_no_money_moves_beyond_the_limit_of_the_law(limit, how):
    deal = disarmament(RACE, egalitarian, limit=limit)
    assert (deal.how, deal.limit) == (how, limit)
    if how != "bargained":
        assert set(deal.paid.values()) == {0}
        for city, gain in deal.gains.items():
            assert gain > 0
            after = PAIR.payoffs(deal.subsidies)[city]
            assert after - float(RACE.equilibrium.payoffs[city]) == pytest.approx(float(gain))
        assert deal.subsidies == RACE.treasuries.joint.subsidies


def test_the_truce_without_money_is_the_best_of_the_cuts_and_caps_for_who_gains_least():
    pair = replace(PAIR, outside_option=F(1), attractiveness=(F(1), F(0)))
    race = arms_race(pair)
    deal = disarmament(race, egalitarian, limit=0)
    bids, before = race.equilibrium.subsidies, race.equilibrium.payoffs
    best = 0.0
    for k in range(1, 101):
        for profile in (
            {city: s * (100 - k) / 100 for city, s in bids.items()},
            {city: min(s, max(bids.values()) * (100 - k) / 100) for city, s in bids.items()},
        ):
            after = pair.payoffs(profile)
            best = max(best, min(after[c] - float(before[c]) for c in before))
    assert deal.how in ("cut", "cap")
    assert float(deal.smallest_gain) == pytest.approx(best, abs=1e-3)


def test_where_nobody_could_gain_without_money_that_is_said():
    """The second bids the price up, and pays nothing: by lots with its own chance it has none."""
    winner = Contest(["A", "B"], [6, 4], "bertrand", spillovers=[[0, 0], [F(1, 2), 0]])
    race = arms_race(winner)
    deal = disarmament(race, egalitarian, limit=0)
    gains = [deal.gains[city] for city in truce_parties(race)]
    assert (deal.how == "none") == (min(gains) <= 0)
    alike = disarmament(arms_race(Contest(["A", "B"], [6, 6])), egalitarian, limit=0)
    assert alike.how == "lots"
    assert alike.gains == {"A": F(3, 2), "B": F(3, 2)}


def test_payments_pass_where_no_group_gets_more_than_the_limit_lets_through():
    """By trying: A gets 3 from B and C, at most 2 each."""
    assert payable([F(3), F(-2), F(-1)], F(2))
    assert payable([F(4), F(-2), F(-2)], F(2))
    assert not payable([F(4), F(-3), F(-1)], F(1))
    assert payable([F(4), F(-3), F(-1)], F(2))  # B gives 2 to A and 1 to C, C gives 2 to A
    assert payable([F(0), F(0)], F(0))
    assert payable([F(9), F(-9)], None)


def test_bids_beyond_a_budget_are_not_part_of_a_truce_without_money():
    poor = SubsidyCompetition(
        ["A", "B"], [3, 1], mu=F(1, 4), mass=10, outside_option=1, budgets=[F(1), None]
    )
    deal = disarmament(arms_race(poor), egalitarian, limit=0)
    shares = poor.shares(deal.subsidies)
    assert 10 * float(deal.subsidies["A"]) * shares["A"] <= 1 + 1e-9
