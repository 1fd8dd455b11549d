r"""A scenario file, read and checked, table by table and between the tables.

>>> parse_scenario('''
... format = 1
... title = "Two cities"
... [game]
... sense = "gain"
... assumed = "an example"
... worths = { A = 1, B = 2.5, "A, B" = 6 }
... ''').players
('A', 'B')

What is wrong is said in one sentence, with the file, the table, the key, the value and what would
be right:

>>> parse_scenario('format = 1\ntitle = "Nobody"')
Traceback (most recent call last):
    ...
intercity.faults.ScenarioError: scenario.toml: [cities] is missing; it should be at least one
city, as [cities.NAME].
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from games.errors import of_kind
from intercity.agreement import inconsistencies
from intercity.faults import ScenarioError, findings, first, no_toml
from intercity.scenario import Scenario

__all__ = ["json_schema", "load_scenario", "parse_scenario"]


def load_scenario(path: str | Path) -> Scenario:
    """Read and check a scenario file (TOML, UTF-8).

    Errors: ``ScenarioError``, one sentence that names file, table, key, value and what would be
    right; the first fault in the order of the file, with the number of others.
    """
    of_kind(path, str, PathLike, place="path of a scenario")
    file = Path(path)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        expected = f"a scenario file (intercity new {file} writes one to start from)"
        raise ScenarioError(str(file), "", "missing", expected) from None
    except UnicodeDecodeError as error:
        found = f"not UTF-8 at byte {error.start}"
        raise ScenarioError(str(file), "", found, "a TOML file saved as UTF-8") from None
    except OSError as error:
        found = f"not readable ({(error.strerror or 'unknown reason').lower()})"
        raise ScenarioError(str(file), "", found, "a scenario file") from None
    return parse_scenario(text, file)


def parse_scenario(text: str, path: str | Path = "scenario.toml") -> Scenario:
    """``load_scenario`` for a text; ``path`` is what errors call it."""
    of_kind(text, str, place="text of a scenario")
    of_kind(path, str, PathLike, place="path of a scenario")
    file = str(path)
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise ScenarioError(file, "", "nested too deeply", "plain TOML tables") from None
    except ValueError as error:
        raise no_toml(file, text, str(error)) from None
    try:
        scenario = Scenario.from_document(document, Path(path))
    except ValidationError as error:
        raise first(file, document, findings(Scenario, document, error)) from None
    found = list(inconsistencies(scenario))
    if found:
        raise first(file, document, found)
    return scenario


def json_schema() -> dict[str, Any]:
    """The JSON Schema of scenario files, so that editors complete and explain them.

    >>> json_schema()["properties"]["title"]["description"]
    'what the scenario is about'
    """
    schema = Scenario.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "intercity scenario",
        "anyOf": [{"required": [table]} for table in ("cities", "game", "subsidies")],
    }
