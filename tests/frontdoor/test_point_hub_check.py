"""A point hub: all sets of hubs gone through by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

from intercity.equations import model_text
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.outcome import NoRepair
from intercity.topics.point_hub.check import OpenHubs, WhyNot
from tests.frontdoor.starter import proven

F = Fraction
COSTS = {"great": 10, "north": 4, "south": 5}
WORTH = {
    "Port": {"great": 12, "south": 1},
    "Hill": {"great": F(1, 2), "north": 5},
    "Mill": {"north": 2, "south": 6},
}
TEXT = """
format = 1
title = "hubs"
cities = { Port = {}, Hill = {}, Mill = {} }
[point_hub]
budget = { v = 12, low = 3, high = 20 }
coverage = { v = 0.6, low = 0.1, high = 1 }
planned = ["great"]
opening.great = { v = 10, low = 5, high = 20 }
opening.north = { v = 4, low = 2, high = 8 }
opening.south = { v = 5, low = 2, high = 8 }
worth.Port = { great = { v = 12, low = 8, high = 15 }, south = { v = 1, low = 0, high = 2 } }
worth.Hill = { great = { v = 0.5, low = 0, high = 2 }, north = { v = 5, low = 2, high = 8 } }
worth.Mill = { north = { v = 2, low = 0, high = 4 }, south = { v = 6, low = 2, high = 9 } }
"""


def examined(*changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return proven("point hub", parse_scenario(text))


def plans(budget=12):
    """What each set of hubs in the budget brings net, and how many cities it serves."""
    found = {}
    for size in range(4):
        for hubs in combinations(COSTS, size):
            reach = {c: [row[h] for h in hubs if h in row] for c, row in WORTH.items()}
            cost = sum(COSTS[hub] for hub in hubs)
            if cost <= budget:
                net = sum(max(one, default=0) for one in reach.values()) - cost
                found[hubs] = (net, sum(map(bool, reach.values())))
    return found


@pytest.mark.parametrize("coverage", ["0.6", "0.1", "0"])
def test_no_hub_is_told_as_such(coverage):
    """In a budget of 3 there is none, so none pays: nothing is said of what it would bring."""
    found = examined(
        ("budget = { v = 12", "budget = { v = 3"),
        ("coverage = { v = 0.6, low = 0.1", f"coverage = {{ v = {coverage}, low = 0"),
        ('planned = ["great"]\n', ""),
    )
    assert plans(3) == {(): (0, 0)}
    assert (found.verdict, found.facts.opened) == ("fails", ())
    assert found.facts.repair == NoRepair(reason=WhyNot.NONE)
    for text in (found.line, found.says):
        assert "no hub" in text
        assert "would bring" not in text
        assert "would serve" not in text


def test_it_stands_where_it_pays_and_serves_enough():
    facts = examined().facts
    assert (facts.verdict, facts.net, facts.cost) == ("stands", F(5, 2), 10)
    assert (facts.net, len(facts.served)) == plans()["great",]
    assert facts.margin == 2  # of the budget
    assert facts.repair is None


@pytest.mark.parametrize(
    ("old", "new", "verdict", "lacks"),
    [
        ("great = { v = 10", "great = { v = 12", "stands", ()),
        ("great = { v = 10", "great = { v = 12.01", "fails", ("lacks_money",)),
        ("great = { v = 10", "great = { v = 13", "fails", ("lacks_worth", "lacks_money")),
        ("coverage = { v = 0.6", "coverage = { v = 0.66", "stands", ()),
        ("coverage = { v = 0.6", "coverage = { v = 0.67", "fails", ("lacks_reach",)),
    ],
)
def test_each_of_three_conditions_turns_it(old, new, verdict, lacks):
    """Great brings 12.5 to Port and Hill, of a budget of 12."""
    facts = examined((old, new)).facts
    assert facts.verdict == verdict
    three = ("lacks_worth", "lacks_reach", "lacks_money")
    assert tuple(name for name in three if getattr(facts, name)) == lacks


def test_others_are_proposed_that_do():
    (clause,) = examined(("coverage = { v = 0.6", "coverage = { v = 0.9")).facts.repair.clauses
    right = {hubs: net for hubs, (net, served) in plans().items() if net >= 0 and served >= 2.7}
    assert right == {("north", "south"): 3}
    assert clause == OpenHubs(hubs=("north", "south"), net=F(3), served=("Port", "Hill", "Mill"))


@pytest.mark.parametrize(("budget", "verdict"), [(9, "stands"), (8, "fails")])
def test_without_a_plan_the_best_is_asked_for(budget, verdict):
    """All three are served by north and south alone, for 9."""
    found = examined(
        ('planned = ["great"]\n', ""),
        ("coverage = { v = 0.6", "coverage = { v = 1"),
        ("budget = { v = 12", f"budget = {{ v = {budget}"),
    )
    assert found.verdict == verdict
    assert max(served for _, served in plans(budget).values()) == (3 if budget == 9 else 2)
    if verdict == "fails":
        assert found.facts.repair == NoRepair(reason=WhyNot.NONE)
        assert len(found.facts.served) == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('["great"]', '["grea"]', "an unknown hub of point_hub.opening"),
        ('["great"]', '["great", "great"]', "a list of different names"),
        ("worth.Port", "worth.Prt", "Prt is an unknown city"),
        ("south = { v = 1,", "souf = { v = 1,", "souf is an unknown hub"),
        ("budget = { v = 12, low = 3", "budget = { v = -12, low = -30", "not negative"),
    ],
)
def test_what_does_not_fit_is_named(old, new, told):
    with pytest.raises(ScenarioError, match=r"\[point_hub") as error:
        parse_scenario(TEXT.replace(old, new))
    assert told in str(error.value)


def test_the_model_text_has_hubs_and_their_reach():
    text = model_text(parse_scenario(TEXT))
    assert "    great: c = 10" in text
    assert "    north to Hill: w = 5" in text


HALF = """
format = 1
title = "hubs"
cities = { A = {}, B = {}, C = {}, D = {} }
[point_hub]
budget = { v = 100, low = 90, high = 110 }
coverage = { v = 0.5, low = 0, high = 1 }
opening = { one = { v = 1, src = "S" }, two = { v = 11, src = "S" }, all = { v = 95, src = "S" } }
worth.A = { one = { v = 50, src = "S" }, two = { v = 10, src = "S" }, all = { v = 25, src = "S" } }
worth.B = { two = { v = 10, src = "S" }, all = { v = 25, src = "S" } }
worth.C = { all = { v = 25, src = "S" } }
worth.D = { all = { v = 25, src = "S" } }
[sources]
S = "S"
"""


def test_of_hubs_that_serve_enough_those_that_bring_most_are_told():
    """One alone brings 49 and serves a quarter; one and two 60 - 12 and serve half; with all 29."""
    found = proven("point hub", parse_scenario(HALF))
    assert (found.facts.opened, found.facts.net) == (("one", "two"), 48)
    planned = HALF.replace("opening =", 'planned = ["all", "two"]\nopening =')
    (clause,) = proven("point hub", parse_scenario(planned)).facts.repair.clauses
    assert (clause.hubs, clause.net) == (("one", "two"), 48)


@pytest.mark.parametrize("planned", [True, False])
def test_to_open_no_hub_is_no_repair(planned):
    """Each hub brings less than it costs: 9.5 of 10, 3 of 4, 4 of 5; nobody need be served."""
    plan = 'planned = ["great"]\n'
    found = examined(
        (plan, plan if planned else ""),
        ("coverage = { v = 0.6, low = 0.1", "coverage = { v = 0, low = 0"),
        ("great = { v = 12", "great = { v = 9"),
        ("north = { v = 5, low = 2", "north = { v = 1, low = 1"),
        ("south = { v = 6", "south = { v = 3"),
    )
    facts = found.facts
    assert (facts.verdict, facts.lacks_worth, facts.lacks_reach) == ("fails", True, False)
    assert facts.repair == NoRepair(reason=WhyNot.NONE)


def test_a_hub_that_brings_just_what_it_costs_pays():
    """North brings Hill 4, which it costs; the others less. To open none brings as much."""
    changes = (
        ('planned = ["great"]\n', ""),
        ("coverage = { v = 0.6, low = 0.1", "coverage = { v = 0, low = 0"),
        ("great = { v = 12", "great = { v = 9"),
        ("north = { v = 5, low = 2", "north = { v = 4, low = 1"),
        ("north = { v = 2, low = 0", "north = { v = 0, low = 0"),
        ("south = { v = 6", "south = { v = 3"),
    )
    facts = looked_at(*changes)
    assert (facts.verdict, facts.opened, facts.net, facts.margin) == ("stands", ("north",), 0, 0)
    dearer = ("north = { v = 4, low = 2", "north = { v = 4.01, low = 2")
    assert looked_at(*changes, dearer).verdict == "fails"


def looked_at(*changes, brief=False):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return evaluate(Context(parse_scenario(text), Recorder(), brief=brief), "point hub").facts


def test_what_is_not_planned_is_the_best():
    """North and south bring 1 + 5 + 6 less 9, and north alone 5 + 2 less 4: as much."""
    facts = looked_at(('planned = ["great"]\n', ""))
    most = max(net for net, served in plans().values() if served >= 0.6 * 3)
    assert (facts.net, len(facts.served)) == plans()[tuple(facts.opened)]
    assert facts.net == most == 3
    assert (facts.planned, facts.repair, facts.verdict) == (False, None, "stands")


def test_of_a_verdict_alone_nothing_is_repaired():
    """With all to be served the great hub, which reaches two of three, is not enough."""
    dear = ("coverage = { v = 0.6", "coverage = { v = 1")
    full, brief = looked_at(dear), looked_at(dear, brief=True)
    assert full.verdict == brief.verdict == "fails"
    (clause,) = full.repair.clauses
    assert set(clause.hubs) == {"north", "south"}
    assert not full.repair.unique
    assert (brief.repair, brief.opened) == (None, full.opened)
