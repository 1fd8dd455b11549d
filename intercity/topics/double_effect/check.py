"""Do projects gather in the hub, and does what they bring reach the small city?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from intercity.region.context import Context
from intercity.topics.clauses.nearest_terms import return_bonus
from intercity.topics.outcome import NoRepair, NotAsked, Outcome, Repair, Verdict

__all__ = ["DoubleEffectOutcome", "Park", "check"]

ZERO = Fraction(0)


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    PARK = "[compact] with a park"
    PROJECTS = "projects that cities own to [resources]"


class WhyNot(StrEnum):
    """Why no clause repairs it."""

    NOTHING_NEW = "the parks bring no project from elsewhere"
    NO_BONUS = "no bonus makes firms return without harm to a member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Park:
    """What one park does: of its ``host`` and of its ``home``.

    ``starts_before``, ``starts_after``: the projects that start in the host, without the deal and
    with all its parks; ``share_before``, ``share_after``: of all in the region. ``returning``:
    projects that come back to the home. ``plant_tax``, ``shared_tax``: what the home has a year
    from their plants, and from the tax that other members share with it: money, no innovation.
    """

    host: str
    home: str
    starts_before: Fraction
    starts_after: Fraction
    share_before: Fraction
    share_after: Fraction
    returning: Fraction
    plant_tax: Fraction
    shared_tax: Fraction

    @property
    def agglomeration(self) -> Fraction:
        """So many more projects start in the host."""
        return self.starts_after - self.starts_before

    @property
    def diffusion(self) -> Fraction:
        """So many of them reach the home."""
        return self.returning


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleEffectOutcome(Outcome):
    """Both effects of each park, by its name: it stands where both are positive in all."""

    parks: dict[str, Park]

    @property
    def without_agglomeration(self) -> tuple[str, ...]:
        """The parks in whose host no more projects start."""
        return tuple(name for name, park in self.parks.items() if park.agglomeration <= 0)

    @property
    def without_diffusion(self) -> tuple[str, ...]:
        """The parks of whose projects none reaches the home."""
        return tuple(name for name, park in self.parks.items() if park.diffusion <= 0)


def check(context: Context) -> Outcome:
    """Both effects of the deal as firms will carry it out, in projects."""
    compact, production = context.compact, context.region.production
    if compact is None or not compact.enclaves:
        return NotAsked(needs=(Need.PARK,))
    resources = () if production is None else production.resources
    owned = next((r.owned for r in resources if r.name == "projects"), {})
    total = sum(owned.values(), ZERO)
    if not total:
        return NotAsked(needs=(Need.PROJECTS,))
    new = sum((e.brings for e in compact.enclaves), ZERO)
    parks = {}
    for e in compact.enclaves:
        had = owned.get(e.host, ZERO)
        gets = sum((other.brings for other in compact.enclaves if other.host == e.host), ZERO)
        parks[e.name] = Park(
            host=e.host,
            home=e.home,
            starts_before=had,
            starts_after=had + gets,
            share_before=had / total,
            share_after=(had + gets) / (total + new),
            returning=e.returning,
            plant_tax=e.returning * e.incubation.plant_tax,
            shared_tax=max(ZERO, compact.incidence(e.home)["refund"]),
        )
    margin = min(min(park.agglomeration, park.diffusion) for park in parks.values())
    verdict = Verdict.STANDS if margin > 0 else Verdict.FAILS
    found = DoubleEffectOutcome(verdict=verdict, margin=margin, parks=parks)
    if margin > 0 or context.brief:
        return found
    return replace(found, repair=_repair(context, found))


def _repair(context: Context, found: DoubleEffectOutcome) -> Repair | NoRepair:
    """The bonus that makes firms return, if that is what is missing."""
    if found.without_agglomeration:
        return NoRepair(reason=WhyNot.NOTHING_NEW)
    bonus = return_bonus(context)
    after = None if bonus is None else context.as_firms_choose(bonus.deals[0])
    if bonus is None or after is None:
        return NoRepair(reason=WhyNot.NO_BONUS)
    reached = {e.name for e in after.enclaves if e.returning}
    if not reached >= set(found.without_diffusion):
        return NoRepair(reason=WhyNot.NO_BONUS)
    return bonus.repair
