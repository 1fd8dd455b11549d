r"""A scenario file, read: a region, a deal, and where every number comes from.

>>> scenario = parse_scenario('''
... format = 1
... title = "Two cities"
... [game]
... sense = "gain"
... assumed = "an example"
... worths = { A = 1, B = 2.5, "A, B" = 6 }
... ''')
>>> scenario.players, scenario.game.worths["A, B"]
(('A', 'B'), Fraction(6, 1))

What is wrong is said in one sentence, with the file, the table, the key, the value and what would
be right:

>>> parse_scenario('format = 1\ntitle = "Nobody"')
Traceback (most recent call last):
    ...
intercity.scenario.ScenarioError: scenario.toml: [cities] is missing; it should be at least one
city, as [cities.NAME].
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, Field, PrivateAttr, ValidationError

from games.errors import InvalidInput
from games.exact import exact
from intercity.quantity import Quantity, toml_text
from intercity.sections import (
    Activity,
    City,
    Compact,
    Firm,
    GivenGame,
    Platform,
    Project,
    Province,
    Resource,
    Section,
    Statistics,
    Subsidies,
    Time,
)

__all__ = [
    "Fault",
    "Quantity",
    "Scenario",
    "ScenarioError",
    "dotted",
    "json_schema",
    "load_scenario",
    "members",
    "nearest",
    "parse_scenario",
]

Key = str | int
Keys = tuple[Key, ...]


class Fault(NamedTuple):
    """One thing that is wrong: the keys that lead to it, what was found, what would be right.

    ``found`` is a phrase, ready to be printed.
    """

    keys: Keys
    found: str
    expected: str


class ScenarioError(InvalidInput):
    """A scenario file that cannot be right; the message is one sentence.

    Fields: ``file``, ``place`` (table and key), ``value`` (as a phrase), ``expected``, and ``more``
    (how many other faults were found).
    """

    def __init__(self, file: str, place: str, value: str, expected: str, more: int = 0) -> None:
        super().__init__(place, value, expected)
        self.file = file
        self.more = more
        where = f"{file}: {place}" if place else file
        others = f" (and {more} more fault{'s' if more > 1 else ''})" if more else ""
        self.args = (f"{where} is {value}; it should be {expected}{others}.",)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.file, self.place, str(self.value), self.expected, self.more)


class Scenario(Section):
    """A scenario file. Every number with provenance is a ``Quantity``.

    ``load_scenario`` makes one; ``moved`` makes another that differs in one number.
    """

    format: Literal[1] = Field(description="version of this format: 1")
    title: str = Field(min_length=1, description="what the scenario is about")
    money: str = Field(default="money units per year", description="the unit of money, per year")
    time: Time | None = Field(default=None, description="horizon and interest")
    sources: Mapping[str, str] = Field(
        default={}, description="sources by a short key, which numbers name in src"
    )
    cities: Mapping[str, City] = Field(default={}, description="the cities, by name")
    resources: Mapping[str, Resource] = Field(
        default={}, description="what is scarce: quota, projects, buildable, factory_land, ..."
    )
    platforms: Mapping[str, Platform] = Field(default={}, description="parks and offices, by name")
    project: Project | None = Field(default=None, description="what one project uses and brings")
    build: Mapping[str, Quantity] = Field(
        default={}, description="worth to each city of one more mu of built land, per year"
    )
    firm: Firm | None = Field(default=None, description="what decides where a firm produces")
    activities: tuple[Activity, ...] = Field(
        default=(), description="what cities can do beyond what [project] and [build] say"
    )
    compact: Compact | None = Field(default=None, description="the deal on the table")
    province: Province | None = Field(default=None, description="what stands above the cities")
    statistics: Statistics | None = Field(default=None, description="what cities are judged by")
    subsidies: Subsidies | None = Field(default=None, description="the race for mobile projects")
    benchmarks: Mapping[str, Quantity] = Field(
        default={}, description="figures from elsewhere, printed beside the result; not inputs"
    )
    game: GivenGame | None = Field(
        default=None, description="a table of worths, in place of resources and activities"
    )

    _path: Path = PrivateAttr(default=Path("scenario.toml"))
    _where: Mapping[str, Keys] = PrivateAttr(default={})

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def players(self) -> tuple[str, ...]:
        """The cities: of [cities], else of the table [game], else the bidders of [subsidies]."""
        if self.cities:
            return tuple(self.cities)
        if self.game is not None:
            return tuple(dict.fromkeys(name for key in self.game.worths for name in members(key)))
        return self.subsidies.bidders if self.subsidies is not None else ()

    def quantities(self) -> tuple[tuple[str, Quantity], ...]:
        """Every number with provenance, by its dotted key, in the order of the file.

        >>> scenario = parse_scenario('''
        ... format = 1
        ... title = "One city"
        ... cities.Quzhou.tenure = { v = 5, low = 3, high = 8 }
        ... ''')
        >>> [(key, quantity.value) for key, quantity in scenario.quantities()]
        [('cities.Quzhou.tenure', Fraction(5, 1))]
        """
        return tuple((key, self.quantity(key)) for key in self._where)

    def located_quantities(self) -> Iterator[tuple[Keys, Quantity]]:
        """As ``quantities``, by the keys that lead there."""
        return ((keys, self.quantity(key)) for key, keys in self._where.items())

    def quantity(self, key: str) -> Quantity:
        """The number at a dotted key; ``InvalidInput`` suggests the nearest key."""
        found: Any = self
        for step in self._steps(key):
            found = _child(found, step)
        assert isinstance(found, Quantity)  # noqa: S101 - _where leads to quantities only
        return found

    def moved(self, key: str, value: Fraction) -> Scenario:
        """The same scenario with one number moved; its range stays, and may be left.

        Errors: ``InvalidInput`` for a key that is not there, and for a value that such a quantity
        cannot have (a negative amount, a share above 1, a broken number of years).

        >>> scenario = parse_scenario('''
        ... format = 1
        ... title = "One city"
        ... cities.Quzhou.tenure = { v = 5, low = 3, high = 8 }
        ... ''')
        >>> scenario.moved("cities.Quzhou.tenure", Fraction(7, 2)).cities["Quzhou"].tenure.value
        Fraction(7, 2)
        """
        quantity = self.quantity(key)
        number = exact(value, key)
        if not quantity.admits(number):
            raise InvalidInput(key, number, quantity.meaning)
        changed = _replaced(self, self._steps(key), quantity.model_copy(update={"v": number}))
        assert isinstance(changed, Scenario)  # noqa: S101 - the root of the copy
        return changed

    def _steps(self, key: str) -> Keys:
        if key not in self._where:
            raise InvalidInput("the key of a number", key, nearest(key, self._where))
        return self._where[key]


def members(key: str) -> tuple[str, ...]:
    """The cities behind a key of [game.worths].

    >>> members("Hangzhou, Quzhou")
    ('Hangzhou', 'Quzhou')
    """
    return tuple(name.strip() for name in key.split(",")) if key.strip() else ()


def load_scenario(path: str | Path) -> Scenario:
    """Read and check a scenario file (TOML, UTF-8).

    Errors: ``ScenarioError``, one sentence that names file, table, key, value and what would be
    right; the first fault in the order of the file, with the number of others.
    """
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
    from intercity.consistency import faults

    file = str(path)
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise ScenarioError(file, "", "nested too deeply", "plain TOML tables") from None
    except ValueError as error:
        raise _broken(file, text, str(error)) from None
    try:
        scenario = Scenario.model_validate(document)
    except ValidationError as error:
        raise _first(file, document, _findings(document, error)) from None
    scenario._path = Path(path)
    scenario._where = {dotted(keys): keys for keys in _quantity_keys(scenario, document)}
    found = list(faults(scenario))
    if found:
        raise _first(file, document, found)
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


def dotted(keys: Keys) -> str:
    """Keys as TOML writes them.

    >>> dotted(("cities", "St. Louis", "discount"))
    'cities."St. Louis".discount'
    """
    return ".".join(
        key if isinstance(key, str) and re.fullmatch(r"[\w-]+", key) else toml_text(key)
        for key in keys
    )


def _place(keys: Keys) -> str:
    """``[table] key``; entries of a list are numbered from 1."""
    table, last = keys[:-1], keys[-1:]
    while last and isinstance(last[0], int) and table:
        table, last = table[:-1], (*table[-1:], *last)

    def text(part: Keys) -> str:
        words = [f" #{key + 1}" if isinstance(key, int) else f".{dotted((key,))}" for key in part]
        return "".join(words).lstrip(".")

    return f"[{text(table)}] {text(last)}" if table else text(last)


# A key of the top level that is a table is printed as a table.
_TABLES = frozenset(Scenario.model_fields) - {"format", "title", "money"}


def _first(file: str, document: Mapping[str, Any], faults: list[Fault]) -> ScenarioError:
    """The first fault in the order of the file, as an error."""
    order = {keys: position for position, keys in enumerate(_walk(document, ()))}

    def position(fault: Fault) -> int:
        if fault.keys in order:
            return order[fault.keys]
        table = fault.keys  # what is missing is missed where its table ends
        while table not in order:
            table = table[:-1]
        return max(at for keys, at in order.items() if keys[: len(table)] == table)

    first = min(faults, key=position)
    top_table = len(first.keys) == 1 and (
        first.keys[0] in _TABLES or isinstance(document.get(str(first.keys[0])), Mapping)
    )
    place = f"[{dotted(first.keys)}]" if top_table else _place(first.keys)
    return ScenarioError(file, place, first.found, first.expected, len(faults) - 1)


def _walk(node: object, keys: Keys) -> Iterator[Keys]:
    yield keys
    if isinstance(node, Mapping):
        for key, entry in node.items():
            yield from _walk(entry, (*keys, key))
    elif isinstance(node, list):
        for i, entry in enumerate(node):
            yield from _walk(entry, (*keys, i))


def _broken(file: str, text: str, message: str) -> ScenarioError:
    """What tomllib says, with the line it stumbled over."""
    at = re.search(r"\(at line (\d+), column (\d+)\)", message)
    lines = text.splitlines()
    said = re.sub(r" \(at .*\)$", "", message).strip().rstrip(".")
    if at is None or int(at[1]) > len(lines):
        where = f"{lines[-1].strip()!r}, the end of the file" if lines else "empty"
        return ScenarioError(file, "", f"no TOML at {where}", f"TOML ({said})")
    line = lines[int(at[1]) - 1].strip()
    if said.startswith(("Cannot declare", "Cannot overwrite")):
        expected = "given once (this table or key stands in the file already)"
    else:
        expected = f"TOML ({said}, column {at[2]})"
    shown = line if len(line) <= 120 else line[:116] + " ..."
    return ScenarioError(file, f"line {at[1]}", f"`{shown}`", expected)


_TYPES = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list in [ ]",
    "dict_type": "a table",
    "mapping_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


def _findings(document: Mapping[str, Any], error: ValidationError) -> list[Fault]:
    """The faults, but a key that is missing only because it is misspelt is one fault, not two."""
    found = list(_explained(document, error))
    meant = {(*fault.keys[:-1], fault.expected) for fault in found if fault.found != "missing"}
    return [fault for fault in found if fault.found != "missing" or fault.keys not in meant]


def _explained(document: Mapping[str, Any], error: ValidationError) -> Iterator[Fault]:
    """The findings of pydantic as faults."""
    for found in error.errors(include_url=False):
        keys, node = _located(document, found["loc"])
        kind, context = found["type"], found.get("ctx", {})
        shown = toml_text(node)
        section, meaning = _section_at(keys)
        if kind == "fault":
            yield Fault(keys, toml_text(context["shown"]), context["expected"])
        elif kind == "extra_forbidden":
            known = [field.alias or name for name, field in section.model_fields.items()]
            table = isinstance(node, Mapping) and "v" not in node
            what = "an unknown table" if table else f"an unknown key (its value: {shown})"
            yield Fault(keys, what, nearest(str(keys[-1]), known))
        elif kind == "missing":
            yield Fault(keys, "missing", meaning or "given")
        elif kind == "literal_error":
            yield Fault(keys, shown, str(context["expected"]).replace("'", '"'))
        elif kind in _TYPES:
            yield Fault(keys, shown, _TYPES[kind] + _aside(meaning))
        elif kind in {"too_short", "string_too_short"}:
            least = context.get("min_length", 1)
            yield Fault(keys, shown, f"at least {least} long{_aside(meaning)}")
        else:
            said = found["msg"].removeprefix("Input should be ").rstrip(".")
            yield Fault(keys, shown, said[:1].lower() + said[1:])


def _aside(meaning: str | None) -> str:
    return f" ({meaning})" if meaning else ""


def _located(document: Mapping[str, Any], steps: Sequence[Key]) -> tuple[Keys, Any]:
    """Where pydantic found it, without the names of its unions, and what stands there."""
    node: Any = document
    keys: Keys = ()
    for i, step in enumerate(steps):
        there = (isinstance(node, Mapping) and step in node) or (
            isinstance(node, list) and isinstance(step, int) and step < len(node)
        )
        if there:
            node, keys = node[step], (*keys, step)
        elif i == len(steps) - 1 and isinstance(node, Mapping | list):
            return (*keys, step), None
    return keys, node


def _section_at(keys: Keys) -> tuple[type[BaseModel], str | None]:
    """The table in which a key stands, and what the key means."""
    section: type[BaseModel] = Scenario
    meaning = None
    for i, key in enumerate(keys):
        named = {field.alias or name: field for name, field in section.model_fields.items()}
        meaning = None
        if key in named:
            meaning = named[str(key)].description
            inside = next(_models_in(named[str(key)].annotation), None)
            if inside is not None and i < len(keys) - 1:
                section = inside
    return section, meaning


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def nearest(name: str, known: Sequence[str] | Mapping[str, Any]) -> str:
    """The nearest name, else all of them."""
    close = difflib.get_close_matches(name, list(known), n=1)
    if close:
        return close[0]
    return "one of " + ", ".join(known) if known else "left out"


def _child(node: Any, key: Key) -> Any:
    """One step down: a field (by the name it has in the file), a key, a place in a list."""
    if isinstance(node, BaseModel):
        return getattr(node, _field(node, key))
    return node[key]


def _field(node: BaseModel, key: Key) -> str:
    if key in type(node).model_fields:
        return str(key)
    return next(name for name, field in type(node).model_fields.items() if field.alias == key)


def _replaced(node: Any, steps: Keys, leaf: Quantity) -> Any:
    """A copy of the node in which the steps lead to the leaf; the rest is shared."""
    if not steps:
        return leaf
    entry = _replaced(_child(node, steps[0]), steps[1:], leaf)
    if isinstance(node, BaseModel):
        return node.model_copy(update={_field(node, steps[0]): entry})
    if isinstance(node, tuple):
        return tuple(entry if i == steps[0] else old for i, old in enumerate(node))
    return {**node, steps[0]: entry}


def _quantity_keys(scenario: Scenario, document: Mapping[str, Any]) -> Iterator[Keys]:
    def walk(node: Any, raw: Any, keys: Keys) -> Iterator[Keys]:
        if isinstance(node, Quantity):
            yield keys
        elif isinstance(node, BaseModel | Mapping) and isinstance(raw, Mapping):
            for key in raw:
                yield from walk(_child(node, key), raw[key], (*keys, key))
        elif isinstance(node, tuple) and isinstance(raw, list):
            for i, entry in enumerate(raw):
                yield from walk(node[i], entry, (*keys, i))

    yield from walk(scenario, document, ())
