"""Check 13: does the deal promise more than its members own?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    ``at_most``, ``sooner_at_most``: no more than this, as no more is promised, or others would lack
    it in turn. ``outside``: whether cities outside the deal could hand it over instead.
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
    at_most: Fraction | None = None
    sooner_at_most: Mapping[int, Fraction] = field(default_factory=dict)


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
        repair = Repair(clauses=_clauses(context, compact))
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


def _clauses(context: Context, compact: EnclaveCompact) -> tuple[Clause, ...]:
    """What to promise less until nothing is lacking: who then gets less may lack it in turn."""
    found = [_clause(context, compact, short) for short in shortfalls(compact) if short.lacking]
    if not compact.enclaves and not any(compact.kept.values()):
        less = (one.resource for one in found if isinstance(one, PromiseLess))
        for resource in dict.fromkeys(less):
            found = _in_turn(compact, resource, found)
    return tuple(_with_most(compact, one) if isinstance(one, PromiseLess) else one for one in found)


def _in_turn(compact: EnclaveCompact, resource: str, found: Sequence[Clause]) -> list[Clause]:
    """The same, and what members lack of a resource where as much less comes to them as can be.

    A member that gives less to one of several may do so to each of them. Where it is handed on in a
    circle, each round may add a little: after as many rounds as there are members, those in it
    promise nothing of it.
    """
    less = [one for one in found if isinstance(one, PromiseLess) and one.resource == resource]
    others = [one for one in found if one not in less]
    cuts = {one.city: one for one in less}
    moved = [t for t in compact.transfers if t.resource == resource]
    years = sorted({t.when for t in moved})
    scarce, circle = compact.region.resource(resource), _in_a_circle(moved)
    changed, rounds = True, 0
    while changed:
        changed, rounds = False, rounds + 1
        for city in compact.members:
            there = scarce.owned.get(city, ZERO)
            there += scarce.exchange.cap_of(city) if scarce.exchange else ZERO
            lacks = {
                year: sum((t.amount for t in moved if t.giver == city and t.when <= year), -there)
                - sum((_comes(moved, cuts.get(g), g, city, year) for g in compact.members), ZERO)
                for year in years
            }
            most, known = max(lacks.values()), cuts.get(city)
            if most > (ZERO if known is None else known.amount):
                if rounds > len(compact.members) and city in circle:
                    gives = [t for t in moved if t.giver == city]
                    lacks = {
                        year: sum((t.amount for t in gives if t.when <= year), ZERO)
                        for year in years
                    }
                cuts[city] = _cut(compact, resource, city, lacks)
                changed = True
    if any(one not in less for one in cuts.values()):  # rounded up, one would want others larger
        cuts = {
            city: replace(one, at_most=one.amount, sooner_at_most=one.sooner)
            for city, one in cuts.items()
        }
    return [*others, *cuts.values()]


def _in_a_circle(moved: Sequence[Transfer]) -> set[str]:
    """The members to whom what they hand over may come back."""
    reached = {t.giver: {t.taker} for t in moved}
    for t in moved:
        reached[t.giver].add(t.taker)
    for between, beyond in reached.items():
        for takers in reached.values():
            if between in takers:
                takers |= beyond
    return {giver for giver, takers in reached.items() if giver in takers}


def _comes(
    moved: Sequence[Transfer], cut: PromiseLess | None, giver: str, taker: str, year: int
) -> Fraction:
    """What comes to a member of another by a year, at least, where that one promises less."""
    signed = sum(
        (t.amount for t in moved if (t.giver, t.taker) == (giver, taker) and t.when <= year), ZERO
    )
    if cut is None:
        return signed
    return min(signed, cut.shares[taker]) if taker in cut.shares else max(ZERO, signed - cut.amount)


def _cut(
    compact: EnclaveCompact, resource: str, city: str, lacks: Mapping[int, Fraction]
) -> PromiseLess:
    """What a member promises less, by the years by which it lacks so much."""
    most, last = max(lacks.values()), max(lacks)
    first = next(year for year, least in lacks.items() if least == most)
    sooner, before = dict[int, Fraction](), ZERO
    for year, least in lacks.items():
        if before < least < most and year < first:
            sooner[year] = before = least
    return PromiseLess(
        city=city,
        resource=resource,
        unit=compact.region.resource(resource).unit,
        amount=most,
        year=None if first == last else first,
        sooner=sooner,
        shares={},
        outside=None,
    )


def _with_most(compact: EnclaveCompact, clause: PromiseLess) -> PromiseLess:
    """With what is promised in all, and by the years by which less is to be promised sooner."""
    if clause.at_most is not None:
        return clause

    def promised(year: int | None) -> Fraction:
        short = Shortfall(clause.city, clause.resource, ZERO, ZERO, ZERO, year=year)
        return sum(promised_claims(compact, short).claims.values(), ZERO)

    sooner = {year: promised(year) for year in clause.sooner}
    return replace(clause, at_most=promised(clause.year), sooner_at_most=sooner)


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
