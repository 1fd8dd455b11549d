"""The core of an assignment game, and its two corners: best for all sellers,
best for all buyers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.assignment import AssignmentGame
from games.errors import of_kind
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.augmenting_paths import assign
from solvers.certificate import Certificate
from solvers.coalitional.core import core_violation
from solvers.families.assignment import (
    Pairs,
    named_pairs,
    pair_violations,
    slacks,
    split_violations,
)

__all__ = ["AssignmentCore", "AssignmentCoreCertificate", "assignment_core"]

_METHOD = "optimal pairs, then shortest paths along the chains of rivals"


@dataclass(frozen=True, slots=True, repr=False)
class AssignmentCore(Answer):
    """The core, which is never empty.

    ``value``, ``pairs``: the worth of all, and who makes it. ``seller_optimal``,
    ``buyer_optimal``: the corners; each seller's range goes from the second to the first, each
    buyer's from the first to the second. ``point``: their midpoint, the tau-value.

    See ``assignment_core`` for the concept, an example and its source.
    """

    game: AssignmentGame
    value: Fraction
    pairs: Pairs
    seller_optimal: Allocation
    buyer_optimal: Allocation
    point: Allocation
    certificate: Certificate
    method: str = _METHOD
    proof: Proof = EXACT
    empty: bool = False

    @property
    def status(self) -> str:
        if self.seller_optimal == self.buyer_optimal:
            return "Competition leaves nothing to bargain over: the core is one split."
        return "The core lies between its corners: best for all sellers, best for all buyers."

    def contains(self, split: Mapping[str, Any]) -> bool:
        """Whether a split is in the core; see ``core_violation`` for splits of floats."""
        return core_violation(self.game, split) is None

    @property
    def lowest(self) -> Allocation:
        """Each player's smallest payoff in the core, not all at once."""
        return self._ends("smallest", self.buyer_optimal, self.seller_optimal)

    @property
    def highest(self) -> Allocation:
        """Each player's largest payoff in the core, not all at once."""
        return self._ends("largest", self.seller_optimal, self.buyer_optimal)

    def _ends(self, which: str, of_sellers: Allocation, of_buyers: Allocation) -> Allocation:
        return Allocation(
            {name: of_sellers[name] for name in self.game.sellers}
            | {name: of_buyers[name] for name in self.game.buyers},
            method=_METHOD,
            status=f"Each player's {which} payoff in the core, not all at once.",
            certificate=self.certificate,
        )


def assignment_core(game: AssignmentGame) -> AssignmentCore:
    """The core of an assignment game, and its two corners: best for all sellers,
    best for all buyers.

        core = { (u, v) >= 0 :  u_i + v_j >= a_ij for all pairs,  = a_ij for the optimal pairs }

    All sellers agree on which core split is best for them, and it is the worst one for all buyers.
    A seller can get more until a chain of rivals stops it: u_i can rise no further than its pair
    makes, or its buyer would leave it for a seller who in turn can give no more, and so on to
    somebody who has nothing to give. In whole numbers both corners are shortest paths along such
    chains.

    The midpoint of the corners is the tau-value of the game.

    The corners of the core of an assignment game, exact.

    Errors: ``InvalidInput`` for what is not an ``AssignmentGame``.

    >>> from games import AssignmentGame
    >>> houses = AssignmentGame(["s1", "s2", "s3"], ["b1", "b2", "b3"],
    ...                         [[5, 8, 2], [7, 9, 6], [2, 3, 0]])
    >>> answer = assignment_core(houses)
    >>> answer.seller_optimal
    Allocation(s1=5, s2=6, s3=1, b1=1, b2=3, b3=0)
    >>> answer.buyer_optimal
    Allocation(s1=3, s2=5, s3=0, b1=2, b2=5, b3=1)
    >>> answer.certificate.verify(houses)
    True

    Source: Shapley and Shubik (1971); Demange (1982) and Leonard (1983) for the corners; Núñez and
    Rafels (2002) for the tau-value.
    """
    of_kind(game, AssignmentGame, place="subject of assignment_core")
    surplus, unit = game.integers()
    partner, sellers, buyers = assign(surplus)
    pairs = named_pairs(game, partner)
    corners = []
    for side in (0, 1):
        x = [sellers.copy(), buyers.copy()]
        _raise(x[side], x[1 - side], surplus if side == 0 else surplus.T, _mates(partner, x, side))
        corners.append(
            {
                name: int(payoff) * unit
                for name, payoff in zip(game.players, [*x[0], *x[1]], strict=True)
            }
        )
    return AssignmentCoreCertificate(pairs, *corners).answer(game)


def _mates(partner: Sequence[int], x: Sequence[npt.NDArray[Any]], side: int) -> list[int]:
    """The partner's number of each seller, or (side 1) of each buyer; -1: none."""
    if side == 0:
        return list(partner)
    mates = [-1] * len(x[1])
    for i, j in enumerate(partner):
        if j >= 0:
            mates[j] = i
    return mates


def _raise(
    ours: npt.NDArray[Any], theirs: npt.NDArray[Any], surplus: npt.NDArray[Any], mates: list[int]
) -> None:
    """Raise our side's core payoffs, in place, as far as the core allows; theirs fall as much.

    The rise d_i of a matched player is bounded: its partner j, who falls by as much, must keep
    v_j >= 0 and u_k + v_j >= a_kj for each k of our side, so d_i <= slack_kj + d_k, where d_k = 0
    for who has no partner. The greatest solution is a shortest path for each, by Dijkstra.
    """
    matched = np.array([i for i, j in enumerate(mates) if j >= 0], dtype=np.int64)
    if not len(matched):
        return
    partners = np.array([mates[i] for i in matched])
    slack = (ours[:, None] + theirs - surplus)[:, partners]
    single = np.ones(len(ours), dtype=bool)
    single[matched] = False
    rise = theirs[partners].copy()
    if single.any():
        rise = np.minimum(rise, slack[single].min(axis=0))
    steps = slack[matched]
    open_ = np.ones(len(matched), dtype=bool)
    while open_.any():
        left = np.flatnonzero(open_)
        k = left[rise[left].argmin()]
        open_[k] = False
        rise = np.where(open_, np.minimum(rise, rise[k] + steps[k]), rise)
    ours[matched] += rise
    theirs[partners] -= rise


@dataclass(frozen=True, slots=True)
class AssignmentCoreCertificate(Certificate, kind="assignment core"):
    """Optimal pairs, and the core splits that are best for sellers and for buyers.

    That a side cannot get more is read off its split: each partner of that side is held by a
    chain of pairs without slack that ends at a payoff of 0 or at somebody without a partner.
    """

    pairs: Pairs
    seller_optimal: Mapping[str, Fraction]
    buyer_optimal: Mapping[str, Fraction]

    def violations(self, subject: AssignmentGame) -> Iterator[str]:
        yield from pair_violations(subject, self.pairs)
        for side, split in enumerate((self.seller_optimal, self.buyer_optimal)):
            yield from split_violations(subject, self.pairs, split)
            for name in _free_to_rise(subject, self.pairs, split, side):
                yield f"{name} can get more in the core."

    def answer(self, subject: AssignmentGame) -> AssignmentCore:
        def allocation(payoffs: Mapping[str, Fraction], status: str) -> Allocation:
            return Allocation(payoffs, method=_METHOD, status=status, certificate=self)

        best = allocation(self.seller_optimal, "The core split that is best for every seller.")
        worst = allocation(self.buyer_optimal, "The core split that is best for every buyer.")
        middle = {name: (best[name] + worst[name]) / 2 for name in subject.players}
        return AssignmentCore(
            subject,
            best.total(),
            self.pairs,
            best,
            worst,
            allocation(middle, "The midpoint of the corners: the tau-value, a point of the core."),
            self,
        )


def _free_to_rise(
    game: AssignmentGame, pairs: Pairs, split: Mapping[str, Fraction], side: int
) -> list[str]:
    """Who of a side (0: sellers) is not held by a chain of pairs without slack."""
    ours = (game.sellers, game.buyers)[side]
    slack, _ = slacks(game, split)
    tight = (slack if side == 0 else slack.T) == 0
    place = {name: k for k, name in enumerate((game.buyers, game.sellers)[side])}
    mates = pairs if side == 0 else {buyer: seller for seller, buyer in pairs.items()}
    held = [name not in mates or split[mates[name]] == 0 for name in ours]
    columns = np.array([place[mates[name]] if name in mates else 0 for name in ours])
    reached = [k for k, stands in enumerate(held) if stands]
    while reached:
        # k is held, and the partner of i would leave i for k: so i is held too.
        stopped = np.flatnonzero(tight[reached.pop(), columns])
        for i in stopped:
            if not held[i]:
                held[i] = True
                reached.append(int(i))
    return [name for name, stands in zip(ours, held, strict=True) if not stands]
