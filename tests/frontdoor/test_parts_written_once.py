"""A long part that certificates of a report have in common is written once, and all rest on it."""

import copy
import json

import pytest

from intercity import proofs
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.proofs import Recorder, Replayer, Unverified
from intercity.region import effort
from intercity.scenario_file import parse_scenario
from solvers.certificate import Certificate
from tests.frontdoor.starter import report_of
from tests.frontdoor.test_large_region import drawn


@pytest.fixture(scope="module", params=["three_city_park", "six cities asked one by one"])
def reported(request):
    """A report, and what it is in JSON where 300 letters are long."""
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "three_city_park":
            report = report_of(request.param)
        else:
            patched.setattr(effort, "MOST", 5)
            report = check_up(parse_scenario(drawn(1, 3, 3)), ranges=False)
        patched.setattr(proofs, "LONG", 300)
        told = json.loads(json.dumps(report.to_json()))
        yield report, told, [k for k, entry in enumerate(told["certificates"]) if "as" in entry]


def by_hand(entries):
    """The certificates in JSON, each with all of its parts."""
    found = []
    for entry in entries:
        parts = {name: found[number - 1][name] for name, number in entry.get("as", {}).items()}
        found.append({**entry["certificate"], **parts})
    return found


def test_nothing_is_lost_and_nothing_long_stands_twice(reported):
    report, told, short = reported
    assert short
    whole = by_hand(told["certificates"])
    assert whole == [entry["certificate"].to_json() for entry in report.certificates.entries]
    long = [
        (name, json.dumps(part))
        for entry in told["certificates"]
        for name, part in entry["certificate"].items()
        if len(json.dumps(part)) >= 300
    ]
    assert len(long) == len(set(long))
    entries = Recorder.of(told["certificates"]).entries
    assert entries == report.certificates.entries
    assert all(isinstance(entry["certificate"], Certificate) for entry in entries)


def test_a_report_in_which_parts_stand_once_is_proven(reported):
    report, told, _ = reported
    outcome = verify_report(report.scenario, told)
    assert outcome.ok, outcome.reason
    assert outcome.checked == len(told["certificates"])


def test_a_false_part_is_refused_with_the_number_that_rests_on_it(reported):
    report, told, short = reported
    forged = copy.deepcopy(told)
    entries = forged["certificates"]
    parts = [part for k in short for part in entries[k]["as"].items()]
    number, cases = next(
        (n, x) for name, n in parts if isinstance(x := entries[n - 1]["certificate"][name], list)
    )
    cases.clear()
    outcome = verify_report(report.scenario, forged)
    rest = sum(number in one.get("as", {}).values() for one in told["certificates"])
    assert not outcome.ok
    assert outcome.reason.startswith(f"certificate {number} ({entries[number - 1]['answer']})")
    assert outcome.reason.endswith(f"Later ones have parts of it: {rest}.")


@pytest.mark.parametrize("number", [0, -1, True, "1", 1.0, None, [1], "itself", "later", "another"])
def test_a_part_is_from_an_earlier_certificate_that_has_it(reported, number):
    report, told, short = reported
    forged = copy.deepcopy(told)
    k = short[0]
    others = {one["as"][name] for one in told["certificates"] for name in one.get("as", {})}
    number = (
        {
            "itself": k + 1,
            "later": k + 2,
            "another": next(n for n in range(1, k + 1) if n not in others),
        }.get(number, number)
        if isinstance(number, str)
        else number
    )
    name = next(iter(forged["certificates"][k]["as"]))
    forged["certificates"][k]["as"][name] = number
    assert not verify_report(report.scenario, forged)


def test_a_part_stands_in_one_place(reported):
    report, told, short = reported
    forged = copy.deepcopy(told)
    entry = forged["certificates"][short[0]]
    entry["certificate"] = by_hand(told["certificates"])[short[0]]
    outcome = verify_report(report.scenario, forged)
    assert outcome.reason == (
        f"certificate {short[0] + 1} has its {next(iter(entry['as']))} from none before it."
    )


@pytest.mark.parametrize("parts", [None, 3, [["point", 1]], "point"])
def test_parts_are_named_by_their_certificates(parts):
    entries = [{"answer": "solve", "certificate": {}, "as": parts}]
    with pytest.raises(Unverified, match="certificate 1 is not an answer with its certificate"):
        Replayer(entries)
    with pytest.raises(Unverified, match="certificate 1 is not"):
        Replayer([{"answer": "solve", "as": {"point": 1}}])


def test_a_part_is_not_read_again_without_end(monkeypatch):
    """A short report could otherwise be one of any length once it is read."""
    one = {"answer": "solve", "certificate": {"point": ["x" * 96]}}  # 100 letters in JSON
    more = {"answer": "solve", "certificate": {}, "as": {"point": 1}}
    monkeypatch.setattr(proofs, "MOST_SHARED", 300)
    assert len(Replayer([one, more, more, more]).entries) == 4
    with pytest.raises(Unverified, match="certificate 5 has its point from an earlier one"):
        Replayer([one, *[more] * 4])
