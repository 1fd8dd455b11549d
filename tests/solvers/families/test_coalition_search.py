"""Searches of games too large to tabulate that end before all is known."""

import random

import pytest

from games import Undefined
from solvers import core, cost_of_stability, least_core, limited_work
from solvers.families import large_split
from tests.solvers.families.test_moving_box import park_for

SEEDS = (6, 9, 17, 27, 45)


def region(seed):
    """Four to nine towns that a park would serve, in which no split of all is stable."""
    draw = random.Random(f"x{seed}")
    towns = [f"T{k}" for k in range(draw.randint(4, 9))]
    return park_for(
        {town: draw.randint(0, 3) for town in towns},
        draw.choice([80, 120]),
        draw.choice([100, 150]),
        draw.randint(2, 4),
        site=draw.choice([None, towns[0]]),
        limit=draw.randint(1, 2),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_core_is_known_to_be_empty_before_what_it_lacks_is(seed):
    game = region(seed)
    found, exact = core(game), cost_of_stability(game)
    least = found.certificate.stability.lowest
    assert found.empty
    assert found.certificate.verify(game)
    assert 0 < least <= exact.value


def test_what_is_lacking_is_asked_for_no_longer_than_for_a_verdict():
    """Nine towns lack 50; that they lack 10 is enough to know that no split is stable."""
    game = region(17)
    assert core(game).certificate.stability.lowest < cost_of_stability(game).value == 50


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("most", [0, 4])
@pytest.mark.parametrize("solver", [cost_of_stability, least_core])
def test_a_search_that_may_look_at_no_more_cases_encloses(solver, most, seed, monkeypatch):
    game = region(seed)
    exact = solver(game)
    monkeypatch.setattr(limited_work, "MOST_IN_ALL", most)
    with limited_work.limited_work():
        found = solver(game)
    assert found.certificate.verify(game)
    known = exact.epsilon if solver is least_core else exact.value
    told = found.epsilon if solver is least_core else found.value
    assert told - (found.proof.radius or 0) <= known <= told
    assert exact.proof.kind == "exact"
    if solver is least_core:
        assert found.point.proof == found.proof
        assert ("A point of the least core" in found.point.status) == (found.proof.kind == "exact")
    else:
        assert sum(found.split.values()) == found.certificate.grand.worth + told


@pytest.mark.parametrize("paid", [0.0, 1e6])
def test_a_split_that_is_blocked_or_dearer_is_not_taken_for_a_cheaper_one(paid, monkeypatch):
    """Whatever is proposed where a search leaves a gap."""
    game = region(6)
    exact = cost_of_stability(game).value
    monkeypatch.setattr(limited_work, "MOST_IN_ALL", 0)
    monkeypatch.setattr(large_split, "stable_in_part", lambda model, _: [paid] * len(model.players))
    with limited_work.limited_work():
        found = cost_of_stability(game)
    assert found.certificate.verify(game)
    assert exact <= found.value < 1e5


def test_a_search_has_less_to_say_where_it_may_look_at_no_more_cases(monkeypatch):
    monkeypatch.setattr(limited_work, "MOST_IN_ALL", 0)
    with limited_work.limited_work():
        assert {cost_of_stability(region(seed)).proof.kind for seed in SEEDS} == {"enclosed"}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("solver", [cost_of_stability, least_core, core])
def test_a_search_without_time_has_bounds_or_says_that_it_has_none(solver, seed):
    game = region(seed)
    try:
        found = solver(game, seconds=1e-6)
    except Undefined:
        return
    assert found.certificate.verify(game)
