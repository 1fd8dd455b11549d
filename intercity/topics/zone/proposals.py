"""Other zones in place of those that are planned."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.region.context import Context
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.proposal import Proposal
from intercity.topics.zone.check import OtherZones

__all__ = ["proposals"]


def proposals(_: Context, found: Outcome) -> Iterator[Proposal]:
    """The zones that repair it."""
    for one in found.repair.clauses if isinstance(found.repair, Repair) else ():
        if isinstance(one, OtherZones):
            yield Proposal("zone", one, ((("zone", "zones"), one.zones),))
