"""Check 1, second half: does the platform pay, or would the members do better without it?"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from intercity.checks.context import Context
from intercity.checks.finding import Finding, shown
from solvers.optimum import solve

__all__ = ["check"]

NUMBER, NAME = 1, "the park"


def check(context: Context) -> Finding:
    """What the deal's platforms, or without a deal the best ones, add to what members make."""
    production, game, compact = context.region.production, context.game, context.compact
    if production is None or game is None or not production.platforms:
        return Finding(NUMBER, NAME, "not asked", "add [platforms]")
    if compact is None:
        worth: Fraction | None = game.worth(context.members)
    elif compact.enclaves:
        worth = _with_exactly(context, {e.name: 1 for e in compact.enclaves})
    else:
        return Finding(NUMBER, NAME, "not asked", "add a platform to [compact]")
    if worth is None:
        return Finding(NUMBER, NAME, "undecided", "its members lack what it would occupy")
    adds = worth - context.without_platforms
    figures = {"added by platforms": adds}
    if adds > 0:
        says = f"it adds {shown(adds)} to what the members make without it"
        return Finding(NUMBER, NAME, "stands", says, margin=adds, figures=figures)
    says = "it costs more than it brings: the members do as well without it"
    return Finding(NUMBER, NAME, "fails", says, "leave it out", adds, figures)


def _with_exactly(context: Context, openings: Mapping[str, int]) -> Fraction | None:
    """The members' best with just these platforms open; ``None`` if these cannot be opened."""
    from solvers.production.coalition_program import coalition_program

    production = context.region.production
    assert production is not None  # noqa: S101 - there is a deal
    program = coalition_program(production, context.members, openings)
    best: Fraction | None = context.ask(solve, program).value
    if best is None:
        return None
    costs = (p.cost * openings.get(p.name, 0) for p in production.platforms)
    return best - sum(costs, Fraction(0))
