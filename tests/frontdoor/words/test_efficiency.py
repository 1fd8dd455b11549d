"""What is said of how much of what members could gain a deal brings them is so."""

from fractions import Fraction

import pytest

from intercity.topics.efficiency.check import EfficiencyOutcome, NoSingleClause, Purchase
from intercity.topics.efficiency.english import line, remedy, repair, says
from intercity.topics.outcome import NoRepair, Verdict
from tests.frontdoor.words.facts import facts

F = Fraction
MORE = "members could have 3.0 a year more, and nobody less"
CAPTURED = f"{MORE}: the deal brings 75% of what they could gain"


def told_of(verdict="fails", **given):
    found = {"verdict": Verdict(verdict), "brought": F(9), "unused": F(3), "limit": None}
    return facts(EfficiencyOutcome, **(found | {"lawful": None, "to_buy": None} | given))


BY_LAW = {"limit": F(0), "lawful": F(0)}
LESS = "nobody could have more, and none less"
OPEN = "if money could flow freely, members could have 3.0 a year more"
SITE = facts(Purchase, resource="land", unit="sites", amount=1)
LAND = facts(Purchase, resource="land", unit="", amount=2)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "the deal brings 9.0 of 12.0 a year that members could gain"),
        ({"brought": F(0)}, "members could have 3.0 a year more, and nobody less"),
        ({"brought": F(-2)}, "members could have 3.0 a year more, and nobody less"),
        (BY_LAW | {"lawful": F(1)}, "the deal brings 9.0 of 10.0 a year that members could gain"),
        ({"verdict": "stands", "unused": F(0)}, "members could not have more together"),
        (BY_LAW | {"verdict": "stands"}, LESS),
        ({"verdict": "undecided", "limit": F(0)}, "whether lawful clauses bring more is open"),
    ],
)
def test_the_line(given, told):
    assert line(told_of(**given)) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, CAPTURED),
        ({"brought": F(-2)}, f"{MORE}; the deal brings them nothing together"),
        (
            BY_LAW | {"lawful": F(3)},
            f"{MORE}, by lawful clauses: the deal brings 75% of what they could gain",
        ),
        ({"to_buy": SITE}, f"{CAPTURED}. For it they would buy 1 site of land on the exchange"),
        ({"to_buy": LAND}, f"{CAPTURED}. For it they would buy 2 units of land on the exchange"),
        (
            {"money_of_firms": 2},
            f"{CAPTURED}. The 2.0 that its clawback takes of firms or spares is not counted",
        ),
        ({"verdict": "stands", "unused": F(0)}, "members could not have more together"),
        (BY_LAW | {"verdict": "stands"}, f"by lawful clauses {LESS}; {OPEN} together"),
        (
            {"verdict": "undecided", "limit": F(0)},
            f"{OPEN}; whether lawful clauses bring any of it is open",
        ),
    ],
)
def test_what_is_said(given, told):
    assert says(told_of(**given)) == told


def test_where_no_clause_alone_brings_it():
    found = told_of(repair=NoRepair(reason=NoSingleClause.SEVERAL))
    assert remedy(found) == "none by one clause alone"
    assert repair(found).startswith("no clause alone brings ")
    assert remedy(told_of(repair=None)) == repair(told_of(repair=None)) == ""
