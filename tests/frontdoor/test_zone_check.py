"""Zones in a scenario: the verdict standing and failing, as planned and as cities choose."""

from __future__ import annotations

import pytest

from intercity.equations import model_text
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.outcome import NoRepair
from intercity.topics.zone.check import OtherZones, WhyNot
from tests.frontdoor.starter import proven

TEXT = """
format = 1
title = "three towns"
cities = { Port = {}, Mill = {}, Hill = {} }
[zone]
complementarity = { v = 1, low = 0.5, high = 2 }
cost = { v = 5, low = 1, high = 8 }
level.Port = { v = 4, low = 3, high = 5 }
level.Mill = { v = 3, low = 2, high = 4 }
level.Hill = { v = 1, low = 0.5, high = 2 }
"""


def examined(more="", *changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return proven("zone", parse_scenario(text.replace("[zone]", f"[zone]\n{more}")))


def test_cities_that_choose_leave_out_the_lowest():
    """Port and Mill gain 7 each by each other; Hill's levels 4 and 3 are below the cost of 5."""
    found = examined()
    facts = found.facts
    assert found.verdict == "fails"
    assert (facts.stable, facts.number) == ((("Port", "Mill"), ("Hill",)), 1)
    assert (facts.left_out, facts.assortative) == (("Hill",), True)
    assert facts.payoffs == {"Port": 7, "Mill": 7, "Hill": 0}
    assert facts.repair == NoRepair(reason=WhyNot.ALL_LEAVE_OUT)
    assert "leave out Hill" in found.line


def test_with_a_lower_cost_nobody_is_left_out():
    """At a cost of 2.5 each is worth it to each, Hill to Mill by 3 - 2.5."""
    found = examined("", ("cost = { v = 5", "cost = { v = 2.5"))
    assert (found.verdict, found.facts.left_out) == ("stands", ())
    assert found.facts.repair is None
    assert found.facts.stable == (("Port", "Mill", "Hill"),)


def test_a_planned_zone_that_some_would_leave():
    found = examined('zones = [["Port", "Mill", "Hill"]]')
    assert found.verdict == "fails"
    assert found.facts.leavers == ("Port", "Mill")
    assert found.facts.payoffs == {"Port": 6, "Mill": 5, "Hill": -3}
    assert found.facts.left_out == ()


def test_a_planned_zone_is_mended_by_one_that_holds():
    low = ("cost = { v = 5", "cost = { v = 2.5")
    found = examined('zones = [["Port", "Mill"]]', low)
    assert found.verdict == "fails"
    assert found.facts.repair.clauses == (OtherZones(zones=(("Port", "Mill", "Hill"),)),)
    assert not found.facts.repair.unique
    assert found.facts.best == (("Port", "Mill", "Hill"),)  # each pair gains, Mill and Hill 3 - 2.5
    text = TEXT.replace(*low).replace("[zone]", '[zone]\nzones = [["Port", "Mill"]]')
    brief = evaluate(Context(parse_scenario(text), Recorder(), brief=True), "zone").facts
    assert (brief.verdict, brief.repair) == ("fails", None)
    again = examined('zones = [["Port", "Mill", "Hill"]]', low)
    assert (again.verdict, again.facts.leavers, again.facts.left_out) == ("stands", (), ())


EQUAL = (
    ("level.Port = { v = 4,", "level.Port = { v = 3,"),
    ("level.Mill = { v = 3,", "level.Mill = { v = 1,"),
    ("cost = { v = 5,", "cost = { v = 0,"),
    ("low = 1, high = 8", "low = 0, high = 8"),
    ("level.Mill = { v = 1, low = 2", "level.Mill = { v = 1, low = 0.5"),
)


def test_zones_that_hold_and_each_leave_out_another_city():
    """A pair at most: Port (3) takes Mill or Hill (1 each), and the other one is alone."""
    found = examined("largest = 2", *EQUAL)
    facts = found.facts
    assert (found.verdict, facts.number) == ("fails", 2)
    alone = [zone for zone in facts.stable if "Port" not in zone]
    assert alone == [facts.left_out]
    assert facts.left_out in [("Mill",), ("Hill",)]
    assert "each of the 2 ways" in found.line
    assert facts.repair == NoRepair(reason=WhyNot.ALL_LEAVE_OUT)


def test_whom_planned_zones_leave_out_is_told_apart_from_whom_stable_ones_do():
    """All in one zone leave out nobody, yet only {Port, Mill}, {Hill} hold."""
    found = examined('zones = [["Port", "Mill", "Hill"]]')
    assert (found.facts.left_out, found.facts.stable_left_out) == ((), ("Hill",))
    low = ("cost = { v = 5", "cost = { v = 2.5")
    found = examined('zones = [["Port", "Mill"]]', low)
    assert (found.facts.left_out, found.facts.stable_left_out) == (("Hill",), ())


def test_one_zone_of_all_is_not_called_sorted():
    one, two = examined("", ("cost = { v = 5", "cost = { v = 2.5")), examined()
    apart = "sorted by how advanced cities are"
    assert (apart in one.says, apart in two.says) == (False, True)


def test_cities_that_are_alike_are_not_called_sorted():
    """At levels of 4, worth 16 - 20 to each other, all stay alone: none is more advanced."""
    alike = (f"level.{city} = {{ v = {v}" for city, v in (("Mill", 3), ("Hill", 1)))
    four = [(old, f"{old.split(' = ')[0]} = {{ v = 4") for old in alike]
    dear = [("cost = { v = 5", "cost = { v = 20"), ("high = 8", "high = 30")]
    wide = [("high = 4", "high = 5"), ("low = 0.5, high = 2 }\n", "low = 0.5, high = 5 }\n")]
    found = examined("", *four, *dear, *wide)
    assert len(found.facts.stable) == 3
    assert "sorted" not in found.says


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('zones = [["Port", "Mill"], ["Mill"]]', "a city of one zone alone"),
        ('zones = [["Port", "Mil"]]', "Mil"),
        ('largest = 1\nzones = [["Port", "Mill"]]', "at most 1, as zone.largest"),
        ("largest = 0", "1"),
    ],
)
def test_what_does_not_fit_is_named(more, told):
    with pytest.raises(ScenarioError, match=r"\[zone") as error:
        parse_scenario(TEXT.replace("[zone]", f"[zone]\n{more}"))
    assert told in str(error.value)


def test_the_model_text_has_the_worth_of_a_partner():
    text = model_text(parse_scenario(TEXT))
    assert "1 l_i l_j + 0 max(0, l_j - l_i) - 5" in text
    assert "    Hill: l = 1" in text
