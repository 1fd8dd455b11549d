"""Gaps closed by cases half way, against tables of all coalitions."""

import math
import time
from fractions import Fraction

import pytest

from solvers import coalitional_form, cost_of_stability, least_core, limited_work
from solvers.families.coalition_search import CoalitionSearch, Ended
from solvers.families.gap_halving import halved
from solvers.families.integer_program import told_bound
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
    return table, search, oracle, Ended(ZERO, highest, far, {}, ())


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
def test_what_is_left_open_stays_as_it_was(level, monkeypatch):
    _, search, oracle, far = begun(SEEDS[0], level=level)
    assert halved(search, oracle, far, time.monotonic() - 1) is far
    monkeypatch.setattr(limited_work, "MOST_IN_ALL", 0)
    with limited_work.limited_work():
        assert halved(search, oracle, far) is far


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("solver", [cost_of_stability, least_core])
def test_a_search_that_may_ask_no_more_is_closed_by_cases(solver, seed, monkeypatch):
    game = region(seed)
    monkeypatch.setattr(limited_work, "MOST_ROUNDS", 0)
    with limited_work.limited_work():
        found = solver(game)
    assert found.proof.kind == "exact"
    assert found.certificate.verify(game)
