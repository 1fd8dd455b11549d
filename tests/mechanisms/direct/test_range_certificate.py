"""The proof of an audit over whole ranges: checked without a solver, and not to be forged."""

import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from mechanisms import audit
from mechanisms.direct.range_cases import RangeCases
from mechanisms.direct.range_verdicts import CASES, verdict_of
from solvers import polytope_integral
from solvers.certificate import Certificate
from solvers.polytope import at_point
from tests.mechanisms.direct.range_rules import NO_TRADE, SWAP, linear_equilibrium, ranges

F = Fraction


def test_the_proof_is_checked_without_a_solver(monkeypatch):
    rule = ranges(SWAP, linear_equilibrium)
    written = audit(rule).certificate.to_json()
    for solver in ("highspy", "pulp", "flint"):
        monkeypatch.setitem(sys.modules, solver, None)
    polytope_integral._numbers.cache_clear()
    try:
        certificate = Certificate.from_json(written)
        assert certificate.verify(rule) is True
        assert certificate.answer(rule).surplus == F(9, 64)
    finally:
        polytope_integral._numbers.cache_clear()


@pytest.mark.parametrize(
    ("asked", "judged"),
    [
        (["dominant-strategy incentive compatibility"],) * 2,
        (["DSIC"],) * 2,
        (["strategy-proofness of every kind"],) * 2,
        (["interim individual rationality"] * 2,) * 2,
        (["interim individual rationality", "Bayesian incentive compatibility"],) * 2,
        (["interim individual rationality", "DSIC"], ["interim individual rationality"]),
    ],
)
def test_an_average_cannot_pass_for_another_property(asked, judged):
    rule = ranges(SWAP, linear_equilibrium)
    written = audit(rule, ["interim IR"]).certificate.to_json()
    (average,) = written["averages"]
    written["asked"], written["averages"] = (
        asked,
        [{**average, "property": name} for name in judged],
    )
    assert Certificate.from_json(written).verify(rule) is not True


def test_a_greatest_gain_cannot_pass_for_a_supremum_that_nothing_reaches():
    def rule(told):
        price = sum(told.values()) / 2
        return ("trade", [price, -price]) if told["Hangzhou"] >= told["Quzhou"] else NO_TRADE

    mechanism = ranges(SWAP, rule)
    proof = audit(mechanism, ["DSIC"]).certificate
    (judged,) = proof.judged
    cases = RangeCases(mechanism)
    listed = list(CASES["dominant-strategy incentive compatibility"](cases))
    case = listed[judged.case]
    found = [
        each.polytope.emptiness or each.polytope.most(each.gain).prices
        for each in listed
        if each.polytope.box_bound(each.gain) >= at_point(case.gain, judged.witness)
    ]
    inside = tuple(
        peak + F(1, 1000) * (x - peak)
        for peak, x in zip(judged.witness, case.polytope.point, strict=True)
    )
    assert inside in case.polytope
    hidden = replace(judged, witness=inside, peak=judged.witness, proofs=tuple(found))
    hidden = replace(hidden, verdict=str(verdict_of(cases, hidden)))
    for unreached in ((), (found[0],), tuple(found)):
        forged = replace(proof, judged=(replace(hidden, unreached=unreached),))
        assert "supremum" in forged.verify(mechanism).reason
