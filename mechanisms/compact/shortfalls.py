"""Where a deal promises more than its members own, and how much of it they could not even buy."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from games.errors import of_kind
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = ["Shortfall", "lacks", "shortfalls"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A member promises more than it has: ``lacking`` units beyond what it can buy.

    ``park``: whose floor it is, if it is no resource of the region. ``year``: what is handed over
    to it later is not counted in what it has promised by then; ``None``: nothing comes later.
    ``sooner``: the years before, by which it lacks less than that but more than by any year before.

    See ``shortfalls`` for the concept, an example and its source.
    """

    city: str
    resource: str
    owned: Fraction
    promised: Fraction
    purchasable: Fraction
    park: str | None = None
    year: int | None = None
    sooner: tuple[tuple[int, Fraction], ...] = ()

    @property
    def beyond_owned(self) -> Fraction:
        return max(ZERO, self.promised - self.owned)

    @property
    def lacking(self) -> Fraction:
        return max(ZERO, self.promised - self.owned - self.purchasable)


def shortfalls(compact: EnclaveCompact) -> tuple[Shortfall, ...]:
    """Where a deal promises more than its members own, and how much of it they could not even buy.

        beyond owned = max(0, promised - owned),  lacking = max(0, promised - owned - cap on buying)

    Each place where the deal promises more than a member owns, worst first.

    Quota given away plus quota that the promised plants need; projects taken from the host's pool;
    factory land of the plants; sites of the parks, and of platforms kept; floor of the parks. What
    is handed over to a member in a later year it does not have before: of all years the worst, the
    first of equals. All that is lacking is there if as much less is promised, and of it what is
    lacking sooner by then.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> land = Resource("quota", "tradable", {"Uplands": 100}, Exchange(1, 1, 20))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> sale = Transfer("quota", "Uplands", "Harbour", 130)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(sale,))
    >>> [(s.city, str(s.beyond_owned), str(s.lacking)) for s in shortfalls(deal)]
    [('Uplands', '30', '10')]

    Source: bookkeeping.
    """
    of_kind(compact, EnclaveCompact, place="deal")
    worst: dict[tuple[str, str], Shortfall] = {}
    for s in reversed([*_promises(compact)]):
        known = worst.get((s.city, s.resource))
        if s.promised > s.owned and (known is None or s.promised > known.promised):
            sooner = () if known is None else _lacking_by(known)
            worst[s.city, s.resource] = replace(s, sooner=sooner)
    return tuple(sorted(worst.values(), key=lambda s: (-s.lacking, -s.beyond_owned)))


def _lacking_by(short: Shortfall) -> tuple[tuple[int, Fraction], ...]:
    """By its year, and by those before, what is lacking."""
    assert short.year is not None  # noqa: S101 - a later year is worse
    return (*short.sooner, (short.year, short.lacking)) if short.lacking else ()


def lacks(compact: EnclaveCompact) -> bool:
    """Whether a member promises more than it has and could buy.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``.

    See ``shortfalls`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> land = Resource("quota", "tradable", {"Uplands": 100}, Exchange(1, 1, 20))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> [lacks(EnclaveCompact(region, Annuity(3, 0), region.cities,
    ...                       transfers=(Transfer("quota", "Uplands", "Harbour", amount),)))
    ...  for amount in (120, 121)]
    [False, True]
    """
    of_kind(compact, EnclaveCompact, place="deal")
    return any(s.promised - s.owned - s.purchasable > 0 for s in _promises(compact))


def _promises(compact: EnclaveCompact) -> Iterator[Shortfall]:
    """What each member promises by each year in which that changes, the last one first."""
    resources = {resource.name: resource for resource in compact.region.resources}
    for city in compact.members:
        needs: dict[str, Fraction] = {}
        moved: dict[str, dict[int, Fraction]] = {}

        def need(name: str, amount: Fraction, needs: dict[str, Fraction] = needs) -> None:
            needs[name] = needs.get(name, ZERO) + amount

        for transfer in compact.transfers:
            if sign := (transfer.giver == city) - (transfer.taker == city):
                by_year = moved.setdefault(transfer.resource, {})
                by_year[transfer.when] = by_year.get(transfer.when, ZERO) + sign * transfer.amount
                need(transfer.resource, sign * transfer.amount)
        for e in compact.enclaves:
            if e.home == city:
                need("quota", e.returning * e.incubation.plant_quota)
                need("factory_land", e.returning * e.incubation.plant_land)
            if e.host == city:
                need("projects", e.from_host_pool)
        for name, occupied in compact.sites(city).items():
            need(name, occupied)
        for name, promised in needs.items():
            resource = resources.get(name)
            if resource is None:
                continue  # the region does not count it as scarce
            owned, exchange = resource.owned.get(city, ZERO), resource.exchange
            purchasable = exchange.cap_of(city) if exchange else ZERO
            yield Shortfall(city, name, owned, promised, purchasable)
            years = moved.get(name, {})
            later = sorted(years, reverse=True)
            for year, before in itertools.pairwise(later):
                promised -= years[year]
                yield Shortfall(city, name, owned, promised, purchasable, year=before)
    for e in compact.enclaves:
        used = e.projects * e.incubation.floor
        yield Shortfall(e.host, f"floor of {e.name}", e.floor, used, ZERO, e.name)
