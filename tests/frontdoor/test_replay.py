"""A report is re-checked without solvers, and a report that was tampered with is refused."""

import copy
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.scenario_file import load_scenario
from solvers.certificate import may_end_without_answer
from solvers.highs import new_highs, run_highs, without_solvers
from tests.frontdoor.starter import report_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module", params=["jing_jin_ji", "three_city_park"])
def reported(request):
    report = report_of(request.param)
    return report.scenario, report, json.loads(json.dumps(report.to_json()))


def test_every_claim_is_proven_again_without_solvers(reported):
    scenario, report, told = reported
    outcome = verify_report(scenario, told)
    assert outcome.ok, outcome.reason
    assert outcome.claims == report.claims
    assert outcome.checked == len(report.certificates.entries)


def test_solvers_are_out_of_reach_meanwhile():
    """Of this thread alone: before, solvers of other threads failed meanwhile."""
    with without_solvers(), ThreadPoolExecutor(1) as other:
        with pytest.raises(ImportError, match="out of reach"):
            run_highs(new_highs())
        assert other.submit(lambda: run_highs(new_highs())).result() is not None
    assert run_highs(new_highs()) is not None


def test_a_report_is_re_checked_where_no_solver_is_installed(reported):
    scenario, _, told = reported
    code = (
        "import json, sys; sys.modules['highspy'] = sys.modules['pulp'] = None;"
        "import intercity as ic; scenario = ic.load_scenario(sys.argv[1]);"
        "print(ic.verify_report(scenario, sys.stdin.read()).ok)"
    )
    command = [sys.executable, "-c", code, str(scenario.path)]
    done = subprocess.run(
        command, input=json.dumps(told), capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_another_verdict_is_refused(reported):
    scenario, _, told = reported
    for k, finding in enumerate(told["findings"]):
        if finding["verdict"] in ("stands", "fails"):
            forged = copy.deepcopy(told)
            forged["findings"][k]["verdict"] = (
                "fails" if finding["verdict"] == "stands" else "stands"
            )
            assert not verify_report(scenario, forged).ok


def exact_in(fact):
    """The exact numbers of a fact in JSON."""
    if isinstance(fact, dict):
        if fact.keys() == {"exact", "value"}:
            return [fact]
        return [number for part in fact.values() for number in exact_in(part)]
    return [n for part in fact for n in exact_in(part)] if isinstance(fact, list) else []


def test_another_figure_is_refused(reported):
    scenario, _, told = reported
    for k, finding in enumerate(told["findings"]):
        count = len(exact_in(finding["facts"]))
        for n in range(0, count, 1 + count // 3):  # some of the many
            forged = copy.deepcopy(told)
            exact_in(forged["findings"][k]["facts"])[n]["exact"] = "12345/7"
            assert not verify_report(scenario, forged).ok


def test_another_payoff_or_count_is_refused(reported):
    scenario, _, told = reported
    forged = copy.deepcopy(told)
    city = next(iter(forged["payoffs"]["alone"]))
    forged["payoffs"]["alone"][city]["exact"] = "1"
    assert not verify_report(scenario, forged).ok
    assert not verify_report(scenario, told | {"claims": told["claims"] + 1}).ok


def test_a_missing_or_surplus_certificate_is_refused(reported):
    scenario, _, told = reported
    assert not verify_report(scenario, told | {"certificates": told["certificates"][:-1]}).ok
    more = [*told["certificates"], told["certificates"][-1]]
    assert not verify_report(scenario, told | {"certificates": more}).ok


@pytest.mark.parametrize("report", [None, [], {}, {"certificates": []}, {"certificates": [1]}])
def test_what_is_no_report_is_refused(reported, report):
    outcome = verify_report(reported[0], report)
    assert not outcome.ok
    assert outcome.reason


def test_the_outcome_is_false_where_the_report_is_refused(reported):
    scenario, _, told = reported
    assert verify_report(scenario, told)
    assert not verify_report(scenario, {})


def test_a_report_that_can_be_read_in_two_ways_is_refused(reported):
    scenario, _, told = reported
    text = json.dumps(told)
    assert verify_report(scenario, text)
    twice = text.replace('"verdict": "', '"verdict": "stands", "verdict": "', 1)
    assert json.loads(twice) == told
    outcome = verify_report(scenario, twice)
    assert outcome.reason == "This is no JSON: the key 'verdict' stands twice in one object."
    endless = verify_report(scenario, text.replace('"claims": ', '"claims": NaN, "more": ', 1))
    assert endless.reason == "This is no JSON: NaN is no number in JSON."


@pytest.mark.parametrize("change", [lambda f: f[:-1], lambda f: [*f, f[0]], lambda f: {}, list.pop])
def test_a_check_that_is_left_out_is_told_in_a_sentence(reported, change):
    """Before, it was Python's ValueError of two lists that differ in length."""
    scenario, _, told = reported
    outcome = verify_report(scenario, told | {"findings": change(list(told["findings"]))})
    assert "checks, each once." in outcome.reason


def test_no_reason_is_in_words_of_python(reported):
    scenario, _, told = reported
    for part in told:
        for other in (None, "x", [None]):
            reason = verify_report(scenario, told | {part: other}).reason
            assert reason.endswith(".") or other == told[part]
            assert not any(word in reason for word in ("Error", "zip()", "NoneType", "object"))


def test_the_report_of_another_scenario_is_refused(reported):
    scenario, _, told = reported
    keys = {
        "jing_jin_ji": "compact.transfer.0.tax",
        "three_city_park": "platforms.park.cost_per_year",
    }
    key = keys[scenario.path.parent.name]
    assert not verify_report(scenario.moved({key: scenario.quantity(key).high}), told).ok


def told_by(name):
    scenario = load_scenario(EXAMPLES / name / "scenario.toml")
    return scenario, json.loads(json.dumps(check_up(scenario, ranges=False).to_json()))


def test_a_certificate_of_another_concept_is_refused():
    scenario, told = told_by("tva")
    nucleolus = next(e for e in told["certificates"] if e["answer"] == "nucleolus")
    shapley = next(e for e in told["certificates"] if e["answer"] == "shapley_value")
    shapley["certificate"] = nucleolus["certificate"]
    outcome = verify_report(scenario, told)
    assert not outcome.ok
    assert "proves nucleolus, where shapley_value is asked" in outcome.reason


def first_of_each_question(certificates):
    """One certificate of each kind of question, with its place: all of a kind are read alike."""
    places = {entry["answer"]: k for k, entry in reversed(list(enumerate(certificates)))}
    return [(k, certificates[k]) for k in sorted(places.values())]


def test_a_certificate_with_other_content_is_refused(reported):
    scenario, _, told = reported
    for k, entry in first_of_each_question(told["certificates"]):
        forged = copy.deepcopy(told)
        forged["certificates"][k]["certificate"] = {
            name: () if isinstance(part, list) else {} if isinstance(part, dict) else part
            for name, part in entry["certificate"].items()
        }
        if forged["certificates"][k] != entry:
            assert not verify_report(scenario, forged).ok


def test_an_answer_that_is_always_there_cannot_be_undecided(reported):
    scenario, _, told = reported
    for k, entry in first_of_each_question(told["certificates"]):
        if not may_end_without_answer(entry["answer"]):
            forged = copy.deepcopy(told)
            forged["certificates"][k] = {"answer": entry["answer"], "undecided": "all is well"}
            assert not verify_report(scenario, forged).ok


def test_what_is_undecided_is_said_to_be_unproven():
    scenario, told = told_by("kansas_missouri")
    undecided = {"answer": "arms_race", "undecided": "all is well"}
    told["certificates"] = [undecided, undecided]
    assert not verify_report(scenario, told).ok  # the report's words no longer follow
    assert not verify_report(scenario, told | {"unproven": []}).ok


def test_each_question_of_a_check_up_has_its_kinds_of_proof(reported):
    _, report, _ = reported
    for entry in report.certificates.entries:
        assert entry["certificate"].of == entry["answer"]
