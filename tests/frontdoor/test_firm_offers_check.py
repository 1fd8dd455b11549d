"""Subsidies by name: every firm chooses by hand, and every menu of two levels is looked at."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from intercity.equations import model_text
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.firm_offers.english import line
from intercity.topics.outcome import Verdict
from tests.frontdoor.starter import proven

F = Fraction
VALUE = {0: 0, 1: 10, 3: 16}
NOTHING = "invest = { v = 1, low = 0, high = 3 }, subsidy = { v = 1.5, low = 1"
COSTS, NUMBERS = {"able": 2, "slow": 5}, {"able": 4, "slow": 1}
TEXT = """
format = 1
title = "a town"
cities = { Port = {} }
[firm_offers]
value = [
  { invested = { v = 1, low = 0.5, high = 2 }, worth = { v = 10, low = 8, high = 12 } },
  { invested = { v = 3, low = 2, high = 4 }, worth = { v = 16, low = 12, high = 20 } },
]
costs.able = { v = 2, low = 1, high = 3 }
costs.slow = { v = 5, low = 3, high = 8 }
numbers.able = { v = 4, low = 1, high = 9 }
offers.able = { invest = { v = 3, low = 0, high = 3 }, subsidy = { v = 9, low = 6, high = 15 } }
offers.slow = { invest = { v = 1, low = 0, high = 3 }, subsidy = { v = 11, low = 5, high = 15 } }
"""


def examined(*changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return proven("firm offers", parse_scenario(text))


def outcome(offers, numbers=NUMBERS):
    """What firms create and have if each kind takes what leaves it most, rather its own."""
    created = rent = 0
    for kind, cost in COSTS.items():
        profits = {one: s - cost * q for one, (q, s) in offers.items()}
        best = max(profits, key=lambda one: (profits[one], one == kind))
        if profits[best] >= 0:
            q = offers[best][0]
            created += numbers[kind] * (VALUE[q] - cost * q)
            rent += numbers[kind] * profits[best]
    return created, rent


def test_able_firms_pose_as_slow_ones():
    """For 11 they invest 1: able ones have 9, of 8 created; slow ones 6, of 5."""
    found = examined()
    facts = found.facts
    created, rent = outcome({"able": (3, 9), "slow": (1, 11)})
    assert (facts.created, facts.rent) == (created, rent) == (4 * 8 + 5, 4 * 9 + 6)
    assert facts.margin == facts.kept == created - rent == -5
    assert facts.poses == {"able": "slow"}
    assert facts.rents == {"able": 9, "slow": 6}
    assert (found.verdict, found.line[:17]) == ("fails", "firms create 37.0")


def test_no_menu_of_levels_keeps_more_than_the_one_proposed():
    """With the least subsidies that the kinds accept, each taking its own."""
    (menu,) = examined().facts.repair.clauses
    assert not examined().facts.repair.unique
    kept = {}
    for able, slow in product(VALUE, repeat=2):
        if able >= slow:
            paid = {"slow": F(5 * slow), "able": F(2 * able + (5 - 2) * slow)}
            created, rent = outcome({"able": (able, paid["able"]), "slow": (slow, paid["slow"])})
            kept[able, slow] = created - rent
    assert menu.kept == max(kept.values())
    offers = {kind: (menu.invest[kind], menu.subsidies[kind]) for kind in menu.invest}
    created, rent = outcome(offers)
    assert created - rent == menu.kept
    best = max(kept, key=kept.get)
    assert tuple(menu.invest.get(kind, 0) for kind in COSTS) == best


@pytest.mark.parametrize(("subsidy", "verdict"), [("10", "stands"), ("10.01", "fails")])
def test_it_turns_where_firms_have_what_they_create(subsidy, verdict):
    """Worth 10 each: the city pays 10 for it."""
    facts = examined(("subsidy = { v = 11", f"subsidy = {{ v = {subsidy}")).facts
    assert facts.verdict == verdict
    assert facts.margin == 5 * (10 - F(subsidy))


def test_each_takes_its_own_where_that_leaves_it_more():
    facts = examined(("subsidy = { v = 11", "subsidy = { v = 5")).facts
    assert (facts.verdict, facts.poses, facts.rents) == ("stands", {}, {"able": 3, "slow": 0})
    assert facts.repair is None
    assert (facts.created, facts.rent) == outcome({"able": (3, 9), "slow": (1, 5)})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("numbers.able", "numbers.abl", "abl is an unknown kind of firm_offers.costs"),
        ("offers.slow", "offers.slo", "slo is an unknown kind"),
        ("{ v = 3, low = 2, high = 4 }", "{ v = 1, low = 1, high = 4 }", "above the level before"),
        ("{ v = 16, low = 12, high = 20 }", "{ v = 31, low = 12, high = 40 }", "at most 30"),
        (
            "invest = { v = 3, low = 0, high = 3",
            "invest = { v = 4, low = 0, high = 4",
            "most 3",
        ),
    ],
)
def test_what_does_not_fit_is_named(old, new, told):
    assert old in TEXT
    with pytest.raises(ScenarioError, match=r"\[firm_offers") as error:
        parse_scenario(TEXT.replace(old, new))
    assert told in str(error.value)


def test_the_model_text_has_kinds_and_offers():
    text = model_text(parse_scenario(TEXT))
    assert "    V(0) = 0, V(1) = 10, V(3) = 16" in text
    assert "    slow: n = 1, c = 5, q = 1 for s = 11" in text


def test_who_loses_by_any_offer_takes_none():
    """To invest 1 for 1.5 leaves able firms -0.5 and slow ones -3.5."""
    found = examined(
        ("invest = { v = 3, low = 0, high = 3 }, subsidy = { v = 9, low = 6", NOTHING),
        ("invest = { v = 1, low = 0, high = 3 }, subsidy = { v = 11, low = 5", NOTHING),
    )
    assert found.facts.takes_none == ("able", "slow")
    assert (found.facts.created, found.facts.rent) == (0, 0)
    assert "own offer" not in found.says


@pytest.mark.parametrize(("verdict", "told"), [("fails", "more than"), ("stands", "no more than")])
def test_long_figures_are_left_out_of_the_line(verdict, told):
    """Where firms have just what they create, they have no less."""
    facts, long = examined().facts, F(10**17, 7)
    found = replace(facts, verdict=Verdict(verdict), created=long, rent=long)
    assert line(found) == f"firms have {told} they create"


def test_who_invests_for_nothing_is_on_the_menu():
    """Able firms have no cost, and slow ones are not worth what able ones would take as such."""
    text = TEXT.replace("costs.able = { v = 2, low = 1", "costs.able = { v = 0, low = 0")
    facts = evaluate(Context(parse_scenario(text), Recorder()), "firm offers").facts
    (menu,) = facts.repair.clauses
    assert (menu.invest, menu.subsidies, menu.kept) == ({"able": 3}, {"able": 0}, 4 * 16)


def test_by_the_offers_as_they_are_meant_the_city_keeps_what_is_told():
    """An able firm has 3 by either offer: which it takes is told by whom it is meant for."""
    found = examined(("able = { v = 4,", "able = { v = 1,"), ("{ v = 11, low", "{ v = 15, low"))
    assert found.verdict == "fails"
    offers, of_each = {}, {"able": 1, "slow": 1}
    pattern = r"([\d.]+) for an investment of ([\d.]+) \(meant for (\w+)\)"
    for paid, invested, kind in re.findall(pattern, found.repair):
        offers[kind] = (F(invested), F(paid))
    assert offers.keys() == {"able", "slow"}
    created, rent = outcome(offers, of_each)
    assert f"the city keeps {float(created - rent):.1f}" in found.repair
    swapped = outcome({"able": offers["slow"], "slow": offers["able"]}, of_each)
    assert swapped[0] - swapped[1] < created - rent
