"""Other hubs in place of those that are planned."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.region.context import Context
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.point_hub.check import OpenHubs
from intercity.topics.proposal import Proposal

__all__ = ["proposals"]


def proposals(_: Context, found: Outcome) -> Iterator[Proposal]:
    """The hubs that repair it."""
    for one in found.repair.clauses if isinstance(found.repair, Repair) else ():
        if isinstance(one, OpenHubs):
            yield Proposal("point hub", one, ((("point_hub", "planned"), one.hubs),))
