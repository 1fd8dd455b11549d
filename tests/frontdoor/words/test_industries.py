"""What is said of industries that cities court is so."""

from fractions import Fraction

import pytest

from intercity.topics.industries.check import IndustriesOutcome, IndustryCharges
from intercity.topics.industries.english import line, repair, says
from intercity.topics.outcome import Repair, Verdict
from tests.frontdoor.words.facts import facts

COURTED = {"Ost": "chips", "West": "chips", "Nord": "cars"}
BEST = {"Ost": "chips", "West": "cars", "Nord": "cars"}


def courting(**given):
    apart = {"overlap": Fraction(1, 2), "best_overlap": Fraction(1, 3)}
    verdict = Verdict.FAILS if given.get("loss") else Verdict.STANDS
    apart |= {"verdict": verdict}
    return facts(IndustriesOutcome, **{"courted": COURTED, "best": BEST, **apart, **given})


def test_who_courts_what():
    told = says(courting())
    assert told.startswith("it may be that, each by what it believes, Ost and West court chips; ")
    assert "; Nord courts cars: nothing else would be better" in told
    assert says(courting(at_worst=True)).startswith("at worst, each")


def test_what_is_best_and_what_is_lost():
    losses = {"fit": 2, "crowding": 0, "truth": -1}
    told = says(courting(loss=3, losses=losses))
    assert told.endswith(
        "; best for all together: Ost courts chips; West and Nord court cars, for 3.0 a year more "
        "(fit +2.0, what industries truly bring -1.0)"
    )
    assert says(courting(loss=3, agreeable=True)).endswith("; who agrees on the best would keep to"
                                                           " it")  # fmt: skip


def test_no_more_of_the_same_is_said_where_it_stands():
    for verdict, said in ((Verdict.STANDS, True), (Verdict.FAILS, False)):
        found = courting(loss=3, verdict=verdict, overlap=Fraction(1, 3))
        assert ("; that is no more of the same" in says(found)) == said
        assert line(found).startswith("cities court no more of the same") == said


def test_of_industries_that_one_city_too_many_courts_the_most_courted_is_told():
    """Else it may be one that a single city courts, which crowds nobody."""
    courted = {"Ost": "cars", "West": "chips", "Nord": "chips", "Mitte": "chips"}
    best = {"Ost": "ships", "West": "ships", "Nord": "chips", "Mitte": "chips"}
    told = line(courting(courted=courted, best=best, loss=3))
    assert told.startswith("3 cities court chips, 2 would be best")


def test_a_choice_that_is_as_good_may_have_no_less_of_the_same():
    """Courted are two, one: 5 of 9. Best are all apart, 3 of 9, and as good are two, one."""
    apart = {"Ost": "chips", "West": "cars", "Nord": "ships"}
    overlaps = {"overlap": Fraction(5, 9), "best_overlap": Fraction(3, 9)}
    told = says(courting(best=apart, loss=3, verdict=Verdict.STANDS, **overlaps))
    assert told.endswith("; another choice that is as good has no less of the same")


@pytest.mark.parametrize(
    ("alone", "crowd", "told"),
    [
        ("10.04", 0, "charge who courts chips 10.04 a year"),
        (0, "0.125", "charge who courts chips 0.125 a year for each other city in it"),
        (0, -2, "pay who courts chips 2.0 a year for each other city in it"),
        (-1, 2, "pay who courts chips 1.0 a year, less 2.0 for each other city in it"),
        (-1, -2, "pay who courts chips 1.0 a year, and 2.0 more for each other city in it"),
        (1, -2, "charge who courts chips 1.0 a year, less 2.0 for each other city in it"),
    ],
)
def test_charges_are_told_in_full(alone, crowd, told):
    """At a charge of 10.0 for a hype of 10.04 all would leave tea, worth 0, for chips, worth 0."""
    rule = facts(
        IndustryCharges, alone={"chips": Fraction(alone)}, crowd={"chips": Fraction(crowd)}
    )
    charged = courting(repair=Repair(clauses=(rule,)))
    assert repair(charged) == f"{told}: then nobody would leave the best plan"


def test_the_industry_that_is_most_crowded_is_named():
    most = {"A": "cars", "B": "cars", "C": "cars", "D": "chips", "E": "chips", "F": "chips"}
    best = {"A": "cars", "B": "cars", "C": "ships", "D": "chips", "E": "ships", "F": "ships"}
    told = line(courting(courted=most, best=best, loss=3))
    assert told == "3 cities court chips, 1 would be best; 3.0 a year is lost"
    assert line(courting()) == "cities court what is best for all of them together"
    charged = Repair(clauses=(facts(IndustryCharges, alone={"chips": 2}, crowd={"chips": 1}),))
    told = line(courting(repair=charged, verdict=Verdict.FAILS))
    assert told == "2 cities court chips, 1 would be best; 0 a year is lost"
    assert repair(courting(repair=charged)) == (
        "charge who courts chips 2.0 a year, and 1.0 more for each other city in it: then nobody "
        "would leave the best plan"
    )
    assert repair(courting()) == ""
