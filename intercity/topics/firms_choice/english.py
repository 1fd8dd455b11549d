"""What is said of where firms produce."""

from __future__ import annotations

import math
from fractions import Fraction

from games.approximately import approximately
from intercity.english import (
    amount,
    counted,
    enough,
    fitting,
    gains_told,
    in_full,
    inside,
    listed,
    sentences,
    shown,
    told_apart,
)
from intercity.topics.firms_choice.check import (
    FirmsChoiceOutcome,
    PlannedReturns,
    ReturnBonus,
    WhyNot,
)
from intercity.topics.outcome import NoRepair, Repair, Verdict
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]


def says(found: FirmsChoiceOutcome) -> str:
    """What a plant earns at home and in the hub; how many return, and what that changes."""
    home, hub = told_apart(found.profit_at_home, found.profit_in_hub, told=_two_digits)
    text = (
        f"a plant earns {home} in {listed(found.homes)}, {hub} in {listed(found.hosts)}"
        f"{_clauses(found)}"
    )
    planned, signed = found.returns_planned, found.returns_as_signed
    chosen, meant, willing = told_apart(signed, planned, found.willing, told=amount)
    if found.as_planned:
        for home, fewest in found.break_even.items():
            if fewest is not None:
                text += f"; {home} gains from {counted(math.ceil(fewest), 'return')} on"
        return f"{text}; {_return(signed)}, as planned"
    if signed == planned:
        text += f": as signed {_return(signed)} as planned, but not from the same parks"
    else:
        are = "is" if planned == 1 else "are"
        text += f": as signed {chosen if signed else 'none'} {_returns(signed)}"
        text += f", {meant} {are} planned"
    if found.willing > signed:
        text += f" ({willing} would, but there is land and quota for no more)"
    if found.against_plan:
        against = f"against the plan, a year: {gains_told(found.against_plan)}"
        if found.verdict is Verdict.STANDS:
            against += "; together members have no less by it, and nobody falls below no deal"
        return sentences([text, against])
    return text


def repair(found: FirmsChoiceOutcome) -> str:
    """The smallest bonus; what it costs, and from how many returns on whoever pays it gains."""
    if isinstance(found.repair, NoRepair):
        why = {
            WhyNot.NO_ROOM: "firms would return, but there is no room for them",
            WhyNot.NOT_ALIKE: (
                "a plan is for the same share of each park, and firms do not return alike"
            ),
        }
        return f"none: {why[WhyNot(found.repair.reason)]}"
    if found.repair is None:
        return ""
    bonuses, gains = [], ""
    for clause in found.repair.clauses:
        if isinstance(clause, PlannedReturns):
            room = f"there is land for {amount(clause.more)} more"
            if clause.more < 0:
                room = "there is room for no more"
            return f"{_plan(clause)}; {room}"
        if isinstance(clause, ReturnBonus):
            bonuses.append(
                f"{_bonus(found, clause)} of {enough(clause.amount)} a year for each return to "
                f"{clause.payer}, {shown(clause.cost)} in all for the "
                f"{amount(clause.qualifying)} that qualify"
            )
            if clause.payer in found.break_even:
                fewest = found.break_even[clause.payer]
                gains += f"; if {clause.payer} pays the bonus it "
                gains += (
                    "does not gain"
                    if fewest is None
                    else "gains even if none returns"
                    if fewest <= 0
                    else f"gains from {counted(math.ceil(fewest), 'return')} on"
                )
    clawback = "a further clawback" if any(c.amount for c in found.clawbacks) else "a clawback"
    text = f"{listed(bonuses)}, or {clawback} of as much from those who stay{gains}"
    if found.repair.mends < 1 and found.returns_with_bonus is not None:
        text += f"; there is room for {counted(found.returns_with_bonus, 'return')} only"
    return text


def line(found: FirmsChoiceOutcome) -> str:
    """How many return, of those planned, and whom that costs most, whether or not others gain."""
    planned, signed = found.returns_planned, found.returns_as_signed
    projects, returns = _projects(signed), _returns(signed)
    to = f" to {found.homes[0]}" if len(found.homes) == 1 else ""
    if found.as_planned:
        told = f"{projects} {returns}{{}}, as planned"
    elif signed == planned:
        told = f"{projects} {returns}{{}} as planned, but not from the same parks"
    else:
        some, meant = told_apart(signed, planned, told=amount)
        projects = _projects(signed, some)
        told = f"{projects} {returns}{{}} ({meant if planned else 'none'} planned)"
    costs, lost = "", {-gain: city for city, gain in found.against_plan.items() if gain < 0}
    if lost and not found.as_planned:
        most = max(lost)
        costs = f": {lost[most]} loses {shown(most)} a year by it"
    more = ", others gain as much" if costs and found.verdict is Verdict.STANDS else ""
    full, bare = told.format(to), told.format("")
    lines = (full + costs + more, bare + costs + more, full + costs, bare + costs, full, bare)
    return fitting(LINE, *lines)


def proviso(found: FirmsChoiceOutcome) -> str:
    """The departure from the plan by which a member loses, though others gain as much."""
    costs = not found.as_planned and min(found.against_plan.values(), default=0) < 0
    return line(found) if costs else ""


def falls(found: FirmsChoiceOutcome) -> str:
    """How many return with a bonus, where there is not room for all."""
    returns = found.returns_with_bonus
    return "" if returns is None else f"{_count(returns)} {_returns(returns)} then"


def remedy(found: FirmsChoiceOutcome) -> str:
    """The bonus, or the plan that firms follow."""
    told, called = [], "a bonus"
    for clause in found.repair.clauses if isinstance(found.repair, Repair) else ():
        if isinstance(clause, PlannedReturns):
            return _plan(clause)
        if isinstance(clause, ReturnBonus):
            told.append(f"{enough(clause.amount)} a year for each return to {clause.payer}")
            called = _bonus(found, clause)
    if not told:
        return ""
    many = f"a bonus for each return to {len(told)} cities"
    return fitting(REMEDY, f"{called} of {listed(told)}", many)


def _bonus(found: FirmsChoiceOutcome, clause: ReturnBonus) -> str:
    """Whether it comes to one of the deal."""
    paid = any(bonus.amount for bonus in found.bonuses if bonus.payer == clause.payer)
    return "a further bonus" if paid else "a bonus"


def _two_digits(number: Fraction) -> str:
    return approximately(number, ".2f")


def _plan(clause: PlannedReturns) -> str:
    """So many that there is room for them: in full, or about as many, rounded down."""
    returns = clause.returns
    told = inside(returns, None, returns, lambda number: in_full(number, amount))
    if Fraction(told.replace(",", "")) != returns:
        told = f"about {told}"
    return f"plan for {told} {'return' if returns == 1 else 'returns'}"


def _return(returns: Fraction) -> str:
    return f"{_count(returns)} {_returns(returns)}"


def _returns(number: Fraction) -> str:
    return "returns" if number in (0, 1) else "return"


def _count(returns: Fraction) -> str:
    return amount(returns) if returns else "none"


def _projects(returns: Fraction, told: str = "") -> str:
    """So many projects; ``told``: how the number is."""
    if not returns:
        return "no project"
    return f"{told or amount(returns)} {'project' if returns == 1 else 'projects'}"


def _clauses(found: FirmsChoiceOutcome) -> str:
    told = [f"a bonus of {shown(b.amount)} by {b.payer}" for b in found.bonuses if b.amount]
    told += [f"a clawback of {shown(c.amount)} for {c.payee}" for c in found.clawbacks if c.amount]
    return f", before {listed(told)}" if told else ""


TURNED = {
    "stands": "no return that is not as planned does harm",
    "fails": "firms depart from the plan, with harm",
}

WORDS = Words(
    asks="Do firms return as planned, or without harm?",
    says=says,
    line=line,
    proviso=proviso,
    repair=repair,
    remedy=remedy,
    falls=falls,
    turned=TURNED,
)
