"""What is said of a flow is so."""

from fractions import Fraction

import pytest

from intercity.topics.flow.check import (
    Compensation,
    CongestionCharge,
    EarlierSpillover,
    FirstYearBonus,
    Flaw,
    FlowOutcome,
    Open,
    PolicyFound,
    StaySubsidy,
    WhyNot,
)
from intercity.topics.flow.english import headline, line, remedy, repair, says
from intercity.topics.outcome import NoRepair, Repair
from tests.frontdoor.words.facts import facts

F = Fraction


def flow(*flaws, **given):
    """All starts in Ost and ends there, where it should; returns draw level in year 2 of 6."""
    found = {
        "what": "talent", "start": {"Ost": 3, "West": 3}, "masses": {"Ost": 4, "West": 2},
        "end": {"Ost": 6, "West": 0}, "planned": {"Ost": 1, "West": 5}, "stable": True,
        "plans": 1, "ends": 1, "level": 2, "horizon": 6, "total": 7,
    }  # fmt: skip
    return facts(FlowOutcome, flaws=flaws, **{**found, **given})


# --------------------------------------------------------------- in a line


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (flow(open=Open.NO_REST), "free flow is not seen to come to rest in 60 years"),
        (flow(open=Open.SMALL_LEAD), "free flow rests as planned, where a small lead would grow"),
        (flow(), "free flow of talent ends where the plan would have it"),
        (flow(what="talent" * 9), "free flow ends where the plan would have it"),
        (flow(Flaw.EMPTIED, Flaw.TOO_LATE, emptied=("Ost", "West")), (
            "free flow leaves Ost and West empty, which the plan would fill")),
        (flow(Flaw.EMPTIED, emptied=("O" * 30, "West")), (
            "free flow leaves 2 cities empty, which the plan would fill")),
        (flow(Flaw.MISPLACED), "the plan would bring all together more than free flow"),
        (flow(Flaw.MISPLACED, price=F(5, 4)), (
            "the plan would bring all together 25% more than free flow")),
        (flow(Flaw.NEVER_LEVEL), "returns are not seen to draw level in 60 years"),
        (flow(Flaw.NOT_THERE), "free flow has not come to its end by the horizon of 6"),
        (flow(Flaw.TOO_LATE, level=8), "returns draw level in year 8, after the horizon of 6"),
        (flow(Flaw.LOSERS, lost={"Ost": 2, "West": 3, "Nord": 1}), (
            "residents of West lose 3.0 a year by the flow")),
        (flow(Flaw.LOSERS, lost={"W" * 60: 3}), "residents lose 3.0 a year"),
    ],
)  # fmt: skip
def test_the_first_flaw_in_a_line(found, told):
    assert line(found) == told


def test_one_city_is_emptied():
    long = "O" * 60
    assert line(flow(Flaw.EMPTIED, emptied=(long,))) == (
        "free flow leaves 1 city empty, which the plan would fill"
    )


# --------------------------------------------------------------- where it goes

LOST = "No city's residents lose by it; together all gain 7.0 a year"
LEVEL = f"Returns have drawn level in year 2. {LOST}"
PLAN = "all together would earn most with 1.0 in Ost and 5.0 in West"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (flow(), "free flow of talent ends with all of it in Ost, where all together earn most"),
        (flow(stable=False, ends=0), (
            "free flow of talent ends with all of it in Ost, where a small lead would grow, "
            "where all together earn most")),
        (flow(Flaw.EMPTIED), f"free flow of talent ends with all of it in Ost; {PLAN}"),
        (flow(Flaw.MISPLACED), f"free flow of talent ends with all of it in Ost; {PLAN}"),
        (flow(Flaw.MISPLACED, price=F(5, 4)), (
            f"free flow of talent ends with all of it in Ost; {PLAN}, 25% more")),
        (flow(Flaw.MISPLACED, price=F(3)), (
            f"free flow of talent ends with all of it in Ost; {PLAN}, 200% more")),
        (flow(Flaw.MISPLACED, price=F(1)), (
            f"free flow of talent ends with all of it in Ost; {PLAN}")),
        (flow(Flaw.MISPLACED, price=F(101, 100)), (
            f"free flow of talent ends with all of it in Ost; {PLAN}, 1% more")),
        (flow(Flaw.MISPLACED, price=F(1009, 1000)), (
            f"free flow of talent ends with all of it in Ost; {PLAN}, 0.9% more")),
        (flow(Flaw.MISPLACED, price=F(20199, 20000)), (
            f"free flow of talent ends with all of it in Ost; {PLAN}, 1.0% more")),
        (flow(Flaw.MISPLACED, plans=2), (
            f"free flow of talent ends with all of it in Ost; {PLAN} (or at another place)")),
        (flow(Flaw.MISPLACED, plans=3), (
            f"free flow of talent ends with all of it in Ost; {PLAN} (or at 2 other places)")),
        (flow(end={"Ost": 2, "West": 4}), (
            "free flow of talent ends with 2.0 in Ost and 4.0 in West, where all together "
            "earn most")),
        (flow(Flaw.TOO_LATE, ends=2), (
            "free flow of talent ends with all of it in Ost, where all together earn most; "
            "from another start it could end at another place")),
        (flow(stable=False, ends=2), (
            "free flow of talent ends with all of it in Ost, where a small lead would grow, "
            "where all together earn most; from another start it could end at 2 other places")),
        (flow(ends=2, worst=F(2), price=F(1)), (
            "free flow of talent ends with all of it in Ost, where all together earn most; "
            "from another start it could end at another place, at the worst all earn 50% "
            "less than they could")),
        (flow(ends=2, worst=F(2), price=F(2)), (
            "free flow of talent ends with all of it in Ost, where all together earn most; "
            "from another start it could end at another place")),
        (flow(ends=2, worst=F(2)), (
            "free flow of talent ends with all of it in Ost, where all together earn most; "
            "from another start it could end at another place")),
        (flow(ends=2, price=F(2)), (
            "free flow of talent ends with all of it in Ost, where all together earn most; "
            "from another start it could end at another place")),
        (flow(end=None), (
            "free flow of talent is not seen to come to rest in 60 years where nobody would "
            f"earn more by moving; in year 6 it is 4.0 in Ost and 2.0 in West; {PLAN}")),
    ],
)  # fmt: skip
def test_where_free_flow_ends_beside_the_plan(found, told):
    assert headline(found) == says(found) == f"{told}. {LEVEL}"


# --------------------------------------------------------------- when it is level


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (flow(widest=1), "Returns have drawn level in year 2, after they differed most in year 1"),
        (flow(level=0), "Returns have drawn level in year 0"),
        (flow(level=6, at_once=4), "Returns have drawn level in year 6"),
        (flow(level=7), "Returns have drawn level in year 7, too late for the horizon of 6"),
        (flow(level=7, at_once=6), (
            "Returns have drawn level in year 7, too late for the horizon of 6; with "
            "spillovers that arrive at once it would be year 6")),
        (flow(level=8, at_once=7), (
            "Returns have drawn level in year 8, too late for the horizon of 6")),
        (flow(level=None, end=None), "Returns are not seen to draw level in 60 years"),
        (flow(level=None, end=None, widest=3), (
            "Returns are not seen to draw level in 60 years, after they differed most in "
            "year 3")),
        (flow(level=None, start={"Ost": 3, "West": 0}), (
            "Returns are not seen to draw level in 60 years")),
        (flow(level=None), "The few who are left in West in the end earn less"),
        (flow(Flaw.NOT_THERE, level=None), (
            "The few who are left in West in the end earn less; in year 6 it is still 4.0 in "
            "Ost and 2.0 in West")),
    ],
)  # fmt: skip
def test_when_returns_draw_level(found, told):
    assert f". {told}. {LOST}" in says(found)


# --------------------------------------------------------------- who loses


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"total": 0}, "No city's residents lose by it; together all gain 0 a year"),
        ({"total": F(1, 2)}, "No city's residents lose by it; together all gain 0.5 a year"),
        ({"total": -7}, "No city's residents lose by it; together all lose 7.0 a year"),
        ({"lost": {"Ost": 2, "West": 3}}, (
            "Residents of Ost lose 2.0 and residents of West lose 3.0 a year by year 6; "
            "together all gain 7.0 a year")),
        ({"overtaken": {"Ost": 2}}, (
            f"{LOST}; each unit that was there and stays earns 2.0 less in Ost")),
    ],
)  # fmt: skip
def test_who_loses_by_it(given, told):
    assert says(flow(**given)).endswith(f". {told}")


# --------------------------------------------------------------- what a subsidy does


def policy(**given):
    found = {"city": "West", "subsidy": 2, "target": 4, "paid": 9, "left": 5, **given}
    return flow(policy=facts(PolicyFound, **found))


TARGET = "more than 4.0 there at the horizon"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, f"A subsidy of 2.0 in West does not leave {TARGET}, however long it is paid"),
        ({"years": 0}, f"No subsidy is needed to have {TARGET}"),
        ({"years": 3, "left": Fraction("4.03")}, (
            "A subsidy of 2.0 in West for 3 years, and no fewer, leaves more than 4.0 there at the "
            "horizon, 4.03, for 9.0 in all")),
        ({"years": 1}, (
            f"A subsidy of 2.0 in West for 1 year, and no fewer, leaves {TARGET}, 5.0, for "
            "9.0 in all")),
        ({"years": 3}, (
            f"A subsidy of 2.0 in West for 3 years, and no fewer, leaves {TARGET}, 5.0, for "
            "9.0 in all")),
        ({"years": 3, "lasting": True, "tipping": 3, "rest": 6}, (
            f"A subsidy of 2.0 in West for 3 years, and no fewer, leaves {TARGET}, 5.0, for "
            "9.0 in all; beyond 3.0 it stays at 6.0 by itself")),
        ({"years": 3, "tipping": 3, "rest": 6}, (
            f"A subsidy of 2.0 in West for 3 years, and no fewer, leaves {TARGET}, 5.0, for "
            "9.0 in all")),
        ({"years": 3, "lasting": True, "rest": 6}, (
            f"A subsidy of 2.0 in West for 3 years, and no fewer, leaves {TARGET}, 5.0, for "
            "9.0 in all")),
        ({"years": 3, "lasting": True, "tipping": 6}, (
            f"A subsidy of 2.0 in West for 3 years, and no fewer, leaves {TARGET}, 5.0, for "
            "9.0 in all")),
    ],
)  # fmt: skip
def test_what_a_subsidy_does(given, told):
    assert says(policy(**given)) == f"{headline(flow())}. {told}"


# --------------------------------------------------------------- what repairs it

CHARGE = facts(CongestionCharge, city="Ost", charge=2, in_all=8)


@pytest.mark.parametrize(
    ("one", "told", "short"),
    [
        (CHARGE, "Ost charges 2.0 per unit and year, 8.0 in all", "charge 2.0 per unit in Ost"),
        (facts(StaySubsidy, city="Ost", subsidy=2, in_all=8), (
            "Ost pays what is there 2.0 per unit and year, 8.0 in all"), "pay 2.0 per unit in Ost"),
        (EarlierSpillover(years=1), "spillovers arrive after 1 year at most", (
            "have spillovers arrive within 1 year")),
        (EarlierSpillover(years=2), "spillovers arrive after 2 years at most", (
            "have spillovers arrive within 2 years")),
        (facts(FirstYearBonus, city="Ost", bonus=2, in_all=8), (
            "Ost pays what is there in the first year 2.0 per unit once, 8.0 in all"),
         "pay 2.0 per unit in Ost once"),
        (facts(Compensation, city="Ost", paid=2), "residents of Ost are paid 2.0 a year", (
            "pay Ost 2.0 a year")),
        # With less residents still lose, and with less returns are not seen to be level in time.
        (facts(Compensation, city="Ost", paid=Fraction("2.04")), (
            "residents of Ost are paid 2.04 a year"), "pay Ost 2.04 a year"),
        (facts(FirstYearBonus, city="Ost", bonus=Fraction("2.0435"), in_all=8), (
            "Ost pays what is there in the first year 2.0435 per unit once, 8.0 in all"),
         "pay 2.0435 per unit in Ost once"),
    ],
)  # fmt: skip
def test_a_clause_that_repairs_it(one, told, short):
    found = flow(Flaw.LOSERS, repair=Repair(clauses=(one,)))
    assert (repair(found), remedy(found)) == (told, short)
    both = Repair(clauses=(CHARGE, one), instead=Repair(clauses=(one,)))
    charged = "Ost charges 2.0 per unit and year, 8.0 in all"
    assert repair(flow(Flaw.LOSERS, repair=both)) == f"{charged}; {told}. Or else {told}"


def test_more_clauses_than_a_line_holds_are_counted():
    long = facts(Compensation, city="W" * 40, paid=2)
    first = "charge 2.0 per unit in Ost"
    told = [remedy(flow(repair=Repair(clauses=(CHARGE, *[long] * more)))) for more in (1, 2)]
    assert told == [f"{first}, and 1 more clause", f"{first}, and 2 more clauses"]
    two = Repair(clauses=(facts(Compensation, city="W" * 26, paid=2), CHARGE))
    assert remedy(flow(repair=two)) == f"pay {'W' * 26} 2.0 a year, and 1 more clause"
    just = facts(Compensation, city="W" * 43, paid=2)
    assert remedy(flow(repair=Repair(clauses=(just, CHARGE)))) == f"pay {'W' * 43} 2.0 a year"
    assert remedy(flow()) == repair(flow()) == ""


@pytest.mark.parametrize("why", list(WhyNot))
@pytest.mark.parametrize("flaws", [(Flaw.EMPTIED,), (Flaw.MISPLACED, Flaw.LOSERS),
                                   (Flaw.LOSERS, Flaw.MISPLACED)])  # fmt: skip
def test_why_no_clause_does_it(why, flaws):
    found = flow(*flaws, repair=NoRepair(reason=why))
    of_charges = why in (WhyNot.CHARGES_DO_NOT_HOLD, WhyNot.CHARGES_DO_NOT_LEAD)
    under = not of_charges and flaws[0] is not Flaw.LOSERS
    assert repair(found).startswith(
        "none: under charges that hold the plan " if under else "none: "
    )
    assert ("under charges" in repair(found)) == under
    assert remedy(found) == ""
