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

What is wrong is said in one sentence each, with the file, the table, the key, the value and what
would be right:

>>> parse_scenario('format = 1\ntitle = "Nobody"')
Traceback (most recent call last):
    ...
intercity.scenario.errors.ScenarioError: scenario.toml: [cities] is missing; it should be at
least one city, as [cities.NAME].
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, islice
from os import PathLike
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, create_model

from games.errors import InvalidInput, of_kind
from games.input_limits import LARGEST_SCENARIO, MOST_CITIES, MOST_FAULTS
from intercity.files import read_file, why_unread
from intercity.region.cities import (
    players_violations,
    sources_violations,
    time_violations,
)
from intercity.region.deal.validation import compact_violations, province_violations
from intercity.region.production.validation import (
    activities_violations,
    names_violations,
    platforms_violations,
    project_violations,
    resources_violations,
)
from intercity.region.table_of_worths import game_violations
from intercity.scenario.errors import (
    ScenarioError,
    Violation,
    ViolationKind,
    error_of,
    findings,
)
from intercity.scenario.no_toml import no_toml
from intercity.scenario.scenario import Scenario
from intercity.scenario.section import Section
from intercity.scenario.within_limits import decimal, refuse_beyond_toml, within_limits
from intercity.topics.registry import TOPICS, topics_of

__all__ = [
    "inconsistencies",
    "json_schema",
    "load_scenario",
    "parse_scenario",
    "refused",
    "scenario_with",
]

TABLES_OF_OTHERS = (".csv", ".xlsx")
"""Tables that practitioners keep, of which a scenario can be made."""
TABLES = {key: topic for topic in TOPICS for key in topic.tables}
"""The tables of topics, each with its topic."""

if taken := set(TABLES) & set(Scenario.model_fields):
    raise ValueError(f"a topic has the table {', '.join(sorted(taken))}, which every file may have")

OF_NAMES = (players_violations, sources_violations, names_violations)
OF_NUMBERS = (
    time_violations,
    resources_violations,
    platforms_violations,
    project_violations,
    activities_violations,
    compact_violations,
    province_violations,
)


def scenario_with(tables: Iterable[str]) -> type[Scenario]:
    """The class of scenarios that may have these tables of topics beside those of every file.

    A file is read with those that it has: the topics of others are not imported.

    >>> scenario_with(["corridor"]) is scenario_with(("title", "corridor"))
    True
    """
    asked = set(tables)
    return _scenario_with(tuple(key for key in TABLES if key in asked))


@cache
def _scenario_with(tables: tuple[str, ...]) -> type[Scenario]:
    fields: dict[str, Any] = {}
    for key in tables:
        about = TABLES[key].tables[key]
        kind = TABLES[key].contents.sections[key]
        fields[key] = (kind | None, Field(default=None, description=about))
    return create_model("ScenarioFile", __base__=ScenarioFile, __module__=__name__, **fields)


class ScenarioFile(Scenario):
    __doc__ = Scenario.__doc__

    def __reduce__(self) -> tuple[Any, ...]:
        # Its class is made at run time, so pickle cannot find it by name.
        return _unpickled, (tuple(type(self).model_fields), self.__getstate__())


def _unpickled(tables: tuple[str, ...], state: dict[Any, Any]) -> Scenario:
    kind = scenario_with(tables)
    found = kind.__new__(kind)
    found.__setstate__(state)
    return found


def _rules_of_numbers(scenario: Scenario) -> Iterator[Callable[[Scenario], Iterable[Violation]]]:
    yield from OF_NUMBERS
    for topic in topics_of(scenario):
        yield topic.contents.violations
    yield game_violations


def refused(scenario: Scenario) -> bool:
    """Whether its numbers, as they were moved, do not fit together: no file may have them."""
    rules = _rules_of_numbers(scenario)
    return any(next(iter(rule(scenario)), None) is not None for rule in rules)


def inconsistencies(scenario: Scenario) -> Iterator[Violation]:
    """Everything that is wrong between the tables."""
    for rule in chain(OF_NAMES, _rules_of_numbers(scenario)):
        yield from rule(scenario)
        if not scenario.players or len(scenario.players) > MOST_CITIES:  # as the first rule says
            return


def load_scenario(path: str | Path) -> Scenario:
    """Read and check a scenario file (TOML, UTF-8).

    Errors: ``ScenarioError``, a line for each fault in the order of the file: one sentence that
    names file, table, key, value and what would be right.

    >>> load_scenario("examples/quzhou_hangzhou/scenario.toml").players
    ('Hangzhou', 'Ningbo', 'Jinhua', 'Quzhou', 'Lishui')
    >>> load_scenario("nowhere.toml")
    Traceback (most recent call last):
        ...
    intercity.scenario.errors.ScenarioError: nowhere.toml is missing; it should be a scenario file
    (intercity new nowhere.toml writes one to start from).
    """
    of_kind(path, str, PathLike, place="path of a scenario")
    file = Path(path)
    if file.suffix.lower() in TABLES_OF_OTHERS:
        expected = f"a scenario file (intercity new FILE --from {file} writes one from it)"
        raise ScenarioError(str(file), "", "a table", expected, kind=ViolationKind.UNREADABLE)
    try:
        text = read_file(file, LARGEST_SCENARIO).decode("utf-8-sig")
    except FileNotFoundError:
        expected = f"a scenario file (intercity new {file} writes one to start from)"
        raise ScenarioError(
            str(file), "", "missing", expected, kind=ViolationKind.MISSING
        ) from None
    except (OSError, ValueError) as error:
        found, right = why_unread(error), "a scenario file, in TOML and UTF-8"
        raise ScenarioError(str(file), "", found, right, kind=ViolationKind.UNREADABLE) from None
    return parse_scenario(text, file)


def parse_scenario(text: str, path: str | Path = "scenario.toml") -> Scenario:
    """``load_scenario`` for a text; ``path`` is what errors call it.

    Errors: ``ScenarioError``, as for a file.

    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "Two cities"
    ... [game]
    ... sense = "gain"
    ... assumed = "an example"
    ... worths = { Port = 1, Hill = 2, "Port, Hill" = 5 }
    ... ''')
    >>> scenario.title
    'Two cities'
    """
    of_kind(text, str, place="text of a scenario")
    if text.endswith(".toml") and "\n" not in text:
        right = "what the file holds: load_scenario reads it"
        raise InvalidInput("text of a scenario", text, right)
    of_kind(path, str, PathLike, place="path of a scenario")
    file = str(path)
    refuse_beyond_toml(file, text)
    try:
        document = within_limits(file, tomllib.loads(text, parse_float=decimal))
    except RecursionError:
        found, right = "nested too deeply", "plain TOML tables"
        raise ScenarioError(file, "", found, right, kind=ViolationKind.UNREADABLE) from None
    except ScenarioError:
        raise
    except ValueError as error:
        raise no_toml(file, text, str(error)) from None
    if not document:
        found = "empty but for comments" if text.strip() else "empty"
        right = "a scenario, such as intercity new OTHER_FILE writes to start from"
        raise ScenarioError(file, "", found, right, kind=ViolationKind.MISSING)
    try:
        scenario = scenario_with(document).from_document(document, Path(path), text)
    except ValidationError as error:
        every = scenario_with(TABLES)  # which of them an unknown one may have meant
        raise error_of(file, document, findings(every, document, error)) from None
    violations = list(islice(inconsistencies(scenario), MOST_FAULTS + 1))
    if violations:
        raise error_of(file, document, violations)
    return scenario


def json_schema() -> dict[str, Any]:
    """The JSON Schema of scenario files, so that editors complete and explain them.

    >>> json_schema()["properties"]["title"]["description"]
    'what the scenario is about'
    """
    schema = scenario_with(TABLES).model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "intercity scenario",
        "anyOf": [{"required": [table]} for table in ("cities", "game", *_naming_cities())],
    }


def _naming_cities() -> Iterator[str]:
    """The tables of topics that name cities."""
    for key, topic in TABLES.items():
        if topic.contents.sections[key].players is not Section.players:
            yield key
