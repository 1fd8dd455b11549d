"""Check 13 in the model text: what each member promises against what it has."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from intercity.notation import check, number, sum_of
from intercity.region.context import Context
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = ["state"]

Needs = dict[str, list[tuple[Fraction, str]]]


def state(context: Context) -> Iterator[str]:
    """One inequality for each thing that a member promises."""
    compact, production = context.plan, context.region.production
    if compact is None or production is None:
        return
    yield from check(13, "consistency", "does the deal promise more than its members own?")
    yield "Promised on the left; owned, and what may be bought at the exchange, on the right:"
    yield ""
    resources = {resource.name: resource for resource in production.resources}
    years = sorted({t.when for t in compact.transfers})
    for city, year in itertools.product(compact.members, years or [0]):
        by_then = f" by year {year}" if years[1:] else ""
        for name, parts in _needs(compact, city, year).items():
            total = sum((amount for amount, _ in parts), Fraction(0))
            if name not in resources or total <= 0:
                continue
            exchange = resources[name].exchange
            cap = exchange.cap_of(city) if exchange else Fraction(0)
            bought = f" + {number(cap)} [bought]" if cap else ""
            owned = number(resources[name].owned.get(city, Fraction(0)))
            yield f"    {city}, {name}{by_then}: {sum_of(parts)} <= {owned}{bought}"
    for park in compact.enclaves:
        yield (
            f"    floor of {park.name}: {number(park.projects)} x "
            f"{number(park.incubation.floor)} <= {number(park.floor)}"
        )


def _needs(compact: EnclaveCompact, city: str, year: int) -> Needs:
    """What a member promises by a year, what is handed over to it by then taken off."""
    needs: Needs = {}

    def need(name: str, amount: Fraction, what: str) -> None:
        needs.setdefault(name, []).append((amount, f"[{what}]"))

    for transfer in compact.transfers:
        if transfer.when > year:
            continue
        if transfer.giver == city:
            need(transfer.resource, transfer.amount, "given")
        if transfer.taker == city:
            need(transfer.resource, -transfer.amount, "received")
    for park in compact.enclaves:
        one, plants = park.incubation, park.returning
        if park.home == city:
            told = f"{number(plants)} plant{'' if plants == 1 else 's'}"
            need("quota", plants * one.plant_quota, told)
            need("factory_land", plants * one.plant_land, told)
        if park.host == city:
            need("projects", park.from_host_pool, f"to {park.name}")
    for name, occupied in compact.sites(city).items():
        need(name, occupied, "occupied")
    return needs
