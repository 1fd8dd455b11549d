"""What is said of where firms produce is so."""

from fractions import Fraction

import pytest

from intercity.topics.firms_choice.check import (
    FirmsChoiceOutcome,
    PlannedReturns,
    ReturnBonus,
    WhyNot,
)
from intercity.topics.firms_choice.english import falls, line, remedy, repair, says
from intercity.topics.outcome import NoRepair, Repair, Verdict
from mechanisms.compact.clauses import Bonus, ReturnClawback
from tests.frontdoor.words.facts import facts

PLACES = {"homes": ("Dale",), "hosts": ("Hub",), "profit_at_home": 2, "profit_in_hub": 3}


def chosen(planned, signed, verdict=Verdict.FAILS, **given):
    returns = {"returns_planned": planned, "returns_as_signed": signed, "willing": signed}
    return facts(FirmsChoiceOutcome, **{**PLACES, **returns, **given}, verdict=verdict)


def as_planned(returns, **given):
    return chosen(returns, returns, Verdict.STANDS, as_planned=True, **given)


def mended(*clauses, mends=1, **given):
    return chosen(4, 0, repair=Repair(clauses=clauses, mends=Fraction(mends)), **given)


def bonus(payer="Dale"):
    return facts(ReturnBonus, payer=payer, amount=2, qualifying=4, cost=8)


@pytest.mark.parametrize(
    ("signed", "told"),
    [
        (0, "no project returns to Dale (4 planned)"),
        (1, "1 project returns to Dale (4 planned)"),
        (2, "2 projects return to Dale (4 planned)"),
        (4, "4 projects return to Dale as planned, but not from the same parks"),
    ],
)
def test_how_many_return_of_those_planned(signed, told):
    assert line(chosen(4, signed)) == told


def test_what_stands_is_as_planned():
    assert line(as_planned(2)) == "2 projects return to Dale, as planned"
    two = as_planned(2, homes=("Dale", "Mill"))
    assert line(two) == "2 projects return, as planned"
    assert line(chosen(0, 2)) == "2 projects return to Dale (none planned)"


def test_who_loses_most_by_it_is_named():
    lost = {"Hub": -1, "Dale": -3, "Port": 5}
    told = "no project returns to Dale (4 planned): Dale loses 3.0 a year by it"
    assert line(chosen(4, 0, against_plan=lost)) == told
    stands = line(chosen(4, 3, Verdict.STANDS, against_plan=lost))
    assert stands.endswith("Dale loses 3.0 a year by it")
    assert "loses" not in line(chosen(4, 0, against_plan={"Hub": 0, "Dale": 1}))
    tiny = line(chosen(4, 0, against_plan={"Hub": Fraction(1, 2), "Dale": 1}))
    assert "loses" not in tiny
    told = says(chosen(4, 0, against_plan=lost))
    assert told.endswith(". Against the plan, a year: Hub -1.0, Dale -3.0, Port +5.0")


def test_what_a_line_has_no_room_for_is_left_out():
    told = line(chosen(4, 0, homes=("Dale" * 9,), against_plan={"Hub": -3}))
    assert told == "no project returns (4 planned): Hub loses 3.0 a year by it"
    told = line(chosen(4, 0, homes=("Dale" * 5,), against_plan={"Hub" * 9: -3}))
    assert told == f"no project returns to {'Dale' * 5} (4 planned)"


def test_what_is_said_of_what_firms_earn_and_how_many_return():
    told = says(chosen(4, 1))
    assert told == "a plant earns 2.00 in Dale, 3.00 in Hub: as signed 1 returns, 4 are planned"
    assert says(chosen(1, 2)).endswith(": as signed 2 return, 1 is planned")
    assert says(chosen(4, 0)).endswith(": as signed none returns, 4 are planned")
    assert says(chosen(4, 4)).endswith(
        ": as signed 4 return as planned, but not from the same parks"
    )
    told = says(chosen(4, 1, willing=2))
    assert told.endswith(" (2 would, but there is land and quota for no more)")
    signed = {
        "bonuses": (Bonus("Dale", 1),),
        "clawbacks": (ReturnClawback("Hub", 3),),
        "break_even": {"Dale": Fraction(3, 2), "Mill": None},
    }
    told = says(as_planned(4, **signed))
    assert told == (
        "a plant earns 2.00 in Dale, 3.00 in Hub, before a bonus of 1.0 by Dale and a clawback of "
        "3.0 for Hub; Dale gains from 2 returns on; 4 return, as planned"
    )


def test_the_bonus_what_it_costs_and_from_where_on_who_pays_gains():
    told = "a bonus of 2.0 a year for each return to Dale, 8.0 in all for the 4 that qualify"
    as_much = ", or a clawback of as much from those who stay"
    assert repair(mended(bonus())) == f"{told}{as_much}"
    gains = repair(mended(bonus(), break_even={"Dale": Fraction(5, 2)}))
    assert gains == f"{told}{as_much}; if Dale pays the bonus it gains from 3 returns on"
    at_once = repair(mended(bonus(), break_even={"Dale": Fraction(1, 2)}))
    assert at_once.endswith("if Dale pays the bonus it gains from 1 return on")
    never = repair(mended(bonus(), break_even={"Dale": None}))
    assert never == f"{told}{as_much}; if Dale pays the bonus it does not gain"
    other = repair(mended(bonus(), break_even={"Mill": None}))
    assert other == f"{told}{as_much}"
    assert remedy(mended(bonus())) == "a bonus of 2.0 a year for each return to Dale"
    assert remedy(mended(bonus(), bonus("Dale" * 9))) == "a bonus for each return to 2 cities"


def test_a_bonus_that_mends_a_part_says_how_many_there_is_room_for():
    part = mended(bonus(), mends=Fraction(1, 2), returns_with_bonus=3)
    assert falls(part) == "3 return then"
    assert repair(part).endswith("; there is room for 3 returns only")
    for whole in mended(bonus(), returns_with_bonus=4), mended(bonus(), mends=Fraction(1, 2)):
        assert "room" not in repair(whole)


def test_a_plan_that_firms_follow_and_why_there_is_no_bonus():
    plan = facts(PlannedReturns, returns=6, more=2)
    assert repair(mended(plan)) == "plan for 6 returns; there is land for 2 more"
    assert remedy(mended(plan)) == "plan for 6 returns"
    full = facts(PlannedReturns, returns=6, more=-2)
    assert repair(mended(full)) == "plan for 6 returns; there is room for no more"
    for why in WhyNot:
        assert repair(chosen(4, 0, repair=NoRepair(reason=why))) == f"none: {why}"
    assert repair(chosen(4, 4)) == remedy(chosen(4, 4)) == ""


def test_a_plan_is_for_no_more_than_there_is_room_for():
    """With room for 6.26 a plan for 6.3, as was told, leaves less returning than planned."""
    for room, told in {Fraction("6.26"): "6.26", Fraction(20, 3): "about 6.6"}.items():
        plan = facts(PlannedReturns, returns=room, more=room - 12)
        assert remedy(mended(plan)) == f"plan for {told} returns"
        assert repair(mended(plan)) == f"plan for {told} returns; there is room for no more"
    short = chosen(Fraction("6.3"), Fraction("6.26"), willing=Fraction("6.3"))
    assert ": as signed 6.26 return, 6.3 are planned (6.3 would, but" in says(short)
    assert line(short).startswith("6.26 projects return to Dale (6.3 planned)")


def test_profits_that_differ_are_not_told_as_alike():
    """ "1.00 in Dale, 1.00 in Port: as signed none returns" did not say why."""
    found = chosen(4, 0, profit_at_home=Fraction("0.998"), profit_in_hub=Fraction(1))
    assert "a plant earns 0.998 in " in says(found)
    alike = chosen(4, 4, profit_at_home=Fraction(1), profit_in_hub=Fraction(1))
    assert says(alike).count("1.00 in ") == 2
