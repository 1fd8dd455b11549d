"""Where output fails: one sentence and an exit code of its own, never that of a refused report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from intercity.cli import NO_OUTPUT
from intercity.terminal import NARROWEST
from tests.frontdoor.conftest import Told

ROOT = Path(__file__).resolve().parents[2]
TVA = ROOT / "examples" / "tva" / "scenario.toml"
SKANE = ROOT / "examples" / "skane" / "scenario.toml"

posix = pytest.mark.skipif(os.name != "posix", reason="devices, pipes and shells of Unix")


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line for the shell; {} stands for the command line."""
    return subprocess.run(
        ["sh", "-c", command.replace("{}", f'"{sys.executable}" -m intercity')],
        cwd=ROOT,
        env={**{k: v for k, v in os.environ.items() if k != "COLUMNS"}, **environment},
        capture_output=True,
        timeout=240,
        check=False,
    )


def is_one_sentence(said: str) -> bool:
    (sentence,) = said.splitlines()
    return sentence.startswith("intercity: the output could not be written (")


@posix
@pytest.mark.parametrize(
    "command",
    [
        "{} --version >/dev/full",
        "{} check examples/tva/scenario.toml --no-ranges --verify >&-",
        "{} --version >&-",
    ],
)
def test_an_output_that_takes_nothing_is_one_sentence(command: str) -> None:
    if "/dev/full" in command and not Path("/dev/full").exists():
        pytest.skip("no device that is full")
    told = shell(command)
    assert told.returncode == NO_OUTPUT
    assert is_one_sentence(told.stderr.decode())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["schema"],
        ["--help"],
        ["check", TVA, "--no-ranges"],
        ["check", TVA, "--no-ranges", "--full"],
        ["check", TVA, "--no-ranges", "--json"],
    ],
    ids=str,
)
def test_a_full_disk_is_one_sentence(
    arguments: list[object], call: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        told = call(*arguments)
    assert told.code == NO_OUTPUT
    assert is_one_sentence(told.err)


def test_the_code_is_no_other(call: Callable[..., Told]) -> None:
    assert NO_OUTPUT not in {0, 1, 2, 120, 130}
    told = call("--help")
    assert f"{NO_OUTPUT}, the output could not be" in " ".join(told.out.split())


@posix
def test_errors_that_nobody_can_be_told_keep_their_code() -> None:
    told = shell("{} check nowhere.toml >&- 2>&- <&-")
    assert (told.returncode, told.stdout, told.stderr) == (2, b"", b"")
    if Path("/dev/full").exists():
        told = shell("{} check nowhere.toml 2>/dev/full")
        assert (told.returncode, told.stdout, told.stderr) == (2, b"", b"")


@posix
def test_a_file_is_written_though_nobody_can_be_told_of_it(tmp_path: Path) -> None:
    told = shell(f"{{}} check {TVA} --write-model {tmp_path / 'm.md'} >&-")
    assert told.returncode == NO_OUTPUT
    assert is_one_sentence(told.stderr.decode())
    assert (tmp_path / "m.md").read_text("utf-8").startswith("# Tennessee Valley")


@posix
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, call: Callable[..., Told]) -> None:
    """A file that may grow to no more than a kilobyte stands for the disk."""
    model = tmp_path / "m.md"
    model.write_text("old")
    told = shell(f"trap '' XFSZ; ulimit -f 1; {{}} check {SKANE} --write-model {model}")
    assert told.returncode == 2
    assert told.stderr.decode().count("\n") == 1
    assert "the file to write" in told.stderr.decode()
    assert [file.name for file in tmp_path.iterdir()] == ["m.md"]
    assert model.read_text() == "old"


def test_a_stdout_that_cannot_encode_a_name_writes_escapes(
    tmp_path: Path, call: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario, stored = tmp_path / "s.toml", tmp_path / "r.json"

    def said(encoding: str, *arguments: object) -> bytes:
        written = BytesIO()
        with TextIOWrapper(written, encoding) as stdout:
            monkeypatch.setattr(sys, "stdout", stdout)
            told = call(*arguments)
            assert (told.code, told.err) == (0, "")
            return written.getvalue()

    for encoding, shown in (("ascii", b"Sk\\xe5ne"), ("latin-1", b"Sk\xe5ne")):
        assert shown in said(encoding, "check", SKANE, "--no-ranges")
    scenario.write_text('format = 1\ntitle = "衢州"\n[cities."衢州"]\n', "utf-8")
    report = said("ascii", "check", scenario, "--no-ranges", "--json")
    assert json.loads(report)["title"] == "衢州"
    stored.write_bytes(report)
    assert b"re-checked" in said("ascii", "verify", scenario, stored)


@posix
def test_the_encoding_of_a_process_of_its_own() -> None:
    told = shell(f"{{}} check {SKANE} --no-ranges", PYTHONIOENCODING="ascii")
    assert (told.returncode, told.stderr) == (0, b"")
    assert b"Sk\\xe5ne" in told.stdout


WIDTHS = ["0", "1", "3", "10", "20", "-5", "²", "x", "9" * 5000]


@pytest.mark.parametrize("columns", WIDTHS, ids=lambda columns: columns[:5])
def test_no_width_makes_a_report_unreadable(
    columns: str, call: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", columns)
    for arguments in (("check", TVA, "--no-ranges"), ("check", TVA, "--no-ranges", "--full")):
        monkeypatch.setenv("COLUMNS", columns)
        told = call(*arguments)
        assert (told.code, told.err) == (0, "")
        widest = max(map(len, told.out.splitlines()))
        assert NARROWEST - 12 < widest <= 100
        for word in ("Navigation", "nucleolus", "CHECK-UP"):
            assert word.lower() in told.out.lower(), told.out
    assert call("--help").code == 0


@posix
@pytest.mark.parametrize("option", ["--write-model", "--write-lp"])
def test_a_link_or_a_device_is_not_replaced(
    option: str, tmp_path: Path, call: Callable[..., Told]
) -> None:
    kept, link, dangling = (tmp_path / name for name in ("kept.lp", "link.lp", "dangling.lp"))
    kept.write_text("mine")
    link.symlink_to(kept)
    dangling.symlink_to(tmp_path / "nowhere.lp")
    pipe = tmp_path / "pipe.lp"
    os.mkfifo(pipe)
    before = sorted(tmp_path.iterdir())
    park = ROOT / "examples" / "three_city_park" / "scenario.toml"
    for target, why in ((link, "link"), (dangling, "link"), (pipe, "pipe")):
        told = call("check", park, option, target)
        assert (told.code, told.out) == (2, "")
        assert told.err.count("\n") == 1
        assert str(target) in told.err
        assert why in told.err
    assert kept.read_text() == "mine"
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == before
    assert call("check", park, option, kept).code == 0
    assert kept.read_text() != "mine"


@posix
def test_a_link_among_the_pictures_is_not_replaced(
    tmp_path: Path, call: Callable[..., Told]
) -> None:
    pytest.importorskip("matplotlib")
    kept = tmp_path / "kept"
    kept.write_text("mine")
    folder = tmp_path / "pictures"
    race = ROOT / "examples" / "kansas_missouri" / "scenario.toml"
    drawn = call("check", race, "--no-ranges", "--pictures", folder)
    assert drawn.code == 0
    first = min(folder.iterdir())
    first.unlink()
    first.symlink_to(kept)
    told = call("check", race, "--no-ranges", "--pictures", folder)
    assert (told.code, told.out) == (2, "")
    assert "symbolic link" in told.err
    assert kept.read_text() == "mine"
    assert first.is_symlink()
