"""Weekend engineers in a scenario: the verdict standing and failing, by hand."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from games.errors import NotProven
from intercity.equations import model_text
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.outcome import NoRepair
from intercity.topics.weekend_engineers.check import Amiss, HourGrant, Permit, WhyNot, check
from solvers.strategic.common_agency import common_agency
from tests.frontdoor.starter import proven

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
    return proven("engineers", parse_scenario(text))


def test_no_city_pays_for_what_its_neighbour_learns():
    """An hour in Hill costs 6 and brings it 5, and Mill 3: 2 hours are best, worth 2 2 - 2^2/2."""
    found = examined()
    facts = found.facts
    assert found.verdict == "fails"
    assert facts.hours == {"Mill": 0, "Hill": 0}
    assert (facts.best_hours, facts.best_surplus) == ({"Mill": 0, "Hill": 2}, 2)
    assert facts.margin == -2
    # Hill buys 2 if an hour brings it way and twice the burden of 2 hours: 6 + 2 2 = 5 + 5.
    assert facts.repair.clauses == (HourGrant(city="Hill", paid=F(5)),)
    assert facts.repair.mends == 1
    assert facts.amiss is Amiss.TOO_FEW


@pytest.mark.parametrize(("grant", "hours"), [(0, 0), (1, 0), (4, F(3, 2)), (5, 2), (7, 3)])
def test_the_grant_does_what_it_says(grant, hours):
    """It is a payment from hand to hand: only with 2 hours have all together most."""
    text = f"[weekend_engineers]\ngrant.Hill = {{ v = {grant}, low = 0, high = 9 }}"
    found = examined(("[weekend_engineers]", text))
    facts = found.facts
    assert (found.verdict == "stands") == (hours == 2)
    assert facts.amiss is (Amiss.TOO_FEW if hours < 2 else Amiss.TOO_MANY if hours > 2 else None)
    assert facts.hours == {"Mill": 0, "Hill": hours}
    assert facts.wages["Hill"] == (6 + hours if hours else 0)
    assert facts.surplus == 2 * hours - F(hours) ** 2 / 2
    assert facts.payoffs == {"Mill": 3 * hours, "Hill": (5 + grant - 6 - hours) * hours}
    assert facts.engineer == F(hours) ** 2 / 2


@pytest.mark.parametrize(("beyond", "verdict"), [("0.004", "stands"), ("0.0041", "fails")])
def test_a_millionth_of_what_all_could_have_may_be_lost(beyond, verdict):
    """Half as much more than 2 hours are bought, at a loss of half its square; 2 is the most."""
    text = f"[weekend_engineers]\ngrant.Hill = {{ v = {float(5 + F(beyond))}, low = 0, high = 9 }}"
    found = examined(("[weekend_engineers]", text))
    lost = (F(beyond) / 2) ** 2 / 2
    assert found.facts.best_surplus - found.facts.surplus == lost
    assert found.verdict == verdict == ("fails" if lost > 2 * F(1, 10**6) else "stands")
    assert (", by a millionth at most" in found.says) is (verdict == "stands")


def test_an_employer_who_allows_nothing():
    allowed = "\nallowed = { v = 0, low = 0, high = 5 }\nhome_loss = { v = 1, low = 0, high = 2 }"
    found = examined(
        ("value.Hill = { v = 5", "value.Hill = { v = 8"), ("high = 30 }", f"high = 30 }}{allowed}")
    )
    # 8 + 3 - 6 - 1 = 4 hours, each of which costs the employer 1; Hill buys them for 6 + 2 4 - 8.
    assert found.verdict == "fails"
    assert found.facts.best_hours == {"Mill": 0, "Hill": 4}
    permit, grant = Permit(hours=F(4), paid=F(4)), HourGrant(city="Hill", paid=F(6))
    assert found.facts.repair.clauses == (permit, grant)
    assert "the employer allows none" in found.line


PAIR = """
format = 1
title = "two towns"
cities = { A = {}, B = {} }
[weekend_engineers]
value = { A = { v = 5, low = 4, high = 6 }, B = { v = 1, low = 0, high = 2 } }
burden = { A = { v = 1, low = 0.5, high = 2 }, B = { v = 1, low = 0.5, high = 2 } }
time = { v = 20, low = 10, high = 30 }
"""


def paired(more):
    return proven("engineers", parse_scenario(PAIR + more))


def test_too_many_hours():
    """A buys (5 - 0)/2 hours, B 1/2; each costs the employer 10, so that none are best."""
    found = paired("home_loss = { v = 10, low = 9, high = 11 }\n")
    facts = found.facts
    lost = F(5, 2) * 5 + F(5, 2) ** 2 / 2 + F(1, 2) * 9 + F(1, 2) ** 2 / 2
    assert facts.hours == {"A": F(5, 2), "B": F(1, 2)}
    assert (facts.best_surplus, facts.surplus, facts.margin) == (0, -lost, -lost)
    assert (found.verdict, facts.amiss, facts.employer) == ("fails", Amiss.TOO_MANY, -30)
    assert facts.repair.clauses == (Permit(hours=F(0), paid=F(0)),)
    assert (
        paired(
            "home_loss = { v = 10, low = 9, high = 11 }\nallowed = { v = 0, low = 0, high = 1 }\n"
        ).verdict
        == "stands"
    )


@pytest.mark.parametrize(("tiredness", "home_loss"), [(0.1, 2), (0.3, 0)])
def test_what_repairs_it_does_so_as_told(tiredness, home_loss):
    """460/37 hours are best in A, or 1760/151: payments for them have no end of digits."""
    text = (
        PAIR.replace("A = { v = 1, low = 0.5", "A = { v = 1.3, low = 0.5")
        .replace("A = { v = 5, low = 4, high = 6", "A = { v = 20, low = 2, high = 40")
        .replace("B = { v = 1, low = 0, high = 2", "B = { v = 8, low = 0, high = 9")
        .replace("B = { v = 1, low = 0.5", "B = { v = 0.7, low = 0.5")
        + f"tiredness = {{ v = {tiredness}, low = 0, high = 1 }}\n"
        + f"home_loss = {{ v = {home_loss}, low = 0, high = 3 }}\n"
    )
    told = proven("engineers", parse_scenario(text)).repair
    paid = re.findall(r"others pay ([AB]) ([0-9.]+) for", told)
    assert len(paid) == 2
    signed = "".join(f"grant.{c} = {{ v = {x}, low = 0, high = 20 }}\n" for c, x in paid)
    assert proven("engineers", parse_scenario(text + signed)).verdict == "stands"


SPILLS = "home_loss = { v = 6, low = 5, high = 7 }\nspillover.A.B = { v = 9, low = 8, high = 10 }\n"


def test_a_permit_whose_hours_go_where_they_bring_least_is_no_repair():
    """Best are 1 + 9 - 6 = 4 hours in B. With these allowed A buys 5/2 and B 1/2."""
    alone = paired(f"{SPILLS}allowed = {{ v = 4, low = 3, high = 5 }}\n")
    assert alone.facts.hours == {"A": F(5, 2), "B": F(1, 2)}
    assert (alone.verdict, alone.facts.surplus) == ("fails", -F(15, 4))
    assert alone.facts.amiss is Amiss.ELSEWHERE
    found = paired(f"{SPILLS}allowed = {{ v = 0, low = 0, high = 5 }}\n")
    # A gains by no hour if it pays 5 - 0 for it; B gains by 4 of them with 2 4 - 1 more for each.
    payments = HourGrant(city="A", paid=F(-5)), HourGrant(city="B", paid=F(7))
    assert found.facts.repair.clauses == (Permit(hours=F(4), paid=F(24)), *payments)
    assert found.facts.repair.mends == 1


def test_that_repair_written_in():
    written = """allowed = { v = 4, low = 3, high = 5 }
grant = { A = { v = -5, low = -6, high = 0 }, B = { v = 7, low = 6, high = 8 } }
"""
    found = paired(SPILLS + written)
    assert (found.verdict, found.facts.surplus) == ("stands", 8)
    assert found.facts.hours == {"A": 0, "B": 4}


def test_a_few_minutes_are_not_the_hours_that_are_best():
    """Hill buys half of 0.1, of 6.1 + 3 - 6 = 3.1 that are best."""
    found = examined(("value.Hill = { v = 5", "value.Hill = { v = 6.1"))
    assert found.facts.hours == {"Mill": 0, "Hill": F(1, 20)}
    assert (found.verdict, found.facts.amiss) == ("fails", Amiss.TOO_FEW)
    assert found.facts.margin == F(31, 10) * F(1, 20) - F(1, 800) - F(31, 10) ** 2 / 2


def test_no_repair_where_none_comes_to_rest(monkeypatch):
    def at_first(game):
        if any(game.grant):
            raise NotProven("equilibrium in wages", "none", game)
        return common_agency(game)

    monkeypatch.setattr("solvers.strategic.common_agency.common_agency", at_first)
    context = Context(parse_scenario(TEXT), Recorder())
    assert check(context).repair == NoRepair(reason=WhyNot.NONE_FOUND)


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
        ("burden.Hill", "grant.Mil", "Mil"),
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
    assert "    Mill: v = 6, v = 3 of Hill, c = 2, t = 7, g = 0" in text
