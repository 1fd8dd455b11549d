"""What is true of each check, whatever the scenario says.

In brief it says the same, a repair is sought where it fails and nowhere else, and the sign of a
margin is that of the verdict.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from intercity.findings.checks import CHECKS, evaluate
from intercity.scenario.scenario import Scenario
from intercity.scenario_file import load_scenario
from intercity.topics.registry import context_of
from mechanisms.compact.run_solver import call
from tests.frontdoor.small_regions import regions, scenario
from tests.properties.strategies import simulations

ROOT = Path(__file__).parents[2]
FILES = [
    path.relative_to(ROOT).as_posix()
    for path in (
        *sorted(ROOT.glob("examples/*/*.toml")),
        *sorted(ROOT.glob("tests/frontdoor/once_false/*.toml")),
        ROOT / "intercity/starter.toml",
    )
    if "province" not in path.name  # takes minutes
]
ENOUGH = ("firms' choice",)
"""Checks that stand at some margins below 0: firms may be as many as are needed."""


def laws_hold(given: Scenario) -> None:
    full, brief = context_of(given, call), context_of(given, call, brief=True)
    for name in CHECKS:
        found, short = evaluate(full, name), evaluate(brief, name)
        assert (short.verdict, short.margin) == (found.verdict, found.margin), name
        sought = getattr(found.facts, "repair", None) is not None
        assert sought == (found.verdict == "fails"), name
        if found.margin is not None and name not in ENOUGH:
            assert found.margin >= 0 or found.verdict != "stands", name
            assert found.margin <= 0 or found.verdict != "fails", name


@pytest.mark.parametrize("file", FILES)
def test_laws_of_checks_hold_in_examples(file: str) -> None:
    laws_hold(load_scenario(ROOT / file))


@simulations(25)
@given(regions())
def test_laws_of_checks_hold_in_small_regions(document: dict[str, object]) -> None:
    laws_hold(scenario(document))
