"""Station plans: which nodes to open, whether a remote one does as well, and who would stay in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import listed
from games.errors import of_kind
from games.station_nodes import StationNodes
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.core import Core, CoreCertificate, EmptyCoreCertificate, core
from solvers.families.hub_plans import HubPlan, HubPlansCertificate, hub_plans

__all__ = ["StationPlan", "StationPlanCertificate", "station_plan"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class StationPlan(Answer):
    """The best nodes, the best of the stations, the remote node alone, and who would stay in.

    ``best``: of all nodes; ``stations``: without the remote one; ``remote``: that one alone.
    ``core``: the ways to share what the best nodes bring so that no group of cities would rather
    open nodes of its own. ``nearer``: so many minutes shorter the way to the remote node would have
    to be for it to do as well as the stations; 0 where it does, ``None`` where it never would.

    See ``station_plan`` for the concept, an example and its source.
    """

    game: StationNodes
    best: HubPlan
    stations: HubPlan
    remote: HubPlan
    core: Core
    nearer: Fraction | None
    certificate: StationPlanCertificate
    method: str = "integer programs by branch and bound, the core of the game of groups"
    proof: Proof = EXACT

    @property
    def stations_win(self) -> bool:
        """Whether the stations bring more than the remote node alone."""
        return self.stations.net > self.remote.net

    @property
    def stable(self) -> bool:
        """Whether what the best nodes bring can be shared so that no group would leave."""
        return not self.core.empty

    @property
    def status(self) -> str:
        opened = listed(self.best.opened) if self.best.opened else "no node"
        text = f"Best is {opened}, for {approximately(self.best.net)} net; "
        text += f"{self.game.remote} alone brings {approximately(self.remote.net)}"
        if self.stations_win:
            text += (
                ", and never as much as the stations, however near"
                if self.nearer is None
                else f", and as much as the stations if {approximately(self.nearer)} minutes nearer"
            )
        stays = "no group would leave" if self.stable else "some group would leave at any split"
        return f"{text}; {stays}."


@dataclass(frozen=True, slots=True)
class StationPlanCertificate(Certificate, kind="station plan", of="station_plan"):
    """Proofs of both plans and of the core, and the minutes, which are found again."""

    best: HubPlansCertificate
    stations: HubPlansCertificate
    core: CoreCertificate | EmptyCoreCertificate
    nearer: Fraction | None

    def violations(self, subject: StationNodes) -> Iterator[str]:
        yield from self.best.violations(subject.hubs)
        yield from self.stations.violations(subject.stations)
        yield from self.core.violations(subject.coalitional)
        if self.nearer != _nearer(subject, self.stations.answer(subject.stations).best.net):
            yield "The remote node does as well at another distance."

    def answer(self, subject: StationNodes) -> StationPlan:
        found = self.best.answer(subject.hubs)
        return StationPlan(
            subject,
            found.best,
            self.stations.answer(subject.stations).best,
            found.planned,
            self.core.answer(subject.coalitional),
            self.nearer,
            self,
        )


def station_plan(game: StationNodes) -> StationPlan:
    """Station plans: which nodes to open, whether a remote one does as well, and who would stay in.

    The best set of nodes is found by an integer program, with and without the remote node. The
    choice is *stable* if the core of what groups of cities could have by nodes of their own is not
    empty. Last, how much shorter the way to the remote node would have to be: what it brings grows
    in straight pieces as the way gets shorter.

    All of it exact, for about a dozen cities and nodes; ``hub_plans`` of ``game.hubs`` takes more.

    Errors: ``InvalidInput`` for what is not ``StationNodes``, or more than 12 nodes.

    >>> game = StationNodes(["A", "B"], ["station", "park"], opening=[6, 2], worth=[[12, 12]] * 2,
    ...                     minutes=[[40, 100], [50, 150]], minute=[0.1, 0.1], remote="park")
    >>> print(station_plan(game).status)  # doctest: +NORMALIZE_WHITESPACE
    Best is station, for 9 net; park alone brings 0,
    and as much as the stations if 60 minutes nearer; no group would leave.

    Source: Church and ReVelle (1974); Goemans and Skutella (2004) for groups that would leave.
    """
    of_kind(game, StationNodes, place="subject of station_plan")
    groups = game.coalitional
    best, stations = hub_plans(game.hubs), hub_plans(game.stations)
    stable: Any = core(groups).certificate
    nearer = _nearer(game, stations.best.net)
    return StationPlanCertificate(best.certificate, stations.certificate, stable, nearer).answer(
        game
    )


def _nearer(game: StationNodes, goal: Fraction) -> Fraction | None:
    """The least number of minutes by which the way to the remote node must be shorter."""
    j = game.nodes.index(game.remote)

    def brings(minutes: Fraction) -> Fraction:
        values = (game.value(city, game.remote, minutes) for city in game.cities)
        return sum((max(ZERO, x) for x in values if x is not None), -game.opening[j])

    bends = {ZERO}
    for way, worth, minute in zip(
        (row[j] for row in game.minutes), (row[j] for row in game.worth), game.minute, strict=True
    ):
        if way is not None and minute:
            bends |= {way, max(ZERO, way - worth / minute)}
    last = None
    for bend in sorted(bends):
        if brings(bend) >= goal:
            if last is None:
                return bend
            slope = (brings(bend) - brings(last)) / (bend - last)
            return last + (goal - brings(last)) / slope
        last = bend
    return None
