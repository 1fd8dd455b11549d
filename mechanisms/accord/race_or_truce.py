"""Race or truce: a subsidy race as the 2x2 game that a class knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from games.contest import Contest
from games.errors import of_kind
from games.exact import exact
from games.strategic import StrategicGame
from games.subsidy import SubsidyCompetition
from mechanisms.accord.contest_truce import only_bidder, without_bids
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.competition.contest_equilibrium import ContestEquilibrium
from solvers.competition.subsidy_equilibrium import SubsidyEquilibrium, subsidy_equilibrium

__all__ = ["race_or_truce"]

ZERO = Fraction(0)
ACTIONS = ["truce", "race"]
CLOSE = Fraction(1, 10**9)


def race_or_truce(
    game: SubsidyCompetition | Contest, level: Fraction | int = 0, run_solver: RunSolver = call
) -> dict[str, StrategicGame]:
    """Race or truce: a subsidy race as the 2x2 game that a class knows.

    Each city chooses whether to keep a truce, and then pays at most its level per firm (in a
    contest: does not bid), or to race, and then bids as it likes. Who races is in equilibrium with
    the others; one city alone that races picks its best breach. Two cities play one game; of more,
    each plays one against the rest, who act alike and count what they get together. ``two_by_two``
    names it. (In ``truce`` each pays the level itself, which is the same where nobody would rather
    pay less.)

    The game of "truce" and "race", by city; of two cities only one, under the first's name.

    ``level``: what the truce allows per firm; plays no part in a contest. Payoffs are those that
    the equilibria show. ``run_solver(solver, subject)`` is how equilibria are asked for.

    Left out are games in which two of a player's payoffs differ by less than a billionth of the
    largest (a city for which both actions are the same, too). All are left out where another
    equilibrium is possible. Errors: ``Undefined`` where there is none.

    >>> from games import SubsidyCompetition
    >>> from solvers.strategic.two_by_two import two_by_two
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> game = race_or_truce(park)["Quzhou"]
    >>> [[round(float(game.payoff([mine, other])["Quzhou"]), 3) for other in ("truce", "race")]
    ...  for mine in ("truce", "race")]
    [[0.5, 0.312], [0.552, 0.25]]
    >>> two_by_two(game).name
    'chicken'

    Not a prisoners' dilemma, since who races against a city that is bound bids less than against
    one that is not (0.2 against 0.5), which leaves the bound city more than the race would.

    Source: Rapoport and Guyer (1966) on the names; on bidding for firms as a prisoners' dilemma,
    Thomas (2000), Competing for Capital.
    """
    check_run_solver(run_solver)
    of_kind(game, SubsidyCompetition, Contest, place="subject of race_or_truce")
    cities = range(len(game.cities))
    play = (
        _logit(game, exact(level, "level of the truce"), run_solver)
        if isinstance(game, SubsidyCompetition)
        else _contest(game, run_solver)
    )
    found = {}
    for i in cities[:1] if len(cities) == 2 else cities:
        rest = [j for j in cities if j != i]
        cells = [[play([]), play(rest)], [play([i]), play(list(cities))]]
        table = [[cell for cell in line if cell is not None] for line in cells]
        if sum(map(len, table)) < 4:
            return {}
        mine = [[payoffs[i] for payoffs in line] for line in table]
        theirs = [[sum((payoffs[j] for j in rest), ZERO) for payoffs in line] for line in table]
        if _ordered(mine) and _ordered(theirs):
            other = game.cities[1] if len(cities) == 2 else "the rest"
            found[game.cities[i]] = _two_by_two([game.cities[i], other], mine, theirs)
    return found


def _two_by_two(
    players: list[str], mine: list[list[Fraction]], theirs: list[list[Fraction]]
) -> StrategicGame:
    def payoffs(profile: tuple[str, str]) -> list[Fraction]:
        a, b = (ACTIONS.index(action) for action in profile)
        return [mine[a][b], theirs[a][b]]

    return StrategicGame.from_function(players, [ACTIONS, ACTIONS], payoffs)


Play = Callable[[list[int]], list[Fraction] | None]
"""What each city gets if these (by index) race; ``None`` where that depends on the equilibrium."""


def _ordered(payoffs: Sequence[Sequence[Fraction]]) -> bool:
    flat = sorted(x for line in payoffs for x in line)
    least = CLOSE * max(map(abs, flat))
    return all(high - low > least for low, high in pairwise(flat))


def _equilibrium(
    game: SubsidyCompetition | Contest, run_solver: RunSolver
) -> list[Fraction] | None:
    solver: Callable[[Any], SubsidyEquilibrium | ContestEquilibrium] = subsidy_equilibrium
    found = run_solver(solver, game)
    return [found.payoffs[city] for city in game.cities] if found.unique else None


def _logit(game: SubsidyCompetition, level: Fraction, run_solver: RunSolver) -> Play:
    known: dict[tuple[int, ...], list[Fraction] | None] = {}

    def play(racing: list[int]) -> list[Fraction] | None:
        key = tuple(racing)
        if key not in known:
            caps = tuple(
                cap if i in racing else level if cap is None else min(level, cap)
                for i, cap in enumerate(game.caps)
            )
            known[key] = _equilibrium(replace(game, caps=caps), run_solver)
        return known[key]

    return play


def _contest(game: Contest, run_solver: RunSolver) -> Play:
    known: dict[tuple[int, ...], list[Fraction] | None] = {}

    def played(racing: list[int]) -> list[Fraction] | None:
        bidding = [i for i in racing if game.budgets[i] != 0 and max(game.stakes[i]) > 0]
        if not bidding:
            return without_bids(game)
        if len(bidding) == 1:
            return only_bidder(game, bidding[0])
        budgets = tuple(budget if i in racing else ZERO for i, budget in enumerate(game.budgets))
        return _equilibrium(replace(game, budgets=budgets), run_solver)

    def play(racing: list[int]) -> list[Fraction] | None:
        key = tuple(racing)
        if key not in known:
            known[key] = played(racing)
        return known[key]

    return play
