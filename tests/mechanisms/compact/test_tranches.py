"""Tranches: the repair is put into the compact, and the compact is examined again."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from games import InvalidInput
from games.annuity import Annuity
from games.production import Activity, LinearProductionGame, Resource, Use, Value
from intercity.region import region
from intercity.scenario_file import load_scenario
from mechanisms.compact.clauses import Enclave, Incubation, Refund, Transfer
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.self_enforcement import walk_away
from mechanisms.compact.tranches import last_unit_value, tranche_schedule
from mechanisms.compact.walk_away import at_stake

EXAMPLE = Path(__file__).parents[3] / "examples" / "quzhou_hangzhou" / "scenario.toml"
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
    schedule = tranche_schedule(compact, compact.transfers[0], value, DISCOUNT)
    repaired = in_tranches(compact, schedule.releases)
    verdict = walk_away(at_stake(repaired, payoffs, "Hangzhou"), DISCOUNT)
    assert verdict.leaves_in is None
    assert verdict.margin == 0  # nothing more than needed is held back


def test_a_little_less_held_back_is_not_enough(deal):
    compact, payoffs, value = deal
    schedule = tranche_schedule(compact, compact.transfers[0], value, DISCOUNT)
    for year, held in schedule.releases.items():
        if held:
            less = {**schedule.releases, year: held - Fraction(1, 10)}
            verdict = walk_away(at_stake(in_tranches(compact, less), payoffs, "Hangzhou"), DISCOUNT)
            assert verdict.leaves_in is not None


def test_the_patient_need_less_security(deal):
    compact, _, value = deal
    held = [
        tranche_schedule(compact, compact.transfers[0], value, Fraction(d, 100)).held_back
        for d in (60, 76, 90, 95)
    ]
    assert held == sorted(held, reverse=True)


def test_worthless_quota_secures_nothing(deal):
    compact, _, _ = deal
    assert tranche_schedule(compact, compact.transfers[0], Fraction(0), DISCOUNT) is None


# A builds at 3 a mu and refunds to B, which has the park; no credit. Nothing is discounted.
REGION = LinearProductionGame(
    ("A", "B"),
    (Resource("quota", "tradable", {"B": 10}),),
    (Activity("build", ("A",), (Use("quota", 1),), (Value("A", "cash", 3),)),),
)


def promised(*refunds, horizon=4, credit=0):
    """Promises of 6 a year for a share of 1; a tranche after year t is worth 3 (horizon - t)."""
    zero, one = Fraction(0), Fraction(1)
    each = Incubation(zero, zero, zero, zero, Fraction(6), zero, zero, zero, zero, zero)
    park = Enclave("park", "A", "B", "B", "B", zero, zero, one, one, each)
    moved = Transfer("quota", "B", "A", Fraction(10))
    owed = tuple(Refund("A", "B", Fraction(share), a, b) for share, a, b in refunds)
    compact = EnclaveCompact(
        REGION,
        Annuity(horizon, zero),
        ("A", "B"),
        (park,),
        (moved,),
        owed,
        credit={"A": Fraction(credit)},
    )
    payoffs = deal_payoffs(compact)
    value = last_unit_value(compact, payoffs, "A", "quota")
    assert value == 3
    return compact, payoffs, tranche_schedule(compact, moved, value, Fraction(99, 100))


def test_all_promises_of_the_payer_are_kept_not_the_largest_alone():
    # 6 in year 1, 3 in year 3: the second needs a tranche after year 3, with one year to use it.
    compact, payoffs, schedule = promised((1, 1, 1), (Fraction(1, 2), 3, 3))
    assert list(schedule.releases) == [1, 2, 3]
    d = Fraction(99, 100)
    late = 3 / (3 * d)
    early = (6 + 3 * d**2 - late * 3 * d**3) / (3 * (d + d**2 + d**3))
    assert schedule.releases == {1: early, 2: 0, 3: late}
    repaired = in_tranches(compact, schedule.releases)
    assert walk_away(at_stake(repaired, payoffs, "A"), d).margin == 0
    alone = tranche_schedule(
        replace(compact, refunds=compact.refunds[:1]), compact.transfers[0], Fraction(3), d
    )
    unkept = in_tranches(compact, alone.releases)
    assert walk_away(at_stake(unkept, payoffs, "A"), d).leaves_in is not None


def test_a_cost_that_outlasts_the_promise_is_seen_in_every_year_to_the_horizon():
    # Keeping on costs 1 a year after the last refund (a credit below zero): no tranche helps then.
    assert promised((1, 1, 1), credit=-1)[2] is None


def test_a_refund_in_the_last_year_cannot_be_secured_by_quota_after_it():
    assert promised((1, 4, 4))[2] is None


def test_nothing_promised_is_nothing_to_secure():
    assert promised()[2] is None


@pytest.mark.parametrize("discount", [1, -1, 2])
def test_the_payers_discount_factor_is_from_0_to_below_1(deal, discount):
    compact, _, value = deal
    with pytest.raises(InvalidInput, match="a discount factor is"):
        tranche_schedule(compact, compact.transfers[0], value, discount)


def test_what_is_held_back_is_a_transfer_of_a_value(deal):
    compact, _, value = deal
    with pytest.raises(InvalidInput, match="what may be held back is of kind str"):
        tranche_schedule(compact, "quota", value, DISCOUNT)
    with pytest.raises(InvalidInput, match="the value of a unit is None"):
        tranche_schedule(compact, compact.transfers[0], None, DISCOUNT)
