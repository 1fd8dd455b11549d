"""What each member gets under a deal when it makes the best of what it then owns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.by_city import one_of
from games.errors import MISSING, InvalidInput, of_kind
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import own_program, solve_once
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from mechanisms.compact.shortfalls import lacks

__all__ = ["DealPayoffs", "deal_payoffs", "of_the_deal"]


@dataclass(frozen=True, slots=True)
class DealPayoffs:
    """Each member's payoff a year under the deal, its plan, and its ``own`` part of the payoff.

    See ``deal_payoffs`` for the concept, an example and its source.
    """

    payoffs: Mapping[str, Fraction]
    plans: Mapping[str, Mapping[str, Fraction]]
    own: Mapping[str, Fraction]


def of_the_deal(compact: EnclaveCompact, deal: DealPayoffs, *cities: str) -> None:
    """Refuse what is no compact, what are no payoffs under it, and who is no member."""
    of_kind(compact, EnclaveCompact, place="deal")
    of_kind(deal, DealPayoffs, place="payoffs of the deal", hint="as deal_payoffs finds them")
    for city in compact.members:
        if city not in deal.own or city not in deal.payoffs:
            raise InvalidInput(f"payoff of {city} under the deal", MISSING, "given")
    for city in cities:
        one_of(city, compact.members, "a member")


def deal_payoffs(compact: EnclaveCompact, run_solver: RunSolver = call) -> DealPayoffs | None:
    """What each member gets under a deal when it makes the best of what it then owns.

        payoff_i  =  w(endowment after the deal) + park incidence_i + transfers_i + refunds_i

    A transfer counts whole, with its price, in whichever year it is due: as if due at signing. So
    does a share of the tax that goes with it, in the years of that promise.
    ``None`` when some member cannot even do what it promised (see ``shortfalls``).

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> sale = Transfer("quota", "Uplands", "Harbour", 60, price=0.5)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(sale,))
    >>> {city: str(payoff) for city, payoff in deal_payoffs(deal).payoffs.items()}
    {'Harbour': '30', 'Uplands': '30'}

    Source: Hu and Zhang (2024); Owen (1975).
    """
    check_run_solver(run_solver)
    of_kind(compact, EnclaveCompact, place="deal")
    payoffs, plans, own = {}, {}, {}
    if lacks(compact):
        return None
    for city in compact.members:
        best = run_solver(solve_once, own_program(compact, city))
        if best.value is None:
            return None
        own[city] = best.value
        payoffs[city] = best.value + sum(compact.at_signing.incidence(city).values())
        plans[city] = best.point
    return DealPayoffs(payoffs, plans, own)
