"""Weighted voting: a coalition wins if its votes reach the quota."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import amounts
from games.errors import InvalidInput
from games.exact import Number, exact, over_one_denominator
from games.players import members_named

__all__ = ["WeightedVoting"]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class WeightedVoting:
    """Weighted voting: a coalition wins if its votes reach the quota.

        v(S) = 1 if the weights in S add up to q or more, else 0

    So do councils, joint meetings of cities and boards of funds decide. Votes are not power: a
    member without whom no coalition is ever short of votes is a dummy, however many votes it has.

    Weights by player, 0 or more, and the quota, more than 0 and no more than all weights.

    Errors: ``InvalidInput`` names the weight or the quota that cannot be right.

    >>> council = WeightedVoting({"Germany": 4, "France": 4, "Italy": 4, "Belgium": 2,
    ...                           "Netherlands": 2, "Luxembourg": 1}, quota=12)
    >>> council.worth(["Germany", "France", "Italy"]), council.veto_players
    (Fraction(1, 1), ())

    Source: von Neumann and Morgenstern (1944); Taylor and Zwicker (1999), Simple games; the council
    is that of the European Economic Community in 1958 (Brams, 1976).
    """

    weights: Mapping[str, Fraction]
    quota: Fraction

    def __init__(self, weights: Mapping[str, Number], quota: Number) -> None:
        given = amounts(weights, "weight", "player")
        needed, total = exact(quota, "quota"), sum(given.values())
        if not 0 < needed <= total:
            raise InvalidInput("quota", quota, f"more than 0 and at most all weights, {total}")
        object.__setattr__(self, "weights", given)
        object.__setattr__(self, "quota", needed)

    @property
    def players(self) -> tuple[str, ...]:
        """Who votes."""
        return tuple(self.weights)

    def worth(self, coalition: Iterable[str]) -> Fraction:
        """1 for a coalition that wins, else 0; ``InvalidInput`` names who does not vote."""
        named = members_named(coalition, self.weights)
        return Fraction(int(sum(self.weights[name] for name in named) >= self.quota))

    @property
    def veto_players(self) -> tuple[str, ...]:
        """Players without whom no coalition wins; the core is all splits among them, or empty."""
        total = sum(self.weights.values())
        return tuple(name for name, w in self.weights.items() if total - w < self.quota)

    def integers(self) -> tuple[list[int], int]:
        """Weights and quota as whole numbers with nothing in common.

        >>> WeightedVoting({"A": 0.5, "B": 1}, 1).integers()
        ([1, 2], 2)
        """
        whole, _ = over_one_denominator([*self.weights.values(), self.quota])
        common = math.gcd(*whole[:-1])
        return [w // common for w in whole[:-1]], -(-whole[-1] // common)

    def __hash__(self) -> int:
        return hash((tuple(self.weights.items()), self.quota))

    def __reduce__(self) -> tuple[Any, ...]:
        return WeightedVoting, (dict(self.weights), self.quota)

    def __repr__(self) -> str:
        return f"WeightedVoting({len(self.weights)} players, quota {approximately(self.quota)})"
