"""What is said of a point hub is so."""

from fractions import Fraction

from intercity.topics.outcome import Repair
from intercity.topics.point_hub.check import HubOutcome, OpenHubs
from intercity.topics.point_hub.english import clause, line, remedy, repair, says
from tests.frontdoor.words.facts import facts


def hubs(**given):
    found = {"opened": ("Hub",), "net": 4, "cost": 3, "budget": 5, "served": ("Ost", "West")}
    return facts(HubOutcome, **{**found, "cities": 6, "needed": Fraction(1, 2), **given})


def test_what_hubs_bring_and_whom_they_serve():
    assert says(hubs()) == (
        "at best Hub would bring 4.0 a year net, cost 3.0 of a budget of 5.0, and serve 2 of 6 "
        "cities, Ost and West; 50% are to be served"
    )
    assert says(hubs(planned=True)).startswith("Hub would bring")
    assert "serve 0 of 6 cities; 50% are" in says(hubs(served=()))
    third = says(hubs(cities=3, served=("Ost",), needed=Fraction("0.334")))
    assert third.endswith("serve 1 of 3 cities, Ost; 33.4% are to be served")
    assert says(hubs(opened=())) == (
        "no hub in the budget brings more than it costs; 50% are to be served"
    )


def test_the_line_tells_what_is_amiss():
    assert line(hubs()) == "Hub would bring 4.0 a year net and serve 2 of 6 cities"
    assert line(hubs(net=-4, lacks_worth=True)) == "Hub would lose 4.0 a year"
    assert line(hubs(lacks_reach=True)) == "Hub would serve 2 of 6 cities"
    assert line(hubs(lacks_money=True)) == "Hub would cost 3.0 of 5.0"
    assert line(hubs(opened=())) == "no hub in the budget brings more than it costs"
    long = {"opened": ("Hub" * 20,), "lacks_reach": True}
    assert line(hubs(**long)) == "the best hubs would serve 2 of 6 cities"
    assert line(hubs(**long, planned=True)) == "the planned hubs would serve 2 of 6 cities"


def test_other_hubs():
    one = facts(OpenHubs, hubs=("Hub",), net=4, served=("Ost",))
    two = facts(OpenHubs, hubs=("Hub", "Dale"), net=4, served=("Ost", "West"))
    told = [repair(hubs(repair=Repair(clauses=(each,)))) for each in (one, two)]
    assert told == [
        "open Hub: 4.0 a year net, 1 city served",
        "open Hub and Dale: 4.0 a year net, 2 cities served",
    ]
    assert clause(one) == "Of the hubs Hub is opened"
    assert clause(two) == "Of the hubs Hub and Dale are opened"
    assert remedy(hubs()) == ""
