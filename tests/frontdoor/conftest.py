"""The command line in this process: a start of Python for each call would take most of the time.

What only a process of its own can show is tested with one: see test_command_line.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from intercity.cli import main

ROOT = Path(__file__).resolve().parents[2]


class Told(NamedTuple):
    """Exit code, and what was printed."""

    code: object
    out: str
    err: str


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Told]:
    """``call("check", file)``: what ``intercity check FILE`` tells, started in folder ``at``."""

    def called(*arguments: object, at: Path = ROOT) -> Told:
        monkeypatch.chdir(at)
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return Told(left.value.code, *capsys.readouterr())

    return called
