"""The year in which all that members owe each other, and no court enforces, ends."""

from __future__ import annotations

from fractions import Fraction

from games.errors import of_kind
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = ["deposit_flow", "last_obligation"]


def last_obligation(compact: EnclaveCompact) -> int:
    """The year in which all that members owe each other, and no court enforces, ends.

    The last refund, payment or pooling, the last transfer with its price, or, if a park has running
    costs, the last year of the horizon, after which it would be renewed. A payment without a last
    year counts until the horizon, too. What is guaranteed from above is as good as enforced.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``.

    See ``at_stake`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> from mechanisms.compact.clauses import Transfer
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> sale = Transfer("quota", "Uplands", "Harbour", 60, when=1)
    >>> last_obligation(EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(sale,)))
    1
    """
    of_kind(compact, EnclaveCompact, place="deal")
    horizon = compact.annuity.horizon
    years = [t.when for t in compact.transfers]
    years += [
        last
        for p in compact.promises
        if not (p.enforceable or p.guaranteed)
        and p.first <= (last := min(p.last or horizon, horizon))
        and compact.promised_a_year(p, last)
    ]
    years += [horizon for e in compact.enclaves if e.running_cost]
    return max(years, default=0)


def deposit_flow(compact: EnclaveCompact, city: str, year: int) -> Fraction:
    """What deposits cost a member that keeps to the deal in a year, or bring it back."""
    flow = Fraction(0)
    for one in compact.deposits:
        if one.member != city:
            continue
        end = last_obligation(compact) if one.until is None else one.until
        if year == end:
            flow += one.amount * (1 + compact.annuity.interest) ** end
        if year == 0:
            flow -= one.amount
    return flow
