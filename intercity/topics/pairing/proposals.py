"""What cities pay the hubs of their pairs.

Which pairs are mandated is the province's to say, and is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from intercity.region.context import Context
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.pairing.check import NewPairs, PairPayments
from intercity.topics.proposal import Proposal

__all__ = ["proposals"]


def proposals(_: Context, found: Outcome) -> Iterator[Proposal]:
    """Payments that hold the pairs that there are, where those need not change."""
    clauses = found.repair.clauses if isinstance(found.repair, Repair) else ()
    if any(isinstance(one, NewPairs) for one in clauses):
        return
    for one in clauses:
        if isinstance(one, PairPayments):
            entries = ((("pairing", "paid", city), x) for city, x in one.paid.items())
            yield Proposal("pairing", one, tuple(entries))
