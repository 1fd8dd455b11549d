"""Parks whose rooms towns from all over may use: against the table, and what the program says."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from games import Activity, LinearProductionGame, Platform, Resource, Use, Value
from solvers import (
    cost_of_stability,
    greatest_excess,
    least_core,
    program_game,
    solve,
    tabulated,
)
from solvers.families.branch_and_bound import branch_and_bound
from solvers.families.case_tree import CaseTree, Relaxation
from solvers.families.integer_program import proven_bound
from solvers.families.opening_plans import OpeningPlans
from solvers.families.program_oracle import ProgramOracle
from tests.properties.strategies import NIGHTLY


def open_parks(seed, towns=6, parks=2, rooms=4, *, owned=0):
    """Each town may use any park; ``owned``: rooms of its own that the first town brings."""
    chance = random.Random(seed)
    cities = tuple(f"t{i}" for i in range(towns))
    quota = Resource("quota", "tradable", {city: chance.randint(1, 3) for city in cities})
    room = [
        Resource(f"room {j}", "tradable", {cities[0]: owned} if owned else {}) for j in range(parks)
    ]
    serve = [
        Activity(
            f"serve {city} in {j}",
            (city,),
            (Use("quota", 1), Use(f"room {j}", 1)),
            (Value(city, "cash", chance.randint(20, 99)),),
            limit=2,
        )
        for city in cities
        for j in range(parks)
    ]
    opened = [
        Platform(f"park {j}", None, chance.randint(20, 40) * rooms, (Use(f"room {j}", rooms),))
        for j in range(parks)
    ]
    return LinearProductionGame(cities, (quota, *room), serve, opened)


@pytest.mark.parametrize("seed", range(4 if NIGHTLY else 1))
def test_parks_for_all_are_what_the_table_says(seed):
    game = open_parks(seed)
    table = tabulated(game)
    for verb, value in ((least_core, "epsilon"), (cost_of_stability, "value")):
        found = verb(game)
        assert getattr(found, value) == getattr(verb(table), value)
        assert found.proof.kind == "exact"
        assert found.certificate.verify(game) is True
    split = dict.fromkeys(game.cities, table.grand_worth / len(game.cities))
    assert greatest_excess(game, split).gain == greatest_excess(table, split).gain


def test_nothing_runs_in_a_park_that_is_hardly_open():
    """Two batches worth 80 need one park of 100, not a tenth of it, and the relaxation says so."""
    towns = ("A", "B")
    batch = [
        Activity(f"batch {t}", (t,), (Use("room", 1),), (Value(t, "cash", 80),), limit=1)
        for t in towns
    ]
    park = Platform("park", None, 100, (Use("room", 20),))
    game = LinearProductionGame(towns, (Resource("room", "tradable"),), batch, [park])
    assert solve(program_game(game).with_members(towns).lp).optimum == 60
    free = LinearProductionGame(
        towns, (Resource("room", "tradable", {"A": 1}),), batch, [park]
    )  # one batch needs no park at all
    assert solve(program_game(free).with_members(towns).lp).optimum > 80
    assert tabulated(free).worth(["A"]) == 80


def test_what_takes_no_room_runs_where_no_park_is_open():
    """A farm that lists the room and uses none of it makes 15 alone; the park does not pay."""
    land = Resource("land", "tradable", {"A": 3, "B": 3})
    farm, plant = (
        Activity(name, (city,), (Use("land", 1), Use("room", units)), (Value(city, "cash", 5),))
        for name, city, units in (("farm", "A", 0), ("plant", "B", 1))
    )
    park = Platform("park", "B", 100, (Use("room", 2),))
    game = LinearProductionGame(
        ("A", "B"), (Resource("room", "tradable"), land), (farm, plant), (park,)
    )
    found = greatest_excess(program_game(game), {"A": 0, "B": 30})
    assert (found.coalition, found.gain) == (("A",), 15)
    assert greatest_excess(tabulated(game), {"A": 0, "B": 30}).gain == 15


@pytest.mark.parametrize("seed", range(3))
def test_plans_found_for_openings_are_worth_what_is_said(seed):
    """Each is a plan of its coalition, whose excess is beyond the target and no more than any's."""
    game = open_parks(seed)
    oracle = ProgramOracle(program_game(game), grand=True)
    assert isinstance(oracle.openings, OpeningPlans)
    oracle.evaluate(oracle.everybody)
    table = tabulated(game)
    payoffs = np.full(oracle.size, float(table.grand_worth) / oracle.size - 9)
    found = oracle.quick(payoffs, 0.5)
    assert found
    for mask, worth in found.items():
        members = [i for i in range(oracle.size) if mask >> i & 1]
        assert worth - payoffs[members].sum() > 0.5
        assert oracle.exact(mask) <= table.worth([game.cities[i] for i in members])
        assert float(oracle.exact(mask)) == pytest.approx(worth)


def test_cases_left_open_are_bounded_as_well_as_the_whole_program(monkeypatch):
    """What was left out of their programs counts: their own prices would bound them far higher."""
    game = open_parks(3, towns=12, parks=4, rooms=8)
    program = program_game(game).separation(least_core(game).certificate.split, grand=False)
    relaxation = Relaxation(program.lp, program.integers)
    relaxation.relaxed.run()
    root = -relaxation.relaxed.getInfo().objective_function_value
    grow = CaseTree.grow

    def soon_over(tree, *given, **options):
        tree.limit = 2
        return grow(tree, *given, **options)

    monkeypatch.setattr(CaseTree, "grow", soon_over)
    cases, _ = branch_and_bound(program, Fraction(root - 1).limit_denominator(100))
    assert len(cases) == 2
    assert float(proven_bound(program, cases)) <= root + 1e-6
