"""Whole variables that count what others bring together."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest

from solvers import LinearProgram, Row
from solvers.families.branch_and_bound import branch_and_bound
from solvers.families.integer_program import IntegerProgram, proven_bound
from tests.properties.strategies import NIGHTLY

ZERO, ONE = Fraction(0), Fraction(1)


def market(shares, land, price):
    """Counties bring quota at a price; a town has land for some of it, worth 1 a mu."""
    counties = {f"H{k}": Fraction(share) for k, share in enumerate(shares)}
    quota = Row("quota", {"build": ONE, **{c: -a for c, a in counties.items()}}, "<=", ZERO)
    objective = {"build": ONE, **{c: -price * a for c, a in counties.items()}}
    bounds = {"build": (ZERO, Fraction(land)), **dict.fromkeys(counties, (ZERO, ONE))}
    return IntegerProgram(LinearProgram("max", objective, (quota,), bounds), tuple(counties))


def best(shares, land, price):
    """The same by looking at all sets of counties."""
    sums = (sum(one) for k in range(len(shares) + 1) for one in itertools.combinations(shares, k))
    return max(min(brought, land) - price * brought for brought in sums)


def test_sums_prove_what_single_counties_do_not():
    """Twelve counties bring two mu each, nine are built on: 8 or 10, in 924 ways (Jeroslow)."""
    program, price = market([2] * 12, 9, Fraction(1, 2)), Fraction(1, 2)
    worth = Fraction(best([2] * 12, 9, price))
    assert worth == 4
    cases, _ = branch_and_bound(program, worth)
    assert len(cases) >= 1000
    assert proven_bound(program, cases) > worth
    counted = program.with_sums()
    cases, better = branch_and_bound(counted, worth)
    assert better is None
    assert len(cases) <= 5
    assert proven_bound(counted, cases) == worth


@pytest.mark.parametrize("seed", range(100 if NIGHTLY else 10))
def test_sums_leave_the_optimum_as_it_is(seed):
    r = random.Random(seed)
    step = Fraction(r.randrange(1, 9), r.randrange(1, 4))
    shares = [step * r.randrange(1, 8) for _ in range(6)]
    land, price = step * r.randrange(3, 15) + r.choice([0, Fraction(1, 5)]), Fraction(3, 7)
    worth = best(shares, land, price)
    for program in (market(shares, land, price), market(shares, land, price).with_sums()):
        cases, better = branch_and_bound(program, worth)
        assert better is None
        assert proven_bound(program, cases) == worth
        if worth > 0:
            _, better = branch_and_bound(program, worth - Fraction(1, 1000))
            assert better is not None


def test_a_sum_counts_steps_and_stays_within_its_bounds():
    program = market(["1.5", "4.5", "6"], 9, Fraction(1, 2)).with_sums()
    (name,) = program.sums
    (row,) = [row for row in program.lp.rows if row.name == name]
    assert program.integers[-1] == name
    assert dict(row.coefficients) == {"H0": -1, "H1": -3, "H2": -4, name: -1}
    assert program.lp.bounds[name] == (-8, 0)


def test_fixed_variables_few_shares_and_small_steps_make_no_sum():
    assert market([1, 2], 9, Fraction(1, 2)).with_sums().sums == ()
    assert market(["0.001", "1", "7"], 9, Fraction(1, 2)).with_sums().sums == ()
    program = market([1, 2, 3], 9, Fraction(1, 2))
    lp = LinearProgram(
        "max", program.lp.objective, program.lp.rows, {**program.lp.bounds, "build": (ONE, ONE)}
    )
    assert IntegerProgram(lp, program.integers).with_sums().sums == ()


def towns_and_counties(counties, towns):
    """Counties bring 2 mu of quota at 1, towns have land for 4 at 2; 1 mu is there for nothing.

    A mu that is built on is worth 1: with as much land as quota that is half a unit more than all
    costs, but quota is odd, and land is not.
    """
    hills, coast = [f"H{k}" for k in range(counties)], [f"C{k}" for k in range(towns)]
    build = {f"build in {c}": c for c in coast}
    whole = [*hills, *coast]
    quota = {**dict.fromkeys(build, ONE), **dict.fromkeys(hills, Fraction(-2))}
    rows = [Row(f"land of {c}", {x: ONE, c: Fraction(-4)}, "<=", ZERO) for x, c in build.items()]
    lp = LinearProgram(
        "max",
        {
            **dict.fromkeys(build, ONE),
            **dict.fromkeys(hills, -ONE),
            **dict.fromkeys(coast, Fraction(-2)),
        },
        (Row("quota", quota, "<=", ONE), *rows),
        {**dict.fromkeys(build, (ZERO, Fraction(4))), **dict.fromkeys(whole, (ZERO, ONE))},
    )
    return IntegerProgram(lp, tuple(whole)), build


def test_sums_beyond_what_is_used_prove_what_others_do_not():
    program, build = towns_and_counties(14, 6)
    worth = max(min(2 * h + 1, 4 * t) - h - 2 * t for h in range(15) for t in range(7))
    cases, _ = branch_and_bound(program.with_sums(), Fraction(worth), most=200)
    assert proven_bound(program.with_sums(), cases) > worth
    counted = program.with_sums(build)
    cases, better = branch_and_bound(counted, Fraction(worth))
    assert better is None
    assert len(cases) <= 5
    assert proven_bound(counted, cases) == worth
    _, better = branch_and_bound(counted, worth - Fraction(1, 1000))
    assert better is not None
