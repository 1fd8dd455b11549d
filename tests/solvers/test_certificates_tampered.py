"""A certificate with any one number, name or word changed does not verify, or cannot be read.

To have a certificate tested, add a line to CERTIFIED in the file of its room in tests/certified/:
its subject and a function that solves it.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import fields
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from solvers.certificate import _KINDS, Certificate, MalformedCertificate
from solvers.coalitional.core import core
from solvers.coalitional.least_core import least_core
from tests.certified._subjects import NAMES
from tests.certified.coalitional import COSTS, DUO, ROOMY, TIGHT
from tests.solvers.certificate_mutations import is_number, parts
from tests.solvers.witness_checks import claims

CERTIFIED: dict[str, tuple[Any, Any]] = {}
for _room in sorted((Path(__file__).parents[1] / "certified").glob("[!_]*.py")):
    CERTIFIED |= import_module(f"tests.certified.{_room.stem}").CERTIFIED


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every leaf of the JSON with its path; a fraction is one leaf."""
    if isinstance(data, dict) and data.keys() != {"exact", "value"}:
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list | tuple):
        for k, value in enumerate(data):
            yield from leaves(value, (*path, k))
    else:
        yield path, data


def with_leaf(data: Any, path: tuple[Any, ...], leaf: Any) -> Any:
    """The JSON with another leaf there; what does not lead to it is not copied."""
    if not path:
        return leaf
    changed = data.copy()
    changed[path[0]] = with_leaf(data[path[0]], path[1:], leaf)
    return changed


def forgeries(leaf: Any) -> Iterator[Any]:
    if isinstance(leaf, dict):
        number, tiny = Fraction(leaf["exact"]), Fraction(1, 10**9)
        near = (number + 1, number - 1, number + tiny, number - tiny)
        for other in dict.fromkeys((*near, -number, number / 2, Fraction(0))):
            if other != number:
                yield {"exact": str(other), "value": float(other)}
    elif isinstance(leaf, bool):
        yield not leaf
    elif isinstance(leaf, int):
        yield from (leaf + 1, leaf - 1, str(leaf))
    elif isinstance(leaf, str):
        yield from (other for other in (*NAMES, leaf + "x", "") if other != leaf)
        if leaf in _KINDS:
            yield from (kind for kind in sorted(_KINDS) if kind != leaf)
    elif leaf is None:
        yield from (0, {"exact": "0", "value": 0.0})
    else:
        raise AssertionError(f"{leaf!r} is no leaf that a certificate should have")


@functools.cache
def certified(name: str) -> Any:
    """The answer, found once and when it is first asked for: all of them take seconds."""
    subject, concept = CERTIFIED[name]
    return concept(subject)


_TRIED: set[tuple[frozenset[str], str]] = set()


def tried_with_such_fields(data: dict[str, Any], kind: str) -> bool:
    """Whether a kind with other fields was asked to take these: it refuses them for their names."""
    pair = frozenset(data), kind
    if pair in _TRIED:
        return {field.name for field in fields(_KINDS[kind])} | {"kind"} != data.keys()
    _TRIED.add(pair)
    return False


@pytest.mark.parametrize("name", CERTIFIED)
def test_no_leaf_can_be_changed(name):
    subject, certificate = CERTIFIED[name][0], certified(name).certificate
    assert certificate.verify(subject) is True
    data = certificate.to_json()
    assert Certificate.from_json(data) == certificate
    found = list(leaves(data))
    assert len(found) > 1
    for path, leaf in found:
        for forged in forgeries(leaf):
            if path == ("kind",) and forged in _KINDS and tried_with_such_fields(data, forged):
                continue
            try:
                other = Certificate.from_json(with_leaf(data, path, forged))
            except MalformedCertificate:
                continue
            if path == ("kind",) and other.verify(subject):
                # One city, say, gets the same by most concepts: then it may be called by any.
                assert other.answer(subject) == certificate.answer(subject)
                continue
            assert not other.verify(subject), f"{path}: {leaf!r} -> {forged!r} passes"


def test_no_number_can_be_written_in_another_way():
    data = least_core(TIGHT).certificate.to_json()
    for path, leaf in leaves(data):
        if isinstance(leaf, dict):
            number = Fraction(leaf["exact"])
            others = (
                {**leaf, "exact": str(number + 1)},
                {**leaf, "value": leaf["value"] + 0.5},
                str(number),
            )
            for other in others:
                with pytest.raises(MalformedCertificate):
                    Certificate.from_json(with_leaf(data, path, other))


@pytest.mark.parametrize("name", CERTIFIED)
def test_no_part_that_is_needed_can_be_left_out(name):
    """A proof may have a level too many; what is left then proves the same answer."""
    subject, certificate = CERTIFIED[name][0], certified(name).certificate
    data = certificate.to_json()

    def without_one(at: Any) -> Iterator[Any]:
        if isinstance(at, dict):
            for key, value in at.items():
                yield {k: v for k, v in at.items() if k != key}
                yield from ({**at, key: other} for other in without_one(value))
        elif isinstance(at, list):
            for k, value in enumerate(at):
                yield at[:k] + at[k + 1 :]
                yield from ([*at[:k], other, *at[k + 1 :]] for other in without_one(value))

    for changed in without_one(data):
        try:
            other = Certificate.from_json(changed)
        except MalformedCertificate:
            continue
        if other.verify(subject):
            assert other.answer(subject) == certificate.answer(subject), changed


OTHER_ORDERS = ("no potential", "Shapley estimate of a large game")
"""Kinds whose lists in another order say something else, which may be true: a cycle gone round the
other way, a sample that is drawn twice."""


def rearranged(data: Any) -> Iterator[Any]:
    """Lists and mappings emptied, turned round, their first two exchanged or the first doubled."""
    for at, part in parts(data):
        if not part or is_number(part):
            continue
        if isinstance(part, list):
            turned = (part[::-1], part[1::-1] + part[2:], part[:1] + part, [])
            yield from (with_leaf(data, at, other) for other in turned if other != part)
        elif isinstance(part, dict) and "kind" not in part:
            yield with_leaf(data, at, {})
            if len(part) > 1:
                yield with_leaf(data, at, dict(reversed(part.items())))


@pytest.mark.parametrize("name", CERTIFIED)
def test_what_is_rearranged_is_refused_or_says_the_same(name):
    """In all its letters, perhaps in another order."""
    subject, certificate = CERTIFIED[name][0], certified(name).certificate
    told = sorted(str(claims(certificate.answer(subject))))
    for changed in rearranged(certificate.to_json()):
        try:
            other = Certificate.from_json(changed)
        except MalformedCertificate:
            continue
        if other.verify(subject) and other.kind not in OTHER_ORDERS:
            assert sorted(str(claims(other.answer(subject)))) == told, changed


def renamed(data: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """The JSON with one name by which a number is kept changed."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in names:
                yield {k + "x" if k == key else k: v for k, v in data.items()}
            yield from ({**data, key: other} for other in renamed(value, names))
    elif isinstance(data, list):
        for k, value in enumerate(data):
            yield from ([*data[:k], other, *data[k + 1 :]] for other in renamed(value, names))


@pytest.mark.parametrize("name", CERTIFIED)
def test_no_number_can_be_kept_by_the_name_of_a_stranger(name):
    subject, certificate = CERTIFIED[name][0], certified(name).certificate
    players = getattr(subject, "players", getattr(subject, "cities", ()))
    for changed in renamed(certificate.to_json(), tuple(map(str, players))):
        try:
            other = Certificate.from_json(changed)
        except MalformedCertificate:
            continue
        if other.verify(subject):
            assert other.answer(subject) == certificate.answer(subject), changed


def test_a_certificate_proves_nothing_about_another_game():
    for name, (subject, _) in CERTIFIED.items():
        certificate = certified(name).certificate
        others = [game for game in (ROOMY, TIGHT, DUO, COSTS) if game is not subject]
        assert all(not certificate.verify(other) for other in others if other != subject)


@pytest.mark.parametrize("name", CERTIFIED)
def test_a_subject_of_another_kind_is_told_by_its_kind(name):
    """And of which kind it should be, where there is one; never in words of Python's own."""
    subject, certificate = CERTIFIED[name][0], certified(name).certificate
    told = certificate.verify(Stranger()).reason
    assert "Stranger" in told
    assert "attribute" not in told
    if " certificate is of " in told:
        assert type(subject).__name__ in told


def test_other_kinds_are_told_with_their_article():
    certificate = core(ROOMY).certificate
    assert certificate.verify(3).reason.endswith("is of a CoalitionalGame, not of an int.")
    assert certificate.verify(None).reason.endswith("not of None.")


class Stranger:
    """What no certificate is about."""


def test_a_text_that_can_be_read_in_two_ways_is_no_certificate():
    text = json.dumps(core(ROOMY).certificate.to_json())
    assert Certificate.from_json(text) == core(ROOMY).certificate
    twice = text.replace('"kind": ', '"kind": "least core", "kind": ', 1)
    with pytest.raises(MalformedCertificate, match="the key 'kind' stands twice in one object"):
        Certificate.from_json(twice)


@pytest.mark.parametrize(
    ("field", "part", "told"),
    [
        ("split", None, "this is not a mapping from names"),
        ("split", {"A": 1}, "1 is not a fraction, with exact and value"),
        (
            "split",
            {"A": {"exact": "1/0", "value": 1.0}},
            "'1/0' is not a whole number, nor a fraction",
        ),
        ("kind", "no such", "a certificate has a kind, one of"),
        ("kind", "leastcore", "a certificate has a kind, one of least core, "),
        ("kind", ["least core"], "a certificate has a kind, one of"),
    ],
)
def test_what_is_wrong_in_a_certificate_is_told_in_words_of_its_own(field, part, told):
    data = least_core(ROOMY).certificate.to_json() | {field: part}
    with pytest.raises(MalformedCertificate, match=told):
        Certificate.from_json(data)


def test_a_collection_that_names_a_stranger_says_who():
    half = {"exact": "1/2", "value": 0.5}
    data = {"kind": "core: empty", "collection": [{"coalition": ["A", "Z"], "weight": half}]}
    assert Certificate.from_json(data).verify(ROOMY).reason == "Z is no player of the game."
