"""What is said of a flow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from intercity.english import (
    counted,
    enough,
    fitting,
    in_full,
    listed,
    percent,
    sentences,
    shown,
    told_apart,
)
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
from intercity.topics.outcome import Clause, NoRepair, Repair
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]


def says(found: FlowOutcome) -> str:
    """Where it goes, beside the plan; when it is level; who loses; what the policy does."""
    return sentences([_place(found), _level(found), _lost(found), _policy(found.policy)])


def headline(found: FlowOutcome) -> str:
    """The same without the policy."""
    return sentences([_place(found), _level(found), _lost(found)])


def line(found: FlowOutcome) -> str:
    """The first flaw, with its number; or what leaves it open."""
    if found.open is Open.NO_REST:
        return f"free flow is not seen to come to rest in {10 * found.horizon} years"
    if found.open is Open.SMALL_LEAD:
        return "free flow rests as planned, where a small lead would grow"
    if not found.flaws:
        told = f"free flow of {found.what} ends where the plan would have it"
        return fitting(LINE, told, "free flow ends where the plan would have it")
    flaw = found.flaws[0]
    if flaw is Flaw.EMPTIED:
        emptied = listed(found.emptied)
        few = counted(len(found.emptied), "city", "cities")
        return fitting(
            LINE,
            f"free flow leaves {emptied} empty, which the plan would fill",
            f"free flow leaves {few} empty, which the plan would fill",
        )
    if flaw is Flaw.MISPLACED:
        more = "" if found.price is None else f" {_more(found.price)}"
        return f"the plan would bring all together{more} more than free flow"
    if flaw is Flaw.NEVER_LEVEL:
        return f"returns are not seen to draw level in {10 * found.horizon} years"
    if flaw is Flaw.NOT_THERE:
        return f"free flow has not come to its end by the horizon of {found.horizon}"
    if flaw is Flaw.TOO_LATE:
        return f"returns draw level in year {found.level}, after the horizon of {found.horizon}"
    city, loss = max(found.lost.items(), key=lambda each: each[1])
    return fitting(
        LINE,
        f"residents of {city} lose {shown(loss)} a year by the flow",
        f"residents lose {shown(loss)} a year",
    )


def remedy(found: FlowOutcome) -> str:
    """The clauses in short."""
    if not isinstance(found.repair, Repair):
        return ""
    told = [_short(clause) for clause in found.repair.clauses]
    more = "1 more clause" if len(told) == 2 else f"{len(told) - 1} more clauses"
    return fitting(REMEDY, listed(told), f"{told[0]}, and {more}", told[0])


def repair(found: FlowOutcome) -> str:
    """All clauses, and what would do instead; or why none does."""
    if isinstance(found.repair, NoRepair):
        why = {
            WhyNot.CHARGES_DO_NOT_HOLD: (
                "a charge that is the same for all does not hold the plan: returns rise, so that a "
                "small lead grows"
            ),
            WhyNot.CHARGES_DO_NOT_LEAD: (
                "charges would hold the plan, but the flow is not seen to get there from here"
            ),
            WhyNot.NO_DELAY: (
                "returns do not draw level in time, and that is not for a delay of spillovers; nor "
                "is a bonus in the first year seen to do it"
            ),
            WhyNot.SLOW_ANYWAY: (
                "also with spillovers that arrive at once, or a bonus in the first year, it takes "
                "too long"
            ),
            WhyNot.ALL_LOSE: "all together have less by the horizon: nobody can make it good",
        }
        charged = found.flaws[0] in (Flaw.EMPTIED, Flaw.MISPLACED) and found.repair.reason in (
            WhyNot.NO_DELAY,
            WhyNot.SLOW_ANYWAY,
            WhyNot.ALL_LOSE,
        )
        under = "under charges that hold the plan " if charged else ""
        return f"none: {under}{why[WhyNot(found.repair.reason)]}"
    if found.repair is None:
        return ""
    text = _clauses(found.repair.clauses)
    if found.repair.instead is not None:
        text += f". Or else {_clauses(found.repair.instead.clauses)}"
    return text


def _clauses(clauses: Iterable[Clause]) -> str:
    return "; ".join(_clause(clause) for clause in clauses)


def _clause(clause: Clause) -> str:
    if isinstance(clause, CongestionCharge):
        return (
            f"{clause.city} charges {shown(clause.charge)} per unit and year, "
            f"{shown(clause.in_all)} in all"
        )
    if isinstance(clause, StaySubsidy):
        return (
            f"{clause.city} pays what is there {shown(clause.subsidy)} per unit and year, "
            f"{shown(clause.in_all)} in all"
        )
    if isinstance(clause, EarlierSpillover):
        return f"spillovers arrive after {counted(clause.years, 'year')} at most"
    if isinstance(clause, FirstYearBonus):
        return (
            f"{clause.city} pays what is there in the first year {in_full(clause.bonus)} per unit "
            f"once, {shown(clause.in_all)} in all"
        )
    assert isinstance(clause, Compensation)  # noqa: S101 - the other clauses are above
    return f"residents of {clause.city} are paid {enough(clause.paid)} a year"


def _short(clause: Clause) -> str:
    if isinstance(clause, CongestionCharge):
        return f"charge {shown(clause.charge)} per unit in {clause.city}"
    if isinstance(clause, StaySubsidy):
        return f"pay {shown(clause.subsidy)} per unit in {clause.city}"
    if isinstance(clause, EarlierSpillover):
        return f"have spillovers arrive within {counted(clause.years, 'year')}"
    if isinstance(clause, FirstYearBonus):
        return f"pay {in_full(clause.bonus)} per unit in {clause.city} once"
    assert isinstance(clause, Compensation)  # noqa: S101 - the other clauses are above
    return f"pay {clause.city} {enough(clause.paid)} a year"


def _place(found: FlowOutcome) -> str:
    more = f", {_more(found.price)} more" if found.price is not None and found.price > 1 else ""
    tied = f" (or at {_others(found.plans - 1)})" if found.plans > 1 else ""
    best = f"all together would earn most with {_masses(found.planned)}{tied}{more}"
    if found.end is None:
        return (
            f"free flow of {found.what} is not seen to come to rest in {10 * found.horizon} years "
            f"where nobody would earn more by moving; in year {found.horizon} it is "
            f"{_masses(found.masses)}; {best}"
        )
    text = f"free flow of {found.what} ends with {_masses(found.end)}"
    if not found.stable:
        text += ", where a small lead would grow"
    if Flaw.EMPTIED in found.flaws or Flaw.MISPLACED in found.flaws:
        text += f"; {best}"
    else:
        text += ", where all together earn most"
    if _elsewhere(found):
        text += f"; from another start it could end at {_others(_elsewhere(found))}"
        if found.worst is not None and found.price is not None and found.worst > found.price:
            text += f", at the worst all earn {percent(1 - 1 / found.worst)} less than they could"
    return text


def _elsewhere(found: FlowOutcome) -> int:
    """How many other stable ends there are."""
    return found.ends - (1 if found.stable else 0)


def _others(count: int) -> str:
    return "another place" if count == 1 else f"{count} other places"


def _masses(masses: Mapping[str, Fraction]) -> str:
    used = {city: n for city, n in masses.items() if n}
    if len(used) == 1:
        return f"all of it in {next(iter(used))}"
    return listed(f"{shown(n)} in {city}" for city, n in used.items())


def _more(price: Fraction) -> str:
    """By how much the plan earns more, as a share of what free flow does."""
    share = price - 1
    return percent(share) if share >= Fraction(1, 100) else f"{shown(100 * share)}%"


def _level(found: FlowOutcome) -> str:
    first = f", after they differed most in year {found.widest}" if found.widest else ""
    if found.level is None:
        emptied = [c for c, n in (found.end or {}).items() if not n and found.start[c]]
        if emptied:
            text = f"the few who are left in {listed(emptied)} in the end earn less"
            if Flaw.NOT_THERE in found.flaws:
                text += f"; in year {found.horizon} it is still {_masses(found.masses)}"
            return text
        return f"returns are not seen to draw level in {10 * found.horizon} years{first}"
    text = f"returns have drawn level in year {found.level}{first}"
    if found.level > found.horizon:
        text += f", too late for the horizon of {found.horizon}"
        if found.at_once is not None and found.at_once <= found.horizon:
            text += f"; with spillovers that arrive at once it would be year {found.at_once}"
    return text


def _lost(found: FlowOutcome) -> str:
    sides = "together all gain" if found.total >= 0 else "together all lose"
    total = f"{sides} {shown(abs(found.total))} a year"
    if found.lost:
        lost = listed(f"residents of {city} lose {shown(x)}" for city, x in found.lost.items())
        text = f"{lost} a year by year {found.horizon}; {total}"
    else:
        text = f"no city's residents lose by it; {total}"
    if found.overtaken:
        less = listed(f"{shown(x)} less in {city}" for city, x in found.overtaken.items())
        text += f"; each unit that was there and stays earns {less}"
    return text


def _policy(policy: PolicyFound | None) -> str:
    if policy is None:
        return ""
    paid = f"a subsidy of {shown(policy.subsidy)} in {policy.city}"
    there, left = told_apart(policy.target, policy.left)
    target = f"more than {there} there at the horizon"
    if policy.years is None:
        return f"{paid} does not leave {target}, however long it is paid"
    if not policy.years:
        return f"no subsidy is needed to have {target}"
    long = counted(policy.years, "year")
    text = (
        f"{paid} for {long}, and no fewer, leaves {target}, {left}, for {shown(policy.paid)} in all"
    )
    if policy.lasting and policy.tipping is not None and policy.rest is not None:
        text += f"; beyond {shown(policy.tipping)} it stays at {shown(policy.rest)} by itself"
    return text


TURNED = {
    "stands": "free flow ends in time where the plan would have it, and no resident loses",
    "fails": "free flow ends elsewhere, too late, or with losers",
    "undecided": "it is open whether free flow ends where the plan would have it",
}

WORDS = Words(
    asks="Does what moves freely between cities end where a planner would have it, and in time?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=headline,
    turned=TURNED,
)
