"""What is said of the double effect is so."""

from fractions import Fraction

from intercity.topics.clauses.clause import ReturnBonus
from intercity.topics.double_effect.check import DoubleEffectOutcome, Home, Hub, WhyNot
from intercity.topics.double_effect.english import line, remedy, repair, says
from intercity.topics.outcome import NoRepair, Repair
from tests.frontdoor.words.facts import facts


def effects(before, after, returning, *, shared_tax=0, hub="Hub", home="Dale"):
    shares = {"share_before": Fraction(1, 4), "share_after": Fraction(1, 2)}
    return facts(
        DoubleEffectOutcome,
        hubs={hub: facts(Hub, before=before, after=after, **shares)},
        homes={home: facts(Home, returning=returning, plant_tax=6, shared_tax=shared_tax)},
    )


def test_projects_gather_where_more_start_than_before():
    assert says(effects(4, 9, 2)).startswith(
        "projects gather in Hub: 9 start there, 4 without the deal (50% of the region's, 25%"
    )
    assert says(effects(4, 4, 2)).startswith("no more projects gather in Hub: 4, as without")
    assert says(effects(9, 4, 2)).startswith("no more projects gather in Hub: 4 of 9 without")


def test_one_plant_brings_and_two_bring():
    assert says(effects(4, 9, 1)).endswith("1 plant returns to Dale and brings 6.0 a year in tax")
    assert says(effects(4, 9, 2)).endswith("2 plants return to Dale and bring 6.0 a year in tax")
    assert says(effects(4, 9, 0)).endswith("None reaches Dale, since none returns")
    for returning in (0, 1, 2):
        told = says(effects(4, 9, returning, shared_tax=3))
        assert told.endswith("; of shared tax it gets 3.0 a year")


def test_the_line_names_the_effect_that_is_missing():
    assert line(effects(4, 9, 2)) == "5 more projects gather in Hub, 2 return to Dale"
    assert line(effects(4, 9, 0)) == "5 more projects gather in Hub, but none reaches Dale"
    told = line(effects(4, 3, 0))
    assert told == "no more projects gather (3 in Hub), and none reaches Dale"
    told = line(effects(4, 3, 2))
    assert told == "no more projects gather than without the deal: 3 in Hub"


def test_one_project_is_told_as_one():
    assert "projects gather in Hub: 1 starts there, 0 without" in says(effects(0, 1, 2))
    assert line(effects(0, 1, 1)) == "1 more project gathers in Hub, 1 returns to Dale"


def test_what_is_too_long_for_a_line_is_told_of_the_first_city():
    long = "Hub" * 15
    assert line(effects(4, 9, 2, hub=long)) == "2 return to Dale"
    two = effects(4, 9, 2, hub=long, home=long)
    assert line(two) == f"2 return to {long}"
    assert line(effects(4, 9, 0, hub=long)).startswith(f"5 more projects gather in {long}")


def test_the_bonus_or_why_there_is_none():
    dale, mill = (facts(ReturnBonus, payer=city, a_year=2) for city in ("Dale", "Mill" * 9))
    told = "a bonus of 2.0 a year for each return to Dale"
    for bonuses in (dale,), (dale, mill):
        found = facts(DoubleEffectOutcome, repair=Repair(clauses=bonuses))
        assert repair(found) == remedy(found) == told
    none = facts(DoubleEffectOutcome, repair=NoRepair(reason=WhyNot.NONE_SUITED))
    assert repair(none) == "none: no project is suited to return"
    assert remedy(none) == remedy(facts(DoubleEffectOutcome)) == ""
