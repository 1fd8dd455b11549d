"""The return bonus: firms decide, not mayors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.by_city import one_of
from games.errors import of_kind
from games.exact import Number, exact
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import own_program, own_row
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from mechanisms.compact.terms import status_quo_of
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["AverageReturn", "FirmsChoice", "average_return", "break_even_returns", "firms_choice"]

ZERO = Fraction(0)
RETURNS = "returns"


@dataclass(frozen=True, slots=True)
class FirmsChoice:
    """A mature project's profit a year at each place of production, and the bonus that moves it.

    See ``firms_choice`` for the concept, an example and its source.
    """

    profit_stay: Fraction
    profit_return: Fraction

    @property
    def margin(self) -> Fraction:
        """How much better returning is; firms return iff it is not negative."""
        return self.profit_return - self.profit_stay

    @property
    def returns(self) -> bool:
        return self.margin >= 0

    @property
    def bonus(self) -> Fraction:
        """The smallest yearly bonus (or clawback from those who stay) that makes firms return."""
        return max(ZERO, -self.margin)


def firms_choice(stay: Number, back: Number, separation: Number) -> FirmsChoice:
    """Where mature projects produce, by their own profit, and the return bonus that moves them.

    A project that matured in the hub produces where its own profit is highest. With profit ``stay``
    at the hub and ``back`` at home, and a cost of having two teams in two cities, it returns iff

        back + bonus - separation >= stay - clawback.

    The smallest bonus (or clawback) that closes the gap is the repair; the *break-even* is the
    smallest number of returns at which the home, having paid it, still gains.

    The profits that a firm compares: ``stay`` against ``back - separation``.

    Errors: ``InvalidInput`` for what is no finite number.

    >>> choice = firms_choice(stay=Fraction(1), back=Fraction(115, 100), separation=Fraction(1, 4))
    >>> choice.margin, choice.bonus
    (Fraction(-1, 10), Fraction(1, 10))

    Source: Holmström (1982) on budgeted incentives; the four quadrants are Hu and Zhang's (2024).
    """
    home = exact(back, "a firm's profit at home") - exact(separation, "the cost of separation")
    return FirmsChoice(exact(stay, "a firm's profit in the hub"), home)


@dataclass(frozen=True, slots=True)
class AverageReturn:
    """One return to a home, on average of its ``projects``: what it ``brings`` and ``uses`` there.

    ``without`` is what the deal's clauses bring the home a year if none of its projects returns.
    """

    projects: Fraction
    without: Fraction
    brings: Fraction
    uses: Mapping[str, Fraction]


def average_return(compact: EnclaveCompact, home: str) -> AverageReturn | None:
    """The average of a home's parks; ``None`` if it has no projects there."""
    one_of(home, compact.members, "the home")
    projects = sum((e.projects for e in compact.enclaves if e.home == home), ZERO)
    if not projects:
        return None
    none, every = (compact.with_return_rate(Fraction(rate), home) for rate in (0, 1))
    without, most = (sum(deal.incidence(home).values(), ZERO) for deal in (none, every))
    left, used = none.endowment_changes(home), every.endowment_changes(home)
    uses = {
        name: (left.get(name, ZERO) - amount) / projects
        for name, amount in used.items()
        if amount != left.get(name, ZERO)
    }
    return AverageReturn(projects, without, (most - without) / projects, uses)


def break_even_returns(
    compact: EnclaveCompact,
    home: str,
    status_quo: Mapping[str, Fraction],
    bonus: Fraction = ZERO,
    run_solver: RunSolver = call,
) -> Fraction | None:
    """The fewest returns a year at which ``home`` gains, if it pays ``bonus`` for each.

    Found by a linear program in which the number of returns is a variable of the home's own
    program; ``None`` where no number up to all projects is enough. Where the home has several
    parks, the same share of projects returns from each.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``, and names a home that is no
    member.

    See ``firms_choice`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> from mechanisms.compact.clauses import Enclave, Incubation
    >>> land = Resource("factory_land", "bound", {"Uplands": 60})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> each = Incubation(1, 0, 0, 0, 4, 0, 6, 2, 0, return_rate=0.5)
    >>> park = Enclave("park", "Harbour", "Uplands", "Uplands", "Uplands", 8, 100, 100, 0, each)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, (park,))
    >>> nothing = {"Harbour": Fraction(0), "Uplands": Fraction(0)}
    >>> str(break_even_returns(deal, "Uplands", nothing))
    '4/3'
    """
    check_run_solver(run_solver)
    of_kind(compact, EnclaveCompact, place="deal")
    each = average_return(compact, home)
    status_quo, bonus = status_quo_of(compact, status_quo, (home,)), exact(bonus, "the bonus")
    if each is None:
        return None
    own = own_program(compact.with_return_rate(ZERO, home), home)
    needs = {own_row(compact, name, home): amount for name, amount in each.uses.items()}
    rows = [
        replace(row, coefficients={**row.coefficients, RETURNS: needs[row.name]})
        if row.name in needs
        else row
        for row in own.rows
    ]
    gain = {**own.objective, RETURNS: each.brings - bonus}
    rows.append(Row("home gains", gain, ">=", status_quo[home] - each.without))
    return run_solver(
        solve,
        LinearProgram(
            "min",
            {RETURNS: Fraction(1)},
            tuple(rows),
            {**own.bounds, RETURNS: (ZERO, each.projects)},
        ),
    ).value
