"""What is said of whether the park pays is so."""

from dataclasses import replace
from fractions import Fraction

import pytest

from intercity.topics.outcome import NoRepair, Repair, Undecided
from intercity.topics.park.check import BonusLeftOut, ParkLeftOut, ParkOutcome, WhyNot, WhyUndecided
from intercity.topics.park.english import falls, line, remedy, repair, says
from intercity.topics.words import LINE
from tests.frontdoor.words.facts import facts

HALF = "the loss falls from 3.0 to 1.5 a year"
LACKING = Undecided(reason=WhyUndecided.TOO_LITTLE_TO_OCCUPY)
NONE = NoRepair(reason=WhyNot.WORTH_LESS_WITHOUT)


def park(adds=-3, **given):
    return facts(ParkOutcome, adds=adds, **given)


def left_out(*clauses, mends=1):
    return park(repair=Repair(clauses=clauses, mends=Fraction(mends)))


def bonus(payer="Dale", amount=2):
    return facts(BonusLeftOut, payer=payer, amount=amount)


BEST = "all else put to its best use, "


@pytest.mark.parametrize(
    ("adds", "told", "short"),
    [
        (3, "it adds 3.0 a year to what the members make", "the park adds 3.0 a year"),
        (-3, "it costs 3.0 a year more than it brings to the members", "the park costs 3.0 a year"),
        (0, "it costs as much as it brings: the members", "the park costs as much as it brings"),
        (Fraction(1, 2), "it adds 0.5 a year", "the park adds 0.5 a year"),
        (Fraction(-1, 2), "it costs 0.5 a year more", "the park costs 0.5 a year more"),
    ],
)
def test_what_the_park_adds_or_costs(adds, told, short):
    """The deal as signed may lose more without the park, as its land then lies idle."""
    assert says(park(adds)).startswith(f"{BEST}{told}")
    assert line(park(adds)).startswith(f"{BEST}{short}")
    large = line(park(-10000 * adds))
    assert len(large) <= LINE
    assert large.startswith("all else ")


@pytest.mark.parametrize("adds", [3, -3, 0])
def test_without_a_deal_nobody_is_a_member(adds):
    assert "member" not in says(park(adds, without_deal=True))
    assert " all " in says(park(adds, without_deal=True)).removeprefix("all") + " "


def test_of_several_parks_without_a_deal_none_is_the_park():
    """The best of them may be opened alone."""
    for adds, told in (
        (3, "parks add 3.0 a year to what all make without any"),
        (0, "parks bring no more than they cost: all do as well without any"),
    ):
        found = park(adds, parks=2, without_deal=True)
        assert says(found) == f"{BEST}{told}"
        assert line(found) == f"{BEST}{told.partition(' to what')[0].partition(':')[0]}"
    both = replace(left_out(ParkLeftOut(parks=("East", "West"))), parks=2)
    assert (repair(both), remedy(both)) == ("leave them out", "leave the parks out")


def test_what_to_leave_out():
    assert repair(left_out(ParkLeftOut(parks=("Park",)))) == "leave it out"
    assert remedy(left_out(ParkLeftOut(parks=("Park",)))) == "leave the park out"
    told = repair(left_out(bonus()))
    assert told == ("leave out the bonus of 2.0 a year by Dale: as many projects return without")
    assert repair(left_out(bonus(), mends="1/2")) == f"{told}; {HALF}"
    assert falls(left_out(bonus(), mends="1/2")) == HALF
    assert remedy(left_out(bonus())) == "leave out the bonus of 2.0 a year that moves no firm"
    two = left_out(bonus(amount=3), bonus("Mill"))
    assert remedy(two) == "leave out the 2 bonuses that move no firm"
    assert "the bonus of 3.0 a year by Dale and the bonus of 2.0 a year by Mill" in repair(two)
    mixed = left_out(ParkLeftOut(parks=("Park",)), bonus(amount=5))
    assert remedy(mixed) == "leave out the bonus of 5.0 a year that moves no firm"


def test_why_nothing_is_left_out():
    less = park(repair=NONE, as_signed=Fraction(9), without=Fraction(4))
    assert (
        repair(less) == "none: without it the deal would bring its members 5.0 a year less in all"
    )
    neither = park(repair=NONE)
    assert repair(neither) == "none: the deal cannot be carried out without it either"
    for one in {"as_signed": Fraction(9)}, {"without": Fraction(4)}:
        told = repair(park(repair=NONE, **one))
        assert told == "none: without it the deal cannot be carried out"
    for found in less, park(3), LACKING:
        assert remedy(found) == ""
    assert repair(park(3)) == repair(LACKING) == ""
    assert "lack" in says(LACKING)
    assert "lack" in line(LACKING)


@pytest.mark.parametrize(
    ("adds", "told", "short"),
    [
        (3, "each park pays: without East members would make 3.0 a year less", "each park pays"),
        (-3, "without East members would make 3.0 a year more", "not every park pays"),
        (0, "members do as well without East", "not every park pays"),
    ],
)
def test_of_several_parks_those_are_named_without_which_members_do_best(adds, told, short):
    assert says(park(adds, best_without=("East",))).endswith(told)
    assert line(park(adds, best_without=("East",))).endswith(told.removeprefix("each park pays: "))
    assert line(park(adds, best_without=("East" * 20,))).endswith(short)


def test_which_of_several_parks_is_left_out():
    few = ParkLeftOut(parks=("East",), fewer_projects=Fraction(80, 7))
    told = park(best_without=("East",), repair=Repair(clauses=(few,)))
    assert repair(told) == remedy(told) == "leave out East, and admit 11.5 projects fewer"
    one = replace(told, repair=Repair(clauses=(replace(few, fewer_projects=Fraction(1)),)))
    assert repair(one) == remedy(one) == "leave out East, and admit 1 project fewer"
    names = ("East" * 9, "West" * 9)
    assert remedy(replace(told, best_without=names)) == "leave out 2 parks"
    kept = replace(told, repair=NONE, as_signed=Fraction(9), without=Fraction(4))
    assert repair(kept).startswith("none: without East the deal would bring its members 5.0 a year")
