"""Files that a slip or an enemy has changed end in a documented exit code, soon, and in a sentence.

No traceback, no character that steers a terminal, and no report verified that says anything else
than the true one. A few files at every run; ``make nightly``: 10,000 scenarios and 2,000 reports.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unicodedata import category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.frontdoor.conftest import Told
from tests.frontdoor.hostile_files import hostile_report, hostile_scenario
from tests.frontdoor.starter import report_of

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {file.parent.name: file for file in sorted(ROOT.glob("examples/*/scenario.toml"))}
NIGHTLY = settings.default is not None and settings.default.max_examples >= 1000
SCENARIOS = -(-10_000 // len(EXAMPLES)) if NIGHTLY else 4
REPORTS = -(-2_000 // len(EXAMPLES)) if NIGHTLY else 2
SECONDS = 60
"""Of this process's own time, so that what else the machine does decides nothing."""

shared = [HealthCheck.function_scoped_fixture]


@contextmanager
def within_seconds() -> Iterator[None]:
    """Fail whatever goes on for longer, where the system has such a clock."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def over(*_: object) -> None:
        pytest.fail(f"still at work after {SECONDS} seconds")

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def assert_readable(told: Told) -> None:
    assert "Traceback" not in told.err
    for line in (told.out + told.err).split("\n"):
        assert not any(category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} for c in line), line
    for line in told.err.splitlines():
        assert line.endswith("."), line
        assert len(line) < 2_500


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_changed_scenario_is_checked_up_or_refused(
    name: str, tmp_path: Path, call: Callable[..., Told]
) -> None:
    text = EXAMPLES[name].read_text("utf-8")

    @settings(max_examples=SCENARIOS, suppress_health_check=shared)
    @given(st.integers(0, 2**64))
    def changed(seed: int) -> None:
        random = Random(seed)
        (tmp_path / "s.toml").write_text(hostile_scenario(text, random), "utf-8")
        shown = random.choice([(), ("--full",), ("--json",)])
        with within_seconds():
            told = call("check", "s.toml", "--no-ranges", *shown, at=tmp_path)
        assert_readable(told)
        if told.code == 0:
            assert told.out
        else:
            assert (told.code, told.out) == (2, "")
            assert all(line.startswith("s.toml") for line in told.err.splitlines())

    changed()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_changed_report_is_refused_unless_it_says_the_same(
    name: str, tmp_path: Path, call: Callable[..., Told]
) -> None:
    report = report_of(name).to_json()
    text, stored = json.dumps(report), tmp_path / "report.json"

    @settings(max_examples=REPORTS, suppress_health_check=shared)
    @given(st.integers(0, 2**64))
    def changed(seed: int) -> None:
        forged = hostile_report(text, Random(seed))
        stored.write_text(forged, "utf-8", errors="surrogatepass")
        with within_seconds():
            told = call("verify", EXAMPLES[name], stored)
        assert_readable(told)
        assert told.code in {0, 1, 2}
        if told.code == 0:  # by another proof, perhaps
            assert _said(json.loads(forged)) == _said(json.loads(text))
        else:
            assert told.out == ""
            assert told.err.startswith(f"{stored}")
            assert told.err.count("\n") == 1

    changed()


def _said(report: dict[str, Any]) -> dict[str, Any]:
    """All that a report claims and verify proves; not how, nor that no more numbers turn it."""
    return {k: v for k, v in report.items() if k not in {"certificates", "switching_values"}}
