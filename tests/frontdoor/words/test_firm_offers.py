"""What is said of subsidies by name is so."""

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
    assert clause(menu) == "Firms are offered 4 for an investment of 5 or 1 for an investment of 2"
    told = repair(facts(FirmOffersOutcome, repair=Repair(clauses=(menu,))))
    assert told == (
        "offer 4.0 for an investment of 5 or 1.0 for an investment of 2; the city keeps 7.0"
    )
