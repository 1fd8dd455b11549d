"""Nothing hangs on what only POSIX systems have: it is taken away, and the answers stay.

What a file is written with, its encoding first, must not depend on the system either.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.frontdoor.conftest import Told

ROOT = Path(__file__).resolve().parents[2]
DEAL = ROOT / "examples" / "two_compacts" / "land_for_funds.toml"
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


ONE_AFTER_ANOTHER = """
import sys
from intercity.cli import main
words = []
for word in [*sys.argv[1:], ";"]:
    if word != ";":
        words.append(word)
        continue
    try:
        main(words)
    except SystemExit as left:
        if left.code:
            raise
    words = []
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
def test_what_only_posix_has_is_not_needed(file: Path, call: Callable[..., Told]) -> None:
    check = "import sys; from intercity.cli import main; main(sys.argv[1:])"
    question = ("check", file, "--json", "--no-ranges")
    there = told(ONLY_POSIX + check, *question)
    assert (there.returncode, there.stderr) == (0, b"")
    assert there.stdout.decode("utf-8") == call(*question).out


def test_files_are_read_and_written_in_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    """In the C locale, Python writes and reads ASCII unless it is told otherwise."""
    ours = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    unsaid = {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "error::EncodingWarning"}
    check = ONE_AFTER_ANOTHER
    file, model, report = (tmp_path / name for name in ("park.toml", "model.md", "report.json"))
    text = PARK.read_text("utf-8").replace(".Aton", '."Ātōn 衢州"').replace("Aton", "Ātōn 衢州")
    file.write_text(text, "utf-8")
    writes = ("check", file, "--write-model", model)
    prints = ("check", file, "--json", "--no-ranges")
    spoken = {"PYTHONIOENCODING": "utf-8"}  # of the terminal, not of files
    given = told(check, *writes, ";", *prints, **ours, **unsaid, **spoken)
    assert (given.returncode, given.stderr) == (0, b"")
    assert "Ātōn 衢州" in model.read_text("utf-8")
    report.write_bytes(given.stdout.partition(b"\n")[2])  # after the line that it was written
    assert "Ātōn 衢州" in report.read_text("utf-8")
    starts = ("new", tmp_path / "starter.toml")
    verified = told(check, "verify", file, report, ";", *starts, **ours, **unsaid)
    assert (verified.returncode, verified.stderr) == (0, b"")
