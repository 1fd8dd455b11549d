"""A certificate is checked in a process in which no solver can be imported."""

import json
import subprocess
import sys
from fractions import Fraction

from games import Activity, LinearProductionGame, Platform, Resource, Use, Value
from solvers import (
    banzhaf_value,
    bargaining_set_membership,
    coalitional_form,
    core,
    cost_of_stability,
    harsanyi_dividends,
    least_core,
    nucleolus,
    optimal_coalition_structure,
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
        for concept in (
            core,
            least_core,
            cost_of_stability,
            nucleolus,
            prenucleolus,
            shapley_value,
            banzhaf_value,
            harsanyi_dividends,
            optimal_coalition_structure,
            lambda game: bargaining_set_membership(game, nucleolus(game)),
        )
    ]
    reader = subprocess.run(
        [sys.executable, "-c", _READER],
        input=json.dumps(proofs),
        capture_output=True,
        text=True,
        check=False,
    )
    assert reader.returncode == 0, reader.stderr
    assert len(set(reader.stdout.split("\n")) - {""}) == 11


_RESIDUAL = """
import json, sys
sys.modules["highspy"] = sys.modules["pulp"] = None
from solvers.certificate import Certificate
from solvers.production.coalition_program import coalition_program
from tests.solvers.test_verify_without_solvers import residual
game = residual()
bounds = [str(coalition_program(game, city).rows[0].bound) for city in game.cities]
certificate = Certificate.from_json(json.load(sys.stdin))
assert certificate.verify(game) is True
print(*bounds, *map(certificate.answer(game).game.worth, range(8)))
"""


def residual() -> LinearProductionGame:
    """Ten firms of nobody, each worth some pence to its host; a park makes room for four in C."""
    firms = Resource("firms", "common", amount=10, conjecture="residual")
    room = Resource("room", "bound", {"A": 7, "B": 4})
    host = (
        Activity(
            f"host {c}", (c,), (Use("firms", 1), Use("room", 1, c)), (Value(c, "cash", value),)
        )
        for c, value in (("A", Fraction(3, 100)), ("B", Fraction(5, 100)), ("C", Fraction(1, 10)))
    )
    park = Platform("park", "C", Fraction(1, 5), (Use("room", 4, "C"),))
    return LinearProductionGame(("A", "B", "C"), (firms, room), tuple(host), (park,))


def test_a_residual_pool_with_nothing_remembered():
    """B and C take 8 of the 10, A and C all, A and B all; that is found again without HiGHS."""
    certificate = coalitional_form(residual()).certificate
    reader = subprocess.run(
        [sys.executable, "-c", _RESIDUAL],
        input=json.dumps(certificate.to_json()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert reader.returncode == 0, reader.stderr
    # {A} has 2 left, {B} and {C} none; {A, B} 6, {A, C} 6, {B, C} 3, for B without the park.
    worths = [0, 2 * 3, 0, 4 * 5 + 2 * 3, 0, 4 * 10 - 20 + 2 * 3, 3 * 5, 40 - 20 + 20 + 6]
    expected = ["2", "0", "0", *(str(Fraction(w, 100)) for w in worths)]
    assert reader.stdout.split() == expected
