"""Check 21: does no group of cities lose, by how the scarce is shared, what nobody else claims?

A group is sure of what all others would leave it even if their claims were met. Awards fail if some
group is left less than that: it could do without the sharing. It has more by as much as others are
awarded beyond their claims.

Sources: O'Neill (1982), A problem of rights arbitration from the Talmud; Aumann and Maschler
(1985), Game theoretic analysis of a bankruptcy problem from the Talmud.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.claims.builder import awards, claims_problem, counted_in
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict

__all__ = ["Awards", "ClaimsOutcome", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Awards(Clause):
    """Hand out so much to each city."""

    kind: ClassVar[str] = "awards"
    amounts: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsOutcome(Outcome):
    """Who is left less than it is sure of.

    ``estate``, ``claimed``: what there is, and all claims. ``awards``: by weight. ``beyond``: by
    city, what it is awarded beyond its claim, if anything. ``leavers``: the group that is left most
    below what it is sure of, ``sure``; empty where none is. ``gain``: by how much. ``unit``: what
    is counted; empty if it is money.
    """

    estate: Fraction
    claimed: Fraction
    awards: Mapping[str, Fraction]
    beyond: Mapping[str, Fraction]
    leavers: tuple[str, ...]
    sure: Fraction
    gain: Fraction
    unit: str = ""


def check(context: Context) -> Outcome:
    """The awards against what each group is sure of; the Talmud rule where one is left less."""
    from mechanisms.claims.talmud import talmud_rule
    from solvers.coalitional.core import core_violation
    from solvers.coalitional.excess import greatest_excess

    problem = context.once(claims_problem)
    if problem is None:
        return NotAsked(needs=("claims",))
    given, game = awards(context), problem.game()
    left, tightest = core_violation(game, given), greatest_excess(game, given)
    repair = None
    if left is not None and not context.brief:
        amounts = dict(context.run_solver(talmud_rule, problem))
        repair = Repair(clauses=(Awards(amounts=amounts),), unique=False)
    return ClaimsOutcome(
        verdict=Verdict.STANDS if left is None else Verdict.FAILS,
        margin=None if tightest is None else -tightest.gain,
        repair=repair,
        estate=problem.estate,
        claimed=sum(problem.claims.values(), Fraction(0)),
        awards=given,
        beyond={c: x - problem.claims[c] for c, x in given.items() if x > problem.claims[c]},
        leavers=() if left is None else tuple(left.coalition),
        sure=Fraction(0) if left is None else game.worth(left.coalition),
        gain=Fraction(0) if left is None else left.gain,
        unit=context.once(counted_in),
    )
