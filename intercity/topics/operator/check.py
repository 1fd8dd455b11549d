"""Check 11: can whoever runs the park be paid so that it is worth having?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from intercity.region.context import Context
from intercity.topics.operator.builder import park_operator, project_screening
from intercity.topics.operator.section import Operator
from intercity.topics.outcome import Clause, NoRepair, NotAsked, Outcome, Repair, Verdict

if TYPE_CHECKING:
    from mechanisms.operator.regimes import OperatorRegimes
    from mechanisms.operator.screening_contract import ScreeningContract

__all__ = [
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


class WhyNot(StrEnum):
    """Why no contract repairs it."""

    NO_PARK_IS_BEST = "no way to run it makes as much as no park"
    SALARY_IS_BEST = "a salary alone is best and no other way makes more"
    NOTHING_BETTER = "no other way makes more"
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

    ``critical_accuracy``: from which accuracy of the assessment a fee does; ``None``: from none.
    """

    bad_share: Fraction
    tolerated: Fraction
    tolerable: bool
    bought: bool
    fee: Fraction
    accuracy: Fraction
    critical_accuracy: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherOperator(Clause):
    """Run the park another way, by that way's best contract."""

    kind: ClassVar[str] = "operator"
    run: str
    slope: Fraction
    worth: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class BetterAssessment(Clause):
    """An assessment of projects that is right this often."""

    kind: ClassVar[str] = "assessment"
    accuracy: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorOutcome(Outcome):
    """How the park is ``run``, beside each other way (hosted, public, joint) and beside no park.

    ``death_and_chaos``: whether neither host nor officials make as much as there is without a
    park. ``if_seen``: what a host would make if its effort could be seen.
    """

    run: str
    ways: Mapping[str, Contract]
    outside: Fraction
    death_and_chaos: bool
    if_seen: Fraction
    screened: Screened | None
    flaws: tuple[Flaw, ...]


def check(context: Context) -> Outcome:
    """The best contract of each way to run the park, beside each other and beside no park."""
    from mechanisms.operator.regimes import operator_regimes
    from mechanisms.operator.screening_contract import screening_contract

    park, given = context.once(park_operator), context.scenario.section(Operator)
    if park is None or given is None:
        return NotAsked(needs=("operator",))
    found: OperatorRegimes = context.run_solver(operator_regimes, park)
    screening, desk = context.once(project_screening), None
    if screening is not None and given.run == "hosted":
        desk = _screened(context.run_solver(screening_contract, screening))
    margin = found.values[given.run] - park.outside
    flaws = tuple(_flaws(found, given.run, margin, desk))
    return OperatorOutcome(
        verdict=Verdict.FAILS if flaws else Verdict.STANDS,
        # where it is not worse than no park, it is not money that decides
        margin=margin if margin < 0 or not flaws else None,
        repair=_repair(found, given.run, desk, flaws) if flaws and not context.brief else None,
        run=given.run,
        ways={way: _contract(found, way) for way in found.values},
        outside=park.outside,
        death_and_chaos=found.death_and_chaos,
        if_seen=found.hosted.first_best - (park.running or {})["hosted"],
        screened=desk,
        flaws=flaws,
    )


def _contract(found: OperatorRegimes, way: str) -> Contract:
    quantity, quality = found.efforts[way]
    slope = found.slopes.get(way, Fraction(0))
    return Contract(worth=found.values[way], slope=slope, quantity=quantity, quality=quality)


def _screened(desk: ScreeningContract) -> Screened:
    return Screened(
        bad_share=desk.bad_share,
        tolerated=desk.game.tolerated,
        tolerable=desk.tolerable,
        bought=desk.bought,
        fee=desk.fee,
        accuracy=desk.game.accuracy,
        critical_accuracy=desk.critical_accuracy,
    )


def _flaws(found: OperatorRegimes, run: str, margin: Fraction, desk: Screened | None) -> list[Flaw]:
    flaws = [Flaw.WORSE_THAN_NO_PARK] if margin < 0 else []
    if run == "hosted" and not found.hosted.slope:
        flaws.append(Flaw.SALARY_ALONE)
    elif run == "hosted" and found.hosted.quality == 0 < found.joint.quality:
        flaws.append(Flaw.NO_QUALITY)
    if desk is not None and not desk.tolerable:
        flaws.append(Flaw.BAD_PROJECTS)
    return flaws


def _repair(
    found: OperatorRegimes, run: str, desk: Screened | None, flaws: tuple[Flaw, ...]
) -> Repair | NoRepair:
    """The best way to run it, and what would make the operator look.

    A better way mends all; a better assessment is needed only where the operator stays the same.
    """
    best, clauses, why = found.best, list[Clause](), None
    pay_fails = flaws != (Flaw.BAD_PROJECTS,)
    if pay_fails:
        if found.values[best] < found.park.outside:
            return NoRepair(reason=WhyNot.NO_PARK_IS_BEST)
        if best == "hosted" and not found.hosted.slope:
            why = WhyNot.SALARY_IS_BEST
        elif best == run:
            why = WhyNot.NOTHING_BETTER
        else:
            way = _contract(found, best)
            clauses.append(OtherOperator(run=best, slope=way.slope, worth=way.worth))
    if Flaw.BAD_PROJECTS in flaws and desk is not None and (best == run or not pay_fails):
        if desk.critical_accuracy is None:
            why = why or WhyNot.LOOKS_COST_TOO_MUCH
        else:
            clauses.append(BetterAssessment(accuracy=desk.critical_accuracy))
    if why is not None or not clauses:
        return NoRepair(reason=why or WhyNot.NOTHING_BETTER)
    return Repair(clauses=tuple(clauses))
