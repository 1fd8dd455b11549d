"""What is said of who can be talked down, of tranches and of deposits is so."""

from fractions import Fraction

import pytest

from intercity.topics.clauses.clause import SidePayment
from intercity.topics.hold_up.check import HoldUpOutcome, HoldUpRepair, Member, Shared, Step
from intercity.topics.hold_up.english import (
    deposit_told,
    falls,
    line,
    remedy,
    repair,
    says,
    tranches_told,
    why_no_tranches,
)
from intercity.topics.hold_up.tranches import (
    HandOverInTranches,
    MemberDeposit,
    NoTranches,
    Tranche,
    WhyNot,
)
from intercity.topics.outcome import Repair
from tests.frontdoor.words.facts import facts

F = Fraction


def held_up(member=None, step=None, refuses=(), **given):
    """Ost can be talked down; ``refuses``: it would not sign."""
    signed = {"alone": 4, "as_signed": 9, "bargained_again": 5, "worst_step": 3}
    found = {
        "members": {"Ost": facts(Member, **{**signed, **(member or {})})},
        "steps": (facts(Step, year=1), facts(Step, **{"year": 3, **(step or {})})),
        "talked_down": ("Ost",),
        "shared": Shared.EQUALLY,
        **given,
    }
    return facts(HoldUpOutcome, would_not_sign=refuses, **found)


def mended(*clauses, mends=1, instead=None):
    one = facts(HoldUpRepair, clauses=clauses, mends=F(mends), instead=instead)
    return held_up(repair=one)


def deposit(member="Ost", **given):
    at = {"amount": 6, "returned_in": 4, "unit_cost": F(1, 10), "cost": 1}
    return facts(MemberDeposit, member=member, **{**at, **given})


def tranches(*each, **given):
    """Handed over: (year, amount) each."""
    held = {"resource": "land", "unit": "mu", "giver": "Ost", "amount": 9, "held_back": 4, **given}
    later = tuple(facts(Tranche, year=year, amount=size) for year, size in each or ((3, 4),))
    return facts(HandOverInTranches, tranches=later, **held)


PAYMENT = facts(SidePayment, a_year=2, payers=("Ost",), payees=("West",), lowest=2, highest=2)

# --------------------------------------------------------------- who can be talked down


def test_nobody_can_be_talked_down():
    nobody = held_up(talked_down=())
    assert says(nobody) == "nobody loses by bargaining again after its part is sunk"
    assert line(nobody) == "nobody can be talked down once its part is sunk"


def test_who_would_not_sign_and_who_would():
    told = (
        "once year 3 has come, Ost can be talked down from 9.0 to 5.0 a year (if talks fail, each "
        "has what it can then do by itself, and going on adds nothing), "
    )
    assert says(held_up()) == f"{told}no less than the 4.0 it has alone"
    assert line(held_up()) == (
        "Ost can be talked down later to 5.0 a year, no less than its 4.0 alone"
    )
    refuses = held_up({"alone": 7}, refuses=("Ost",))
    assert says(refuses) == (
        f"{told}less than the 7.0 it has alone: foreseeing it, it would not sign"
    )
    assert line(refuses).endswith(" to 5.0 a year, less than its 7.0 alone")


@pytest.mark.parametrize(
    ("year", "first", "told"),
    [
        (
            0,
            8,
            ", unless all bargain again right after the signing, and never later: then it has 8.0",
        ),
        (
            0,
            7,
            ", unless all bargain again right after the signing, and never later: then it has 7.0",
        ),
        (0, F(69, 10), ""),
        (1, 8, ""),
    ],
)
def test_talks_at_signing_may_leave_it_enough(year, first, told):
    """What it has after a later step is less than alone; by talks before that step it is not."""
    steps = facts(Step, year=year, ends_with={"Ost": F(first)}), facts(Step, year=3)
    found = held_up({"alone": 7}, refuses=("Ost",), steps=steps)
    assert says(found).endswith(f"it has alone: foreseeing it, it would not sign{told}")


def test_of_who_can_be_talked_down_the_first_is_told_and_of_who_would_not_sign_all():
    three = {city: facts(Member, as_signed=9, worst_step=1) for city in ("Ost", "West", "Nord")}
    losers = {"members": three, "talked_down": ("West", "Ost", "Nord")}
    told = says(held_up(**losers))
    assert "West can be" in told
    assert "Ost" not in told
    both = says(held_up(**losers, refuses=("Ost", "Nord")))
    assert "Ost can be" in both
    assert "Nord can be" in both
    assert "West" not in both
    assert line(held_up(**losers, refuses=("Ost", "Nord"))).startswith("Ost can be")


@pytest.mark.parametrize(
    ("again", "told"),
    [
        (9, ""),
        (10, ", bargained again 10.0"),
        (F(17, 2), None),
        (F(19, 2), ", bargained again 9.5"),
    ],
)
def test_who_does_not_lose_by_bargaining_again_and_would_not_sign(again, told):
    found = held_up({"bargained_again": again, "alone": 12}, refuses=("Ost",))
    if told is None:
        assert "can be talked down from 9.0 to 8.5" in says(found)
        assert "can be talked down" in line(found)
        return
    assert says(found) == (
        f"as signed Ost has 9.0 a year{told}, less than the 12.0 it has alone: foreseeing it, it "
        "would not sign"
    )
    assert line(found) == "Ost has 9.0 a year as signed, 12.0 alone"


@pytest.mark.parametrize(
    ("parks", "sunk", "year", "told"),
    [
        (0, (), 0, "the deal is signed"),
        (0, (), 3, "year 3 has come"),
        (1, (), 0, "the park is sunk"),
        (1, (), 1, "the park is sunk by year 1"),
        (2, (), 3, "the parks are sunk by year 3"),
        (1, ("land",), 3, "the park and the transfer of land are sunk by year 3"),
        (0, ("land",), 3, "the transfer of land is sunk by year 3"),
        (0, ("land", "quota"), 0, "the transfers of land and quota are sunk"),
    ],
)
def test_what_is_sunk_when(parks, sunk, year, told):
    found = held_up({"worst_step": year}, steps=(facts(Step, year=year, sunk=sunk),), parks=parks)
    assert says(found).startswith(f"once {told}, Ost can be talked down")


SHARED = "; what going on adds is shared"


@pytest.mark.parametrize(
    ("shared", "adds", "told"),
    [
        (Shared.SHAPLEY, 0, f"{SHARED} by what each adds on average (the Shapley value)"),
        (Shared.EQUALLY, 0, ", and going on adds nothing"),
        (Shared.EQUALLY, -2, ", and going on would bring less"),
        (Shared.EQUALLY, 2, f"{SHARED} equally"),
        (Shared.EQUALLY, F(1, 2), f"{SHARED} equally"),
        (Shared.BY_WEIGHTS, 2, f"{SHARED} by bargaining weights"),
    ],
)
@pytest.mark.parametrize("idle", [(), ("park",)])
def test_what_is_threatened_and_how_the_rest_is_shared(shared, adds, told, idle):
    found = held_up(step={"going_on_adds": adds, "idle": idle}, shared=shared)
    fails = "the park stands idle" if idle else "each has what it can then do by itself"
    assert f"(if talks fail, {fails}{told})" in says(found)


# --------------------------------------------------------------- tranches


@pytest.mark.parametrize(
    ("each", "told"),
    [
        (((3, 4),), "hand over 4 of land in year 3"),
        (((3, 2), (4, 2)), "hand over land in instalments of 2 in years 3 to 4"),
        (((3, 1), (4, 3)), "hand over land in instalments of 1 in year 3 and 3 in year 4"),
        (
            ((3, F(1, 4)), (4, 1), (5, 1), (6, F(7, 4))),
            "hand over land in instalments of 0.25 to 1.75 in years 3 to 6",
        ),
        (((3, 2), (5, 2)), "hand over land in instalments of 2 in 2 years from 3 to 5"),
        (((3, 2), (4, 2), (5, 2)), "hand over land in instalments of 2 in years 3 to 5"),
    ],
)
def test_how_much_is_handed_over_when(each, told):
    assert tranches_told((tranches(*each),)) == f"{told}, 4 of 9 held back at signing"
    assert tranches_told((tranches(*each, year=2),)) == f"{told}, 4 of 9 held back in year 2"


def test_when_the_price_of_all_is_due():
    part = tranches((3, 4), price=8, year=1)
    assert tranches_told((part,)).endswith(", the whole price of 8.0 (once) due in year 1")
    all_of_it = tranches((3, 4), price=8, year=1, held_back=9)
    assert tranches_told((all_of_it,)).endswith("price of 8.0 (once) due in year 3")


@pytest.mark.parametrize(
    ("each", "told"),
    [(((3, 4),), "instalment needs"), (((3, 2), (4, 2)), "instalments need")],
)
def test_the_deposit_of_who_hands_over_goes_first(each, told):
    both = tranches_told((tranches(*each), deposit("West", unit_cost=0), deposit(unit_cost=0)))
    assert f"; the last {told} a deposit of 6.0 (once) by Ost, returned" in both
    assert "; with a deposit of 6.0 (once) by West, returned" in both
    assert both.index("by Ost") < both.index("by West")


# --------------------------------------------------------------- deposits

HELD = "a deposit of 6.0 (once) by Ost, returned with interest after the payments of year 4, "
OWN = "at its own discount factor"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"unit_cost": 0}, f"{HELD}forfeited on leaving, at no cost to it"),
        ({"unit_cost": 0, "further": True}, (
            f"a further{HELD[1:]}forfeited on leaving, at no cost to it")),
        ({}, f"{HELD}forfeited on leaving; having it there costs Ost 10% of it in present value"),
        ({"gain_with_deposit": 0}, (
            f"{HELD}forfeited on leaving; having it there costs Ost 10% of it in present "
            f"value and leaves it a gain of 0 a year {OWN}")),
        ({"gain_with_deposit": -1}, (
            "none by a deposit: one of 6.0 (once) by Ost, returned with interest after the "
            "payments of year 4, would hold it, but having it there costs Ost 10% of it in "
            f"present value, so that {OWN} it would lose 1.0 a year")),
        ({"gain_with_deposit": -1, "unit_cost": 0}, (
            "none by a deposit: one of 6.0 (once) by Ost, returned with interest after the "
            f"payments of year 4, would hold it, but {OWN} it would lose 1.0 a year")),
    ],
)  # fmt: skip
def test_what_a_deposit_costs(given, told):
    assert deposit_told(deposit(**given)) == told


# --------------------------------------------------------------- what repairs it


def test_the_clauses_that_repair_it():
    one = facts(HoldUpRepair, clauses=(tranches(),), mends=F(1, 2),
                instead=Repair(clauses=(PAYMENT,)))  # fmt: skip
    part = held_up({"bargained_again": 1}, refuses=("Ost",), repair=one)
    assert repair(part) == (
        "hand over 4 of land in year 3, 4 of 9 held back at signing: what Ost would lack of what "
        "it has alone falls from 3.0 to 1.5 a year. Or a side payment of 2.0 a year from Ost to "
        "West"
    )
    assert falls(part) == "what Ost would lack of what it has alone falls from 3.0 to 1.5 a year"
    assert repair(mended(tranches())).endswith("held back at signing")
    assert repair(held_up()) == ""


@pytest.mark.parametrize(
    ("clauses", "told"),
    [
        ((tranches(),), "hold back 4 of 9 mu of land"),
        ((deposit(),), "a deposit of 6.0 by Ost, returned later"),
        ((deposit(further=True),), "a further deposit of 6.0 by Ost, returned later"),
        ((deposit(), deposit("West")), "deposits of 6.0 by Ost and 6.0 by West, returned later"),
        ((deposit("O" * 9), deposit("W" * 9)), (
            f"deposits of 6.0 by {'O' * 9} and 6.0 by {'W' * 9}")),
        ((deposit("O" * 20), deposit("W" * 12)), f"deposits by {'O' * 20} and {'W' * 12}"),
        ((deposit("O" * 30), deposit("W" * 30)), "2 deposits, returned later"),
        ((deposit("O" * 60),), "a deposit, returned later"),
        ((tranches(), deposit()), "hold back 4 of 9 mu of land; a deposit of 6.0 by Ost"),
        ((tranches(), deposit("O" * 30)), "hold back 4 of 9 mu of land; a deposit"),
        ((tranches(), deposit("O" * 9), deposit("W" * 9)), (
            "hold back 4 of 9 mu of land; 2 deposits")),
        ((PAYMENT,), "a side payment of 2.0 a year from Ost to West"),
    ],
)  # fmt: skip
def test_the_clauses_in_one_line(clauses, told):
    assert remedy(mended(*clauses)) == told


def test_what_mends_nothing_is_no_remedy():
    assert remedy(mended(tranches(), mends=0)) == remedy(held_up()) == ""
    assert remedy(mended(tranches(), mends="1/2")) == "hold back 4 of 9 mu of land"


def test_why_there_are_no_tranches():
    why = WhyNot.TOO_MUCH
    short = facts(NoTranches, reason=why, resource="land", unit="mu", needed=9, available=4)
    told = why_no_tranches(short)
    assert told == "9 mu of land would have to be held back, the deal has 4"
    assert repair(held_up(repair=short)) == (
        f"none by instalments: {told}; no other clause was found that does it"
    )
    kept = {"reason": WhyNot.KEPT_ANYWAY, "city": "Ost"}
    for one in {}, {"needed": 9}, {"available": 4}:
        assert why_no_tranches(facts(NoTranches, **kept, **one)) == "Ost keeps its promise without"
