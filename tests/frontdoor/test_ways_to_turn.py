"""Ways to turn a verdict, from what a check compares with 0 on the smallest part of all ranges."""

from fractions import Fraction
from random import Random

import pytest

from intercity.checkup.part_of_ranges import SMALLEST, part_of_ranges, to_the_ends
from intercity.checkup.turning_moves import ways_to_turn
from intercity.scenario_file import parse_scenario
from solvers.enclosure.box import Box, on_box
from tests.frontdoor.starter import SWAP

SCENARIO = parse_scenario(SWAP)
SIDES = {
    key: side
    for key, side in part_of_ranges(SCENARIO, SMALLEST)[0].items()
    if not SCENARIO.quantity(key).whole
}


@pytest.mark.parametrize("seed", range(6))
def test_a_way_leads_where_what_is_compared_is_0_by_the_numbers_that_matter_most(seed):
    """A sum of how far numbers are moved, each weighed, which is 0 at a known part of the way."""
    rolled = Random(seed)
    weights = {key: rolled.randint(-9, 9) for key in SIDES}
    sign, part = rolled.choice([-1, 1]), Fraction(rolled.randint(1, 9), 10)
    moved = {k: 1 if sign * w > 0 else -1 for k, w in weights.items() if w}

    def most(key):
        down, up = to_the_ends(SCENARIO, key)
        return abs(weights[key]) * (up if moved[key] > 0 else down)

    start = -sign * part * sum(map(most, moved))
    value = {key: SCENARIO.quantity(key).value for key in SIDES}
    with on_box(Box(list(SIDES.values()))) as numbers:
        pairs = zip(SIDES, numbers, strict=True)
        compared = start + sum(w * (x - value[key]) for key, x in pairs if (w := weights[key]))
        (way,) = ways_to_turn(SCENARIO, "terms", [compared])
    assert dict(way.goes) == moved
    assert float(way.part) == pytest.approx(float(part), rel=1e-3)
    widths = [abs(weights[key]) * sum(to_the_ends(SCENARIO, key)) for key, _ in way.goes]
    assert widths == sorted(widths, reverse=True)


def test_of_what_is_0_already_both_ways_are_tried():
    with on_box(Box(list(SIDES.values()))) as numbers:
        first, key = numbers[0], next(iter(SIDES))
        ways = list(ways_to_turn(SCENARIO, "terms", [first - SCENARIO.quantity(key).value]))
    assert [way.goes for way in ways] == [((key, 1),), ((key, -1),)]
    assert {way.part for way in ways} == {SMALLEST}
