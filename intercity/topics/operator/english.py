"""What is said of who runs the park."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from games.approximately import approximately
from intercity.english import (
    as_words,
    in_full,
    inside,
    percent,
    percent_in_full,
    sentences,
    shown,
    told_apart,
)
from intercity.scenario.quantity import toml_text
from intercity.topics.operator.check import (
    Admission,
    BetterAssessment,
    Flaw,
    OperatorOutcome,
    OtherOperator,
    Screened,
    WhyNot,
)
from intercity.topics.operator.contract import ContractTerms, SignedTerms
from intercity.topics.outcome import NoRepair, Repair
from intercity.topics.words import Words

__all__ = ["WORDS"]

WAYS = {
    "hosted": "run by a paid operator",
    "public": "run by officials",
    "joint": "run by a joint company",
}


LETS_IN = {
    Admission.LOOK: "looks before admitting",
    Admission.ALL: "lets in all",
    Admission.NOBODY: "lets in nobody",
}


def says(found: OperatorOutcome) -> str:
    """What is wrong, or what the park makes; then each way beside each other."""
    beside = [*_as_signed(found), _side_by_side(found)]
    desk = found.screened
    told_above = {Flaw.BAD_PROJECTS, Flaw.POOR_FEE} & set(found.flaws)
    if desk is not None and (desk.bought or not told_above):
        beside.append(_admission(desk))
    return sentences([*_told(found), *beside])


def headline(found: OperatorOutcome) -> str:
    """The same without who is let in."""
    return sentences([*_told(found), *_as_signed(found), _side_by_side(found)])


def line(found: OperatorOutcome) -> str:
    """The first flaw, or what the park makes."""
    signed = found.signed
    made, outside = told_apart(_made(found), found.outside)
    told = {
        Flaw.WORSE_THAN_NO_PARK: (
            f"{WAYS[found.run]}, the park makes {made} a year; without it {outside}"
        ),
        Flaw.SALARY_ALONE: "paying the operator by results brings no more than it costs in quality",
        Flaw.NO_QUALITY: "at the pay that is best the operator does not look after quality",
        Flaw.BAD_PROJECTS: "" if found.screened is None else _let_in(found.screened),
        Flaw.POOR_FEE: "" if found.screened is None else _fee(found.screened),
    }
    if signed is not None:
        leaves, without = told_apart(signed.for_cities, found.outside)
        told |= {
            Flaw.NOT_ACCEPTED: (
                f"the operator has {shown(-signed.for_operator)} a year less by the contract than "
                "elsewhere"
            ),
            Flaw.TOO_DEAR: (
                f"the contract leaves the cities {leaves} a year; without the park {without}"
            ),
            Flaw.POOR_CONTRACT: (
                f"by the contract the park makes {made} a year, {shown(signed.lost)} less "
                "than by the best"
            ),
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
            told.append(f"assess projects rightly in {_rightly(clause)} of cases")
        elif isinstance(clause, ContractTerms):
            told.append(f"pay it {_terms(clause)}")
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
            WhyNot.OPERATOR_FAILS_TOO: (
                "the one way that makes as much as there is without the park, a paid operator, "
                "fails, too"
            ),
            WhyNot.LOOKS_COST_TOO_MUCH: (
                "a look costs more than any assessment could make it worth"
            ),
        }
        return f"none: {why[WhyNot(found.repair.reason)]}"
    told = []
    for clause in () if found.repair is None else found.repair.clauses:
        if isinstance(clause, OtherOperator):
            told.append(
                f"have it {WAYS[clause.run]}, worth {shown(clause.worth)} a year{_contract(clause)}"
            )
        elif isinstance(clause, ContractTerms):
            told.append(f"pay the operator {_terms(clause)}")
        elif isinstance(clause, BetterAssessment):
            assert desk is not None  # noqa: S101 - who is let in was looked at
            told.append(
                f"an assessment that is right in {_rightly(clause, desk)} of cases "
                f"(now {percent_in_full(desk.accuracy)}): below, no fee makes the operator look"
            )
    return "; ".join(told)


def _told(found: OperatorOutcome) -> list[str]:
    return [_flaw(found, flaw) for flaw in found.flaws] or [_makes(found)]


def _makes(found: OperatorOutcome, makes: str = "") -> str:
    """``makes``: the sum as it is told beside another."""
    return f"{WAYS[found.run]}, the park makes {makes or shown(_made(found))} a year"


def _made(found: OperatorOutcome) -> Fraction:
    """What cities and operator have together: by the contract as signed, or by the best."""
    lost = Fraction(0) if found.signed is None else found.signed.lost
    return found.ways[found.run].worth - lost


def _as_signed(found: OperatorOutcome) -> Iterator[str]:
    """What the operator is paid by the contract, what it does, and who has how much of it."""
    signed = found.signed
    if signed is None:
        return
    terms = ContractTerms(run=found.run, fixed=signed.fixed, slope=signed.slope, fee=signed.fee)
    part = "" if signed.park is None else f", part of what {as_words(signed.park)} costs"
    more = "more" if signed.for_operator >= 0 else "less"
    yield (
        f"by the contract ({_terms(terms)}) the operator does {shown(signed.quantity)} "
        f"of quantity and {shown(signed.quality)} of quality, is paid {shown(signed.pay)} a year "
        f"on average{part}, and has {shown(abs(signed.for_operator))} {more} than elsewhere; the "
        f"cities keep {shown(signed.for_cities)}"
    )


def _terms(terms: ContractTerms) -> str:
    """A contract's figures.

    >>> _terms(ContractTerms(run="joint", fixed=Fraction(-2), slope=Fraction(4, 5)))
    '80% of what the park makes, for which it pays 2 a year'
    """
    by_results = (
        f"{toml_text(100 * terms.slope)}% of what the park makes"
        if terms.run == "joint"
        else f"{toml_text(terms.slope)} per point of the index"
    )
    fixed = f"{toml_text(terms.fixed)} a year"
    fee = "" if terms.fee is None else f", {toml_text(terms.fee)} per passed project"
    if not terms.slope:
        return fixed + fee
    if terms.fixed < 0:
        return f"{by_results}{fee}, for which it pays {toml_text(-terms.fixed)} a year"
    return f"{fixed} and {by_results}{fee}" if terms.fixed else by_results + fee


def _flaw(found: OperatorOutcome, flaw: Flaw) -> str:
    if flaw is Flaw.WORSE_THAN_NO_PARK:
        makes, outside = told_apart(_made(found), found.outside)
        text = f"{_makes(found, makes)}, less than the {outside} without it"
        if found.death_and_chaos:
            text += "; whether a paid operator or officials run it, having no park makes more"
        return text
    if flaw is Flaw.SALARY_ALONE:
        return (
            "the best contract with the operator is a salary alone: paying by an index of results "
            "would take from quality at least what quantity is worth"
        )
    if found.signed is not None and (told := _of_contract(found, found.signed, flaw)):
        return told
    if flaw is Flaw.POOR_FEE and found.screened is not None:
        return _fee(found.screened)
    if flaw is Flaw.NO_QUALITY or found.screened is None:
        return "at the best pay by an index of results quality is not looked after at all"
    return _let_in(found.screened)


def _of_contract(found: OperatorOutcome, signed: SignedTerms, flaw: Flaw) -> str:
    """What is wrong with the contract as signed."""
    leaves, outside = told_apart(signed.for_cities, found.outside)
    told = {
        Flaw.NOT_ACCEPTED: (
            "the operator does not sign: effort and risk paid for, the contract leaves it "
            f"{shown(-signed.for_operator)} a year less than it has elsewhere"
        ),
        Flaw.TOO_DEAR: (
            f"the contract leaves the cities {leaves} a year, less than the {outside} without the "
            "park"
        ),
        Flaw.POOR_CONTRACT: (
            f"by the contract the park makes {shown(_made(found))} a year, {shown(signed.lost)} "
            "less than by the best contract"
        ),
    }
    return told.get(flaw, "")


def _fee(desk: Screened) -> str:
    """Whom the operator lets in for the fee, and whom for the best."""
    return (
        f"for {toml_text(desk.fee)} per passed project the operator {LETS_IN[desk.lets_in]}; for "
        f"{toml_text(desk.best_fee)} it {LETS_IN[desk.best]}"
    )


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


def clause(one: OtherOperator | ContractTerms) -> str:
    """Who runs the park, or what it is paid, as a sentence."""
    if isinstance(one, ContractTerms):
        return f"The operator is paid {_terms(one)}"
    return f"The park is {WAYS[one.run]}{_contract(one)}"


def _contract(clause: OtherOperator) -> str:
    """The figures to sign, which belong together; without them what is best."""
    if clause.terms is not None:
        return f", paid {_terms(clause.terms)}"
    if clause.run == "public":
        return ": officials have a salary"
    if clause.run == "joint":
        return f": the company's best share is {percent_in_full(clause.slope)}"
    return f": the best pay is {shown(clause.slope)} per point of an index of results"


def _rightly(clause: BetterAssessment, desk: Screened | None = None) -> str:
    """From which accuracy on a fee makes the operator look, rounded up, told apart from now."""
    least, now = 100 * clause.accuracy, None if desk is None else 100 * desk.accuracy
    told = inside(least, least, Fraction(100), lambda x: approximately(x, ".0f"), apart_from=now)
    return f"{told}%"


def _let_in(desk: Screened) -> str:
    bad, borne = (percent_in_full(share) for share in (desk.bad_share, desk.tolerated))
    return f"{bad} of the projects let in are bad, where {borne} would be borne"


def _admission(desk: Screened) -> str:
    if desk.lets_in is Admission.NOBODY:
        return f"for {in_full(desk.fee)} per passed project the operator lets in nobody"
    if desk.bought:
        fee = f"a fee of {in_full(desk.fee)} per passed project"
        return f"{fee} makes the operator look before admitting"
    return f"{percent(desk.bad_share)} of what the operator admits is bad"


TURNED = {
    "stands": "the way the park is run stands",
    "fails": "the way the park is run fails",
}

WORDS = Words(
    asks="Can whoever runs the park be paid so that it is worth having?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=headline,
    clause=clause,
    turned=TURNED,
)
