"""Another way to run the park; how well projects are assessed is no clause."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.region.context import Context
from intercity.topics.operator.check import OtherOperator
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.proposal import Proposal

__all__ = ["proposals"]


def proposals(_: Context, found: Outcome) -> Iterator[Proposal]:
    """The way that repairs it, where nothing else is needed."""
    clauses = found.repair.clauses if isinstance(found.repair, Repair) else ()
    if len(clauses) == 1 and isinstance(clauses[0], OtherOperator):
        yield Proposal("operator", clauses[0], ((("operator", "run"), clauses[0].run),))
