"""A corridor: what its ends add, by every pair, and what cities get, by all orders of joining."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations

import pytest

from intercity.equations import model_text
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.corridor.check import CorridorGrant, LinkGrants
from tests.frontdoor.starter import proven

F = Fraction
NAMES = ("Port", "Hill", "Mill", "Dale")
GIVES, TAKES = (6, 2, 1, 0), (1, 1, 1, 2)
LINKS, KEPT = (2, 1, 3), (F(1, 2), F(4, 5), F(1, 2))
TEXT = """
format = 1
title = "a corridor"
cities = { Dale = {}, Hill = {}, Mill = {}, Port = {}, Fort = {} }
[corridor]
cities = ["Port", "Hill", "Mill", "Dale"]
gives.Port = { v = 6, low = 2, high = 9 }
gives.Hill = { v = 2, low = 1, high = 4 }
gives.Mill = { v = 1, low = 0, high = 2 }
takes.Dale = { v = 2, low = 0, high = 3 }
link.Hill = { v = 2, low = 1, high = 9 }
link.Mill = { v = 1, low = 0, high = 9 }
link.Dale = { v = 3, low = 1, high = 9 }
kept.Hill = { v = 0.5, low = 0.1, high = 1 }
kept.Mill = { v = 0.8, low = 0.1, high = 1 }
kept.Dale = { v = 0.5, low = 0.1, high = 1 }
"""


def examined(*changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return proven("corridor", parse_scenario(text))


def pair(i, j):
    share = F(1)
    for kept in KEPT[i:j]:
        share *= kept
    return share * (GIVES[i] * TAKES[j] + GIVES[j] * TAKES[i])


def made(group, links=LINKS):
    """What a group makes by all links between neighbours in it."""
    total = F(0)
    for i, j in combinations(range(4), 2):
        if set(range(i, j + 1)) <= set(group):
            total += pair(i, j) - (links[i] if j == i + 1 else 0)
    return total


def shares(links=LINKS):
    total, orders = [F(0)] * 4, list(permutations(range(4)))
    for order in orders:
        for k, i in enumerate(order):
            total[i] += made(order[: k + 1], links) - made(order[:k], links)
    return dict(zip(NAMES, (x / len(orders) for x in total), strict=True))


def test_it_stands_where_both_ends_add_more_than_they_cost():
    facts = examined().facts
    without = {"Port": (1, 2, 3), "Dale": (0, 1, 2)}
    adds = {end: made(range(4)) - made(rest) for end, rest in without.items()}
    assert {end: facts.adds[end] - facts.costs[end] for end in adds} == adds
    assert facts.values == shares()
    assert facts.margin == min(adds.values()) > 0
    assert (facts.verdict, facts.dead_ends, facts.repair) == ("stands", (), None)
    assert (facts.stretches, facts.most) == ((NAMES,), made(range(4)))


@pytest.mark.parametrize(("cost", "verdict"), [("4.99", "stands"), ("5", "fails"), ("7", "fails")])
def test_it_turns_where_the_link_costs_what_the_end_adds(cost, verdict):
    """Dale takes 2 (6 0.2 + 2 0.4 + 1 0.5) = 5 of what is given."""
    adds = sum(pair(i, 3) for i in range(3))
    facts = examined(("link.Dale = { v = 3", f"link.Dale = {{ v = {cost}")).facts
    assert adds == 5
    assert facts.verdict == verdict
    assert facts.margin == adds - F(cost)
    assert facts.values == shares((2, 1, F(cost)))
    if verdict == "fails":
        assert facts.dead_ends == ("Dale",)
        assert not facts.repair.unique
        assert facts.repair.clauses == (LinkGrants(above={"Dale": F(cost) - adds}),)
        assert facts.stretches == (("Port", "Hill", "Mill"), ("Dale",))
        assert facts.most == made((0, 1, 2)) + max(0, adds - F(cost))


@pytest.mark.parametrize(
    ("link", "verdict"), [("7.5", "stands"), ("8", "stands"), ("8.5", "fails")]
)
def test_it_fails_where_all_links_cost_more_than_the_corridor_brings(link, verdict):
    """Port adds 5 + 4, and Mill 4, the other link being built: more than 8.5, and more than 1."""
    text = """
format = 1
title = "a corridor"
cities = { Port = {}, Hill = {}, Mill = {} }
[corridor]
cities = ["Port", "Hill", "Mill"]
gives.Port = { v = 10, low = 2, high = 12 }
link.Hill = { v = LINK, low = 1, high = 9 }
link.Mill = { v = 1, low = 0, high = 3 }
kept.Hill = { v = 0.5, low = 0.1, high = 1 }
kept.Mill = { v = 0.8, low = 0.1, high = 1 }
"""
    facts = proven("corridor", parse_scenario(text.replace("LINK", link))).facts
    assert (facts.adds, facts.dead_ends) == ({"Port": 9, "Mill": 4}, ())
    assert facts.whole == 8 - F(link)
    assert facts.margin == min(facts.whole, 9 - F(link))
    assert facts.verdict == verdict
    if verdict == "fails":
        assert facts.repair.clauses == (CorridorGrant(least=F(link) - 8),)


def test_the_first_city_is_an_end_too():
    dear = ("link.Hill = { v = 2, low = 1, high = 9 }", "link.Hill = { v = 40, src = 'derived' }")
    facts = examined(dear).facts
    assert facts.adds["Port"] == sum(pair(0, j) for j in (1, 2, 3))
    assert facts.dead_ends == ("Port",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"Mill", "Dale"]', '"Mill", "Dal"]', "an unknown city"),
        ('"Mill", "Dale"]', '"Mill", "Port"]', "a list of different names"),
        ("link.Mill = { v = 1, low = 0, high = 9 }", "", "the corridor is in two parts"),
        ("kept.Mill = { v = 0.8, low = 0.1, high = 1 }", "", "the corridor is in two parts"),
        ("link.Mill", "link.Port", "unknown city after the first"),
        ("takes.Dale", "takes.Fort", "Fort is an unknown city of corridor.cities"),
        (
            "kept.Dale = { v = 0.5, low = 0.1, high = 1",
            "kept.Dale = { v = 2, src = 'derived'",
            "0 to 1",
        ),
    ],
)
def test_what_does_not_fit_is_named(old, new, told):
    assert old in TEXT
    with pytest.raises(ScenarioError, match=r"\[corridor") as error:
        parse_scenario(TEXT.replace(old, new))
    assert told in str(error.value)


def test_the_model_text_has_cities_and_stretches():
    text = model_text(parse_scenario(TEXT))
    assert "    Dale: g = 0, t = 2" in text
    assert "    Mill - Dale: c = 3, k = 0.5" in text


def test_two_cities_share_one_link():
    """It adds 4/2 to all and costs 5: one grant of more than 3, which ends it."""
    text = """
format = 1
title = "a corridor"
cities = { Port = {}, Hill = {} }
[corridor]
cities = ["Port", "Hill"]
gives.Port = { v = 4, low = 2, high = 9 }
link.Hill = { v = 5, low = 1, high = 9 }
kept.Hill = { v = 0.5, low = 0.1, high = 1 }
"""
    found = proven("corridor", parse_scenario(text))
    assert found.repair.count("3.0") == 1
    paid = text.replace("link.Hill = { v = 5", "link.Hill = { v = 1.99")
    assert proven("corridor", parse_scenario(paid)).verdict == "stands"
