"""The Dutta-Ray solution: as equal as the core of a convex game allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from games.errors import Undefined
from games.players import coalition_name
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.convexity import worst_second_difference
from solvers.coalitional.excess_table import excess_table
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.coalitional.subset_sums import subset_sums

__all__ = ["DuttaRayCertificate", "dutta_ray"]


def dutta_ray(game: CoalitionalGame) -> Allocation:
    """The Dutta-Ray solution: as equal as the core of a convex game allows.

    The group with the greatest worth per head gets that much for each member; of the rest, the
    group that then adds most per head gets that much, and so on:

        S_k maximises  (v(P + S) - v(P)) / |S|   over the S outside P = S_1 + ... + S_(k-1).

    Every other split in the core is less equal (it is Lorenz-dominated). Of costs, the same holds
    of the negated game: the group whose cost per head is least pays that.

    For convex games of gains, and concave ones of costs, exact.

    Errors: ``Undefined`` when the game is not convex (of costs: concave); its witness are two
    coalitions that show it. Beyond such games the solution need not exist, and is not looked for.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["Hub", "A", "B"], {"Hub": 6, "A": 0, "B": 0, ("Hub", "A"): 8,
    ...                       ("Hub", "B"): 6, ("A", "B"): 0, ("Hub", "A", "B"): 9})
    >>> split = dutta_ray(hub)
    >>> split, split.certificate.verify(hub)
    (Allocation(Hub=6, A=2, B=1), True)

    Source: Dutta and Ray (1989), A concept of egalitarianism under participation constraints.
    """
    refuse_untabulated(game)
    worths, unit = game.as_gains().integers()
    worst = worst_second_difference(worths)
    if worst is not None and worst[0] < 0:
        _, mask, i, j = worst
        two = (game.members(mask | 1 << i), game.members(mask | 1 << j))
        raise Undefined(
            "Dutta-Ray solution",
            f"the game is not {'convex' if game.sense == 'gain' else 'concave'}, as "
            f"{coalition_name(two[0])} and {coalition_name(two[1])} show",
            two,
        )
    settled, payoffs = 0, [Fraction(0)] * len(game.players)
    while settled != game.grand:
        group, share = _richest_group(worths, settled, game.grand)
        for i in range(len(game.players)):
            if group >> i & 1:
                payoffs[i] = share * unit
        settled |= group
    split = dict(zip(game.players, gains(game, payoffs), strict=True))
    return DuttaRayCertificate(split).answer(game)


def _richest_group(worths: npt.NDArray[Any], settled: int, grand: int) -> tuple[int, Fraction]:
    """The largest group outside ``settled`` that adds most per head, and how much that is."""
    left = np.array([1 << i for i in range(grand.bit_length()) if not settled >> i & 1])
    masks, sizes = subset_sums(left), subset_sums(np.ones_like(left))
    added = worths[masks | settled] - worths[settled]
    by_size = [(size, sizes == size) for size in range(1, int(sizes[-1]) + 1)]
    share = max(Fraction(int(added[of].max()), size) for size, of in by_size)
    group = 0
    for size, of in by_size:
        if (share * size).denominator == 1:  # in a convex game their union adds as much per head
            group |= int(np.bitwise_or.reduce(masks[of & (added == int(share * size))]))
    return group, share


@dataclass(frozen=True, slots=True)
class DuttaRayCertificate(Certificate, kind="Dutta-Ray solution"):
    """The split itself: it is in the core, and those with most get no more than they make.

    Let T_a be the cities that get a or more. Where x(T_a) = v(T_a) for every a, each core split y
    has y(T_a) >= x(T_a): it gives those with most no less, so x Lorenz-dominates it.
    """

    split: Mapping[str, Fraction]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        worst = worst_second_difference(subject.as_gains().integers()[0])
        if worst is not None and worst[0] < 0:
            yield "The game is not convex."
        payoffs = gains(subject, self.split.values())
        table, _ = excess_table(subject, list(self.split.values()))
        if table[subject.grand] != 0:
            yield "The split does not add up to what all make together."
        if table.max() > 0:
            yield f"{coalition_name(subject.members(int(table.argmax())))} blocks the split."
        for level in set(payoffs):
            top = sum(1 << i for i, payoff in enumerate(payoffs) if payoff >= level)
            if table[top] != 0:
                yield f"{coalition_name(subject.members(top))} could give to those with less."

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method="group by group, the greatest worth per head first",
            status="The most equal split in the core.",
            certificate=self,
        )
