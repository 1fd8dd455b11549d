"""What is said of claims is so."""

import re
from fractions import Fraction

from intercity.topics.claims.check import Awards, ClaimsOutcome
from intercity.topics.claims.english import clause, line, repair, says
from intercity.topics.outcome import Repair
from tests.frontdoor.words.facts import facts


def test_one_loses_and_two_lose():
    one = facts(ClaimsOutcome, leavers=("Ost",), gain=3)
    assert line(one) == "Ost loses 3 that nobody else claims"
    two = facts(ClaimsOutcome, leavers=("Ost", "West"), gain=3)
    assert line(two) == "Ost and West lose 3 that nobody else claims"
    assert line(facts(ClaimsOutcome)).startswith("no group is left less")


def test_what_is_claimed_is_told_in_what_it_is_counted_in():
    land = facts(ClaimsOutcome, leavers=("Ost",), gain=3, claimed=9, estate=8, unit="mu")
    assert line(land) == "Ost loses 3 mu that nobody else claims"
    assert says(land).startswith("9 mu are claimed of 8;")


def test_of_one_it_is_told_in_the_singular():
    """ "1 sites is claimed" was told, and of more than one that it is."""
    sites = facts(ClaimsOutcome, leavers=("Ost",), gain=1, claimed=3, estate=2, unit="sites")
    assert line(sites) == "Ost loses 1 site that nobody else claims"
    assert says(sites).startswith("3 sites are claimed of 2;")
    one = facts(ClaimsOutcome, claimed=1, estate=Fraction(1, 2), unit="sites")
    assert says(one).startswith("1 site is claimed of 0.5;")


def test_each_award_is_told_beside_its_city():
    awards = Awards(amounts={"Ost": Fraction(4), "West": Fraction(5)})
    mended = facts(ClaimsOutcome, repair=Repair(clauses=(awards,)))
    assert repair(mended) == "award Ost 4, West 5"
    assert clause(awards).endswith("awards are Ost 4, West 5")
    assert repair(facts(ClaimsOutcome)) == ""


def test_what_is_awarded_beyond_a_claim_is_told_where_there_is_such():
    found = {"estate": 8, "claimed": 9, "awards": {"Ost": 6, "West": 2}, "leavers": ("West",)}
    told = says(facts(ClaimsOutcome, **found, sure=4, gain=2, beyond={"Ost": 1}))
    assert told.startswith("9 is claimed of 8; awards: Ost 6, West 2; beyond their claims: Ost 1;")
    assert told.endswith("4 would be left to West, 2 more than awarded")
    assert "beyond" not in says(facts(ClaimsOutcome, **found))
    assert says(facts(ClaimsOutcome, **{**found, "leavers": ()})).endswith("all their claims met")


def test_awards_as_they_are_told_add_up_to_the_estate():
    third = Fraction(1, 3)
    awards = Awards(amounts={"Ost": 4 * third, "Mitte": 28 * third, "West": 4 * third})
    for told in (repair(facts(ClaimsOutcome, repair=Repair(clauses=(awards,)))), clause(awards)):
        read = [Fraction(one) for one in re.findall(r"[0-9.]+", told)]
        assert sum(read) == 12
        assert read[0] == read[2]  # whose awards are equal
