"""Check 17: would land that is left white bring more than the best fixed plan?

A fixed plan commits all land before it is known what will be asked for; it regrets what who knew it
would have more. It fails if leaving some land white avoids more of that regret than waiting costs.

Sources: Dantzig (1955), Linear programming under uncertainty; Arrow and Fisher (1974),
Environmental preservation, uncertainty, and irreversibility.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from intercity.region.context import Context
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict
from intercity.topics.white_space.section import land_plan

if TYPE_CHECKING:
    from solvers.production.white_space import WhiteSpacePlan

__all__ = ["WhiteLand", "WhiteSpaceOutcome", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhiteLand(Clause):
    """Leave so much land white, by city."""

    kind: ClassVar[str] = "white land"
    amounts: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhiteSpaceOutcome(Outcome):
    """What the best fixed plan makes and regrets, and what white land avoids of it.

    ``regrets``: of the fixed plan, by scenario. ``regret``: on average. ``avoided``: of it, by the
    best white land, before ``option_cost``, what waiting costs. ``break_even``: how much more a
    unit left white could cost until none pays, less land than ``white`` included;
    ``None`` where none does, or only the verdict was asked for.
    """

    fixed_value: Fraction
    value: Fraction
    regret: Fraction
    regrets: Mapping[str, Fraction]
    avoided: Fraction
    option_cost: Fraction
    white: Mapping[str, Fraction]
    break_even: Fraction | None


def check(context: Context) -> Outcome:
    """The best plan with white land against the best fixed one."""
    from solvers.production.white_space import white_space

    game = context.once(land_plan)
    if game is None:
        return NotAsked(needs=("white_space",))
    found = context.run_solver(white_space, game)
    fails = found.fixed_fails
    white = {city: land for city, land in found.white.items() if land} if fails else {}
    return WhiteSpaceOutcome(
        verdict=Verdict.FAILS if fails else Verdict.STANDS,
        margin=-found.gain if fails else None,
        repair=Repair(clauses=(WhiteLand(amounts=white),), unique=False) if fails else None,
        fixed_value=found.fixed_value,
        value=found.value,
        regret=found.regret,
        regrets=found.regrets,
        avoided=found.avoided if fails else Fraction(0),
        option_cost=found.option_cost if fails else Fraction(0),
        white=white,
        break_even=None if context.brief else _break_even(context, found),
    )


def _break_even(context: Context, found: WhiteSpacePlan) -> Fraction | None:
    """The cost on top at which the best plan gains nothing, though the last land found just did."""
    from solvers.production.white_space import white_space

    dearer: Fraction | None = None
    while found.fixed_fails:
        more = found.break_even
        assert more is not None  # noqa: S101 - a fixed plan fails where land is left white
        dearer = (dearer or Fraction(0)) + more
        game = land_plan(context, dearer)
        assert game is not None  # noqa: S101 - the section is there
        found = context.run_solver(white_space, game)
    return dearer
