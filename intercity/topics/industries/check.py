"""Check 22: do cities, each by what is said of industries, avoid to court too much of the same?

Each city courts what it believes to be best for it, given what others court. It fails if in some
equilibrium cities overlap more than in any choice that is best for all together, and lose by it.

Sources: Rosenthal (1973), A class of games possessing pure-strategy Nash equilibria; Pigou (1920),
The economics of welfare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.industries.section import industry_choice
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict

__all__ = ["IndustriesOutcome", "IndustryCharges", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryCharges(Clause):
    """Charge who courts an industry so much a year, or pay it, below 0.

    ``alone``: by industry, of who is alone in it, which is the hype. ``crowd``: for each other city
    in it, which is what that one loses. Where none is charged the industry is left out.
    """

    kind: ClassVar[str] = "charges by industry"
    alone: Mapping[str, Fraction]
    crowd: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustriesOutcome(Outcome):
    """What cities court, and what would be best.

    ``courted``: by city, in the worst equilibrium in which cities overlap too much, else in the
    worst; ``at_worst``: whether none is worse. ``best``: what would be best for all together.
    ``loss``: what all have less by it in truth; ``losses``: of which fit, the truth of industries,
    and crowding. ``overlap``, ``best_overlap``: Herfindahl's index, 1 if all court the same.
    ``agreeable``: whether ``best`` is an equilibrium too, so that cities need only agree on it.
    """

    courted: Mapping[str, str]
    at_worst: bool
    best: Mapping[str, str]
    loss: Fraction
    losses: Mapping[str, Fraction]
    overlap: Fraction
    best_overlap: Fraction
    agreeable: bool


def check(context: Context) -> Outcome:
    """The worst equilibrium against the best choice; charges where cities herd."""
    from solvers.competition.windfall_industries import windfall_industries

    game = context.once(industry_choice)
    if game is None:
        return NotAsked(needs=("industries",))
    found = context.run_solver(windfall_industries, game)
    fails, agreeable = found.herding, found.best.total == found.optimum.total
    optimum = found.best if agreeable else found.optimum
    courted = found.crowded or found.worst
    loss, parts = optimum.total - courted.total, courted.parts
    crowd = dict(zip(game.industries, game.crowding, strict=True))
    charged = [industry for industry, hype in game.hype.items() if hype or crowd[industry]]
    clause = IndustryCharges(
        alone={industry: game.hype[industry] for industry in charged},
        crowd={industry: crowd[industry] for industry in charged},
    )
    return IndustriesOutcome(
        verdict=Verdict.FAILS if fails else Verdict.STANDS,
        margin=-loss if fails else None,
        repair=Repair(clauses=(clause,), unique=False) if fails else None,
        courted=courted.choices,
        at_worst=courted.total == found.worst.total,
        best=optimum.choices,
        loss=loss,
        losses={part: value - parts[part] for part, value in optimum.parts.items()},
        overlap=courted.overlap,
        best_overlap=optimum.overlap,
        agreeable=agreeable,
    )
