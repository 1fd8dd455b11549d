"""Brokers: every set of links gone through, and shares by all orders of joining."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations

import pytest

from intercity.equations import model_text
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.broker.check import BrokerFees
from tests.frontdoor.starter import proven

F = Fraction
ALONE = """
format = 1
title = "brokers"
cities = { Port = {}, Hill = {}, Mill = {} }
[broker]
brokers = ["Desk"]
deals.Port.Hill = { v = 20, low = 10, high = 30 }
links.Port.Hill = { v = 9, low = 5, high = 15 }
links.Port.Desk = { v = 2, low = 1, high = 8 }
links.Desk.Hill = { v = 3, low = 1, high = 8 }
"""
RIVAL = """
links.Port.Fair = { v = 2, low = 1, high = 8 }
links.Fair.Hill = { v = 4, low = 1, high = 8 }
"""
LINKS = {("Port", "Hill"): 9, ("Port", "Desk"): 2, ("Desk", "Hill"): 3}
TWO = LINKS | {("Port", "Fair"): 2, ("Fair", "Hill"): 4}


def both(*changes):
    return examined(ALONE.replace('["Desk"]', '["Desk", "Fair"]') + RIVAL, *changes)


def examined(text, *changes):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return proven("broker", parse_scenario(text))


def made(group, links):
    """The most that Port and Hill make by any links in the group."""
    inside = [link for link in links if set(link) <= set(group)]
    best = 0
    for size in range(len(inside) + 1):
        for chosen in combinations(inside, size):
            reached = {"Port"}
            for _ in chosen:
                reached |= {x for link in chosen if set(link) & reached for x in link}
            cost = sum(links[link] for link in chosen)
            best = max(best, 20 * ({"Port", "Hill"} <= reached & set(group)) - cost)
    return best


def shares(links):
    players = sorted({name for link in links for name in link})
    orders = list(permutations(players))
    total = dict.fromkeys(players, F(0))
    for order in orders:
        for k, name in enumerate(order):
            total[name] += made(order[: k + 1], links) - made(order[:k], links)
    return {name: x / len(orders) for name, x in total.items()}


def test_who_cannot_be_replaced_gets_a_part_of_what_it_adds():
    """The two have 11 by themselves, and 15 through the desk."""
    facts = examined(ALONE).facts
    assert facts.values == shares(LINKS)
    assert facts.adds == {"Desk": 4}
    assert facts.values["Desk"] == F(4, 3)
    assert (facts.verdict, facts.margin) == ("stands", 4 - F(4, 3))
    assert (facts.overpaid, facts.losers, facts.repair) == ({}, {"Desk": {}}, None)


def test_of_two_either_would_be_enough():
    facts = both().facts
    values = shares(TWO)
    everyone = set(values)
    adds = {b: made(everyone, TWO) - made(everyone - {b}, TWO) for b in ("Desk", "Fair")}
    assert facts.values == values
    assert facts.adds == adds == {"Desk": 1, "Fair": 0}
    assert not facts.repair.unique
    without = {
        broker: shares({link: x for link, x in TWO.items() if broker not in link})
        for broker in ("Desk", "Fair")
    }
    assert facts.losers == {
        broker: {one: x - values[one] for one, x in had.items() if x > values[one]}
        for broker, had in without.items()
    }
    assert facts.overpaid == {b: values[b] - adds[b] for b in adds if values[b] > adds[b]}
    assert "Fair" in facts.overpaid
    assert facts.verdict == "fails"
    assert facts.margin == min(adds[b] - values[b] for b in adds)
    assert facts.repair.clauses == (BrokerFees(most={b: F(adds[b]) for b in facts.overpaid}),)


@pytest.mark.parametrize(("cost", "verdict"), [("6.99", "fails"), ("7", "stands")])
def test_a_rival_that_is_as_dear_as_no_broker_gets_nothing(cost, verdict):
    """Links of Fair cost 2 and 7: as much as the direct one, 9."""
    old = "links.Fair.Hill = { v = 4,"
    found = both((old, f"links.Fair.Hill = {{ v = {cost},"))
    assert found.verdict == verdict
    links = TWO | {("Fair", "Hill"): F(cost)}
    assert found.facts.values == shares(links)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('["Desk"]', '["Port"]', "no city's"),
        ("deals.Port.Hill", "deals.Port.Desk", "Desk is an unknown city"),
        ("links.Port.Hill", "links.Port.Hil", "Hil is an unknown city or broker"),
        ("links.Port.Hill", "links.Port.Port", "of two, given once"),
        ("links.Port.Hill", "links.Hill.Desk", "given twice"),
    ],
)
def test_what_does_not_fit_is_named(old, new, told):
    with pytest.raises(ScenarioError, match=r"\[broker") as error:
        parse_scenario(ALONE.replace(old, new))
    assert told in str(error.value)


def test_who_else_would_have_more_without_a_broker():
    losers = both().facts.losers
    for broker in ("Desk", "Fair"):
        alone = shares({link: cost for link, cost in TWO.items() if broker not in link})
        lost = {one: x - shares(TWO)[one] for one, x in alone.items()}
        assert losers[broker] == {one: x for one, x in lost.items() if x > 0}
    assert "Fair" in losers["Desk"]


def test_the_model_text_has_deals_and_links():
    text = model_text(parse_scenario(ALONE))
    assert "    Port and Hill: v = 20" in text
    assert "    Hill - Desk: c = 3" in text


@pytest.mark.parametrize("direct", [9, 19])
def test_who_gets_more_than_it_adds_is_told_by_how_much_and_who_loses_by_it(direct):
    """Each way to join is gone through, with and without each broker."""
    text = ALONE.replace('["Desk"]', '["Desk", "Fair"]') + RIVAL
    own = "links.Port.Hill = { v = 9, low = 5, high = 15"
    assert own in text
    text = text.replace(own, f"links.Port.Hill = {{ v = {direct}, low = 5, high = 25")
    links = TWO | {("Port", "Hill"): direct}
    facts = evaluate(Context(parse_scenario(text), Recorder()), "broker").facts
    values, adds = shares(links), {"Desk": 1, "Fair": 0}
    assert (facts.values, facts.adds) == (values, adds)
    assert facts.overpaid == {b: values[b] - x for b, x in adds.items() if values[b] > x}
    assert ("Desk" in facts.overpaid) == (direct == 19)
    for broker, lost in facts.losers.items():
        had = shares({link: x for link, x in links.items() if broker not in link})
        less = {one: x - values[one] for one, x in had.items()}
        assert lost == {one: x for one, x in less.items() if x > 0}
    brief = evaluate(Context(parse_scenario(text), Recorder(), brief=True), "broker").facts
    assert (brief.verdict, brief.losers) == (facts.verdict, {})


def test_two_that_do_the_same_add_nothing_one_by_one_and_all_together():
    """Either of two links Port and Hill for 5, where without them it costs 9."""
    found = both(("links.Fair.Hill = { v = 4", "links.Fair.Hill = { v = 3")).facts
    assert dict(found.adds) == {"Desk": 0, "Fair": 0}
    assert found.together == 9 - 5
