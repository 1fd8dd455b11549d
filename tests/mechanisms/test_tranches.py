"""Tranches: the repair is put into the compact, and the compact is examined again."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from intercity.region import region
from intercity.scenario import load_scenario
from mechanisms.enclave_compact import deal_payoffs
from mechanisms.self_enforcement import walk_away
from mechanisms.tranches import last_unit_value, tranche_schedule
from mechanisms.walk_away import at_stake

EXAMPLE = Path(__file__).parents[2] / "examples" / "quzhou_hangzhou" / "scenario.toml"
DISCOUNT = Fraction(76, 100)


@pytest.fixture(scope="module")
def deal():
    compact = region(load_scenario(EXAMPLE)).compact
    payoffs = deal_payoffs(compact)
    return compact, payoffs, last_unit_value(compact, payoffs, "Hangzhou", "quota")


def in_tranches(compact, releases):
    """The same compact, with the quota held back handed over after each refund."""
    (transfer,) = compact.transfers
    first = replace(transfer, amount=transfer.amount - sum(releases.values()))
    later = [replace(transfer, amount=q, when=year) for year, q in releases.items() if q]
    return replace(compact, transfers=(first, *later))


def test_as_signed_the_host_stops_paying(deal):
    compact, payoffs, _ = deal
    assert walk_away(at_stake(compact, payoffs, "Hangzhou"), DISCOUNT).leaves_in is not None


def test_with_the_tranches_it_pays_every_year(deal):
    compact, payoffs, value = deal
    schedule = tranche_schedule(compact, compact.refunds[0], value, DISCOUNT)
    repaired = in_tranches(compact, schedule.releases)
    verdict = walk_away(at_stake(repaired, payoffs, "Hangzhou"), DISCOUNT)
    assert verdict.leaves_in is None
    assert verdict.margin == 0  # nothing more than needed is held back


def test_a_little_less_held_back_is_not_enough(deal):
    compact, payoffs, value = deal
    schedule = tranche_schedule(compact, compact.refunds[0], value, DISCOUNT)
    for year, held in schedule.releases.items():
        if held:
            less = {**schedule.releases, year: held - Fraction(1, 10)}
            verdict = walk_away(at_stake(in_tranches(compact, less), payoffs, "Hangzhou"), DISCOUNT)
            assert verdict.leaves_in is not None


def test_the_patient_need_less_security(deal):
    compact, _, value = deal
    held = [
        tranche_schedule(compact, compact.refunds[0], value, Fraction(d, 100)).held_back
        for d in (60, 76, 90, 95)
    ]
    assert held == sorted(held, reverse=True)


def test_worthless_quota_secures_nothing(deal):
    compact, _, _ = deal
    assert tranche_schedule(compact, compact.refunds[0], Fraction(0), DISCOUNT) is None
