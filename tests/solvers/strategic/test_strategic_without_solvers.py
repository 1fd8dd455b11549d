"""What cities do by themselves: certificates are checked where no solver can be imported."""

from __future__ import annotations

import json
import subprocess
import sys

from games import RepeatedGame, StrategicGame, TacitAgreement
from solvers import (
    correlated_equilibrium,
    dominance,
    grim_trigger,
    iterated_elimination,
    minmax_values,
    penal_code,
    potential,
    supermodular,
    sustainable_profiles,
    two_by_two,
    zero_sum_value,
)
from solvers.strategic.correlated_equilibrium import CorrelatedProblem

CITIES = ["Quzhou", "Lishui"]


def subjects():
    chicken = StrategicGame.from_payoffs(CITIES, [[6, 2], [7, 0]], [[6, 7], [2, 0]])
    pennies = StrategicGame.from_payoffs(CITIES, [[3, -1], [-2, 1]], [[-3, 1], [2, -1]])
    repeated = RepeatedGame(chicken, 0.5, lag=2)
    return {
        "dominance": chicken,
        "iterated elimination": chicken,
        "potential": chicken,
        "supermodular": chicken,
        "not supermodular": chicken,
        "two by two": chicken,
        "minmax values": chicken,
        "zero-sum value": pennies,
        "no potential": pennies,
        "correlated equilibrium": CorrelatedProblem(chicken),
        "grim trigger": TacitAgreement(repeated, ["1", "1"]),
        "penal code": TacitAgreement(repeated, ["1", "1"]),
        "sustainable profiles": repeated,
    }


_READER = """
import json, sys
for name in ("highspy", "pulp", "nashpy", "scipy", "pygambit"):
    sys.modules[name] = None
from solvers.certificate import Certificate
from tests.solvers.strategic.test_strategic_without_solvers import subjects
for kind, proof in json.load(sys.stdin).items():
    certificate = Certificate.from_json(proof)
    assert certificate.verify(subjects()[kind]) is True, certificate
    print(certificate.kind + ": " + certificate.answer(subjects()[kind]).status)
"""


def test_all_kinds():
    found = subjects()
    chicken, pennies = found["potential"], found["no potential"]
    agreement = found["penal code"]
    answers = [
        dominance(chicken),
        iterated_elimination(chicken),
        potential(chicken),
        potential(pennies),
        supermodular(chicken),
        two_by_two(chicken),
        minmax_values(chicken),
        zero_sum_value(pennies),
        correlated_equilibrium(chicken),
        grim_trigger(agreement.game, agreement.target),
        penal_code(agreement.game, agreement.target),
        sustainable_profiles(found["sustainable profiles"]),
    ]
    proofs = {answer.certificate.kind: answer.certificate.to_json() for answer in answers}
    reader = subprocess.run(
        [sys.executable, "-c", _READER],
        input=json.dumps(proofs),
        capture_output=True,
        text=True,
        check=False,
    )
    assert reader.returncode == 0, reader.stderr
    told = [f"{answer.certificate.kind}: {answer.status}" for answer in answers]
    assert reader.stdout.strip().split("\n") == told
