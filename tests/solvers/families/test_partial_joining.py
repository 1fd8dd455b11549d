"""Splits that are stable even if cities join in part."""

import time

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


def test_no_coalition_makes_more_than_its_part_of_the_split():
    game = shared_park()
    split = dict(zip(game.cities, stable_in_part(program_game(game)), strict=True))
    worths = coalitional_form(game).game
    groups = [("A",), ("B",), ("C",), ("A", "B"), ("A", "C"), ("B", "C"), game.cities]
    assert all(sum(split[city] for city in group) >= worths.worth(group) for group in groups)


def test_no_round_is_begun_when_time_is_over():
    assert stable_in_part(program_game(shared_park()), until=time.monotonic() - 1) is None
