"""Walking away: what a member still gains, at each date, by keeping to an enclave compact."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mechanisms.compact.continuation import Continuation, continued, differences
from mechanisms.compact.deal_payoffs import DealPayoffs, of_the_deal
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.run_solver import RunSolver, call

__all__ = ["at_stake"]


def at_stake(
    compact: EnclaveCompact,
    deal: DealPayoffs,
    city: str,
    run_solver: RunSolver = call,
    continuation: Continuation | None = None,
) -> list[Sequence[Fraction]] | None:
    """Walking away: what a member still gains, at each date, by keeping to an enclave compact.

    In a year payments are made first, then breaches are seen, and answered after the deal's lag L.
    So who leaves in year t saves what it owes from t on, still gets what others owe it in years t
    to t + L - 1, and has its fall-back from t + L on (``continuation.py``); it keeps what was
    handed over to it for good. With c_i[s] its flow in the deal and b_i[t, s] its flow in year s
    having left in t, staying brings it, at its discount factor d,

        V_i[t]  =  sum_{s >= t} d^(s-t) (c_i[s] - b_i[t, s]),        G_i[t] = -V_i[t],

    and it stays iff V_i[t] >= 0 in every year t = 1, 2, ... (``self_enforcement``). What is due at
    signing is done at signing, so that nobody leaves in year 0. Who leaves loses its deposit, and
    still pays back what it was lent (``continuation.py``). A price and the land that it is for
    are two promises of the same year: who leaves in that year gets the one without giving the
    other.

    For each year t, the yearly flows from t on that staying brings over leaving in t.

    The list of year 0 is empty. In a perpetuity the last flow of each list stands for all later
    years. ``None`` if the member could not do its part in the deal, or what it still must do
    without it, so that there is nothing to compare. ``continuation``: that of the same deal, if
    there is one; it keeps what has been solved.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for a city that is not a member, or for payoffs of another deal.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> from mechanisms.compact.deal_payoffs import deal_payoffs
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> sale = Transfer("quota", "Uplands", "Harbour", 60, price=0.5, when=1)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(sale,))
    >>> [[str(x) for x in flows] for flows in at_stake(deal, deal_payoffs(deal), "Harbour")]
    [[], ['-90', '0', '0'], ['0', '0'], ['0']]

    Source: Telser (1980); Thomas and Worrall (1988, 1994).
    """
    of_the_deal(compact, deal, city)
    path = continued(compact, deal, run_solver, continuation)
    staying = path.staying(city)
    if staying is None:
        return None
    stake: list[Sequence[Fraction]] = [[]]
    for year in range(1, compact.annuity.last + 1):
        left = path.leaving(city, year)
        if left is None:
            return None
        stake.append(differences(staying[year:], left))
    return stake
