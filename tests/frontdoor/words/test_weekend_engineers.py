"""What is said of an engineer's spare hours is so."""

from fractions import Fraction

import pytest

from intercity.topics.outcome import NoRepair, Repair
from intercity.topics.weekend_engineers.check import Amiss, EngineerOutcome, HourGrant, Permit
from intercity.topics.weekend_engineers.english import clause, line, remedy, repair, says
from intercity.topics.weekend_engineers.repair import HoursForPay, WhyNot
from tests.frontdoor.words.facts import facts


def engineer(amiss=None, hours=(2, 3), **given):
    """An engineer who works so many hours in Ost and in West."""
    found = {
        "hours": dict(zip(("Ost", "West"), hours, strict=True)),
        "wages": {"Ost": 7, "West": 8},
        "payoffs": {"Ost": 1, "West": 2},
        "engineer": 3, "employer": 4, "surplus": 10, "best_surplus": 16 if amiss else 10,
        "best_hours": {"Ost": 6, "West": 0}, "allowed": 9,
    }  # fmt: skip
    return facts(EngineerOutcome, amiss=amiss, **{**found, **given})


def test_hours_that_are_best():
    assert says(engineer()) == (
        "hours bought: Ost 2 at a wage of 7.0; West 3 at a wage of 8.0. No others would be worth "
        "more for all together"
    )
    assert line(engineer()) == "cities buy 5 of the engineer's hours"
    nearly = engineer(best_surplus=10 + Fraction(1, 10**6))
    assert says(nearly).endswith(
        "West 3 at a wage of 8.0. Others would be worth more for all together, by a millionth at "
        "most"
    )
    assert line(engineer(hours=(0, 3))) == "West buys 3 of the engineer's hours"
    assert says(engineer(hours=(0, 3))).startswith("hours bought: West 3 at a wage of 8.0. No")


def test_where_hours_run_out_the_split_is_one_of_several():
    """Two cities alike were told of 2.2 and 1.8 of 4 hours, as if they had to differ."""
    other = " (all that are allowed; other splits of them may be equilibria, too)"
    assert f"at a wage of 8.0{other}. No others" in says(engineer(hours=(4, 5)))
    assert other not in says(engineer(hours=(4, 4)))
    assert other not in says(engineer(hours=(0, 9)))


@pytest.mark.parametrize(
    ("amiss", "which", "short"),
    [
        (
            Amiss.TOO_FEW,
            "too few hours",
            "cities buy 5 of the engineer's hours, too few; 6.0 is lost",
        ),
        (
            Amiss.TOO_MANY,
            "too many hours",
            "cities buy 5 of the engineer's hours, too many; 6.0 is lost",
        ),
        (Amiss.ELSEWHERE, "hours", "hours are bought: in other places than is best"),
    ],
)
def test_what_is_amiss_with_hours(amiss, which, short):
    assert says(engineer(amiss)) == (
        f"{which} bought: Ost 2 at a wage of 7.0; West 3 at a wage of 8.0. Ost has 1.0, West has "
        "2.0, the engineer has 3.0 and the employer has 4.0. Best for all together would be 6 in "
        "Ost, worth 6.0 more"
    )
    assert line(engineer(amiss)) == short


def test_why_no_hours_are_bought():
    none = {"hours": (0, 0), "best_surplus": 11}
    kept = engineer(Amiss.TOO_FEW, **none, allowed=0)
    assert line(kept) == "no hours are bought, as the employer allows none; 1.0 is lost"
    assert says(kept) == (
        "no hours are bought, as the employer at home allows none. Best for all together would be "
        "6 in Ost, worth 1.0 more"
    )
    far = engineer(Amiss.TOO_FEW, **none)
    assert line(far) == (
        "no hours are bought, as to no city is one there worth the way; 1.0 is lost"
    )
    # An hour may bring 5 to a city that pays others 2 of it, and the way cost 4.
    assert says(far).startswith("no hours are bought: to no city is an hour there worth more than")
    assert line(engineer(**none)) == "no hours are bought, and none would be worth it"
    gone = says(engineer(Amiss.TOO_MANY, best_hours={"Ost": 0}))
    assert gone.endswith("would be no hours, worth 6.0 more")


def grant(paid):
    return HourGrant(city="Ost", paid=Fraction(paid))


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (grant(2), "others pay Ost 2.0 for each hour there"),
        (grant("1/2"), "others pay Ost 0.5 for each hour there"),
        (grant(-2), "Ost pays others 2.0 for each hour there"),
        (grant(0), "others pay Ost nothing for hours there"),
        (facts(Permit, hours=5), "the employer at home allows 5 hours"),
        (facts(Permit, hours=5, paid=3), "the employer at home allows 5 hours for 3.0"),
        (
            facts(Permit, hours=5, paid=Fraction("3.04")),
            ("the employer at home allows 5 hours for 3.04"),
        ),
        (facts(Permit), "the employer at home allows no hours"),
    ],
)
def test_a_clause_that_repairs_it(one, told):
    found = engineer(Amiss.TOO_FEW, repair=Repair(clauses=(one,)))
    assert repair(found) == remedy(found) == told


def test_a_remedy_without_its_numbers():
    permit, other = facts(Permit, hours=5, paid=3), grant(2)
    mends = [Repair(clauses=each) for each in ((permit, other), (other, grant(3)))]
    told = [remedy(engineer(Amiss.TOO_FEW, repair=each)) for each in mends]
    assert told == ["a permit and a payment for each hour", "a payment for each hour"]
    none = engineer(Amiss.TOO_FEW, repair=NoRepair(reason=WhyNot.NONE_FOUND))
    assert repair(none).startswith("none: no permit")
    assert remedy(none) == repair(engineer()) == remedy(engineer()) == ""


@pytest.mark.parametrize(
    ("hours", "paid", "told"),
    [
        (5, {}, "The employer at home allows 5 hours"),
        (
            0,
            {"Ost": 2},
            "The employer at home allows 0 hours; others pay Ost 2 for each hour there",
        ),
        (None, {"Ost": -2}, "Ost pays others 2 for each hour there"),
        (None, {"Ost": 0}, "Others pay Ost 0 for each hour there"),
        (None, {"Ost": Fraction(1, 2)}, "Others pay Ost 0.5 for each hour there"),
    ],
)
def test_the_clause_as_it_is_written(hours, paid, told):
    assert clause(facts(HoursForPay, hours=hours, paid=paid)) == told
