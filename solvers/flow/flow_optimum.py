"""Where a planner would put the mass of a factor flow."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import figures
from games.errors import of_kind
from games.factor_flow import FactorFlow
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball, shown
from solvers.flow.flow_curves import (
    curves_in_balls,
    decimals,
    earned_curves,
    marginal_curves,
    masses_shown,
    nine_digits,
    welfare,
)
from solvers.flow.level_cover import Spread, spreads

__all__ = ["FlowOptimum", "FlowOptimumCertificate", "flow_optimum"]


@dataclass(frozen=True, slots=True, repr=False)
class FlowOptimum(Answer):
    """Where a planner would put the mass.

    ``optima``: masses by region; several where regions are alike, and no other is better.
    ``welfare``: what units earn and residents have there, together. ``charges``: per unit and
    period, by region, what makes the first of them an equilibrium, the least 0. ``holds``: whether
    the flow comes back to it under these charges, which do not change with the mass.

    See ``flow_optimum`` for the concept, an example and its source.
    """

    game: FactorFlow
    optima: tuple[Mapping[str, Fraction], ...]
    welfare: Fraction
    charges: Mapping[str, Fraction]
    holds: bool
    proof: Proof
    certificate: FlowOptimumCertificate
    method: str = "levels of what one more adds, in cells, in balls"

    @property
    def masses(self) -> Mapping[str, Fraction]:
        """The first optimum."""
        return self.optima[0]

    @property
    def status(self) -> str:
        others = "" if len(self.optima) == 1 else f" (or {len(self.optima) - 1} as good)"
        return f"All together would earn most at {figures(self.masses)}{others}."


@dataclass(frozen=True, slots=True)
class FlowOptimumCertificate(Certificate, kind="optimum of a factor flow", of="flow_optimum"):
    """The masses of each optimum; all candidates are found in balls anew when it is verified."""

    optima: tuple[Mapping[str, Fraction], ...]

    def violations(self, subject: FactorFlow) -> Iterator[str]:
        best, _ = best_spreads(subject)
        if len(best) != len(self.optima):
            yield f"There are {len(best)} optima."
            return
        for given, one in zip(self.optima, best, strict=True):
            if tuple(given) != subject.regions or given != masses_shown(subject, one.masses):
                yield "The optimum is elsewhere."

    def answer(self, subject: FactorFlow) -> FlowOptimum:
        best, worth = best_spreads(subject)
        charges, holds = _charges(subject, best[0])
        with curves_in_balls():
            places = max(0, decimals(abs(shown(worth, 0)) + 1) - 1)
            return FlowOptimum(
                subject,
                self.optima,
                shown(worth, places),
                charges,
                holds,
                Proof("enclosed", Fraction(10) ** -min(places, decimals(subject.mass))),
                certificate=self,
            )


def flow_optimum(game: FactorFlow) -> FlowOptimum:
    """Where a planner would put the mass of a factor flow, and the charges that would hold it.

    The most that all together can have: units the sum of n_i r_i(n_i), subsidies left out, and
    residents, who do not move, a stake in A_i n_i^beta_i less the nuisance of n_i. At a maximum
    what one more unit adds is the same in all regions in use, and no more in empty ones;
    all such points are enclosed as equilibria are, and the best of them is the optimum. Those with
    two regions on rising branches are left out, as they are no maxima.

    A charge of r_i less the least of them evens out what units earn there. It makes the optimum an
    equilibrium; where returns rise it need not be a stable one.

    The optimum of a factor flow, enclosed.

    Errors: as ``flow_equilibria``.

    >>> from games import FactorFlow
    >>> crowd = FactorFlow(["Hub", "Edge"], [9, 5], 1, mass=10, congestion={"Hub": 1, "Edge": 0.5})
    >>> best = flow_optimum(crowd)
    >>> float(best.masses["Hub"]), float(best.welfare), float(best.charges["Hub"])
    (4.6666667, 32.666667, 2.0)

    Source: Pigou (1920), The Economics of Welfare.
    """
    of_kind(game, FactorFlow, place="subject of flow_optimum")
    best, _ = best_spreads(game)
    return FlowOptimumCertificate(tuple(masses_shown(game, one.masses) for one in best)).answer(
        game
    )


@functools.lru_cache(maxsize=64)
def best_spreads(game: FactorFlow) -> tuple[tuple[Spread, ...], Any]:
    """Those of the candidates that none is certainly better than, and their welfare in a ball."""
    with curves_in_balls():
        found = [(one, welfare(game, one.masses)) for one in _candidates(game)]
        top = max((worth.lower() for _, worth in found), key=float)
        best = [(one, worth) for one, worth in found if not worth < top]
        ball_of_best = best[0][1]
        for _, worth in best[1:]:
            ball_of_best = ball_of_best.union(worth)
        return tuple(one for one, _ in best), ball_of_best


def _candidates(game: FactorFlow) -> list[Spread]:
    return spreads(marginal_curves(game), game.mass, 1)


def _charges(game: FactorFlow, best: Spread) -> tuple[dict[str, Fraction], bool]:
    """r_i less the least r_i, to nine digits; and whether they hold the optimum."""
    with curves_in_balls():
        curves = earned_curves(game)
        earned = []
        for curve, n in zip(curves, best.masses, strict=True):
            if n != 0:
                earned.append(curve.value(n))
            else:
                assert curve.when_empty is not None  # noqa: S101 - else it could not be empty
                earned.append(ball(curve.when_empty))
        used = [value for value, n in zip(earned, best.masses, strict=True) if n != 0]
        level = used[0]
        for value in used[1:]:
            level = level.min(value)
        charges = {}
        for region, value, n in zip(game.regions, earned, best.masses, strict=True):
            charge = nine_digits(value - level)
            charges[region] = max(charge, Fraction(0)) if n == 0 else charge
        slopes = [c.slope(n) for c, n in zip(curves, best.masses, strict=True) if n != 0]
        if len(slopes) == 1 or all(slope < 0 for slope in slopes):
            return charges, True
        rising = [slope for slope in slopes if slope > 0]
        falling = [slope for slope in slopes if slope < 0]
        holds = len(rising) == 1 and len(falling) == len(slopes) - 1
        return charges, holds and bool(sum((1 / s for s in slopes), 0) > 0)
