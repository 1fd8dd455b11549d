"""Who carries out a plan for the least: against a look at every coalition."""

import random
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from solvers.families.floating_program import FloatingProgram
from solvers.families.plan_carriers import PlanCarriers
from solvers.linear_program import LinearProgram, Row

ZERO, ONE = Fraction(0), Fraction(1)
CITIES = "ABCDEF"


def carriers(*resources):
    """Stalls at C, which take one of each resource, of which each city has so many."""
    rows = [
        Row(
            f"r{k}", {**{c: -Fraction(x) for c, x in owned.items() if x}, "stalls": ONE}, "<=", ZERO
        )
        for k, owned in enumerate(resources)
    ]
    rows.append(Row("site", {"stalls": ONE, "C": Fraction(-100)}, "<=", ZERO))
    bounds = dict.fromkeys(CITIES, (ZERO, ONE)) | {"stalls": (ZERO, Fraction(100))}
    lp = LinearProgram("max", {"stalls": Fraction(5)}, tuple(rows), bounds)
    return PlanCarriers(FloatingProgram(lp), np.arange(len(CITIES)))


def found(asked, stalls, paid):
    """Who carries the plan out, and what is left: ``None`` where nobody was found."""
    asked.remember(np.array([0.0] * len(CITIES) + [stalls]))
    points = asked.above(np.array([float(paid[c]) for c in CITIES]), -1e9)
    if not points:
        return None
    (point,) = points
    joined = {c for c, x in zip(CITIES, point, strict=False) if x}
    return joined, 5 * stalls - sum(paid[c] for c in joined)


def best(owned, stalls, paid):
    """The most that is left, whoever joins C."""
    groups = (group for k in range(7) for group in combinations(CITIES, k) if "C" in group)
    able = [group for group in groups if sum(owned[c] for c in group) >= stalls]
    return max((5 * stalls - sum(paid[c] for c in group) for group in able), default=None)


@pytest.mark.parametrize("together", [False, True])
def test_who_may_not_join_together_carries_out_no_plan(together):
    """Two stalls take the lots of both, and a row of the program may let one alone join."""
    lots = Row("lots", {"A": -ONE, "B": -ONE, "stalls": ONE}, "<=", ZERO)
    joining = Row("joining", {"A": ONE, "B": ONE}, "<=", Fraction(1 + together))
    bounds = dict.fromkeys("AB", (ZERO, ONE)) | {"stalls": (ZERO, Fraction(9))}
    lp = LinearProgram("max", {"stalls": Fraction(5)}, (lots, joining), bounds)
    plans = PlanCarriers(FloatingProgram(lp), np.arange(2))
    plans.remember(np.array([0.0, 0.0, 2.0]))
    points = plans.above(np.array([1.0, 1.0]), 0.0)
    assert [point.tolist() for point in points] == ([[1, 1, 2]] if together else [])


@pytest.mark.parametrize("seed", range(30))
def test_the_cheapest_of_all_coalitions_is_found(seed):
    """Some cities have nothing, and some plans are too large for all."""
    chance = random.Random(seed)
    owned = {c: chance.choice([1, 3]) * chance.randrange(5) for c in CITIES}
    paid = {c: chance.randrange(20) for c in CITIES}
    stalls = chance.randrange(1, 25)
    answer, most = found(carriers(owned), stalls, paid), best(owned, stalls, paid)
    if most is None:
        assert answer is None
    else:
        joined, left = answer
        assert left == most
        assert "C" in joined
        assert sum(owned[c] for c in joined) >= stalls


@pytest.mark.parametrize(
    "resources",
    [
        [dict.fromkeys(CITIES, 1), dict.fromkeys(CITIES, 2)],
        [dict.fromkeys(CITIES, Fraction(3, 2))],
    ],
    ids=["two pooled", "in no units"],
)
def test_plans_of_two_pooled_resources_or_of_no_units_are_left_aside(resources):
    assert found(carriers(*resources), 4, dict.fromkeys(CITIES, 1)) is None


def test_what_floats_take_for_nothing_is_no_unit():
    tiny = dict.fromkeys(CITIES, Fraction(1, 10**9))
    assert found(carriers(tiny), 5e-9, dict.fromkeys(CITIES, 1)) is None
