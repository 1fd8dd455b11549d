"""A split at the prices of the best plan, which is often stable, and soon proven to be.

With its openings as they are, the program of all has dual prices. Each city is paid for what it
brings at these, and the city that an opening needs has its profit, or bears its loss:

    x_i  =  sum over rows of  y_r (what i brings)  +  (profit of the openings that need i),

which adds up to v(N). Without openings that is Owen's point, in the core by his theorem. With them
the cases of a branch and bound say whether it is.

>>> from games import Activity, LinearProductionGame, Platform, Resource, Use, Value
>>> from solvers.families.program_game import program_game
>>> from solvers.families.program_oracle import ProgramOracle
>>> batches = Resource("batches", "tradable", {"A": 1, "B": 2})
>>> work = Activity("work", ("A",), (Use("batches", 1), Use("room", 1)), (Value("A", "cash", 80),))
>>> park = Platform("park", "A", 100, provides=(Use("room", 2),))
>>> game = LinearProductionGame(("A", "B"), (batches, Resource("room", "tradable", {})),
...                             (work,), (park,))
>>> oracle = ProgramOracle(program_game(game), grand=True)
>>> priced_split(oracle)
[Fraction(60, 1), Fraction(0, 1)]

Source: Owen (1975), On the core of linear production games, Mathematical Programming 9, 358-370.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from solvers.families.integer_program import Case
from solvers.families.program_oracle import ProgramOracle
from solvers.optimum import solve

__all__ = ["priced_split", "stable_priced_split"]

ZERO = Fraction(0)


def stable_priced_split(
    oracle: ProgramOracle, until: float = math.inf
) -> tuple[list[Fraction], tuple[Case, ...]] | None:
    """The split and the cases that prove it stable; ``None`` where they do not."""
    payoffs = priced_split(oracle)
    if payoffs is None:
        return None
    cases, highest, _ = oracle.prove(payoffs, ZERO, until)
    return (payoffs, cases) if highest <= 0 else None


def priced_split(oracle: ProgramOracle) -> list[Fraction] | None:
    """The split, in the unit of the oracle; ``None`` where prices do not pay out what all make."""
    game, whole = oracle.game, set(oracle.game.integers)
    worth, plan = oracle.plan(oracle.everybody)
    lp = game.with_members(game.players).lp
    opened = {name: plan.get(name, ZERO) for name in game.integers}
    bounds = {
        # Limits of the other variables follow from the rows, which say whose they are.
        name: (low, high if name in oracle.joining else None)
        for name, (low, high) in lp.bounds.items()
    }
    bounds |= {name: (count, count) for name, count in opened.items()}
    answer = solve(replace(lp, bounds=bounds))
    if answer.outcome != "optimal" or answer.optimum != worth:
        return None
    rent = {name: lp.objective.get(name, ZERO) for name in lp.bounds}
    host: dict[str, str] = {}
    for row in lp.rows:
        price = answer.prices.get(row.name, ZERO)
        for name, a in row.coefficients.items() if price else ():
            rent[name] -= price * a
        opening = next((name for name in row.coefficients if name in whole), None)
        needed = next((name for name in row.coefficients if name in oracle.joining), None)
        if len(row.coefficients) == 2 and opening is not None and needed is not None:
            host.setdefault(opening, needed)
    paid = {city: rent[city] for city in game.players}
    for name, count in opened.items():
        if rent[name] * count:
            if name not in host:
                return None
            paid[host[name]] += rent[name] * count
    return [*paid.values()] if sum(paid.values()) == worth else None
