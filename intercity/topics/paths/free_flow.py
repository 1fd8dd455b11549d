"""Free flow: each project goes where it earns most, and nothing is built."""

from __future__ import annotations

from intercity.topics.paths.facts import PathFacts
from intercity.topics.paths.province import Province
from mechanisms.compact.run_solver import RunSolver
from solvers.competition.congestion_equilibrium import congestion_equilibrium

__all__ = ["free_flow"]


def free_flow(province: Province, run_solver: RunSolver) -> PathFacts:
    """Where projects go by themselves: none would move, so that nobody leaves."""
    found = run_solver(congestion_equilibrium, province.crowd())
    return PathFacts(
        name="free flow",
        province=province,
        projects=found.startups,
        has={city: province.brings * n for city, n in found.startups.items()},
        before=province.start,
        earned=found.welfare,
    )
