"""All equilibria of a factor flow, corners included, and which of them are stable."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from games.by_city import figures
from games.errors import of_kind
from games.factor_flow import FactorFlow
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball
from solvers.flow.flow_curves import (
    curves_in_balls,
    decimals,
    earned_curves,
    masses_shown,
    nine_digits,
)
from solvers.flow.level_cover import Spread, spreads
from solvers.flow.return_curve import ReturnCurve

__all__ = ["FlowEquilibria", "FlowEquilibriaCertificate", "FlowEquilibrium", "flow_equilibria"]

ALL = 243
"""Up to so many ways for regions to be large, small or empty all equilibria are listed."""


@dataclass(frozen=True, slots=True)
class FlowEquilibrium:
    """Masses by region, what each unit earns, and whether the flow comes back to it.

    ``empty``: the regions without any, to nine digits of the whole.
    ``eigenvalue``: the largest of the replicator dynamics in continuous time at this point, in
    masses that add up; below 0, deviations die out at this rate.

    See ``flow_equilibria`` for the concept, an example and its source.
    """

    masses: Mapping[str, Fraction]
    level: Fraction
    stable: bool
    eigenvalue: Fraction

    @property
    def empty(self) -> tuple[str, ...]:
        return tuple(region for region, n in self.masses.items() if not n)


@dataclass(frozen=True, slots=True, repr=False)
class FlowEquilibria(Answer):
    """All equilibria of a factor flow.

    ``equilibria``: from the one with most in the first region on. ``complete``: whether all are
    listed, or only those in which at most one region in use has rising returns, as in each that is
    stable. ``ridges``: those that are not stable, between the basins of those that are.

    See ``flow_equilibria`` for the concept, an example and its source.
    """

    game: FactorFlow
    equilibria: tuple[FlowEquilibrium, ...]
    complete: bool
    proof: Proof
    certificate: FlowEquilibriaCertificate
    method: str = "levels in cells, each excluded or with one solution, in balls"

    @property
    def stable(self) -> tuple[FlowEquilibrium, ...]:
        return tuple(one for one in self.equilibria if one.stable)

    @property
    def ridges(self) -> tuple[FlowEquilibrium, ...]:
        return tuple(one for one in self.equilibria if not one.stable)

    @property
    def status(self) -> str:
        count = len(self.stable)
        if count == 1:
            return f"One stable equilibrium: {figures(self.stable[0].masses)}."
        rest = "; ".join(figures(one.masses) for one in self.stable[:3])
        return f"{count} stable equilibria; where the flow starts decides: {rest}."


@dataclass(frozen=True, slots=True)
class FlowEquilibriaCertificate(Certificate, kind="factor flow", of="flow_equilibria"):
    """The masses of each equilibrium, and which of them are stable.

    All levels are covered in balls anew when it is verified.
    """

    masses: tuple[Mapping[str, Fraction], ...]
    stable: tuple[bool, ...]

    def violations(self, subject: FactorFlow) -> Iterator[str]:
        found, _ = equilibrium_spreads(subject)
        if len(found) != len(self.masses) or len(found) != len(self.stable):
            yield f"There are {len(found)} equilibria."
            return
        for k, one in enumerate(found):
            if tuple(self.masses[k]) != subject.regions or self.masses[k] != masses_shown(
                subject, one.masses
            ):
                yield f"Equilibrium {k + 1} is elsewhere."
            if self.stable[k] is not one.stable:
                yield f"Equilibrium {k + 1} is {'' if one.stable else 'not '}stable."

    def answer(self, subject: FactorFlow) -> FlowEquilibria:
        found, complete = equilibrium_spreads(subject)
        with curves_in_balls():
            curves = earned_curves(subject)
            listed_ones = tuple(
                FlowEquilibrium(
                    masses,
                    nine_digits(one.level),
                    stable,
                    _largest_eigenvalue(subject, curves, one),
                )
                for masses, stable, one in zip(self.masses, self.stable, found, strict=True)
            )
        radius = Fraction(10) ** -decimals(subject.mass)
        return FlowEquilibria(
            subject, listed_ones, complete, Proof("enclosed", radius), certificate=self
        )


def flow_equilibria(game: FactorFlow) -> FlowEquilibria:
    """All equilibria of a factor flow, corners included, and which of them are stable.

    Nobody earns more by moving: where there are some, they earn one *level*; in an empty region the
    first would earn no more. Given the level each region in use is at the one place of one of its
    branches (where its returns rise, or fall) that pays it, so that the level is the only unknown;
    all levels are covered by cells in ball arithmetic, so that none is overlooked. An equilibrium
    is stable under the replicator dynamics iff it is a strict local maximum of the potential, the
    sum of the integrals of the returns: at most one region in use has rising returns, and the sum
    of 1/r_i' over those in use is then above 0.

    The equilibria of a factor flow, enclosed.

    A delay moves no equilibrium, as what arrives no longer changes there; that the flow settles
    with it is another question (``flow_path``).

    Errors: ``InvalidInput`` for what is not a ``FactorFlow``; ``Undefined`` where a return does not
    depend on the mass, or regions are too many; ``NotProven`` where two equilibria are about to
    merge: change a number a bit.

    >>> from games import FactorFlow
    >>> crowd = FactorFlow(["Hub", "Edge"], 1, 1.5, mass=10, congestion=0.1)
    >>> found = flow_equilibria(crowd)
    >>> [(float(one.masses["Hub"]), one.stable) for one in found.equilibria]
    [(10.0, True), (5.0, False), (0.0, True)]

    Source: Sandholm (2010), Population Games and Evolutionary Dynamics; Krugman (1991).
    """
    of_kind(game, FactorFlow, place="subject of flow_equilibria")
    found, _ = equilibrium_spreads(game)
    return FlowEquilibriaCertificate(
        tuple(masses_shown(game, one.masses) for one in found), tuple(one.stable for one in found)
    ).answer(game)


@functools.lru_cache(maxsize=64)
def equilibrium_spreads(game: FactorFlow) -> tuple[tuple[Spread, ...], bool]:
    """The equilibria in balls; and whether all are there."""
    with curves_in_balls():
        curves = earned_curves(game)
        ways = prod(len(c.branches) + (c.when_empty is not None) for c in curves)
        return tuple(spreads(curves, game.mass, 99 if ways <= ALL else 1)), ways <= ALL


def _largest_eigenvalue(game: FactorFlow, curves: list[ReturnCurve], one: Spread) -> Fraction:
    """Of the Jacobian of k n_i (r_i - mean) on masses that add up, to nine digits.

    Whoever goes to an empty region earns more or less than the level: that is one eigenvalue each.
    Among the regions in use, with e_i = n_i r_i', they are k times the roots of the sum of
    n_i / (e_i - x), of which one lies between each two neighbours of the e_i.
    """
    k = ball(game.speed)
    used = [i for i, empty in enumerate(one.empty) if not empty]
    values = []
    for i, curve in enumerate(curves):
        if i not in used:
            assert curve.when_empty is not None  # noqa: S101 - else it could not be empty
            values.append(k * (ball(curve.when_empty) - one.level))
    if len(used) > 1:
        pairs = [(one.masses[i] * curves[i].slope(one.masses[i]), one.masses[i]) for i in used]
        values.append(k * _largest_root(pairs))
    largest = values[0]
    for value in values[1:]:
        largest = largest.max(value)
    return nine_digits(largest)


def _largest_root(pairs: list[tuple[Any, Any]]) -> Any:
    """The largest x with sum of n / (e - x) = 0, between the two largest e, as it rises there."""
    pairs = sorted(pairs, key=lambda pair: float(pair[0].mid()))
    low, high = pairs[-2][0], pairs[-1][0]
    for _ in range(100):
        middle = ((low + high) / 2).mid()
        if not low < middle < high:
            break
        value = sum((n / (e - middle) for e, n in pairs), ball(0))
        if value > 0:
            high = middle
        elif value < 0:
            low = middle
        else:
            break
    return low.union(high)
