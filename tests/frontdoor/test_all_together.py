"""Check 2: who has a veto, and which groups are worth barring; games solved by hand."""

from fractions import Fraction
from pathlib import Path

from games import CoalitionalGame
from intercity.checks.all_together import veto_player
from intercity.checkup import check_up
from intercity.scenario_file import parse_scenario

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


def test_no_group_is_named_where_barring_one_is_not_enough():
    found = finding(pairs=90, everybody=60)  # with A and B barred, C and A still ask for 90 of 60
    assert found.verdict == "fails"
    assert "bar" not in found.repair
    assert found.figures["worth of these groups part-time"] == Fraction(3, 2) * 90


def test_a_park_that_each_would_open_alone():
    """At 50 a park each makes 80 - 50 alone; all open two for three batches: 240 - 100 - 90."""
    example = Path(__file__).parents[2] / "examples" / "three_city_park" / "scenario.toml"
    text = example.read_text("utf-8").replace("{ v = 100, low = 70,", "{ v = 50, low = 40,")
    report = check_up(parse_scenario(text), ranges=False)
    found = next(f for f in report.findings if f.name == "surplus")
    assert found.says == (
        "50.0 to be gained by all 3 together; without any platform they would have 90.0 less than "
        "each has alone; the bottleneck is batches: one more unit of batches would add 80.0"
    )
