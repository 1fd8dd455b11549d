"""Certificates: what proves an answer, checked without the solver that found it.

A certificate is a frozen dataclass of exact numbers. ``verify(subject)`` re-checks it against the
game (or linear program) with sums, products and comparisons, and answers ``True`` or a ``Refuted``
that says why not. ``answer(subject)`` reads off the answer that the certificate proves: what a
solver returns is nothing more than that, so a reader who trusts ``verify`` need not trust solvers.

A new kind of certificate is a subclass with its fields, its ``violations`` and its ``answer``; the
JSON form follows from the field types.

>>> from games import CoalitionalGame
>>> from solvers.coalitional.core import core
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
>>> certificate = core(pairs).certificate
>>> certificate.verify(pairs)
True
>>> Certificate.from_json(certificate.to_json()) == certificate
True

Source: McConnell, Mehlhorn, Näher and Schweitzer (2011), Certifying algorithms.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from games.errors import IntercityError, kind_name, one_of_names
from games.exact import number_to_json
from games.input_limits import fraction_from_json
from games.on_demand import import_all
from games.strict_json import strict_json

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["Certificate", "MalformedCertificate", "Refuted", "may_end_without_answer"]

_KINDS: dict[str, type[Certificate]] = {}


class MalformedCertificate(ValueError):
    """A certificate in JSON that has not the shape of its kind."""


@dataclasses.dataclass(frozen=True, slots=True)
class Refuted:
    """The verdict on a certificate that does not prove what it claims; false in a condition."""

    reason: str

    def __bool__(self) -> bool:
        return False


class Certificate(ABC):
    """What every certificate can do. Subclasses are frozen dataclasses, ``kind`` names them.

    ``of``: the function whose answers it proves, and no other's. ``searches``: that this function
    may end without an answer where there is one, as its search does not always get there.
    """

    kind: ClassVar[str]
    of: ClassVar[str] = ""
    searches: ClassVar[bool] = False

    def __init_subclass__(
        cls, kind: str = "", of: str = "", *, searches: bool = False, **keywords: Any
    ) -> None:
        super().__init_subclass__(**keywords)
        kind = kind or cls.__dict__.get("kind", "")  # a slotted dataclass is created twice
        if kind:
            cls.kind = kind
            _KINDS[kind] = cls
        if of:
            cls.of, cls.searches = of, searches

    @abstractmethod
    def violations(self, subject: Any) -> Iterator[str]:
        """Each reason why this certificate does not hold of the subject, as a sentence."""

    @abstractmethod
    def answer(self, subject: Any) -> Any:
        """The answer that this certificate proves."""

    def verify(self, subject: Any) -> Literal[True] | Refuted:
        """``True``, or a ``Refuted`` with the first reason; never raises on a bad certificate."""
        kinds = _subjects(type(self))
        if kinds and not isinstance(subject, kinds):
            names = " or ".join(map(kind_name, kinds))
            given = kind_name(type(subject))
            return Refuted(f"The {self.kind} certificate is of {names}, not of {given}.")
        try:
            for violation in chain(_misplaced(self), self.violations(subject)):
                return Refuted(violation)
        except (AttributeError, TypeError):
            given = type(subject).__name__
            return Refuted(f"The {self.kind} certificate does not fit this {given}.")
        except (ArithmeticError, LookupError, ValueError) as error:
            return Refuted(
                f"The {self.kind} certificate does not fit its subject: {_reason(error)}"
            )
        return True

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dict; a fraction is written ``{"exact": "3/2", "value": 1.5}``."""
        encoded: dict[str, Any] = _converter().unstructure(self, unstructure_as=Certificate)
        return encoded

    @staticmethod
    def from_json(data: Any) -> Certificate:
        """The certificate that ``to_json`` wrote, or its text; else ``MalformedCertificate``.

        In a text a key that stands twice is refused; of a dict it can no longer be seen.
        """
        from cattrs import BaseValidationError, transform_error

        try:
            if isinstance(data, str | bytes):
                data = strict_json(data)
            converter: Any = _converter()
            found: Certificate = converter.structure(data, Certificate)
            return found
        except BaseValidationError as error:
            raise MalformedCertificate("; ".join(transform_error(error, "$", _violation))) from None
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise MalformedCertificate(str(error)) from None


def may_end_without_answer(solver: str) -> bool:
    """Whether a function searches, and may end without an answer where there is one."""
    return any(kind.searches for kind in _KINDS.values() if kind.of == solver)


def _reason(error: Exception) -> str:
    """The sentence of an error of ours; Python's own words are of no use to a reader."""
    return str(error) if isinstance(error, IntercityError) else "its parts do not belong together."


def _violation(error: BaseException, kind: type | None) -> str:
    """What is wrong with one part of a certificate in JSON."""
    from cattrs import ForbiddenExtraKeysError

    if isinstance(error, KeyError):
        return f"the part {error} is missing"
    if isinstance(error, ForbiddenExtraKeysError):
        return "a part has no place here: " + ", ".join(sorted(error.extra_fields))
    if isinstance(error, _Unreadable):
        return str(error)
    origin = typing.get_origin(kind) or kind
    if origin is tuple:
        return "this is not a list"
    name = getattr(origin, "__name__", "part")
    return f"this is not a {_IN_JSON.get(name, name)}"


class _Unreadable(TypeError):
    """A part of a certificate that is of another kind, in words for a reader."""


_IN_JSON = {"Mapping": "mapping from names", "dict": "mapping from names", "int": "whole number"}


@functools.cache
def _subjects(kind: type[Certificate]) -> tuple[type, ...]:
    """The kinds of subject that ``violations`` is declared for; none where it says no class."""
    hints = typing.get_type_hints(kind.violations)
    declared = next((hint for name, hint in hints.items() if name != "return"), Any)
    union = isinstance(declared, types.UnionType)
    options = typing.get_args(declared) if union else (declared,)
    classes = tuple(each for each in options if isinstance(each, type) and each is not Any)
    return classes if len(classes) == len(options) else ()


def _is_certificate(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Certificate)


def _is_one_of_several(kind: Any) -> bool:
    """Whether a field holds a certificate of one of several kinds, or perhaps none."""
    options = set(typing.get_args(kind)) - {types.NoneType}
    union = typing.get_origin(kind) in (types.UnionType, typing.Union)
    return union and len(options) > 1 and all(map(_is_certificate, options))


@functools.cache
def _nested(kind: type[Any]) -> dict[str, tuple[type[Certificate], ...]]:
    """The kinds of certificate that stand in each field, or in its lists and mappings."""

    def kinds(hint: Any) -> Iterator[type[Certificate]]:
        if _is_certificate(hint):
            yield hint
        for part in typing.get_args(hint):
            yield from kinds(part)

    hints = typing.get_type_hints(kind)
    found = {field.name: tuple(kinds(hints[field.name])) for field in dataclasses.fields(kind)}
    return {name: each for name, each in found.items() if each}


def _misplaced(certificate: Certificate) -> Iterator[str]:
    """Which certificates in it are of another kind than belongs there."""
    for name, expected in _nested(type(certificate)).items():
        parts = [getattr(certificate, name)]
        for part in parts:
            if isinstance(part, Mapping):
                parts += part.values()
            elif isinstance(part, tuple):
                parts += part
            elif isinstance(part, expected):
                yield from _misplaced(part)
            elif isinstance(part, Certificate):
                yield f"A {part.kind} certificate stands where another kind belongs."


def _is_kind(name: Any) -> bool:
    """Whether a kind of certificate has that name; kinds of layers in use are imported first."""
    if not isinstance(name, str):
        return False
    if name not in _KINDS:
        import_all()
    return name in _KINDS


def _brief(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) < 60 else f"{shown[:50]} ..."


@functools.cache
def _converter() -> Converter:
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

    converter = Converter(forbid_extra_keys=True)

    def strict(value: Any, kind: type[Any]) -> Any:
        if type(value) is not kind:
            expected = {"int": "a whole number", "str": "a text", "bool": "true or false"}
            raise _Unreadable(f"{_brief(value)} is not {expected[kind.__name__]}")
        return value

    for kind in (int, str, bool):
        converter.register_structure_hook(kind, strict)

    def read_fraction(value: Any, _: Any) -> Fraction:
        if not isinstance(value, dict) or value.keys() != {"exact", "value"}:
            raise _Unreadable(f"{_brief(value)} is not a fraction, with exact and value")
        try:
            fraction = fraction_from_json(value["exact"])
        except (ArithmeticError, ValueError) as error:
            raise _Unreadable(f"{_brief(value['exact'])} is {error}") from None
        if number_to_json(fraction) != value:
            raise _Unreadable(f"{_brief(value)} gives two different numbers")
        return fraction

    converter.register_structure_hook(Fraction, read_fraction)
    converter.register_unstructure_hook(Fraction, number_to_json)

    @functools.cache
    def writer(kind: type[Certificate]) -> Any:
        return make_dict_unstructure_fn(kind, converter)

    def write(certificate: Certificate) -> dict[str, Any]:
        return {"kind": certificate.kind, **writer(type(certificate))(certificate)}

    @functools.cache
    def reader(kind: type[Certificate]) -> Any:
        return make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)

    def read(data: Any, kind: Any) -> Certificate | None:
        options = typing.get_args(kind) or (kind,)
        if data is None and types.NoneType in options:
            return None
        if not isinstance(data, dict) or not _is_kind(data.get("kind")):
            named = data.get("kind") if isinstance(data, dict) else None
            said = named if isinstance(named, str) else ""
            raise _Unreadable(f"a certificate has a kind, {one_of_names(said, sorted(_KINDS))}")
        found = _KINDS[data["kind"]]
        if not issubclass(found, options):
            raise _Unreadable(f"a {found.kind} certificate stands where another kind belongs")
        fields = {name: value for name, value in data.items() if name != "kind"}
        certificate: Certificate = reader(found)(fields, found)
        return certificate

    converter.register_unstructure_hook_func(_is_certificate, write)
    converter.register_structure_hook_func(_is_certificate, read)
    converter.register_structure_hook_func(_is_one_of_several, read)
    return converter
