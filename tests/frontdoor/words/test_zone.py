"""What is said of zones is so."""

import pytest

from intercity.topics.outcome import NoRepair, Repair
from intercity.topics.zone.check import OtherZones, WhyNot, ZoneOutcome
from intercity.topics.zone.english import clause, line, repair, says
from tests.frontdoor.words.facts import facts

APART = (("Ost", "West"), ("Nord",))
PAYOFFS = {"Ost": 3, "West": 2, "Nord": 1}
LEFT = " would be with nobody more advanced"


def zones(**given):
    return facts(ZoneOutcome, **{"stable": APART, "number": 1, "payoffs": PAYOFFS, **given})


def test_zones_that_nobody_would_leave():
    told = says(zones())
    assert told == (
        "zones that nobody would leave: {Ost, West}, {Nord}; there everybody is with somebody more "
        "advanced, or is most advanced; payoffs there: Ost 3.0, West 2.0, Nord 1.0"
    )
    assert ": {Ost, West}, {Nord} (and 1 more); " in says(zones(number=2))
    assert ": {Ost, West}, {Nord} (and 2 more); " in says(zones(number=3))
    out = says(zones(left_out=("Nord",), stable_left_out=("Nord",)))
    assert f"; there Nord{LEFT}; payoffs there" in out
    none = says(zones(number=0, payoffs={}))
    assert none == "no zones are stable: some group would leave any of them"
    assert says(zones(best=(("Ost",),))).endswith("; all together would have most in {Ost}")


def test_zones_are_sorted_where_there_are_two_or_more():
    apart = ", sorted by how advanced cities are"
    assert apart in says(zones(assortative=True))
    assert apart not in says(zones())
    assert apart not in says(zones(assortative=True, stable=(("Ost", "West", "Nord"),)))


def test_what_is_planned():
    kept = says(zones(planned=APART, left_out=("Nord",)))
    assert kept.startswith(
        f"nobody would leave the planned zones; in the planned zones Nord{LEFT}; "
        "payoffs as planned: Ost 3.0, West 2.0, Nord 1.0; zones that"
    )
    assert "payoffs there" not in kept
    left = zones(planned=APART, leavers=("Ost", "Nord"))
    assert says(left).startswith("Ost and Nord would rather be a zone of their own; in the planned")


@pytest.mark.parametrize(
    ("leavers", "told"),
    [
        (("Ost",), "Ost would rather be alone"),
        (("Ost", "West"), "Ost and West would rather be a zone of their own"),
        (("Ost", "West", "Nord"), "all cities would rather be a zone of their own"),
        (("Ost" * 12, "West" * 12), "a group would rather be a zone of its own"),
    ],
)
def test_who_would_leave(leavers, told):
    assert line(zones(planned=APART, leavers=leavers)) == told


def test_who_is_left_out():
    out = {"left_out": ("Nord",)}
    assert line(zones(**out)) == "the zones that cities form leave out Nord"
    assert line(zones(**out, planned=APART)) == "the zones that are planned leave out Nord"
    assert line(zones(**out, number=2)) == (
        "each of the 2 ways to form zones that hold leaves somebody out"
    )
    assert line(zones(**out, number=2, planned=APART)).endswith("are planned leave out Nord")
    many = zones(left_out=("Nord" * 8, "West" * 8))
    assert line(many) == "zones leave out 2 cities"
    assert line(zones(left_out=("Nord" * 16,))) == "zones leave out 1 city"
    all_in = "there are zones that nobody would leave, and that leave nobody out"
    assert line(zones()) == line(zones(number=0, planned=APART)) == all_in
    assert line(zones(number=0)) == "no zones are stable: some group would leave any of them"


def test_other_zones_and_why_there_are_none():
    other = OtherZones(zones=APART)
    assert repair(zones(repair=Repair(clauses=(other,)))) == "zones {Ost, West}, {Nord}"
    assert clause(other) == "The zones are {Ost, West}, {Nord}"
    none = NoRepair(reason=WhyNot.NONE_STABLE)
    assert repair(zones(repair=none)) == "none: no zones are stable"
    assert repair(zones()) == ""
