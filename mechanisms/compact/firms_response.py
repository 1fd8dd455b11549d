"""What firms do under the clauses as signed: how many projects return from each park."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from games.errors import of_kind
from mechanisms.compact.clauses import Bonus, Enclave
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import own_program, own_row
from mechanisms.compact.return_bonus import FirmsChoice
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.linear_program import LinearProgram
from solvers.optimum import solve

__all__ = ["as_firms_choose", "willing_to_return"]

ZERO, ONE = Fraction(0), Fraction(1)
SHARE = "share of the willing that return"


def as_firms_choose(
    compact: EnclaveCompact, firms: FirmsChoice | None, run_solver: RunSolver = call
) -> EnclaveCompact:
    """What firms do under the clauses as signed: how many projects return from each park.

    A suited project returns iff its profit at home, with the bonus and without the clawback, is no
    less than in the hub; where both are equal it does what the plan says. Of the willing, as many
    return as there is room for:

        returning  =  lambda * willing,

    lambda the largest share in [0, 1] for which the home has land and quota, bought quota included,
    beside all else that it promised.

    Scarce room goes to the parks of a home in proportion to the willing. A bonus for the first n
    alone moves n projects at most.

    The compact with the returns that firms choose; as planned where ``firms`` are not given.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``, or not a ``FirmsChoice``.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Bonus, Enclave, Incubation
    >>> from mechanisms.compact.return_bonus import firms_choice
    >>> land = Resource("factory_land", "bound", {"Uplands": 60})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> each = Incubation(1, 0, 0, 0, 4, 0, 6, 2, 0, return_rate=0.5)
    >>> park = Enclave("park", "Harbour", "Uplands", "Uplands", "Uplands", 8, 100, 100, 0, each)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, (park,))
    >>> choice = firms_choice(stay=1, back=1, separation=0.1)
    >>> [str(as_firms_choose(one, choice).returning)
    ...  for one in (deal, replace(deal, bonuses=(Bonus("Uplands", 0.1),)))]
    ['0', '30']

    Of 50 suited projects none returns; with a bonus all would, and there is land for 30.

    Source: backward induction, Selten (1965): clauses, then firms, then payoffs.
    """
    check_run_solver(run_solver)
    of_kind(compact, EnclaveCompact, place="deal")
    if firms is None:
        return compact
    willing = willing_to_return(compact, firms)
    none = compact.with_returns(dict.fromkeys(willing, ZERO))
    returns = dict(willing)
    for home in dict.fromkeys(e.home for e in compact.enclaves):
        theirs = [e for e in compact.enclaves if e.home == home and willing[e.name]]
        if theirs:
            share = _room(none, home, theirs, willing, run_solver)
            returns |= {e.name: share * willing[e.name] for e in theirs}
    return compact.with_returns(returns)


def willing_to_return(compact: EnclaveCompact, firms: FirmsChoice) -> dict[str, Fraction]:
    """By park, how many suited projects would rather return, were there room for all of them.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``, or not a ``FirmsChoice``.

    See ``as_firms_choose`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> from mechanisms.compact.clauses import Enclave, Incubation
    >>> land = Resource("factory_land", "bound", {"Uplands": 60})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> each = Incubation(1, 0, 0, 0, 4, 0, 6, 2, 0, return_rate=0.5)
    >>> park = Enclave("park", "Harbour", "Uplands", "Uplands", "Uplands", 8, 100, 100, 0, each)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, (park,))
    >>> from mechanisms.compact.return_bonus import firms_choice
    >>> willing_to_return(deal, firms_choice(stay=1, back=1.5, separation=0.1))
    {'park': Fraction(50, 1)}
    """
    of_kind(compact, EnclaveCompact, place="deal")
    of_kind(firms, FirmsChoice, place="what firms earn")
    found = {}
    for e in compact.enclaves:
        margin = firms.margin + compact.clawed_back(e)
        suited = sum((one.suited for one in compact.enclaves if one.home == e.home), ZERO)
        if margin > 0 or not suited:
            found[e.name] = e.suited
        else:
            bonuses = [bonus for bonus in compact.bonuses if bonus.payer == e.home]
            found[e.name] = _moved(e, margin, bonuses, suited)
    return found


def _moved(park: Enclave, margin: Fraction, bonuses: Iterable[Bonus], suited: Fraction) -> Fraction:
    """How many of a park return for bonuses, some of which may be for the first n of a home."""
    bonuses = list(bonuses)
    counts = sorted(
        {suited} | {b.first for b in bonuses if b.first is not None and b.first < suited}
    )
    moved = ZERO
    for count in counts:  # what the last of so many would be paid
        paid = sum((b.amount for b in bonuses if b.first is None or b.first >= count), ZERO)
        if margin + paid > 0:
            moved = max(moved, park.suited * count / suited)
        elif margin + paid == 0:
            moved = max(moved, min(park.returning, park.suited * count / suited))
    return moved


def _room(
    none: EnclaveCompact,
    home: str,
    parks: Iterable[Enclave],
    willing: dict[str, Fraction],
    run_solver: RunSolver,
) -> Fraction:
    """The largest share of the willing for whom the home has land and quota."""
    own = own_program(none, home)
    scarce = {resource.name for resource in none.region.resources}
    needs: dict[str, Fraction] = {}
    for e in parks:
        one = e.incubation
        for name, each in (("quota", one.plant_quota), ("factory_land", one.plant_land)):
            if each and name in scarce:
                row = own_row(none, name, home)
                needs[row] = needs.get(row, ZERO) + each * willing[e.name]
    rows = tuple(
        replace(row, coefficients={**row.coefficients, SHARE: needs[row.name]})
        if row.name in needs
        else row
        for row in own.rows
    )
    bounds = {**own.bounds, SHARE: (ZERO, ONE)}
    largest = run_solver(solve, LinearProgram("max", {SHARE: ONE}, rows, bounds)).value
    return ZERO if largest is None else largest
