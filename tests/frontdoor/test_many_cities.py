"""Work that grows with the number of groups is estimated, told and refused before it starts."""

import json
import sys

import pytest

from games import Activity, LinearProductionGame, NotProven, Resource, Use, Value
from intercity import terminal
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.checkup.searched_ahead import KnownAnswers, search_ahead
from intercity.checkup.sensitivity import find_switching_values
from intercity.findings.checks import CHECKS
from intercity.region import effort
from intercity.scenario_file import parse_scenario
from solvers import coalitional_form
from solvers.families import large_core, proven_plan
from solvers.progress import listening

AGREED = "what would be agreed on"
WORTH = 6
"""What a city makes alone."""
FAIR = """
[resources.stands]
kind = "tradable"
[platforms.fair]
site = "C0"
cost_per_year = { v = 1, src = "derived" }
provides.stands = { v = 1, src = "derived" }
[[activities]]
name = "a stand"
sites = ["C0"]
uses = [{ resource = "quota" }, { resource = "stands" }]
values = [{ city = "C0", kind = "cash", amount = { v = 5, src = "derived" } }]
"""


def region(count, *, apart=0):
    """Cities that pool their quota, and others that have nothing to do with them."""
    names = [f"C{k}" for k in range(count)]
    lines = ["format = 1", 'title = "Many cities"']
    lines += [f"[cities.{name}]" for name in (*names, *(f"Apart{k}" for k in range(apart)))]
    lines += ["[resources.quota]", 'kind = "tradable"']
    lines += [f'owned.{name} = {{ v = 2, src = "derived" }}' for name in names]
    for name in names:
        lines += ["[[activities]]", f'name = "build {name}"', f'sites = ["{name}"]']
        lines += ['uses = [{ resource = "quota" }]']
        value = '{ v = 3, src = "derived" }'
        lines += [f'values = [{{ city = "{name}", kind = "cash", amount = {value} }}]']
    return "\n".join(lines)


def test_more_cities_than_have_a_table_are_checked_without_one(tmp_path, call):
    file = tmp_path / "region.toml"
    file.write_text(region(effort.MOST + 1), encoding="utf-8")
    code, out, err = call("check", file, "--no-ranges", "--json")
    assert (code, err) == (0, "")
    kinds = {entry["answer"] for entry in json.loads(out)["certificates"]}
    assert "worth_of_all" in kinds
    assert "shapley_value" not in kinds


@pytest.mark.parametrize("deal", [True, False])
def test_where_no_worth_of_many_is_proven_the_report_says_so(deal, tmp_path, call, monkeypatch):
    """Limited work may end before a worth is proven: what does not need it is answered."""
    bound = proven_plan.told_bound

    def limited(program, cases):
        found = bound(program, cases)
        return found + 1 if found > 3 * WORTH else found  # not of two cities

    monkeypatch.setattr(proven_plan, "told_bound", limited)
    file, report = tmp_path / "region.toml", tmp_path / "report.json"
    signed = '[compact]\nmembers = ["C0", "C1"]\n[time]\n'
    signed += "horizon = { v = 1, low = 1, high = 2 }\ninterest = { v = 0, low = 0, high = 1 }"
    text = f"{region(effort.MOST + 1)}\n{FAIR}\n{signed if deal else ''}"
    file.write_text(text, encoding="utf-8")
    code, out, err = call("check", file, "--no-ranges", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    verdicts = {one["name"]: one["verdict"] for one in found["findings"] if one["verdict"]}
    assert verdicts["surplus"] == "undecided"
    assert found["payoffs"]["alone"]["C1"]["value"] == WORTH
    assert not found["payoffs"]["shapley_sampled"]
    if deal:
        assert verdicts["terms"] != "undecided"
        assert "No proof of the worth of" in found["negotiated"]["undecided"]["message"]
    report.write_text(out, encoding="utf-8")
    assert call("verify", file, report)[0] == 0


def test_where_the_search_for_a_split_of_all_ends_the_check_says_that_it_did(monkeypatch):
    def ended(*_, **__):
        raise NotProven("core", "it may be empty or not")

    monkeypatch.setattr(large_core, "proven_stability", ended)
    scenario = parse_scenario(f"{region(effort.MOST + 1)}\n{FAIR}")
    report = check_up(scenario, ranges=False)
    found = report["all together"].to_json()
    assert found["verdict"] == "undecided"
    assert found["facts"] == {"reason": "search_ended", "error": None}
    assert "No proof" not in found["words"]["says"]
    assert verify_report(scenario, report)


def test_cities_that_nothing_links_to_the_others_do_not_count():
    report = check_up(parse_scenario(region(2, apart=18)), ranges=False)
    assert report.payoffs.alone.keys() == {"C0", "C1"}


def test_the_estimate_by_hand():
    """2^16 - 1 groups of 16 activities and one pool, at a microsecond and 60 bytes each."""
    names = [f"C{k}" for k in range(16)]
    build = (Activity(f"by {c}", (c,), (Use("q", 1),), (Value(c, "cash", 1),)) for c in names)
    quota = Resource("q", "tradable", dict.fromkeys(names, 1))
    told = effort.effort_of(LinearProductionGame(names, [quota], [*build]))
    assert told.seconds == pytest.approx(65_535 * 17 * 1e-6)
    assert told.needed == 65_535 * 17 * 60


def test_from_thirteen_on_the_work_is_announced(monkeypatch, tmp_path, call):
    assert effort.ANNOUNCED == 13
    file = tmp_path / "region.toml"
    file.write_text(region(3), encoding="utf-8")
    before = call("check", file, "--json")
    assert before.err == ""
    monkeypatch.setattr(effort, "ANNOUNCED", 3)
    announced = call("check", file, "--json")
    assert "3 cities together make 7 groups" in announced.err
    assert announced.out == before.out


def test_whoever_waits_at_a_terminal_is_told_how_far_it_is(monkeypatch, tmp_path, call):
    file = tmp_path / "region.toml"
    file.write_text(region(9), encoding="utf-8")  # long enough for the thread that tells
    quiet = call("check", file, "--json")
    monkeypatch.setattr(terminal, "OFTEN", 1e-4)
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda _: True, raising=False)
    told = call("check", file, "--json")
    assert " of " in told.err
    assert told.out == quiet.out
    json.loads(told.out)


def test_who_waits_for_searches_is_told_before_the_first_ends(monkeypatch):
    monkeypatch.setattr(effort, "MOST", 2)
    heard = []

    class Others:
        """Processes that have found nothing yet."""

        def each(self, *given):
            return ()

    with listening(lambda *told: heard.append(told)):
        search_ahead(
            parse_scenario(region(3)),
            KnownAnswers(),
            Others(),
            examine=None,
            together=None,
            seconds=9,
        )
    assert heard == [("searches among many cities", 0, 2)]


def test_who_waits_for_a_search_is_told_which_question_it_is_for(monkeypatch):
    monkeypatch.setattr(effort, "MOST", 2)
    heard = []
    with listening(lambda *told: heard.append(told)):
        check_up(parse_scenario(region(3)), ranges=False)
    assert all(part.partition(",")[0] in {*CHECKS, "payoffs", AGREED} for part, _, _ in heard)
    assert ("all together, checks", [*CHECKS].index("all together"), len(CHECKS)) in heard
    assert ("all together, stable splits", 0, 0) in heard
    assert ("all together, stable splits, cases", 1, 1000) in heard


def test_each_group_of_cities_counts_as_one_step():
    names = ("A", "B", "C")
    heard = []
    with listening(lambda *told: heard.append(told)):
        coalitional_form(LinearProductionGame(names, (), ()))
    assert heard == [("groups of cities", done, 7) for done in range(7)]


def test_whoever_waits_at_a_terminal_has_the_answer_before_numbers_are_moved(
    monkeypatch, tmp_path, call
):
    file = tmp_path / "region.toml"
    file.write_text(region(3), encoding="utf-8")
    monkeypatch.setenv("TERM", "dumb")
    whole = call("check", file).out
    heard = []

    def moved(*given):
        heard.append(sys.stdout.getvalue())
        return find_switching_values(*given)

    monkeypatch.setattr("intercity.checkup.sensitivity.find_switching_values", moved)
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True, raising=False)
    told = call("check", file).out
    (before,) = heard
    assert "IN SHORT" in before
    assert "HOLDS" in told
    assert "HOLDS" not in before
    assert told.split() == whole.split()
