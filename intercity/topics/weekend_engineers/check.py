"""Check 19: do cities buy those spare hours of an engineer that are best for all together?

Each city offers a wage for hours in it, and the engineer splits his hours. What an hour brings
others, and costs his employer at home, no city counts that buys it; and it buys fewer to keep the
wage low. The check fails if all together could have more, by more than a millionth of the most that
they could have: by more hours, fewer, or others. So little is lost where the hours that are best,
or the payments that bring them about, are no decimals, and are rounded to be signed.

Sources: Bernheim and Whinston (1986), Common agency; Dixit (1996), The Making of Economic Policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.region.context import Context
from intercity.topics.outcome import NotAsked, Outcome, Verdict
from intercity.topics.weekend_engineers.builder import shared_engineer
from intercity.topics.weekend_engineers.repair import HourGrant, Permit, WhyNot, repair

if TYPE_CHECKING:
    from solvers.strategic.common_agency import CommonAgencyEquilibrium

__all__ = ["Amiss", "EngineerOutcome", "HourGrant", "Permit", "WhyNot", "check"]


class Amiss(StrEnum):
    """What is wrong with the hours that are bought."""

    TOO_FEW = "too few"
    TOO_MANY = "too many"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineerOutcome(Outcome):
    """The wages that cities offer, and the hours that follow.

    ``surplus``: what all have together, the employer at home included; ``best_surplus``: the most
    that they could have, with ``best_hours``. ``payoffs``: of the cities; ``engineer``,
    ``employer``: what these two have. ``allowed``: the hours that the employer allows. ``amiss``:
    what is wrong with the hours that are bought, ``None`` if they are best but for a millionth.
    """

    wages: Mapping[str, Fraction]
    hours: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    engineer: Fraction
    employer: Fraction
    surplus: Fraction
    best_surplus: Fraction
    best_hours: Mapping[str, Fraction]
    allowed: Fraction
    amiss: Amiss | None


def check(context: Context) -> Outcome:
    """The equilibrium of offers, beside the hours that would be best for all together."""
    from solvers.strategic.common_agency import common_agency

    game = context.once(shared_engineer)
    if game is None:
        return NotAsked(needs=("weekend_engineers",))
    found = context.run_solver(common_agency, game)
    hours = sum(found.hours.values(), Fraction(0))
    employer = -hours * game.home_loss
    paid = sum((g * h for g, h in zip(game.grant, found.hours.values(), strict=True)), Fraction(0))
    return EngineerOutcome(
        verdict=Verdict.FAILS if found.astray else Verdict.STANDS,
        margin=found.surplus - found.best_surplus if found.astray else None,
        repair=repair(found, context.run_solver) if found.astray and not context.brief else None,
        proof=found.proof,
        wages=found.offers,
        hours=found.hours,
        payoffs=found.payoffs,
        engineer=found.surplus - sum(found.payoffs.values(), employer) + paid,
        employer=employer,
        surplus=found.surplus,
        best_surplus=found.best_surplus,
        best_hours=found.best_hours,
        allowed=game.allowed,
        amiss=_amiss(found) if found.astray else None,
    )


def _amiss(found: CommonAgencyEquilibrium) -> Amiss:
    """In no city too many hours, in none too few, or both."""
    more = [h - found.best_hours[city] for city, h in found.hours.items()]
    return (
        Amiss.TOO_FEW if max(more) <= 0 else Amiss.TOO_MANY if min(more) >= 0 else Amiss.ELSEWHERE
    )
