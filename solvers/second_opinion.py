"""A second opinion: what another solver, by way of PuLP, says of a program that is proven.

PuLP holds floats, so that the other solver proves nothing; but that two programs by different
authors agree is what a class or a referee may want to see.

>>> from fractions import Fraction
>>> import pulp
>>> from solvers.linear_program import LinearProgram, Row
>>> lp = LinearProgram("max", {"swap": Fraction(1)},
...                    (Row("quota", {"swap": Fraction(3)}, "<=", Fraction(1)),),
...                    {"swap": (Fraction(0), None)})
>>> second_opinion(lp, pulp.HiGHS(msg=False), "optimal", Fraction(1, 3))
SecondOpinion(HiGHS: optimal, 0.333333; agrees)

Source: Mitchell, O'Sullivan and Dunning (2011), PuLP: a linear programming toolkit for Python.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import IntercityError, InvalidInput
from solvers.linear_program import LinearProgram, to_pulp

__all__ = ["SecondOpinion", "second_opinion"]

WITHIN = 1e-6
"""Relative: solvers leave 1e-9 to 1e-7 of infeasibility by default, which prices multiply."""


@dataclass(frozen=True, slots=True, repr=False)
class SecondOpinion:
    """What another solver says: its name, the outcome, the optimal value, and if it ``agrees``.

    ``outcome``: "optimal", "infeasible", "unbounded", or "undecided" where it does not tell, as
    some do not tell the last two apart. ``agrees``: None where it is undecided.

    See ``solve`` for the concept, an example and its source.
    """

    solver: str
    outcome: str
    value: float | None
    agrees: bool | None

    def __str__(self) -> str:
        value = "" if self.value is None else f", {self.value:.6g}"
        verdict = {True: "agrees", False: "disagrees", None: "does not tell"}[self.agrees]
        return f"{self.solver}: {self.outcome}{value}; {verdict}"

    def __repr__(self) -> str:
        return f"SecondOpinion({self})"


def second_opinion(
    lp: LinearProgram, solver: Any, outcome: str, value: Fraction | None
) -> SecondOpinion:
    """Ask another solver, and compare with what is proven.

    Errors: ``InvalidInput`` for what is no solver of PuLP's; ``IntercityError`` where it is not
    installed, or stops.
    """
    import pulp

    if not isinstance(solver, pulp.LpSolver):
        raise InvalidInput("the solver", type(solver), "one of PuLP's, such as pulp.HiGHS()")
    name = type(solver).__name__
    if not solver.available():
        raise IntercityError(f"PuLP does not find the solver {name}; pulp.listSolvers(True) does")
    problem = to_pulp(lp)
    try:
        status = problem.solve(solver)
    except pulp.PulpSolverError as error:
        raise IntercityError(f"the solver {name} stopped: {' '.join(str(error).split())}") from None
    said = {
        pulp.LpStatusOptimal: "optimal",
        pulp.LpStatusInfeasible: "infeasible",
        pulp.LpStatusUnbounded: "unbounded",
    }.get(getattr(status, "status", status), "undecided")  # PuLP 4 tells more than a number
    reached = pulp.value(problem.objective) if said == "optimal" else None
    agrees: bool | None = None
    if said != "undecided":
        agrees = said == outcome
    if agrees and value is not None and reached is not None:
        agrees = math.isclose(float(value), reached, rel_tol=WITHIN, abs_tol=WITHIN)
    return SecondOpinion(name, said, reached, agrees)
