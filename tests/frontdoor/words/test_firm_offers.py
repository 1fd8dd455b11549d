"""What is said of subsidies by name is so."""

from fractions import Fraction

from intercity.topics.firm_offers.check import FirmOffersOutcome, Menu
from intercity.topics.firm_offers.english import clause, repair, says
from intercity.topics.outcome import Repair
from tests.frontdoor.words.facts import facts


def test_the_city_keeps_or_loses():
    keeps = {n: says(facts(FirmOffersOutcome, kept=n)) for n in (3, 0, -3)}
    assert "; the city keeps 3.0; " in keeps[3]
    assert "; the city keeps 0; " in keeps[0]
    assert "; the city loses 3.0; " in keeps[-3]


def test_who_takes_whose_offer():
    poses = facts(FirmOffersOutcome, poses={"large": "small"}, takes_none=("tiny",))
    assert says(poses).endswith(
        "; large firms take what is meant for small and tiny firms take no offer"
    )
    assert says(facts(FirmOffersOutcome)).endswith("; each takes its own offer")


def test_each_offer_is_told_once_with_its_investment():
    invest = {"large": 5, "small": 2, "tiny": 2}
    menu = facts(Menu, invest=invest, subsidies={"large": 4, "small": 1, "tiny": 1}, kept=7)
    assert clause(menu) == (
        "Firms are offered 4 for an investment of 5 (meant for large) or 1 for an investment of 2 "
        "(meant for small and tiny)"
    )
    told = repair(facts(FirmOffersOutcome, repair=Repair(clauses=(menu,))))
    assert told == (
        "offer 4.0 for an investment of 5 (meant for large) or 1.0 for an investment of 2 (meant "
        "for small and tiny); the city keeps 7.0"
    )
    alike = facts(Menu, invest={"large": 5, "small": 5}, subsidies={"large": 4, "small": 4}, kept=7)
    told = repair(facts(FirmOffersOutcome, repair=Repair(clauses=(alike,))))
    assert told == "offer 4.0 for an investment of 5; the city keeps 7.0"


def test_an_offer_is_not_rounded():
    """Costs of 1.01 and 2.02 a unit: 3.03 for 2 leaves the one the 1.01 that 2.02 for 1 would; at
    2.0 the other would take no offer."""
    paid = {"low": Fraction("3.03"), "high": Fraction("2.02")}
    menu = facts(Menu, invest={"low": 2, "high": 1}, subsidies=paid, kept=5)
    told = repair(facts(FirmOffersOutcome, repair=Repair(clauses=(menu,))))
    assert told == (
        "offer 3.03 for an investment of 2 (meant for low) or 2.02 for an investment of 1 (meant "
        "for high); the city keeps 5.0"
    )
