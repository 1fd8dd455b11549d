"""Commands in README and docs/: shown outputs are what is printed, and every option is there.

A block ``console`` is run, its commands in one folder and in order; ``...`` in what it shows stands
for anything. A block with a caption is a file that the commands find there.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from intercity.cli import app
from tests.frontdoor.conftest import Told
from tests.properties.strategies import NIGHTLY

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "examples" / "README.md", *sorted(ROOT.glob("docs/*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(
    r"^```\{code-block\}[^\n]*\n:caption: (\S+)\n\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
COMMAND = re.compile(r"(?:^ +|^\$ |`)(?:\.venv/bin/)?intercity ([^`\n]*)", re.MULTILINE)
SHOWN = [page for page in PAGES if BLOCK.search(page.read_text("utf-8"))]


def sessions(block: str) -> list[tuple[str, str]]:
    """Each command of a block, and what it shows."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def matches(shown: str, printed: str) -> bool:
    """Whether it is what is shown, however many blanks are between words."""
    pattern = r"\s*".join(".*" if word == "..." else re.escape(word) for word in shown.split())
    return re.fullmatch(rf"\s*{pattern}\s*", printed, re.DOTALL) is not None


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.stem)
def test_what_a_page_shows_is_what_is_printed(
    page: Path, call: Callable[..., Told], tmp_path: Path
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    text = page.read_text("utf-8")
    for name, content in FILE.findall(text):
        (tmp_path / name).write_text(content, encoding="utf-8")
    for block in BLOCK.findall(text):
        for command, shown in sessions(block):
            line, _, file = command.partition(" > ")
            words = shlex.split(line)
            assert words[0] == "intercity"
            told = call(*words[1:], at=tmp_path)
            assert told.code == 0, f"{command}: {told.err}"
            if file:
                (tmp_path / file).write_text(told.out, encoding="utf-8")
            else:
                assert matches(shown, told.out), f"{command} prints\n{told.out}"


def commands(page: Path) -> list[list[str]]:
    """Every command on a page, in a block or in a sentence, as words."""
    found = COMMAND.findall(re.sub(r"\\\n +", "", page.read_text("utf-8")))
    return [shlex.split(re.sub(r" > \S+$", "", line), comments=True) for line in found]


def options_of(command: Any) -> set[str]:
    """The options of a command, and of those below it."""
    below = getattr(command, "commands", {}).values()
    return {option for one in command.params for option in one.opts}.union(*map(options_of, below))


def test_every_command_and_option_that_is_told_of_is_there() -> None:
    known = {name: options_of(one) for name, one in get_command(app).commands.items()}
    everywhere = {option for one in get_command(app).params for option in one.opts}
    everywhere |= {"-h", "--help"}
    told = [(page.name, line) for page in PAGES for line in commands(page)]
    assert len(told) > 50
    for page, words in told:
        name = words[0]
        options = {word for word in words if re.match(r"-\w|--\w", word)}
        if name in known:
            assert options <= known[name] | everywhere, (page, words)
        else:
            assert name in everywhere or name == "FILE", (page, words)


@pytest.mark.skipif(not NIGHTLY, reason="the commands of two pages take minutes: make nightly")
@pytest.mark.parametrize("name", ["README.md", "docs/tutorial.md"])
def test_commands_in_a_row_run(name: str, call: Callable[..., Told], tmp_path: Path) -> None:
    """As a reader types them, in order, in a folder with the examples alone."""
    pytest.importorskip("openpyxl")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    page = (ROOT / name).read_text("utf-8")
    for line in re.findall(r"^    (?:\.venv/bin/)?intercity (.*)", page, re.MULTILINE):
        line, _, file = line.partition(" > ")
        words = shlex.split(line, comments=True)
        told = call(*words, at=tmp_path)
        assert told.code == 0, (words, told.err)
        if file:
            (tmp_path / file.split()[0]).write_text(told.out, encoding="utf-8")
