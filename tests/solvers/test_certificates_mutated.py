"""Certificates with random changes are refused, or prove the same by other witnesses.

Two thousand changes for each kind of certificate in ``make nightly``, some of them in ``make
test``. A changed certificate that holds gives the same answer, but for the witness itself where
there is a choice of several (a point, an order of what is listed): ``WITNESSES`` says which fields
of the answer that is. Every other difference would be a claim that its certificate does not prove.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import pytest

from solvers.answer import Allocation
from solvers.certificate import Certificate, MalformedCertificate
from tests.properties.strategies import NIGHTLY
from tests.solvers.certificate_mutations import mutated
from tests.solvers.test_certificates_tampered import CERTIFIED, certified

MUTATIONS = 2000 if NIGHTLY else 40
"""So many for each kind, in all of its examples together."""

WITNESSES: dict[str, set[str]] = {
    "Weber set: inside": {"orders"},
    "Weber set: outside": {"gap", "prices"},
    "all-pay contest": {"bids"},
    "assignment": {"split"},
    "bargaining set: outside": {"objection"},
    "core of an airport game": {"point"},
    "cost of stability": {"split"},
    "detection lags": {"terms"},
    "dominance": {"weak"},
    "iterated elimination": {"steps"},
    "iterated weak elimination": {"steps"},
    "least core": {"point"},
    "no potential": {"cycle", "gain"},
    "race in a contest": {"equilibrium"},
    "separable costs, remaining benefits": {"status"},  # other benefits, named, same split
    "sustainable profiles": {"punishments"},
    # Without its witness it claims less, in so many words: "No stick was found".
    "stick and carrot": {
        *("critical", "critical_discount", "ends", "hurts", "status", "stick"),
    },
}


@functools.cache
def examples_of() -> dict[str, int]:
    """How many examples there are of each kind."""
    kinds = [certified(name).certificate.kind for name in CERTIFIED]
    return {kind: kinds.count(kind) for kind in kinds}


def claims(answer: Any) -> dict[str, Any]:
    """What an answer says, by field."""
    if isinstance(answer, Allocation):
        return {"split": dict(answer), "status": answer.status, "proof": answer.proof}
    if dataclasses.is_dataclass(answer):
        fields = (field.name for field in dataclasses.fields(answer))
        return {name: getattr(answer, name) for name in fields if name != "certificate"}
    return {"all": answer}


def strength(claimed: dict[str, Any]) -> tuple[int, Any]:
    """How far an answer is proven: exact before enclosed, a small radius before a large one."""
    proof = claimed.get("proof") or getattr(claimed.get("all"), "proof", None)
    if proof is None:
        return (2, 0)
    return (("unproven", "enclosed", "exact").index(proof.kind), -(proof.radius or 0))


@pytest.mark.parametrize("name", CERTIFIED)
def test_what_is_changed_is_refused_or_another_witness(name):
    subject, certificate = CERTIFIED[name][0], certified(name).certificate
    data, told = certificate.to_json(), claims(certified(name))
    allowed = WITNESSES.get(certificate.kind, set())
    for seed in range(-(-MUTATIONS // examples_of()[certificate.kind])):
        try:
            other = Certificate.from_json(mutated(data, seed))
        except MalformedCertificate:
            continue
        if other == certificate or not other.verify(subject):
            continue
        found = claims(other.answer(subject))
        if strength(found) < strength(told):
            continue  # it claims less, and says so
        different = {field for field in told if found[field] != told[field]}
        dropped = {field for field in different if found[field] is None}
        assert different <= allowed | dropped, f"seed {seed}: {sorted(different)} differ"
