"""Free flow against the plan: the price of anarchy, and regions that free flow empties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import listed
from games.errors import of_kind
from games.factor_flow import FactorFlow
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import shown
from solvers.flow.flow_curves import curves_in_balls, decimals, welfare
from solvers.flow.flow_equilibria import (
    FlowEquilibria,
    FlowEquilibriaCertificate,
    FlowEquilibrium,
    equilibrium_spreads,
    flow_equilibria,
)
from solvers.flow.flow_optimum import (
    FlowOptimum,
    FlowOptimumCertificate,
    best_spreads,
    flow_optimum,
)

__all__ = ["FlowAnarchy", "FlowAnarchyCertificate", "flow_anarchy"]

PLACES = 6


@dataclass(frozen=True, slots=True, repr=False)
class FlowAnarchy(Answer):
    """Each equilibrium of a factor flow beside the planner's optimum.

    ``welfare``: of each equilibrium, what units earn and residents have, subsidies left out.
    ``as_planned``: which of them are an optimum. ``price_of_anarchy``: the optimum over the worst
    *stable* equilibrium, ``price_of_stability`` over the best; ``None`` where one earns nothing.
    ``deserted``: of each stable equilibrium, the regions that are empty there and in no optimum.

    See ``flow_anarchy`` for the concept, an example and its source.
    """

    game: FactorFlow
    equilibria: FlowEquilibria
    optimum: FlowOptimum
    welfare: tuple[Fraction, ...]
    as_planned: tuple[bool, ...]
    price_of_anarchy: Fraction | None
    price_of_stability: Fraction | None
    proof: Proof
    certificate: FlowAnarchyCertificate
    method: str = "welfare at all equilibria and at the optimum, in balls"

    def deserted(self, one: FlowEquilibrium) -> tuple[str, ...]:
        """The regions that are empty there, and in no optimum."""
        optima = self.optimum.optima
        return tuple(region for region in one.empty if all(best[region] for best in optima))

    @property
    def concentrations(self) -> tuple[FlowEquilibrium, ...]:
        """The stable equilibria that leave a region empty which the planner would fill."""
        return tuple(one for one in self.equilibria.stable if self.deserted(one))

    @property
    def status(self) -> str:
        if self.price_of_anarchy is None:
            return "At a stable equilibrium nothing is earned: there is no price of anarchy."
        opening = (
            f"The optimum earns {approximately(self.price_of_anarchy, '.4g')} times as much as"
        )
        text = f"{opening} the worst stable equilibrium"
        if not self.concentrations:
            return f"{text}."
        emptied = listed(self.deserted(self.concentrations[0]))
        return f"{text}; free flow can empty {emptied}, where the planner would have somebody."


@dataclass(frozen=True, slots=True)
class FlowAnarchyCertificate(
    Certificate, kind="anarchy of a factor flow", of="flow_anarchy", searches=True
):
    """The equilibria and the optimum, each with its proof."""

    equilibria: FlowEquilibriaCertificate
    optimum: FlowOptimumCertificate

    def violations(self, subject: FactorFlow) -> Iterator[str]:
        yield from self.equilibria.violations(subject)
        yield from self.optimum.violations(subject)

    def answer(self, subject: FactorFlow) -> FlowAnarchy:
        equilibria, optimum = self.equilibria.answer(subject), self.optimum.answer(subject)
        found, _ = equilibrium_spreads(subject)
        best, worth = best_spreads(subject)
        with curves_in_balls():
            earned = [welfare(subject, one.masses) for one in found]
            as_planned = tuple(
                any(
                    all(a.overlaps(b) for a, b in zip(one.masses, other.masses, strict=True))
                    for other in best
                )
                for one in found
            )
            stable = [w for w, one in zip(earned, found, strict=True) if one.stable]
            ratios = [worth / w if w > 0 else None for w in stable]
            prices = [None if ratio is None else shown(ratio, PLACES) for ratio in ratios]
            known = [price for price in prices if price is not None]
            places = max(0, decimals(optimum.welfare) - 1)
            return FlowAnarchy(
                subject,
                equilibria,
                optimum,
                tuple(shown(w, places) for w in earned),
                as_planned,
                max(known) if known and len(known) == len(prices) else None,
                min(known, default=None),
                Proof("enclosed", Fraction(10) ** -min(places, PLACES)),
                certificate=self,
            )


def flow_anarchy(game: FactorFlow) -> FlowAnarchy:
    """Free flow against the plan: the price of anarchy, and regions that free flow empties.

    Who moves looks at what a unit earns, r_i, and not at what it adds for others there. So
    free flow may end where all together, residents too, earn less: too many in one region, or,
    where returns rise, all of them in one that need not be the best. The price of anarchy is what
    all earn at the optimum over what they earn at the worst stable equilibrium; at 1 nothing is
    lost.

    The equilibria of a factor flow beside its optimum, enclosed.

    Errors: as ``flow_equilibria``.

    >>> from games import FactorFlow
    >>> crowd = FactorFlow(["Hub", "Edge"], 1, 1.2, mass=10, congestion=0.05)
    >>> found = flow_anarchy(crowd)
    >>> float(found.price_of_anarchy), len(found.concentrations)
    (1.041328, 2)

    Source: Pigou (1920); Koutsoupias and Papadimitriou (1999), Worst-case equilibria.
    """
    of_kind(game, FactorFlow, place="subject of flow_anarchy")
    return FlowAnarchyCertificate(
        flow_equilibria(game).certificate, flow_optimum(game).certificate
    ).answer(game)
