"""Side payments: the nearest split at which no group free to leave would gain by leaving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.errors import of_kind
from games.exact import exact
from games.players import coalition_name, members_named
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["SidePayments", "nearest_split"]

ZERO, ONE = Fraction(0), Fraction(1)
OUTSIDE = "outside money"


@dataclass(frozen=True, slots=True)
class SidePayments:
    """What each member gets more (or pays, negative) a year, and the outside money it takes.

    See ``nearest_split`` for the concept, an example and its source.
    """

    changes: Mapping[str, Fraction]
    outside: Fraction

    @property
    def paid(self) -> Fraction:
        """What members pay to each other."""
        return -sum((change for change in self.changes.values() if change < 0), ZERO)


def nearest_split(
    payoffs: Mapping[str, Fraction],
    demands: Mapping[tuple[str, ...], Fraction],
    run_solver: RunSolver = call,
) -> SidePayments:
    """Side payments: the nearest split at which no group free to leave would gain by leaving.

    Given what each member gets now and what each group of members could have elsewhere, find the
    split that satisfies every group and is nearest to the present one, in money moved:

        min  sum_i |x_i - now_i|  over  sum_i x_i = sum_i now_i + m,   x(S) >= demand(S) for each S,

    where the outside money m is the least that makes this possible: 0 where the deal can do it
    alone. Where the nearest split is not unique, the money moved is the claim, and the split one of
    several.

    The side payments that satisfy every demand (group of members: what it could have).

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` names a group with a member that has no payoff.

    >>> nearest_split({"Hub": Fraction(10), "Home": Fraction(4)}, {("Home",): Fraction(6)})
    SidePayments(changes={'Hub': Fraction(-2, 1), 'Home': Fraction(2, 1)}, outside=Fraction(0, 1))

    Source: Bachrach et al. (2009) for the least outside money, the cost of stability.
    """
    check_run_solver(run_solver)
    for name, given in (("payoffs", payoffs), ("demands", demands)):
        of_kind(given, Mapping, place=f"list of {name}")
    payoffs = {city: exact(x, f"payoff of {city}") for city, x in payoffs.items()}
    for group in demands:
        members_named(group, payoffs, "group")
    demands = {
        group: exact(x, f"demand of {coalition_name(group)}") for group, x in demands.items()
    }
    up, down = ({city: f"{way}: {city}" for city in payoffs} for way in ("more to", "less to"))
    rows = [
        Row(
            "all that there is",
            {name: sign for sign, names in ((ONE, up), (-ONE, down)) for name in names.values()}
            | {OUTSIDE: -ONE},
            "==",
            ZERO,
        )
    ]
    for group, demand in demands.items():
        now = sum((payoffs[city] for city in group), ZERO)
        terms = {up[city]: ONE for city in group} | {down[city]: -ONE for city in group}
        rows.append(Row(f"group {', '.join(group)}", terms, ">=", demand - now))
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = dict.fromkeys(
        [*up.values(), *down.values(), OUTSIDE], (ZERO, None)
    )
    least = run_solver(solve, LinearProgram("min", {OUTSIDE: ONE}, tuple(rows), bounds)).optimum
    moved = dict.fromkeys([*up.values(), *down.values()], ONE)
    nearest = run_solver(
        solve, LinearProgram("min", moved, tuple(rows), bounds | {OUTSIDE: (ZERO, least)})
    )
    return SidePayments({city: nearest[up[city]] - nearest[down[city]] for city in payoffs}, least)
