"""Reports in JSON fit their published schema, and say the same whatever the run."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.schema import report_schema, schema_of
from intercity.scenario_file import parse_scenario
from intercity.topics.outcome import NoRepair, Outcome, Verdict, in_components, to_json
from intercity.topics.surplus.check import WhyNot
from tests.frontdoor.starter import STARTER, report_of, with_ranges

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/scenario.toml"))
VALIDATOR = jsonschema.Draft202012Validator(report_schema())
RACE = "examples/kansas_missouri/scenario.toml"


def told(scenario):
    return as_read(check_up(scenario, ranges=False))


def as_read(report):
    return json.loads(json.dumps(report.to_json()))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_fits_the_schema(name):
    report = as_read(report_of(name))
    assert [str(error)[:300] for error in VALIDATOR.iter_errors(report)] == []


def test_a_fact_under_another_key_does_not_fit():
    report = told(parse_scenario(STARTER))
    assert VALIDATOR.is_valid(report)
    for finding in report["findings"]:
        forged = copy.deepcopy(report)
        place = next(one for one in forged["findings"] if one["name"] == finding["name"])
        place["facts"]["a_key_of_no_check"] = 1
        assert not VALIDATOR.is_valid(forged), finding["name"]


def test_no_part_of_a_report_has_a_key_that_the_schema_does_not_know():
    report = json.loads(json.dumps(with_ranges().to_json()))
    assert VALIDATOR.is_valid(report)
    one = {"key": "time.horizon", "value": report["payoffs"]["alone"]["Harbour"]}
    report["warnings"] = [{**one, "slip": "percent", "says": "a percent?"}]
    assert VALIDATOR.is_valid(report)
    for path in ((), ("payoffs",), ("negotiated",), ("switching_values", 0), ("warnings", 0)):
        forged = place = copy.deepcopy(report)
        for step in path:
            place = place[step]
        place["a_key_of_no_report"] = 1
        assert not VALIDATOR.is_valid(forged), path


def test_that_there_is_no_repair_is_written_alike_in_a_component():
    fails = Outcome(verdict=Verdict.FAILS, repair=NoRepair(reason=WhyNot.NOTHING_TO_SHARE))
    told = to_json(in_components({("A", "B"): fails}))
    assert told["repair"] == told["parts"]["A, B"]["repair"] == {"none": "nothing_to_share"}


def test_a_report_is_the_same_under_any_hash_seed(call):
    """Under one that is known, and in this process, whose is drawn."""
    arguments = ["check", RACE, "--no-ranges", "--json"]
    command = [sys.executable, "-m", "intercity", *arguments]
    seeded = {"PYTHONHASHSEED": "1"}
    other = subprocess.run(command, cwd=ROOT, env=seeded, capture_output=True, check=True)
    assert other.stdout.decode("utf-8") == call(*arguments).out


def test_a_repair_is_clauses_or_the_reason_that_there_are_none():
    for finding in as_read(report_of("quzhou_hangzhou"))["findings"]:
        repair = finding["repair"]
        # Who loses at one of two rates is told the clause with which it does at neither.
        open_ones = finding["verdict"] == "undecided" and finding["name"] in ("terms", "statistics")
        lacking = finding["verdict"] == "fails" or open_ones
        assert lacking == (repair is not None), finding["name"]
        if repair is not None:
            assert repair.get("none") or all("kind" in clause for clause in repair["clauses"])


def test_a_list_has_any_number_of_entries():
    assert schema_of(list[str]) == {"type": "array", "items": {"type": "string"}}
