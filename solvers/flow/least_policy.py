"""How long a subsidy must last that moves a flow to its other branch for good."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import NotProven, of_kind
from games.factor_flow import FlowPolicy
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball, shown
from solvers.flow.flow_curves import curves_in_balls, decimals, masses_shown
from solvers.flow.flow_equilibria import equilibrium_spreads
from solvers.flow.flow_path import BEYOND, PRECISIONS, TooWide, steps

__all__ = ["LeastPolicy", "LeastPolicyCertificate", "least_policy"]

NEAR = Fraction(1, 100)
"""A region counts as at an equilibrium within this share of the mass."""


@dataclass(frozen=True, slots=True, repr=False)
class LeastPolicy(Answer):
    """The fewest periods of a subsidy after which a region has its target at the horizon.

    ``periods``: ``None`` where no number of them does, up to the horizon; 0: it needs none.
    ``without``, ``masses``: by region at the horizon, without the policy, and with it (all the time
    where no shorter one does). ``paid``: what it costs, all periods added up.
    ``tipping``: of two regions, the next unstable equilibrium from where the region starts;
    ``None`` where there is none. ``at_end``: the region's mass when payments end. ``rest``: of two
    regions, its mass at the stable equilibrium where it is after ten horizons, to a hundredth of
    all; ``None`` where that is not seen. ``lasting``: whether it was beyond the tipping point when
    payments ended and rests beyond it, with no less than its target.

    See ``least_policy`` for the concept, an example and its source.
    """

    game: FlowPolicy
    periods: int | None
    without: Mapping[str, Fraction]
    masses: Mapping[str, Fraction]
    at_end: Fraction
    paid: Fraction
    tipping: Fraction | None
    rest: Fraction | None
    proof: Proof
    certificate: LeastPolicyCertificate
    method: str = "the recurrence for each number of periods, in balls"

    @property
    def lasting(self) -> bool:
        if self.periods is None or self.tipping is None or self.rest is None:
            return False
        return min(self.at_end, self.rest) > self.tipping and self.rest >= self.game.target

    @property
    def status(self) -> str:
        region, subsidy = self.game.region, approximately(self.game.subsidy, ".4g")
        if self.periods == 0:
            return f"{region} has its target without a subsidy."
        if self.periods is None:
            return f"A subsidy of {subsidy} does not bring {region} its target, however long."
        rest = "" if self.rest is None else approximately(self.rest, ".4g")
        after = f"; then it stays at {rest} by itself" if self.lasting else ""
        return f"{region} needs a subsidy of {subsidy} for {self.periods} periods{after}."


@dataclass(frozen=True, slots=True)
class LeastPolicyCertificate(
    Certificate, kind="least policy of a flow", of="least_policy", searches=True
):
    """How many periods, where the mass is then, and what it costs; shorter ones are run anew."""

    periods: int | None
    without: Mapping[str, Fraction]
    masses: Mapping[str, Fraction]
    at_end: Fraction
    paid: Fraction
    tipping: Fraction | None
    rest: Fraction | None

    def violations(self, subject: FlowPolicy) -> Iterator[str]:
        if isinstance(self.periods, bool) or self != _found(subject):
            yield "The recurrence gives another number of periods, or other masses."
        elif [tuple(m) for m in (self.without, self.masses)] != [subject.flow.regions] * 2:
            yield "The regions are in another order."

    def answer(self, subject: FlowPolicy) -> LeastPolicy:
        return LeastPolicy(
            subject,
            self.periods,
            self.without,
            self.masses,
            self.at_end,
            self.paid,
            self.tipping,
            self.rest,
            Proof("enclosed", Fraction(10) ** -min(6, decimals(subject.flow.mass))),
            certificate=self,
        )


def least_policy(game: FlowPolicy) -> LeastPolicy:
    """How long a subsidy must last that moves a flow to its other branch for good.

    With rising returns a flow has several stable ends, and a temporary policy can have a lasting
    effect (hysteresis): from beyond its *tipping* point the region goes to another end. The policy
    is run for 0, 1, 2, ... periods, and then the flow is left alone until the horizon; the first
    number with which the region then has its target is the answer.

    The shortest policy that does, enclosed.

    Errors: ``InvalidInput`` for what is not a ``FlowPolicy``; ``NotProven`` where the target is hit
    too closely to tell.

    >>> from games import FactorFlow, FlowPolicy
    >>> late = FactorFlow(["Hub", "Edge"], 1, 1.5, mass=10, start=[6, 4], speed=1, horizon=40)
    >>> found = least_policy(FlowPolicy(late, "Edge", subsidy=1))
    >>> found.periods, float(found.tipping), found.lasting
    (1, 5.0, True)

    Source: Krugman (1991), History versus expectations; Arthur (1989), Competing technologies,
    increasing returns, and lock-in by historical events.
    """
    of_kind(game, FlowPolicy, place="subject of least_policy")
    return _found(game).answer(game)


@functools.lru_cache(maxsize=64)
def _found(game: FlowPolicy) -> LeastPolicyCertificate:
    for bits in PRECISIONS:
        with curves_in_balls(bits), suppress(TooWide):
            found = _search(game)
            if found is not None:
                return found
    raise NotProven("least policy", "the region has just about its target")


def _search(game: FlowPolicy) -> LeastPolicyCertificate | None:
    flow, i, target = game.flow, game.flow.regions.index(game.region), ball(game.target)
    without: Mapping[str, Fraction] = {}
    for periods in range(flow.horizon + 1):
        walk = steps(flow, [{game.region: game.subsidy}] * periods)
        path = [next(walk)[0] for _ in range(flow.horizon + 1)]
        reached = path[-1][i]
        if not periods:
            without = masses_shown(flow, path[-1])
        if not (reached > target or reached < target):
            return None
        if reached > target or periods == flow.horizon:
            places = min(6, decimals(flow.mass))
            paid = ball(game.subsidy) * sum((path[t][i] for t in range(periods)), ball(0))
            return LeastPolicyCertificate(
                periods if reached > target else None,
                without,
                masses_shown(flow, path[-1]),
                shown(path[periods][i], places),
                shown(paid, places),
                _tipping(game),
                _rest(game, periods),
            )
    return None


def _tipping(game: FlowPolicy) -> Fraction | None:
    """The unstable equilibrium of two regions with least mass in this one, from its start on."""
    if len(game.flow.regions) > 2:
        return None
    start = game.flow.start[game.flow.regions.index(game.region)]
    found, _ = equilibrium_spreads(game.flow)
    ridges = [masses_shown(game.flow, one.masses)[game.region] for one in found if not one.stable]
    return min((mass for mass in ridges if mass >= start), default=None)


def _rest(game: FlowPolicy, periods: int) -> Fraction | None:
    """The stable equilibrium of two regions at which this one is after ten horizons."""
    flow, i = game.flow, game.flow.regions.index(game.region)
    if len(flow.regions) > 2:
        return None
    found, _ = equilibrium_spreads(flow)
    for bits in PRECISIONS:
        with curves_in_balls(bits), suppress(TooWide):
            walk = steps(flow, [{game.region: game.subsidy}] * periods)
            mass = [next(walk)[0][i] for _ in range(BEYOND * flow.horizon + 1)][-1]
            near = ball(NEAR * flow.mass)
            if mass.rad() > near / 100:
                continue
            for one in found:
                if one.stable and abs(one.masses[i] - mass) < near:
                    return masses_shown(flow, one.masses)[game.region]
            return None
    return None
