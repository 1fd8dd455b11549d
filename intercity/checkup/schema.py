"""The JSON Schema of reports: what each part holds, and under which keys.

It is read off the classes of the outcomes, of the table and of the agreements, so that it says what
they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from games.errors import IntercityError
from intercity.findings.payoffs import Payoffs
from intercity.plausibility import Slip
from intercity.topics.negotiation.negotiated import Negotiated
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
    StrEnum: {"type": "string"},
    Outcome: {"type": "object"},
    Repair: {"$ref": "#/$defs/repair"},
    NoRepair: {
        "type": "object",
        "properties": {"none": {"type": "string"}},
        "required": ["none"],
    },
}


def report_schema() -> dict[str, Any]:
    """The JSON Schema of a report.

    >>> sorted(report_schema()["properties"]["findings"]["items"]["required"])[:3]
    ['check', 'facts', 'margin']
    """
    number = {"type": "integer", "minimum": 1}
    parts = {"as": {"type": "object", "additionalProperties": number}}  # of earlier certificates
    certificate = {"type": "object", "properties": parts, "required": ["answer"]}
    certificates = {"type": "array", "items": certificate}
    warning = _of(key=str, value=Fraction, slip=Slip, says=str)
    switching_value = _closed(
        _properties(key=str, check=str, becomes=str, value=Fraction, distance=Fraction)
        | _properties(before=Fraction, after=Fraction, until=Fraction, beyond=Fraction | None)
        | _properties(low=Fraction, high=Fraction)
        | {"certificates": {"type": "array", "items": certificates}}
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "intercity report",
        **_closed(
            {
                "format": {"const": 2},
                **_properties(title=str, money=str, in_short=str, claims=int, unproven=list[str]),
                "warnings": {"type": "array", "items": warning},
                "payoffs": schema_of(Payoffs),
                "negotiated": schema_of(Negotiated),
                "findings": {"type": "array", "items": _finding()},
                "switching_values": {"type": ["array", "null"], "items": switching_value},
                "certificates": certificates,
            },
            robustness=_robustness(certificates),
        ),
        "$defs": {
            "number": NUMBER,
            # Topics add fields to a repair, as they do where there is none.
            "repair": {**_of_fields(Repair), "additionalProperties": True},
        },
    }


def _robustness(certificates: dict[str, Any]) -> dict[str, Any]:
    """How far all assumed numbers may be off together."""
    turned = _closed(
        _properties(check=str, becomes=str, part=Fraction, moves=Mapping[str, Fraction])
        | {"certificates": certificates}
    )
    # By box of numbers that stay whole; what a proof is worked out from differs by what it is of.
    hints = {"type": "array", "items": {"type": "object"}}
    return _closed(
        _properties(numbers=int, verdicts=Mapping[str, str], left_out=list[str], proven=Fraction)
        | _properties(parts=Mapping[str, Fraction])
        | {
            "turned": {"anyOf": [turned, {"type": "null"}]},
            "edges": {"type": "object", "additionalProperties": turned},
            "hints": {"type": "object", "additionalProperties": hints},
        }
    )


def _finding() -> dict[str, Any]:
    """What is found by one check, with the facts of its own topic."""
    checks = [topic for topic in TOPICS if topic.number]
    either = [
        {
            "if": {"properties": {"name": {"const": topic.name}}},
            "then": {"properties": {"facts": {"anyOf": list(_facts(topic.contents.outcomes))}}},
        }
        for topic in checks
    ]
    properties = {
        "check": {"type": "integer"},
        "name": {"enum": [topic.name for topic in checks]},
        "verdict": {"enum": [verdict.value for verdict in Verdict]},
        "margin": schema_of(Fraction | None),
        "proof": {"type": "string"},
        "facts": {"type": "object"},
        "repair": schema_of(Repair | NoRepair | None),
        "words": _of(says=str, repair=str, line=str, remedy=str),
    }
    return {**_closed(properties), "allOf": either}


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
    if kind is list:
        return {"type": "array", "items": schema_of(inside[0])}
    if kind is tuple:
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
    properties = _properties(**{name: hints[name] for name in own})
    if issubclass(given, Clause):
        properties = {"kind": {"const": given.kind}, **properties}
    return _closed(properties)


def _of(**hints: Any) -> dict[str, Any]:
    return _closed(_properties(**hints))


def _properties(**hints: Any) -> dict[str, Any]:
    return {name: schema_of(hint) for name, hint in hints.items()}


def _closed(properties: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with these keys, all of them, the ``optional`` ones perhaps, and no other."""
    return {
        "type": "object",
        "properties": properties | optional,
        "required": list(properties),
        "additionalProperties": False,
    }
