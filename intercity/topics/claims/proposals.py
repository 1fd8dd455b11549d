"""Weights by which the awards that repair it are handed out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd, lcm

from intercity.region.context import Context
from intercity.topics.claims.check import Awards
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.proposal import Proposal

__all__ = ["proposals"]


def proposals(_: Context, found: Outcome) -> Iterator[Proposal]:
    """In whole numbers, as only their proportion counts."""
    for one in found.repair.clauses if isinstance(found.repair, Repair) else ():
        if isinstance(one, Awards):
            whole = lcm(*(x.denominator for x in one.amounts.values()))
            weights = {city: int(x * whole) for city, x in one.amounts.items()}
            least = gcd(*weights.values())
            at = ("claims", "weight")
            entries = (((*at, city), Fraction(x, least)) for city, x in weights.items())
            yield Proposal("claims", one, tuple(entries), (at,))
