"""A certificate in another one is of a kind that proves what is read off it."""

from __future__ import annotations

import dataclasses
import typing
from fractions import Fraction

import pytest

import intercity  # noqa: F401 - so that all kinds are known
from games import Contest, PartitionGame, SubsidyCompetition
from games.errors import InvalidInput
from mechanisms import audit, stick_and_carrot
from mechanisms.accord.stick_and_carrot import StickAndCarrotCertificate
from mechanisms.accord.subsidy_accord import SubsidyTruce
from mechanisms.accord.truce_patience import (
    PatientTruce,
    TrucePatienceCertificate,
    truce_patience,
)
from mechanisms.claims.duality import DualRuleCertificate
from solvers import escalation, subsidy_equilibrium
from solvers.certificate import _KINDS, Certificate, MalformedCertificate
from solvers.competition.contest_optimum import contest_optimum
from solvers.competition.contest_race import contest_race
from solvers.competition.escalation import EscalationCertificate
from solvers.competition.truce_clubs import TruceClubsCertificate
from tests.solvers.test_certificates_tampered import CERTIFIED, certified

FIRM = Contest(["A", "B"], [6, 4])


def hinted(hint: object) -> list[object]:
    return [hint, *(inner for part in typing.get_args(hint) for inner in hinted(part))]


def test_no_certificate_takes_just_any_certificate():
    """But of a rule of the user's own."""
    open_to_all = {
        kind
        for kind in _KINDS.values()
        for field in dataclasses.fields(kind)
        if Certificate in hinted(typing.get_type_hints(kind)[field.name])
    }
    assert open_to_all == {DualRuleCertificate}


def test_an_optimum_is_no_equilibrium():
    race, optimum = contest_race(FIRM).certificate, contest_optimum(FIRM).certificate
    with pytest.raises(MalformedCertificate, match="stands where another kind belongs"):
        Certificate.from_json(race.to_json() | {"equilibrium": optimum.to_json()})
    built = dataclasses.replace(race, equilibrium=optimum)
    assert "stands where another kind belongs" in built.verify(FIRM).reason


def test_replies_in_an_all_pay_contest_have_no_slopes():
    contest = dataclasses.replace(FIRM, technology="all-pay")
    certificate = EscalationCertificate(subsidy_equilibrium(contest).certificate)
    assert "replies jump" in certificate.verify(contest).reason
    race = SubsidyCompetition(["A", "B"], [1, 1], mu=1)
    assert not dataclasses.replace(escalation(FIRM).certificate).verify(race)
    assert not escalation(race).certificate.verify(FIRM)


def test_a_club_game_without_its_core_is_refused_or_left_open():
    exact = PartitionGame.from_function(["A", "B"], lambda club: [len(club)] * 2)
    assert "missing" in TruceClubsCertificate(None).verify(exact).reason
    near = dataclasses.replace(exact, radius=Fraction(1, 10))
    assert TruceClubsCertificate(None).verify(near) is True
    answer = TruceClubsCertificate(None).answer(near)
    assert answer.status.endswith("Whether the core is empty is left open.")
    assert (answer.core_empty, answer.proof.kind) == (None, "unproven")


def test_a_truce_without_its_stick_is_unproven():
    park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    found, rule = stick_and_carrot(park), SubsidyTruce(park, Fraction(0), 1)
    assert found.proof.kind == "enclosed"
    without = StickAndCarrotCertificate(found.certificate.grim, None)
    assert without.verify(rule) is True
    assert without.answer(rule).proof.kind == "unproven"
    assert "open" in without.answer(rule).status
    patient = PatientTruce(rule, {city: Fraction(14, 100) for city in park.cities})
    kept = truce_patience(patient)
    assert (kept.kept_by, kept.proof.kind) == ("penal code", "enclosed")
    bare = TrucePatienceCertificate(kept.certificate.truce, None, None)
    assert bare.verify(patient) is True
    assert bare.answer(patient).proof.kind == "unproven"
    assert "It is open what keeps the truce" in bare.answer(patient).status


@pytest.mark.parametrize("name", ["audit halfway", "audit on ranges"])
def test_an_audit_says_what_it_was_not_asked(name):
    rule, certificate = CERTIFIED[name][0], certified(name).certificate
    with pytest.raises(InvalidInput, match="one property or more"):
        audit(rule, [])
    parts = {
        field.name: () for field in dataclasses.fields(certificate) if field.name != "certificate"
    }
    assert "Nothing was asked" in dataclasses.replace(certificate, **parts).verify(rule).reason
    assert audit(rule, ["DSIC"]).status.endswith("14 were not asked about.")
