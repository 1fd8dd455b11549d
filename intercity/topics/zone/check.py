"""Check 18: do the zones that cities would form reach everybody?

Cities choose their zone by who else is in it. Zones are stable if no group of cities would have
more, each of them, as a zone of its own. Who, not most advanced itself, shares a zone with nobody
who is more advanced is left out: nothing can reach it. The check fails if planned zones are not
stable, or if zones leave somebody out.

Sources: Drèze and Greenberg (1980), Hedonic coalitions; Bogomolnaia and Jackson (2002), The
stability of hedonic coalition structures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from intercity.region.context import Context
from intercity.topics.outcome import Clause, NoRepair, NotAsked, Outcome, Repair, Verdict
from intercity.topics.zone.builder import zone_game
from intercity.topics.zone.section import Zone
from solvers.coalitional.core_partitions import ZonePartition, blocking_zone

if TYPE_CHECKING:
    from solvers.coalitional.core_partitions import CorePartitions

__all__ = ["OtherZones", "WhyNot", "ZoneOutcome", "check"]


class WhyNot(StrEnum):
    """Why no other zones are proposed."""

    NONE_STABLE = "no zones are stable"
    ALL_LEAVE_OUT = "all stable zones leave somebody out"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherZones(Clause):
    """Zones that nobody would leave, and that leave nobody out."""

    kind: ClassVar[str] = "zones"
    zones: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneOutcome(Outcome):
    """Which zones are stable, and whom they leave out.

    ``planned``: the zones that are planned, empty where none are. ``leavers``: a group that would
    leave them, empty where none would. ``stable``: one stable partition, empty where there is none.
    ``number``: how many there are. ``assortative``: whether all of them sort cities by how advanced
    they are. ``left_out``: by the planned zones, or else by every stable partition. ``best``: zones
    in which all together have most, empty where not all were looked at; ``payoffs``: what each has
    in the planned zones, or in ``stable``.
    """

    planned: tuple[tuple[str, ...], ...]
    leavers: tuple[str, ...]
    stable: tuple[tuple[str, ...], ...]
    number: int
    assortative: bool
    left_out: tuple[str, ...]
    best: tuple[tuple[str, ...], ...]
    payoffs: Mapping[str, Fraction]


def check(context: Context) -> Outcome:
    """The stable partitions, and whether they, or the planned zones, reach everybody."""
    from solvers.coalitional.core_partitions import core_partitions

    game, given = context.once(zone_game), context.scenario.section(Zone)
    if game is None or given is None:
        return NotAsked(needs=("zone",))
    found: CorePartitions = context.run_solver(core_partitions, game)
    reaching = [one for one in found.stable if not one.left_out]
    shown = (reaching or [*found.stable])[:1]
    leavers: tuple[str, ...] = ()
    if given.zones:
        alone = [(c,) for c in game.cities if not any(c in zone for zone in given.zones)]
        shown = [ZonePartition(game, (*given.zones, *alone))]
        leavers = blocking_zone(game, given.zones) or ()
        left_out = shown[0].left_out
        holds = not leavers and not left_out
    else:
        left_out = () if reaching else found.left_out
        holds = bool(reaching)
    first = (reaching or [*found.stable])[:1]
    repair: Repair | NoRepair | None = None
    if not holds and not context.brief:
        if reaching:
            repair = Repair(clauses=(OtherZones(zones=reaching[0].zones),), unique=False)
        else:
            none = WhyNot.NONE_STABLE if not found.stable else WhyNot.ALL_LEAVE_OUT
            repair = NoRepair(reason=none)
    return ZoneOutcome(
        verdict=Verdict.STANDS if holds else Verdict.FAILS,
        repair=repair,
        planned=given.zones,
        leavers=leavers,
        stable=first[0].zones if first else (),
        number=len(found.stable),
        assortative=found.assortative,
        left_out=left_out,
        best=() if found.best is None else found.best.zones,
        payoffs=shown[0].payoffs if shown else {},
    )
