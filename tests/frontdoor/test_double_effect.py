"""The double effect: projects that gather in the hub and reach the small city, counted by hand."""

from fractions import Fraction

import pytest

from intercity.scenario_file import parse_scenario
from intercity.topics.clauses.clause import ReturnBonus
from tests.frontdoor.starter import STARTER, finding, replayed, starter

# 60 projects, all of Harbour; 40 in the park, of which 30% are suited to return.
PARK = next(line for line in STARTER.splitlines() if line.startswith("[platforms."))


def found(*changes):
    return finding(replayed(starter(*changes)), "double effect").facts


def brings(number):
    text = f"{PARK}\nbrings = {{ v = {number}, low = 0, high = 40 }}"
    return (PARK, text)


def test_a_park_that_brings_nothing_gathers_nothing():
    park = next(iter(found().parks.values()))
    assert (park.starts_before, park.starts_after, park.returning) == (60, 60, 12)
    assert found().verdict.value == "fails"
    assert not found().without_diffusion


@pytest.mark.parametrize("number", [1, 10])
def test_with_projects_from_elsewhere_both_effects_are_there(number):
    outcome = found(brings(number))
    park = next(iter(outcome.parks.values()))
    assert park.starts_after == 60 + number
    assert park.share_before == park.share_after == 1, "nobody else has projects"
    assert outcome.verdict.value == "stands"
    assert outcome.margin == min(number, 12)
    # 12 plants on 8 mu each, at a tax of 0.4 a mu, of which the city keeps 0.4.
    assert park.plant_tax == 12 * 8 * Fraction(4, 10) * Fraction(4, 10)


def test_where_firms_stay_nothing_reaches_the_small_city_and_a_bonus_mends_it():
    """A plant earns 1.30 - 0.25 at home, and 1.10 in the hub: a bonus of 0.05 tips it."""
    stays = ("stay_hub          = { v = 1.00", "stay_hub          = { v = 1.10")
    outcome = found(brings(10), stays)
    assert outcome.without_diffusion == ("park",)
    assert not outcome.without_agglomeration
    assert outcome.margin == 0
    (bonus,) = outcome.repair.clauses
    assert isinstance(bonus, ReturnBonus)
    assert (bonus.payer, bonus.a_year) == ("Uplands", Fraction(5, 100))


def test_without_a_park_it_is_not_asked():
    table = """
format = 1
title = "Two cities"
[game]
sense = "gain"
assumed = "an example"
worths = { A = 1, B = 2, "A, B" = 4 }
"""
    report = replayed(parse_scenario(table))
    assert finding(report, "double effect").verdict == "not asked"
