"""The JSON Schema of reports: which facts each check returns, and under which keys.

It is read off the classes of the outcomes, so that it says what they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from games.errors import IntercityError
from intercity.topics.outcome import (
    Clause,
    Components,
    NoRepair,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    Verdict,
)
from intercity.topics.registry import TOPICS
from solvers.answer import Proof

__all__ = ["report_schema", "schema_of"]

NUMBER = {
    "type": "object",
    "description": "an exact fraction, and the same in floating point",
    "properties": {"exact": {"type": "string"}, "value": {"type": ["number", "string"]}},
    "required": ["exact", "value"],
    "additionalProperties": False,
}
PLAIN: Mapping[Any, dict[str, Any]] = {
    Fraction: {"$ref": "#/$defs/number"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    NoneType: {"type": "null"},
    Proof: {"type": "string"},
    IntercityError: {
        "type": "object",
        "properties": {"message": {"type": "string"}},
        "required": ["message"],
    },
    Any: {},
    StrEnum: {"type": "string"},
    Outcome: {"type": "object"},
    Repair: {"type": "object"},
    NoRepair: {"type": "object"},
}


def report_schema() -> dict[str, Any]:
    """The JSON Schema of a report.

    >>> sorted(report_schema()["properties"]["findings"]["items"]["required"])[:3]
    ['check', 'facts', 'margin']
    """
    checks = [topic for topic in TOPICS if topic.check is not None]
    either = [
        {
            "if": {"properties": {"name": {"const": topic.name}}},
            "then": {"properties": {"facts": {"anyOf": list(_facts(topic.outcomes))}}},
        }
        for topic in checks
    ]
    finding = {
        "type": "object",
        "properties": {
            "check": {"type": "integer"},
            "name": {"enum": [topic.name for topic in checks]},
            "verdict": {"enum": [verdict.value for verdict in Verdict]},
            "margin": schema_of(Fraction | None),
            "proof": {"type": "string"},
            "facts": {"type": "object"},
            "repair": {"type": ["object", "null"]},
            "words": {
                "type": "object",
                "properties": {
                    key: {"type": "string"} for key in ("says", "repair", "line", "remedy")
                },
                "required": ["says", "repair", "line", "remedy"],
            },
        },
        "required": ["check", "name", "verdict", "margin", "proof", "facts", "repair", "words"],
        "additionalProperties": False,
        "allOf": either,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "intercity report",
        "type": "object",
        "properties": {
            "format": {"const": 2},
            "findings": {"type": "array", "items": finding},
        },
        "required": ["format", "title", "money", "findings", "certificates"],
        "$defs": {"number": NUMBER},
    }


def _facts(outcomes: tuple[type[Outcome], ...]) -> Iterator[dict[str, Any]]:
    """What the topic adds to what all outcomes have."""
    common = {field.name for field in fields(Outcome)}
    for outcome in (*outcomes, NotAsked, Undecided, Components):
        yield _of_fields(outcome, leave_out=common)


def schema_of(hint: Any) -> dict[str, Any]:
    """The schema of one type of fact.

    >>> schema_of(tuple[Fraction, ...])
    {'type': 'array', 'items': {'$ref': '#/$defs/number'}}
    """
    if hint in PLAIN:
        return PLAIN[hint]
    kind, inside = get_origin(hint), get_args(hint)
    if kind in (Union, UnionType):
        return {"anyOf": [schema_of(one) for one in inside]}
    if kind is Literal:
        return {"enum": list(inside)}
    if kind in (tuple, list):
        if len(inside) == 2 and inside[1] is Ellipsis:
            return {"type": "array", "items": schema_of(inside[0])}
        places = [schema_of(one) for one in inside]
        return {"type": "array", "prefixItems": places, "items": False}
    if isinstance(kind, type) and issubclass(kind, Mapping):
        return {"type": "object", "additionalProperties": schema_of(inside[1])}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [one.name.lower() for one in hint]}
    if hint is Clause:
        return {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]}
    if is_dataclass(hint):
        return _of_fields(hint)
    raise TypeError(f"{hint} is no type of fact")


def _of_fields(given: Any, leave_out: set[str] | None = None) -> dict[str, Any]:
    hints = get_type_hints(given)
    own = [field.name for field in fields(given) if field.name not in (leave_out or ())]
    properties = {name: schema_of(hints[name]) for name in own}
    if issubclass(given, Clause):
        properties = {"kind": {"const": given.kind}, **properties}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
