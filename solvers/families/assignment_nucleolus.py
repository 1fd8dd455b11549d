"""The nucleolus of an assignment game, for hundreds on each side: cycles of least mean slack.

Only pairs and single players matter. With u_p what the seller of optimal pair p gets, the slack of
a seller of p with the buyer of q changes with u_p - u_q; nobody (node 0) stands for those without
a partner. Along a cycle the changes cancel, so

    greatest least slack t  =  least mean slack of a cycle   (for every split, the mean is the same)

and all slacks on that cycle are t. Its pairs are settled against each other and become one node;
the next level asks the same of what is left, until one node is. Each level is Kohlberg's balanced
collection: every node is entered as often as it is left.

Floats find the cycles (Howard's policy iteration), fractions decide: the payoffs follow from the
cycles alone, and one pass over all pairs in whole numbers confirms every level.

>>> from games import AssignmentGame
>>> from solvers import nucleolus
>>> houses = AssignmentGame(["s1", "s2", "s3"], ["b1", "b2", "b3"],
...                         [[5, 8, 2], [7, 9, 6], [2, 3, 0]])
>>> split = nucleolus(houses)
>>> split
Allocation(s1=4, s2=5.66667, s3=0.333333, b1=1.66667, b2=4, b3=0.333333)
>>> split.certificate.verify(houses)
True

Source: Solymosi and Raghavan (1994); Huberman (1980) for the pairs; Karp (1978) and Howard (1960)
for cycles; Kohlberg (1971) for the proof.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.assignment import AssignmentGame
from games.players import coalition_name
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.nucleolus import nucleolus
from solvers.families.assignment import (
    OptimalAssignment,
    Pairs,
    optimal_assignment,
    pair_violations,
    slacks,
    split_violations,
)

__all__ = ["AssignmentNucleolusCertificate", "assignment_nucleolus"]

Coalition = tuple[str, ...]
ZERO = Fraction(0)
_TOLERANCE = 1e-12  # of the greatest slack: Howard's improvements below it are rounding


@nucleolus.register
def assignment_nucleolus(game: AssignmentGame) -> Allocation:
    """The nucleolus of an assignment game, exact, with its cycles as proof."""
    best = optimal_assignment(game)
    arcs = _Arcs(_Nodes(game, best.pairs), best.split)
    certificate = _from_cycles(best, arcs, exactly=False)
    if not certificate.verify(game):  # floats took a near tie for the least
        certificate = _from_cycles(best, arcs, exactly=True)
    return certificate.answer(game)


def _from_cycles(
    best: OptimalAssignment, arcs: _Arcs, *, exactly: bool
) -> AssignmentNucleolusCertificate:
    rise, cycles = _by_cycles(arcs, exactly=exactly)
    split = dict(best.split)
    for (seller, buyer), amount in zip(best.pairs.items(), rise, strict=False):
        split[seller] += amount / arcs.scale
        split[buyer] -= amount / arcs.scale
    levels = tuple(Circulation(tuple(arcs.coalition(*arc) for arc in cycle)) for cycle in cycles)
    return AssignmentNucleolusCertificate(best.pairs, split, levels)


@dataclass(frozen=True, slots=True)
class Circulation:
    """Pairs and single players whose slacks have the same mean in every core split."""

    coalitions: tuple[Coalition, ...]


@dataclass(frozen=True, slots=True)
class AssignmentNucleolusCertificate(Certificate, kind="assignment nucleolus"):
    """Optimal pairs, the nucleolus, and for each level the coalitions that settle it."""

    pairs: Pairs
    split: Mapping[str, Fraction]
    levels: tuple[Circulation, ...]

    def violations(self, subject: AssignmentGame) -> Iterator[str]:
        yield from pair_violations(subject, self.pairs)
        yield from split_violations(subject, self.pairs, self.split)
        nodes = _Nodes(subject, self.pairs)
        component = np.arange(nodes.count)
        settled_by = np.zeros((nodes.count, nodes.count), dtype=np.int64)
        level_slack = [ZERO]
        for number, level in enumerate(self.levels, start=1):
            ends = [nodes.ends(coalition) for coalition in level.coalitions]
            leaving = sorted(component[p] for p, _ in ends)
            if not ends or leaving != sorted(component[q] for _, q in ends):
                yield f"Level {number} does not enter every node as often as it leaves it."
            if any(component[p] == component[q] for p, q in ends):
                yield f"Level {number}: a coalition is settled already."
            attained = {nodes.slack(coalition, self.split) for coalition in level.coalitions}
            if len(attained) != 1 or max(attained) < level_slack[-1]:
                yield f"Level {number}: the coalitions have different slacks, or too small ones."
            level_slack.append(max(attained))
            for p, q in ends:
                ours, theirs = component == component[p], component == component[q]
                if component[p] != component[q]:
                    settled_by[np.ix_(ours, theirs)] = number
                    settled_by[np.ix_(theirs, ours)] = number
                    component[theirs] = component[p]
        if (component != component[0]).any():
            yield "The levels leave the split open."
        yield from _undercut(_Arcs(nodes, self.split), settled_by, level_slack)

    def answer(self, subject: AssignmentGame) -> Allocation:
        return Allocation(
            self.split,
            method="cycles of least mean slack, level by level; confirmed in whole numbers",
            status="The one core split whose slacks, from the least up, are greatest.",
            certificate=self,
        )


def _undercut(
    arcs: _Arcs, settled_by: npt.NDArray[np.int64], level_slack: Sequence[Fraction]
) -> Iterator[str]:
    """Each coalition whose slack is below that of the level that settles it."""
    # Node 0 stands last among the arcs.
    number = np.roll(np.roll(settled_by, -1, axis=0), -1, axis=1)
    least = np.array([-(-(slack * arcs.scale) // 1) for slack in level_slack], dtype=object)
    for p, q in np.argwhere((arcs.least < least[number]) & (number > 0)):
        named = coalition_name(arcs.coalition(p, q))
        yield f"{named} has less than the slack of level {number[p, q]}."


class _Nodes:
    """The optimal pairs as nodes 1, 2, ..., and node 0 for those without a partner."""

    def __init__(self, game: AssignmentGame, pairs: Pairs) -> None:
        self.game, self.pairs = game, pairs
        self.count = len(pairs) + 1
        number = {name: k for k, pair in enumerate(pairs.items(), start=1) for name in pair}
        self.of = {name: number.get(name, 0) for name in game.players}
        self.sellers = np.array([self.of[name] for name in game.sellers])
        self.buyers = np.array([self.of[name] for name in game.buyers])

    def ends(self, coalition: Coalition) -> tuple[int, int]:
        """The nodes of the seller and of the buyer of a pair; of one player and of nobody."""
        if len(coalition) == 2:
            seller, buyer = coalition
            self.game.surplus_of(seller, buyer)  # refuses who is on the other side
            return self.of[seller], self.of[buyer]
        (name,) = coalition
        return (0, self.of[name]) if name in self.game.buyers else (self.of[name], 0)

    def slack(self, coalition: Coalition, split: Mapping[str, Fraction]) -> Fraction:
        """x(S) - v(S)."""
        paid = sum((split[name] for name in coalition), ZERO)
        return paid - self.game.surplus_of(*coalition) if len(coalition) == 2 else paid


class _Arcs:
    """The least slack from node p to node q at a split, and whose it is.

    It is that of the seller of p with the buyer of q; node 0 offers nobody, or who has no partner.
    """

    def __init__(self, nodes: _Nodes, split: Mapping[str, Fraction]) -> None:
        game = nodes.game
        pairwise, self.scale = slacks(game, split)
        alone = [int(payoff * self.scale) for payoff in split.values()]
        cut = len(game.sellers)
        table = np.zeros((cut + 1, len(game.buyers) + 1), dtype=pairwise.dtype)
        table[:-1, :-1], table[:-1, -1], table[-1, :-1] = pairwise, alone[:cut], alone[cut:]
        self.sellers: list[str | None] = [*game.sellers, None]
        self.buyers: list[str | None] = [*game.buyers, None]
        row = np.append(np.flatnonzero(nodes.sellers), -1)
        idle = len(game.buyers) - len(row) + 1
        column = np.append(np.argsort(nodes.buyers, kind="stable")[idle:], -1)
        idle_rows = np.append(np.flatnonzero(nodes.sellers == 0), cut)
        idle_columns = np.append(np.flatnonzero(nodes.buyers == 0), len(game.buyers))
        by_buyer, by_seller = table[idle_rows].argmin(axis=0), table[:, idle_columns].argmin(axis=1)
        # Node 0 last: its row and column are the least of those who have no partner.
        self.row_of = np.tile(row[:, None], len(row))
        self.column_of = np.tile(column, (len(row), 1))
        self.row_of[-1] = idle_rows[by_buyer[column]]
        self.column_of[:, -1] = idle_columns[by_seller[row]]
        self.least = table[self.row_of, self.column_of]

    def coalition(self, p: int, q: int) -> Coalition:
        named = (self.sellers[self.row_of[p, q]], self.buyers[self.column_of[p, q]])
        return tuple(name for name in named if name is not None)


def _by_cycles(arcs: _Arcs, *, exactly: bool) -> tuple[list[Fraction], list[list[tuple[int, int]]]]:
    """How far each node's payoff rises, and the arcs of each level's cycle.

    The matrix is kept among components, with the least slack between them and its arc; potentials
    shift it so that no slack is below the last mean.
    """
    size = len(arcs.least)
    scale = max(1, int(arcs.least.max()))
    matrix: npt.NDArray[Any] = (arcs.least.astype(object) / scale).astype(np.float64)
    if exactly:
        matrix = np.array([[Fraction(int(a)) for a in row] for row in arcs.least])
    names = np.arange(size * size).reshape(size, size)
    members = [[k] for k in range(size)]
    rise = [ZERO] * size
    levels = []
    while len(members) > 1:
        np.fill_diagonal(matrix, np.inf)
        cycle, potential = least_mean_cycle(matrix, 0 if exactly else _TOLERANCE)
        found = [divmod(int(names[c, d]), size) for c, d in itertools.pairwise([*cycle, cycle[0]])]
        levels.append(found)
        slack = [int(arcs.least[p, q]) + rise[p] - rise[q] for p, q in found]
        mean = sum(slack, ZERO) / len(slack)
        lift = ZERO
        for c, excess in zip(cycle[1:], slack, strict=False):
            lift += excess - mean
            for k in members[c]:
                rise[k] += lift
        matrix += potential - potential[:, None]
        matrix, names = _merged(matrix, names, cycle)
        together = [k for c in cycle for k in members[c]]
        members = [m for c, m in enumerate(members) if c not in set(cycle)] + [together]
    return [r - rise[-1] for r in rise], levels


def _merged(
    matrix: npt.NDArray[Any], names: npt.NDArray[Any], cycle: list[int]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The matrix with the components of a cycle made one, which comes last."""
    rest = np.setdiff1d(np.arange(len(matrix)), cycle)
    one = np.array(cycle)
    into, out = matrix[np.ix_(rest, one)], matrix[np.ix_(one, rest)]
    by_row, by_column = into.argmin(axis=1), out.argmin(axis=0)
    size = len(rest) + 1
    result = []
    for table in (matrix, names):
        merged = np.zeros((size, size), dtype=table.dtype)
        merged[:-1, :-1] = table[np.ix_(rest, rest)]
        merged[:-1, -1] = table[rest, one[by_row]]
        merged[-1, :-1] = table[one[by_column], rest]
        result.append(merged)
    return result[0], result[1]


def least_mean_cycle(
    matrix: npt.NDArray[Any], tolerance: float
) -> tuple[list[int], npt.NDArray[Any]]:
    """A cycle of least mean, and potentials h with  w_pq - mean + h_q >= h_p  for all arcs."""
    size = len(matrix)
    each = np.arange(size)
    policy = matrix.argmin(axis=1)
    while True:
        cycle, mean = _best_cycle(matrix, policy)
        h = np.full(size, np.inf, dtype=matrix.dtype)
        h[cycle[0]] = 0
        feeding: list[list[int]] = [[] for _ in range(size)]
        for p, q in enumerate(policy.tolist()):
            feeding[q].append(p)
        queue = [cycle[0]]
        for q in queue:
            for p in feeding[q]:
                if p != cycle[0]:
                    h[p] = matrix[p, q] - mean + h[q]
                    queue.append(p)
        through = matrix + h
        best = through.argmin(axis=1)
        value = through[each, best] - mean
        better = value < h - tolerance
        if not better.any():
            return cycle, h
        policy = np.where(better, best, policy)


def _best_cycle(matrix: npt.NDArray[Any], policy: npt.NDArray[Any]) -> tuple[list[int], Any]:
    """The cycle of least mean among those that the policy runs into."""
    follow = policy.tolist()
    seen = [0] * len(follow)
    found: list[tuple[Any, list[int]]] = []
    for start in range(len(follow)):
        p, path = start, []
        while not seen[p]:
            seen[p] = start + 1
            path.append(p)
            p = follow[p]
        if seen[p] == start + 1:  # closed by this very path
            cycle = path[path.index(p) :]
            found.append((sum(matrix[p, follow[p]] for p in cycle) / len(cycle), cycle))
    mean, cycle = min(found, key=lambda pair: pair[0])
    return cycle, mean
