"""What is said of industries that cities court is so."""

from fractions import Fraction

from intercity.topics.industries.check import IndustriesOutcome, IndustryCharges
from intercity.topics.industries.english import line, repair, says
from intercity.topics.outcome import Repair
from tests.frontdoor.words.facts import facts

COURTED = {"Ost": "chips", "West": "chips", "Nord": "cars"}
BEST = {"Ost": "chips", "West": "cars", "Nord": "cars"}


def courting(**given):
    apart = {"overlap": Fraction(1, 2), "best_overlap": Fraction(1, 3)}
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
        "(fit +2.0, truth -1.0)"
    )
    assert says(courting(loss=3, agreeable=True)).endswith("; who agrees on the best would keep to"
                                                           " it")  # fmt: skip


def test_no_more_of_the_same_is_said_where_overlap_is_no_larger():
    for overlap, said in ((Fraction(1, 3), True), (Fraction(1, 4), True), (Fraction(1, 2), False)):
        found = courting(loss=3, overlap=overlap)
        assert ("; that is no more of the same" in says(found)) == said
        assert line(found).startswith("cities court no more of the same") == said


def test_the_industry_that_is_most_crowded_is_named():
    most = {"A": "cars", "B": "cars", "C": "cars", "D": "chips", "E": "chips", "F": "chips"}
    best = {"A": "cars", "B": "cars", "C": "ships", "D": "chips", "E": "ships", "F": "ships"}
    told = line(courting(courted=most, best=best, loss=3))
    assert told == "3 court chips, 1 would be best; 3.0 a year is lost"
    assert line(courting()) == "cities court what is best for all of them together"
    charged = Repair(clauses=(facts(IndustryCharges, alone={"chips": 2}, crowd={"chips": 1}),))
    told = line(courting(repair=charged))
    assert told == "2 court chips, 1 would be best; 0 a year is lost"
    assert repair(courting(repair=charged)) == (
        "charge a year 2.0 for chips and 1.0 for each other city in it: then nobody would leave "
        "the best plan"
    )
    assert repair(courting()) == ""
