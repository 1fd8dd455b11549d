"""Do projects gather in the hub, and does what they bring reach the small city?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from intercity.region.context import Context
from intercity.topics.clauses.nearest_terms import return_bonus
from intercity.topics.hold_up.tranches import turned_to_loss
from intercity.topics.outcome import (
    NoPayoffs,
    NoRepair,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    Verdict,
)
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = ["DoubleEffectOutcome", "Home", "Hub", "WhyNot", "check"]

ZERO = Fraction(0)


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    PARK = "[compact] with a park"
    PROJECTS = "projects that cities own to [resources]"


class WhyNot(StrEnum):
    """Why no clause repairs it."""

    NOTHING_NEW = "the parks bring no project from elsewhere, and no member has any to hand over"
    NOT_TRIED = "whether a member should hand over projects was not tried"
    NONE_SUITED = "no project is suited to return"
    NO_BONUS = "no bonus makes firms return without turning a member's gain into a loss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """The projects that start in a city with a park, ``before`` the deal and with it (``after``).

    Those that others hand over to it, and those that parks bring from outside, are in ``after``.
    ``share_before``, ``share_after``: of all projects in the region.
    """

    before: Fraction
    after: Fraction
    share_before: Fraction
    share_after: Fraction

    @property
    def gathers(self) -> Fraction:
        """How many more projects start there."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What a city has of the projects in its parks: so many come back, of those ``suited``.

    ``plant_tax``: what it has a year from their plants. ``shared_tax``: what others share with it,
    before what it pays: money, no innovation.
    """

    returning: Fraction
    suited: Fraction
    plant_tax: Fraction
    shared_tax: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleEffectOutcome(Outcome):
    """It stands where projects gather in each of the ``hubs`` and reach each of the ``homes``."""

    hubs: Mapping[str, Hub]
    homes: Mapping[str, Home]
    could_hand_over: tuple[str, ...] = ()
    """Members with projects, in whose parks, if any, more start than without the deal."""

    @property
    def gather_nothing(self) -> tuple[str, ...]:
        """The hubs in which no more projects start."""
        return tuple(city for city, hub in self.hubs.items() if hub.gathers <= 0)

    @property
    def reached_by_none(self) -> tuple[str, ...]:
        """The homes to which no project returns."""
        return tuple(city for city, home in self.homes.items() if not home.returning)


def check(context: Context) -> Outcome:
    """Both effects of the deal as firms will carry it out, in projects."""
    compact, production = context.compact, context.region.production
    if compact is None or not compact.enclaves:
        return NotAsked(needs=(Need.PARK,))
    resources = () if production is None else production.resources
    owned = next((r.owned for r in resources if r.name == "projects"), {})
    if not sum(owned.values(), ZERO):
        return NotAsked(needs=(Need.PROJECTS,))
    if context.deal is None:
        return Undecided(reason=NoPayoffs.PROMISES_TOO_MUCH)
    hubs, homes = _hubs(compact, owned), _homes(compact)
    least = [hub.gathers for hub in hubs.values()] + [home.returning for home in homes.values()]
    margin = min(least)
    verdict = Verdict.STANDS if margin > 0 else Verdict.FAILS
    found = DoubleEffectOutcome(verdict=verdict, margin=margin, hubs=hubs, homes=homes)
    if margin > 0 or context.brief or context.several_rates:  # a bonus is another plan
        return found
    if found.gather_nothing:
        found = replace(found, could_hand_over=_could_hand_over(compact, owned, found))
    return replace(found, repair=_repair(context, found))


def _could_hand_over(
    compact: EnclaveCompact, owned: Mapping[str, Fraction], found: DoubleEffectOutcome
) -> tuple[str, ...]:
    others = (city for city in compact.members if city not in found.gather_nothing)
    return tuple(city for city in others if owned.get(city, ZERO) + _handed_over(compact, city) > 0)


def _handed_over(compact: EnclaveCompact, city: str) -> Fraction:
    """The projects that a city gets by the deal, less those that it gives."""
    moved = (t for t in compact.transfers if t.resource == "projects")
    return sum((t.amount * ((t.taker == city) - (t.giver == city)) for t in moved), ZERO)


def _hubs(compact: EnclaveCompact, owned: Mapping[str, Fraction]) -> dict[str, Hub]:
    total = sum(owned.values(), ZERO)
    new = sum((e.brings for e in compact.enclaves), ZERO)
    hubs = {}
    for host in dict.fromkeys(e.host for e in compact.enclaves):
        before = after = owned.get(host, ZERO)
        after += sum((e.brings for e in compact.enclaves if e.host == host), ZERO)
        after += _handed_over(compact, host)
        hubs[host] = Hub(
            before=before,
            after=after,
            share_before=before / total,
            share_after=after / (total + new),
        )
    return hubs


def _homes(compact: EnclaveCompact) -> dict[str, Home]:
    homes = {}
    for home in dict.fromkeys(e.home for e in compact.enclaves):
        parks = [e for e in compact.enclaves if e.home == home]
        homes[home] = Home(
            returning=sum((e.returning for e in parks), ZERO),
            suited=sum((e.suited for e in parks), ZERO),
            plant_tax=sum((e.returning * e.incubation.kept_plant_tax for e in parks), ZERO),
            shared_tax=max(ZERO, compact.incidence(home)["refund"]),
        )
    return homes


def _repair(context: Context, found: DoubleEffectOutcome) -> Repair | NoRepair:
    """The bonus that makes firms return, if that is what is missing, and turns nobody to a loss."""
    if found.gather_nothing:
        none = WhyNot.NOT_TRIED if found.could_hand_over else WhyNot.NOTHING_NEW
        return NoRepair(reason=none)
    if any(not found.homes[city].suited for city in found.reached_by_none):
        return NoRepair(reason=WhyNot.NONE_SUITED)
    bonus = return_bonus(context)
    if bonus is None or turned_to_loss(context, context.with_bonus, context.own_with_bonus):
        return NoRepair(reason=WhyNot.NO_BONUS)
    after = context.as_firms_choose(bonus.deals[0])
    reached = {e.home for e in after.enclaves if e.returning}
    if not reached >= set(found.reached_by_none):
        return NoRepair(reason=WhyNot.NO_BONUS)
    return bonus.repair
