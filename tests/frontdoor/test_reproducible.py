"""A report is the same to the byte, wherever and after whatever it is made."""

import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from games.errors import IntercityError
from intercity.checkup.check_up import check_up, examine
from intercity.checkup.replay import verify_report
from intercity.proofs import Recorder
from intercity.region import games
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.negotiation.negotiated import negotiated
from intercity.topics.registry import context_of
from solvers import coalitional_form
from solvers.production.opening_proof import Memory
from solvers.production.opening_search import forget, with_memory

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FROM_STDIN = """
import json
from intercity import check_up
from intercity.checkup import sensitivity
from tests.frontdoor.small_scenarios import quota_scenario
sensitivity.FEW = 0
numbers = {"owned": (5, 10, 15), "amount": (2, 10, 12), "price": (0, 1, 40)}
report = check_up(quota_scenario(**numbers), processes={processes})
assert report.switching_values
print(json.dumps(report.to_json()))
"""


def printed(processes, seed):
    """What a script from stdin prints."""
    done = subprocess.run(
        [sys.executable, "-"],
        input=FROM_STDIN.replace("{processes}", str(processes)),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not done.stderr
    return done.stdout


def test_a_report_is_the_same_in_any_number_of_processes_under_any_hash_seed():
    """Read from stdin: there is no file that a process could import, and no main guard."""
    assert printed(1, 0) == printed(2, 1)


def test_what_is_agreed_on_is_worked_out_when_asked_for():
    """The first screen is without it, and a report that was sent elsewhere finds it there."""
    scenario = load_scenario(EXAMPLES / "quzhou_hangzhou" / "scenario.toml")
    report = check_up(scenario, ranges=False)
    assert str(report)
    assert report.context.known(negotiated) is None
    asked, sent = len(report._recorder.entries), pickle.loads(pickle.dumps(report))
    assert len(report.certificates.entries) > asked
    assert sent.to_json() == report.to_json()
    assert verify_report(scenario, sent)


def test_threads_that_ask_for_it_at_once_find_each_certificate_once():
    scenario = load_scenario(EXAMPLES / "two_compacts" / "land_for_innovation.toml")
    report = check_up(scenario, ranges=False)
    with ThreadPoolExecutor(3) as threads:
        first, *others = threads.map(lambda _: json.dumps(report.to_json()), range(3))
    assert others == [first, first]
    assert verify_report(scenario, first)


def test_if_it_was_interrupted_no_report_is_written_that_does_not_hold(monkeypatch):
    """Asked for again, certificates that were kept before would stand twice."""
    scenario = load_scenario(EXAMPLES / "two_compacts" / "land_for_innovation.toml")
    report = check_up(scenario, ranges=False)
    asked = Recorder.__call__

    def interrupted(recorder, solver, subject):
        if len(recorder.entries) > known + 5:
            raise KeyboardInterrupt
        return asked(recorder, solver, subject)

    known = len(report._recorder.entries)
    with monkeypatch.context() as patched:
        patched.setattr(Recorder, "__call__", interrupted)
        with pytest.raises(KeyboardInterrupt):
            report.to_json()
    assert str(report)
    with pytest.raises(IntercityError, match="call check_up again"):
        report.to_json()


def test_it_has_the_certificates_that_it_has_if_asked_with_the_checks():
    """With nothing remembered of the checks, another basis would prove what a member can make."""
    scenario = load_scenario(EXAMPLES / "two_compacts" / "land_for_innovation.toml")
    report, recorder = check_up(scenario, ranges=False), Recorder()
    assert str(report)
    with with_memory(Memory()):
        examine(context_of(scenario, recorder))
    assert report.certificates.to_json() == recorder.to_json()


def test_a_report_is_the_same_whatever_was_checked_before():
    """Land and quota are both used up: either has a price that proves the worth, not both.

    Where one was scarcer before, solvers remember its price.
    """

    def region(land, quota):
        return parse_scenario(f"""
format = 1
title = "A city with a second one"
[cities.Home]
[cities.Away]
[resources.land]
kind = "tradable"
owned.Home = {{ v = {land}, src = "derived" }}
[resources.quota]
kind = "tradable"
owned.Home = {{ v = {quota}, src = "derived" }}
[[activities]]
name = "build"
sites = ["Home"]
uses = [{{ resource = "land" }}, {{ resource = "quota" }}]
values = [{{ city = "Home", kind = "cash", amount = {{ v = 3, src = "derived" }} }}]
""")

    reports = []
    for before in ((1, 2), (2, 1)):
        forget()
        coalitional_form(games.region(region(*before)).production)
        reports.append(json.dumps(check_up(region(1, 1), ranges=False).to_json()))
    assert reports[0] == reports[1]
