"""Facts to be told, made by hand: those that a test is about, and nothing to say of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from fractions import Fraction
from typing import Any

from intercity.topics.outcome import Verdict
from solvers.answer import EXACT

__all__ = ["facts"]

NOTHING: Mapping[str, Any] = {
    "Fraction": Fraction(0), "int": 0, "bool": False, "str": "", "Proof": EXACT,
    "Verdict": Verdict.STANDS,
}  # fmt: skip


def facts(kind: type, /, **given: Any) -> Any:
    """One of a frozen class with these fields; others are 0, empty or ``None``.

    Where the class asks for fractions whole numbers may be given.
    """
    filled = {}
    for one in fields(kind):
        told = str(one.type)
        if one.name in given:
            value = given.pop(one.name)
            filled[one.name] = _exact(value) if "Fraction" in told else value
        elif one.default is MISSING and one.default_factory is MISSING:
            filled[one.name] = _nothing(told)
    return kind(**filled, **given)


def _nothing(told: str) -> Any:
    if told.endswith("| None"):
        return None
    if told.startswith("Mapping"):
        return {}
    return () if told.startswith("tuple") else NOTHING[told]


def _exact(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, Mapping):
        return {key: _exact(each) for key, each in value.items()}
    return tuple(map(_exact, value)) if isinstance(value, tuple) else value
