"""A permit, and payments for each hour, by which the hours that are best for all are bought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from games.errors import IntercityError
from intercity.proofs import Unverified
from intercity.topics.outcome import Clause, NoRepair, Repair

if TYPE_CHECKING:
    from games.common_agency import CommonAgency
    from mechanisms.compact.run_solver import RunSolver
    from solvers.strategic.common_agency import CommonAgencyEquilibrium

__all__ = ["HourGrant", "HoursForPay", "Permit", "WhyNot", "repair"]

ZERO = Fraction(0)
DIGITS = range(1, 12)
"""After the point, of hours and payments as they would be signed."""
A_MILLIONTH = Fraction(1, 10**6)


class WhyNot(StrEnum):
    """Why nothing is proposed."""

    NONE_FOUND = "no permit and no payment for each hour was found by which all together have more"


@dataclass(frozen=True, slots=True, kw_only=True)
class HourGrant(Clause):
    """So much is paid to the city for each hour there, by the others; below 0: it pays them."""

    kind: ClassVar[str] = "grant per hour"
    city: str
    paid: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit(Clause):
    """The employer at home allows so many hours, and is paid what they cost it."""

    kind: ClassVar[str] = "permit"
    hours: Fraction
    paid: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursForPay(Clause):
    """The hours that the employer allows, where that changes, and what is paid for each, by city.

    ``paid``: to the city, by the others; below 0: by it.
    """

    kind: ClassVar[str] = "hours"
    hours: Fraction | None
    paid: Mapping[str, Fraction]


def repair(found: CommonAgencyEquilibrium, run_solver: RunSolver) -> Repair | NoRepair:
    """Of a permit, payments and both the one that mends most; the earlier of those that do.

    In the fewest digits that mend as much, but for a millionth of what all could have.
    """
    mended = {clauses: _mends(found, clauses, run_solver) for clauses in _tried(found)}
    clauses = max(mended, key=lambda one: mended[one])
    if mended[clauses] <= 0:
        return NoRepair(reason=WhyNot.NONE_FOUND)
    lacks = found.best_surplus - found.surplus
    slack = A_MILLIONTH * min(Fraction(1), abs(found.best_surplus) / lacks)
    for digits in DIGITS:
        few = tuple(_rounded(found.game, clause, digits) for clause in clauses)
        mends = mended[clauses] if few == clauses else _mends(found, few, run_solver)
        if mends >= mended[clauses] - slack:
            return Repair(clauses=few, mends=mends, unique=False)
    return Repair(clauses=clauses, mends=mended[clauses], unique=False)


def _rounded(game: CommonAgency, clause: Permit | HourGrant, digits: int) -> Permit | HourGrant:
    """The clause in decimals."""
    if isinstance(clause, Permit):
        hours = round(clause.hours, digits)
        return Permit(hours=hours, paid=hours * game.home_loss)
    return HourGrant(city=clause.city, paid=round(clause.paid, digits))


def _tried(found: CommonAgencyEquilibrium) -> Iterator[tuple[Permit | HourGrant, ...]]:
    """What might mend it."""
    game, best = found.game, tuple(found.best_hours.values())
    hours = sum(best, ZERO)
    permit = Permit(hours=hours, paid=hours * game.home_loss)
    yield (permit,)
    within = best if hours <= game.allowed else game.split(game.joint_worth, game.allowed)
    for clauses, wanted in (((), within), ((permit,), best)):
        paid = _payments(_written(game, clauses), wanted)
        changed = zip(game.cities, paid, game.grant, strict=True)
        grants = tuple(HourGrant(city=city, paid=g) for city, g, old in changed if g != old)
        yield (*clauses, *grants)


def _written(game: CommonAgency, clauses: tuple[Permit | HourGrant, ...]) -> CommonAgency:
    """The game in which these are written."""
    paid = dict(zip(game.cities, game.grant, strict=True))
    for clause in clauses:
        if isinstance(clause, Permit):
            game = replace(game, allowed=clause.hours)
        else:
            paid[clause.city] = clause.paid
    return replace(game, grant=tuple(paid.values()))


def _mends(
    found: CommonAgencyEquilibrium,
    clauses: tuple[Permit | HourGrant, ...],
    run_solver: RunSolver,
) -> Fraction:
    """The share of what all together lack that they have by these clauses."""
    from solvers.strategic.common_agency import common_agency

    try:
        surplus = run_solver(common_agency, _written(found.game, clauses)).surplus
    except Unverified:
        raise
    except IntercityError:  # offers come to no rest there
        return ZERO
    return (surplus - found.surplus) / (found.best_surplus - found.surplus)


def _payments(game: CommonAgency, hours: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """What each city has to be paid for an hour so that it buys these by itself.

    From the equation of ``common_agency`` with m = s H. A city without hours pays what keeps it
    from buying the first one, and is paid nothing.
    """
    level, found = game.tiredness * sum(hours, ZERO), []
    for j, own in enumerate(hours):
        others = [k for k, h in enumerate(hours) if h and k != j]
        loose = sum((1 / game.burden[k] for k in others), ZERO)
        slope = game.tiredness / (1 + game.tiredness * loose)
        spilled = sum((game.value[j][k] / game.burden[k] for k in others), ZERO)
        costs = game.travel[j] + 2 * game.burden[j] * own + level + slope * (own + spilled)
        found.append(costs - game.value[j][j] if own else min(ZERO, costs - game.value[j][j]))
    return tuple(found)
