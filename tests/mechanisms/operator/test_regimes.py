"""Hosted, public and joint operation: numbers by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from games import MultitaskAgency, ParkOperator
from games.errors import InvalidInput
from mechanisms import index_contract, operator_regimes

HOST = MultitaskAgency(
    value=(1, 2), index=(1, 0), noise=1, risk_aversion=1, basic=(0, 1), substitution=0.5
)
PARK = ParkOperator(HOST, public=(0.5, 1), joint_noise=1, running={"public": 1}, outside=3)


def test_death_if_managed_chaos_if_released():
    """Rows 24 and 25. By hand, c = 1, s = 1/2: v2 = v1/s, so the index buys nothing: 2 of basic
    quality. Public: 0.5 + 2 - 1. Joint: C^-1 v = (0, 2), b = 4/(4 + 1), x = (0, 8/5):
    2 + 16/5 - (8/5)^2/2 - (4/5)^2/2 = 18/5."""
    found = operator_regimes(PARK)
    assert found.certificate.verify(PARK) is True
    assert found.values == {"hosted": 2, "public": Fraction(3, 2), "joint": Fraction(18, 5)}
    assert found.death_and_chaos
    assert found.worth_it
    assert found.best == "joint"
    assert found.efforts["joint"] == (0, Fraction(13, 5))


def test_a_risky_share_leaves_no_regime():
    found = operator_regimes(replace(PARK, joint_noise=9))
    assert found.death_and_chaos
    assert not found.worth_it
    assert found.values["joint"] < 3


def test_what_is_best_without_risk_is_the_first_best():
    """A share of 1 of everything, if nobody minds risk."""
    park = replace(PARK, hosted=replace(HOST, risk_aversion=0))
    found = operator_regimes(park)
    assert found.slopes["joint"] == 1
    assert found.joint.surplus == index_contract(park.joint).first_best == 4


def test_not_so_bad():
    found = operator_regimes(replace(PARK, outside=0))
    assert not found.death_and_chaos
    assert found.status == ("Best is joint: hosted 2, public 1.5, joint 3.6; without a park 0.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"public": 1}, "public is 1; it should be two numbers"),
        ({"public": (1, -1)}, "the quality of officials is -1"),
        ({"joint_noise": -1}, "the noise of what the park makes is -1"),
        ({"running": {"private": 1}}, "a regime with a running cost is 'private'"),
        ({"outside": "x"}, "what there is without a park is 'x'"),
        ({"hosted": MultitaskAgency(value=(0, 0))}, "the values is '0 of both tasks'"),
        ({"hosted": MultitaskAgency(value=(1, -1))}, "the value of quality is -1"),
    ],
)
def test_bad_parks_are_refused_in_a_sentence(changes, words):
    with pytest.raises(InvalidInput) as caught:
        replace(PARK, **changes)
    assert words in str(caught.value)
