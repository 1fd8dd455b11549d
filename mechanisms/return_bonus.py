"""The return bonus: firms decide, not mayors.

A project that matured in the hub produces where its own profit is highest. With profit ``stay`` at
the hub and ``back`` at home, and a cost of having two teams in two cities, it returns iff

    back + bonus - separation >= stay - clawback.

The smallest bonus (or clawback) that closes the gap is the repair; the *break-even* is the smallest
number of returns at which the home, having paid it, still gains.

>>> choice = firms_choice(stay=Fraction(1), back=Fraction(115, 100), separation=Fraction(1, 4))
>>> choice.margin, choice.bonus
(Fraction(-1, 10), Fraction(1, 10))

Source: Holmström (1982) on budgeted incentives; the four quadrants are Hu and Zhang's (2024).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from mechanisms.enclave_compact import Ask, EnclaveCompact, call, own_program, own_row
from solvers.linear_program import LinearProgram, Row, solve

__all__ = ["FirmsChoice", "break_even_returns", "firms_choice"]

ZERO = Fraction(0)
RETURNS = "returns"


@dataclass(frozen=True, slots=True)
class FirmsChoice:
    """A mature project's profit a year at each place of production, and the bonus that moves it."""

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


def firms_choice(stay: Fraction, back: Fraction, separation: Fraction) -> FirmsChoice:
    """The profits that a firm compares: ``stay`` against ``back - separation``."""
    return FirmsChoice(stay, back - separation)


def break_even_returns(
    compact: EnclaveCompact,
    home: str,
    status_quo: Mapping[str, Fraction],
    bonus: Fraction = ZERO,
    ask: Ask = call,
) -> Fraction | None:
    """The fewest returns a year at which ``home`` gains, if it pays ``bonus`` for each.

    Found by a linear program in which the number of returns is a variable of the home's own
    program; ``None`` where no number up to all projects is enough.
    """
    enclave = next((e for e in compact.enclaves if e.home == home), None)
    if enclave is None or not enclave.projects:
        return None
    none_returns, all_return = (compact.with_return_rate(Fraction(r)) for r in (0, 1))
    own = own_program(none_returns, home)
    one = enclave.incubation
    clauses = sum(none_returns.incidence(home).values())
    per_return = (sum(all_return.incidence(home).values()) - clauses) / enclave.projects
    needs = {
        own_row(compact, name, home): amount
        for name, amount in (("quota", one.plant_quota), ("factory_land", one.plant_land))
        if any(resource.name == name for resource in compact.region.resources)
    }
    rows = [
        replace(row, coefficients={**row.coefficients, RETURNS: needs[row.name]})
        if row.name in needs
        else row
        for row in own.rows
    ]
    gain = {**own.objective, RETURNS: per_return - bonus}
    rows.append(Row("home gains", gain, ">=", status_quo[home] - clauses))
    fewest: Fraction | None = ask(
        solve,
        LinearProgram(
            "min",
            {RETURNS: Fraction(1)},
            tuple(rows),
            {**own.bounds, RETURNS: (ZERO, enclave.projects)},
        ),
    ).value
    return fewest
