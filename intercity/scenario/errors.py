"""What is wrong with a scenario file, in one sentence: where, what, and what would be right.

The reader (pydantic) and the rules between tables find faults; here they become words, a line for
each in the order of the file, and one error.

>>> raise ScenarioError("s.toml", "[time] horizon", "0", "a whole number, at least 1")
Traceback (most recent call last):
    ...
intercity.scenario.errors.ScenarioError: s.toml: [time] horizon is 0; it should be a whole
number, at least 1.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError

from games.errors import LONGEST_NAME, InvalidInput, one_of_names
from games.input_limits import MOST_FAULTS
from games.printable import cut, printable
from intercity.scenario.quantity import toml_text

__all__ = [
    "Key",
    "Keys",
    "ScenarioError",
    "Violation",
    "ViolationKind",
    "dotted",
    "error_of",
    "findings",
    "missing",
    "nearest",
    "place",
]

Key = str | int
Keys = tuple[Key, ...]


class ViolationKind(StrEnum):
    """What kind of thing is wrong."""

    WRONG = "wrong"
    MISSING = "missing"
    UNKNOWN_KEY = "unknown key"
    UNREADABLE = "unreadable"


SHOWN = 200
"""Characters of a file's name, of keys or of a value in a sentence."""


class Violation(NamedTuple):
    """One thing that is wrong: the keys that lead to it, what was found, what would be right.

    ``found`` is a phrase, ready to be printed. ``meant``: the key that an unknown one is like.
    """

    keys: Keys
    found: str
    expected: str
    kind: ViolationKind = ViolationKind.WRONG
    meant: str | None = None


def missing(keys: Keys, expected: str) -> Violation:
    """What should be there and is not."""
    return Violation(keys, "missing", expected, ViolationKind.MISSING)


class ScenarioError(InvalidInput):
    """A scenario file that cannot be right; the message is one sentence for each fault, on a line.

    Fields, of the first fault: ``file``, ``place`` (table and key), ``value`` (as a phrase),
    ``expected`` and ``kind``; ``others``: the errors of the other faults.
    """

    def __init__(
        self,
        file: str,
        place: str,
        value: str,
        expected: str,
        *,
        kind: ViolationKind = ViolationKind.WRONG,
        others: Sequence[ScenarioError] = (),
    ) -> None:
        super().__init__(place, value, expected)
        self.file, self.kind, self.others = file, kind, tuple(others)
        where = ": ".join(cut(part, SHOWN) for part in (file, place) if part)
        found, right = cut(value, SHOWN), cut(expected, 2 * SHOWN)
        first = printable(f"{where} is {found}; it should be {right}.")
        self.args = ("\n".join([first, *self._told_of_others()]),)

    def __str__(self) -> str:
        return str(self.args[0])

    def _told_of_others(self) -> Iterator[str]:
        """A line for each, up to so many as anybody mends at once."""
        yield from map(str, self.others[: MOST_FAULTS - 1])
        if len(self.others) >= MOST_FAULTS:
            yield printable(f"{cut(self.file, SHOWN)}: more is wrong; mend this first.")

    def __reduce__(self) -> tuple[Any, ...]:
        made = partial(type(self), kind=self.kind, others=self.others)
        return made, (self.file, self.place, str(self.value), self.expected)


def dotted(keys: Keys) -> str:
    """Keys as TOML writes them.

    >>> dotted(("cities", "St. Louis", "discount"))
    'cities."St. Louis".discount'
    """
    return ".".join(
        key if isinstance(key, str) and re.fullmatch(r"[\w-]+", key) else _quoted(key)
        for key in keys
    )


def _quoted(key: Key) -> str:
    return f'"{key}"' if isinstance(key, str) else str(key)


def place(keys: Keys) -> str:
    """``[table] key``; entries of a list are numbered from 1.

    >>> place(("compact", "refund", 0, "years"))
    '[compact.refund #1] years'
    """
    table, last = keys[:-1], keys[-1:]
    while last and isinstance(last[0], int) and table:
        table, last = table[:-1], (*table[-1:], *last)

    def text(part: Keys) -> str:
        words = [f" #{key + 1}" if isinstance(key, int) else f".{dotted((key,))}" for key in part]
        return "".join(words).lstrip(".")

    return f"[{text(table)}] {text(last)}" if table else text(last)


_NO_TABLES = ("format", "title", "money")


def error_of(file: str, document: Mapping[str, Any], violations: list[Violation]) -> ScenarioError:
    """All faults in the order of the file, as an error."""
    order = {keys: position for position, keys in enumerate(_walk(document, ()))}

    def position(violation: Violation) -> int:
        if violation.keys in order:
            return order[violation.keys]
        table = violation.keys  # what is missing is missed where its table ends
        while table not in order:
            table = table[:-1]
        return max(at for keys, at in order.items() if keys[: len(table)] == table)

    def as_error(violation: Violation, others: Sequence[ScenarioError] = ()) -> ScenarioError:
        where = place(violation.keys)
        if len(violation.keys) == 1 and violation.keys[0] not in _NO_TABLES:
            at_top = document.get(str(violation.keys[0]), {})
            where = f"[{where}]" if isinstance(at_top, Mapping | list) else where
        return ScenarioError(
            file, where, violation.found, violation.expected, kind=violation.kind, others=others
        )

    first, *rest = sorted(violations, key=position)
    return as_error(first, [as_error(violation) for violation in rest])


def _walk(node: object, keys: Keys) -> Iterator[Keys]:
    yield keys
    if isinstance(node, Mapping):
        for key, entry in node.items():
            yield from _walk(entry, (*keys, key))
    elif isinstance(node, list):
        for i, entry in enumerate(node):
            yield from _walk(entry, (*keys, i))


_TYPES = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_parsing_size": "a whole number of a few digits",
    "bool_type": "true or false",
    "tuple_type": "a list in [ ]",
    "dict_type": "a table",
    "mapping_type": "a table",
    "model_type": "a table, { key = value, ... }",
    "model_attributes_type": "a table, { key = value, ... }",
}
_TABLES = ("dict_type", "mapping_type", "model_type", "model_attributes_type")


def findings(
    model: type[BaseModel], document: Mapping[str, Any], error: ValidationError
) -> list[Violation]:
    """The faults, but a key that is missing only because it is misspelt is one fault, not two."""
    found = list(islice(_explained(model, document, error), MOST_FAULTS + 1))
    meant = {
        (*violation.keys[:-1], violation.meant)
        for violation in found
        if violation.meant is not None
    }
    return [f for f in found if f.kind is not ViolationKind.MISSING or f.keys not in meant]


def _explained(
    model: type[BaseModel], document: Mapping[str, Any], error: ValidationError
) -> Iterator[Violation]:
    """The findings of pydantic as faults."""
    for found in error.errors(include_url=False):
        keys, node = _located(document, found["loc"])
        kind, context = found["type"], found.get("ctx", {})
        shown = toml_text(node)
        section, meaning = _section_at(model, keys)
        if kind == "fault":
            yield Violation(keys, toml_text(context["shown"]), context["expected"])
        elif kind == "extra_forbidden":
            yield _unknown(model, section, keys, node)
        elif kind == "missing":
            yield missing(keys, meaning or "given")
        elif kind == "literal_error":
            yield Violation(keys, shown, str(context["expected"]).replace("'", '"'))
        elif (brackets := _brackets(kind, section, keys, node)) is not None:
            what, right = brackets
            yield Violation(keys, what, right + _aside(meaning))
        elif kind in _TYPES:
            yield Violation(keys, shown, _TYPES[kind] + _aside(meaning))
        elif kind == "greater_than_equal":  # of counts alone: quantities have a check of their own
            yield Violation(keys, shown, f"a whole number from {context['ge']}")
        elif kind == "less_than_equal":
            yield Violation(keys, shown, f"a whole number up to {context['le']}")
        elif kind == "too_short" and len(node or ()) >= context["min_length"]:
            pass  # its entries are wrong, and told apart
        elif kind == "too_long":
            right = f"a list of {context['max_length']}{_aside(meaning)}"
            yield Violation(keys, shown, right)
        elif kind == "too_short":
            what = "table" if isinstance(node, Mapping) else "list"
            right = f"a {what} of at least {context['min_length']}{_aside(meaning)}"
            yield Violation(keys, shown, right)
        elif kind == "string_too_short":
            yield Violation(keys, shown, f"a text that is not empty{_aside(meaning)}")
        else:
            said = found["msg"].removeprefix("Input should be ").rstrip(".")
            yield Violation(keys, shown, said[:1].lower() + said[1:])


def _unknown(model: type[BaseModel], section: type[BaseModel], keys: Keys, node: Any) -> Violation:
    """A key that its table does not have: the nearest that it has, and which table has this one."""
    known = [field.alias or name for name, field in section.model_fields.items()]
    table = isinstance(node, Mapping) and "v" not in node
    what = "an unknown table" if table else f"an unknown key (its value: {toml_text(node)})"
    name, close = str(keys[-1]), _closest(str(keys[-1]), known)
    right = nearest(name, known, "intercity schema")
    if close is not None and table and len(keys) == 1:
        right = f"[{dotted((close,))}]"
    elsewhere = sorted(set(_tables_with(model, name))) if close is None else []
    if 0 < len(elsewhere) <= 2:
        right = f"in {' or '.join(elsewhere)}, or {right}"
    return Violation(keys, what, right, ViolationKind.UNKNOWN_KEY, close)


def _tables_with(model: type[BaseModel], name: str, above: Keys = ()) -> Iterator[str]:
    """The tables, and those in them, that have a key of this name."""
    for key, field in model.model_fields.items():
        keys = (*above, field.alias or key)
        for inside in _models_in(field.annotation):
            if any(name == (one.alias or other) for other, one in inside.model_fields.items()):
                yield f"[{dotted(keys)}]"
            if not above:
                yield from _tables_with(inside, name, keys)


def _brackets(kind: str, section: type[BaseModel], keys: Keys, node: Any) -> tuple[str, str] | None:
    """What is found and what would be right, where a table is one of several, or the other way."""
    inline = any(isinstance(key, int) for key in keys)  # in a table of a list
    one, several = f"[{dotted(keys)}]", f"[[{dotted(keys)}]]"
    if kind == "tuple_type" and isinstance(node, Mapping) and _holds_tables(section, keys):
        if inline:
            return "{ ... }, a single table", "[{ ... }], a list"
        return f"a single table, {one}", f"{several}, in double brackets"
    tables = isinstance(node, list) and node and all(isinstance(x, Mapping) for x in node)
    if kind in _TABLES and tables and not inline:
        return f"a list of tables, {several}", f"{one}, in single brackets"
    return None


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


def _section_at(model: type[BaseModel], keys: Keys) -> tuple[type[BaseModel], str | None]:
    """The table in which a key stands, and what the key means."""
    section = model
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


def _holds_tables(section: type[BaseModel], keys: Keys) -> bool:
    """Whether the last key of a table is a list of tables."""
    named = {field.alias or name: field for name, field in section.model_fields.items()}
    return next(_models_in(named[str(keys[-1])].annotation), None) is not None


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


MOST_NAMES = 8


def nearest(name: str, known: Sequence[str] | Mapping[str, Any], whole_list: str = "") -> str:
    """The nearest name, else all of them, or the few nearest where nobody would read all.

    ``whole_list``: what shows all of them.

    >>> nearest("foo", ["cities", "firm", "game", "money"])
    'one of cities, firm, game, money'
    >>> nearest("foo", ["quota"])
    'quota'
    >>> nearest("foo", [f"key{k}" for k in range(90)] + ["food_price"], "intercity schema")
    'one of food_price, key0, key1 or 88 more (intercity schema lists all)'
    """
    names = list(known)
    close = _closest(name, names)
    if close is not None:
        return close
    if len(names) < 2:
        return names[0] if names else "left out"
    told = one_of_names(name, names, MOST_NAMES)
    return f"{told} ({whole_list} lists all)" if whole_list and len(names) > MOST_NAMES else told


COMPARED = 200
"""Of more names than these, the first are compared with one that is not known."""


def _closest(name: str, names: Sequence[str]) -> str | None:
    """The name that was meant, if one is like it, upper or lower case, or begins with it.

    >>> _closest("price", ["amount", "price_one_off"])
    'price_one_off'
    """
    if len(name) > LONGEST_NAME:
        return None
    near = [each for each in names[:COMPARED] if len(each) <= LONGEST_NAME]
    found = difflib.get_close_matches(name.lower(), [each.lower() for each in near], n=1)
    longer = [each for each in near if each.startswith(f"{name}_")]
    if not found and len(longer) == 1:
        return longer[0]
    return next((each for each in near if each.lower() in found), None)
