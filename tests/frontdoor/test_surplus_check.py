"""Check 1: what there is to share, as facts; regions solved by hand."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.outcome import NoRepair, Verdict
from intercity.topics.surplus.bottleneck import Bottleneck
from intercity.topics.surplus.check import Need, WhyNot, WithoutPlatforms
from intercity.topics.surplus.english import WORDS
from intercity.topics.surplus.parts import BestParts
from tests.frontdoor.small_scenarios import quota_for_a_price, quota_scenario, towns_with_a_hall
from tests.frontdoor.starter import finding, found_by, proven, replayed, screen, starter
from tests.frontdoor.unrelated_pairs import PAIRS, with_a_hall

COSTS = """
format = 1
title = "a dyke"
[game]
sense = "cost"
assumed = "made up"
[game.worths]
A = 5
B = 4
"A, B" = 7
"""


def test_each_pair_is_looked_at_by_itself_and_the_worst_counts():
    """All 10 of ore go to B: 30 less the 10 that A has alone. Iron brings 20 wherever it is."""
    report = replayed(parse_scenario(PAIRS))
    found = finding(report, "surplus")
    first, second = found.facts.parts["A", "B"], found.facts.parts["C", "D"]
    assert (first.verdict, first.margin, first.repair) == (Verdict.STANDS, 20, None)
    assert first.gain_of_members == first.gain_of_all == 20
    assert (second.verdict, second.margin) == (Verdict.FAILS, 0)
    assert (found.verdict, found.margin) == ("fails", 0)
    assert found.facts.repair == NoRepair(reason=WhyNot.NOTHING_TO_SHARE)
    assert found.repair == "in C and D: none: there is nothing to share"
    assert found.says.startswith("in A and B: 20.0 to be gained by both together")
    assert "In A and B: 20.0 to be gained by both together" in screen(report)


def test_one_per_cent_more_of_ore_is_worth_two_more_in_b_than_in_a():
    found = proven("surplus", parse_scenario(PAIRS)).facts
    tenth = Fraction(1, 10)
    assert found.parts["A", "B"].bottleneck == Bottleneck(
        resource="ore", unit="tons", owner="A", more=tenth, adds=2 * tenth
    )
    assert found.parts["C", "D"].bottleneck is None  # worth as much to C alone


def test_what_a_hall_makes_is_no_gain_without_one():
    """30 - 15 in the hall of B, 10 without it, which A has alone too."""
    found = proven("surplus", parse_scenario(with_a_hall(15)))
    pair = found.facts.parts["A", "B"]
    assert pair.gain_of_members == 5
    assert pair.without_platforms == WithoutPlatforms(gain=Fraction(0), parks=False)
    assert "All of it needs a platform" in found.says


def test_of_costs_a_gain_is_what_is_saved():
    found = proven("surplus", parse_scenario(COSTS)).facts
    assert (found.costs, found.gain_of_all, found.margin) == (True, 2, 2)
    assert WORDS.line(found) == "A and B can save 2.0 together"


def test_a_share_of_nearly_all_is_not_told_as_all():
    found = proven("surplus", parse_scenario(with_a_hall(15))).facts.parts["A", "B"]
    nearly = WithoutPlatforms(gain=found.gain_of_members * Fraction(999, 1000), parks=True)
    told = WORDS.says(replace(found, without_platforms=nearly))
    assert ". 99.9% of it can be had without a park" in told


def test_members_that_are_many_are_counted_in_a_line():
    found = proven("surplus", parse_scenario(COSTS)).facts
    names = tuple(f"City number {k}" for k in range(12))
    one = replace(found, members=names, cities=names, parts=BestParts(groups=(names,)))
    for gain in (found.gain_of_members, Fraction(0), -Fraction(10**17)):
        line = WORDS.line(replace(one, gain_of_members=gain))
        assert "the 12 cities" in line
        assert len(line) <= 75


def test_what_is_lost_together_is_told_as_lost():
    found = proven("surplus", parse_scenario(COSTS)).facts
    for gain, loses in ((found.gain_of_members, False), (-found.gain_of_members, True)):
        told = WORDS.says(replace(found, gain_of_members=gain))
        assert ("would lose 2.0 by acting together" in told) == loses
        assert ("saved" in told) != loses


def table(worths):
    rows = (f'"{", ".join(group)}" = {worth}' for group, worth in worths.items())
    head = 'format = 1\ntitle = "a table"\n[game]\nsense = "gain"\nassumed = "drawn"\n'
    return parse_scenario(f"{head}[game.worths]\n" + "\n".join(rows))


def groups_of(cities):
    sizes = range(1, len(cities) + 1)
    return list(chain.from_iterable(combinations(cities, size) for size in sizes))


def partitions(cities):
    if not cities:
        yield []
        return
    first, *rest = cities
    for others in [(), *groups_of(rest)]:
        for parts in partitions([city for city in rest if city not in others]):
            yield [(first, *others), *parts]


@given(data=st.data())
def test_who_is_said_to_act_together_has_to_for_what_is_gained(data):
    """Of all partitions of four cities: the best one in most parts makes what is told."""
    groups = groups_of("ABCD")
    worths = {group: data.draw(st.integers(0, 3)) * (len(group) > 1) for group in groups}
    found = found_by("surplus", table(worths)).facts
    made = {tuple(parts): sum(map(worths.get, parts)) for parts in partitions(list("ABCD"))}
    best = max(made.values())
    assert found.gain_of_all == best
    told = found.parts_of_all
    assert sum(map(worths.get, told.groups)) == best
    most = max(len(parts) for parts, worth in made.items() if worth == best)
    assert 4 - sum(len(part) - 1 for part in told.groups) == most
    finest = [p for p, worth in made.items() if len(p) == most and worth == best]
    assert told.unique is (len(finest) == 1)
    if best:
        assert ("all 4 together" in WORDS.says(found)) is (most == 1)


def looked_at(text):
    return evaluate(Context(parse_scenario(text), Recorder()), "surplus").facts


@pytest.mark.parametrize(("together", "saved"), [(7, 2), (8.5, 0.5), (9, 0), (12, 0)])
def test_of_costs_all_pay_no_more_than_apart(together, saved):
    found = looked_at(COSTS.replace("= 7", f"= {together}"))
    assert found.gain_of_members == found.gain_of_all == found.margin == saved
    assert found.verdict is (Verdict.STANDS if saved else Verdict.FAILS)
    assert (found.repair is None) == (saved > 0)
    assert not found.yearly


def test_one_city_shares_with_nobody():
    alone = COSTS.replace('B = 4\n"A, B" = 7\n', "")
    assert looked_at(alone).needs == (Need.SECOND_CITY,)


@pytest.mark.parametrize(("cost", "gain"), [(15, 5), (19.5, 0.5), (20, 0), (25, 0)])
def test_what_there_is_without_a_hall_is_told_where_something_is_gained(cost, gain):
    """20 more are made in the hall of B, and one per cent more of ore would find a place there."""
    text = with_a_hall(cost).replace("provides.places = { v = 10", "provides.places = { v = 11")
    iron = '[[activities]]\nname = "cast in C"'
    own = text[: text.index(iron)] + text[text.index("[resources.places]") :]  # A and B alone
    own = own.replace("C = {}\nD = {}\n", "").replace(
        '[resources.iron]\nkind = "tradable"\nowned.C = { v = 10, low = 9, high = 11 }\n', ""
    )
    found = looked_at(own)
    assert found.gain_of_members == gain
    assert (found.without_platforms is not None) == (gain > 0)
    assert (found.bottleneck is not None) == (gain > 0)
    assert found.yearly
    assert not found.costs


def test_without_a_park_is_told_of_projects():
    assert evaluate(Context(starter(), Recorder()), "surplus").facts.without_platforms.parks


def test_what_members_gain_is_apart_from_what_all_do():
    """Ten of quota bring 1 each in Hills, 3 in Hub, and 5 in Port, which is no member."""
    scenario = quota_scenario(worth_in_port=(5, 5, 5))
    found = evaluate(Context(scenario, Recorder()), "surplus").facts
    assert (found.members, found.cities) == (("Hub", "Hills"), ("Hub", "Hills", "Port"))
    assert (found.gain_of_members, found.gain_of_all) == (30 - 10, 50 - 10)
    assert (found.margin, found.without_platforms) == (20, None)
    nobody = evaluate(Context(quota_scenario(), Recorder()), "surplus").facts
    assert nobody.gain_of_members == nobody.gain_of_all == 20


FOURTH = """[cities.Port]
[cities.Lake]
[[activities]]
name = "building in Lake"
sites = ["Lake"]
uses = [{ resource = "quota" }]
values = [{ city = "Lake", kind = "cash", amount = { v = 2, low = 2, high = 2 } }]
"""


@pytest.mark.parametrize("members", list(permutations(["Hub", "Hills", "Port"])))
def test_who_acts_together_is_the_same_in_whatever_order_members_sign(members):
    """All quota of Hills goes to Port, as in the test before; Lake makes less of it, and is out."""
    text = quota_for_a_price(worth_in_port=(5, 5, 5)).replace("[cities.Port]", FOURTH)
    found = looked_at(text.replace('["Hub", "Hills"]', str(list(members))))
    assert (found.members, len(found.cities)) == (members, 4)
    assert found.gain_of_members == 50 - 10
    assert found.parts == BestParts(groups=(("Hills", "Port"),), unique=True)


def test_two_owners_of_the_same_are_as_scarce_in_whatever_order_the_file_has_them():
    """A hub builds on what either of two others owns: 1% of 5 mu, at 2 each."""
    names = ("Hub", "Ost", "West")
    told = set()
    for order in (names, names[::-1]):
        text = 'format = 1\ntitle = "A hub"\n'
        text += "".join(f"[cities.{city}]\n" for city in order)
        text += '[resources.quota]\nkind = "tradable"\n'
        text += "".join(
            f"owned.{c} = {{ v = 5, low = 1, high = 9 }}\n" for c in order if c != "Hub"
        )
        text += (
            '[resources.buildable]\nkind = "bound"\nowned.Hub = { v = 20, low = 1, high = 30 }\n'
        )
        text += "[build]\nHub = { v = 2, low = 1, high = 3 }\n"
        found = proven("surplus", parse_scenario(text)).facts.bottleneck
        assert found.adds == Fraction(1, 10)
        told.add(frozenset({(found.resource, found.owner), *found.equal_bottlenecks}))
    assert told == {frozenset({("quota", "Ost"), ("quota", "West")})}


def test_one_per_cent_more_is_given_to_all_in_their_best_parts():
    """As one they fill the places of their hall; two pairs have half a place left in each."""
    text = towns_with_a_hall(places=2.5)
    bottleneck = proven("surplus", parse_scenario(text)).facts.bottleneck
    assert (bottleneck.resource, bottleneck.adds) == ("batches", Fraction(80, 100))
    assert len(bottleneck.equal_bottlenecks) == 3
