"""Check 1, second half: does the platform pay, or would the members do better without it?

If the members pooled all else that they own and did their best, with the parks used as firms will
use them under the clauses as signed, they would make so much more, or less, than without any park.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from intercity.english import shown
from intercity.region.context import Context
from intercity.topics.finding import Finding
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import own_row
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["check"]

NUMBER, NAME = 1, "the park"
ZERO = Fraction(0)


def check(context: Context) -> Finding:
    """What the deal's platforms, or without a deal the best ones, add to what members make."""
    production, game, compact = context.region.production, context.game, context.compact
    if production is None or game is None or not production.platforms:
        return Finding(NUMBER, NAME, "not asked", "add [platforms]")
    if compact is None:
        worth: Fraction | None = game.worth(context.members)
    elif compact.enclaves:
        worth = _as_signed(context, compact)
    else:
        return Finding(NUMBER, NAME, "not asked", "add a platform to [compact]")
    if worth is None:
        return Finding(NUMBER, NAME, "undecided", "its members lack what it would occupy")
    adds = worth - context.without_platforms
    figures = {"added by platforms": adds}
    if adds > 0:
        says = f"it adds {shown(adds)} to what the members make without it"
        return Finding(NUMBER, NAME, "stands", says, margin=adds, figures=figures)
    says = "it costs as much as it brings: the members do as well without it"
    if adds < 0:
        says = f"it costs {shown(-adds)} more than it brings to the members"
    return Finding(NUMBER, NAME, "fails", says, "leave it out", adds, figures, mends=Fraction(1))


def _as_signed(context: Context, compact: EnclaveCompact) -> Fraction | None:
    """The members' best with the deal's parks as they will be used, all else pooled among them.

    ``None`` if they lack what the parks take.
    """
    from solvers.production.coalition_program import coalition_program

    parks = replace(compact, transfers=(), refunds=(), credit={}, grant={}, kept={})
    program = coalition_program(context.between_members(platforms=False), compact.members)
    taken: dict[str, Fraction] = {}
    for city in compact.members:
        for name, change in parks.endowment_changes(city).items():
            row = own_row(compact, name, city)
            taken[row] = taken.get(row, ZERO) + change
    unused = [
        Row(row, {}, "<=", _owned(context, row)) for row in taken if row not in _names(program)
    ]
    rows = (
        replace(row, bound=row.bound + taken.get(row.name, ZERO))
        for row in (*program.rows, *unused)
    )
    best: Fraction | None = context.ask(solve, replace(program, rows=tuple(rows))).value
    if best is None:
        return None
    brought = (sum(parks.incidence(city).values(), ZERO) for city in compact.members)
    return best + sum(brought, ZERO)


def _names(program: LinearProgram) -> set[str]:
    return {row.name for row in program.rows}


def _owned(context: Context, row: str) -> Fraction:
    """What members own of a resource that none of them can use."""
    for resource in context.between_members(platforms=False).resources:
        if resource.name == row:
            return sum(resource.owned.values(), ZERO)
        for city, units in resource.owned.items():
            if row == f"{resource.name} at {city}":
                return units
    return ZERO
