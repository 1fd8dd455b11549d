"""Too much or too little: against differences of the joint payoff, and by hand."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from games import Contest, SubsidyCompetition
from intercity.testing import subsidy_competitions
from solvers import arms_race
from tests.solvers.competition.subsidy_games import welfare

F = Fraction
STEP = F(1, 10**4)


@given(subsidy_competitions())
def test_the_sign_is_that_of_a_small_change_that_the_city_can_make(game):
    race = arms_race(game)
    paid = [race.equilibrium.subsidies[city] for city in game.cities]
    scale = STEP * game.mu
    for standing in (race.treasuries, race.region):
        w = standing.firm_weight
        here = welfare(game, paid, w)
        for i, city in enumerate(game.cities):
            gains = {}
            for sign, name in ((-1, "too much"), (1, "too little")):
                bid = paid[i] + sign * scale
                moved = [*paid[:i], bid, *paid[i + 1 :]]
                if bid < 0 or (game.caps[i] is not None and bid > game.caps[i]):
                    continue
                if sign > 0 and game.budgets[i] is not None:
                    spent = game.mass * bid * F(game.shares(moved)[city])
                    if spent > game.budgets[i]:
                        continue
                gains[name] = (welfare(game, moved, w) - here) / float(scale)
            better = {name for name, gain in gains.items() if gain > 1e-2 * float(game.mass)}
            if len(better) == 1 and race.equilibrium.unique:
                assert {standing.bids[city]} == better, (city, w, gains)
            if standing.bids[city] in ("too much", "too little") and gains:
                assert gains[standing.bids[city]] > -1e-3 * float(game.mass)


def test_bids_can_be_too_low_for_the_region_where_the_treasuries_race():
    """Alike with somewhere else to go: a firm is worth more here than elsewhere."""
    game = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), outside_option=F(1, 2))
    race = arms_race(game)
    assert race.verdict == "race for the treasuries, too little for the region"
    assert race.region.direction == "too little"
    assert race.region.joint_optimum > race.region.equilibrium
    more = [s + F(1, 100) for s in race.equilibrium.subsidies.values()]
    assert welfare(game, more, 1) > welfare(
        game, [F(s) for s in race.equilibrium.subsidies.values()], 1
    )


def test_bids_can_be_too_low_for_the_treasuries():
    """A firm next door is worth as much, and each waits for the other to draw it."""
    game = SubsidyCompetition(
        ["A", "B"], [1, 1], mu=F(1, 5), spillovers=[[0, 1], [1, 0]], outside_option=F(3, 4)
    )
    race = arms_race(game)
    assert race.verdict == "bids too low"
    assert race.treasuries.bids == {"A": "too little", "B": "too little"}
    assert "a cap does not help" in race.status


def test_at_a_cap_or_without_a_bid_only_one_way_counts():
    capped = SubsidyCompetition(["A", "B"], [9, 9], mu=1, caps=[0, 0], outside_option=2)
    assert arms_race(capped).verdict == "no race"
    assert arms_race(capped).region.direction == "neither"  # more would help, but is not allowed
    free = arms_race(replace(capped, caps=(F(1, 10), None)))
    assert free.region.bids["A"] == "neither"
    assert free.region.bids["B"] in ("too little", "too much")


def test_a_budget_that_binds_is_an_end_as_well():
    rich = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), outside_option=F(1, 2))
    poor = arms_race(replace(rich, budgets=(F(1, 100), None)))
    assert poor.region.bids["A"] == "neither"
    assert poor.region.bids["B"] == "too little"


def total(game, bids, weight):
    powers = np.array([float(x) ** float(game.exponent) for x in bids])
    p = powers * np.array([float(e) for e in game.efficiency])
    p = p / p.sum()
    worth = np.array([float(b) for b in game.regional_value])
    spent = sum(map(float, bids))
    return p @ worth - float(game.cost_of_subsidy) * spent + weight * float(game.pocketed) * spent


@pytest.mark.parametrize(
    "game",
    [
        Contest(["A", "B"], [6, 2], captured=F(1, 2)),
        Contest(["A", "B", "C"], [6, 5, 4], captured=F(9, 10)),
        Contest(["A", "B"], [6, 3], exponent=F(1, 2), public_funds_cost=F(1, 2)),
        Contest(
            ["A", "B", "C"], [3, 2, 2], spillovers=[[0, 0, 0], [F(1, 2), 0, 0], [F(1, 2), 0, 0]]
        ),
        Contest(["A", "B"], [6, 6], efficiency=[2, 1], budgets=[F(1, 2), None]),
    ],
    ids=["pocketed", "three", "root", "spillovers", "budget"],
)
def test_in_tullocks_contest_against_differences(game):
    race = arms_race(game)
    bids = [race.equilibrium.subsidies[city] for city in game.cities]
    for standing in (race.treasuries, race.region):
        for i, city in enumerate(game.cities):
            if not bids[i]:
                continue
            step = bids[i] * STEP
            up, down = ([*bids[:i], bids[i] + one, *bids[i + 1 :]] for one in (step, -step))
            rise = total(game, up, float(standing.firm_weight)) - total(
                game, down, float(standing.firm_weight)
            )
            full = game.budgets[i] is not None and bids[i] == game.budgets[i]
            expected = "too little" if rise > 0 else "too much"
            assert standing.bids[city] == ("neither" if full and rise > 0 else expected)


def test_where_the_firm_pockets_part_the_favourite_may_bid_too_little():
    """V = 6, v = 2: one more of A's bid is worth c - v/V to the region, of B's c - V/v."""
    race = arms_race(Contest(["A", "B"], [6, 2], captured=F(1, 2)))
    assert race.treasuries.direction == "too much"
    assert race.region.bids == {"A": "too little", "B": "too much"}
    assert race.verdict == "race for the treasuries, mixed for the region"


@pytest.mark.parametrize("technology", ["all-pay", "bertrand"])
def test_where_the_largest_bid_wins_all_bids_are_cut_at_once(technology):
    race = arms_race(Contest(["A", "B", "C"], [6, 4, 0], technology, captured=1))
    assert race.treasuries.direction == "too much"
    assert race.treasuries.bids["C"] == "neither"
    assert race.region.direction == "neither"
    costly = Contest(["A", "B"], [6, 4], technology, captured=1, public_funds_cost=F(1, 10))
    assert arms_race(costly).verdict == "race"


def test_nobody_bids_nobody_bids_too_much():
    race = arms_race(Contest(["A", "B"], [0, 0]))
    assert race.verdict == "no race"
    assert set(race.treasuries.bids.values()) == {"neither"}


def test_best_replies_on_a_grid_come_to_the_equilibrium():
    """Each city in turn tries all bids of a grid, until none changes."""
    game = SubsidyCompetition(
        ["A", "B", "C"], [3, 2, 1], mu=F(1, 2), mass=5, caps=[F(3, 2), None, None], outside_option=0
    )
    grid = [F(k, 40) for k in range(121)]
    bids = [F(0)] * 3
    for _ in range(50):
        before = list(bids)
        for i, city in enumerate(game.cities):
            allowed = [x for x in grid if game.caps[i] is None or x <= game.caps[i]]
            bids[i] = max(allowed, key=lambda x: game.payoffs([*bids[:i], x, *bids[i + 1 :]])[city])
        if bids == before:
            break
    race = arms_race(game)
    for city, bid in zip(game.cities, bids, strict=True):
        assert abs(race.equilibrium.subsidies[city] - bid) < F(1, 20)
