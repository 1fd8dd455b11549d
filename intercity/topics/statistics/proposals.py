"""How projects are to be counted, so that each member gains."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.region.context import Context
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.proposal import Bare, Proposal
from intercity.topics.statistics.check import LeastShares
from intercity.topics.statistics.section import Statistics

__all__ = ["nearest_shares", "proposals"]

ZERO, ONE = Fraction(0), Fraction(1)
DIGITS = (2, 4, 8)
"""After the point, of a share."""


def proposals(context: Context, found: Outcome) -> Iterator[Proposal]:
    """The shares that each needs, and no more taken off others than that, each counted once."""
    given = context.scenario.section(Statistics)
    for one in found.repair.clauses if isinstance(found.repair, Repair) else ():
        if isinstance(one, LeastShares) and given is not None:
            for digits in DIGITS:
                least = {city: x or ZERO for city, x in one.shares.items()}
                shares = nearest_shares(dict(given.attribution), least, Fraction(1, 10**digits))
                if shares is not None:
                    at = ("statistics", "attribution")
                    entries = (((*at, city), Bare(x)) for city, x in shares.items())
                    yield Proposal("statistics", LeastShares(shares=shares), tuple(entries))


def nearest_shares(
    signed: dict[str, Fraction], least: dict[str, Fraction], unit: Fraction
) -> dict[str, Fraction] | None:
    """Shares of 1 in all, none below what is needed; ``None`` where these do not fit in."""
    found = {city: max(signed.get(city, ZERO), -(-x // unit) * unit) for city, x in least.items()}
    over = sum(found.values(), ZERO) - ONE
    for city in sorted(found, key=lambda c: found[c] - least[c], reverse=True):
        spare = found[city] - -(-least[city] // unit) * unit
        taken = max(ZERO, min(spare, over))
        found[city] -= taken
        over -= taken
    return None if over > 0 else found
