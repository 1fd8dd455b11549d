"""Check 2: who has a veto, and which groups are worth barring; games solved by hand."""

import itertools
from fractions import Fraction
from pathlib import Path

from games import CoalitionalGame
from intercity.checkup.check_up import check_up
from intercity.scenario_file import parse_scenario
from intercity.topics.all_together.check import veto_player

CITIES = ("A", "B", "C")


def by_size(*worths):
    return CoalitionalGame.from_function(CITIES, lambda group: worths[len(group) - 1])


def finding(pairs, everybody):
    text = f"""
format = 1
title = "three cities"
[game]
sense = "gain"
assumed = "made up"
[game.worths]
A = 0
B = 0
C = 0
"A, B" = {pairs}
"A, C" = {pairs}
"B, C" = {pairs}
"A, B, C" = {everybody}
"""
    report = check_up(parse_scenario(text), ranges=False)
    return next(f for f in report.findings if f.name == "all together")


def test_the_owner_of_the_only_left_glove_has_a_veto():
    glove = CoalitionalGame.from_function(CITIES, lambda g: int("A" in g and len(g) > 1))
    assert veto_player(glove) == "A"


def test_in_a_majority_nobody_has_a_veto():
    assert veto_player(by_size(0, 1, 1)) is None


def test_a_veto_decides_nothing_where_a_smaller_group_makes_more():
    worth = {("A", "B"): 3, ("A", "B", "C"): 2}
    assert veto_player(CoalitionalGame.from_function(CITIES, lambda g: worth.get(g, 0))) is None


def test_a_veto_is_one_for_costs_too():
    shared = {("A", "B"): 3, ("A", "C"): 3, ("A", "B", "C"): 4}
    costs = CoalitionalGame.from_function(CITIES, lambda g: shared.get(g, 2 * len(g)), "cost")
    assert veto_player(costs) == "A"


def test_barring_one_pair_of_three_is_enough_where_a_city_can_then_have_it_all():
    found = finding(pairs=60, everybody=60)
    assert found.figures["fine for leaving"] == 20
    assert found.figures["outside money"] == 30
    assert found.repair.endswith("bar one of {A, B}, {A, C} and {B, C} from dealing apart")


def test_where_a_pair_makes_more_than_all_it_is_told_so():
    """All make 90 in parts, and every pair asks for 90: half of 3 x 90 is 45 more than there is."""
    found = finding(pairs=90, everybody=60)
    assert found.verdict == "fails"
    assert found.figures["all in their best parts"] == 90
    assert found.figures["all as one"] == 60
    assert found.figures["worth of these groups part-time"] == Fraction(3, 2) * 90
    assert found.figures["outside money"] == 45
    assert "payments between the parts" in found.repair


def test_no_group_is_named_where_barring_one_is_not_enough():
    """Any three of five have a majority: with one group barred, others still ask for all."""
    names = "ABCDE"
    worths = {
        ", ".join(group): int(size > 2)
        for size in range(1, 6)
        for group in itertools.combinations(names, size)
    }
    text = "\n".join(f'"{group}" = {worth}' for group, worth in worths.items())
    head = (
        'format = 1\ntitle = "five"\n[game]\nsense = "gain"\nassumed = "made up"\n[game.worths]\n'
    )
    report = check_up(parse_scenario(head + text), ranges=False)
    found = next(f for f in report.findings if f.name == "all together")
    assert found.verdict == "fails"
    assert "bar" not in found.repair


def test_four_towns_do_better_in_two_pairs():
    """Each pair has a park of its own: 120 in parts, 30 each, which no group leaves; no fine."""
    towns = Path(__file__).parents[2] / "docs" / "scenario.md"
    blocks = towns.read_text("utf-8").split("\n\n    format = 1")
    text = next(b for b in blocks if "Four towns" in b).split("\n\nAny two")[0]
    text = "format = 1" + text.replace("\n    ", "\n")
    report = check_up(parse_scenario(text), ranges=False)
    found = next(f for f in report.findings if f.name == "all together")
    assert found.verdict == "stands"
    assert found.figures["all in their best parts"] == 120
    assert found.figures["all as one"] == 60
    assert [found.figures[f"{town}, least"] for town in ("North", "East")] == [30, 30]


def test_a_park_that_each_would_open_alone():
    """At 50 a park each makes 80 - 50 alone; all open two for three batches: 240 - 100 - 90."""
    example = Path(__file__).parents[2] / "examples" / "three_city_park" / "scenario.toml"
    text = example.read_text("utf-8").replace("{ v = 100, low = 70,", "{ v = 50, low = 40,")
    report = check_up(parse_scenario(text), ranges=False)
    found = next(f for f in report.findings if f.name == "surplus")
    assert found.says == (
        "50.0 to be gained by all 3 together over what each has alone; without any platform they "
        "would have 90.0 less than each has alone"
    )
