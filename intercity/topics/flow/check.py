"""Check 15: does free flow end where a planner would have it, in time, and who loses by it?

What moves goes to where it earns more, and counts neither what it costs those who are there nor
what it leaves behind. So it may end elsewhere than where all together would earn most, what moves
and residents, or draw level only after the horizon, and residents of a city that it leaves, or
crowds, may lose.

Sources: Krugman (1991), Increasing returns and economic geography; Pigou (1920), The Economics of
Welfare, for the charge.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from games.errors import IntercityError
from intercity.proofs import Unverified
from intercity.region.context import Context
from intercity.topics.flow.builder import factor_flow, flow_policy
from intercity.topics.outcome import Clause, NoRepair, NotAsked, Outcome, Repair, Verdict

if TYPE_CHECKING:
    from games.factor_flow import FactorFlow
    from solvers.flow.flow_anarchy import FlowAnarchy
    from solvers.flow.flow_equilibria import FlowEquilibrium
    from solvers.flow.flow_losers import FlowLosers
    from solvers.flow.flow_path import FlowPath

__all__ = [
    "Compensation",
    "CongestionCharge",
    "EarlierSpillover",
    "FirstYearBonus",
    "Flaw",
    "FlowOutcome",
    "Open",
    "PolicyFound",
    "StaySubsidy",
    "WhyNot",
    "check",
]

ZERO = Fraction(0)
AT_REST = Fraction(1, 100)
"""So near to a stable equilibrium, as a share of the mass, the flow counts as being there."""
ON_A_RIDGE = Fraction(1, 10**6)
"""So near to one that is not stable it counts as resting there, and not as passing by."""
STEPS = 20
"""So many sizes of a bonus are tried."""


class Flaw(StrEnum):
    """What is wrong with free flow."""

    EMPTIED = "a city is emptied that the plan would fill"
    MISPLACED = "all together would earn more elsewhere"
    NEVER_LEVEL = "returns do not draw level"
    NOT_THERE = "a city that is to empty has not by the horizon"
    TOO_LATE = "returns draw level after the horizon"
    LOSERS = "residents lose"


class Open(StrEnum):
    """Why it is not decided whether free flow does well, where no flaw is seen."""

    NO_REST = "it is not seen to come to rest"
    SMALL_LEAD = "it rests where a small lead would grow"


class WhyNot(StrEnum):
    """Why no clause repairs it."""

    CHARGES_DO_NOT_HOLD = "equal charges do not hold the plan, as returns rise"
    CHARGES_DO_NOT_LEAD = "charges would hold the plan, and the flow is not seen to get there"
    NO_DELAY = "no delay of spillovers keeps returns from drawing level, and no bonus mends it"
    SLOW_ANYWAY = "also without a delay, or with a bonus, it takes too long"
    ALL_LOSE = "all together lose, so that nobody can make it good"


@dataclass(frozen=True, slots=True, kw_only=True)
class CongestionCharge(Clause):
    """A city charges so much per unit and year of what is there; ``in_all``: at the horizon."""

    kind: ClassVar[str] = "congestion charge"
    city: str
    charge: Fraction
    in_all: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class StaySubsidy(Clause):
    """A city pays what is there so much per unit and year; ``in_all``: at the horizon."""

    kind: ClassVar[str] = "subsidy to stay"
    city: str
    subsidy: Fraction
    in_all: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierSpillover(Clause):
    """Spillovers arrive after so many years at most."""

    kind: ClassVar[str] = "earlier spillover"
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstYearBonus(Clause):
    """A city pays what is there in the first year so much per unit, once; ``in_all``: all of it."""

    kind: ClassVar[str] = "first-year bonus"
    city: str
    bonus: Fraction
    in_all: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation(Clause):
    """A city's residents are paid so much a year by those who gain."""

    kind: ClassVar[str] = "compensation"
    city: str
    paid: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFound:
    """How many ``years`` the subsidy has to last (``None``: however long, it does not do), what it
    costs in all, how much is ``left`` at the horizon, more than the ``target``; and whether the
    city then stays at ``rest`` by itself, being beyond the tipping point.
    """

    city: str
    subsidy: Fraction
    target: Fraction
    years: int | None
    paid: Fraction
    left: Fraction
    tipping: Fraction | None
    rest: Fraction | None
    lasting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowOutcome(Outcome):
    """Where free flow goes, beside the plan; when returns draw level; who loses.

    ``masses``: by city at the horizon. ``end``: the equilibrium at which it comes to rest, ``None``
    where that is not seen; ``stable``: whether it would come back to it. ``open``: why it is not
    decided. ``planned``: where all together earn most, one of ``plans`` places. ``price``: how many
    times as much they earn there as at ``end``, or as at the horizon where no end is seen;
    ``worst``: as at the worst stable end, wherever the flow starts.
    ``emptied``: cities that the plan would fill. ``ends``: how many stable ends there are.
    ``level``: the year in which returns have drawn level; ``at_once``: the same without a delay.
    ``widest``: the year in which they differ most. ``lost``: by city, what its residents lose;
    ``gained``: what they gain. ``overtaken``: what who is there already earns less. ``total``: what
    all together gain.
    """

    what: str
    start: Mapping[str, Fraction]
    masses: Mapping[str, Fraction]
    end: Mapping[str, Fraction] | None
    stable: bool
    open: Open | None
    planned: Mapping[str, Fraction]
    plans: int
    price: Fraction | None
    worst: Fraction | None
    emptied: tuple[str, ...]
    ends: int
    level: int | None
    at_once: int | None
    widest: int
    horizon: int
    lost: Mapping[str, Fraction]
    gained: Mapping[str, Fraction]
    overtaken: Mapping[str, Fraction]
    total: Fraction
    policy: PolicyFound | None
    flaws: tuple[Flaw, ...]


def check(context: Context) -> Outcome:
    """Free flow beside the plan, its path, and what residents have before and after."""
    from intercity.topics.flow.section import Flow
    from solvers.flow.flow_anarchy import flow_anarchy
    from solvers.flow.flow_losers import flow_losers
    from solvers.flow.flow_path import flow_path

    given = context.scenario.section(Flow)
    if given is None:
        return NotAsked(needs=("flow",))
    flow = context.once(factor_flow)
    assert flow is not None  # noqa: S101 - it is asked
    anarchy = context.run_solver(flow_anarchy, flow)
    path = context.run_solver(flow_path, flow)
    losers = context.run_solver(flow_losers, flow)
    prompt = context.run_solver(flow_path, replace(flow, delay=0)) if flow.delay else path
    end = _resting_point(anarchy, path)
    flaws = tuple(_flaws(anarchy, path, losers, end))
    doubt = _doubt(end)
    margin = min((losers.after[c] - losers.before[c] for c in flow.regions), default=ZERO)
    found = FlowOutcome(
        verdict=Verdict.FAILS if flaws else Verdict.UNDECIDED if doubt else Verdict.STANDS,
        margin=margin if set(flaws) <= {Flaw.LOSERS} and doubt is None else None,
        proof=path.proof,
        what=given.what,
        start=dict(zip(flow.regions, flow.start, strict=True)),
        masses=path.masses,
        end=None if end is None else end.masses,
        stable=end is not None and end.stable,
        open=None if flaws else doubt,
        planned=anarchy.optimum.masses,
        plans=len(anarchy.optimum.optima),
        price=_price(anarchy, end, path),
        worst=anarchy.price_of_anarchy,
        emptied=() if end is None else anarchy.deserted(end),
        ends=len(anarchy.equilibria.stable),
        level=path.closed,
        at_once=prompt.closed,
        widest=path.widest,
        horizon=flow.horizon,
        lost=losers.losses,
        gained={
            city: losers.after[city] - losers.before[city]
            for city in flow.regions
            if losers.after[city] > losers.before[city]
        },
        overtaken=losers.overtaken,
        total=losers.total,
        policy=None if context.brief else _policy(context),
        flaws=flaws,
    )
    if context.brief or not flaws:
        return found
    return replace(found, repair=_repair(context, flow, anarchy, end, flaws))


def _resting_point(anarchy: FlowAnarchy, path: FlowPath) -> FlowEquilibrium | None:
    """The equilibrium at which the path is after ten horizons, if it is at one."""
    for one in anarchy.equilibria.equilibria:
        near = anarchy.game.mass * (AT_REST if one.stable else ON_A_RIDGE)
        if all(abs(one.masses[city] - n) <= near for city, n in path.ends.items()):
            return one
    return None


def _in_time(path: FlowPath, end: FlowEquilibrium | None) -> bool:
    """Whether returns are level by the horizon, or cities that empty are as good as empty then."""
    if path.outcome != "not seen" or end is None or not end.empty:
        return path.outcome == "in time"
    near = path.game.mass * AT_REST
    return all(abs(end.masses[city] - n) <= near for city, n in path.masses.items())


def _doubt(end: FlowEquilibrium | None) -> Open | None:
    if end is None:
        return Open.NO_REST
    return None if end.stable else Open.SMALL_LEAD


def _price(anarchy: FlowAnarchy, end: FlowEquilibrium | None, path: FlowPath) -> Fraction | None:
    """How many times as much all earn at the optimum as at an equilibrium, or at the horizon."""
    from solvers.flow.flow_curves import earned_together

    if end is None:
        earned = earned_together(anarchy.game, path.masses)
    else:
        earned = anarchy.welfare[anarchy.equilibria.equilibria.index(end)]
    return anarchy.optimum.welfare / earned if earned > 0 else None


def _as_planned(anarchy: FlowAnarchy, end: FlowEquilibrium) -> bool:
    return anarchy.as_planned[anarchy.equilibria.equilibria.index(end)]


def _flaws(
    anarchy: FlowAnarchy, path: FlowPath, losers: FlowLosers, end: FlowEquilibrium | None
) -> list[Flaw]:
    flaws = []
    if end is not None and anarchy.deserted(end):
        flaws.append(Flaw.EMPTIED)
    elif end is not None and not _as_planned(anarchy, end):
        flaws.append(Flaw.MISPLACED)
    if path.outcome == "too late":
        flaws.append(Flaw.TOO_LATE)
    elif not _in_time(path, end):
        flaws.append(Flaw.NOT_THERE if end is not None and end.empty else Flaw.NEVER_LEVEL)
    if losers.losses:
        flaws.append(Flaw.LOSERS)
    return flaws


def _policy(context: Context) -> PolicyFound | None:
    """How long the subsidy that the file asks about has to last."""
    from solvers.flow.least_policy import least_policy

    policy = context.once(flow_policy)
    if policy is None:
        return None
    found = context.run_solver(least_policy, policy)
    return PolicyFound(
        city=policy.region,
        subsidy=policy.subsidy,
        target=policy.target,
        years=found.periods,
        paid=found.paid,
        left=found.masses[policy.region],
        tipping=found.tipping,
        rest=found.rest,
        lasting=found.lasting,
    )


def _repair(
    context: Context,
    flow: FactorFlow,
    anarchy: FlowAnarchy,
    end: FlowEquilibrium | None,
    flaws: tuple[Flaw, ...],
) -> Repair | NoRepair:
    """Charges that lead to the plan, an earlier spillover, and then what losers are paid."""
    from solvers.flow.flow_losers import flow_losers
    from solvers.flow.flow_path import flow_path

    charges, mended, sooner = dict[str, Fraction](), flow, list[Clause]()
    if flaws[0] in (Flaw.EMPTIED, Flaw.MISPLACED):
        if not anarchy.optimum.holds:
            return NoRepair(reason=WhyNot.CHARGES_DO_NOT_HOLD)
        charges = dict(anarchy.optimum.charges)
        mended = flow.subsidised({city: -charge for city, charge in charges.items()})
        end = _seen_rest(context, mended)
        if end is None or not _is_optimum(end.masses, anarchy):
            return NoRepair(reason=WhyNot.CHARGES_DO_NOT_LEAD)
    if not _in_time(context.run_solver(flow_path, mended), end):
        lags = bool(flow.delay) and any(flow.arriving)
        years = _latest_delay(context, mended, end) if lags else None
        bonus = None if years is not None else _least_bonus(context, mended, end)
        if years is not None:
            mended = replace(mended, delay=years)
            sooner.append(EarlierSpillover(years=years))
        elif bonus is not None:
            mended = replace(mended, bonus=bonus)
            sooner += [
                FirstYearBonus(city=city, bonus=paid, in_all=paid * there)
                for city, paid, there in zip(flow.regions, bonus, flow.start, strict=True)
                if paid
            ]
        else:
            return NoRepair(reason=WhyNot.SLOW_ANYWAY if lags else WhyNot.NO_DELAY)
    losers = context.run_solver(flow_losers, mended)
    if losers.losses and not losers.compensable:
        return NoRepair(reason=WhyNot.ALL_LOSE)
    masses = context.run_solver(flow_path, mended).masses
    most = max(charges.values(), default=ZERO)
    collected = {city: charge * masses[city] for city, charge in charges.items() if charge}
    paid = {city: (most - x) * masses[city] for city, x in charges.items() if x < most}
    first: list[Clause] = [
        CongestionCharge(city=city, charge=charges[city], in_all=x) for city, x in collected.items()
    ]
    other: list[Clause] = [
        StaySubsidy(city=city, subsidy=most - charges[city], in_all=x) for city, x in paid.items()
    ]
    first += sooner + _compensations(losers, collected)
    other += sooner + _compensations(losers, {city: -x for city, x in paid.items()})
    return Repair(clauses=tuple(first), instead=Repair(clauses=tuple(other)) if paid else None)


def _seen_rest(context: Context, flow: FactorFlow) -> FlowEquilibrium | None:
    """Where a flow comes to rest; ``None`` also where its path is not proven."""
    from solvers.flow.flow_anarchy import flow_anarchy
    from solvers.flow.flow_path import flow_path

    try:
        anarchy = context.run_solver(flow_anarchy, flow)
        return _resting_point(anarchy, context.run_solver(flow_path, flow))
    except Unverified:
        raise
    except IntercityError:
        return None


def _compensations(losers: FlowLosers, budgets: Mapping[str, Fraction]) -> list[Clause]:
    """What residents lose, what their city collects (negative: pays) being theirs."""
    lost = {c: x - losers.after[c] - budgets.get(c, ZERO) for c, x in losers.before.items()}
    return [Compensation(city=city, paid=loss) for city, loss in lost.items() if loss > 0]


def _is_optimum(masses: Mapping[str, Fraction], anarchy: FlowAnarchy) -> bool:
    """Whether masses are those of an optimum, but for the decimals of the charges."""
    room = anarchy.game.mass / 10**6
    return any(
        all(abs(masses[city] - n) <= room for city, n in best.items())
        for best in anarchy.optimum.optima
    )


def _latest_delay(context: Context, flow: FactorFlow, end: FlowEquilibrium | None) -> int | None:
    """The longest delay with which returns draw level in time, all shorter ones doing so too."""
    from solvers.flow.flow_path import flow_path

    latest = None
    for years in range(flow.delay):
        if not _in_time(context.run_solver(flow_path, replace(flow, delay=years)), end):
            break
        latest = years
    return latest


def _least_bonus(
    context: Context, flow: FactorFlow, end: FlowEquilibrium | None
) -> tuple[Fraction, ...] | None:
    """What to pay once per unit, by city, so that returns draw level in time.

    With n* at the end, a bonus of log(n*/n)/k - r, less the least of them, would bring all there at
    once; the smallest of its twentieths that does it in time is taken.
    """
    from solvers.flow.flow_path import flow_path

    if end is None or not end.stable or end.empty or not all(flow.start):
        return None
    full = _jump(flow, end)
    for step in range(1, STEPS + 1):
        bonus = tuple(Fraction(round(1000 * x * step), 1000 * STEPS) for x in full)
        if _in_time(context.run_solver(flow_path, replace(flow, bonus=bonus)), end):
            return bonus
    return None


def _jump(flow: FactorFlow, end: FlowEquilibrium) -> list[float]:
    """The bonus that would bring all to an end at once, the least 0."""
    from solvers.flow.flow_path import first_returns

    earned = first_returns(flow)
    wanted = [
        math.log(end.masses[city] / n) / flow.speed - r
        for city, n, r in zip(flow.regions, flow.start, earned, strict=True)
    ]
    return [x - min(wanted) for x in wanted]
