"""What a compact brings a member over having none, year by year, as the money moves.

    c_i[t]  =  w(what it owns in t) + taxes, spillovers, rent, costs and grants of a year
               + prices at their dates + refunds, payments and pools in their years
               + deposits and loans  -  what it has without the deal,

where w is the best it does on its own. Year 0 is the signing: only prices that are paid then fall
into it, deposits and loans, and what parks and platforms cost once that are used from year 1 on
(``opening_costs.py``), less what the member would open without the deal. Where costs are ``spread``
these are their annual equivalents at the region's interest, in each year of use, as everywhere in
yearly figures: so a park costs its owner as much alone as in a deal, at whichever factor the stream
is valued. A deposit comes back, with interest, in the year in which all ends that no court
enforces; a loan is paid back in equal sums. Where the region goes on for ever there is one year
more than the horizon, whose flow stands for all later ones, renewals of parks among them.

>>> from games.annuity import Annuity
>>> from games.production import *
>>> from mechanisms.compact.clauses import Transfer
>>> from mechanisms.compact.deal_payoffs import deal_payoffs
>>> land = Resource("quota", "tradable", {"Uplands": 100})
>>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
>>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
>>> sale = Transfer("quota", "Uplands", "Harbour", Fraction(60), price=Fraction(1, 2))
>>> deal = EnclaveCompact(region, Annuity(3, Fraction(0)), region.cities, transfers=(sale,))
>>> payoffs = deal_payoffs(deal)
>>> [str(c) for c in deal_stream(deal, payoffs, Fraction(0), "Harbour")]
['-90', '60', '60', '60']
>>> [str(c) for c in deal_stream(deal, payoffs, Fraction(0), "Uplands")]
['90', '0', '0', '0']

If all is handed over at signing, the stream is worth, at the region's interest, as much as the
member's gain a year over the horizon. A later transfer and its price are counted here from their
year on, and in ``deal_payoffs`` as if they were of year 0: then the two differ.

Source: any text on capital budgeting; Lehrer and Pauzner (1999) on who should be paid when.
"""

from __future__ import annotations

from fractions import Fraction

from mechanisms.compact.clauses import Transfer
from mechanisms.compact.deal_payoffs import DealPayoffs, of_the_deal
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.last_obligation import deposit_flow
from mechanisms.compact.opening_costs import opening_flows
from mechanisms.compact.own_program import OwnBest, best_by_itself, status_quo_opening_cost
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.enclosure.enclosed_number import there

__all__ = ["deal_flows", "deal_stream", "own_opening_costs"]

ZERO = Fraction(0)
APART = ("price", "refund", "payment", "pool", "grant", "own platforms")
"""What has dates, and what is in the worth of a year."""


def deal_stream(
    compact: EnclaveCompact,
    deal: DealPayoffs,
    alone: Fraction,
    city: str,
    run_solver: RunSolver = call,
    *,
    spread: bool = False,
) -> list[Fraction] | None:
    """The flows of years 0, 1, ... over what the city has ``alone``.

    A transfer of year ``when`` is used from the next year on. ``spread``: what parks and platforms
    cost once as annual equivalents. ``None`` if the city could not do its part in some year without
    a transfer that is still to come.
    """
    flows = deal_flows(compact, deal, city, run_solver, spread=spread)
    if flows is None:
        return None
    had = [alone] * compact.annuity.last
    saved = ZERO if spread else status_quo_opening_cost(compact, city, run_solver)
    before = [ZERO, *had]
    if saved:
        opened = [saved] * len(had)
        paid = opening_flows(opened, compact.annuity)
        before = [x + y - z for x, y, z in zip(before, [ZERO, *opened], paid, strict=True)]
    return [c - x for c, x in zip(flows, before, strict=True)]


def deal_flows(
    compact: EnclaveCompact,
    deal: DealPayoffs,
    city: str,
    run_solver: RunSolver = call,
    *,
    spread: bool = False,
) -> list[Fraction] | None:
    """The same, with nothing taken off for what the city has alone."""
    check_run_solver(run_solver)
    of_the_deal(compact, deal, city)
    best = _own_best(compact, city, run_solver)
    if best is None:
        return None
    annuity = compact.annuity
    parks = sum((e.opening_cost for e in compact.enclaves if e.paid_by == city), ZERO)
    every_year = sum((x for kind, x in compact.incidence(city).items() if kind not in APART), ZERO)
    opened = [ZERO if spread else parks + own.opening_cost for own in best]
    flows = [-x for x in opening_flows(opened, annuity)]
    even: dict[int, Fraction] = {}
    for own, cost in zip(
        best, opened, strict=True
    ):  # that of most years is that of the year before
        if id(own) not in even:
            even[id(own)] = own.worth + cost + every_year
    for year, own in enumerate(best, 1):
        flows[year] += even[id(own)]
    for transfer in compact.transfers:
        sign = (transfer.giver == city) - (transfer.taker == city)
        flows[transfer.when] += sign * compact.paid_once(transfer)
    promises = [p for p in compact.promises if city in (p.payer, p.payee)]
    for year in range(annuity.last + 1):
        dated = [compact.promised_to(city, p, year) for p in promises if compact.is_due(p, year)]
        dated += compact.granted(city, year), compact.loan_flow(city, year)
        dated.append(deposit_flow(compact, city, year))
        flows[year] = sum(filter(there, dated), flows[year])
    return _one_where_equal(flows)


def _one_where_equal(flows: list[Fraction]) -> list[Fraction]:
    """The flows, in which one that equals that of the year before is the same object.

    So whoever goes through them sees that most years are alike.
    """
    if any(type(flow) is not Fraction for flow in flows):
        return flows
    for year in range(1, len(flows)):
        if flows[year] == flows[year - 1]:
            flows[year] = flows[year - 1]
    return flows


def own_opening_costs(
    compact: EnclaveCompact, city: str, run_solver: RunSolver
) -> list[Fraction] | None:
    """In years 1, 2, ... of the deal, the annual equivalent of what its own platforms cost once."""
    best = _own_best(compact, city, run_solver)
    return None if best is None else [own.opening_cost for own in best]


def _own_best(compact: EnclaveCompact, city: str, run_solver: RunSolver) -> list[OwnBest] | None:
    """What it does by itself in years 1, 2, ... of the deal; ``None`` if it cannot in some."""
    its = tuple(t for t in compact.transfers if city in (t.giver, t.taker))
    known: dict[tuple[Transfer, ...], OwnBest | None] = {}
    best = []
    for year in range(1, compact.annuity.last + 1):
        done = tuple(t for t in its if t.when < year)
        if done not in known:
            changes = compact.endowment_changes(city, done)
            known[done] = best_by_itself(compact, city, changes, run_solver)
        own = known[done]
        if own is None:
            return None
        best.append(own)
    return best
