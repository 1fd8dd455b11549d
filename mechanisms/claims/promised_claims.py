"""Promises beyond what a member has are claims on what it has."""

from __future__ import annotations

from fractions import Fraction

from games.bankruptcy import BankruptcyProblem
from games.errors import of_kind
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.shortfalls import Shortfall

__all__ = ["promised_claims"]

ZERO = Fraction(0)


def promised_claims(compact: EnclaveCompact, short: Shortfall) -> BankruptcyProblem:
    """The promises of one member on one resource, as claims on what it owns, buys and is given.

    A compact can promise more of a city's quota than it owns and can buy: to several takers, and to
    its own plants that are to return. Each promise is then a claim, and what the city has is the
    estate.

        claims: what goes to each taker, what plants need;    estate: owned + bought + received

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``, or not one of its
    ``shortfalls``.

    >>> from fractions import Fraction
    >>> from games import Annuity, LinearProductionGame, Resource
    >>> from mechanisms.claims.proportional import proportional_rule
    >>> from mechanisms.compact.clauses import Transfer
    >>> from mechanisms.compact.enclave_compact import EnclaveCompact
    >>> from mechanisms.compact.shortfalls import shortfalls
    >>> quota = Resource("quota", "tradable", {"Quzhou": 60})
    >>> region = LinearProductionGame(["Quzhou", "Hangzhou", "Ningbo"], (quota,), ())
    >>> deal = EnclaveCompact(region, Annuity(10, Fraction(0)), ("Quzhou", "Hangzhou", "Ningbo"),
    ...                       transfers=(Transfer("quota", "Quzhou", "Hangzhou", Fraction(60)),
    ...                                  Transfer("quota", "Quzhou", "Ningbo", Fraction(30))))
    >>> proportional_rule(promised_claims(deal, shortfalls(deal)[0]))
    Allocation(Hangzhou=40, Ningbo=20)

    Source: Hu and Zhang (2024) on the scarcity of factors, as a bankruptcy problem.
    """
    of_kind(compact, EnclaveCompact, place="subject of promised_claims")
    of_kind(short, Shortfall, place="what falls short", hint="one of shortfalls(deal)")
    claims: dict[str, Fraction] = {}
    received = ZERO

    def claim(who: str, amount: Fraction) -> None:
        if amount:
            claims[who] = claims.get(who, ZERO) + amount

    for transfer in compact.transfers:
        if short.year is not None and transfer.when > short.year:
            continue
        if transfer.resource == short.resource and transfer.giver == short.city:
            claim(transfer.taker, transfer.amount)
        if transfer.resource == short.resource and transfer.taker == short.city:
            received += transfer.amount
    for park in compact.enclaves:
        each = {
            "quota": park.incubation.plant_quota,
            "factory_land": park.incubation.plant_land,
        }
        if park.home == short.city and short.resource in each:
            claim(f"plants of {park.name}", park.returning * each[short.resource])
        if park.host == short.city and short.resource == "projects":
            claim(f"projects in {park.name}", park.from_host_pool)
        if short.park == park.name:
            claim(f"projects in {park.name}", short.promised)
    claim("parks and platforms", compact.sites(short.city).get(short.resource, ZERO))
    there = short.owned + short.purchasable + received
    return BankruptcyProblem(claims, min(there, sum(claims.values(), ZERO)))
