"""What is said of brokers is so."""

from fractions import Fraction

from intercity.topics.broker.check import BrokerFees, BrokerOutcome
from intercity.topics.broker.english import line, repair, says
from intercity.topics.outcome import Repair
from tests.frontdoor.words.facts import facts


def overpaid(**by):
    values = {"Ann": 9, "Bo": 8, "Cy": 7}
    adds = {broker: values[broker] - more for broker, more in by.items()}
    return facts(BrokerOutcome, values=values, adds=adds, overpaid=by)


def test_who_is_overpaid_most_is_named_and_the_others_counted():
    assert line(overpaid(Bo=2)) == "Bo gets 8.0 a year and adds 6.0"
    told = line(overpaid(Ann=1, Bo=3))
    assert told == "Bo gets 8.0 a year and adds 5.0; 1 more gets more than it adds"
    told = line(overpaid(Ann=1, Bo=3, Cy=2))
    assert told == "Bo gets 8.0 a year and adds 5.0; 2 more get more than they add"
    assert line(overpaid()) == "each broker adds at least what it gets"


def test_brokers_are_told_apart_from_cities():
    found = facts(BrokerOutcome, values={"Bo": 8, "Ost": 3}, adds={"Bo": 2})
    assert says(found) == "Bo gets 8.0 a year, adds 2.0; cities get Ost 3.0"


def test_who_would_have_more_without_a_broker_is_told_apart_from_it():
    lost = {"Bo": {"Cy": Fraction(1), "Ost": Fraction(2)}, "Cy": {}}
    told = "without Bo, Cy would have 1.0 more and Ost would have 2.0 more"
    assert says(facts(BrokerOutcome, losers=lost)).split("; ")[1:] == [told]


def test_what_a_broker_may_be_paid_is_not_more_than_it_adds():
    """5.06 was told as 5.1, which is more."""
    fees = BrokerFees(most={"Ann": Fraction("5.06"), "Bo": Fraction(0)})
    found = facts(BrokerOutcome, repair=Repair(clauses=(fees,)))
    assert repair(found) == "pay Ann at most 5.0 and pay Bo nothing"


def test_brokers_of_whom_one_can_stand_in_for_another_are_told_to_add_more_together():
    """Each may be paid nothing, though without both 10 less is made."""
    found = facts(BrokerOutcome, values={"Ann": 2, "Bo": 2, "Ost": 6}, adds={"Ann": 0, "Bo": 0},
                  together=10)  # fmt: skip
    assert "together add 10.0, not 0 as one by one" in says(found)
    alone = facts(BrokerOutcome, values={"Ann": 2, "Ost": 6}, adds={"Ann": 3}, together=3)
    assert "together" not in says(alone)
