"""What is said of members that might leave is so."""

from fractions import Fraction

import pytest

from intercity.topics.hold_up.tranches import HandOverInTranches, MemberDeposit, Tranche
from intercity.topics.outcome import NoRepair, Repair
from intercity.topics.walk_away.check import MemberPath, WalkAwayOutcome, WhyNot
from intercity.topics.walk_away.english import line, remedy, repair, says
from tests.frontdoor.words.facts import facts

F = Fraction


def path(**given):
    return facts(MemberPath, **{"discount": F(9, 10), **given})


def leaver(**given):
    gone = {"leaves_in": 2, "pays_most_in": 5, "gain_of_leaving": 7, "least_value": -7}
    return path(**{**gone, **given})


def paths(lag=1, others=(), mended=None, outsiders=False, **by):
    given = {"lag": lag, "others": others, "outsiders": outsiders}
    return facts(WalkAwayOutcome, **given, paths=by, repair=mended)


def deposit(**given):
    at = {"member": "Ost", "amount": 6, "returned_in": 4, "unit_cost": F(1, 10), "cost": 1}
    return facts(MemberDeposit, **{**at, **given})


def test_when_leaving_pays_first_and_most():
    told = says(paths(Ost=leaver()))
    assert told == (
        "Ost does better by stopping, in year 2 already and most in year 5: 7.0 to it then, at its "
        "discount factor (1 a year later is worth 0.90 to it now); no discount factor below 1 would"
        " hold it. Who leaves still gets 1 year of what the others owe it"
    )
    at_once = says(paths(lag=2, Ost=leaver(pays_most_in=2)))
    assert at_once.startswith("Ost does better by stopping in year 2, when that pays most: 7.0 to")
    assert at_once.endswith("gets 2 years of what the others owe it")
    free = says(paths(outsiders=True, Ost=leaver()))
    assert free == f"{told}, and may deal with outsiders from then on where no consent is needed"
    many = says(paths(outsiders=None, Ost=leaver()))
    assert many == (
        f"{told}; what outsiders could offer it is not looked at, as there are too many"
    )
    now = says(paths(Ost=leaver(leaves_in=0, pays_most_in=0)))
    assert now.startswith("Ost does better by stopping in year 0, when")


def test_from_which_patience_on_it_would_stay():
    assert "; it would stay from 0.95 on" in says(paths(Ost=leaver(stays_from=F(95, 100))))
    close = {"9001/10000": "0.9001", "9004/10000": "0.9004", "904/1000": "0.904"}
    for least, told in close.items():
        assert f"; it would stay from {told} on" in says(paths(Ost=leaver(stays_from=F(least))))
    # At 0.93, rounded to the nearest, it would still leave; and 0.997 is not 1.
    for least, told in {"0.9344": "0.94", "0.9961": "0.997"}.items():
        assert f"; it would stay from {told} on" in says(paths(Ost=leaver(stays_from=F(least))))
    nearest = F(9, 10) + F(1, 10**6)
    assert "; it would stay from 0.900001 on" in says(paths(Ost=leaver(stays_from=nearest)))
    between = says(paths(Ost=leaver(stays_at=((F(1, 2), F(3, 4)),))))
    assert "discount factor below 1" not in between
    assert "would stay" not in between
    costs = says(paths(Ost=leaver(only_costs_from=0, credit=3)))
    assert ", counting the province's credit of 3.0 a year; no discount factor below 1" in costs
    assert ", as from year 0 on staying only costs it" in costs


def test_nobody_leaves():
    found = paths(Ost=path(least_value=4, stays_from=F(1, 2)), West=path(least_value=3))
    assert says(found).startswith("no member does better by leaving, in any year, at its discount")
    assert " to it now); that holds for Ost from a factor of 0.50 on. Who leaves" in says(found)
    patient = paths(Ost=path(least_value=4, stays_from=F("0.9344")), West=path(least_value=3))
    assert " to it now); that holds for Ost from a factor of 0.94 on. Who leaves" in says(patient)
    # It has 0.936 and stays: 0.94 is more than it has.
    just = paths(Ost=path(least_value=4, stays_from=F("0.9344"), discount=F("0.936")))
    assert "; that holds for Ost from a factor of 0.935 on. Who leaves" in says(just)
    assert line(found) == "nobody gains by leaving; West would lose 3.0 or more in present value"
    assert line(paths(Ost=path())) == "nobody gains by leaving, in any year"
    open_ = paths(others=("West",), Ost=path(least_value=4))
    assert line(open_) == "whether West would leave is open"
    assert says(open_).startswith("whether West would leave is open, as no discount factor is given"
                                  "; of the others no member does better")  # fmt: skip


def test_who_gains_most_by_leaving_is_named():
    found = paths(Ost=leaver(least_value=-2), West=leaver(gain_of_leaving=8, least_value=-8))
    assert line(found) == "West gains 8.0 in present value by leaving in year 5"
    assert line(paths(Ost=leaver(leaves_in=0), others=("Nord",))).startswith("Ost gains 7.0")
    long = paths(**{"Ost" * 10: leaver()})
    assert line(long) == f"{'Ost' * 10} gains 7.0 once by leaving in year 5"


def test_what_holds_each_leaver():
    held = leaver(deposit=deposit(unit_cost=0))
    none = NoRepair(reason=WhyNot.NO_DEPOSIT)
    told = repair(paths(mended=none, Ost=held, West=leaver()))
    assert told == (
        "a deposit of 6.0 (once) by Ost, returned with interest after the payments of year 4, "
        "forfeited on leaving, at no cost to it. None by a deposit: none holds West"
    )
    assert repair(paths(Ost=held)) == ""


def test_tranches_are_told_beside_the_deposit():
    tranches = facts(
        HandOverInTranches, resource="land", amount=9, held_back=4,
        tranches=(facts(Tranche, year=3, amount=4),),
    )  # fmt: skip
    either = Repair(clauses=(deposit(),), instead=Repair(clauses=(tranches,)))
    told = repair(paths(mended=either, Ost=leaver(deposit=deposit(unit_cost=0))))
    assert told.endswith("at no cost to it. Or hand over 4 of land in year 3, 4 of 9 held back "
                         "at signing")  # fmt: skip
    assert told.count(". Or ") == 1


@pytest.mark.parametrize("further", [False, True])
def test_a_deposit_that_costs_more_than_it_brings(further):
    dear = leaver(deposit=deposit(gain_with_deposit=-1, further=further))
    none = NoRepair(reason=WhyNot.NO_DEPOSIT)
    what = "a further deposit" if further else "a deposit"
    told = remedy(paths(mended=none, Ost=dear))
    assert told == f"none: {what} of 6.0 costs Ost more than it gains"
    long = deposit(member="Ost" * 9, gain_with_deposit=-1, further=further)
    told = remedy(paths(mended=none, Ost=leaver(deposit=long)))
    assert told == f"none: {what} of 6.0 costs more than it brings"
    assert remedy(paths(mended=none, Ost=dear, West=leaver())) == ""
    cheap = leaver(deposit=deposit(gain_with_deposit=1))
    assert remedy(paths(mended=none, Ost=cheap)) == remedy(paths(mended=none, Ost=leaver())) == ""
    assert remedy(paths(Ost=path())) == ""


def test_the_clauses_that_mend_most_go_first():
    mended = Repair(clauses=(deposit(),))
    told = remedy(paths(mended=mended, Ost=leaver(deposit=deposit(gain_with_deposit=-1))))
    assert told == "a deposit of 6.0 by Ost, returned later"
    dear = deposit(member="West", gain_with_deposit=-1)
    some = Repair(clauses=(deposit(), dear), mends=F(1, 2))
    leavers = {"Ost": leaver(deposit=deposit()), "West": leaver(deposit=dear)}
    assert remedy(paths(mended=some, **leavers)) == "a deposit of 6.0 by Ost, returned later"


@pytest.mark.parametrize(
    ("own", "told"), [("0.925", "0.925"), ("0.9", "0.90"), ("0.0001", "0.0001")]
)
def test_a_members_own_factor_is_that_of_the_file(own, told):
    """0.925 was told as 0.93, and 0.0001 as 0.00."""
    found = says(paths(Ost=leaver(discount=F(own))))
    assert f"(1 a year later is worth {told} to it now)" in found
