"""What is stopped is over, and leaves no process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from intercity.checkup import sensitivity
from tests.frontdoor.sleeper import Quitter
from tests.frontdoor.small_scenarios import quota_scenario

ROOT = Path(__file__).parents[2]
CHECK = """
import os
from intercity import cli
from intercity.checkup import sensitivity
from tests.frontdoor.sleeper import Sleeper
sensitivity.Search, sensitivity.FEW, os.cpu_count = Sleeper, 0, lambda: 2
cli.main(["check", "examples/three_city_park/scenario.toml"])
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def once_asleep():
    """A check of which both processes sleep for ten minutes."""
    parent = subprocess.Popen(
        [sys.executable, "-c", CHECK],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for _ in range(2):
        assert parent.stderr.readline() == "asleep\n"
    return parent


def ended(parent):
    """Exit code and words; the processes' stderr is the parent's: at its end, all have ended."""
    out, err = parent.communicate(timeout=60)
    return parent.returncode, out, err.split("\n")


@posix
@pytest.mark.parametrize(("send", "times"), [("killpg", 1), ("kill", 2)])
def test_an_interrupt_is_one_sentence_and_leaves_no_process(send, times):
    parent = once_asleep()
    for _ in range(times):
        getattr(os, send)(parent.pid, signal.SIGINT)
    code, out, err = ended(parent)
    assert (code, out) == (130, "")
    assert [line for line in err if line] == ["Stopped before the end, as asked."]


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
def test_no_process_outlives_the_one_that_started_it(name):
    parent = once_asleep()
    os.kill(parent.pid, getattr(signal, name))
    assert ended(parent) == (-getattr(signal, name), "", [""])


def test_what_a_process_that_ends_early_was_asked_is_done_by_the_asking_one(monkeypatch, tmp_path):
    monkeypatch.setattr(sensitivity, "FEW", 0)
    monkeypatch.setattr(sensitivity, "Search", Quitter)
    monkeypatch.setenv("ASKING", str(os.getpid()))
    monkeypatch.setenv("ENDED", str(tmp_path / "ended"))
    scenario, done = quota_scenario(), []
    with sensitivity.workers_for(scenario, 2) as workers:
        for _ in range(2):  # and again, when it is known to be no more
            sensitivity.find_switching_values(scenario, [], lambda *now: done.append(now), workers)
    keys = len(sensitivity.movable(scenario))
    assert (tmp_path / "ended").exists()
    assert done == [(k + 1, keys) for k in range(keys)] * 2
