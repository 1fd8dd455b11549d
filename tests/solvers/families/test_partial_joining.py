"""Splits that are stable even if cities join in part."""

import time
from itertools import combinations

import pytest

from games import Activity, LinearProductionGame, Platform, Resource, Use, Value
from solvers import coalitional_form
from solvers.families.partial_joining import stable_in_part
from solvers.families.program_game import program_game


def shared_park():
    batches = Resource("batches", "tradable", {"A": 1, "B": 1, "C": 2})
    use = (Use("batches", 1), Use("room", 1))
    work = Activity("work", ("A",), use, (Value("A", "cash", 80),))
    park = Platform("park", "A", 100, provides=(Use("room", 2),))
    room = Resource("room", "tradable", {})
    return LinearProductionGame(("A", "B", "C"), (batches, room), (work,), (park,))


def shared_market():
    """A hub with a park and land, and six counties that bring two mu each: their sums count."""
    names = ("Hub", *(f"H{k}" for k in range(6)))
    quota = Resource("quota", "tradable", dict.fromkeys(names[1:], 2))
    land = Resource("land", "bound", {"Hub": 5})
    own = [
        Activity(f"{c} farms", (c,), (Use("quota", 1),), (Value(c, "cash", 1),)) for c in names[1:]
    ]
    use = (Use("quota", 1), Use("land", 1, "Hub"), Use("room", 1))
    build = Activity("build", ("Hub",), use, (Value("Hub", "cash", 9),))
    park = Platform("park", "Hub", 10, provides=(Use("room", 5),))
    room = Resource("room", "tradable", {})
    return LinearProductionGame(names, (quota, land, room), (build, *own), (park,))


def test_sums_that_proofs_need_are_not_needed_here():
    model = program_game(shared_market())
    assert len(model.separation({}, grand=True).lp.bounds) > len(model.gains.bounds)


@pytest.mark.parametrize("game", [shared_park(), shared_market()], ids=["park", "market"])
def test_no_coalition_makes_more_than_its_part_of_the_split(game):
    split = dict(zip(game.cities, stable_in_part(program_game(game)), strict=True))
    worths = coalitional_form(game).game
    groups = [g for k in range(len(game.cities)) for g in combinations(game.cities, k + 1)]
    assert all(sum(split[city] for city in group) >= worths.worth(group) for group in groups)


def test_no_round_is_begun_when_time_is_over():
    assert stable_in_part(program_game(shared_park()), until=time.monotonic() - 1) is None
