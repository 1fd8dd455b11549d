"""Certificates with random changes are refused, or what they then claim is true.

For each kind of certificate two thousand changes in ``make nightly``, some of them in ``make
test``, are spread over its examples. A changed certificate that holds gives the same answer, in all
that it says, but for three cases, each for the kinds that ``witness_checks`` lists and in the
fields that it lists: another witness where there is a choice of several (a point, an order), shown
to be one by its definition, without what ``verify`` calls; a wider enclosure, which holds the ball
of the answer as it was; or an answer that says that it is unproven, and what it leaves open.

That what is refused is false is not claimed: a witness may be refused for its form.
"""

from __future__ import annotations

import functools

import pytest

from solvers.certificate import Certificate, MalformedCertificate
from tests.properties.strategies import NIGHTLY
from tests.solvers.certificate_mutations import mutated
from tests.solvers.test_certificates_tampered import CERTIFIED, certified
from tests.solvers.witness_checks import WEAKER, WITNESSES, claims, is_weaker

MUTATIONS = 2000 if NIGHTLY else 40
"""So many for each kind, in all of its examples together."""


@functools.cache
def examples_of() -> dict[str, int]:
    """How many examples there are of each kind."""
    kinds = [certified(name).certificate.kind for name in CERTIFIED]
    return {kind: kinds.count(kind) for kind in kinds}


@pytest.mark.parametrize("name", CERTIFIED)
def test_what_is_changed_is_refused_or_true(name):
    subject, answer = CERTIFIED[name][0], certified(name)
    kind, data, told = answer.certificate.kind, answer.certificate.to_json(), claims(answer)
    for seed in range(-(-MUTATIONS // examples_of()[kind])):
        try:
            other = Certificate.from_json(mutated(data, seed))
        except MalformedCertificate:
            continue
        if other == answer.certificate or not other.verify(subject):
            continue
        changed = other.answer(subject)
        found = claims(changed)
        assert found.keys() == told.keys(), f"seed {seed}: the answer is of another kind"
        different = {field for field in told if found[field] != told[field]}
        if not different:
            continue
        weaker = is_weaker(told, found)
        allowed, is_true = (WEAKER if weaker else WITNESSES).get(kind, (set(), None))
        visible = {"status", "proof"} if weaker else set()
        assert different <= allowed | visible, f"seed {seed}: {sorted(different)} differ"
        assert is_true(subject, answer, changed), f"seed {seed}: {sorted(different)} are not shown"


@pytest.mark.parametrize("kind", WITNESSES)
def test_a_witness_is_told_from_what_is_none(kind):
    """What the solver found passes the check; something that ``verify`` refuses fails it."""
    _, is_true = WITNESSES[kind]
    examples = [name for name in CERTIFIED if certified(name).certificate.kind == kind]
    for name in examples:
        subject, answer = CERTIFIED[name][0], certified(name)
        assert is_true(subject, answer, answer)
    assert any(_fails(is_true, name, seed) for name in examples for seed in range(300))


def _fails(is_true, name, seed):
    """Whether the check fails what is made of a change that ``verify`` refuses."""
    subject, answer = CERTIFIED[name][0], certified(name)
    try:
        other = Certificate.from_json(mutated(answer.certificate.to_json(), seed))
        return not other.verify(subject) and not is_true(subject, answer, other.answer(subject))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False  # there is no answer to be read off
