"""What is true of each check, whatever the scenario says.

In brief it has the same verdict, a repair is sought where it fails, or hangs on who can borrow, and
nowhere else, and the sign of a margin is that of the verdict. Neither the order in which cities are
listed nor the unit of money changes what is found.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from intercity.findings.checks import CHECKS, Finding, evaluate
from intercity.scenario.scenario import Scenario
from intercity.scenario_file import load_scenario
from intercity.topics.registry import context_of
from mechanisms.compact.run_solver import call
from tests.frontdoor.small_regions import in_unit, read, regions, reordered, scenario
from tests.properties.strategies import simulations

ROOT = Path(__file__).parents[2]
FILES = [
    path.relative_to(ROOT).as_posix()
    for path in (
        *sorted(ROOT.glob("examples/*/*.toml")),
        *sorted(ROOT.glob("tests/frontdoor/once_false/*.toml")),
        *sorted((ROOT / "intercity").glob("starter*.toml")),
    )
    if "province" not in path.name  # takes minutes
]
ENOUGH = ("firms' choice",)
"""Checks that stand at some margins below 0: firms may be as many as are needed."""


ONE_OF_SEVERAL = (
    *("broker", "claims", "corridor", "firm offers", "industries"),
    *("engineers", "meetings", "pairing", "point hub", "white space", "zone"),
)
"""Checks of which other clauses would mend as much."""
OTHER_UNITS = (
    *("firm_offers", "jing_jin_ji", "point_hub"),
    *("private_quota", "shared_dyke", "weekend_engineers"),
)
"""Examples with money under keys that ``in_unit`` does not know."""


@cache
def findings(file: str) -> dict[str, Finding]:
    return found_of(load_scenario(ROOT / file))


def found_of(given: Scenario, *, brief: bool = False) -> dict[str, Finding]:
    context = context_of(given, call, brief=brief)
    return {name: evaluate(context, name) for name in CHECKS}


def laws_hold(given: Scenario, full: dict[str, Finding]) -> None:
    brief = found_of(given, brief=True)
    for name in CHECKS:
        found, short = full[name], brief[name]
        assert short.verdict == found.verdict, name
        if short.margin != found.margin:  # in brief it may be what one member gains alone
            assert name == "outside offers"
            assert found.margin < short.margin < 0
        repair = getattr(found.facts, "repair", None)
        open_ones = found.verdict == "undecided" and getattr(found.facts, "hangs_on", ())
        assert (repair is not None) == (found.verdict == "fails" or bool(open_ones)), name
        if hasattr(repair, "clauses") and name != "terms":  # a price may move as much as a payment
            assert repair.unique == (name not in ONE_OF_SEVERAL), name
        if found.margin is not None and name not in ENOUGH:
            assert found.margin >= 0 or found.verdict != "stands", name
            assert found.margin <= 0 or found.verdict != "fails", name


@pytest.mark.parametrize("file", FILES)
def test_laws_of_checks_hold_in_examples(file: str) -> None:
    laws_hold(load_scenario(ROOT / file), findings(file))


def repair_of(found: Finding) -> object:
    """Why there is none, or the kinds of its clauses."""
    repair = getattr(found.facts, "repair", None)
    clauses = getattr(repair, "clauses", None)
    return getattr(repair, "reason", None) if clauses is None else [*map(type, clauses)]


@pytest.mark.parametrize("file", FILES)
def test_the_order_of_tables_does_not_matter(file: str) -> None:
    turned = found_of(scenario(reordered(read(file))), brief=True)
    for name, found in found_of(load_scenario(ROOT / file), brief=True).items():
        assert (turned[name].verdict, turned[name].margin) == (found.verdict, found.margin), name


@pytest.mark.parametrize("file", [f for f in FILES if not any(o in f for o in OTHER_UNITS)])
def test_the_unit_of_money_changes_no_verdict_and_no_kind_of_repair(file: str) -> None:
    scaled = found_of(scenario(in_unit(read(file), Fraction(1, 1000))))
    for name, found in findings(file).items():
        assert scaled[name].verdict == found.verdict, name
        assert repair_of(scaled[name]) == repair_of(found), name


@simulations(25)
@hypothesis.given(regions())
def test_laws_of_checks_hold_in_small_regions(document: dict[str, object]) -> None:
    given = scenario(document)
    laws_hold(given, found_of(given))
