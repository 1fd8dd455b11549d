"""docs/paper.md has all systems of the paper, and all that it names is there."""

import inspect
import re
from pathlib import Path

import pytest

import intercity
from intercity.scenario_file import TABLES, scenario_with
from intercity.topics.registry import TOPICS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "paper.md").read_text(encoding="utf-8")
CELLS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("|")
]
ROWS = {int(cells[0]): cells for cells in CELLS if cells[0].isdigit()}
CLAIMS = [cells for cells in CELLS if len(cells) == 2 and not cells[0].startswith(("claim", "---"))]


def in_backticks(cell):
    return re.findall(r"`([^`]+)`", cell)


def linked(cell):
    return [(DOCS / path).resolve() for path in re.findall(r"\]\(([^)]+)\)", cell)]


def is_field(name):
    """``Answer.field`` of a public class."""
    thing, _, field = name.partition(".")
    found = getattr(intercity, thing)
    return inspect.isclass(found) and field in {*dir(found), *inspect.get_annotations(found)}


def test_all_systems_are_there_in_order():
    assert list(ROWS) == list(range(1, 32))
    assert all(len(cells) == 7 and all(cells) for cells in ROWS.values())


@pytest.mark.parametrize("row", ROWS)
def test_all_that_a_row_names_is_there(row):
    _, _, functions, section, examples, tests, verdict = ROWS[row]
    assert in_backticks(functions)
    for name in in_backticks(functions):
        assert name in intercity.__all__
        assert inspect.isfunction(inspect.unwrap(getattr(intercity, name)))
    assert section.strip("`[]") in scenario_with(TABLES).model_fields
    assert linked(examples)
    assert linked(tests)
    for path in [*linked(examples), *linked(tests)]:
        assert path.is_file()
    assert in_backticks(verdict)
    for name in in_backticks(verdict):
        assert is_field(name), name


@pytest.mark.parametrize("row", ROWS)
def test_scripts_and_tests_call_a_function_of_the_row(row):
    functions = "|".join(in_backticks(ROWS[row][2]))
    for path in [*linked(ROWS[row][4]), *linked(ROWS[row][5])]:
        assert re.search(rf"\b({functions})\b", path.read_text(encoding="utf-8")), path


def test_claims_name_a_check_or_a_function_or_say_not_yet():
    assert len(CLAIMS) > 5
    checks = {topic.name for topic in TOPICS}
    for claim, where in CLAIMS:
        named = re.match(r'check "([^"]+)", ', where)
        function = re.match(r"`(\w+)` ", where)
        there = (named and named[1] in checks) or (function and hasattr(intercity, function[1]))
        assert there, claim
        assert all(path.is_file() for path in linked(where))
        for name in in_backticks(where):
            assert not re.fullmatch(r"[A-Z]\w*\.\w+", name) or is_field(name), name


def test_what_is_not_there_is_told_from_what_is():
    assert is_field("FlowAnarchy.concentrations")
    assert not is_field("FlowAnarchy.nonsense")
    with pytest.raises(AttributeError):
        is_field("Nonsense.field")
