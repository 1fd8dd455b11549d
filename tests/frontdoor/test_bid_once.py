"""One plant is not one every year: a race that is played once, and what keeps a promise then."""

import pytest

from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.arms_race.accord import InForce
from intercity.topics.arms_race.builder import played_once
from intercity.topics.arms_race.race_repair import Ban, KeptBy, Truce
from tests.frontdoor.starter import finding, replayed, screen

PLANT = """
format = 1
title = "A plant"
money = "{money}"
[cities]
A.discount = {{ v = 0.9, low = 0.5, high = 0.95 }}
B.discount = {{ v = 0.9, low = 0.5, high = 0.95 }}
C.discount = {{ v = 0.9, low = 0.5, high = 0.95 }}
[subsidies]
bidders = ["A", "B", "C"]
technology = "bertrand"
value = {{ A = {v}, B = {v}, C = {v} }}
{more}
"""
PROMISE = "[subsidies.accord]\ntruce = { v = 0, low = 0, high = 1 }\nenforceable = %s\n"


def scenario(money, more=""):
    value = "{ v = 300, low = 200, high = 400 }"
    return parse_scenario(PLANT.format(money=money, v=value, more=more))


@pytest.mark.parametrize(
    ("money", "repeats", "once"),
    [
        ("million yuan", "", True),
        ("million yuan per year", "", False),
        ("million a year", "", False),
        ("thousand yuan per month", "", False),
        ("million yuan", 'repeats = "yearly"', False),
        ("million yuan per year", 'repeats = "once"', True),
    ],
)
def test_cities_bid_once_where_money_is_once(money, repeats, once):
    assert played_once(Context(scenario(money, repeats), lambda solver, game: None)) == once


@pytest.mark.parametrize(("money", "holds"), [("million yuan", False), ("million a year", True)])
def test_nobody_keeps_a_promise_on_a_single_plant(money, holds):
    """Who bids a little wins 300 for sure; the truce, by lots, is worth 100. Nothing follows."""
    report = replayed(scenario(money, PROMISE % "false"))
    found = finding(report, "arms race").facts
    assert found.accord.in_force is (InForce.KEPT if holds else InForce.BROKEN)
    assert found.under_accord == holds
    assert ("without a court" in screen(report)) != holds


def test_a_court_holds_a_single_race():
    found = finding(replayed(scenario("million yuan", PROMISE % "true")), "arms race").facts
    assert found.accord.in_force is InForce.ENFORCED
    assert sum(found.keeps.values()) == 300


def test_no_truce_is_proposed_for_a_race_that_is_played_once():
    repair = finding(replayed(scenario("million yuan")), "arms race").facts.repair
    assert [type(one) for one in repair.clauses] == [Ban]
    (truce,) = (one for one in repair.in_vain if isinstance(one, Truce))
    assert truce.kept_by is KeptBy.NO_PUNISHMENT
    yearly = finding(replayed(scenario("million a year")), "arms race").facts.repair
    assert [type(one) for one in yearly.clauses] == [Ban, Truce]
