"""Check 19: do cities buy an engineer's spare hours where all together would gain by it?

Each city offers a wage, and the engineer splits his hours. Where knowledge spills over each city
waits for the others to pay; and his employer at home may allow none. The check fails if no hours
are bought though some would bring all of them together more.

Sources: Bernheim and Whinston (1986), Common agency; Dixit (1996), The Making of Economic Policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from intercity.region.context import Context
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict
from intercity.topics.weekend_engineers.builder import shared_engineer

if TYPE_CHECKING:
    from solvers.strategic.common_agency import CommonAgencyEquilibrium

__all__ = ["EngineerOutcome", "HourGrant", "Permit", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HourGrant(Clause):
    """More than this for each hour in the city, from outside or from those who learn of it."""

    kind: ClassVar[str] = "grant per hour"
    city: str
    above: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit(Clause):
    """The employer at home allows so many hours, and is paid what they cost it."""

    kind: ClassVar[str] = "permit"
    hours: Fraction
    paid: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineerOutcome(Outcome):
    """The wages that cities offer, and the hours that follow.

    ``surplus``: what all have together, the employer at home included; ``best_surplus``: the most
    that they could have, with ``best_hours``. ``allowed``: the hours that the employer allows.
    """

    wages: Mapping[str, Fraction]
    hours: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    surplus: Fraction
    best_surplus: Fraction
    best_hours: Mapping[str, Fraction]
    allowed: Fraction


def check(context: Context) -> Outcome:
    """The equilibrium of offers, beside the hours that would be best for all together."""
    from solvers.strategic.common_agency import common_agency

    game = context.once(shared_engineer)
    if game is None:
        return NotAsked(needs=("weekend_engineers",))
    found: CommonAgencyEquilibrium = context.run_solver(common_agency, game)
    return EngineerOutcome(
        verdict=Verdict.FAILS if found.idle else Verdict.STANDS,
        margin=-found.best_surplus if found.idle else None,
        repair=_repair(found) if found.idle and not context.brief else None,
        proof=found.proof,
        wages=found.offers,
        hours=found.hours,
        payoffs=found.payoffs,
        surplus=found.surplus,
        best_surplus=found.best_surplus,
        best_hours=found.best_hours,
        allowed=game.allowed,
    )


def _repair(found: CommonAgencyEquilibrium) -> Repair:
    """A permit where there is none, and a grant where no city would buy the first hour."""
    game, clauses = found.game, list[Clause]()
    if not game.allowed:
        hours = sum(found.best_hours.values(), Fraction(0))
        clauses.append(Permit(hours=hours, paid=hours * game.home_loss))
    short = found.shortfall
    wanted = [city for city in game.cities if found.best_hours[city]]
    if all(game.value[j][j] <= game.travel[j] for j in range(len(game.cities))):
        city = min(wanted, key=lambda c: short[c])
        clauses.append(HourGrant(city=city, above=short[city]))
    return Repair(clauses=tuple(clauses), unique=False)
