"""Nothing hangs on what only POSIX systems have: it is taken away, and the answers stay.

What a file is written with, its encoding first, must not depend on the system either.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEAL = ROOT / "examples" / "quzhou_hangzhou" / "scenario.toml"
RACE = ROOT / "examples" / "kansas_missouri" / "scenario.toml"
PARK = ROOT / "examples" / "three_city_park" / "scenario.toml"

# What Windows lacks, by what Python's documentation says of it.
ONLY_POSIX = """
import os, signal, sys
for name in ("sysconf", "fork", "forkpty", "kill", "killpg", "getuid", "geteuid", "getgid",
             "setsid", "getpgid", "setpgid", "wait4", "sched_getaffinity", "fchmod", "chown",
             "mkfifo", "getloadavg", "statvfs", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGALRM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGKILL", "SIGCHLD",
             "alarm", "setitimer", "pthread_sigmask", "pthread_kill", "sigwait"):
    if hasattr(signal, name):
        delattr(signal, name)
for name in ("fcntl", "grp", "pwd", "resource", "termios", "tty"):
    sys.modules[name] = None
"""


def told(code: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("file", [DEAL, RACE], ids=["deal", "race"])
def test_what_only_posix_has_is_not_needed(file: Path) -> None:
    check = "import sys; from intercity.cli import main; main(sys.argv[1:])"
    question = ("check", file, "--json", "--no-ranges")
    here, there = told(check, *question), told(ONLY_POSIX + check, *question)
    assert (there.returncode, there.stderr) == (0, b"")
    assert there.stdout == here.stdout


def test_files_are_read_and_written_in_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    """In the C locale, Python writes and reads ASCII unless it is told otherwise."""
    ours = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    unsaid = {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "error::EncodingWarning"}
    check = "import sys; from intercity.cli import main; main(sys.argv[1:])"
    file, model, report = (tmp_path / name for name in ("park.toml", "model.md", "report.json"))
    text = PARK.read_text("utf-8").replace(".Aton", '."Ātōn 衢州"').replace("Aton", "Ātōn 衢州")
    file.write_text(text, "utf-8")
    written = told(check, "check", file, "--write-model", model, **ours, **unsaid)
    assert (written.returncode, written.stderr) == (0, b"")
    assert "Ātōn 衢州" in model.read_text("utf-8")
    spoken = {"PYTHONIOENCODING": "utf-8"}  # of the terminal, not of files
    given = told(check, "check", file, "--json", "--no-ranges", **ours, **unsaid, **spoken)
    assert (given.returncode, given.stderr) == (0, b"")
    report.write_bytes(given.stdout)
    assert "Ātōn 衢州" in report.read_text("utf-8")
    verified = told(check, "verify", file, report, **ours, **unsaid)
    assert (verified.returncode, verified.stderr) == (0, b"")
    started = told(check, "new", tmp_path / "starter.toml", **ours, **unsaid)
    assert (started.returncode, started.stderr) == (0, b"")
