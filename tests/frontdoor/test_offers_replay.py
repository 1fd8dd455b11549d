"""Reports of small regions are re-checked without solvers: outside offers, repairs, terms."""

import json

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.scenario_file import parse_scenario
from tests.frontdoor.drafted_deals import CITIES, Draft, Fair, Sale
from tests.frontdoor.starter import found_by, screen

AVON, BRIG, COVE, DALE = CITIES
SALE = Sale(BRIG, AVON, 5, 2)
PAIRS = Draft(CITIES, (0, 5, 0, 5), (5, 0, 5, 0), (4, 0, 4, 0), (), (AVON, BRIG), (SALE,))
LIMITED = Draft(
    CITIES, (0, 5, 0, 0), (5, 0, 0, 0), (1, 0, 0, 0),
    (Fair(AVON, COVE, 1, 9, 0, False), Fair(COVE, DALE, 1, 2, 2, True)),
    (AVON, BRIG), (Sale(BRIG, AVON, 5, 0.5),), limit=0,
)  # fmt: skip
THREE = Draft(
    CITIES, (0, 4, 4, 2), (8, 0, 0, 0), (3, 0, 0, 0), (Fair(BRIG, COVE, 1, 3, 3, True),),
    CITIES[:3], (Sale(BRIG, AVON, 4, 2), Sale(COVE, AVON, 4, 2)),
)  # fmt: skip
CONSENT = Draft(
    CITIES, (0, 5, 0, 5), (5, 0, 0, 0), (4, 0, 0, 0), (), (AVON, BRIG), (SALE,), consent=True
)


@pytest.mark.parametrize("draft", [PAIRS, LIMITED, THREE, CONSENT])
def test_every_claim_is_proven_again(draft):
    scenario = parse_scenario(draft.text())
    report = check_up(scenario, ranges=False)
    told = json.loads(json.dumps(report.to_json()))
    outcome = verify_report(scenario, told)
    assert outcome.ok, outcome.reason
    one = next(f for f in told["findings"] if f["name"] == "outside offers")
    one["verdict"] = "stands" if one["verdict"] != "stands" else "fails"
    assert not verify_report(scenario, told).ok


def test_the_screen_tells_floors_and_shortfalls():
    told = screen(check_up(parse_scenario(THREE.text()), ranges=False))
    assert f"({AVON} 6.0, {{{AVON}, {BRIG}}} 18.0" in told
    assert "2.0 short at best" in told
    pairs = screen(check_up(parse_scenario(PAIRS.text()), ranges=False))
    assert "counts outsiders at their nucleolus (" in pairs
    assert f"{COVE} 10.0 and {DALE} 10.0" in pairs


def test_the_report_names_the_verdict_with_and_without_consent():
    found = found_by("outside offers", parse_scenario(CONSENT.text()))
    assert found.facts.shortfall == 0
    assert found.facts.with_consent.shortfall == 10
