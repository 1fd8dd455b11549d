"""The club that lasts, as an accord: its members bid what is best for them together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.region.context import Context
from intercity.topics.arms_race.proposals import DIGITS, accords
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.proposal import Proposal, money
from intercity.topics.truce_clubs.check import SmallerClub, TruceWithTransfers

__all__ = ["proposals"]


def proposals(context: Context, found: Outcome) -> Iterator[Proposal]:
    """As a promise where it is kept, else enforced."""
    clauses = found.repair.clauses if isinstance(found.repair, Repair) else ()
    for one in clauses:
        paid: list[dict[str, Fraction]] = []
        if isinstance(one, TruceWithTransfers):
            paid = [money(one.transfers, digits) for digits in DIGITS]
        elif isinstance(one, SmallerClub):
            paid = [{}]
        for transfers in paid:
            assert isinstance(one, TruceWithTransfers | SmallerClub)  # noqa: S101 - just looked
            for enforceable in (False, True):
                rule = {"truce": "joint", "enforceable": enforceable}
                yield from accords(context, "truce clubs", one.members, rule, transfers)
