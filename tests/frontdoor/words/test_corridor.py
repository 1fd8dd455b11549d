"""What is said of a corridor is so."""

from fractions import Fraction

from intercity.topics.corridor.check import CorridorGrant, CorridorOutcome, LinkGrants
from intercity.topics.corridor.english import line, repair, says
from intercity.topics.outcome import Repair
from tests.frontdoor.words.facts import facts

ENDS = {"adds": {"Port": 7, "Dale": 5}, "costs": {"Port": 8, "Dale": 9}}


def test_only_stretches_of_two_cities_or_more_are_built():
    parts = (("Port", "Hill", "Mill"), ("Dale",), ("Fort", "Ford"))
    assert "would build Port - Mill and Fort - Ford, for 3.0" in says(
        facts(CorridorOutcome, **ENDS, stretches=parts, most=3)
    )
    none = says(facts(CorridorOutcome, **ENDS, stretches=(("Port",), ("Dale",))))
    assert "would build no link, for 0 a year" in none


def test_the_end_that_is_farthest_below_its_cost_is_named():
    told = line(facts(CorridorOutcome, **ENDS, dead_ends=("Port", "Dale")))
    assert told == "Dale adds 5.0 a year, and its link costs 9.0"
    swapped = {"adds": {"Port": 1, "Dale": 2}, "costs": {"Port": 9, "Dale": 9}}
    told = line(facts(CorridorOutcome, **swapped, dead_ends=("Port", "Dale")))
    assert told == "Port adds 1.0 a year, and its link costs 9.0"
    assert line(facts(CorridorOutcome, **ENDS)) == "both ends add more than their links cost"


def test_two_cities_have_one_link_and_three_have_two():
    grants = Repair(clauses=(LinkGrants(above={"Port": Fraction(2), "Dale": Fraction(3)}),))
    two = facts(CorridorOutcome, repair=grants, values={"Port": 1, "Dale": 1})
    assert repair(two) == "a grant of more than 3.0 a year for the link of Port and Dale"
    three = facts(CorridorOutcome, repair=grants, values={"Port": 1, "Mill": 1, "Dale": 1})
    assert repair(three) == (
        "a grant of more than 2.0 a year for the link of Port and 3.0 a year for the link of Dale"
    )


def test_a_grant_of_more_than_is_told_is_enough():
    """Of 1.04 that a link costs more, "more than 1.0" is too little."""
    grants = Repair(clauses=(LinkGrants(above={"Port": Fraction("1.04")}),))
    told = repair(facts(CorridorOutcome, repair=grants, values={"Port": 1, "Mill": 1, "Dale": 1}))
    more_than = Fraction(told.split("more than ")[1].split()[0])
    assert Fraction("1.04") <= more_than <= Fraction("1.1")


def test_a_corridor_that_costs_more_than_it_brings():
    grant = Repair(clauses=(CorridorGrant(least=Fraction("0.52")),))
    values = {"Port": -1, "Mill": 0, "Dale": Fraction("0.48")}
    found = facts(CorridorOutcome, **ENDS, values=values, repair=grant)
    assert says(found).endswith("; the whole corridor brings 0.52 a year less than its links cost")
    assert line(found) == "the corridor brings 0.52 a year less than all its links cost"
    assert repair(found) == "a grant of at least 0.52 a year for all links"
    even = facts(CorridorOutcome, **ENDS, values={"Port": -1, "Mill": 0, "Dale": 1})
    assert "whole corridor brings" not in says(even)
    assert line(even) == "both ends add more than their links cost"
