"""Airport games: one facility that must be long, deep or good enough for whoever uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import amounts
from games.coalitional import Sense
from games.exact import Number
from games.players import members_named

__all__ = ["AirportGame"]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class AirportGame:
    """Airport games: one facility that must be long, deep or good enough for whoever uses it.

        c(S) = the greatest cost of a member of S

    The cities of a corridor pay for a line as far as the last of them; a road is built for the
    heaviest lorry. The game is one of costs, and concave.

    What the facility would cost for each city alone, 0 or more.

    Errors: ``InvalidInput`` names the cost that cannot be right.

    >>> line = AirportGame({"Hangzhou": 10, "Jinhua": 40, "Quzhou": 60})
    >>> line.worth(["Hangzhou", "Jinhua"])
    Fraction(40, 1)

    Source: Littlechild and Owen (1973), A simple expression for the Shapley value in a special
    case.
    """

    costs: Mapping[str, Fraction]

    def __init__(self, costs: Mapping[str, Number]) -> None:
        object.__setattr__(self, "costs", amounts(costs, "cost"))

    @property
    def players(self) -> tuple[str, ...]:
        """The cities."""
        return tuple(self.costs)

    @property
    def sense(self) -> Sense:
        """Worths are costs."""
        return "cost"

    def worth(self, coalition: Iterable[str]) -> Fraction:
        """c(S); ``InvalidInput`` names what is no city of the game."""
        named = members_named(coalition, self.costs)
        return max((self.costs[name] for name in named), default=Fraction(0))

    def __hash__(self) -> int:
        return hash(tuple(self.costs.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return AirportGame, (dict(self.costs),)

    def __repr__(self) -> str:
        return (
            f"AirportGame({len(self.costs)} cities, cost {approximately(max(self.costs.values()))})"
        )
