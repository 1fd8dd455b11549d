"""Searches among many cities that two processes share: the report is that of one."""

import functools
import json
import pickle
from fractions import Fraction

import pytest

from games.errors import InvalidInput, NotProven, TooLarge, Undefined
from games.facility_location import FacilityLocation
from intercity.checkup.check_up import check_up
from intercity.checkup.question import question
from intercity.checkup.searched_ahead import SHARED, KnownAnswers, _packed
from intercity.checkup.workers import Workers
from intercity.region import effort
from intercity.scenario_file import parse_scenario
from solvers.families.stable_optimum import StableProgram, StableSplits, stable_optimum
from solvers.progress import listening
from tests.frontdoor.test_large_region import ASSUMED, drawn

ONE = Fraction(1)


def three_parks(others=14):
    """Three towns of which each two need a park, which pays for two; others sell A a plot."""
    cities = ["A", "B", "C", *(f"D{k}" for k in range(others))]
    lines = ["format = 1", 'title = "Three"', *(f"[cities.{c}]" for c in cities)]
    lines += ["[resources.batches]", 'kind = "tradable"']
    lines += [f"owned.{c} = {{ v = 1, {ASSUMED} }}" for c in "ABC"]
    lines += ["[resources.plots]", 'kind = "tradable"']
    lines += [f"owned.{c} = {{ v = 1, {ASSUMED} }}" for c in cities[3:]]
    lines += ["[resources.room]", 'kind = "tradable"']
    for c in "ABC":
        lines += [f"[platforms.park_{c}]", f'site = "{c}"']
        lines += [f"provides.room = {{ v = 2, {ASSUMED} }}"]
        lines += [f"cost_per_year = {{ v = 100, {ASSUMED} }}"]
        lines += ["[[activities]]", f'name = "work in {c}"', f'sites = ["{c}"]']
        lines += ['uses = [{ resource = "batches" }, { resource = "room" }]']
        value = f"{{ v = 80, {ASSUMED} }}"
        lines += [f'values = [{{ city = "{c}", kind = "cash", amount = {value} }}]']
    value = f"{{ v = 1, {ASSUMED} }}"
    lines += ["[[activities]]", 'name = "houses"', 'sites = ["A"]']
    lines += ['uses = [{ resource = "plots" }]']
    lines += [f'values = [{{ city = "A", kind = "cash", amount = {value} }}]']
    return "\n".join(lines)


STABLE, UNSTABLE = drawn(1, 12, 5, 1), three_parks()


@functools.cache
def alone_and_heard(text):
    """The report that one process makes, and the parts of what it tells who waits."""
    heard = set()
    with listening(lambda part, *_: heard.update(part.split(", "))):
        return report_of(text, 1), heard


def alone(text):
    return alone_and_heard(text)[0]


def report_of(text, processes):
    scenario = parse_scenario(text)
    assert len(scenario.players) > effort.MOST
    return json.dumps(check_up(scenario, ranges=False, processes=processes).to_json())


def test_who_waits_is_told_what_is_asked_and_of_no_solver():
    _, heard = alone_and_heard(UNSTABLE)
    assert len({*SHARED.values()} & heard) > 2
    names = {name.replace("_", " ") for name in SHARED}
    assert not [part for part in heard if part.replace("_", " ") in names]


@pytest.mark.parametrize("text", [STABLE, UNSTABLE], ids=["stable", "unstable"])
def test_two_processes_report_what_one_does_and_leave_nothing_to_be_asked(text, monkeypatch):
    late, ended = [], []
    ask, close = KnownAnswers._ask, Workers.__exit__

    def asked(self, key, solver, subject):
        late.extend([solver.__name__] * len(ended))
        return ask(self, key, solver, subject)

    def closed(self, *why):
        close(self, *why)
        ended.extend(self._workers)

    one = alone(text)
    monkeypatch.setattr(KnownAnswers, "_ask", asked)
    monkeypatch.setattr(Workers, "__exit__", closed)
    assert report_of(text, 2) == one
    assert len(ended) == 1
    assert not late


def test_an_error_that_is_known_is_told_alike_however_often_it_is_asked_for():
    def core(subject):
        raise NotProven("core", subject, None)

    known, depths = KnownAnswers(), []
    for _ in range(4):
        with pytest.raises(NotProven) as raised:
            known(core, "of no game")
        depths.append(len(raised.traceback))
    assert len(known.new) == 1
    assert len(set(depths[1:])) == 1


@pytest.mark.parametrize(
    "error",
    [
        NotProven("core", "it may be empty", ONE / 3),
        Undefined("nucleolus", "no city could gain"),
        InvalidInput("a budget", -1, "positive"),
        TooLarge(60, 2**63, 2**33),
    ],
)
def test_an_error_comes_from_another_process_as_it_was(error):
    found = pickle.loads(_packed({b"asked": error}))[b"asked"]
    assert (type(found), str(found), found.args) == (type(error), str(error), error.args)
    assert vars(found) == vars(error) != {}


def test_what_a_process_had_that_was_killed_is_done_by_the_one_that_asked(monkeypatch):
    killed, started = [], Workers.__init__

    def kill(self, *given):
        started(self, *given)
        for worker in self._workers:
            worker.process.kill()
            killed.append(worker.process.wait())

    one = alone(STABLE)
    monkeypatch.setattr(Workers, "__init__", kill)
    assert report_of(STABLE, 2) == one
    assert len(killed) == 1


def splits():
    """A least value has several proofs: which is found depends on what was asked before."""
    costs = [[6, 3, None], [1, 3, 7], [8, None, 1], [8, 6, None], [3, None, None]]
    hub = FacilityLocation(list("ABCDE"), ["u", "v", "w"], [4, 5, 5], costs)
    return StableSplits(hub, tuple("ABCDE"), Fraction(-28))


def test_a_search_whose_first_answers_were_found_elsewhere_goes_on_as_if_it_had_them():
    objectives = [{"A": ONE}, {"B": -ONE}, {"C": ONE, "D": ONE}]
    here, there = splits(), splits()
    found = [stable_optimum(StableProgram(here, objective)) for objective in objectives]
    for objective in objectives[:2]:
        there.answered_elsewhere(objective)
    sent = pickle.loads(pickle.dumps(there))
    last = [stable_optimum(StableProgram(one, objectives[2])) for one in (there, sent)]
    assert [one.certificate for one in last] == [found[2].certificate] * 2
    afresh = stable_optimum(StableProgram(splits(), objectives[2]))
    assert afresh.certificate != found[2].certificate
    rows = [sorted(one.search.worths) for one in (here, there, sent)]
    assert rows[1] == rows[2] == rows[0]


def test_a_question_after_others_is_another_question():
    first, second = splits(), splits()
    asked = [
        question(stable_optimum, StableProgram(one, {"A": ONE}), anywhere=True)
        for one in (first, second)
    ]
    assert asked[0] == asked[1]
    second.answered_elsewhere({"B": ONE})
    later = question(stable_optimum, StableProgram(second, {"A": ONE}), anywhere=True)
    assert later != asked[0]


def test_a_question_has_the_same_bytes_whichever_equal_parts_are_one_object():
    text = "a name"
    one, two = (text, text), (text, bytes(text, "ascii").decode())
    assert question(len, one) != question(len, two)
    assert question(len, one, anywhere=True) == question(len, two, anywhere=True)


def test_deals_of_one_region_are_compared_by_one_search_of_its_core(monkeypatch):
    monkeypatch.setattr(effort, "MOST", 1)
    one = parse_scenario(drawn(1, 2, 3))
    other = parse_scenario(one.text.replace("amount = { v = 20,", "amount = { v = 10,"))
    assert other.text != one.text
    known = KnownAnswers()
    check_up(one, ranges=False, known=known)
    known.new.clear()
    again = check_up(other, ranges=False, known=known)
    searched = {certificate.of for certificate in known.new.values()}
    assert "core" not in searched
    assert searched  # what outsiders could offer is another question
    assert again.to_json() == check_up(other, ranges=False).to_json()


def test_what_ended_early_is_not_kept_for_a_check_up_with_more_time(monkeypatch):
    monkeypatch.setattr(effort, "MOST", 1)
    scenario, known = parse_scenario(drawn(1, 2, 3)), KnownAnswers()
    check_up(scenario, ranges=False, seconds=1e-6, known=known)
    assert not known.known
    found = check_up(scenario, ranges=False, known=known)
    assert found.to_json() == check_up(scenario, ranges=False).to_json()
    assert known.known
