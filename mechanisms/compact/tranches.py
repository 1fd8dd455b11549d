"""Tranches: hand over quota step by step, so that the promise to refund keeps itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from games.by_city import whole, within
from games.errors import MISSING, InvalidInput, of_kind
from mechanisms.compact.clauses import Transfer
from mechanisms.compact.continuation import Continuation
from mechanisms.compact.deal_payoffs import DealPayoffs, of_the_deal
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import own_program
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from mechanisms.compact.self_enforcement import effective_discount, present_value
from mechanisms.compact.walk_away import at_stake
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = [
    "TrancheSchedule",
    "in_tranches",
    "last_unit_value",
    "one_more_unit_value",
    "tranche_schedule",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class TrancheSchedule:
    """How much of a transfer is handed over in which later year.

    ``both_sides``: whether the giver, too, prefers to hand over in every year; else only the taker
    is held, and the giver needs a deposit. ``taker_value``, ``giver_value``: what a unit held back
    is worth a year, at least to the taker and at most to the giver. ``feasible``: whether the deal
    hands over as much as must be held back.

    See ``tranche_schedule`` for the concept, an example and its source.
    """

    transfer: Transfer
    releases: Mapping[int, Fraction]
    both_sides: bool
    taker_value: Fraction
    giver_value: Fraction

    @property
    def held_back(self) -> Fraction:
        return sum(self.releases.values(), ZERO)

    @property
    def feasible(self) -> bool:
        return self.held_back <= self.transfer.amount


def in_tranches(
    compact: EnclaveCompact, transfer: Transfer, releases: Mapping[int, Fraction]
) -> EnclaveCompact:
    """The same compact with these amounts of a transfer handed over in these later years.

    See ``tranche_schedule`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> sale = Transfer("quota", "Uplands", "Harbour", 60, price=0.5)
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> deal = EnclaveCompact(region, Annuity(4, 0), region.cities, transfers=(sale,))
    >>> written = in_tranches(deal, sale, {2: Fraction(20)})
    >>> [(t.when, str(t.amount), str(t.price)) for t in written.transfers]
    [(0, '40', '3/4'), (2, '20', '0')]

    The price of all is due with the first. Errors: ``InvalidInput`` for more than is transferred,
    or a transfer that the deal does not have.
    """
    of_kind(compact, EnclaveCompact, place="deal")
    of_kind(transfer, Transfer, place="the transfer in tranches")
    if transfer not in compact.transfers:
        raise InvalidInput("the transfer in tranches", transfer, "one of the deal's")
    of_kind(releases, Mapping, place="what is released later", hint="an amount by year")
    releases = {
        whole(year, "a year of release", 1, compact.annuity.horizon - 1): within(
            amount, f"what is released in year {year}", "0 or more"
        )
        for year, amount in releases.items()
    }
    held = sum(releases.values(), ZERO)
    if held > transfer.amount:
        raise InvalidInput("what is held back", held, f"at most the {transfer.amount} handed over")
    parts = {transfer.when: transfer.amount - held}
    for year, amount in releases.items():
        parts[year] = parts.get(year, ZERO) + amount
    dated = sorted((year, amount) for year, amount in parts.items() if amount)
    total = transfer.price * transfer.amount
    tranches: list[Transfer] = []
    for year, amount in dated:
        first = not tranches
        price = total / amount if first else ZERO
        tranches.append(replace(transfer, amount=amount, when=year, price=price))
    at = compact.transfers.index(transfer)
    rest = compact.transfers
    return compact.with_transfers((*rest[:at], *tranches, *rest[at + 1 :]))


def last_unit_value(
    compact: EnclaveCompact,
    deal: DealPayoffs,
    city: str,
    resource: str,
    run_solver: RunSolver = call,
) -> Fraction | None:
    """What a member loses a year per unit, if it has a little less of a tradable resource.

    The left derivative of its own program's value: the largest price of the resource among all
    optimal prices, found by a linear program over them. ``None`` if it cannot do its part with any
    less.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for a city that is not a member, or for payoffs of another deal.

    See ``tranche_schedule`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> sale = EnclaveCompact(region, Annuity(20, 0), region.cities,
    ...                       transfers=(Transfer("quota", "Uplands", "Harbour", 60),))
    >>> from mechanisms.compact.deal_payoffs import deal_payoffs
    >>> str(last_unit_value(sale, deal_payoffs(sale), "Harbour", "quota"))
    '1'
    """
    return _unit_price("max", compact, deal, city, resource, run_solver)


def one_more_unit_value(
    compact: EnclaveCompact,
    deal: DealPayoffs,
    city: str,
    resource: str,
    run_solver: RunSolver = call,
) -> Fraction | None:
    """What a member would gain a year per unit, if it had a little more of a tradable resource.

    The right derivative: the smallest price of the resource among all optimal prices.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    See ``tranche_schedule`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.deal_payoffs import deal_payoffs
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> site = Resource("site", "bound", {"Harbour": 50})
    >>> uses = Use("quota", 1), Use("site", 1, "Harbour")
    >>> build = Activity("build", ("Harbour",), uses, (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land, site), (build,))
    >>> sale = Transfer("quota", "Uplands", "Harbour", 50)       # what the site has room for
    >>> deal = EnclaveCompact(region, Annuity(5, 0), region.cities, transfers=(sale,))
    >>> asked = deal, deal_payoffs(deal), "Harbour", "quota"
    >>> str(last_unit_value(*asked)), str(one_more_unit_value(*asked))
    ('1', '0')

    Errors: ``InvalidInput`` for a city that is not a member, or for payoffs of another deal.
    """
    return _unit_price("min", compact, deal, city, resource, run_solver)


def _unit_price(  # noqa: PLR0917 - the sense, and what the two above were asked
    sense: Literal["max", "min"],
    compact: EnclaveCompact,
    deal: DealPayoffs,
    city: str,
    resource: str,
    run_solver: RunSolver,
) -> Fraction | None:
    check_run_solver(run_solver)
    of_the_deal(compact, deal, city)
    own = own_program(compact, city)
    limits = {name: high for name, (_, high) in own.bounds.items() if high is not None}
    rows = []
    for name in own.bounds:
        prices = {f"price of {r.name}": r.coefficients.get(name, ZERO) for r in own.rows}
        if name in limits:
            prices[f"price of limit on {name}"] = Fraction(1)
        rows.append(Row(f"pays for {name}", prices, ">=", own.objective.get(name, ZERO)))
    total = {f"price of {r.name}": r.bound for r in own.rows}
    total |= {f"price of limit on {name}": high for name, high in limits.items()}
    rows.append(Row("optimal", total, "==", deal.own[city]))
    return run_solver(
        solve,
        LinearProgram(
            sense,
            {f"price of {resource}": Fraction(1)},
            tuple(rows),
            dict.fromkeys(total, (ZERO, None)),
        ),
    ).value


def tranche_schedule(  # noqa: PLR0917 - a deal, what is held back, and how patient its two are
    compact: EnclaveCompact,
    deal: DealPayoffs,
    transfer: Transfer,
    discounts: Mapping[str, Fraction],
    run_solver: RunSolver = call,
    continuation: Continuation | None = None,
) -> TrancheSchedule | None:
    """Tranches: hand over quota step by step, so that the promise to refund keeps itself.

    Once all quota is handed over, a host that promised refunds has no reason to pay the last one,
    and so none before it. Quota that is still to come is its reason to pay. Moved from year w to
    year y, a unit worth m a year to its taker, who is answered after a lag of L years
    (``walk_away``), adds

        m (phi(y, t) - phi(w, t)),    phi(y, t) = sum_{s > y} d^(s-t) if y >= t + L, else 0,

    to what staying is worth to the taker in year t, and takes

        n (psi(y, t) - psi(w, t)),    psi(y, t) = sum_{s > y} d^(s-t) if y >= t, else 0,

    from what handing over is worth to a giver to whom it is worth n a year. The least that is held
    back so that both prefer to go on in every year is a linear program. A last delivery after which
    the giver gets nothing is made at no patience: then the schedule holds the taker alone, with the
    least held back, and a deposit of the giver has to back the last tranches
    (``self_enforcement.least_deposit``, of the deal as ``in_tranches`` writes it).

    A price stays with the first tranche. Returns diminish, so that every unit held back is worth at
    least what the last is to the taker, and at most what one more is to the giver: the largest and
    the smallest price of the resource in their own programs.

    The least of a transfer to hold back, by year, so that its taker keeps all its promises.

    Where it can, so that its giver keeps on handing over, too. ``discounts``: the factors of both.
    ``None`` if nothing held back is enough, whatever the amount; if a side cannot do its part
    without what is still to come; or if what the deal hands over would go back anyway.
    ``continuation``: as in ``at_stake``.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for a transfer that is not the deal's, or a missing discount factor.

    Harbour is handed 60 units at signing, and 10 more in year 2, when it owes 15 for them. A unit
    held back until year 3 is used in years 4 and 5, which is worth 1/4 + 1/8 = 3/8 in year 2 at d =
    1/2; so 15 / (3/8) = 40 must be held back:

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.deal_payoffs import deal_payoffs
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> first = Transfer("quota", "Uplands", "Harbour", 60)
    >>> later = Transfer("quota", "Uplands", "Harbour", 10, price=0.3, when=2)
    >>> deal = EnclaveCompact(region, Annuity(5, 0), region.cities, transfers=(first, later))
    >>> half = dict.fromkeys(region.cities, Fraction(1, 2))
    >>> found = tranche_schedule(deal, deal_payoffs(deal), first, half)
    >>> {year: str(amount) for year, amount in found.releases.items()}, found.both_sides
    ({3: '40'}, True)

    Source: Thomas and Worrall (1988, 1994) and Ray (2002): self-enforcing agreements backload the
    reward of the party that is tempted; Pitchford and Snyder (2004) on gradual investment.
    """
    check_run_solver(run_solver)
    of_the_deal(compact, deal)
    of_kind(transfer, Transfer, place="what may be held back")
    if transfer not in compact.transfers:
        raise InvalidInput("what may be held back", transfer, "one of the deal's transfers")
    sides = transfer.taker, transfer.giver
    of_kind(discounts, Mapping, place="discount factors", hint="by member")
    factors = {}
    for city in sides:
        if city not in discounts:
            raise InvalidInput(f"the discount factor of {city}", MISSING, "a number")
        factors[city] = effective_discount(discounts[city])
    taker, giver = sides
    worth = last_unit_value(compact, deal, taker, transfer.resource, run_solver)
    more = one_more_unit_value(compact, deal, giver, transfer.resource, run_solver)
    if transfer.reversible or worth is None or more is None:
        return None
    rows = {}
    for city, value in ((taker, worth), (giver, more)):
        stake = at_stake(compact, deal, city, run_solver, continuation)
        if stake is None:
            return None
        rows[city] = _rows(compact, transfer, city, value, factors[city], stake)
    found = None
    for held in ((*rows[taker], *rows[giver]), tuple(rows[taker])):
        releases = _least_held_back(compact, transfer, held, run_solver)
        if releases is not None:
            both = len(held) > len(rows[taker])
            found = TrancheSchedule(transfer, releases, both, worth, more)
            if found.feasible:
                return found
    return found


def _years(compact: EnclaveCompact, transfer: Transfer) -> range:
    """The later years in which it could be handed over and still be used."""
    return range(transfer.when + 1, compact.annuity.horizon)


def _rows(  # noqa: PLR0917 - one side, what a unit is worth to it, and what it has at stake
    compact: EnclaveCompact,
    transfer: Transfer,
    city: str,
    value: Fraction,
    discount: Fraction,
    stake: list[Sequence[Fraction]],
) -> list[Row]:
    """That a side prefers to go on, in each year."""
    takes, forever = city == transfer.taker, compact.annuity.forever
    wait = compact.lag if takes else 0
    signed = value if takes else -value
    rows = []
    for year in range(1, len(stake)):
        flows = stake[year]
        used = _uses(signed, len(flows), discount, forever=forever)
        early = -used[transfer.when + 1 - year] if transfer.when >= year + wait else ZERO
        coefficients = {
            _tranche(y): early if y < year + wait else used[y + 1 - year] + early
            for y in _years(compact, transfer)
        }
        stays = present_value(flows, discount, forever=forever)
        rows.append(Row(f"{city} goes on in year {year}", coefficients, ">=", -stays))
    return rows


def _uses(worth: Fraction, years: int, discount: Fraction, *, forever: bool) -> list[Fraction]:
    """What so much a year from year k on, in so many years or for ever, is worth in 0, by k."""
    weights = [worth]
    for _ in range(years - 1):
        weights.append(weights[-1] * discount)
    if forever:
        weights[-1] /= 1 - discount
    return list(accumulate(reversed(weights), initial=ZERO))[::-1]


def _tranche(year: int) -> str:
    return f"handed over in year {year}"


def _least_held_back(
    compact: EnclaveCompact, transfer: Transfer, rows: Sequence[Row], run_solver: RunSolver
) -> dict[int, Fraction] | None:
    names = {_tranche(year): year for year in _years(compact, transfer)}
    if not names:
        return None
    each = dict.fromkeys(names, Fraction(1))
    bounds = dict.fromkeys(names, (ZERO, None))
    best = run_solver(solve, LinearProgram("min", each, tuple(rows), bounds))
    if best.value is None:
        return None
    return {year: best[name] for name, year in names.items() if best[name]}
