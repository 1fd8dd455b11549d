"""The lowest point may lie far from what cities make alone: the search for it has to widen."""

import math
import random
from fractions import Fraction

import numpy as np
import pytest

from games.production import Activity, LinearProductionGame, Platform, Resource, Use, Value
from solvers.coalitional.core import core
from solvers.coalitional.cost_of_stability import cost_of_stability
from solvers.coalitional.least_core import least_core
from solvers.families.moving_box import MovingBox
from solvers.production.coalitional_form import coalitional_form


def park_for(batches, value, cost, places, *, site=None, limit=1):
    """Towns that make nothing without a park, in which each batch is worth so much."""
    towns = tuple(batches)
    owned = Resource("batches", "bound", batches)
    room = Resource("places", "tradable", {})
    serve = [
        Activity(
            f"serve {town}",
            (town,),
            (Use("batches", 1, town), Use("places", 1)),
            (Value(town, "cash", value),),
        )
        for town in towns
    ]
    park = Platform("park", site, Fraction(cost), (Use("places", places),), limit=limit)
    return LinearProductionGame(towns, (owned, room), serve, (park,))


def test_the_widest_box_doubles_each_time():
    box = MovingBox(lambda _low, _high: None, np.array([4.0]), 1.0, math.inf)
    box.put()
    widths = []
    for _ in range(4):
        widths.append((box.most - box.least).tolist())
        box.widen()
    assert widths == [[2], [4], [8], [16]]


def test_any_two_of_three_make_as_much_as_all():
    """Pairs 60, all 60: 30 from outside are lacking, and a fine of 20 would do."""
    game = park_for(dict.fromkeys("ABC", 1), 80, 100, 2)
    assert core(game).empty
    assert cost_of_stability(game).value == 30
    assert least_core(game).epsilon == 20


@pytest.mark.parametrize("seed", range(12))
def test_it_agrees_with_the_table_of_all_groups(seed):
    draw = random.Random(seed)
    towns = [f"T{k}" for k in range(draw.randint(3, 5))]
    game = park_for(
        {town: draw.randint(0, 3) for town in towns},
        draw.choice([1, 80, 5000]),
        draw.choice([1, 100, 4000]),
        draw.randint(1, 4),
        site=draw.choice([None, towns[0]]),
        limit=draw.randint(1, 2),
    )
    table = coalitional_form(game).game
    assert core(game).empty == core(table).empty
    assert least_core(game).epsilon == least_core(table).epsilon
    assert cost_of_stability(game).value == cost_of_stability(table).value
