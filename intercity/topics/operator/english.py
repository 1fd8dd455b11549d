"""What is said of who runs the park."""

from __future__ import annotations

from intercity.english import percent, sentences, shown
from intercity.topics.operator.check import (
    BetterAssessment,
    Flaw,
    OperatorOutcome,
    OtherOperator,
    Screened,
    WhyNot,
)
from intercity.topics.outcome import NoRepair, Repair
from intercity.topics.words import Words

__all__ = ["WORDS"]

WAYS = {
    "hosted": "run by a paid operator",
    "public": "run by officials",
    "joint": "run by a joint company",
}


def says(found: OperatorOutcome) -> str:
    """What is wrong, or what the park makes; then each way beside each other."""
    beside = [_side_by_side(found)]
    desk = found.screened
    if desk is not None and (desk.bought or desk.tolerable):  # else it is a flaw, told above
        beside.append(_admission(desk))
    return sentences([*_told(found), *beside])


def headline(found: OperatorOutcome) -> str:
    """The same without who is let in."""
    return sentences([*_told(found), _side_by_side(found)])


def line(found: OperatorOutcome) -> str:
    """The first flaw, or what the park makes."""
    made, outside = found.ways[found.run].worth, found.outside
    told = {
        Flaw.WORSE_THAN_NO_PARK: (
            f"{WAYS[found.run]}, the park makes {shown(made)} a year; without it {shown(outside)}"
        ),
        Flaw.SALARY_ALONE: "paying the operator by results costs more quality than it is worth",
        Flaw.NO_QUALITY: "at the pay that is best the operator does not look after quality",
        Flaw.BAD_PROJECTS: "" if found.screened is None else _let_in(found.screened),
    }
    return told[found.flaws[0]] if found.flaws else _makes(found)


def remedy(found: OperatorOutcome) -> str:
    """The clauses, without their worth."""
    if not isinstance(found.repair, Repair):
        return ""
    told = []
    for clause in found.repair.clauses:
        if isinstance(clause, OtherOperator):
            told.append(f"have it {WAYS[clause.run]}")
        elif isinstance(clause, BetterAssessment):
            told.append(f"assess projects rightly in {percent(clause.accuracy)} of cases")
    return " and ".join(told)


def repair(found: OperatorOutcome) -> str:
    """The better way to run it, with its contract; what would make the operator look."""
    desk = found.screened
    if isinstance(found.repair, NoRepair):
        made = shown(found.ways[found.run].worth)
        why = {
            WhyNot.NO_PARK_IS_BEST: "no way to run it makes as much as there is without the park",
            WhyNot.SALARY_IS_BEST: "a salary alone is best, and no other way makes more",
            WhyNot.NOTHING_BETTER: f"no other way makes more than {made}",
            WhyNot.LOOKS_COST_TOO_MUCH: (
                "a look costs more than any assessment could make it worth"
            ),
        }
        return f"none: {why[WhyNot(found.repair.reason)]}"
    told = []
    for clause in () if found.repair is None else found.repair.clauses:
        if isinstance(clause, OtherOperator):
            worth = shown(clause.worth)
            told.append(f"have it {WAYS[clause.run]}, worth {worth} a year: {_contract(clause)}")
        elif isinstance(clause, BetterAssessment) and desk is not None:
            told.append(
                f"an assessment that is right in {percent(clause.accuracy)} of cases "
                f"(now {percent(desk.accuracy)}): below, no fee makes the operator look"
            )
    return "; ".join(told)


def _told(found: OperatorOutcome) -> list[str]:
    return [_flaw(found, flaw) for flaw in found.flaws] or [_makes(found)]


def _makes(found: OperatorOutcome) -> str:
    return f"{WAYS[found.run]}, the park makes {shown(found.ways[found.run].worth)} a year"


def _flaw(found: OperatorOutcome, flaw: Flaw) -> str:
    if flaw is Flaw.WORSE_THAN_NO_PARK:
        text = f"{_makes(found)}, less than the {shown(found.outside)} without it"
        if found.death_and_chaos:
            text += (
                ", and neither a paid operator nor officials make as much (death if managed, chaos "
                "if released)"
            )
        return text
    if flaw is Flaw.SALARY_ALONE:
        return (
            "the best contract with the operator is a salary alone: paying by an index of results "
            "would take more from quality than quantity is worth"
        )
    if flaw is Flaw.NO_QUALITY or found.screened is None:
        return "at the best pay by an index of results quality is not looked after at all"
    return _let_in(found.screened)


def _side_by_side(found: OperatorOutcome) -> str:
    hosted, public, joint = (found.ways[way] for way in ("hosted", "public", "joint"))
    pay = (
        f"pay {shown(hosted.slope)} per point of an index of results"
        if hosted.slope
        else "a salary"
    )
    return (
        f"side by side: a paid operator {shown(hosted.worth)} ({pay}), officials "
        f"{shown(public.worth)}, a joint company {shown(joint.worth)} (a share of "
        f"{percent(joint.slope)}), no park {shown(found.outside)}, a year"
    )


def clause(one: OtherOperator) -> str:
    """Who runs the park, as a sentence."""
    return f"The park is {WAYS[one.run]}: {_contract(one)}"


def _contract(clause: OtherOperator) -> str:
    if clause.run == "public":
        return "officials have a salary"
    if clause.run == "joint":
        return f"the company's best share is {percent(clause.slope)}"
    return f"the best pay is {shown(clause.slope)} per point of an index of results"


def _let_in(desk: Screened) -> str:
    borne = percent(desk.tolerated)
    return f"{percent(desk.bad_share)} of the projects let in are bad, where {borne} would be borne"


def _admission(desk: Screened) -> str:
    if desk.bought:
        fee = f"a fee of {shown(desk.fee)} per passed project"
        return f"{fee} makes the operator look before admitting"
    return f"{percent(desk.bad_share)} of what the operator admits is bad"


TURNED = {
    "stands": "the way the park is run stands",
    "fails": "the way the park is run fails",
}

WORDS = Words(
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=headline,
    clause=clause,
    turned=TURNED,
)
