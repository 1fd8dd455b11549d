"""What is said of truces between some of the bidders is so."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from intercity.topics.arms_race.accord import InForce, RuleKind, Signed
from intercity.topics.outcome import NoRepair, Undecided, Verdict
from intercity.topics.truce_clubs.check import (
    BudgetBinds,
    Club,
    ClubRepair,
    SmallerClub,
    TruceClubsOutcome,
    TruceWithTransfers,
    WhyNot,
    WhyOpen,
)
from intercity.topics.truce_clubs.english import falls, line, remedy, repair, says
from intercity.topics.truce_clubs.signed_club import SignedClub
from mechanisms.compact.threat_point import payable
from tests.frontdoor.words.facts import facts

F = Fraction
ALL = ("Ost", "West", "Nord")
EIGHT = tuple(f"c{k}" for k in range(8))
TAKING = " (taking it that who is outside bids for itself)"
PAIR = {"pair_leaves": True, "pair_gains": {"Ost": 1, "West": 2}}


def club(*members, **given):
    return facts(Club, members=members, **{"share": F(1), **given})


def lasting(*members, **given):
    return club(*members, nobody_leaves=True, nobody_joins=True, **{"share": F(1, 2), **given})


def truce(verdict=Verdict.FAILS, everyone=None, best=None, leave=("Ost",), parties=ALL, **given):
    """All gain 9 by a truce; by leaving it Ost would have 5 against 4, and West 8 against 6."""
    gets = dict.fromkeys(parties, 4) | {"West": 6}
    gains = dict.fromkeys(parties, F(1, 2)) | {"Ost": 1, "West": 2}
    of_all = club(*parties, gets=gets, gain_by_leaving=gains, **(everyone or {}))
    found = {
        "parties": parties, "would_leave": leave, "conjecture": "gamma", "possible": 9,
        "all_clubs": 4, "clubs": (of_all, *([best] if best else [])), "lasting": 2, **given,
    }  # fmt: skip
    return facts(TruceClubsOutcome, verdict=verdict, **found)


# --------------------------------------------------------------- what is not computed


def test_what_is_not_computed():
    binds = facts(BudgetBinds, verdict="undecided", city="Ost", club=("West", "Nord"))
    assert says(binds) == (
        "the budget of Ost would bind if West and Nord form a club; what clubs bring then is not "
        "computed"
    )
    assert line(binds) == "what clubs bring is not computed, as the budget of Ost would bind"
    nobody = facts(BudgetBinds, verdict="undecided", city="O" * 40)
    assert "would bind while nobody forms a club; what" in says(nobody)
    assert line(nobody) == "what clubs bring is not computed, as a budget would bind"
    contest = Undecided(reason=WhyOpen.SPILLOVERS)
    assert says(contest).startswith("what clubs bring in a contest is not computed")
    assert line(contest).startswith("what clubs bring in a contest with spillovers is not computed")
    assert repair(contest) == remedy(contest) == ""


# --------------------------------------------------------------- a truce of all


def test_a_truce_of_all_that_brings_nothing():
    none = truce(everyone={"share": None})
    assert says(none) == "a truce of all would bring them nothing that the race does not"
    assert line(none) == "a truce of all brings nothing that the race does not"


def test_a_truce_that_nobody_would_leave():
    told = "a truce of all 3 would bring 9.0 a year, and nobody gains by leaving it alone and "
    assert says(truce(Verdict.STANDS)) == f"{told}bidding for itself{TAKING}"
    assert line(truce(Verdict.STANDS)) == (
        "a truce of all brings 9.0 a year, and nobody would leave it alone"
    )
    pair = says(truce(Verdict.STANDS, everyone=PAIR))
    assert pair == (
        f"{told}bidding for itself, but Ost and West both gain by leaving it together (+1.0, +2.0)"
        f"{TAKING}"
    )
    beside = says(truce(Verdict.STANDS, bystanders=("Ufer",)))
    assert beside.startswith(
        "a truce of Ost, West and Nord (Ufer would not bid anyway) would bring"
    )


@pytest.mark.parametrize(
    ("may", "told"), [(("Ost",), "Ost gains"), (("Ost", "West"), "Ost and West gain")]
)
def test_what_is_too_close_to_say(may, told):
    found = truce(Verdict.UNDECIDED, may_leave=may)
    assert says(found) == (
        f"a truce of all 3 would bring 9.0 a year; whether {told} by leaving it alone is too close "
        f"to say{TAKING}"
    )
    assert line(found) == f"whether {told} by leaving a truce of all is too close to say"
    long = truce(Verdict.UNDECIDED, may_leave=("O" * 40,))
    assert line(long) == "whether one gains by leaving a truce of all is too close to say"


@pytest.mark.parametrize(
    ("leave", "told", "most"),
    [
        (("Ost",), "Ost does better by staying outside it (5.0 against 4.0)", "Ost gains 1.0"),
        (("Ost", "West"), (
            "Ost and West do better by staying outside it (5.0 against 4.0, 8.0 against 6.0)"),
         "West gains 2.0"),
    ],
)  # fmt: skip
def test_who_would_leave_a_truce_of_all(leave, told, most):
    found = truce(leave=leave)
    assert says(found).startswith(f"a truce of all 3 would bring 9.0 a year, but {told}. There is")
    assert line(found) == f"{most} a year by leaving a truce of all"
    pair = says(truce(leave=leave, everyone=PAIR))
    assert f"{told}, and Ost and West both gain by leaving it together (+1.0, +2.0). T" in pair


def test_of_more_than_eight_that_leave_one_is_named():
    parties = (*EIGHT, "Ost", "West")
    eight = says(truce(leave=EIGHT, parties=parties))
    assert "c6 and c7 do better by staying outside it (4.5 against 4.0, " in eight
    nine = says(truce(leave=(*EIGHT, "West"), parties=parties))
    assert (
        ", but 9 of them do better by staying outside it, West by most (8.0 against 6.0). " in nine
    )
    ninth = (*EIGHT, "c8")
    alike = {city: F(1) for city in ninth}
    same = club(*ninth, gets=alike, gain_by_leaving={**alike, "c8": F(1)})
    told = says(truce(leave=ninth, parties=ninth, clubs=(same,)))
    assert ", but each of them does better by staying outside it (2.0 ag" in told
    two = club(*ninth, gets=alike, gain_by_leaving={**alike, "c3": F(2), "c8": F(2)})
    told = says(truce(leave=ninth, parties=ninth, clubs=(two,)))
    assert ", but all of them do better by staying outside it, c3 and c8 by most (3.0 ag" in told


def test_all_members_of_an_accord_are_not_told_as_some_where_others_bid():
    """Nine sign, a tenth bids: "9 of them do better" was told of the nine."""
    nine = (*EIGHT, "c8")
    club_of = facts(
        SignedClub,
        accord=signed("Ost").accord,
        gets=dict.fromkeys((*nine, "Ost"), F(1)),
        gain_by_leaving=dict.fromkeys(nine, F(1)),
        would_leave=nine,
    )
    told = says(truce(parties=(*nine, "Ost"), signed=club_of))
    assert ", but each of them does better by staying outside it (2.0 against 1.0)" in told


def test_figures_are_told_apart():
    gets, gains = {"Ost": F(1)}, {"Ost": F(1, 1000)}
    told = says(
        truce(everyone={"share": F(1)}, clubs=(club(*ALL, gets=gets, gain_by_leaving=gains),))
    )
    assert "(1.001 against 1.0)" in told
    tiny = {"Ost": F(1, 10**14)}
    told = says(truce(clubs=(club(*ALL, gets=gets, gain_by_leaving=tiny),)))
    assert "(1.00000000000001 against 1.0)" in told
    less = {"Ost": F(1, 10**16)}
    told = says(truce(clubs=(club(*ALL, gets=gets, gain_by_leaving=less),)))
    assert "(1.0 against 1.0)" in told
    near = {"Ost": F(111, 2500)}
    told = says(truce(clubs=(club(*ALL, gets=gets, gain_by_leaving=near),)))
    assert "(1.04 against 1.0)" in told


def test_a_line_that_is_too_long_leaves_out_what_is_left():
    long = "O" * 40
    found = truce(parties=(long, "West"), leave=(long,))
    assert line(found) == f"{long} gains 0.5 a year by leaving"
    longer = "O" * 70
    assert line(truce(parties=(longer, "West"), leave=(longer,))) == "a city would leave"


# --------------------------------------------------------------- which clubs last

SOME = ("Ost", "West")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (truce(), "There is no club of two or more that nobody would leave or join alone"),
        (truce(too_close=2), (
            "There is no club of two or more that nobody would leave or join alone (2 too "
            "close to say)")),
        (truce(best=lasting(*SOME)), (
            "The best of 2 clubs (of 4) that nobody would leave or join alone is Ost and "
            "West, with 50% of that gain")),
        (truce(best=lasting(*SOME), lasting=1), (
            "The only one of 4 clubs that nobody would leave or join alone is Ost and West, "
            "with 50% of that gain")),
        (truce(best=lasting(*SOME, **PAIR)), (
            "The best of 2 clubs (of 4) that nobody would leave or join alone is Ost and "
            "West, with 50% of that gain, but Ost and West both gain by leaving it together "
            "(+1.0, +2.0)")),
        (truce(best=lasting(*SOME, share=F(0))), (
            "No club of two or more that nobody would leave or join alone brings any of that "
            "gain")),
        (truce(best=lasting(*SOME, share=F(-1))), (
            "No club of two or more that nobody would leave or join alone brings any of that "
            "gain")),
        (truce(best=lasting(*SOME, share=F(1, 200))), (
            "The best of 2 clubs (of 4) that nobody would leave or join alone is Ost and "
            "West, with 0.5% of that gain")),
        (truce(best=lasting(*SOME), all_clubs=None), (
            "A club that nobody would leave or join alone, found by single departures and "
            "joins from the truce of all, is that of Ost and West, with 50% of that gain; "
            "other clubs were not looked at")),
        (truce(best=lasting(*SOME, **PAIR), all_clubs=None), (
            "A club that nobody would leave or join alone, found by single departures and "
            "joins from the truce of all, is that of Ost and West, with 50% of that gain, "
            "but Ost and West both gain by leaving it together (+1.0, +2.0); other clubs "
            "were not looked at")),
        (truce(all_clubs=None, too_close=1), (
            "Whether the club to which one comes by single departures and joins from the "
            "truce of all lasts is too close to say; other clubs were not looked at")),
        (truce(all_clubs=None), (
            "No club of two or more that nobody would leave or join alone was found by "
            "single departures and joins from the truce of all; other clubs were not looked "
            "at")),
    ],
)  # fmt: skip
def test_which_clubs_nobody_would_leave_or_join(found, told):
    assert says(found).endswith(f"(5.0 against 4.0). {told}{TAKING}")


@pytest.mark.parametrize(("members", "named"), [(EIGHT, True), ((*EIGHT, "c8"), False)])
def test_of_a_club_of_more_than_eight_the_number_is_told(members, named):
    said = says(truce(best=lasting(*members), all_clubs=None))
    assert ("is that of c0, c1, " in said) == named
    assert ("is that of 9 of them (--json has their names), with" in said) == (not named)


def test_a_club_of_all_is_not_told_to_be_of_some_of_them():
    everyone = tuple(f"c{k}" for k in range(9))
    of_all = lasting(*everyone, share=1)
    held = facts(ClubRepair, clauses=(facts(SmallerClub, members=everyone),))
    found = truce(
        parties=everyone, clubs=(of_all,), all_clubs=None, signed=signed("Ost"), repair=held
    )
    assert "is that of all 9, with 100% of what a truce of all brings" in says(found)
    assert repair(found) == "a truce of all 9, of whom those who stay always bid as one"
    assert remedy(found).startswith("a truce of c0, c1")
    long = tuple(f"{name * 8}" for name in "ABCDEFGHI")
    held = facts(ClubRepair, clauses=(facts(SmallerClub, members=long),))
    assert remedy(truce(parties=long, repair=held)) == "a truce of all 9"


# --------------------------------------------------------------- a club that is signed


def signed(*leave, **given):
    accord = facts(Signed, rule=RuleKind.JOINT, members=SOME, in_force=InForce.KEPT, effect=None)
    gets = {"gets": {"Ost": 4, "West": 6}, "gain_by_leaving": {"Ost": 1, "West": 2}}
    return facts(SignedClub, accord=accord, would_leave=leave, **gets, **given)


ACCORD = "signed is a truce of Ost and West, who bid what is best for them together"


def test_nobody_would_stay_outside_what_is_signed():
    alone = truce(signed=signed())
    assert says(alone) == f"{ACCORD}: nobody does better by staying outside it alone"
    assert line(alone) == "nobody does better by staying outside the accord alone"
    pair = says(truce(signed=signed(**PAIR)))
    assert pair.endswith(" alone, but Ost and West both gain by leaving it together (+1.0, +2.0)")


def test_who_would_stay_outside_what_is_signed():
    found = truce(signed=signed("Ost", "West"))
    told = "Ost and West do better by staying outside it (5.0 against 4.0, 8.0 against 6.0)"
    assert says(found) == (
        f"{ACCORD}, but {told}. Where those in a club bid as one: there is no club of two or more "
        "that nobody would leave or join alone"
    )
    assert line(found) == "West gains 2.0 a year by staying outside the accord"
    pair = says(truce(signed=signed("Ost", **PAIR), everyone={"share": None}))
    assert pair == (
        f"{ACCORD}, but Ost does better by staying outside it (5.0 against 4.0), and Ost and West "
        "both gain by leaving it together (+1.0, +2.0)"
    )
    share = says(truce(signed=signed("Ost"), best=lasting(*SOME)))
    assert share.endswith("is Ost and West, with 50% of what a truce of all brings")
    near = says(truce(signed=signed("Ost"), best=lasting(*SOME), all_clubs=None))
    assert "with 50% of what a truce of all brings; other" in near
    long = facts(SignedClub, accord=signed().accord, would_leave=("O" * 60,),
                 gain_by_leaving={"O" * 60: 1})  # fmt: skip
    assert line(truce(signed=long)) == "a city gains by staying outside the accord"


# --------------------------------------------------------------- what repairs it


def mended(*clauses, **given):
    return truce(repair=facts(ClubRepair, clauses=clauses, **given))


def paid(members=ALL, share=1, **transfers):
    return facts(TruceWithTransfers, members=members, share=share, transfers=transfers)


@pytest.mark.parametrize(
    ("one", "told", "short"),
    [
        (paid(Ost=3, West=-3, Nord=0), "all 3 stay in if Ost gets 3.0 a year, from West 3.0",
         "a truce of all 3, with 3.0 a year paid to Ost"),
        (paid(Ost=3, West=-5, Nord=2), (
            "all 3 stay in if Ost gets 3.0 and Nord 2.0 a year, from West 5.0"),
         "a truce of all 3, payments of 5.0 a year"),
        (paid(Ost=F(1, 2), West=F(-1, 2)), "all 3 stay in if Ost gets 0.5 a year, from West 0.5",
         "a truce of all 3, with 0.5 a year paid to Ost"),
        (paid(SOME, F(1, 4), Ost=3, West=-3), (
            "Ost and West stay in, with 25% of that gain, if Ost gets 3.0 a year, from West "
            "3.0"), "a truce of Ost and West, with 3.0 a year paid to Ost"),
        (paid(SOME, F(1, 4)), "Ost and West stay in, with 25% of that gain, without transfers",
         "a truce of Ost and West"),
        (paid(), "all 3 stay in without transfers", "a truce of all 3"),
        (facts(SmallerClub, members=SOME), "a truce of Ost and West", "a truce of Ost and West"),
    ],
)  # fmt: skip
def test_who_stays_in_for_how_much(one, told, short):
    assert (repair(mended(one)), remedy(mended(one))) == (told, short)


def test_two_parties_are_named():
    """Of four bidders two may be no party, so that "all 2" left open who."""
    one = facts(ClubRepair, clauses=(paid(SOME, Ost=3, West=-3),))
    told = repair(truce(parties=SOME, bystanders=("Nord",), repair=one))
    assert told == "Ost and West stay in if Ost gets 3.0 a year, from West 3.0"


def test_who_stays_in_gets_no_less_than_that_takes():
    money = paid(Ost=F("5.0949"), West=F("-10.2038"), Nord=F("5.1089"))
    assert repair(mended(money)) == (
        "all 3 stay in if Ost gets 5.095 and Nord 5.11 a year, from West 10.205"
    )


@pytest.mark.parametrize("slack", ["0", "0.00001", "0.0004", "0.01"])
@pytest.mark.parametrize(
    "gets",
    [("9.4716", "-9.4716", "0"), ("5.0949", "-10.2038", "5.1089"), ("3.0001", "-1", "-2.0001")],
)
def test_what_is_told_is_within_the_law(gets, slack):
    """Rounded up by a thousandth, one payment was more than one city may pay another."""
    who = dict(zip(("Ost", "West", "Nord"), map(F, gets), strict=True))
    limit = max(map(abs, who.values())) / 2 * (1 + F(slack))  # one half by way of the third
    assert payable(who.values(), limit)
    told = repair(replace(mended(paid(**who)), side_payment_limit=limit))
    got, given = told.split(" a year, from ")
    read = {city: F(x) for city, x in re.findall(r"(Ost|West|Nord) (?:gets )?([0-9.]+)", got)}
    paid_by = {city: F(x) for city, x in re.findall(r"(Ost|West|Nord) ([0-9.]+)", given)}
    assert sum(read.values()) == sum(paid_by.values())
    assert all(x >= who[city] for city, x in read.items())
    assert payable([*read.values(), *(-x for x in paid_by.values()), F(0)][:3], limit)


def test_what_is_paid_is_what_is_got_as_it_is_told():
    money = paid(Ost=F("9.4716"), West=F("-4.7358"), Nord=F("-4.7358"))
    told = repair(mended(money))
    assert told == "all 3 stay in if Ost gets 9.48 a year, from West 4.74 and Nord 4.74"
    third = paid(Ost=F(1, 3), West=F(-1, 4), Nord=F(-1, 12))
    told = repair(mended(third))
    assert told == "all 3 stay in if Ost gets 0.3334 a year, from West 0.25 and Nord 0.0834"


def test_of_a_truce_that_is_signed_it_is_told_how_those_who_stay_bid():
    held = facts(ClubRepair, clauses=(paid(Ost=3, West=-3),))
    told = repair(truce(repair=held, signed=signed("Ost")))
    assert told.startswith("all 3 stay in, those who stay always bidding as one, if Ost gets 3.0 ")
    held = facts(ClubRepair, clauses=(paid(SOME, F(1, 4)),))
    assert repair(truce(repair=held, signed=signed("Ost"))) == (
        "Ost and West stay in, with 25% of what a truce of all brings, those who stay always "
        "bidding as one, without transfers"
    )


def test_the_only_club_there_is_is_no_one_of_several():
    """Where two alone bid, beside others that sign with one of them."""
    one = {"all_clubs": 1, "lasting": 1, "best": lasting(*SOME)}
    told = says(truce(parties=SOME, signed=signed("Ost"), **one))
    assert "the only club that nobody would leave or join alone is Ost and West, with" in told


def test_a_remedy_that_is_too_long_counts_its_members():
    members = ("O" * 30, "W" * 30)
    assert remedy(mended(facts(SmallerClub, members=members))) == "a truce of 2 of them"
    assert remedy(mended(paid(members))) == "a truce of 2 of them"
    told = remedy(mended(paid(members, Ost=3, West=-3)))
    assert told == "a truce of 2 of them, with payments of 3.0 a year"
    assert remedy(truce()) == repair(truce()) == ""


@pytest.mark.parametrize(
    ("limit", "why", "told"),
    [
        (None, WhyNot.NO_TRANSFERS, "no transfers hold"),
        (F(3), WhyNot.LAW, (
            "the law does not let one city pay another more than 3.0 a year, which it would "
            "take to hold")),
        (F(0), WhyNot.LAW, (
            "the law does not let one city pay another money, which it would take to hold")),
    ],
)  # fmt: skip
def test_why_no_transfers_hold_a_club(limit, why, told):
    limited = {"side_payment_limit": limit}
    none = truce(repair=NoRepair(reason=why), **limited)
    assert repair(none) == f"none: {told} a club of two or more together"
    assert remedy(none) == ""
    smaller = facts(ClubRepair, clauses=(facts(SmallerClub, members=SOME),), no_larger=why)
    upper = told[0].upper() + told[1:]
    assert repair(truce(repair=smaller, **limited)) == (
        f"a truce of Ost and West. {upper} a larger one"
    )
    as_one = repair(truce(repair=smaller, signed=signed("Ost"), **limited))
    assert as_one.startswith("a truce of Ost and West, of whom those who stay always bid as one. ")
    whole = facts(ClubRepair, clauses=(facts(SmallerClub, members=ALL),), no_larger=why)
    assert repair(truce(repair=whole, **limited)) == "a truce of Ost, West and Nord"


def test_that_not_all_clubs_were_looked_at():
    found = truce(repair=NoRepair(reason=WhyNot.NOT_FOUND))
    assert repair(found) == "not found: not all clubs of so many bidders were looked at"


# --------------------------------------------------------------- parties that are alike


def some_of(group, *members, **given):
    """A truce of some of these alone lasts, and is the repair."""
    mended = facts(ClubRepair, clauses=(facts(SmallerClub, members=members),), mends=F(1, 3))
    best = lasting(*members)
    return truce(parties=EIGHT, leave=EIGHT, best=best, alike=(group,), repair=mended, **given)


def test_of_cities_that_are_all_alike_any_so_many_do():
    found = some_of(EIGHT, "c0", "c1", "c2")
    assert "is any 3 of the 8, which are all alike, with 50% of that gain" in says(found)
    assert repair(found).startswith("a truce of any 3 of the 8, which are all alike")
    assert remedy(found) == "a truce of any 3 of the 8"
    assert line(found) == "each gains 0.5 a year by leaving a truce of all"
    assert falls(found) == "it brings 3.0 of the 9.0 a year that a truce of all would"


def test_of_some_that_are_alike_others_would_do():
    found = some_of(("c1", "c2", "c3"), "c0", "c1", "c2")
    told = "c0, c1 and c2 (or with any 2 of c1, c2 and c3, which are alike)"
    assert repair(found).startswith(f"a truce of {told}")
    assert remedy(found) == "a truce of c0, c1 and c2"
    whole = some_of(("c1", "c2"), "c0", "c1", "c2")
    assert repair(whole) == "a truce of c0, c1 and c2"


def test_who_would_join_a_truce_that_transfers_hold_is_said_to_be_kept_out():
    """Where nobody leaves it, another would join: of clubs that last alone it is none."""
    smaller = club(*SOME, nobody_joins=False, gain_by_joining={"Nord": F(3)})
    one = replace(mended(paid(SOME, F(1, 4))), clubs=(club(*ALL), smaller))
    assert "; Nord would join, and has to be kept out" in repair(one)
    one = replace(one, clubs=(club(*ALL), replace(smaller, nobody_joins=True)))
    assert "kept out" not in repair(one)
