"""Games of whole numbers that are facilities but for one thing, against all their points."""

import itertools
from fractions import Fraction

import pytest

from games import CoalitionalGame
from solvers import (
    LinearProgram,
    ProgramGame,
    Row,
    core,
    cost_of_stability,
    greatest_excess,
    least_core,
    tabulated,
)
from solvers.families.opening_climb import OpeningClimb

ONE, NONE = Fraction(1), Fraction(0)
CITIES, SITES = ("A", "B", "C"), ("u", "v")


def facilities():
    """Three cities, each served from one of two sites: rows by name, and what all costs."""
    costs = {"u": 6 * ONE, "v": 7 * ONE}
    rows = {}
    for k, city in enumerate(CITIES):
        asked = {city: -ONE}
        for j, site in enumerate(SITES):
            one = city + site
            costs[one], asked[one] = Fraction(1 + (k + j) % 3), ONE
            rows[one] = Row(one, {one: ONE, site: -ONE}, "<=", NONE)
        rows[city] = Row(city, asked, "==", NONE)
    return rows, costs


# Rows by name: what stands on the left, the relation, and what stands on the right.
ROWS = {
    "nothing": {},
    "written the other way round": {"Au": ({"u": -1, "Au": 1}, "<=", 0)},
    "room for two": {
        site: ({**{city + site: 1 for city in CITIES}, site: -2}, "<=", 0) for site in SITES
    },
    "one site at most": {"one": ({"u": 1, "v": 1}, "<=", 1)},
    "both sites needed": {"more": ({"Au": 1, "v": -1}, "<=", 0)},
    "a site for nothing": {"Au": ({"Au": 1, "u": -1}, "<=", 1)},
    "half a site serves nobody": {"Au": ({"Au": 2, "u": -1}, "<=", 0)},
    "two sites to serve one": {"Au": ({"Au": 1, "u": -ONE / 2}, "<=", 0)},
    "who is near has to be served": {"Au": ({"Au": 1, "u": -1}, ">=", 0)},
    "served from a site that is itself served": {"Au": ({"Au": 1, "Bu": -1}, "<=", 0)},
    "served twice": {"A": ({"Au": 1, "Av": 1, "A": -2}, "==", 0)},
    "served at least once": {"A": ({"Au": 1, "Av": 1, "A": -1}, ">=", 0)},
    "served from one of them in vain": {"A": ({"Au": 2, "Av": 1, "A": -1}, "==", 0)},
    "served together": {"B": ({"B": -1, "A": -1, "Bu": 1, "Bv": 1}, "==", 0)},
    "served once more than it joins": {"A": ({"A": -1, "Au": 1, "Av": 1}, "==", 1)},
    "served in two ways": {"A": ({"Au": 1, "A": -1}, "==", 0), "C": ({"Av": 1, "A": -1}, "==", 0)},
    "a fee that is shared": {"fee": ({"u": 1, "fee": -1}, "<=", 0)},
    "a thing beside": {"beside": ({"beside": 1, "A": -1}, "<=", 0)},
    "a site that is closed": {},
    "served in part": {},
}
COSTS = {
    "served once more than it joins": {"u": 0, "Au": 0},
    "a fee that is shared": {"fee": 2},
    "a thing beside": {"beside": -1},
}
GONE = {"served in two ways": ("Cu", "Cv")}


def changed(name):
    """The game with some rows, or something else, changed so."""
    rows, costs = facilities()
    costs |= {one: Fraction(x) for one, x in COSTS.get(name, {}).items()}
    for key, (line, relation, bound) in ROWS[name].items():
        coefficients = {one: Fraction(x) for one, x in line.items()}
        rows[key] = Row(key, coefficients, relation, Fraction(bound))
    for one in GONE.get(name, ()):
        del rows[one], costs[one]
    ends = dict.fromkeys([*CITIES, *costs], (NONE, ONE))
    if name == "a site that is closed":
        ends["u"] = (NONE, NONE)
    whole = [one for one in costs if name != "served in part" or one != "Au"]
    return ProgramGame(CITIES, LinearProgram("min", costs, tuple(rows.values()), ends), whole)


def worths(game):
    """What each coalition pays at least, over all whole points; of what is not whole, in sixths."""
    lp, least = game.program, {}
    names = list(lp.bounds)

    def steps(name):
        low, high = lp.bounds[name]
        size = ONE if name in game.integers or name in CITIES else Fraction(1, 6)
        return [low + k * size for k in range(int((high - low) / size) + 1)]

    for at in itertools.product(*map(steps, names)):
        point = dict(zip(names, at, strict=True))
        if all(holds(row, point) for row in lp.rows):
            coalition = tuple(city for city in CITIES if point[city])
            cost = sum(c * point[name] for name, c in lp.objective.items())
            least[coalition] = min(cost, least.get(coalition, cost))
    return least


def holds(row, point):
    made = sum(a * point[name] for name, a in row.coefficients.items())
    return {"<=": made <= row.bound, "==": made == row.bound, ">=": made >= row.bound}[row.relation]


@pytest.mark.parametrize("name", ROWS)
def test_what_is_told_is_so_by_all_points(name):
    game = changed(name)
    least = worths(game)
    assert least.pop(()) == 0
    assert len(least) == 7
    table = CoalitionalGame(CITIES, least, "cost")
    assert tabulated(game) == table
    for concept, value in (
        (least_core, lambda one: one.epsilon),
        (cost_of_stability, lambda one: one.value),
        (core, lambda one: one.empty),
    ):
        found = concept(game)
        assert value(found) == value(concept(table))
        assert found.certificate.verify(game)
    for split in ((9, 5, 2), (2, 9, 9)):
        paid = dict(zip(CITIES, split, strict=True))
        assert greatest_excess(game, paid).gain == greatest_excess(table, paid).gain
    climb = OpeningClimb.of(game, list(game.program.bounds))
    assert (climb is not None) == (name in {"nothing", "written the other way round"})
