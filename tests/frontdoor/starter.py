"""The starter with one thing changed, a report whose claims hold, and its first screen in words."""

import functools
import io
import json
from pathlib import Path

from rich.console import Console

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.findings.checks import CHECKS, evaluate
from intercity.proofs import Recorder, Replayer
from intercity.region.context import Context
from intercity.report import render
from intercity.scenario_file import load_scenario, parse_scenario
from solvers.highs import without_solvers

TENURE = "\ntenure   = { v = 5, low = 3, high = 8 }"
EXAMPLES = Path(__file__).parents[2] / "examples"
STARTER, SWAP = (
    (Path(__file__).parents[2] / "intercity" / name).read_text(encoding="utf-8")
    for name in ("starter.toml", "starter_swap.toml")
)


def _none_returns():
    """The main example with plants that do best in the hub, and a refund that nobody guarantees.

    Then Quzhou loses, and most checks fail.
    """
    text = (EXAMPLES / "quzhou_hangzhou" / "scenario.toml").read_text(encoding="utf-8")
    guaranteed = next(line for line in text.splitlines(True) if "guaranteed_by" in line)
    willing = "return_small_city = { v = 1.30"
    assert text.count(willing) == 1
    return text.replace(willing, "return_small_city = { v = 1.15").replace(guaranteed, "")


NONE_RETURNS = _none_returns()


def starter(*changes):
    """The starter scenario, with each old text, which stands there once, replaced by a new one."""
    text = STARTER
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return parse_scenario(text)


@functools.cache
def with_ranges():
    """The starter's report with its ranges, which takes seconds."""
    return check_up(starter())


@functools.lru_cache(maxsize=64)
def checked(text):
    """The report of a file's text without its ranges, made once for all that look at it."""
    return check_up(parse_scenario(text), ranges=False)


def reported():
    """The starter's report without its ranges, the same."""
    return checked(STARTER)


@functools.cache
def report_of(example, *, ranges=False):
    """The report of an example, the same."""
    return check_up(load_scenario(EXAMPLES / example / "scenario.toml"), ranges=ranges)


def staying(text, city):
    """The text of the main example in which a city's officials stay."""
    before, section = text.split(f"[cities.{city}]")
    assert section.index(TENURE) < section.index("[cities.")
    return f"{before}[cities.{city}]{section.replace(TENURE, '', 1)}"


def replayed(scenario):
    """The report without ranges, every claim of it re-checked; once for each of the last texts."""
    return (
        _replayed(scenario.text)
        if scenario.text
        else _checked_again(check_up(scenario, ranges=False))
    )


@functools.lru_cache(maxsize=16)
def _replayed(text):
    return _checked_again(checked(text))


def _checked_again(report):
    scenario = report.scenario
    outcome = verify_report(scenario, json.loads(json.dumps(report.to_json())))
    assert outcome.ok, outcome.reason
    assert outcome.claims == report.claims
    return report


def found_by(check, scenario):
    """What one check finds: a report, which asks all and what would be agreed on, takes longer."""
    return evaluate(Context(scenario, Recorder()), check)


def all_found(context):
    """What all checks find: in a report there also stands what would be agreed on."""
    return [evaluate(context, check) for check in CHECKS]


def proven(check, scenario):
    """What one check finds, its certificates checked again; once for each of the last texts."""
    return _proven(check, scenario.text) if scenario.text else _found_again(check, scenario)


@functools.lru_cache(maxsize=64)
def _proven(check, text):
    return _found_again(check, parse_scenario(text))


def _found_again(check, scenario):
    recorder = Recorder()
    found = evaluate(Context(scenario, recorder), check)
    replayer = Replayer(json.loads(json.dumps(recorder.to_json())))
    with without_solvers():
        again = evaluate(Context(scenario, replayer), check)
    replayer.finish()
    assert again.to_json() == found.to_json()
    assert replayer.proven.unproven == recorder.unproven
    return found


def finding(report, name):
    """What the check of that name found."""
    return next(one for one in report.findings if one.name == name)


def rendered(report, width=200, *, full=True):
    """All that is printed of a report, or its first screen, line by line."""
    console = Console(file=io.StringIO(), width=width)
    render(report, console, full=full)
    return console.file.getvalue()


def screen(report, width=200):
    """All words of a report, with one space between two."""
    return " ".join(rendered(report, width).split())
