"""Outside offers: could some members of a deal do better with outsiders,
or with some members only?
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from games.coalitional import CoalitionalGame
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import exact
from games.players import Coalition
from mechanisms.compact.outsider_splits import OutsiderSplits, Requirement, sums
from mechanisms.compact.run_solver import RunSolver, call
from solvers.coalitional.superadditive_cover import max_plus
from solvers.linear_program import LinearProgram, Row

__all__ = ["OutsideOffers", "outside_offers"]

ZERO, ONE = Fraction(0), Fraction(1)
SHORTFALL = "shortfall"


@dataclass(frozen=True, slots=True)
class OutsideOffers:
    """Whether the deal holds against groups of some members and some outsiders.

    ``requirements``: those that do not follow from others. ``shortfall``: the least amount which,
    taken off each of them, lets some split of the outsiders pass; 0 unless the deal fails.
    ``split``: such a split. ``blocking``: where the deal fails, requirements that no split meets
    together; where it is undecided, one that some splits do not meet. ``stable``: false where
    outsiders have no stable split; then each of them is only held to have what it makes alone.
    ``exact``: false where the deal fails and the shortfall is a lower bound, as of many cities.

    See ``outside_offers`` for the concept, an example and its source.
    """

    verdict: Literal["stands", "undecided", "fails"]
    requirements: tuple[Requirement, ...]
    shortfall: Fraction
    split: Mapping[str, Fraction]
    blocking: tuple[Requirement, ...]
    stable: bool
    exact: bool = True


def outside_offers(
    game: CoalitionalGame,
    members: Iterable[str],
    payoffs: Mapping[str, Fraction],
    run_solver: RunSolver = call,
    *,
    members_alone: bool = True,
) -> OutsideOffers:
    """Outside offers: could some members of a deal do better with outsiders, or with some members
    only?

    Members M have payoffs u from the deal; outsiders O organise themselves and split what they
    make, y. A group T of some members I, not all, and outsiders J (perhaps none) is a threat only
    if it makes more than its members have and its outsiders make by themselves, v*(T) > u(I) +
    v*(J). It is held off if its outsiders already have enough,

        y(J)  >=  v*(T) - u(I).

    y splits v*(O) and lies in the core of the outsiders' own game; where that is empty, y_j >=
    v*({j}). The deal stands if every such y meets all requirements, fails if none does, and is
    undecided if some do. The *shortfall* is the least amount which, taken off every requirement,
    lets some y pass.

    The *floor* of members I is the most that they could have without the rest of the deal,

        floor(I)  =  max over J of  v*(I with J) - max(v*(J), min over y of y(J)),

    so that the deal stands exactly if u(I) >= floor(I) for every I, if members alone count.

    Whether a deal that brings its members these payoffs holds against all other groups.

    ``game``: what each group makes in its best parts (``superadditive_cover``).
    ``members_alone``: whether groups without outsiders count. They do not where one change of the
    deal gives each of them what it makes and nobody less: then the deal wastes, but nobody leaves.
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` where a member has no payoff, or is no city of the game.

    >>> game = CoalitionalGame.from_function(
    ...     ["Hub", "Home", "Rival"], lambda s: [0, 0, 10, 10][len(s)] if "Hub" in s else 0)
    >>> found = outside_offers(game, ["Hub", "Home"], {"Hub": Fraction(6), "Home": Fraction(4)})
    >>> found.verdict, found.shortfall, found.blocking[0].group
    ('fails', Fraction(4, 1), ('Hub', 'Rival'))
    >>> outside_offers(game, ["Hub", "Home"], {"Hub": Fraction(10), "Home": Fraction(0)}).verdict
    'stands'

    Source: Aumann and Maschler (1964) for objections that outsiders must be paid for; Gillies
    (1959) for the core; Binmore, Shaked and Sutton (1989) for the outside option as a floor.
    """
    splits = OutsiderSplits(game, members, run_solver)
    payoffs = _payoffs(payoffs, splits.members)
    asked = [one for one in splits.requirements(payoffs) if one.outsiders or members_alone]
    needed = _essential(splits, asked)
    if not needed:
        return OutsideOffers("stands", (), ZERO, {}, (), splits.stable)
    short: dict[str, Fraction] = {SHORTFALL: ONE}
    rows = [
        Row(f"required: {', '.join(one.outsiders) or 'nobody'}",
            dict.fromkeys(one.outsiders, ONE) | short, ">=", one.least)
        for one in needed
    ]  # fmt: skip

    def program() -> LinearProgram:
        own = splits.program("min", {}) if splits.outsiders else LinearProgram("min", {}, (), {})
        bounds = {**own.bounds, SHORTFALL: (ZERO, None)}
        return LinearProgram("min", short, (*own.rows, *rows), bounds)

    best = splits.solved(program)
    split = {city: best[city] for city in splits.outsiders}
    if best.optimum > 0:
        blocking = tuple(
            one for one, row in zip(needed, rows, strict=True) if best.prices[row.name]
        )
        return OutsideOffers("fails", needed, best.optimum, split, blocking, splits.stable)
    for one in needed:
        if splits.least(one.outsiders) < one.least:
            return OutsideOffers("undecided", needed, ZERO, split, (one,), splits.stable)
    return OutsideOffers("stands", needed, ZERO, split, (), splits.stable)


def _essential(splits: OutsiderSplits, found: list[Requirement]) -> tuple[Requirement, ...]:
    """The requirements that do not follow from others, the largest first."""
    surely, place = _surely(splits), {group: m for m, group in enumerate(splits.groups)}
    over = math.lcm(*(x.denominator for x in (*surely, *(one.least for one in found))))
    keeps = np.array([int(x * over) for x in surely], dtype=object)
    leasts = {place[one.outsiders]: int(one.least * over) for one in found}
    longest = max(map(abs, (*keeps.tolist(), *leasts.values())))
    keeps[0] = -1 - 4 * longest  # no group follows from itself, nor from what is not required
    least = np.full(len(keeps), keeps[0])
    least[[*leasts]] = [*leasts.values()]
    needed = least > max_plus(least, keeps)
    few = sorted(found, key=lambda r: len(r.outsiders))
    kept = [one for one in few if needed[place[one.outsiders]]]
    return tuple(sorted(kept, key=lambda r: splits.own[r.outsiders] - r.least))


def _surely(splits: OutsiderSplits) -> list[Fraction]:
    """By group of outsiders, what it has in every split."""
    if splits.stable:
        return list(splits.own.values())
    alone, over = sums([splits.own[city,] for city in splits.outsiders])
    return [Fraction(x, over) for x in alone.tolist()]


def _payoffs(given: Mapping[str, Fraction], members: Coalition) -> dict[str, Fraction]:
    of_kind(given, Mapping, place="payoffs of the deal", hint="a number for each member, by name")
    for city in members:
        if city not in given:
            raise InvalidInput(f"payoff of {city} under the deal", MISSING, "a number")
    return {city: exact(given[city], f"payoff of {city}") for city in members}
