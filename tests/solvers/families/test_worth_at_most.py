"""Bounds of what all make, where cases do not prove it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from solvers.families import branch_and_bound
from solvers.families.case_tree import CaseTree
from solvers.families.program_oracle import ProgramOracle
from solvers.families.worth_at_most import worth_at_most
from solvers.families.worth_of_all import worth_of_all
from solvers.limited_work import limited_work, work_left
from tests.solvers.families.test_large_shapley import park_towns

ONE = Fraction(1)


@pytest.mark.parametrize("seed", range(6))
def test_bounds_meet_at_the_worth_that_is_proven(seed):
    game = park_towns(seed)
    found = worth_at_most(game)
    assert found.least == found.most == worth_of_all(game).worth


@pytest.mark.parametrize("seed", range(6))
def test_few_cases_bound_the_worth_too(seed, monkeypatch):
    game = park_towns(seed)
    worth = worth_of_all(game).worth

    class Short(CaseTree):
        def grow(self, *_, **__):
            return iter(())

    monkeypatch.setattr(branch_and_bound, "CaseTree", Short)
    found = worth_at_most(game)
    assert found.least == worth <= found.most
    assert found.certificate.verify(game)


def test_bounds_take_no_more_time_than_there_is(monkeypatch):
    game, ends, prove = park_towns(1), [], ProgramOracle.prove_worth
    worth = worth_of_all(game).worth

    def proving(oracle, mask, until, near):
        ends.append(until)
        return prove(oracle, mask, until, near)

    monkeypatch.setattr(ProgramOracle, "prove_worth", proving)
    with limited_work(3600):
        worth_at_most(game)
        assert ends == [work_left().until]
    with limited_work(1e-9):
        found = worth_at_most(game)
        assert ends[1:] == [work_left().until]
    assert len(found.certificate.cases) == 1  # that of all openings, which is bounded anyway
    assert found.least <= worth <= found.most


def test_false_bounds_are_refused():
    game = park_towns(1)
    proof = worth_at_most(game).certificate
    assert proof.verify(game)
    assert not replace(proof, least=proof.least + ONE).verify(game)
    assert not replace(proof, most=proof.most - ONE).verify(game)
    assert not replace(proof, most=proof.most + ONE).verify(game)
    assert not replace(proof, cases=()).verify(game)


def test_a_plan_that_nobody_can_carry_out_is_refused():
    """Twice as much of all, with a worth that fits: only its rows and limits say no."""
    game = park_towns(1)
    proof = worth_at_most(game).certificate
    twice = {name: 2 * x for name, x in proof.plan.items()}
    forged = replace(proof, plan=twice, least=2 * proof.least)
    assert "The plan of" in forged.verify(game).reason
