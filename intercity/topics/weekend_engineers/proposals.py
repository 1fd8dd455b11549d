"""The permit and the payments for each hour that repair it."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.region.context import Context
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.proposal import Entry, Path, Proposal
from intercity.topics.weekend_engineers.repair import HourGrant, HoursForPay, Permit

__all__ = ["proposals"]

AT = "weekend_engineers"


def proposals(_: Context, found: Outcome) -> Iterator[Proposal]:
    """One proposal of all clauses, since one of them alone mends nothing."""
    entries: list[tuple[Path, Entry]] = []
    hours, paid = None, {}
    for one in found.repair.clauses if isinstance(found.repair, Repair) else ():
        if isinstance(one, Permit):
            hours = one.hours
            entries.append(((AT, "allowed"), hours))
        elif isinstance(one, HourGrant):
            paid[one.city] = one.paid
            entries.append(((AT, "grant", one.city), one.paid))
    if entries:
        yield Proposal("engineers", HoursForPay(hours=hours, paid=paid), tuple(entries))
