"""Check 13: does the deal promise more than its members own?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.consistency.outside_supply import OutsideSupply, outside_supply
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Verdict
from mechanisms.claims.promised_claims import promised_claims
from mechanisms.claims.proportional import proportional_rule
from mechanisms.compact.clauses import Transfer
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.shortfalls import Shortfall, shortfalls

__all__ = ["AdmitFewer", "ConsistencyOutcome", "PromiseLess", "Promised", "check"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What a member promises beyond what it owns; ``lacking``: what it cannot even buy.

    ``bought_for``: what the rest costs a year on the exchange; ``None`` where something is lacking.
    ``year``: by which it promises that; ``None`` where nothing comes to it later.
    """

    city: str
    resource: str
    unit: str
    promised: Fraction
    owned: Fraction
    beyond_owned: Fraction
    lacking: Fraction
    bought_for: Fraction | None
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLess(Clause):
    """So much less of a resource; ``shares``: what then is for each, in proportion to promises.

    ``year``: by which; ``None``: by the last. ``sooner``: how much of it at least by years before.
    ``outside``: whether cities outside the deal could hand it over instead.
    """

    kind: ClassVar[str] = "promise less"
    city: str
    resource: str
    unit: str
    amount: Fraction
    year: int | None
    sooner: Mapping[int, Fraction]
    shares: Mapping[str, Fraction]
    outside: OutsideSupply | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitFewer(Clause):
    """So many projects fewer in a park, whose floor is too small."""

    kind: ClassVar[str] = "admit fewer"
    park: str
    projects: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyOutcome(Outcome):
    """All that members promise beyond what they own, that of which most is lacking first."""

    beyond: tuple[Promised, ...]


def check(context: Context) -> Outcome:
    """What was given away plus what promised plants need, against what each member owns."""
    compact = context.plan
    if compact is None:
        return NotAsked(needs=context.missing_for_a_deal)
    found = shortfalls(compact)
    lacking = [short for short in found if short.lacking]
    repair = None
    if lacking and not context.brief:
        repair = Repair(clauses=tuple(_clause(context, compact, short) for short in lacking))
    return ConsistencyOutcome(
        verdict=Verdict.FAILS if lacking else Verdict.STANDS,
        margin=-lacking[0].lacking if lacking else ZERO,
        repair=repair,
        beyond=tuple(_promised(compact, short) for short in found),
    )


def _promised(compact: EnclaveCompact, short: Shortfall) -> Promised:
    exchanges = {resource.name: resource.exchange for resource in compact.region.resources}
    exchange = exchanges.get(short.resource)
    return Promised(
        city=short.city,
        resource=short.resource,
        unit=_unit(compact, short),
        promised=short.promised,
        owned=short.owned,
        beyond_owned=short.beyond_owned,
        lacking=short.lacking,
        bought_for=None if exchange is None or short.lacking else short.beyond_owned * exchange.buy,
        year=short.year,
    )


def _clause(context: Context, compact: EnclaveCompact, short: Shortfall) -> Clause:
    if short.park is not None:
        floor = next(e.incubation.floor for e in compact.enclaves if e.name == short.park)
        return AdmitFewer(park=short.park, projects=short.lacking / floor)
    claims = promised_claims(compact, short)
    # Of what is promised in several years the first may lack more than its part.
    at_once = len({t.when for t in compact.transfers if _of(t, short)}) <= 1
    return PromiseLess(
        city=short.city,
        resource=short.resource,
        unit=_unit(compact, short),
        amount=short.lacking,
        year=short.year,
        sooner=dict(short.sooner),
        shares=dict(proportional_rule(claims)) if len(claims.claims) > 1 and at_once else {},
        outside=outside_supply(context, short),
    )


def _of(transfer: Transfer, short: Shortfall) -> bool:
    """Whether what is handed over is part of what falls short."""
    by_then = short.year is None or transfer.when <= short.year
    return by_then and (transfer.giver, transfer.resource) == (short.city, short.resource)


def _unit(compact: EnclaveCompact, short: Shortfall) -> str:
    """What is counted: that of a park is its floor."""
    if short.park is not None:
        return "thousand m2"
    units = {resource.name: resource.unit for resource in compact.region.resources}
    return units.get(short.resource, "")
