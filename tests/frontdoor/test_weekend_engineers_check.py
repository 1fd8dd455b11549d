"""Weekend engineers in a scenario: the verdict standing and failing, by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from intercity.equations import model_text
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.weekend_engineers.check import HourGrant, Permit
from tests.frontdoor.starter import finding, replayed

F = Fraction
TEXT = """
format = 1
title = "two towns"
cities = { Mill = {}, Hill = {} }
[weekend_engineers]
value.Mill = { v = 6, low = 2, high = 9 }
value.Hill = { v = 5, low = 2, high = 9 }
spillover.Mill.Hill = { v = 3, low = 0, high = 4 }
burden.Mill = { v = 2, low = 1, high = 3 }
burden.Hill = { v = 1, low = 0.5, high = 3 }
travel.Mill = { v = 7, low = 4, high = 8 }
travel.Hill = { v = 6, low = 4, high = 8 }
time = { v = 20, low = 10, high = 30 }
"""


def examined(*changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return finding(replayed(parse_scenario(text)), "engineers")


def test_no_city_pays_for_what_its_neighbour_learns():
    """An hour in Hill costs 6 and brings it 5, and Mill 3: 2 hours are best, worth 2 2 - 2^2/2."""
    found = examined()
    facts = found.facts
    assert found.verdict == "fails"
    assert facts.hours == {"Mill": 0, "Hill": 0}
    assert (facts.best_hours, facts.best_surplus) == ({"Mill": 0, "Hill": 2}, 2)
    assert facts.margin == -2
    assert facts.repair.clauses == (HourGrant(city="Hill", above=F(1)),)
    assert "each city waits for the others" in found.line


@pytest.mark.parametrize(("value", "verdict"), [("6", "fails"), ("6.1", "stands")])
def test_the_grant_does_what_it_says(value, verdict):
    """With a grant of 1.1 an hour in Hill brings 6.1, of which it buys half of 0.1."""
    found = examined(("value.Hill = { v = 5", f"value.Hill = {{ v = {value}"))
    assert found.verdict == verdict
    if verdict == "stands":
        assert found.facts.hours == {"Mill": 0, "Hill": F(1, 20)}
        assert found.facts.wages["Hill"] == F(605, 100)
        assert found.facts.payoffs["Mill"] == F(3, 20)


def test_an_employer_who_allows_nothing():
    allowed = "\nallowed = { v = 0, low = 0, high = 5 }\nhome_loss = { v = 1, low = 0, high = 2 }"
    found = examined(
        ("value.Hill = { v = 5", "value.Hill = { v = 8"), ("high = 30 }", f"high = 30 }}{allowed}")
    )
    # 8 + 3 - 6 - 1 = 4 hours, each of which costs the employer 1.
    assert found.verdict == "fails"
    assert found.facts.best_hours == {"Mill": 0, "Hill": 4}
    assert found.facts.repair.clauses == (Permit(hours=F(4), paid=F(4)),)
    assert "the employer allows none" in found.line


def test_hours_that_nobody_wants_are_no_failure():
    found = examined(("spillover.Mill.Hill = { v = 3", "spillover.Mill.Hill = { v = 0.5"))
    assert (found.verdict, found.facts.best_surplus) == ("stands", 0)
    assert found.line == "no hours are bought, and none would be worth it"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("burden.Hill = { v = 1, low = 0.5", "burden.Hill = { v = 0, low = 0", "above 0"),
        ("burden.Hill", "travel.Mil", "Mil"),
        ("spillover.Mill.Hill", "spillover.Mill.Mill", "left out"),
        (
            "high = 30 }",
            "high = 30 }\nallowed = { v = 25, low = 1, high = 30 }",
            "at most the s",
        ),
        ("value.Hill", "value.Hil", "Hil is an unknown city"),
    ],
)
def test_what_does_not_fit_is_named(old, new, told):
    assert old in TEXT
    with pytest.raises(ScenarioError, match=r"\[weekend_engineers") as error:
        parse_scenario(TEXT.replace(old, new))
    assert told in str(error.value)


def test_the_model_text_has_what_an_hour_brings():
    text = model_text(parse_scenario(TEXT))
    assert "    Mill: v = 6, v = 3 of Hill, c = 2, t = 7" in text
