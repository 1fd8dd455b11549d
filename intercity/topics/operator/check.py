"""Check 11: can whoever runs the park be paid so that it is worth having?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from intercity.region.context import Context
from intercity.topics.clauses.in_few_digits import in_few_digits
from intercity.topics.operator.builder import park_operator, project_screening
from intercity.topics.operator.contract import (
    ContractTerms,
    SignedTerms,
    best_terms,
    signed_terms,
)
from intercity.topics.operator.section import Operator
from intercity.topics.outcome import Clause, NoRepair, NotAsked, Outcome, Repair, Verdict

if TYPE_CHECKING:
    from games.project_screening import ProjectScreening
    from mechanisms.operator.regimes import OperatorRegimes
    from mechanisms.operator.screening_contract import ScreeningContract

__all__ = [
    "Admission",
    "BetterAssessment",
    "Contract",
    "Flaw",
    "OperatorOutcome",
    "OtherOperator",
    "Screened",
    "WhyNot",
    "check",
]


class Flaw(StrEnum):
    """What is wrong with the way in which the park is run."""

    WORSE_THAN_NO_PARK = "worse than no park"
    SALARY_ALONE = "a salary alone is best"
    NO_QUALITY = "quality is not looked after"
    BAD_PROJECTS = "too many bad projects"
    NOT_ACCEPTED = "the operator does not accept the contract"
    TOO_DEAR = "the contract leaves the cities less than there is without the park"
    POOR_CONTRACT = "another contract makes more"
    POOR_FEE = "the fee makes the operator let in others than the best fee does"


OF_CONTRACT = frozenset(
    {Flaw.NOT_ACCEPTED, Flaw.TOO_DEAR, Flaw.POOR_CONTRACT, Flaw.POOR_FEE, Flaw.BAD_PROJECTS}
)
"""What other terms may mend, if the park goes on to be run as it is."""


class Admission(StrEnum):
    """Whom the operator lets in."""

    LOOK = "look"
    ALL = "all"
    NOBODY = "nobody"


class WhyNot(StrEnum):
    """Why no contract repairs it."""

    NO_PARK_IS_BEST = "no way to run it makes as much as no park"
    SALARY_IS_BEST = "a salary alone is best and no other way makes more"
    NOTHING_BETTER = "no other way makes more"
    OPERATOR_FAILS_TOO = "the one way that makes as much as no park, a paid operator, fails, too"
    LOOKS_COST_TOO_MUCH = "a look costs more than any assessment is worth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The best contract of one way to run the park, and what it brings.

    ``slope``: pay per unit of the index (hosted), or the share of the company (joint); 0: a salary.
    """

    worth: Fraction
    slope: Fraction
    quantity: Fraction
    quality: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """Whom the operator lets in. ``bought``: whether a fee makes it look.

    ``fee``: as signed, else ``best_fee``; ``lets_in``: whom it then lets in. ``best``: whom by the
    best fee, which is ``best_fee`` in figures to sign. ``critical_accuracy``: from which accuracy
    of the assessment a fee makes it look; ``None``: from none.
    """

    bad_share: Fraction
    tolerated: Fraction
    tolerable: bool
    bought: bool
    lets_in: Admission
    best: Admission
    best_fee: Fraction
    fee: Fraction
    accuracy: Fraction
    critical_accuracy: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherOperator(Clause):
    """Run the park another way, by that way's best contract.

    ``terms``: that contract in figures to sign; ``None`` of officials.
    """

    kind: ClassVar[str] = "operator"
    run: str
    slope: Fraction
    worth: Fraction
    terms: ContractTerms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BetterAssessment(Clause):
    """An assessment of projects that is right this often."""

    kind: ClassVar[str] = "assessment"
    accuracy: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorOutcome(Outcome):
    """How the park is ``run``, beside each other way (hosted, public, joint) and beside no park.

    ``death_and_chaos``: whether neither host nor officials make as much as there is without a
    park. ``if_seen``: what a host would make if its effort could be seen. ``signed``: the contract
    of the file; ``None``: the best is assumed.
    """

    run: str
    ways: Mapping[str, Contract]
    outside: Fraction
    death_and_chaos: bool
    if_seen: Fraction
    screened: Screened | None
    signed: SignedTerms | None
    flaws: tuple[Flaw, ...]


def check(context: Context) -> Outcome:
    """The best contract of each way to run the park, beside each other and beside no park."""
    from mechanisms.operator.regimes import operator_regimes
    from mechanisms.operator.screening_contract import screening_contract

    given = context.scenario.section(Operator)
    if given is None:
        return NotAsked(needs=("operator",))
    park = context.once(park_operator)
    assert park is not None  # noqa: S101 - it is asked
    found = context.run_solver(operator_regimes, park)
    signed = signed_terms(given, park, found)
    screening, desk, at_best = context.once(project_screening), None, None
    if screening is not None and given.run == "hosted":
        best = context.run_solver(screening_contract, screening)
        at_best = _screened(screening, best, None)
        signed_fee = None if signed is None else signed.fee
        desk = at_best if signed_fee is None else _screened(screening, best, signed_fee)
    margin = found.values[given.run] - park.outside
    if signed is not None:
        margin = min(margin, signed.for_operator, signed.for_cities - park.outside)
    flaws = tuple(_flaws(found, given.run, signed, desk))
    repair = None
    if flaws and not context.brief:
        if screening is not None and at_best is None:
            best = context.run_solver(screening_contract, screening)
            at_best = _screened(screening, best, None)
        repair = _repair(found, given, signed, at_best, flaws)
    return OperatorOutcome(
        verdict=Verdict.FAILS if flaws else Verdict.STANDS,
        # no margin where the flaw is not one of money
        margin=margin if margin < 0 or not flaws else None,
        repair=repair,
        run=given.run,
        ways={way: _contract(found, way) for way in found.values},
        outside=park.outside,
        death_and_chaos=found.death_and_chaos,
        if_seen=found.hosted.first_best - (park.running or {})["hosted"],
        screened=desk,
        signed=signed,
        flaws=flaws,
    )


def _contract(found: OperatorRegimes, way: str) -> Contract:
    quantity, quality = found.efforts[way]
    slope = found.slopes.get(way, Fraction(0))
    return Contract(worth=found.values[way], slope=slope, quantity=quantity, quality=quality)


def _screened(game: ProjectScreening, best: ScreeningContract, signed: Fraction | None) -> Screened:
    from mechanisms.operator.screening_contract import admission

    fee = best.fee if signed is None else signed
    lets_in = Admission(admission(game, fee))
    bad_share = game.bad if lets_in is Admission.ALL else Fraction(0)
    whom = admission(game, best.fee)
    to_sign = in_few_digits(
        best.fee, lambda up: 100 * up <= 101 * best.fee and admission(game, up) == whom
    )
    return Screened(
        bad_share=bad_share,
        tolerated=game.tolerated,
        tolerable=bad_share <= game.tolerated,
        bought=lets_in is Admission.LOOK,
        lets_in=lets_in,
        best=Admission(whom),
        best_fee=to_sign,
        fee=to_sign if signed is None else signed,
        accuracy=game.accuracy,
        critical_accuracy=best.critical_accuracy,
    )


def _flaws(
    found: OperatorRegimes, run: str, signed: SignedTerms | None, desk: Screened | None
) -> list[Flaw]:
    outside = found.park.outside
    flaws = [Flaw.WORSE_THAN_NO_PARK] if found.values[run] < outside else []
    if signed is not None:
        if signed.for_operator < 0:
            flaws.append(Flaw.NOT_ACCEPTED)
        if signed.for_cities < outside and not flaws:
            flaws.append(Flaw.TOO_DEAR)
        if signed.wasteful:
            flaws.append(Flaw.POOR_CONTRACT)
    if run == "hosted" and not found.hosted.slope:
        flaws.append(Flaw.SALARY_ALONE)
    elif run == "hosted" and found.hosted.quality == 0 < found.joint.quality:
        flaws.append(Flaw.NO_QUALITY)
    if desk is not None:
        if not desk.tolerable:
            flaws.append(Flaw.BAD_PROJECTS)
        if desk.lets_in is not desk.best:
            flaws.append(Flaw.POOR_FEE)
    return flaws


def _repair(
    found: OperatorRegimes,
    given: Operator,
    signed: SignedTerms | None,
    desk: Screened | None,
    flaws: tuple[Flaw, ...],
) -> Repair | NoRepair:
    """Another way to run it or other terms, and what would make the operator look.

    A better way mends all; a better assessment is needed only where the operator stays the same.
    ``desk``: whom a paid operator lets in for the best fee.
    """
    bad = {Flaw.BAD_PROJECTS, Flaw.POOR_FEE}.intersection(flaws)
    look = bool(bad) and desk is not None and not desk.tolerable
    accuracy = desk.critical_accuracy if look and desk is not None else None
    if not OF_CONTRACT.issuperset(flaws) or (look and accuracy is None):
        way = _better_way(found, given.run, desk)
        if way is None:
            return NoRepair(reason=_why_not(found, given.run, flaws))
        terms = None if way == "public" else best_terms(given, found, way)
        worth, slope = found.values[way], found.slopes[way]
        return Repair(clauses=(OtherOperator(run=way, slope=slope, worth=worth, terms=terms),))
    clauses: list[Clause] = []
    if signed is not None and not (look and bad.issuperset(flaws)):
        terms = _other_terms(found, given, signed, desk, flaws)
        clauses.append(replace(terms, fee=None) if look else terms)
    if accuracy is not None:
        clauses.append(BetterAssessment(accuracy=accuracy))
    return Repair(clauses=tuple(clauses)) if clauses else NoRepair(reason=WhyNot.NOTHING_BETTER)


def _better_way(found: OperatorRegimes, run: str, desk: Screened | None) -> str | None:
    """Of the other ways that make no less, and have no flaw, the one that makes most."""
    ways = found.values
    better = [
        way
        for way, worth in ways.items()
        if way != run and worth >= ways[run]
        if not _flaws(found, way, None, desk if way == "hosted" else None)
    ]
    return max(better, key=lambda way: ways[way], default=None)


def _why_not(found: OperatorRegimes, run: str, flaws: tuple[Flaw, ...]) -> WhyNot:
    """Why no other way repairs it."""
    if found.values[found.best] < found.park.outside:
        return WhyNot.NO_PARK_IS_BEST
    if run != "hosted":
        return WhyNot.OPERATOR_FAILS_TOO
    if OF_CONTRACT.issuperset(flaws):
        return WhyNot.LOOKS_COST_TOO_MUCH
    return WhyNot.NOTHING_BETTER if found.hosted.slope else WhyNot.SALARY_IS_BEST


def _other_terms(
    found: OperatorRegimes,
    given: Operator,
    signed: SignedTerms,
    desk: Screened | None,
    flaws: tuple[Flaw, ...],
) -> ContractTerms:
    """Other terms with the same operator, as far as they have to differ."""
    terms = ContractTerms(run=given.run, fixed=signed.fixed, slope=signed.slope, fee=signed.fee)
    if {Flaw.NOT_ACCEPTED, Flaw.TOO_DEAR, Flaw.POOR_CONTRACT} & set(flaws):
        terms = replace(best_terms(given, found, given.run), fee=signed.fee)
    if desk is not None and signed.fee is not None and Flaw.POOR_FEE in flaws:
        terms = replace(terms, fee=desk.best_fee)
    return terms
