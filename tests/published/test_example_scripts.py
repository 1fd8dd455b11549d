"""The scripts of examples/ print what was published: see printed/, a file for each folder of them.

The numbers there are the source's, or worked out in the comment beside them, never copied from the
output. A script is short, and the page of its folder lists it.
"""

from __future__ import annotations

import io
import re
import runpy
import tokenize
from importlib import import_module
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ROOMS = {
    file.stem: import_module(f"tests.published.printed.{file.stem}").PRINTED
    for file in sorted(Path(__file__).with_name("printed").glob("[!_]*.py"))
}
SCRIPTS = {
    f"{room}/{name}": told for room, scripts in ROOMS.items() for name, told in scripts.items()
}
LONGEST = {"families": 16, "exploring": 13}
"""Lines of code; 10 in the other folders."""
OF_A_PEER = re.compile(r"(?<=Nashpy: )\d+")
"""What another library finds on its random way."""


def lines_of_code(text: str) -> int:
    """Lines with code on them: no blank lines, no comments, no docstring."""
    words = [
        token
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type in {tokenize.NAME, tokenize.NUMBER, tokenize.OP, tokenize.STRING}
    ]
    if words[0].type == tokenize.STRING:
        words = words[1:]
    return len({line for word in words for line in range(word.start[0], word.end[0] + 1)})


@pytest.mark.parametrize("script", SCRIPTS)
def test_prints_what_was_published(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(EXAMPLES / f"{script}.py"), run_name="__main__")
    printed = capsys.readouterr()
    assert printed.err == ""
    assert OF_A_PEER.sub("some", printed.out).split() == SCRIPTS[script].split()


@pytest.mark.parametrize("script", SCRIPTS)
def test_is_short(script: str) -> None:
    text = (EXAMPLES / f"{script}.py").read_text("utf-8")
    assert lines_of_code(text) <= LONGEST.get(script.split("/", maxsplit=1)[0], 10)


def test_lines_of_code_are_counted() -> None:
    assert lines_of_code('"""A\nB"""\n\nimport a\n# c\nx = """1\n2"""  # d\n') == 3


@pytest.mark.parametrize("room", ROOMS)
def test_every_script_is_here_and_on_its_page(room: str) -> None:
    assert {file.stem for file in (EXAMPLES / room).glob("*.py")} == ROOMS[room].keys()
    page = (EXAMPLES / room / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| \[(\w+)\.py\]\(\1\.py\)", page, flags=re.MULTILINE)
    assert listed == list(ROOMS[room])


def test_every_folder_of_scripts_is_here() -> None:
    """Three have tests of their own: test_examples_of_races.py, frontdoor/test_classroom.py."""
    folders = {file.parent.name for file in EXAMPLES.glob("*/*.py")}
    assert folders == {*ROOMS, "amazon_hq2", "classroom", "zhejiang"}
