"""Which number flips which verdict: break-evens of the made-up park, solved by hand."""

import copy
import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from intercity.checkup.break_even import crossing
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.scenario_file import load_scenario, parse_scenario
from tests.frontdoor.starter import found_by, report_of, with_ranges

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def park():
    report = report_of("three_city_park", ranges=True)
    return report.scenario, report, json.loads(json.dumps(report.to_json()))


BY_HAND = [
    # Two places are worth 80 each, less 100. Pairs make 60; their half-time makes 90; all make
    # 80 p - 100 with p places (up to three batches): stable from p = 19/8, worthless below 5/4.
    ("platforms.park.provides.places", "all together", Fraction(19, 8)),
    ("platforms.park.provides.places", "surplus", Fraction(5, 4)),
    ("platforms.park.provides.places", "the park", Fraction(5, 4)),
    # With a batches, a city's pairs make 80 (1 + a) - 100: half-time 160 a + 20 <= 120.
    ("resources.batches.owned.Aton", "all together", Fraction(5, 8)),
    ("resources.batches.owned.Bury", "all together", Fraction(5, 8)),
    ("resources.batches.owned.Cove", "all together", Fraction(5, 8)),
]


@pytest.mark.parametrize(("key", "check", "break_even"), BY_HAND)
def test_the_break_even_lies_between_its_two_proven_sides(park, key, check, break_even):
    scenario, report, _ = park
    switching_value = next(f for f in report.switching_values if f.key == key and f.check == check)
    low, high = sorted((switching_value.before, switching_value.after))
    assert low <= break_even <= high
    quantity = scenario.quantity(key)
    assert high - low <= (quantity.high - quantity.low) / 200


def test_no_other_number_flips_a_verdict(park):
    _, report, _ = park
    assert {(f.key, f.check) for f in report.switching_values} == {
        (key, check) for key, check, _ in BY_HAND
    }


def test_each_side_has_the_verdict_that_the_flip_claims(park):
    scenario, report, _ = park
    verdicts = {f.name: f.verdict for f in report.findings}
    for switching_value in report.switching_values:
        for at, expected in (
            (switching_value.before, verdicts[switching_value.check]),
            (switching_value.after, switching_value.becomes),
        ):
            moved = scenario.moved({switching_value.key: at})
            assert found_by(switching_value.check, moved).verdict == expected


def test_flips_are_proven_again_without_solvers(park):
    scenario, _, told = park
    outcome = verify_report(scenario, told)
    assert outcome.ok, outcome.reason


@pytest.mark.parametrize(
    ("field", "forged"),
    [
        ("before", {"exact": "3", "value": 3.0}),
        ("after", {"exact": "99", "value": 99.0}),
        ("value", {"exact": "1/3", "value": 1 / 3}),
        ("distance", {"exact": "1/100", "value": 0.01}),
        ("gap", {"exact": "2373/1000", "value": 2.373}),
        ("becomes", "not asked"),
        ("key", "resources.batches.owned.Cove"),
        ("check", "surplus"),
        ("certificates", [[], []]),
        ("before", "beside another float"),
        ("note", "a key that no report has"),
    ],
)
def test_a_forged_flip_is_refused(park, field, forged):
    scenario, _, told = park
    report = copy.deepcopy(told)
    target = next(f for f in report["switching_values"] if f["check"] == "all together")
    if isinstance(forged, str) and field == "before":  # before, only the exact number was read
        forged = target[field] | {"value": 7.5}
    assert target.get(field) != forged
    target[field] = forged
    assert not verify_report(scenario, report).ok


def test_a_flip_that_is_told_twice_is_refused(park):
    scenario, _, told = park
    twice = {**told, "switching_values": told["switching_values"] + told["switching_values"][:1]}
    assert "twice" in verify_report(scenario, twice).reason


def test_a_whole_number_moves_in_whole_steps():
    horizon = [f for f in with_ranges().switching_values if f.key == "time.horizon"]
    assert horizon
    assert all(abs(f.after - f.before) == 1 for f in horizon)
    assert all(f.before.denominator == 1 for f in horizon)


RANGE = re.compile(r"low *= *[^,}]+, *high *= *[^,}]+")


def test_a_flip_short_of_an_undecided_end_is_found():
    # From 67.5 mu on Harbour gains; beyond 202 the deal cannot be carried out, and decides nothing.
    starter = (EXAMPLES.parent / "intercity" / "starter.toml").read_text(encoding="utf-8")
    amount = "amount     = { v = 120, low = 60, high = 150 }"
    before, after = (RANGE.sub('src = "derived"', part) for part in starter.split(amount))
    text = f"{before}amount = {{ v = 50, low = 50, high = 210 }}{after}"  # no other is moved
    report = check_up(parse_scenario(text))
    switching_values = {
        f.check: f for f in report.switching_values if f.key == "compact.transfer.0.amount"
    }
    terms = next(f for f in report.findings if f.name == "terms")
    assert terms.verdict == "fails"  # with 50 mu Harbour would lose by the refund
    low, high = sorted((switching_values["terms"].before, switching_values["terms"].after))
    assert low <= terms.facts.open_amount.lowest <= high


def test_a_flip_is_found_between_ends_that_have_the_verdict_for_another_reason():
    """Below, a hosted park makes less than no park; far above, quality is not looked after."""
    scenario = load_scenario(EXAMPLES / "park_operator" / "scenario.toml")
    key = "operator.value_quantity"

    def operator(value):
        return found_by("operator", scenario.moved({key: value}))

    assert operator(scenario.quantity(key).value).verdict == operator(Fraction(3, 2)).verdict
    switching_value = next(f for f in check_up(scenario).switching_values if f.key == key)
    assert operator(switching_value.before).margin < 0 < operator(switching_value.after).margin
    assert (operator(switching_value.before).verdict, operator(switching_value.after).verdict) == (
        "fails",
        "stands",
    )
    assert 0 < switching_value.after - switching_value.before <= Fraction(1, 400)


@pytest.mark.parametrize("margins", [(Fraction(-1), Fraction(3)), (Fraction(1), Fraction(3))])
@pytest.mark.parametrize("size", [Fraction(1), Fraction(1, 10**8)])
def test_what_is_tried_lies_between_the_sides_however_small_the_number(size, margins):
    width, (first, second) = size / 200, margins
    for end in (2 * size, size + width * Fraction(11, 10)):
        assert size < crossing((size, first), (end, second), width) < end
