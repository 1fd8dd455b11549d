"""The race on boxes: what is proven there is what the race is found to be at points in them."""

import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from games import SubsidyCompetition
from intercity import load_scenario, parse_scenario, proof_map
from intercity.checkup.turning_moves import verdict_at
from intercity.map_of_proof.proof_map import ProofMap
from intercity.proofs import Unverified
from solvers import subsidy_equilibrium
from solvers.competition.arms_race import arms_race
from solvers.enclosure.box import Box, on_box, paths
from solvers.enclosure.curve import exponential, logarithm
from solvers.enclosure.enclosed_number import EnclosedNumber, bounds_of
from solvers.enclosure.polygons import inside
from solvers.enclosure.race_on_box import RaceHint, bids_on_box, race_on_box
from solvers.enclosure.race_verdict_on_box import verdict_on_box
from solvers.rational import fraction
from tests.properties.strategies import NIGHTLY

ZERO = Fraction(0)
MU, OUTSIDE = "subsidies.mu", "subsidies.outside_option"
EXAMPLE = "examples/quzhou_hangzhou/scenario.toml"

RACE = """
format = 1
title = "Two cities"
cities = { A = {}, B = {}, C = {} }
[subsidies]
bidders = ["A", "B"]
mass = { v = 10, low = 5, high = 20 }
mu = { v = 0.25, low = 0.2, high = 0.3 }
value.A = { v = 1, low = 0.8, high = 1.2 }
value.B = { v = 1, low = 0.8, high = 1.2 }
public_funds_cost = { v = 0.1, low = 0, high = 0.2 }
"""


def drawn(draw, wide):
    """A race of two to four cities whose value and mu move; and the numbers' intervals."""
    n, number = draw.randint(2, 4), lambda low, high: Fraction(draw.randint(low, high), 100)
    names = ["A", "B", "C", "D"][:n]
    values, places = [number(20, 100) for _ in names], [number(0, 20) for _ in names]
    mu = number(5, 30)
    limits = dict.fromkeys(("caps", "budgets"))
    for name in limits:
        if draw.random() < 0.5:
            limits[name] = [number(0, 40) if draw.random() < 0.7 else None for _ in names]
    outside = number(0, 30) if draw.random() < 0.5 else None
    spilled = [[0, number(0, 30)], [number(0, 30), 0]] if n == 2 and outside is None else None

    def game(more, mu):
        return SubsidyCompetition(
            names,
            [values[0] + more, *values[1:]],
            places,
            mu=mu,
            mass=2,
            outside_option=outside,
            spillovers=spilled,
            public_funds_cost=Fraction(1, 10),
            **limits,
        )

    return game, [(-wide, wide), (mu * (1 - wide), mu * (1 + wide))]


def held_at(box, x, point):
    """Whether a number at a point of the box is within what its form leaves open there."""
    if not isinstance(x, EnclosedNumber):
        return x, x
    at = [
        (2 * p - low - high) / (high - low) for p, (low, high) in zip(point, box.sides, strict=True)
    ]
    own = sum((fraction(x.terms.get(k, 0 * x.centre)) * at[k] for k in (0, 1)), fraction(x.centre))
    rest = sum((abs(fraction(a)) for s, a in x.terms.items() if s > 1), ZERO)
    return own - rest, own + rest


@pytest.mark.parametrize("wide", [Fraction(1, 50), Fraction(1, 5)])
@pytest.mark.parametrize("seed", range(60 if NIGHTLY else 8))
def test_bids_and_shares_at_points_are_within_what_is_enclosed(seed, wide):
    draw = random.Random(seed)
    game, sides = drawn(draw, wide)
    box = Box(sides)
    for _ in range(4):
        point = [draw.choice((low, high, (low + high) / 2)) for low, high in sides]
        there = game(*point)
        found = subsidy_equilibrium(there)
        seen = []

        def solved(more, mu, at=point, exact=found, seen=seen):
            race = race_on_box(game(more, mu))
            for bid, share, city in zip(race.bids, race.shares, race.game.cities, strict=True):
                for x, known in ((bid, exact.subsidies[city]), (share, exact.shares[city])):
                    low, high = held_at(box, x, at)
                    seen.append(low - Fraction(1, 10**12) <= known <= high + Fraction(1, 10**12))
            return race.held

        cells = paths(box, solved)
        # Of the paths that may be right at the point one is: with all of its bids enclosed.
        n = 2 * len(there.cities)
        runs = [all(seen[k : k + n]) for k in range(0, len(seen), n)]
        assert any(runs) or any(cell.found is None for cell in cells)


@pytest.mark.parametrize(("low", "high", "asked"), [(20, 150, 65), (30, 100, 60), (42, 66, 60)])
def test_bids_on_a_path_are_those_of_its_points(low, high, asked):
    """The cap binds on one of both paths, on which all is worked out for itself."""
    low, high, asked = (Fraction(x, 100) for x in (low, high, asked))

    def game(cap):
        return SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 4), caps=[cap, None])

    enclosed = {}

    def solved(cap):
        side = "above" if cap > asked else "below"
        race = bids_on_box(game(cap))
        enclosed[side] = [*map(bounds_of, race.bids), *map(bounds_of, race.shares)]
        return side

    cells = paths(Box([(low, high)]), solved)
    assert "above" in enclosed
    for k in range(9):
        cap = low + (high - low) * Fraction(k, 8)
        found = subsidy_equilibrium(game(cap))
        known = [*found.subsidies.values(), *found.shares.values()]
        for cell in cells:
            ends = [x for x, _ in cell.corners]
            if cell.found is not None and min(ends) <= cap <= max(ends):
                near = Fraction(1, 10**12)
                assert all(
                    low - near <= x <= high + near
                    for x, (low, high) in zip(known, enclosed[cell.found], strict=True)
                )


@pytest.mark.parametrize("seed", range(60 if NIGHTLY else 8))
def test_verdicts_at_points_of_small_boxes(seed):
    draw = random.Random(100 + seed)
    game, sides = drawn(draw, Fraction(1, 200))
    cells = paths(Box(sides), lambda more, mu: verdict_on_box(game(more, mu)))
    for _ in range(3):
        point = [low + (high - low) * Fraction(draw.randint(0, 8), 8) for low, high in sides]
        told = {cell.found for cell in cells if inside(cell.corners, tuple(point))}
        assert arms_race(game(*point)).verdict in told or None in told


def test_curves_enclose_what_they_are_taken_over():
    with on_box(Box([(Fraction(1, 2), Fraction(3))])) as (x,):
        assert bounds_of(exponential(x) - exponential(x)) == (0, 0)
        product = exponential(logarithm(x))
        low, high = bounds_of(product / x)
    assert low < 1 < high


@pytest.mark.parametrize(
    "keys", [("subsidies.budget.Lishui", "subsidies.public_funds_cost"), (MU, OUTSIDE)]
)
def test_maps_of_the_race_are_right_at_points(keys):
    scenario, draw = load_scenario(EXAMPLE), random.Random(5)
    found = proof_map(scenario, *keys, check="arms race", most_boxes=30)
    settled = 0
    for _ in range(200 if NIGHTLY else 12):
        point = [
            low + (high - low) * Fraction(draw.randint(0, 997), 997) for low, high in found.ranges
        ]
        if found.at(*point) is not None:
            settled += 1
            moves = dict(zip(keys, point, strict=True))
            assert verdict_at(scenario, "arms race", moves) == found.at(*point)
    assert settled >= 4


def test_numbers_that_do_not_touch_the_race_are_settled_at_once():
    found = proof_map(load_scenario(EXAMPLE), "cities.Quzhou.discount", "firm.stay_hub",
                      check="arms race")  # fmt: skip
    assert (len(found.boxes), found.open) == (1, 0)


@pytest.fixture(scope="module")
def stored():
    scenario = parse_scenario(RACE)
    found = proof_map(scenario, MU, "subsidies.public_funds_cost", check="arms race", most_boxes=9)
    assert found.open < 1
    return scenario, json.dumps(found.to_json())


def test_a_stored_map_of_the_race_is_worked_out_again(stored):
    scenario, text = stored
    ProofMap.from_json(json.loads(text)).verify(scenario)


def other_level(box):
    return replace(box, hints={name: replace(hint, level=Fraction(40))
                               for name, hint in box.hints.items()})  # fmt: skip


def other_verdict(box):
    return replace(box, cells=tuple(replace(cell, found="no race") for cell in box.cells))


@pytest.mark.parametrize("change", [other_level, other_verdict])
def test_an_altered_box_of_the_race_is_refused(stored, change):
    """Its shares are those of its boxes, so that they do not give it away."""
    scenario, text = stored
    found = ProofMap.from_json(json.loads(text))
    altered = replace(found, boxes=tuple(map(change, found.boxes)))
    with pytest.raises(Unverified, match="is not proven as the map says"):
        ProofMap.from_json(json.loads(json.dumps(altered.to_json()))).verify(scenario)


def test_a_wrong_hint_proves_nothing_that_is_not_so():
    """Whatever the hint says, what is proven with it is right; or nothing is."""

    def verdict(mu):
        return verdict_on_box(SubsidyCompetition(["A", "B"], [1, 2], mu=mu))

    mu = [(Fraction(24, 100), Fraction(26, 100))]
    box = Box(mu)
    right = {cell.found for cell in paths(box, verdict)}
    assert right == {arms_race(SubsidyCompetition(["A", "B"], [1, 2], mu=0.25)).verdict}
    (name,) = box.hints
    for held in (("zero", "zero"), ("peak", "zero"), ("cap", "peak"), ("peak",), ("x", "y")):
        for level in (Fraction(-3), Fraction(1), Fraction(6), Fraction(1000)):
            other = Box(mu, {name: RaceHint(held, level)})
            assert {cell.found for cell in paths(other, verdict)} <= {*right, None}


def test_spillovers_that_depend_on_bids_and_contests_are_left_open():
    spilled = "spillovers.A.B = { v = 0.2, low = 0, high = 0.4 }\n"
    outside = "outside_option = { v = 0.1, low = 0, high = 0.2 }\n"
    for more, settled in ((spilled, True), (spilled + outside, False)):
        found = proof_map(parse_scenario(RACE + more), MU, "subsidies.value.A", check="arms race",
                          most_boxes=2)  # fmt: skip
        assert (found.open < 1) is settled
