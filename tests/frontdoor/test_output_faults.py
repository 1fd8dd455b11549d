"""Where output fails: one sentence and an exit code of its own, never that of a refused report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from intercity.cli import NARROWEST, NO_OUTPUT
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


@posix
@pytest.mark.parametrize(
    "command",
    [
        "{} schema >/dev/full",
        "{} --help >/dev/full",
        "{} check examples/tva/scenario.toml --no-ranges >/dev/full",
        "{} check examples/tva/scenario.toml --no-ranges --verify >/dev/full",
        "{} schema >&-",
        "{} --version >&-",
        "{} check examples/tva/scenario.toml --no-ranges --verify >&-",
    ],
)
def test_an_output_that_takes_nothing_is_one_sentence(command: str) -> None:
    if "/dev/full" in command and not Path("/dev/full").exists():
        pytest.skip("no device that is full")
    told = shell(command)
    assert told.returncode == NO_OUTPUT
    (sentence,) = told.stderr.decode().splitlines()
    assert sentence.startswith("intercity: the output could not be written (")
    assert sentence.endswith(").")


def test_the_code_is_no_other(call: Callable[..., Told]) -> None:
    assert NO_OUTPUT not in {0, 1, 2, 120, 130}
    told = call("--help")
    assert f"{NO_OUTPUT}, the output could not be" in " ".join(told.out.split())


@posix
def test_errors_that_nobody_can_be_told_keep_their_code() -> None:
    for command in ("{} check nowhere.toml 2>&-", "{} check nowhere.toml >&- 2>&- <&-"):
        told = shell(command)
        assert (told.returncode, told.stdout, told.stderr) == (2, b"", b"")
    if Path("/dev/full").exists():
        told = shell("{} check nowhere.toml 2>/dev/full")
        assert (told.returncode, told.stdout, told.stderr) == (2, b"", b"")


@posix
def test_files_are_written_without_a_stdout(tmp_path: Path) -> None:
    told = shell(f"{{}} check {TVA} --write-model {tmp_path / 'm.md'} >&-")
    assert (told.returncode, told.stderr) == (0, b"")
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


def test_a_stdout_that_cannot_encode_a_name_writes_escapes(tmp_path: Path) -> None:
    for encoding, shown in (("ascii", b"Sk\\xe5ne"), ("latin-1", b"Sk\xe5ne")):
        told = shell(f"{{}} check {SKANE} --no-ranges", PYTHONIOENCODING=encoding)
        assert (told.returncode, told.stderr) == (0, b"")
        assert shown in told.stdout
    scenario = tmp_path / "s.toml"
    scenario.write_text('format = 1\ntitle = "衢州"\n[cities."衢州"]\n', "utf-8")
    told = shell(f"{{}} check {scenario} --no-ranges --json", PYTHONIOENCODING="ascii")
    assert (told.returncode, told.stderr) == (0, b"")
    assert json.loads(told.stdout)["title"] == "衢州"
    (tmp_path / "r.json").write_bytes(told.stdout)
    proven = shell(f"{{}} verify {scenario} {tmp_path / 'r.json'}", PYTHONIOENCODING="ascii")
    assert (proven.returncode, proven.stderr) == (0, b"")
    scenario.write_text('format = 1\ntitle = "衢州"\n"衢" = 1\n[cities."衢州"]\n', "utf-8")
    told = shell(f"{{}} check {scenario}", PYTHONIOENCODING="ascii")
    assert told.returncode == 2
    assert b"\\u8862" in told.stderr


@pytest.mark.parametrize(
    "columns", ["0", "1", "3", "10", "20", "-5", "²", "x", "9" * 5000], ids=lambda c: c[:5]
)
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
