"""Forks of a process that has collected all tests: nothing is imported anew for a mutant."""

from __future__ import annotations

import json
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest


def in_fork(work: Callable[[], Any], seconds: float) -> Any:
    """What ``work`` returns in a fork of this process; ``None`` where it does not end in time.

    Time is CPU time; a fork that waits is stopped after twenty times as long.
    """
    with TemporaryDirectory() as place:
        answer = Path(place, "answer.json")
        child = os.fork()
        if child == 0:
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
                signal.alarm(20 * (int(seconds) + 1))
                nowhere = os.open(os.devnull, os.O_RDWR)
                for stream in (0, 1, 2):
                    os.dup2(nowhere, stream)
                answer.write_text(json.dumps(work()), "utf-8")
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        return json.loads(answer.read_text("utf-8")) if answer.exists() else None


class _Reports:
    def __init__(self) -> None:
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


def played(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Whether a test passes; the one that follows says which fixtures are kept."""
    reports = _Reports()
    plugins = item.config.pluginmanager
    plugins.register(reports)
    try:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    finally:
        plugins.unregister(reports)
    return not reports.failed


def first_red(tests: list[pytest.Item]) -> str | None:
    """The first of these tests that fails; run in a fork of its own."""
    for item, following in zip(tests, [*tests[1:], None], strict=True):
        if not played(item, following):
            return item.nodeid
    return None


def cpu() -> float:
    """Seconds of CPU of this process and its forks."""
    usages = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
