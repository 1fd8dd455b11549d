"""Check 26: does a corridor reach its ends?

What two cities give each other passes through all between them, and loses by each stretch. An end
is a near-dummy if what it adds to all others is no more than its link costs. The check fails if one
is: all together would rather build the corridor without it. It fails, too, if the whole corridor
brings less than all its links cost: each end may add more than its own link, others being built.

Sources: Jackson and Wolinsky (1996), the connections model; Myerson (1977); Owen (1986), Values of
graph-restricted games.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.corridor.section import corridor_game
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict

__all__ = ["CorridorGrant", "CorridorOutcome", "LinkGrants", "check"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGrants(Clause):
    """Pay, from outside, more than so much a year for the link of each of these ends."""

    kind: ClassVar[str] = "grants for links"
    above: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorridorGrant(Clause):
    """Pay, from outside, at least so much a year towards all links, beside grants for ends."""

    kind: ClassVar[str] = "grant for a corridor"
    least: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class CorridorOutcome(Outcome):
    """What the ends add, and what each city gets.

    ``adds``, ``costs``: by end, what it adds to all others, and what its link costs. ``dead_ends``:
    who adds no more than that. ``values``: what each city gets of the whole corridor by the Myerson
    value, links paid. ``stretches``: the parts that all together would build, to have ``most``.
    """

    adds: Mapping[str, Fraction]
    costs: Mapping[str, Fraction]
    dead_ends: tuple[str, ...]
    values: Mapping[str, Fraction]
    stretches: tuple[tuple[str, ...], ...]
    most: Fraction

    @property
    def whole(self) -> Fraction:
        """What the whole corridor brings, all its links paid."""
        return sum(self.values.values(), ZERO)


def check(context: Context) -> Outcome:
    """What each end adds against what its link costs."""
    from solvers.coalitional.corridor_ends import corridor_ends

    game = context.once(corridor_game)
    if game is None:
        return NotAsked(needs=("corridor",))
    found = context.run_solver(corridor_ends, game)
    short = {city: found.costs[city] - found.adds[city] for city in found.dead_ends}
    whole = sum(found.values.values(), ZERO)
    # A corridor of two cities has one link, which either grant would pay.
    granted = max(short.values(), default=ZERO) if len(found.values) == 2 else sum(short.values())
    clauses: list[Clause] = [LinkGrants(above=short)] if short else []
    if whole + granted < 0:
        clauses.append(CorridorGrant(least=-whole - granted))
    return CorridorOutcome(
        verdict=Verdict.FAILS if clauses else Verdict.STANDS,
        margin=min(whole, *(found.adds[city] - cost for city, cost in found.costs.items())),
        repair=Repair(clauses=tuple(clauses), unique=False) if clauses else None,
        adds=found.adds,
        costs=found.costs,
        dead_ends=found.dead_ends,
        values=found.values,
        stretches=found.stretches,
        most=found.most,
    )
