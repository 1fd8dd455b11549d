"""A file of a layer is imported without all others; its names, and kinds of certificates, are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import games
import mechanisms
import solvers
from solvers import core
from tests.properties.strategies import table

ROOT = Path(__file__).parents[2]
READ = """
import sys
from solvers.certificate import Certificate
assert "solvers.public" not in sys.modules and "solvers.coalitional.core" not in sys.modules
found = Certificate.from_json(sys.stdin.read())
print(type(found).__module__, "solvers.public" in sys.modules, "mechanisms" in sys.modules)
"""


def test_a_certificate_is_read_where_its_solver_was_not_imported():
    told = json.dumps(core(table([0, 1, 1, 3])).certificate.to_json())
    done = subprocess.run(
        [sys.executable, "-c", READ],
        input=told,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["solvers.coalitional.core", "True", "False"]


@pytest.mark.parametrize("layer", [games, solvers, mechanisms])
def test_a_layer_has_its_public_names_and_no_others(layer):
    assert {*layer.__all__} <= {*dir(layer)}
    assert len(dir(layer)) == len({*dir(layer)})
    assert all(getattr(layer, name) is not None for name in layer.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nucleolos'"):
        layer.nucleolos  # noqa: B018 - a name that is misspelt
    assert not hasattr(layer, "_private")
