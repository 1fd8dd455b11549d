"""Balanced collections: coalitions with weights, such that every city is covered equally.

If the city's time is split among coalitions in these proportions, the collection is a plan that is
as feasible as the grand coalition. Its worth, the sum of w_S v(S), is what the plan would make: a
plan that makes more than v(N) proves that the core is empty (Bondareva and Shapley).

>>> half = Fraction(1, 2)
>>> pairs = [WeightedCoalition(pair, half) for pair in (("A", "B"), ("A", "C"), ("B", "C"))]
>>> coverage(pairs, ("A", "B", "C"))
[Fraction(1, 1), Fraction(1, 1), Fraction(1, 1)]

Source: Bondareva (1963); Shapley (1967).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.oracle_game import OracleGame
from games.players import coalition_name
from games.weighted_voting import WeightedVoting

__all__ = [
    "Asked",
    "WeightedCoalition",
    "collection",
    "collection_violations",
    "collection_worth",
    "coverage",
]

Asked = CoalitionalGame | OracleGame | WeightedVoting
"""Games that say what a coalition is worth."""


@dataclass(frozen=True, slots=True)
class WeightedCoalition:
    """A coalition, its members in the order of the game's players, and its positive weight."""

    coalition: tuple[str, ...]
    weight: Fraction

    def __str__(self) -> str:
        return f"{self.weight} {coalition_name(self.coalition)}"


def collection(
    game: CoalitionalGame, weights: Mapping[int, Fraction]
) -> tuple[WeightedCoalition, ...]:
    """The collection of weights by bitmask."""
    return tuple(WeightedCoalition(game.members(mask), w) for mask, w in sorted(weights.items()))


def coverage(members: Iterable[WeightedCoalition], players: Sequence[str]) -> list[Fraction]:
    """For each player the total weight of the coalitions that it belongs to."""
    total = dict.fromkeys(players, Fraction(0))
    for member in members:
        for name in member.coalition:
            total[name] += member.weight
    return list(total.values())


def collection_worth(game: Asked, members: Iterable[WeightedCoalition]) -> Fraction:
    """The sum of w_S v(S), in the sense of the game; over one denominator, which is soonest."""
    pairs = [(member.weight, game.worth(member.coalition)) for member in members]
    below = [w.denominator * worth.denominator for w, worth in pairs]
    scale = math.lcm(1, *below)
    above = (w.numerator * worth.numerator for w, worth in pairs)
    return Fraction(sum(a * (scale // b) for a, b in zip(above, below, strict=True)), scale)


def collection_violations(game: Asked, members: Sequence[WeightedCoalition]) -> Iterator[str]:
    """What is wrong with the form of a collection: a weight that is not positive, an odd name."""
    coalitions = [member.coalition for member in members]
    if len(set(coalitions)) != len(coalitions) or () in coalitions:
        yield "The collection names a coalition twice, or the empty one."
    for member in members:
        for city in member.coalition:
            if city not in game.players:
                yield f"{city} is no player of the game."
        if tuple(city for city in game.players if city in member.coalition) != member.coalition:
            yield f"{coalition_name(member.coalition)} is not in the order of the players."
        if member.weight <= 0:
            yield f"{coalition_name(member.coalition)} has the weight {member.weight}."
