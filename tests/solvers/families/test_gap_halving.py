"""Gaps closed by cases half way, against tables of all coalitions."""

import math
import time
from fractions import Fraction

import pytest

from solvers import coalitional_form, cost_of_stability, least_core, limited_work
from solvers.families.coalition_search import CoalitionSearch, Ended
from solvers.families.gap_halving import halved
from solvers.families.integer_program import proven_bound, told_bound
from solvers.families.program_game import program_game
from solvers.families.program_oracle import ProgramOracle
from solvers.search_limits import SearchLimits
from tests.solvers.families.test_coalition_search import SEEDS, region

ZERO = Fraction(0)


def begun(seed, *, level):
    """A search that knows coalitions to begin with, its oracle, and a split that is far off."""
    game = region(seed)
    table = coalitional_form(game).game
    worth, size = table.worth(table.players), len(table.players)
    oracle = ProgramOracle(program_game(game), grand=not level)
    assert oracle.openings is not None
    search = CoalitionSearch(oracle, worth if level else None, SearchLimits(math.inf, None))
    search.add(oracle.parts())
    far = [worth / size] * size if level else [max(worth, Fraction(1))] * size
    highest = max(worth - far[0], ZERO) if level else ZERO  # nobody makes more than all
    least = Fraction(-10000) if level else ZERO
    return table, search, oracle, Ended(least, highest, far, {}, ())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_least_core_is_that_of_the_table(seed):
    table, search, oracle, far = begun(seed, level=True)
    found = halved(search, oracle, far)
    assert found.highest == found.lowest == least_core(table).epsilon
    split = dict(zip(table.players, found.payoffs, strict=True))
    program = oracle.game.separation(split, grand=False)
    assert sum(found.payoffs) == table.worth(table.players)
    assert told_bound(program, found.cases) == found.highest


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cost_of_stability_is_that_of_the_table(seed):
    table, search, oracle, far = begun(seed, level=False)
    found = halved(search, oracle, far)
    assert sum(found.payoffs) == found.lowest
    assert found.lowest - table.worth(table.players) == cost_of_stability(table).value
    assert found.highest <= 0


@pytest.mark.parametrize("level", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_of_what_is_left_open_enclose_that_of_the_table(seed, level, monkeypatch):
    for most in (0, 4, None):  # cases; None: time is over
        table, search, oracle, far = begun(seed, level=level)
        if most is None:
            found = halved(search, oracle, far, time.monotonic() - 1)
        else:
            monkeypatch.setattr(limited_work, "MOST_IN_ALL", most)
            with limited_work.limited_work():
                found = halved(search, oracle, far)
        worth = table.worth(table.players)
        value = least_core(table).epsilon if level else worth + cost_of_stability(table).value
        split = dict(zip(table.players, found.payoffs, strict=True))
        highest, before = ((one.highest if level else sum(one.payoffs)) for one in (found, far))
        assert far.lowest < found.lowest <= value <= highest <= before
        assert found.lowest == value or most != 4
        (cover,) = {
            sum(w for m, w in found.weights.items() if m >> i & 1) for i in range(len(split))
        }
        in_all = sum(w * table.worth(table.members(m)) for m, w in found.weights.items())
        assert found.lowest <= in_all - cover * worth * level <= value  # the weights prove it
        if most is None:
            assert (found.payoffs, found.cases) == (far.payoffs, far.cases)
            continue
        assert highest < before
        assert proven_bound(oracle.game.separation(split, grand=not level), found.cases) == (
            found.highest
        )
        assert sum(split.values()) == worth or not level
        assert found.highest <= 0 or level


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("solver", [cost_of_stability, least_core])
def test_a_search_that_may_ask_no_more_is_closed_by_cases(solver, seed, monkeypatch):
    game = region(seed)
    monkeypatch.setattr(limited_work, "MOST_ROUNDS", 0)
    told = []
    with limited_work.limited_work():
        found = solver(game, progress=told.append)
    assert found.proof.kind == "exact"
    assert found.certificate.verify(game)
    # Rounds half way are told of, too, until the bounds meet.
    assert [one.rounds for one in told] == [*range(1, len(told) + 1)]
    assert told[-1].highest - told[-1].lowest < 1e-4 < told[0].highest - told[0].lowest
    grand = found.certificate.grand.worth
    value = found.epsilon if solver is least_core else grand + found.value
    assert all(one.lowest - 1e-4 < value < one.highest + 1e-4 for one in told)
