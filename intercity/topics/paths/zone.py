"""Zones of cooperation: each city joins the zone that is best for it."""

from __future__ import annotations

from dataclasses import replace

from intercity.topics.paths.facts import PathFacts
from intercity.topics.paths.province import Province
from mechanisms.compact.run_solver import RunSolver
from solvers.coalitional.core_partitions import core_partitions

__all__ = ["zone"]


def zone(province: Province, flow: PathFacts, run_solver: RunSolver) -> PathFacts:
    """Projects stay where free flow has them; zones are those that no group would leave.

    Of several such partitions the one in which all have most, the first of equals. Where there is
    none no zone forms; who would leave is then the group that blocks the zones in which all have
    most (where not all were looked at, the first).
    """
    assert province.zones is not None  # noqa: S101 - the caller looked
    found = run_solver(core_partitions, province.zones)
    has = dict(flow.has)
    formed: tuple[tuple[str, ...], ...] = ()
    leavers: tuple[str, ...] = ()
    if found.stable:
        best = max(found.stable, key=lambda one: one.total)
        formed = tuple(group for group in best.zones if len(group) > 1)
        for city, gain in best.payoffs.items():
            has[city] += gain
    else:
        leavers = max(found.blocking, key=lambda one: one[0].total)[1]
    return replace(
        flow,
        name="zone",
        has=has,
        before=flow.has,
        groups=formed,
        leavers=leavers,
        stable=bool(found.stable),
    )
