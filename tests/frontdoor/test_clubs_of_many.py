"""Truce clubs of many bidders: the search forced on few agrees with the look at all clubs."""

import dataclasses
import json
import random
from importlib import import_module

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.equations import model_text
from intercity.scenario_file import parse_scenario
from tests.frontdoor.test_truce_clubs_check import text_of

LIMITED = [
    import_module(name)
    for name in (
        "games.partition_game",
        "intercity.topics.truce_clubs.check",
        "intercity.topics.truce_clubs.signed_club",
    )
]
"""Where it is looked up how many bidders are few."""


def bidders(count, seed, more=""):
    r = random.Random(seed)
    names = [f"C{k}" for k in range(count)]
    lines = ["format = 1", 'title = "Bidders"', "[cities]", *(f"{c} = {{}}" for c in names)]
    lines += ["[subsidies]", f"bidders = {json.dumps(names)}"]
    lines += [
        "mass = { v = 100, low = 50, high = 200 }",
        "mu = { v = 0.1, low = 0.02, high = 0.2 }",
    ]
    lines += ["outside_option = { v = 0.1, low = 0, high = 0.3 }"]
    lines += [
        f"attractiveness.{c} = {{ v = {r.randrange(30) / 100}, low = 0, high = 1 }}" for c in names
    ]
    lines += [
        f"value.{c} = {{ v = {r.randrange(20, 60) / 100}, low = 0, high = 1 }}" for c in names
    ]
    return "\n".join([*lines, more])


def found_of(text):
    report = check_up(parse_scenario(text), ranges=False)
    return report, next(one for one in report.findings if one.name == "truce clubs")


@pytest.fixture
def nearby(monkeypatch):
    """The check of few bidders by the search that is for many."""

    def found(text):
        for module in LIMITED:
            monkeypatch.setattr(module, "MOST_PLAYERS", 2)
        try:
            return found_of(text)
        finally:
            for module in LIMITED:
                monkeypatch.setattr(module, "MOST_PLAYERS", 10)

    return found


JOINT = '[subsidies.accord]\nmembers = ["C1", "C2", "C3"]\ntruce = "joint"\nenforceable = true'


@pytest.mark.parametrize("seed", [1, 3])
def test_the_search_agrees_with_the_look_at_all(nearby, seed):
    text = bidders(6, seed)
    (_, every), (_, near) = found_of(text), nearby(text)
    one, two = every.facts, near.facts
    doubt = 2 * (every.proof.radius + near.proof.radius)
    assert (two.verdict, two.parties, two.would_leave) == (
        one.verdict,
        one.parties,
        one.would_leave,
    )
    for name in ("margin", "possible"):
        assert abs(getattr(two, name) - getattr(one, name)) <= 6 * doubt
    assert two.best.members == one.best.members
    assert two.best.pair_gains.keys() == one.best.pair_gains.keys()
    assert (two.all_clubs, two.lasting, two.too_close) == (None, 1, 0)
    assert "other clubs were not looked at" in near.says


def test_where_no_club_lasts_the_search_ends_with_none(nearby):
    """As all clubs are looked at, none of three lasts without transfers (see the other tests)."""
    text = text_of([2, 1, 0.6], 0.2, more="outside_option = { v = 0.5, low = 0, high = 1 }")
    facts = nearby(text)[1].facts
    assert (facts.verdict, facts.best, facts.all_clubs) == ("fails", None, None)
    assert (facts.lasting, facts.too_close) == (0, 0)
    assert facts.would_leave == ("B", "C")
    (clause,) = facts.repair.clauses
    assert (clause.members, clause.share, facts.repair.mends) == (("A", "B", "C"), 1, 1)


def test_a_signed_club_is_judged_alike(nearby):
    text = bidders(5, 2, JOINT)
    (_, every), (_, near) = found_of(text), nearby(text)
    one, two = every.facts.signed, near.facts.signed
    assert every.facts.verdict == near.facts.verdict
    assert one.would_leave == two.would_leave
    doubt = 2 * (every.proof.radius + near.proof.radius)
    for city, gain in one.gain_by_leaving.items():
        assert abs(two.gain_by_leaving[city] - gain) <= doubt


def test_twelve_bidders_have_an_answer_in_few_words():
    text = bidders(12, 7)
    report, found = found_of(text)
    assert found.verdict == "fails"
    assert found.facts.best.members == ("C9", "C10")
    assert len(found.facts.would_leave) > 8
    assert f"{len(found.facts.would_leave)} of them do better" in found.says
    assert found.repair == "a truce of C9 and C10"
    assert "truce clubs" in model_text(report.scenario)
    again, _ = found_of(text)
    assert json.dumps(report.to_json()) == json.dumps(again.to_json())
    assert verify_report(report.scenario, json.loads(json.dumps(report.to_json()))).ok


def test_of_a_club_that_is_not_told_of_all_that_is_left_out_is_said():
    _, found = found_of(bidders(11, 3))
    everyone = found.facts.everyone
    assert everyone.pair_leaves is None  # 55 clubs more
    assert dataclasses.asdict(everyone)["pair_gains"] == {}
