"""Negotiation and mechanism design between cities: the front door of the library.

Every public name of ``games``, ``solvers`` and ``mechanisms`` is here too, and is imported when it
is first used:

>>> import intercity as ic
>>> park = ic.CoalitionalGame(["A", "B"], {"A": 1, "B": 2, ("A", "B"): 6})
>>> park.grand_worth
Fraction(6, 1)
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from games import *  # noqa: F403
    from intercity.amendment import Amendment as Amendment
    from intercity.amendment import amend as amend
    from intercity.checkup.check_up import check_up as check_up
    from intercity.checkup.replay import verify_report as verify_report
    from intercity.checkup.robustness import robustness as robustness
    from intercity.comparison import Comparison as Comparison
    from intercity.comparison import compare as compare
    from intercity.explanation import Explanation as Explanation
    from intercity.explanation import explain as explain
    from intercity.findings.robustness import Robustness as Robustness
    from intercity.map_of_proof.picture import proof_map_picture as proof_map_picture
    from intercity.map_of_proof.proof_map import ProofMap as ProofMap
    from intercity.map_of_proof.proof_map import proof_map as proof_map
    from intercity.page import report_page as report_page
    from intercity.page.charts import DrawnChart as DrawnChart
    from intercity.page.charts import charts as charts
    from intercity.pictures import bargaining_picture as bargaining_picture
    from intercity.pictures import best_response_picture as best_response_picture
    from intercity.pictures import claims_picture as claims_picture
    from intercity.pictures import cobweb_picture as cobweb_picture
    from intercity.pictures import core_triangle as core_triangle
    from intercity.pictures import corridor_picture as corridor_picture
    from intercity.pictures import empty_core_picture as empty_core_picture
    from intercity.pictures import flow_picture as flow_picture
    from intercity.pictures import offers_picture as offers_picture
    from intercity.pictures import pairing_picture as pairing_picture
    from intercity.pictures import quadrants_picture as quadrants_picture
    from intercity.pictures import race_picture as race_picture
    from intercity.pictures import terms_picture as terms_picture
    from intercity.pictures import truce_picture as truce_picture
    from intercity.scenario.errors import ScenarioError as ScenarioError
    from intercity.scenario.scenario import Scenario as Scenario
    from intercity.scenario_file import load_scenario as load_scenario
    from intercity.scenario_file import parse_scenario as parse_scenario
    from intercity.slip import Slip as Slip
    from intercity.slip import read_slips as read_slips
    from intercity.sweeps.sweep import Sweep as Sweep
    from intercity.sweeps.sweep import sweep as sweep
    from intercity.topics.double_effect.on_grid import DoubleEffectGrid as DoubleEffectGrid
    from intercity.topics.double_effect.on_grid import double_effect_grid as double_effect_grid
    from intercity.topics.paths.path_comparison import PathComparison as PathComparison
    from intercity.topics.paths.side_by_side import paths as paths
    from intercity.topics.paths.side_by_side import verify_paths as verify_paths
    from mechanisms import *  # noqa: F403
    from solvers import *  # noqa: F403

_LAYERS = ("games", "solvers", "mechanisms")
_SIGN = b"A layer of intercity."

# Each own name and its module, as above for type checkers.
_OWN = {
    name: module
    for module, names in {
        "intercity.amendment": "Amendment amend",
        "intercity.checkup.check_up": "check_up",
        "intercity.checkup.replay": "verify_report",
        "intercity.checkup.robustness": "robustness",
        "intercity.comparison": "Comparison compare",
        "intercity.explanation": "Explanation explain",
        "intercity.findings.robustness": "Robustness",
        "intercity.map_of_proof.picture": "proof_map_picture",
        "intercity.map_of_proof.proof_map": "ProofMap proof_map",
        "intercity.page": "report_page",
        "intercity.page.charts": "DrawnChart charts",
        "intercity.pictures": (
            "bargaining_picture best_response_picture claims_picture cobweb_picture "
            "core_triangle corridor_picture empty_core_picture flow_picture "
            "offers_picture pairing_picture quadrants_picture race_picture terms_picture "
            "truce_picture"
        ),
        "intercity.scenario.errors": "ScenarioError",
        "intercity.scenario.scenario": "Scenario",
        "intercity.scenario_file": "load_scenario parse_scenario",
        "intercity.slip": "Slip read_slips",
        "intercity.sweeps.sweep": "Sweep sweep",
        "intercity.topics.double_effect.on_grid": "DoubleEffectGrid double_effect_grid",
        "intercity.topics.paths.path_comparison": "PathComparison",
        "intercity.topics.paths.side_by_side": "paths verify_paths",
    }.items()
    for name in names.split()
}


def _refuse_strangers() -> None:
    """``ImportError`` where a layer's name leads to another module, as a user's own games.py.

    Another package of that name may also have been installed over ours: its file is where ours
    was, and has not our sign.
    """
    home = Path(__file__).resolve().parent.parent
    for layer in _LAYERS:
        if layer in sys.modules:
            found = getattr(sys.modules[layer], "__file__", None)
        else:
            spec = find_spec(layer)
            found = spec.origin if spec is not None else None
        if found is None:
            problem = "it is not there: install intercity again"
        elif Path(found).resolve() != home / layer / "__init__.py":
            problem = f"{found} stands in its way: rename {found}"
            if Path(found).name == "__init__.py":
                problem += ", or install intercity into a fresh environment if it is not yours"
        elif _SIGN not in Path(found).read_bytes()[:400]:
            problem = (
                f"another package has put its own {found} in its place: "
                "install intercity into a fresh environment"
            )
        else:
            continue
        raise ImportError(
            f"intercity needs its package '{layer}', but {problem}, then start anew.",
            name=layer,
            path=found,
        )


_refuse_strangers()


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("intercity")
    if name == "__all__":
        return sorted({*_OWN, *(public for layer in _LAYERS for public in _public(layer))})
    if name in _OWN:
        return getattr(import_module(_OWN[name]), name)
    if not name.startswith("_"):
        for layer in _LAYERS:
            if name in _public(layer):
                return getattr(import_module(layer), name)
    from games.on_demand import no_attribute

    raise no_attribute("intercity", name, [] if name.startswith("_") else __getattr__("__all__"))


def __dir__() -> list[str]:
    return [*globals(), *__getattr__("__all__")]


def _public(layer: str) -> list[str]:
    return list(getattr(import_module(layer), "__all__", ()))
