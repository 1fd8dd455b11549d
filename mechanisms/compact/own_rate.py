"""What a member would take for the deal at its own discount factor, beside its payoff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from games.annuity import Annuity
from games.errors import InvalidInput, of_kind
from games.exact import Number
from mechanisms.compact.deal_payoffs import DealPayoffs, of_the_deal
from mechanisms.compact.deal_stream import deal_stream
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import Instrument
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from mechanisms.compact.self_enforcement import effective_discount, present_value
from mechanisms.compact.terms import status_quo_of

__all__ = ["even_at", "gains_at_own_rate", "worth_at_own_rate"]

ZERO = Fraction(0)


def even_at(discount: Fraction, annuity: Annuity) -> Fraction:
    """What 1 a year, from year 1 on, is worth at signing at this discount factor; nothing at 0.

    >>> even_at(Fraction(1, 2), Annuity(2, 0)), even_at(Fraction(1, 2), Annuity(2, 1, "perpetuity"))
    (Fraction(3, 4), Fraction(1, 1))
    """
    if annuity.forever:
        return discount / (1 - discount)
    return present_value([ZERO, *[Fraction(1)] * annuity.horizon], discount)


def gains_at_own_rate(
    compact: EnclaveCompact,
    deal: DealPayoffs,
    status_quo: Mapping[str, Number],
    discounts: Mapping[str, Number],
    run_solver: RunSolver = call,
) -> dict[str, Fraction]:
    """What a member would take for the deal at its own discount factor, beside its payoff.

    Money of different dates is compared at the region's interest, for members that can borrow and
    lend at it. One that cannot counts it at its own factor d. With c[t] the flows that the deal
    brings it over its status quo (``deal_stream``; what parks and platforms cost once is spread at
    the interest, alone as in the deal), the level yearly gain that is worth as much to it is

        sum_t d^t c[t]  /  sum_{t = 1..T} d^t,

    or over d / (1 - d) where the region goes on for ever. At a factor of 0, the limit of ever
    smaller ones, what comes first decides: the gain is the first flow that is not 0, in its year.
    Where this and the gain at the interest have different signs, whether the member gains hangs on
    whether it can borrow and lend: 100 paid now for 12 a year over ten years is +0.28 a year at 3
    per cent, and -5.1 at a factor of 0.9.

    By member with a discount factor. Empty where a member could not do its part in some year
    without what is still to come.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` where a member's status quo is missing, or a factor is not from 0 to
    below 1.

    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> from mechanisms.compact.deal_payoffs import deal_payoffs
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> sale = Transfer("quota", "Uplands", "Harbour", 60, price=Fraction(3, 4))
    >>> deal = EnclaveCompact(region, Annuity(2, 0), region.cities, transfers=(sale,))
    >>> nothing = dict.fromkeys(region.cities, 0)
    >>> [str(gains_at_own_rate(deal, deal_payoffs(deal), nothing, {"Harbour": factor})["Harbour"])
    ...  for factor in (1 - Fraction(1, 10), Fraction(1, 2))]
    ['140/19', '-60']

    Source: Fisher (1930) on who can borrow and lend; Lehrer and Pauzner (1999) on who cannot.
    """
    check_run_solver(run_solver)
    of_the_deal(compact, deal)
    of_kind(discounts, Mapping, place="the discount factors", hint="a number by member")
    factors = {
        city: effective_discount(discounts[city]) for city in compact.members if city in discounts
    }
    gains = {}
    for city, alone in status_quo_of(
        compact, status_quo, compact.members if factors else ()
    ).items():
        flows = deal_stream(compact, deal, alone, city, run_solver, spread=True)
        if flows is None:
            return {}
        if factors.get(city) == 0:
            gains[city] = next((flow for flow in flows if flow), ZERO)
        elif city in factors:
            worth = present_value(flows, factors[city], forever=compact.annuity.forever)
            gains[city] = worth / even_at(factors[city], compact.annuity)
    return gains


def worth_at_own_rate(
    compact: EnclaveCompact, instrument: Instrument, discount: Fraction, *, dated: bool
) -> Fraction:
    """What a yuan that a clause moves is worth at a factor, as a multiple of what it counts as.

    A payment every year counts alike at any rate. A price counts by its year, a refund by its
    years. ``dated``: payoffs count a price from its year on; else as of the signing.

    Errors: ``InvalidInput`` at a factor of 0, at which sums of different years have no rate.
    """
    if not discount:
        raise InvalidInput("the discount factor", discount, "above 0")
    annuity = compact.annuity
    even = even_at(discount, annuity)
    if instrument.kind == "price":
        when = compact.transfers[instrument.place].when
        counted = annuity.yearly / ((1 + annuity.interest) ** when if dated else 1)
        return discount**when / even / counted
    if instrument.kind == "refund":
        refund = replace(
            compact.refunds[instrument.place], share=Fraction(1), at_least=ZERO, at_most=None
        )
        last = min(refund.last, annuity.horizon)
        paid = sum(
            (
                discount**t * compact.promised_a_year(refund, t)
                for t in range(refund.first, last + 1)
            ),
            ZERO,
        )
        return paid / even / compact.even(refund)
    return Fraction(1)
