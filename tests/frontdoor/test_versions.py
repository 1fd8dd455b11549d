"""What `tests/oldest.txt` has tested is what `pyproject.toml` allows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from games.errors import EXTRAS

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def floors(requirements: list[str]) -> dict[str, str | None]:
    """The oldest version allowed of each package; ``None`` where any is."""
    names = {text: re.match(r"[\w-]+", text) for text in requirements}
    oldest = {text: re.search(r">=([\w.]+)", text) for text in requirements}
    return {
        name[0]: None if (least := oldest[text]) is None else least[1]
        for text, name in names.items()
        if name is not None
    }


def test_the_oldest_versions_that_are_tested_are_the_oldest_allowed() -> None:
    extras = PROJECT["optional-dependencies"]
    needed = PROJECT["dependencies"] + extras["plots"] + extras["tables"]
    needed += [one for one in extras["sweep"] if not one.startswith("intercity[")]
    lines = (ROOT / "tests" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    tested = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert tested == floors(needed)
    assert len(tested) == len(needed)


def test_the_tests_of_each_extra_run_with_the_oldest_versions() -> None:
    """They skip themselves where the extra is missing, and nobody would see it."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "'.[plots,sweep,tables]'" in script
    names = re.search(r"^front_door=\(([^)]*)\)", script, re.MULTILINE)
    assert names is not None
    assert {"pictures", "tables", "from_table", "sweep_command", "versions"} <= set(
        names[1].split()
    )


def test_the_command_line_stands_on_no_click_of_the_users_own() -> None:
    """Typer below 0.26 with a new click printed the version, whatever was asked, and exited 0."""
    from importlib.metadata import requires

    assert not any(re.match(r"click\b", one) for one in requires("typer") or [])


def test_what_a_missing_package_is_told_to_install_is_what_the_extra_installs() -> None:
    extras = PROJECT["optional-dependencies"]

    def packages(extra: str) -> set[str]:
        found: set[str] = set()
        for text in extras[extra]:
            inner = re.match(r"intercity\[(\w+)\]", text)
            found |= packages(inner[1]) if inner else set(floors([text]))
        return found

    assert {extra: set(named.split()) for extra, named in EXTRAS.items()} == {
        extra: packages(extra) for extra in EXTRAS
    }
