"""docs/security.md names tests that exist, limits that hold, and exit codes that --help lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from games import input_limits
from tests.frontdoor.conftest import Told

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs" / "security.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| promised", "| code"))
]


def test_each_promise_has_a_test_that_exists() -> None:
    promises = [row for row in ROWS if len(row) == 3]
    assert len(promises) >= 20
    for promise, _, shown in promises:
        found = re.fullmatch(r"`([\w/.]+\.py)::(\w+)`", shown)
        assert found is not None, promise
        source = (HERE / found[1]).read_text("utf-8")
        assert re.search(rf"^(async )?def {found[2]}\(", source, re.MULTILINE), shown


def test_each_limit_is_told_with_its_number() -> None:
    numbers = {name: value for name, value in vars(input_limits).items() if name.isupper()}
    told = {name: value for name, value in numbers.items() if isinstance(value, int)}
    assert len(told) >= 10
    for name, value in told.items():
        assert re.search(rf"\b{value:,}\b[^|]*?\(`{name}`\)", PAGE), name


def test_each_exit_code_is_told_by_help(call: Callable[..., Told]) -> None:
    told = " ".join(call("--help").out.split())
    codes = [row[0] for row in ROWS if len(row) == 2]
    assert codes == ["0", "1", "2", "3", "130"]
    for code in codes:
        assert re.search(rf"\b{code}, ", told), code
