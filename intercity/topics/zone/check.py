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
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.outcome import Clause, NoRepair, NotAsked, Outcome, Repair, Verdict
from intercity.topics.zone.builder import zone_game
from intercity.topics.zone.section import Zone
from solvers.coalitional.core_partitions import ZonePartition, blocking_zone

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
    they are, where they differ in it. ``left_out``: by the planned zones, or else as
    ``stable_left_out``, by ``stable``. ``best``: zones in which all together have most, empty where
    not all were looked at; ``payoffs``: what each has in the planned zones, or in ``stable``.
    """

    planned: tuple[tuple[str, ...], ...]
    leavers: tuple[str, ...]
    stable: tuple[tuple[str, ...], ...]
    number: int
    assortative: bool
    left_out: tuple[str, ...]
    stable_left_out: tuple[str, ...]
    best: tuple[tuple[str, ...], ...]
    payoffs: Mapping[str, Fraction]


def check(context: Context) -> Outcome:
    """The stable partitions, and whether they, or the planned zones, reach everybody."""
    from solvers.coalitional.core_partitions import core_partitions

    given = context.scenario.section(Zone)
    if given is None:
        return NotAsked(needs=("zone",))
    game = context.once(zone_game)
    assert game is not None  # noqa: S101 - it is asked
    found = context.run_solver(core_partitions, game)
    reaching = [one for one in found.stable if not one.left_out]
    first = next(iter(reaching or found.stable), None)
    stable_left_out = () if first is None else first.left_out
    shown, leavers, left_out = first, tuple[str, ...](), stable_left_out
    holds = bool(reaching)
    if given.zones:
        alone = [(c,) for c in game.cities if not any(c in zone for zone in given.zones)]
        shown = ZonePartition(game, (*given.zones, *alone))
        leavers, left_out = blocking_zone(game, given.zones) or (), shown.left_out
        holds = not leavers and not left_out
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
        stable=() if first is None else first.zones,
        number=len(found.stable),
        assortative=found.assortative and len(set(game.levels)) > 1,
        left_out=left_out,
        stable_left_out=stable_left_out,
        best=() if found.best is None else found.best.zones,
        payoffs={} if shown is None else shown.payoffs,
    )
