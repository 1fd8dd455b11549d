"""Check 11: can whoever runs the park be paid so that it is worth having?"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.english import percent, shown
from intercity.region.context import Context
from intercity.topics.finding import Finding
from intercity.topics.operator.builder import park_operator, project_screening
from intercity.topics.operator.section import Operator

if TYPE_CHECKING:
    from mechanisms.operator.regimes import OperatorRegimes
    from mechanisms.operator.screening_contract import ScreeningContract

__all__ = ["check"]

NUMBER, NAME = 11, "operator"
ZERO = Fraction(0)

WORDS = {"hosted": "hosted", "public": "run by officials", "joint": "run by a joint company"}


def check(context: Context) -> Finding:
    """The best contract of each way to run the park, beside each other and beside no park."""
    from mechanisms.operator.regimes import operator_regimes
    from mechanisms.operator.screening_contract import screening_contract

    park, given = context.once(park_operator), context.scenario.section(Operator)
    if park is None or given is None:
        return Finding(NUMBER, NAME, "not asked", "add [operator]")
    found: OperatorRegimes = context.ask(operator_regimes, park)
    desk: ScreeningContract | None = None
    if context.once(project_screening) is not None and given.run == "hosted":
        desk = context.ask(screening_contract, context.once(project_screening))
    figures = _figures(found, desk)
    run, value = given.run, found.values[given.run]
    margin = value - park.outside
    faults = []
    if margin < 0:
        faults.append(_short(found, run))
    if run == "hosted" and not found.hosted.slope:
        faults.append(
            "the best contract with the operator is a salary alone: paying by the index would take "
            "more from quality than quantity is worth"
        )
    elif run == "hosted" and found.hosted.quality == 0 < found.joint.quality:
        faults.append("at the best pay by the index quality is not looked after at all")
    let_in = ""
    if desk is not None and not desk.tolerable:
        let_in = _let_in(desk)
        faults.append(let_in)
    beside = [_others(found)]
    if desk is not None and (desk.bought or desk.tolerable):  # else it is a fault, told above
        beside.append(_admission(desk))
    told = faults or [f"{WORDS[run]} the park makes {shown(value)} a year"]
    says, headline = "; ".join([*told, *beside]), "; ".join([*told, beside[0]])
    if not faults:
        return Finding(
            NUMBER, NAME, "stands", says, margin=margin, figures=figures, headline=headline
        )
    repair: tuple[str, Fraction | None] = ("", None)
    if not context.brief:
        repair = _repair(found, run, desk, worth_it=faults != [let_in])
    tipping = margin if margin < 0 else None  # else it is not money that decides
    return Finding(
        NUMBER, NAME, "fails", says, repair[0], tipping, figures, headline=headline, mends=repair[1]
    )


def _short(found: OperatorRegimes, run: str) -> str:
    text = (
        f"{WORDS[run]} the park makes {shown(found.values[run])} a year, less than the "
        f"{shown(found.park.outside)} without it"
    )
    if found.death_and_chaos:
        text += (
            ", and neither hosted nor public makes as much (death if managed, chaos if released)"
        )
    return text


def _others(found: OperatorRegimes) -> str:
    values, slopes = found.values, found.slopes
    pay = f"pay {shown(slopes['hosted'])} per unit of the index" if slopes["hosted"] else "a salary"
    return (
        f"side by side: hosted {shown(values['hosted'])} ({pay}), public "
        f"{shown(values['public'])}, joint {shown(values['joint'])} (a share of "
        f"{percent(slopes['joint'])}), no park {shown(found.park.outside)}"
    )


def _contract(found: OperatorRegimes, regime: str) -> str:
    slope = found.slopes[regime]
    if regime == "public":
        return "officials have a salary"
    if regime == "joint":
        return f"the company's best share is {percent(slope)}"
    return f"the best pay is {shown(slope)} per unit of the index"


def _let_in(desk: ScreeningContract) -> str:
    borne = percent(desk.game.tolerated)
    return f"{percent(desk.bad_share)} of the projects let in are bad, where {borne} would be borne"


def _admission(desk: ScreeningContract) -> str:
    if desk.bought:
        fee = f"a fee of {shown(desk.fee)} per passed project"
        return f"{fee} makes the operator look before admitting"
    return f"{percent(desk.bad_share)} of what the operator admits is bad"


def _repair(
    found: OperatorRegimes, run: str, desk: ScreeningContract | None, *, worth_it: bool
) -> tuple[str, Fraction | None]:
    """The best way to run it, with its contract; what would make the operator look; what it mends.

    A better way mends all; what needs a better assessment is not in the cities' hands alone.
    """
    parts = []
    best, mends = found.best, None
    if worth_it:
        value = found.values[best]
        if value < found.park.outside:
            return "none: no way to run it makes as much as there is without the park", None
        if best == "hosted" and not found.hosted.slope:
            parts.append("none by pay: a salary alone is best, and no other way makes more")
        elif best == run:
            parts.append(f"none in sight: no other way makes more than {shown(value)}")
        else:
            parts.append(
                f"have it {WORDS[best]}, worth {shown(value)} a year: {_contract(found, best)}"
            )
            mends = Fraction(1)
    if desk is not None and not desk.tolerable and (best == run or not worth_it):
        parts.append(_gate(desk))
        mends = None if desk.critical_accuracy is None else Fraction(1)
    return "; ".join(parts), mends


def _gate(desk: ScreeningContract) -> str:
    """What would buy a look that no fee buys: where one does, it is bought, or nobody let in."""
    if desk.critical_accuracy is None:
        return "none: a look costs more than any assessment could make it worth"
    return (
        f"an assessment that is right in {percent(desk.critical_accuracy)} of cases "
        f"(now {percent(desk.game.accuracy)}): below, no fee makes the operator look"
    )


def _figures(found: OperatorRegimes, desk: ScreeningContract | None) -> dict[str, Fraction]:
    figures = {f"{name}, worth a year": value for name, value in found.values.items()}
    figures["without a park"] = found.park.outside
    figures["best pay per unit of the index"] = found.hosted.slope
    figures["best share of a joint company"] = found.joint.slope
    for name, (quantity, quality) in found.efforts.items():
        figures[f"{name}, quantity"] = quantity
        figures[f"{name}, quality"] = quality
    figures["hosted, if effort could be seen"] = (
        found.hosted.first_best - (found.park.running or {})["hosted"]
    )
    if desk is not None:
        figures["share of bad projects let in"] = desk.bad_share
        figures["fee per passed project"] = desk.fee
        if desk.critical_accuracy is not None:
            figures["accuracy from which a fee makes the operator look"] = desk.critical_accuracy
    return figures
