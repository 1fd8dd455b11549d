"""A certificate is checked in a process in which no solver can be imported."""

import json
import subprocess
import sys

from solvers import (
    core,
    cost_of_stability,
    least_core,
    nucleolus,
    prenucleolus,
    shapley_value,
)
from tests.properties.strategies import table

_WORTHS = [[0, 1, 0, 3, 0, 2, 4, 7, 0, 0, 3, 7, 3, 6, 3, 14], [0, 0, 0, 60, 0, 60, 60, 72]]

_READER = """
import json, sys
sys.modules["highspy"] = sys.modules["pulp"] = sys.modules["flint"] = None
from games import CoalitionalGame
import solvers
from solvers.certificate import Certificate
for worths, proof in json.load(sys.stdin):
    game = CoalitionalGame.from_array("A B C D".split()[: len(worths).bit_length() - 1], worths)
    certificate = Certificate.from_json(proof)
    assert certificate.verify(game) is True, certificate
    certificate.answer(game)
    print(certificate.kind)
"""


def test_all_kinds():
    proofs = [
        (worths, concept(table(worths)).certificate.to_json())
        for worths in _WORTHS
        for concept in (core, least_core, cost_of_stability, nucleolus, prenucleolus, shapley_value)
    ]
    reader = subprocess.run(
        [sys.executable, "-c", _READER],
        input=json.dumps(proofs),
        capture_output=True,
        text=True,
        check=False,
    )
    assert reader.returncode == 0, reader.stderr
    assert len(set(reader.stdout.split("\n")) - {""}) == 7
