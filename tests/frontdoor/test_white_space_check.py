"""White land in a scenario: its verdict standing and failing, by hand."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.equations import model_text
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.white_space.check import WhiteLand
from intercity.topics.white_space.english import WORDS
from tests.frontdoor.starter import proven

F = Fraction
# Land that is committed may lie idle: labs bring 9 a unit on average, homes 5; known, 41/4.
TEXT = """
format = 1
title = "one site"
cities = { Port = {}, Hill = {} }
[white_space]
land.Port = { v = 10, low = 5, high = 20 }
holding.Port = { v = 1, low = 0, high = 4 }
[white_space.scenarios.up]
chance = { v = 3, low = 1, high = 5 }
returns.Port = { labs = { v = 12, low = 6, high = 20 }, homes = { v = 5, low = 2, high = 8 } }
[white_space.scenarios.down]
chance = { v = 1, low = 0.5, high = 2 }
returns.Port = { labs = { v = -9, low = -12, high = 0 }, homes = { v = 5, low = 2, high = 8 } }
"""


def examined(*changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return proven("white space", parse_scenario(text))


def test_a_fixed_plan_fails_where_waiting_costs_less_than_it_avoids():
    found = examined()
    facts = found.facts
    assert found.verdict == "fails"
    assert (facts.fixed_value, facts.regret, facts.value) == (90, F(25, 2), F(185, 2))
    assert facts.regrets == {"up": 0, "down": 50}
    assert (facts.avoided, facts.option_cost) == (F(25, 2), 10)
    assert facts.margin == -F(5, 2)
    assert facts.break_even == F(1, 4)
    assert facts.repair.clauses == (WhiteLand(amounts={"Port": F(10)}),)
    assert not facts.repair.unique


@pytest.mark.parametrize(
    ("cost", "verdict"), [("1.24", "fails"), ("1.25", "stands"), ("2", "stands")]
)
def test_it_turns_at_the_break_even(cost, verdict):
    found = examined(("holding.Port = { v = 1,", f"holding.Port = {{ v = {cost},"))
    assert found.verdict == verdict
    if verdict == "stands":
        assert (found.facts.white, found.facts.repair, found.facts.regret) == ({}, None, F(25, 2))
        assert found.facts.break_even is None
        assert (found.facts.avoided, found.facts.option_cost) == (0, 0)


@pytest.mark.parametrize(("cost", "pays"), [("1", True), ("2", False)])
def test_white_land_is_told_of_as_paying_where_some_is_left_white(cost, pays):
    found = examined(("holding.Port = { v = 1,", f"holding.Port = {{ v = {cost},")).facts
    assert bool(found.white) == pays
    assert ("no white land" in WORDS.says(found)) == (not pays)
    assert ("waiting makes no more" in WORDS.line(found)) == (not pays)
    assert bool(WORDS.remedy(found)) == pays


def test_demand_binds():
    """Laboratories ask for 4 of 10: so much is left white, and the rest goes to homes."""
    found = examined(
        (
            "[white_space.scenarios.down]",
            "demand.Port.labs = { v = 4, low = 1, high = 9 }\n[white_space.scenarios.down]",
        )
    )
    assert found.facts.white == {"Port": 4}
    assert found.facts.fixed_value == 4 * 9 + 6 * 5


TOWN = """
format = 1
title = "much land that is worth little white"
cities = { A = {} }
[white_space]
land.A = { v = 100, low = 50, high = 150 }
holding.A = { v = HELD, low = 0, high = 1 }
[white_space.scenarios.boom]
chance = { v = 1, low = 0.5, high = 2 }
returns.A.labs = { v = 10, low = 9, high = 11 }
returns.A.homes = { v = 1, low = 0.5, high = 2 }
returns.A.plants = { v = 0.99, low = 0.5, high = 2 }
demand.A = { labs = { v = 10, low = 5, high = 15 }, homes = { v = 90, low = 50, high = 99 } }
[white_space.scenarios.slump]
chance = { v = 1, low = 0.5, high = 2 }
returns.A = { homes = { v = 1, low = 0.5, high = 2 }, plants = { v = 1.01, low = 0.5, high = 2 } }
demand.A = { labs = { v = 10, low = 5, high = 15 }, homes = { v = 90, low = 50, high = 99 } }
"""


@pytest.mark.parametrize(
    ("held", "white", "more"),
    [
        ("0", 100, F(101, 200)),
        ("0.3", 10, F(41, 200)),
        ("0.504", 10, F(1, 1000)),
        ("0.505", 0, 0),
    ],
)
def test_some_land_pays_until_the_first_unit_does_not(held, white, more):
    """Fixed: 10 of labs at 10/2 and 90 of homes at 1. The 10 left white bring (10 + 1.01)/2 each.

    The other 90 gain by it 0.01/2 each, a gain of 5.5 for 100, or 0.055 each.
    """
    found = proven("white space", parse_scenario(TOWN.replace("HELD", held)))
    assert found.facts.fixed_value == 140
    assert sum(found.facts.white.values()) == white
    assert (found.facts.break_even or 0) == more
    assert (found.verdict == "stands") == (more == 0)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("land.Port", "land.Prt", "Prt is an unknown city"),
        ("holding.Port", "holding.Hill", "Hill is an unknown city of white_space.land"),
        ("v = 10, low = 5", "v = -10, low = -15", "not negative"),
        ("chance = { v = 3, low = 1", "chance = { v = 0, low = 0", "above 0"),
    ],
)
def test_what_does_not_fit_is_named(old, new, told):
    assert old in TEXT
    with pytest.raises(ScenarioError, match=r"\[white_space") as error:
        parse_scenario(TEXT.replace(old, new))
    assert told in str(error.value)


def test_the_model_text_has_land_and_scenarios():
    text = model_text(parse_scenario(TEXT))
    assert "    Port: L = 10, h = 1, l = 0" in text
    assert "    up: p = 0.75" in text


def test_a_forged_regret_is_refused():
    scenario = parse_scenario(TEXT)
    told = json.loads(json.dumps(check_up(scenario, ranges=False).to_json()))
    entry = next(one for one in told["findings"] if one["name"] == "white space")
    entry["facts"]["regret"] = entry["facts"]["avoided"] | {"exact": "13", "value": 13.0}
    assert not verify_report(scenario, told)
