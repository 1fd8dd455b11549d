"""What is said of who runs the park is so."""

from dataclasses import replace
from fractions import Fraction

import pytest

from intercity.topics.operator.check import (
    Admission,
    BetterAssessment,
    Contract,
    Flaw,
    OperatorOutcome,
    OtherOperator,
    Screened,
    WhyNot,
)
from intercity.topics.operator.contract import ContractTerms, SignedTerms
from intercity.topics.operator.english import clause, headline, line, remedy, repair, says
from intercity.topics.outcome import NoRepair, Repair
from tests.frontdoor.words.facts import facts

F = Fraction
BESIDE = (
    "Side by side: a paid operator 9.0 (pay 2.0 per point of an index of "
    "results), officials 7.0, a "
    "joint company 8.0 (a share of 25%), no park 5.0, a year"
)
MAKES = "run by a paid operator, the park makes 9.0 a year"


def park(*flaws, run="hosted", slope=2, **given):
    ways = {
        "hosted": facts(Contract, worth=9, slope=slope),
        "public": facts(Contract, worth=7),
        "joint": facts(Contract, worth=8, slope=F(1, 4)),
    }
    return facts(OperatorOutcome, flaws=flaws, run=run, ways=ways, outside=5, **given)


def desk(**given):
    found = {
        "lets_in": Admission.LOOK, "best": Admission.LOOK, "fee": 3, "best_fee": 2,
        "bad_share": F(1, 4), "tolerated": F(1, 10), "accuracy": F(3, 4),
    }  # fmt: skip
    return facts(Screened, **{**found, **given})


def contract(**given):
    found = {
        "fixed": 4, "slope": F(1, 2), "quantity": 6, "quality": 7, "pay": 8, "for_operator": 1,
        "for_cities": 3, "lost": 2,
    }  # fmt: skip
    return facts(SignedTerms, **{**found, **given})


# --------------------------------------------------------------- what is said


def test_what_the_park_makes_and_each_way_beside_the_others():
    assert says(park()) == headline(park()) == f"{MAKES}. {BESIDE}"
    salary = BESIDE.replace("pay 2.0 per point of an index of results", "a salary")
    assert says(park(slope=0)).endswith(salary)
    assert line(park()) == MAKES
    assert line(park(run="public")) == "run by officials, the park makes 7.0 a year"
    assert line(park(run="joint")) == "run by a joint company, the park makes 8.0 a year"


def test_what_is_made_by_the_contract_as_signed():
    found = park(signed=contract())
    told = "run by a paid operator, the park makes 7.0 a year"
    assert line(found) == told
    assert headline(found) == (
        f"{told}. By the contract (4 a year and 0.5 per point of the index) the operator does 6.0 "
        "of quantity and 7.0 of quality, is paid 8.0 a year on average, and has 1.0 more than "
        f"elsewhere; the cities keep 3.0. {BESIDE}"
    )
    part = headline(park(signed=contract(park="the hub", for_operator=-1)))
    assert "on average, part of what the hub costs, and has 1.0 less than elsewhere" in part
    even = headline(park(signed=contract(for_operator=0)))
    assert "and has 0 more than elsewhere" in even


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (("hosted", 4, F(1, 2), None), "4 a year and 0.5 per point of the index"),
        (("joint", 4, F(1, 2), None), "4 a year and 50% of what the park makes"),
        (("hosted", 4, 0, None), "4 a year"),
        (("hosted", 0, 0, None), "0 a year"),
        (("hosted", 4, 0, 3), "4 a year, 3 per passed project"),
        (("hosted", 4, 0, 0), "4 a year, 0 per passed project"),
        (("hosted", 4, 2, 3), "4 a year and 2 per point of the index, 3 per passed project"),
        (("hosted", 0, 2, 3), "2 per point of the index, 3 per passed project"),
        (("hosted", F(1, 2), 2, None), "0.5 a year and 2 per point of the index"),
        (("joint", -2, F(4, 5), None), "80% of what the park makes, for which it pays 2 a year"),
        (("hosted", -2, 2, 3), (
            "2 per point of the index, 3 per passed project, for which it pays 2 a year")),
    ],
)  # fmt: skip
def test_the_figures_of_a_contract(terms, told):
    names = ("run", "fixed", "slope", "fee")
    one = facts(ContractTerms, **dict(zip(names, terms, strict=True)))
    assert clause(one) == f"The operator is paid {told}"
    mended = park(repair=Repair(clauses=(one,)))
    assert remedy(mended) == f"pay it {told}"
    assert repair(mended) == f"pay the operator {told}"


# --------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("found", "short", "told"),
    [
        (park(Flaw.WORSE_THAN_NO_PARK, death_and_chaos=True), f"{MAKES}; without it 5.0", (
            f"{MAKES}, less than the 5.0 without it; whether a paid operator or officials run "
            "it, having no park makes more")),
        (park(Flaw.WORSE_THAN_NO_PARK), f"{MAKES}; without it 5.0", (
            f"{MAKES}, less than the 5.0 without it. {BESIDE}")),
        (park(Flaw.SALARY_ALONE), (
            "paying the operator by results brings no more than it costs in quality"),
         "the best contract with the operator is a salary alone: paying by an index"),
        (park(Flaw.NO_QUALITY), "at the pay that is best the operator does not look after quality",
         "at the best pay by an index of results quality is not looked after at all"),
        (park(Flaw.NO_QUALITY, screened=desk()), (
            "at the pay that is best the operator does not look after quality"),
         "at the best pay by an index of results quality is not looked after at"),
        (park(Flaw.BAD_PROJECTS, screened=desk()), (
            "25% of the projects let in are bad, where 10% would be borne"),
         "25% of the projects let in are bad, where 10% would be borne"),
        (park(Flaw.POOR_FEE, screened=desk(lets_in=Admission.ALL)), (
            "for 3 per passed project the operator lets in all; for 2 it looks before "
            "admitting"), (
            "for 3 per passed project the operator lets in all; for 2 it looks before "
            "admitting")),
        (park(Flaw.NOT_ACCEPTED, signed=contract(for_operator=-1)), (
            "the operator has 1.0 a year less by the contract than elsewhere"), (
            "the operator does not sign: effort and risk paid for, the contract leaves it "
            "1.0 a year less than it has elsewhere")),
        (park(Flaw.TOO_DEAR, signed=contract()), (
            "the contract leaves the cities 3.0 a year; without the park 5.0"), (
            "the contract leaves the cities 3.0 a year, less than the 5.0 without the park")),
        (park(Flaw.POOR_CONTRACT, signed=contract()), (
            "by the contract the park makes 7.0 a year, 2.0 less than by the best"), (
            "by the contract the park makes 7.0 a year, 2.0 less than by the best contract")),
        (park(Flaw.POOR_FEE, signed=contract(), screened=desk()), (
            "for 3 per passed project the operator looks before admitting; for 2 it looks "
            "before admitting"), (
            "for 3 per passed project the operator looks before admitting; for 2 it")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_how_it_is_run(found, short, told):
    assert line(found) == short
    assert says(found).startswith(told)
    assert headline(found).startswith(told)


# --------------------------------------------------------------- who is let in


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (desk(), "25% of what the operator admits is bad"),
        (desk(bought=True), (
            "A fee of 3.0 per passed project makes the operator look before admitting")),
        (desk(lets_in=Admission.NOBODY), "For 3.0 per passed project the operator lets in nobody"),
        (desk(lets_in=Admission.NOBODY, bought=True), (
            "For 3.0 per passed project the operator lets in nobody")),
    ],
)  # fmt: skip
def test_who_is_let_in(one, told):
    assert says(park(screened=one)) == f"{MAKES}. {BESIDE}. {told}"
    assert headline(park(screened=one)) == headline(park())
    for flaw in Flaw.BAD_PROJECTS, Flaw.POOR_FEE:
        assert says(park(flaw, screened=one)).endswith(told if one.bought else BESIDE)
    assert says(park(Flaw.SALARY_ALONE, screened=one)).endswith(told)


# --------------------------------------------------------------- what repairs it


def other(run, terms=None):
    fixed = None if terms is None else facts(ContractTerms, run=run, fixed=terms, slope=F(1, 4))
    return facts(OtherOperator, run=run, slope=F(1, 4), worth=9, terms=fixed)


@pytest.mark.parametrize(
    ("one", "told", "written"),
    [
        (other("public"), (
            "by officials, worth 9.0 a year: officials have a salary"), (
            "by officials: officials have a salary")),
        (other("hosted"), (
            "by a paid operator, worth 9.0 a year: the best pay is 0.25 per point of an "
            "index of results"), (
            "by a paid operator: the best pay is 0.25 per point of an index of results")),
        (other("joint"), "by a joint company, worth 9.0 a year: the company's best share is 25%",
         "by a joint company: the company's best share is 25%"),
        (other("joint", 0), (
            "by a joint company, worth 9.0 a year, paid 25% of what the park makes"),
         "by a joint company, paid 25% of what the park makes"),
        (other("joint", -2), (
            "by a joint company, worth 9.0 a year, paid 25% of what the park makes, for which it "
            "pays 2 a year"), (
            "by a joint company, paid 25% of what the park makes, for which it pays 2 a year")),
        (other("joint", F(1, 2)), (
            "by a joint company, worth 9.0 a year, paid 0.5 a year and 25% of what the park "
            "makes"), (
            "by a joint company, paid 0.5 a year and 25% of what the park makes")),
    ],
)  # fmt: skip
def test_another_way_to_run_it(one, told, written):
    found = park(repair=Repair(clauses=(one,)))
    assert repair(found) == f"have it run {told}"
    assert remedy(found) == f"have it run {told.split(',')[0]}"
    assert clause(one) == f"The park is run {written}"


@pytest.mark.parametrize(("slope", "told"), [(F("0.125"), "12.5%"), (F(2, 3), "about 66.7%")])
def test_a_share_to_be_signed_is_told_in_full_or_as_about(slope, told):
    joint = replace(other("joint"), slope=slope)
    assert repair(park(repair=Repair(clauses=(joint,)))).endswith(f"best share is {told}")


def test_a_better_assessment():
    better = BetterAssessment(accuracy=F(9, 10))
    found = park(screened=desk(), repair=Repair(clauses=(other("public"), better)))
    assert repair(found).endswith(
        "; an assessment that is right in 90% of cases (now 75%): below, no fee makes the operator "
        "look"
    )
    assert remedy(found) == ("have it run by officials and assess projects rightly in 90% of cases")


def test_an_accuracy_that_is_needed_is_rounded_up_and_told_apart_from_now():
    """At 84 per cent, below 84.37, no fee makes the operator look: it said "84% (now 84%)"."""
    better = BetterAssessment(accuracy=F("0.8437"))
    found = park(screened=desk(accuracy=F("0.84")), repair=Repair(clauses=(better,)))
    assert repair(found).startswith("an assessment that is right in 84.4% of cases (now 84%)")
    assert remedy(found) == "assess projects rightly in 85% of cases"
    near = desk(bad_share=F("0.304"), tolerated=F("0.3"))
    told = line(park(Flaw.BAD_PROJECTS, screened=near))
    assert told == "30.4% of the projects let in are bad, where 30% would be borne"


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (WhyNot.NOTHING_BETTER, "no other way makes more than 9.0"),
        (WhyNot.SALARY_IS_BEST, "a salary alone is best, and no other way makes more"),
        (
            WhyNot.OPERATOR_FAILS_TOO,
            (
                "the one way that makes as much as there is without the park, a paid operator, "
                "fails, too"
            ),
        ),
    ],
)
def test_why_nothing_repairs_it(why, told):
    found = park(repair=NoRepair(reason=why))
    assert repair(found) == f"none: {told}"
    assert remedy(found) == remedy(park()) == repair(park()) == ""
