"""Whether a factor flow is a Pareto improvement, and who loses by it if not."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import listed
from games.errors import NotProven, of_kind
from games.factor_flow import FactorFlow
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball, shown
from solvers.flow.flow_curves import curves_in_balls, residents, welfare
from solvers.flow.flow_path import PRECISIONS, TooWide, steps

__all__ = ["FlowLosers", "FlowLosersCertificate", "flow_losers"]

PLACES = 6


@dataclass(frozen=True, slots=True, repr=False)
class FlowLosers(Answer):
    """What everybody has before the flow, at the start, and after it, at the horizon.

    ``before``, ``after``: of each region's residents, who do not move. ``earned_before``,
    ``earned_after``: of a unit of mass in each region; none where there is none.
    ``total``: what all gain together, residents and mass.

    See ``flow_losers`` for the concept, an example and its source.
    """

    game: FactorFlow
    before: Mapping[str, Fraction]
    after: Mapping[str, Fraction]
    earned_before: Mapping[str, Fraction]
    earned_after: Mapping[str, Fraction]
    total: Fraction
    proof: Proof
    certificate: FlowLosersCertificate
    method: str = "the recurrence, in balls"

    @property
    def losses(self) -> dict[str, Fraction]:
        """By region, what its residents lose; who loses nothing is left out."""
        lost = {region: self.before[region] - self.after[region] for region in self.before}
        return {region: loss for region, loss in lost.items() if loss > 0}

    @property
    def overtaken(self) -> dict[str, Fraction]:
        """By region, what a unit that was there and stays earns less, as others come."""
        both = [r for r in self.earned_before if r in self.earned_after]
        lost = {region: self.earned_before[region] - self.earned_after[region] for region in both}
        return {region: loss for region, loss in lost.items() if loss > 0}

    @property
    def pareto(self) -> bool:
        """Whether nobody loses: neither residents, nor who was there and stays."""
        return not self.losses and not self.overtaken

    @property
    def compensable(self) -> bool:
        """Whether all together gain, so that who gains could make good all losses."""
        return self.total >= 0

    @property
    def status(self) -> str:
        if self.pareto:
            return "Nobody loses by the flow."
        losers = [
            f"residents of {r} lose {approximately(x, '.4g')}" for r, x in self.losses.items()
        ]
        losers += [
            f"who was in {region} earns {approximately(loss, '.4g')} less"
            for region, loss in self.overtaken.items()
        ]
        all_of = "all together gain" if self.compensable else "all together lose"
        return f"{listed(losers)}; {all_of} {approximately(abs(self.total), '.4g')}."


@dataclass(frozen=True, slots=True)
class FlowLosersCertificate(
    Certificate, kind="losers of a factor flow", of="flow_losers", searches=True
):
    """What everybody has before and after: the recurrence is run again."""

    before: Mapping[str, Fraction]
    after: Mapping[str, Fraction]
    earned_before: Mapping[str, Fraction]
    earned_after: Mapping[str, Fraction]
    total: Fraction

    def violations(self, subject: FactorFlow) -> Iterator[str]:
        if self != _found(subject):
            yield "The recurrence gives other payoffs."
        elif (tuple(self.before), tuple(self.after)) != (subject.regions,) * 2:
            yield "The regions are in another order."

    def answer(self, subject: FactorFlow) -> FlowLosers:
        return FlowLosers(
            subject,
            self.before,
            self.after,
            self.earned_before,
            self.earned_after,
            self.total,
            Proof("enclosed", Fraction(10) ** -PLACES),
            certificate=self,
        )


def flow_losers(game: FactorFlow) -> FlowLosers:
    """Whether a factor flow is a Pareto improvement, and who loses by it if not.

    Each unit moves because it earns more elsewhere. That says nothing of those who do not move: the
    residents of a region have a stake in its output A n^beta, less what the mass costs them (rents,
    crowds); and who was in a region before may earn less as others come. Payoffs at the start, as
    without any flow, are compared with those at the horizon; a bonus paid once is in neither.

    The Pareto verdict on a factor flow, enclosed.

    Errors: ``InvalidInput`` for what is not a ``FactorFlow``; ``NotProven`` as ``flow_path``.

    >>> from games import FactorFlow
    >>> drain = FactorFlow(["Hub", "Edge"], [2, 1], 1, mass=10, congestion=0.1, stakes=[0.5, 0.5])
    >>> found = flow_losers(drain)
    >>> found.pareto, list(found.losses), found.compensable
    (False, ['Edge'], True)

    Source: Pareto (1906); Bhagwati and Hamada (1974), The brain drain, on those who stay.
    """
    of_kind(game, FactorFlow, place="subject of flow_losers")
    return _found(game).answer(game)


@functools.lru_cache(maxsize=64)
def _found(game: FactorFlow) -> FlowLosersCertificate:
    for bits in PRECISIONS:
        with curves_in_balls(bits), suppress(TooWide):
            walk = steps(game)
            path = [next(walk) for _ in range(game.horizon + 1)]
            (first, paid), (last, pays) = (
                next(steps(replace(game, bonus=(Fraction(0),) * len(game.regions)))),
                path[-1],
            )
            if all(n.rad() < ball(Fraction(1, 10**12)) for n in last):
                return _certificate(game, (first, paid), (last, pays))
    raise NotProven("payoffs after the flow", "it is too sensitive to where it starts")


def _certificate(
    game: FactorFlow, start: tuple[list[Any], list[Any]], end: tuple[list[Any], list[Any]]
) -> FlowLosersCertificate:
    whose = [residents(game, masses) for masses, _ in (start, end)]
    gain = welfare(game, end[0]) - welfare(game, start[0])
    before, after = (
        {region: shown(x, PLACES) for region, x in zip(game.regions, each, strict=True)}
        for each in whose
    )
    earned_before, earned_after = (
        {
            region: shown(x, PLACES)
            for region, x in zip(game.regions, earned, strict=True)
            if x is not None
        }
        for _, earned in (start, end)
    )
    return FlowLosersCertificate(before, after, earned_before, earned_after, shown(gain, PLACES))
