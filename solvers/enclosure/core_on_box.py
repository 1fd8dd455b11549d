"""Whether the core is empty when worths move in a box.

In the middle of the path the least core has a vertex, at which n of the excesses and v(N) are
tight, and coalitions with weights that prove it. Both are moved along: the vertex with the worths
of its tight coalitions, the mean excess of the weighted ones with theirs,

    x(p)  solves  x(S) + epsilon = v(S, p) for tight S,  x(N) = v(N, p),
    mean excess  =  sum w_S v(S, p) - c v(N, p).

Where x(p) leaves no coalition short, the core is not empty; where the mean excess is positive, it
is. There they agree, so that they part from each other slowly.

Source: Bondareva (1963); Shapley (1967); Maschler, Peleg and Shapley (1979).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.coalitional import CoalitionalGame
from games.players import Coalition
from solvers.coalitional.least_core import LeastCoreCertificate, least_core
from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.enclosed_number import at_point
from solvers.enclosure.program_on_box import key_of
from solvers.enclosure.worth_on_box import BoxedGame
from solvers.rational import fraction, rational

__all__ = ["CoreHint", "core_is_empty"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class CoreHint:
    """The tight coalitions of a vertex of the least core, and those that prove it, weighted."""

    tight: tuple[Coalition, ...]
    weights: tuple[tuple[Coalition, Fraction], ...]


def core_is_empty(game: BoxedGame) -> bool:
    """Whether no split is stable; the path decides, ``Unsettled`` where nothing is proven.

    >>> from solvers.enclosure.box import Box, paths
    >>> def empty(pair):
    ...     return core_is_empty(
    ...         BoxedGame(("A", "B", "C"), lambda s: [0, Fraction(0), pair, Fraction(72)][len(s)]))
    >>> pairs = Box([(Fraction(40), Fraction(60))])
    >>> [(cell.found, str(cell.share)) for cell in paths(pairs, empty)]
    [(True, '3/5'), (False, '2/5')]
    """
    players, box = game.players, active()
    groups = [
        group
        for size in range(1, len(players) + 1)
        for group in itertools.combinations(players, size)
    ]
    if game.bounds is not None and not box.fork and _stands_by_bounds(game, groups):
        return False
    worths = {group: game.worth(group) for group in groups}
    hint = _hint(players, worths)
    if _mean_excess(hint, worths, players) > 0:
        return True
    split = _split(hint, worths, players)
    excesses = [
        sum((split[city] for city in group), -worths[group]) for group in groups if group != players
    ]
    box.demand(excesses, "a split that is not stable everywhere")
    return False


def _stands_by_bounds(game: BoxedGame, groups: Sequence[Coalition]) -> bool:
    """Whether a split of the least that all make leaves no group less than the most it makes.

    That does not ask which of several ways to open platforms is best, nor where.
    """
    players, box = game.players, active()
    assert game.bounds is not None  # noqa: S101 - the caller looked
    highs = {group: game.bounds(group)[1] for group in groups if group != players}
    worths = {group: max(each, key=box.middle) for group, each in highs.items()}
    worths[players] = game.bounds(players)[0]
    split = _split(_hint(players, worths), worths, players)
    return all(
        box.surely(high - sum(split[city] for city in group), "<=")
        for group, each in highs.items()
        for high in each
    )


def _hint(players: Coalition, worths: dict[Coalition, Fraction]) -> CoreHint:
    """What is found in the middle of the path."""
    place = active().path_middle
    key = ("core", players, tuple(map(key_of, worths.values())), tuple(place.values()))
    hint = active().hint(key, lambda: _at_place(players, at_point(worths, place)))
    if not isinstance(hint, CoreHint) or not worths.keys() >= {
        *hint.tight,
        *(group for group, _ in hint.weights),
    }:
        raise Unsettled("a certificate of something else")
    return hint


def _at_place(players: Coalition, worths: dict[Coalition, Fraction]) -> CoreHint:
    game = CoalitionalGame.from_function(players, lambda group: worths.get(tuple(group), ZERO))
    found = least_core(game)
    proof = found.certificate
    assert isinstance(proof, LeastCoreCertificate)  # noqa: S101 - of a table
    split = proof.split
    weights = tuple((one.coalition, one.weight) for one in proof.collection)
    first = [group for group, _ in weights]
    tight = [
        group
        for group in (*first, *(g for g in worths if g not in first))
        if len(group) < len(players)
        and worths[group] - sum(split[city] for city in group) == found.epsilon
    ]
    return CoreHint(_independent(tight, players), weights)


def _row(group: Coalition, players: Coalition) -> list[Any]:
    """x(S) + epsilon; of all, x(N)."""
    part = rational(len(group) < len(players))
    return [*(rational(city in group) for city in players), part]


def _independent(tight: Sequence[Coalition], players: Coalition) -> tuple[Coalition, ...]:
    """Groups that are linearly independent with the grand coalition."""
    from flint import fmpq_mat

    kept: list[Coalition] = []
    rows = [_row(players, players)]
    for group in tight:
        more = [*rows, _row(group, players)]
        if fmpq_mat(more).rref()[1] == len(more):
            rows = more
            kept.append(group)
    return tuple(kept)


def _mean_excess(hint: CoreHint, worths: dict[Coalition, Fraction], players: Coalition) -> Fraction:
    """The mean excess, if the weights cover every city equally and none is negative."""
    covered = [
        sum((weight for group, weight in hint.weights if city in group), ZERO) for city in players
    ]
    if len(set(covered)) > 1 or any(weight < 0 for _, weight in hint.weights):
        raise Unsettled("a collection that is not balanced")
    total = sum((weight * worths[group] for group, weight in hint.weights), ZERO)
    return total - covered[0] * worths[players]


def _split(
    hint: CoreHint, worths: dict[Coalition, Fraction], players: Coalition
) -> dict[str, Fraction]:
    """A split of what all make at each point."""
    from flint import fmpq_mat

    groups = (players, *hint.tight)
    matrix = fmpq_mat([_row(group, players) for group in groups])
    if matrix.nrows() != matrix.ncols():
        raise Unsettled("a vertex of something else")
    try:
        inverse = matrix.inv()
    except ZeroDivisionError:
        raise Unsettled("a vertex of something else") from None
    split = {}
    for i, city in enumerate(players):
        parts = (
            fraction(inverse[i, k]) * worths[group]
            for k, group in enumerate(groups)
            if inverse[i, k]
        )
        split[city] = sum(parts, ZERO)
    return split
