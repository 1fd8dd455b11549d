"""A second solver is asked, and where it says otherwise, that is said."""

from __future__ import annotations

from fractions import Fraction

import pulp
import pytest

import intercity as ic
from solvers.second_opinion import second_opinion

ONE = Fraction(1)


def program(sense="max", bound=5, high=None):
    rows = (ic.Row("quota", {"swap": 3 * ONE}, "<=", bound * ONE),)
    return ic.LinearProgram(sense, {"swap": ONE}, rows, {"swap": (0 * ONE, high)})


UNBOUNDED = ic.LinearProgram("max", {"x": ONE}, (), {"x": (0 * ONE, None)})


@pytest.mark.parametrize(
    ("lp", "outcome"),
    [(program(), "optimal"), (program(bound=-1), "infeasible"), (UNBOUNDED, "unbounded")],
)
def test_highs_by_way_of_pulp_agrees(lp, outcome):
    found = ic.solve(lp, solver=pulp.HiGHS(msg=False))
    assert found.second_opinion.outcome == found.outcome == outcome
    assert found.second_opinion.agrees
    assert found == ic.solve(lp, solver=pulp.HiGHS(msg=False))
    assert ic.solve(lp).second_opinion is None


def test_a_solver_that_says_otherwise_is_told():
    solver = pulp.HiGHS(msg=False)
    assert second_opinion(program(), solver, "optimal", Fraction(5, 3)).agrees
    assert second_opinion(program(), solver, "optimal", Fraction(2)).agrees is False
    assert second_opinion(program(), solver, "infeasible", None).agrees is False


def test_who_is_no_solver_or_not_installed_is_one_sentence():
    with pytest.raises(ic.InvalidInput, match="PuLP"):
        ic.solve(program(), solver="HiGHS")
    missing = pulp.COIN_CMD(path="/nowhere/cbc")
    with pytest.raises(ic.IntercityError, match="COIN_CMD"):
        ic.solve(program(), solver=missing)
