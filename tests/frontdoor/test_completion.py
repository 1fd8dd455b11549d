"""Shell completion, as a shell asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def command(tmp_path: Path) -> dict[str, str]:
    """An environment in which ``intercity`` is this checkout's command."""
    file = tmp_path / "intercity"
    file.write_text(
        f"#!{sys.executable}\nimport sys\nsys.argv[0] = 'intercity'\n"
        "from intercity.cli import main\nmain()\n"
    )
    file.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}


def run(line: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(line, env=env, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes_a_command_and_an_option(command: dict[str, str]) -> None:
    script = """
    eval "$(_INTERCITY_COMPLETE=source_bash intercity)"
    complete -p intercity
    COMP_WORDS=(intercity che); COMP_CWORD=1; _intercity_completion intercity
    echo "${COMPREPLY[@]}"
    COMP_WORDS=(intercity check --no-r); COMP_CWORD=2; _intercity_completion intercity
    echo "${COMPREPLY[@]}"
    """
    done = run(["bash", "-c", script], command)
    assert done.stderr == ""
    registered, *words = done.stdout.splitlines()
    assert "-o default" in registered  # files are completed where no word of ours is
    assert words == ["check", "--no-ranges"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_printed_and_the_command_ends_well(
    shell: str, command: dict[str, str]
) -> None:
    done = run(["intercity"], {**command, "_INTERCITY_COMPLETE": f"source_{shell}"})
    assert (done.returncode, done.stderr) == (0, "")
    assert f"complete_{shell}" in done.stdout
